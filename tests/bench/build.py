"""Time to build the search: both indexes beside what jieba alone needs, and after one changed law beside all.

    python -m tests.bench.build [--docs docs] [--runs 3]

* `both indexes`: the Whoosh index in an empty folder (but for jieba's dictionary, kept in the form that loads fast),
  then the static files for the browser, from laws that have been read.
* `jieba alone`: the same text (articles, headings, titles, lines of questions, each once), cut in one process by
  `jieba.lcut(line, HMM=False)` with the dictionary loaded.
* `one changed law`: both indexes again after one character of one law has changed, in a folder that holds the indexes
  of the laws before; another law each time. `nothing changed`: the same with no change.

The first two are run in turns; what is printed are medians. Reading the laws is the same for all and stands apart.
Jieba alone writes nothing, so the indexes are written into memory where there is a folder in it (/dev/shm): the time
that a disk takes for ten thousand small files was seen to differ by more than ten times. --work DIR is another folder.
"""

import argparse
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from indexer.corpus import Corpus, laws_folder, load, source_files
from indexer.search import Engine, export_index
from indexer.search.builder import open_index
from indexer.search.cutting import Dictionary, quiet_jieba
from indexer.search.everyday import Everyday, everyday_of
from indexer.search.records import LawRecords, names, records

MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Library:
    """The laws as the index takes them."""

    corpus: Corpus
    laws: tuple[LawRecords, ...]
    everyday: Everyday

    @classmethod
    def read(cls, docs: Path) -> "Library":
        corpus, _ = load(docs)
        everyday = everyday_of(corpus)
        return cls(corpus, records(corpus, everyday.questions, everyday.topics), everyday)

    def index(self, folder: Path) -> None:
        """Make both indexes in `folder`."""
        index = open_index(self.laws, names(self.corpus), folder / "search", self.everyday)
        with closing(Engine(index)) as engine:
            export_index(engine, folder / "static")

    def lines(self) -> Iterator[str]:
        """Everything that the index cuts, each once."""
        for law in self.laws:
            yield law.law.title
            yield from law.law.aliases
            yield from dict.fromkeys(heading for record in law.records for heading in record.path)
            for record in law.records:
                yield from (text for _, text in record.units)
                if record.question:
                    yield record.question


def jieba_alone(dictionary: Path) -> Callable[[Sequence[str]], None]:
    """A function that cuts lines; jieba's dictionary, kept in `dictionary`, is loaded."""
    tokenizer = quiet_jieba().Tokenizer()
    tokenizer.tmp_dir = str(dictionary)
    tokenizer.initialize()

    def cut(lines: Sequence[str]) -> None:
        for line in lines:
            tokenizer.lcut(line, HMM=False)

    return cut


def changeable(path: Path) -> list[int]:
    """The numbers of lines in which a character can be changed: long ones behind the front matter, without a number."""
    lines = path.read_text(encoding="utf-8").split("\n")
    begin = lines.index("---", 1)
    return [at for at, line in enumerate(lines) if at > begin and len(line) > 20 and line[0] not in "#（(0123456789|"]


def change_one_character(path: Path, choose: random.Random) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    at = choose.choice(changeable(path))
    lines[at] = f"{lines[at][:10]}某{lines[at][11:]}"
    path.write_text("\n".join(lines), encoding="utf-8")


class Spent(NamedTuple):
    """Seconds on the clock, and of the processor in all processes: the latter suffer less from other work."""

    clock: float
    processor: float


def timed(act: Callable[..., object], *given: object) -> Spent:
    started, before = time.perf_counter(), sum(os.times()[:4])
    act(*given)
    return Spent(time.perf_counter() - started, sum(os.times()[:4]) - before)


def compare(docs: Path, runs: int, work: Path) -> None:
    """Measure and print."""
    copy, dictionary = work / "laws", work / "dictionary"
    shutil.copytree(laws_folder(docs), copy)
    dictionary.mkdir()
    cut = jieba_alone(work)
    Dictionary.of_jieba(dictionary)
    read = [timed(Library.read, copy)]
    library = Library.read(copy)
    lines = list(library.lines())
    both: list[Spent] = []
    alone: list[Spent] = []
    for run in range(runs):
        # Folders are new ones and removed at the end: some file systems are slow for minutes after many deletions.
        folder = work / f"index-{run}"
        shutil.copytree(dictionary, folder / "search")
        both.append(timed(library.index, folder))
        alone.append(timed(cut, lines))
    unchanged = [timed(library.index, folder) for _ in range(runs)]
    changed: list[Spent] = []
    choose = random.Random(1)
    paths = choose.sample([path for path in source_files(copy) if changeable(path)], runs)
    for path in paths:
        change_one_character(path, choose)
        changed.append(timed(Library.read(copy).index, folder))
    articles = sum(len(law.records) for law in library.laws)
    print(f"{len(library.laws)} texts, {articles} articles, {sum(map(len, lines))} characters to cut")
    print(f"{'':18} {'seconds':>8} {'processor':>9}  seconds of each run")
    row("reading the laws", read)
    row("both indexes", both)
    row("jieba alone", alone)
    row("nothing changed", unchanged)
    row("one changed law", changed)
    sizes = ", ".join(f"{path.stat().st_size / 1000:.0f}" for path in paths)
    total = sum(path.stat().st_size for path in source_files(copy)) / 1000
    print(f"both indexes / jieba alone: {ratio(both, alone)}")
    print(f"one changed law / both indexes: {ratio(changed, both)}; laws of {sizes} KB of {total:.0f} KB")


def row(title: str, spent: Sequence[Spent]) -> None:
    clock, processor = medians(spent)
    print(f"{title:18} {clock:8.2f} {processor:9.2f}  {', '.join(f'{each.clock:.2f}' for each in spent)}")


def ratio(one: Sequence[Spent], other: Sequence[Spent]) -> str:
    clock, processor = (a / b for a, b in zip(medians(one), medians(other), strict=True))
    return f"{clock:.2f} (processor {processor:.2f})"


def medians(spent: Sequence[Spent]) -> tuple[float, float]:
    return statistics.median(each.clock for each in spent), statistics.median(each.processor for each in spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", type=Path, default=MEMORY if os.access(MEMORY, os.W_OK) else None)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="build-", dir=given.work) as folder:
        compare(given.docs, given.runs, Path(folder))


if __name__ == "__main__":
    main()
