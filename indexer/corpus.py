"""The library as a whole: every instrument and version, lookup by name, and the checks that need more than one file."""

import difflib
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from indexer.faults import Fault, Level, errors
from indexer.model import COUNTRY, Instrument, Version
from indexer.numerals import NUMERAL
from indexer.source import Document, Reading, read_bytes, read_file
from indexer.source.reader import LONGEST_FILE

__all__ = ["Cache", "Corpus", "Entry", "NoLibraryError", "laws_folder", "load", "name_key", "source_files"]

_STEM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:@(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}))?")
_LEAKED_HEADING = re.compile(rf"第{NUMERAL}(?:编|分编|章|节)(?:[ 　]+[^，。；：、]{{1,24}})?")

Cache = MutableMapping[str, tuple[str, Reading]]
"""Readings by file name, with the SHA-256 of the bytes they came from: what has not changed is not read again."""


class NoLibraryError(Exception):
    """There is no folder of law files where one was looked for; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the library: the instrument it belongs to, the version, and its file."""

    id: str
    instrument: Instrument
    version: Version
    document: Document

    @property
    def is_main(self) -> bool:
        return self.version is self.instrument.main


@dataclass(frozen=True)
class Corpus:
    """All instruments by slug and all texts by id (`csl`, `csl@2016-11-07`), both sorted by id."""

    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def lookup(self, name: str) -> tuple[Instrument, ...]:
        """The instruments that `name` may mean: a slug, a title with or without 中华人民共和国, or an alias.

        More than one for a name that several instruments share (暂行办法).
        """
        if name in self.instruments:
            return (self.instruments[name],)
        return tuple(self.instruments[slug] for slug in self.names.get(name_key(name), ()))

    def nearest(self, name: str, count: int = 3) -> tuple[str, ...]:
        """Slugs, titles and aliases that look like `name`, best first and one per instrument, for an error message."""
        known: dict[str, tuple[str, str]] = {}
        for slug, instrument in self.instruments.items():
            facts = instrument.main.facts
            known |= {name_key(each): (slug, each) for each in (facts.title, *facts.aliases, slug)}
        close = difflib.get_close_matches(name_key(name), known, max(len(known), 1), 0.4)
        best: dict[str, str] = {}
        for slug, each in (known[key] for key in close):
            best.setdefault(slug, each)
        return tuple(best.values())[:count]


def name_key(name: str) -> str:
    """The form in which names are compared: NFKC, without case, white space, guillemets and 中华人民共和国."""
    key = re.sub(r"[\s《》〈〉]", "", unicodedata.normalize("NFKC", name)).casefold()
    return key.removeprefix(COUNTRY) or key


def laws_folder(docs: Path) -> Path:
    """The folder of law files: `docs` itself, or `docs/laws` where there is one. Raises NoLibraryError."""
    folder = docs / "laws" if (docs / "laws").is_dir() else docs
    if not folder.is_dir():
        raise NoLibraryError(f"找不到文件夹 {docs}：用 --docs 指明法规文件所在的文件夹")
    return folder


def source_files(folder: Path) -> tuple[Path, ...]:
    """Law files in `folder`, sorted by name: every `.md` but `index.md`."""
    return tuple(sorted(path for path in folder.rglob("*.md") if path.name != "index.md"))


def load(
    docs: Path,
    cache: Cache | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Corpus, tuple[Fault, ...]]:
    """Read and check the library under `docs`.

    Files with errors are left out of the corpus; every fault of every file is returned, sorted. `progress` is called
    with the number of files read and their total. Raises NoLibraryError.
    """
    folder = laws_folder(docs)
    paths = source_files(folder)
    documents: dict[str, Document] = {}
    faults: list[Fault] = []
    for done, path in enumerate(paths, 1):
        name, stem = str(path), path.stem
        reading = _read(path, name, cache)
        faults.extend(reading.faults)
        if progress:
            progress(done, len(paths))
        if path.parent != folder:
            hint = f"移到 {folder} 里；一部法规一个文件"
            faults.append(Fault(name, 0, "法规文件不能放在子文件夹里", hint))
        elif not (match := _STEM.fullmatch(stem)):
            hint = "文件名写作 genai-measures.md，旧文本写作 csl@2016-11-07.md：只用小写字母、数字和连字符"
            faults.append(Fault(name, 0, f"文件名“{path.name}”不能作标识", hint))
        elif reading.document:
            documents[stem] = reading.document
            version = reading.document.version.facts.version
            if match["date"] and match["date"] != version.isoformat():
                line = reading.document.line("key:version")
                faults.append(Fault(name, line, f"version 是 {version}，与文件名里的日期不同", "改正其中之一"))
    if not paths:
        faults.append(Fault(str(folder), 0, "文件夹里没有法规文件", "放入 .md 源文件，或用 --docs 指明所在的文件夹"))
    failed = {Path(fault.path).stem for fault in errors(faults)}
    corpus = _assemble(documents, failed, faults)
    for document in documents.values():
        faults.extend(_check_dates(document))
        faults.extend(_check_leaks(document))
    faults.extend(_check_names(corpus))
    faults.extend(_check_successors(corpus))
    return corpus, tuple(sorted(set(faults)))


def _read(path: Path, name: str, cache: Cache | None) -> Reading:
    try:
        small = path.stat().st_size <= LONGEST_FILE
        data = path.read_bytes() if cache is not None and small else None
    except OSError:
        data = None
    if cache is None or data is None:
        return read_file(path, name)
    digest = hashlib.sha256(data).hexdigest()
    if name not in cache or cache[name][0] != digest:
        cache[name] = digest, read_bytes(data, name)
    return cache[name][1]


