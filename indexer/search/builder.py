"""The life of the index in its folder: built when its input changed, swapped in whole, one builder at a time."""

import hashlib
import json
import os
import shutil
import uuid
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from indexer.search.analysis import grams, normalise
from indexer.search.cutting import CUTTER_VERSION
from indexer.search.everyday import Everyday, simplified
from indexer.search.postings import Library, rounded
from indexer.search.query import STOP_WORDS
from indexer.search.records import LawRecords
from indexer.search.segment import costs
from indexer.search.sounds import sounds
from indexer.search.tokens import Words, law_words
from indexer.search.whoosh_index import DamagedIndexError, WhooshIndex, WhooshWriter

__all__ = ["INDEX_FORMAT", "IndexFolderError", "open_index"]

INDEX_FORMAT = 7
"""Raised whenever what the index holds, or how, changes."""

PATIENCE = 900.0
"""Seconds to wait for another process that builds the same index."""

_INDEX, _META = "index", "meta.json"


class IndexFolderError(Exception):
    """The folder of the index cannot be used; the message is for the user."""


def open_index(
    laws: Sequence[LawRecords],
    names: Mapping[str, tuple[str, ...]],
    folder: Path,
    everyday: Everyday,
    progress: Callable[[int, int], None] | None = None,
    say: Callable[[str], None] | None = None,
) -> WhooshIndex:
    """The index of `laws` in `folder`, built first if it is missing, damaged, of another version or out of date.

    `progress` is called with laws done and their total while it is built, `say` with messages for the user. Raises
    IndexFolderError.
    """
    say = say or (lambda _: None)
    fingerprint = _fingerprint(laws, names, everyday)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder / "lock", say):
            _clean(folder)
            if index := _open_fresh(folder, fingerprint, say):
                return index
            _build(laws, names, folder, everyday, fingerprint, progress)
            if index := _open_fresh(folder, fingerprint, say):
                return index
    except OSError as error:
        raise IndexFolderError(
            f"索引文件夹 {folder} 用不了（{error.strerror or error}）：检查权限和磁盘空间，或换一个文件夹"
        ) from error
    raise IndexFolderError(f"索引文件夹 {folder} 里刚建好的索引读不出来：检查磁盘，或换一个文件夹")


@contextmanager
def _locked(path: Path, say: Callable[[str], None]) -> Iterator[None]:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("另一个进程正在建立索引，等它完成……")
        try:
            lock.acquire(timeout=PATIENCE)
        except Timeout:
            raise IndexFolderError(f"等了 {PATIENCE:.0f} 秒，另一个进程仍在建立索引（{path}）") from None
    try:
        yield
    finally:
        lock.release()


def _fingerprint(laws: Sequence[LawRecords], names: Mapping[str, tuple[str, ...]], everyday: Everyday) -> str:
    """Of all that the index is made from."""
    content = [INDEX_FORMAT, CUTTER_VERSION, [law.digest for law in laws], dict(names), everyday.digest]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _clean(folder: Path) -> None:
    """Remove what killed builds left. We hold the lock: nobody is building."""
    for path in folder.iterdir():
        if path.is_dir() and path.name.startswith((f"{_INDEX}.new-", f"{_INDEX}.old-")):
            shutil.rmtree(path, ignore_errors=True)


def _open_fresh(folder: Path, fingerprint: str, say: Callable[[str], None]) -> WhooshIndex | None:
    place = folder / _INDEX
    if not place.exists():
        return None
    try:
        meta = json.loads((place / _META).read_text(encoding="utf-8"))
        version, found, sums = meta["format"], meta["fingerprint"], meta["sums"]
    except (OSError, ValueError, KeyError, TypeError):
        say("索引已损坏，重新建立")
        return None
    if version != INDEX_FORMAT:
        say(f"索引是另一版本（{version}，本程序用 {INDEX_FORMAT}），重新建立")
        return None
    if found != fingerprint:
        return None
    try:
        if sums != _sums(place):
            raise DamagedIndexError("校验和不符")
        return WhooshIndex(place, fingerprint)
    except (OSError, DamagedIndexError):
        say("索引已损坏，重新建立")
        return None


def _sums(place: Path) -> dict[str, int]:
    """CRC of every file of an index but the one that lists them."""
    return {
        path.name: zlib.crc32(path.read_bytes())
        for path in sorted(place.iterdir())
        if path.is_file() and path.name != _META
    }


