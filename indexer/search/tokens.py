"""The words of every law, cut once: kept on disk per law under the digest of what was cut.

After one changed law only that law is cut again. Many laws are cut by two processes.
"""

import hashlib
import json
import multiprocessing
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from indexer.search.analysis import normalise
from indexer.search.cutting import CUTTER_VERSION, Cutter, extra_words, shared_cutter
from indexer.search.postings import LENGTH_FIELDS
from indexer.search.records import LawRecords, Record

__all__ = ["Job", "RecordWords", "Words", "law_extra_words", "law_words"]

PARALLEL_FROM = 400_000
"""Characters to cut from which a second process pays for its start."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one field of one record, positions alongside; `length` counts them without the shorter words
    inside longer ones."""

    texts: Sequence[str]
    positions: Sequence[int]
    length: int


RecordWords = Mapping[str, Words]
"""Field → words, for each of LENGTH_FIELDS."""

Job = tuple[LawRecords, Path, frozenset[str]]
"""What a process needs to cut one law: the law, the folder of the dictionary, the words of the library in it."""

_Flat = list[list[object]]
"""One law as JSON: per record and field the words, their positions, and the length."""


def law_extra_words(laws: Sequence[LawRecords]) -> dict[str, frozenset[str]]:
    """By the id of each law, the words of the whole library's titles, aliases and headings that stand in its text."""
    names: set[str] = set()
    for law in laws:
        names.update((law.law.title, *law.law.aliases))
        for record in law.records:
            for heading in record.path:
                names.add(heading.partition("　")[2])
    by_start: dict[str, list[str]] = {}
    for word in extra_words(names):
        by_start.setdefault(word[:2], []).append(word)
    found: dict[str, frozenset[str]] = {}
    for law in laws:
        text = "\n".join(_fields_text(law))
        pairs = set(map("".join, pairwise(text)))
        found[law.law.id] = frozenset(
            word for start in by_start.keys() & pairs for word in by_start[start] if word in text
        )
    return found


def _fields_text(law: LawRecords) -> Iterator[str]:
    yield from map(_plain, _title_lines(law))
    for record in law.records:
        yield from (_plain(heading) for heading in record.path)
        yield from (_plain(text) for _, text in record.units)
        yield _plain(record.question)


def _plain(text: str) -> str:
    return normalise(text).text


def _title_lines(law: LawRecords) -> tuple[str, ...]:
    return (law.law.title, *law.law.aliases, law.law.slug)


def law_words(
    laws: Sequence[LawRecords], folder: Path, progress: Callable[[int, int], None] | None = None
) -> Iterator[tuple[LawRecords, tuple[RecordWords, ...]]]:
    """Every law with the words of each of its records, in the order given.

    `folder` holds what was cut before and jieba's dictionary; files of no use any more are removed from it when all
    laws are done. `progress` is called with the number of laws done and their total. Raises OSError.
    """
    kept = folder / "words"
    kept.mkdir(parents=True, exist_ok=True)
    extras = law_extra_words(laws)
    paths = {law.law.id: kept / f"{_digest(law, extras[law.law.id])}.json" for law in laws}
    missing = [law for law in laws if not paths[law.law.id].exists()]
    size = sum(len(text) for law in missing for record in law.records for _, text in record.units)
    fresh: Iterator[_Flat]
    pool: ProcessPoolExecutor | None = None
    if size >= PARALLEL_FROM:
        pool = ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))
        jobs = [(law, folder, extras[law.law.id]) for law in missing]
        fresh = pool.map(_cut_job, jobs, chunksize=4)
    else:
        fresh = (_cut_job((law, folder, extras[law.law.id])) for law in missing)
    waiting = {law.law.id for law in missing}
    try:
        for done, law in enumerate(laws, 1):
            path = paths[law.law.id]
            flat: object = None
            if law.law.id in waiting:
                flat = next(fresh)
                _write(path, flat)
            else:
                flat = _read(path)
            try:
                words = _unpack(flat, law)
            except (TypeError, ValueError, KeyError):  # not what we wrote: cut it again
                flat = _cut_job((law, folder, extras[law.law.id]))
                _write(path, flat)
                words = _unpack(flat, law)
            yield law, words
            if progress:
                progress(done, len(laws))
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)
    wanted = {path.name for path in paths.values()}
    for path in kept.iterdir():
        if path.name not in wanted:
            path.unlink(missing_ok=True)


def _digest(law: LawRecords, extra: Collection[str]) -> str:
    content = "\0".join((CUTTER_VERSION, law.digest, *sorted(extra)))
    return hashlib.sha256(content.encode()).hexdigest()


def _write(path: Path, flat: object) -> None:
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(flat, ensure_ascii=False), encoding="utf-8")
    temporary.replace(path)


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None


def _unpack(flat: object, law: LawRecords) -> tuple[RecordWords, ...]:
    """Raises TypeError, ValueError or KeyError where `flat` is not what `_cut_job` made of `law`."""
    if not isinstance(flat, list) or len(flat) != len(law.records):
        raise ValueError(f"{law.law.id}: 词语缓存与条文不符")
    found: list[RecordWords] = []
    for fields in flat:
        words: dict[str, Words] = {}
        for field, (texts, positions, length) in zip(LENGTH_FIELDS, fields, strict=True):
            cut = texts.split(" ") if texts else []
            places = list(map(int, positions.split(" "))) if positions else []
            if len(cut) != len(places):
                raise ValueError(f"{law.law.id}: 词语缓存损坏")
            words[field] = Words(cut, places, int(length))
        found.append(words)
    return tuple(found)


def _cut_job(job: Job) -> _Flat:
    """Cut one law; the cutter with jieba's dictionary is kept for the next one."""
    law, folder, extra = job
    with shared_cutter(folder).with_words(extra) as cutter:
        title = _flat(cutter, _title_lines(law))
        headings: dict[tuple[str, ...], list[object]] = {}
        found: _Flat = []
        for record in law.records:
            if record.path not in headings:
                headings[record.path] = _flat(cutter, record.path)
            question = _flat(cutter, (record.question,) if record.question else ())
            found.append([headings[record.path], question, _flat(cutter, _lines(record)), title])
        return found


def _lines(record: Record) -> tuple[str, ...]:
    return tuple(text for _, text in record.units)


def _flat(cutter: Cutter, lines: Sequence[str]) -> list[object]:
    texts: list[str] = []
    positions: list[str] = []
    base = length = 0
    for line in lines:
        position = last = -1
        for text, position, _, _ in cutter.pieces(_plain(line)):
            texts.append(text)
            positions.append(str(base + position))
            if position != last:
                length += 1
                last = position
        # The gap keeps phrases from reaching across lines.
        base += position + 2
    return [" ".join(texts), " ".join(positions), length]