def _assemble(documents: Mapping[str, Document], failed: set[str], faults: list[Fault]) -> Corpus:
    """Group the texts of each instrument, then index every name."""
    groups: dict[str, dict[str, Document]] = defaultdict(dict)
    for stem, document in documents.items():
        groups[stem.partition("@")[0]][stem] = document
    instruments: dict[str, Instrument] = {}
    entries: dict[str, Entry] = {}
    for slug, group in sorted(groups.items()):
        if slug not in group:
            if slug not in failed:
                first = min(group.values(), key=lambda document: document.path)
                hint = f"把现行文本存为 {slug}.md"
                faults.append(Fault(first.path, 0, f"只有旧文本，没有 {slug}.md", hint))
            continue
        others = [document for stem, document in sorted(group.items()) if stem != slug]
        main = group[slug]
        for other in others:
            if other.version.facts.version == main.version.facts.version:
                hint = "删去一个，或改正 version"
                line = other.line("key:version")
                faults.append(Fault(other.path, line, f"与 {main.path} 是同一日期的文本", hint))
        instrument = Instrument(slug, main.version, tuple(document.version for document in others))
        instruments[slug] = instrument
        for stem, document in group.items():
            entries[stem] = Entry(stem, instrument, document.version, document)
    names: dict[str, list[str]] = defaultdict(list)
    for slug, instrument in instruments.items():
        keys = (key for version in instrument.versions for key in _name_keys(version))
        for key in dict.fromkeys((name_key(slug), *keys)):
            names[key].append(slug)
    return Corpus(
        instruments,
        dict(sorted(entries.items())),
        {key: tuple(slugs) for key, slugs in sorted(names.items())},
    )


def _name_keys(version: Version) -> Iterator[str]:
    yield name_key(version.facts.title)
    yield from map(name_key, version.facts.aliases)
    yield from map(name_key, version.facts.shared_aliases)


def _check_names(corpus: Corpus) -> Iterator[Fault]:
    """No name may point at two instruments without both saying so."""
    for key, slugs in corpus.names.items():
        shared = {slug: name for slug in slugs if (name := _shared(corpus.instruments[slug], key))}
        if len(slugs) == 1:
            for slug, name in shared.items():
                document = corpus.entries[slug].document
                message = f"“{name}”写作与别的法规共有的简称，却只有这一部用它"
                line = document.line("key:shared_aliases")
                yield Fault(document.path, line, message, "移到 aliases 里", Level.NOTICE)
            continue
        for slug in slugs:
            if slug in shared:
                continue
            document, what, name, line = _bearer(corpus, slug, key)
            others = "、".join(corpus.entries[other].document.path for other in slugs if other != slug)
            yield Fault(
                document.path,
                line,
                f"{what}“{name}”也指向 {others}",
                "一个名称只能指向一部法规：改用不致混淆的名称，或在各部法规里都写进 shared_aliases",
            )


def _shared(instrument: Instrument, key: str) -> str | None:
    """The name with `key` that `instrument` says it shares with others."""
    names = (name for version in instrument.versions for name in version.facts.shared_aliases)
    return next((name for name in names if name_key(name) == key), None)


def _check_successors(corpus: Corpus) -> Iterator[Fault]:
    """An instrument can only be succeeded by one that the library knows."""
    for entry in corpus.entries.values():
        for slug in entry.version.facts.succeeded_by:
            if slug not in corpus.instruments:
                line = entry.document.line("key:succeeded_by")
                hint = "写标识（文件名去掉 .md），如 [civil-code]"
                yield Fault(entry.document.path, line, f"succeeded_by 里的“{slug}”不在库里", hint)


def _bearer(corpus: Corpus, slug: str, key: str) -> tuple[Document, str, str, int]:
    """Where `slug` has the name with `key`: the text (the main one first), what the name is, the name, its line."""
    main = corpus.entries[slug]
    for entry in (main, *(entry for entry in corpus.entries.values() if entry.instrument is main.instrument)):
        document, facts = entry.document, entry.version.facts
        if name_key(facts.title) == key:
            return document, "标题", facts.title, document.line("key:title")
        for alias in facts.aliases:
            if name_key(alias) == key:
                return document, "简称", alias, document.line("key:aliases")
    return main.document, "标识", slug, 0


def _check_dates(document: Document) -> Iterator[Fault]:
    """Dates follow each other: adopted, promulgated, effective, repealed; a text takes effect after it was made."""
    facts = document.version.facts
    order: tuple[tuple[str, date | None, str, date | None, str], ...] = (
        ("adopted", facts.adopted, "promulgated", facts.promulgated, "对照官方页面改正"),
        ("promulgated", facts.promulgated, "effective", facts.effective, "对照官方页面改正"),
        ("effective", facts.effective, "repealed", facts.repealed, "对照官方页面改正"),
        ("adopted", facts.adopted, "version", facts.version, "version 写这一文本的日期"),
        (
            "version",
            facts.version,
            "effective",
            facts.effective,
            "effective 写这一文本的生效日期；原法的日期写入 history",
        ),
    )
    for earlier, first, later, second, hint in order:
        if first and second and first > second:
            message = f"日期相互矛盾：{later} {second} 早于 {earlier} {first}"
            yield Fault(document.path, document.line(f"key:{later}"), message, hint)


def _check_leaks(document: Document) -> Iterator[Fault]:
    """A paragraph that is nothing but a heading belongs to the divisions, not to an article."""
    for article in document.version.articles():
        for unit in article.units():
            if _LEAKED_HEADING.fullmatch(unit.text):
                yield Fault(
                    document.path,
                    document.line(str(unit.id)),
                    f"{article.label}里有一段像是标题：“{unit.text}”",
                    "若是编、章、节的标题，在前面加 # 并移到条文之外",
                )