def _build(
    laws: Sequence[LawRecords],
    names: Mapping[str, tuple[str, ...]],
    folder: Path,
    everyday: Everyday,
    fingerprint: str,
    progress: Callable[[int, int], None] | None,
) -> None:
    """Build beside the old index and swap it in whole."""
    mark = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
    place, new, old = folder / _INDEX, folder / f"{_INDEX}.new-{mark}", folder / f"{_INDEX}.old-{mark}"
    new.mkdir()
    try:
        _write(laws, names, folder, new, everyday, progress)
        meta = {"format": INDEX_FORMAT, "fingerprint": fingerprint, "sums": _sums(new)}
        (new / _META).write_text(json.dumps(meta), encoding="utf-8")
        if place.exists():
            place.rename(old)
        new.rename(place)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _write(
    laws: Sequence[LawRecords],
    names: Mapping[str, tuple[str, ...]],
    folder: Path,
    new: Path,
    everyday: Everyday,
    progress: Callable[[int, int], None] | None,
) -> None:
    writer = WhooshWriter(new)
    statutory, common = _by_start(everyday.widenings), _by_start(everyday.alike)
    instead: dict[str, list[str]] = {}
    for word, others in everyday.alike.items():
        for other in others:
            instead.setdefault(other, []).append(word)
    try:
        law_of: list[int] = []
        types: list[int] = []
        place: dict[str, int] = {}
        later: dict[int, str] = {}
        for number, (law, every) in enumerate(law_words(laws, folder, progress)):
            for record, words in zip(law.records, every, strict=True):
                question = normalise(record.question).text
                asked = [gram for gram in grams(question) if len(gram) > 1]
                counts: Counter[str] = Counter()
                lines = [normalise(text).text for _, text in record.units]
                for line in lines:
                    counts.update(grams(line))
                writer.add(
                    record,
                    {field: _positions(words[field]) for field in words},
                    {
                        "article": {record.article: 1} if record.article else {},
                        "asked": dict.fromkeys(asked, 1),
                        "alike": {
                            word: 1 for other in _standing(common, Counter(asked), question) for word in instead[other]
                        },
                        "grams": counts,
                        "term": dict.fromkeys(record.terms, 1),
                        "meant": _standing(statutory, counts, "\n".join(lines)),
                    },
                    {field: rounded(words[field].length) for field in words},
                )
                law_of.append(number)
                types.append(record.types)
                place[record.id] = len(place)
                if record.later:
                    later[len(place) - 1] = record.later
        frequencies: Counter[str] = Counter()
        for field in ("text", "heading", "question"):
            frequencies.update(writer.frequencies(field))
        # Rare as they may be in laws, stop words are recognised in questions.
        for word in (*writer.frequencies("title"), *STOP_WORDS):
            frequencies.setdefault(word, 1)
        known = {char for word in frequencies for char in word}
        held = writer.frequencies("meant")
        library = Library(
            tuple(law.law for law in laws),
            names,
            costs(frequencies),
            law_of,
            {
                word: kept
                for word, meant in sorted(everyday.widenings.items())
                if (kept := tuple(each for each in meant if each in held))
            },
            {char: simple for char, simple in simplified().items() if simple in known and char not in known},
            sounds(known),
            types,
            {document: place[id] for document, id in later.items() if id in place},
        )
        writer.finish(library)
    except BaseException:
        writer.discard()
        raise


def _by_start(table: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The words on the right of `table` by their first two characters."""
    found: dict[str, list[str]] = {}
    for word in sorted({word for words in table.values() for word in words}):
        found.setdefault(word[:2], []).append(word)
    return found


def _standing(by_start: Mapping[str, Sequence[str]], counts: Counter[str], text: str) -> dict[str, int]:
    """How often each of some words, given by their first two characters, stands in `text`, whose grams are `counts`."""
    found: dict[str, int] = {}
    for start in by_start.keys() & counts.keys():
        for word in by_start[start]:
            if many := text.count(word):
                found[word] = many
    return found


def _positions(words: Words) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for text, position in zip(words.texts, words.positions, strict=True):
        if text in found:
            found[text].append(position)
        else:
            found[text] = [position]
    return found
