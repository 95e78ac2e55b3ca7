"""What an index holds, made from the laws: all of it, or only what differs from an index made before.

After one changed law only that law is cut and counted again; the posting lists of the others are copied. Where it
brought words to the library or took them away (a heading was changed), the laws that hold these are cut again, too.
Where the thesaurus changed, every law may be counted differently, and all is made anew.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from indexer.search.analysis import normalised_lines
from indexer.search.arrays import Ints, spread
from indexer.search.breaches import EVERY
from indexer.search.codec import Content
from indexer.search.cutting import CUTTER_VERSION
from indexer.search.everyday import Everyday, simplified
from indexer.search.fields import Fields, fields_of, own_words
from indexer.search.postings import FIELDS, LENGTH_BITS, LENGTH_FIELDS, Library, rounded
from indexer.search.provision_types import ProvisionType
from indexer.search.query import FRAMING_WORDS, STOP_WORDS
from indexer.search.records import LawRecords
from indexer.search.segment import costs
from indexer.search.sounds import SOUNDS_VERSION, sound, sounds
from indexer.search.tables import Table
from indexer.search.vocabulary import Vocabulary
from indexer.search.whoosh_index import Changes, WhooshIndex, stored

__all__ = ["Origin", "compared", "content_of", "library_of", "origin_of"]


@dataclass(frozen=True)
class Origin:
    """What an index was made from: a digest of what all laws are counted with, the library's own words, and of each law
    its id, its digest and how many records it has."""

    shared: str
    words: tuple[str, ...]
    laws: tuple[tuple[str, str, int], ...]


def origin_of(laws: Sequence[LawRecords], everyday: Everyday) -> Origin:
    """What the index of `laws` is made from."""
    content = [CUTTER_VERSION, SOUNDS_VERSION, everyday.words_digest]
    shared = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    known = tuple((law.law.id, law.digest, len(law.records)) for law in laws)
    return Origin(shared, tuple(sorted(own_words(laws))), known)


def content_of(
    laws: Sequence[LawRecords],
    everyday: Everyday,
    origin: Origin,
    folder: Path,
    before: WhooshIndex | None = None,
    known: Origin | None = None,
) -> tuple[Content, Changes | None]:
    """The content of the index of `laws`, and how it differs from that of `before` where both number their laws and
    documents alike (see `compared`).

    `origin` is what `origin_of` says of them; `folder` keeps the vocabulary; `before` is an index made earlier, and
    `known` what that was made from. Raises OSError.
    """
    vocabulary = Vocabulary.kept(folder, origin.words, everyday)
    if before is None or known is None or known.shared != origin.shared:
        fields = fields_of(laws, vocabulary)
        records = [stored(record) for law in laws for record in law.records]
        return Content(fields.tables, _rounded(fields), records), None
    starts = dict(zip((law[:2] for law in known.laws), _starts([law[2] for law in known.laws]).tolist(), strict=True))
    words = {*known.words} ^ {*origin.words}
    kept = [law for law in laws if (law.law.id, law.digest) in starts and not _holds_any(words, law)]
    again = {law.law.id for law in laws} - {law.law.id for law in kept}
    fresh = [law for law in laws if law.law.id in again]
    place = dict(zip((law.law.id for law in laws), _starts([len(law.records) for law in laws]).tolist(), strict=True))
    numbers = np.full(before.count, -1, dtype=np.int64)
    numbers[_every([starts[law.law.id, law.digest] for law in kept], kept)] = _every(
        [place[law.law.id] for law in kept], kept
    )
    new = _every([place[law.law.id] for law in fresh], fresh)
    fields = fields_of(fresh, vocabulary)
    count = sum(len(law.records) for law in laws)
    kept_numbers = numbers[numbers >= 0]
    lines = [""] * count
    for number, line in zip(numbers.tolist(), before.stored_records, strict=True):
        if number >= 0:
            lines[number] = line
    for number, record in zip(new.tolist(), (record for law in fresh for record in law.records), strict=True):
        lines[number] = stored(record)
    lengths: dict[str, Ints] = {}
    for field, own in _rounded(fields).items():
        lengths[field] = np.zeros(count, dtype=np.int64)
        lengths[field][kept_numbers] = np.array(before.lengths(field), dtype=np.int64)[numbers >= 0]
        lengths[field][new] = own
    added = {field: fields.tables[field].renumbered(new) for field in FIELDS}
    tables = {field: before.table(field).renumbered(numbers).joined(added[field]) for field in FIELDS}
    content = Content(tables, lengths, lines)
    same_laws = [law[0] for law in known.laws] == [law.law.id for law in laws]
    alike = same_laws and before.count == count and np.array_equal(kept_numbers, np.flatnonzero(numbers >= 0))
    return content, _changes(before, added, numbers) if alike else None


def _changes(before: WhooshIndex, added: Mapping[str, Table], numbers: Ints) -> Changes:
    """How an index differs from `before`, of which the documents that are -1 in `numbers` are those of `added` now."""
    terms: dict[str, list[str]] = {}
    for field in FIELDS:
        table = before.table(field)
        gone = _listed(table, np.flatnonzero(numbers[table.documents] < 0))
        come = _listed(added[field], np.arange(len(added[field].documents)))
        terms[field] = sorted(term for term in gone.keys() | come.keys() if gone.get(term) != come.get(term))
    return Changes(before.fingerprint, terms, np.flatnonzero(numbers < 0).tolist())


def compared(changes: Changes, before: Library, now: Library) -> Changes:
    """`changes` with what they are in the library."""
    words = sorted({word for word, _ in before.costs.items() ^ now.costs.items()})
    widened = sorted({word for word, _ in before.widenings.items() ^ now.widenings.items()})
    chars = before.simplified.items() ^ now.simplified.items() | before.sounds.items() ^ now.sounds.items()
    return replace(
        changes,
        words=words,
        widenings={word: (*before.widenings.get(word, ()), *now.widenings.get(word, ())) for word in widened},
        chars=sorted({char for char, _ in chars}),
        sounds=sorted({sound(word, library.sounds) for word in words for library in (before, now)} - {""}),
    )


def _listed(table: Table, entries: Ints) -> dict[str, list[tuple[int, int]]]:
    """Documents and frequencies of some entries of a table, by term."""
    places = np.searchsorted(table.starts, entries, side="right") - 1
    found: dict[str, list[tuple[int, int]]] = {}
    terms = list(table.terms)
    columns = (places, table.documents[entries], table.frequencies[entries])
    for place, document, frequency in zip(*(each.tolist() for each in columns), strict=True):
        found.setdefault(terms[place], []).append((document, frequency))
    return found


def _holds_any(words: Collection[str], law: LawRecords) -> bool:
    if not words:
        return False
    lines = [law.law.title, *law.law.aliases]
    for record in law.records:
        lines += (*record.path, record.question, *(text for _, text in record.units))
    text = "\n".join(normalised_lines(lines))
    return any(word in text for word in words)


def _starts(sizes: Sequence[int]) -> Ints:
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))[:-1]


def _every(starts: Sequence[int], laws: Sequence[LawRecords]) -> Ints:
    """The numbers of all records of some laws, whose first ones have the numbers `starts`."""
    sizes = np.array([len(law.records) for law in laws], dtype=np.int64)
    return spread(np.array(starts, dtype=np.int64), sizes)


def _rounded(fields: Fields) -> Mapping[str, Ints]:
    return {
        field: np.array(
            [rounded(length, LENGTH_BITS.get(field, 4)) for length in fields.lengths[field].tolist()], dtype=np.int64
        )
        for field in LENGTH_FIELDS
    }


def library_of(
    laws: Sequence[LawRecords],
    names: Mapping[str, tuple[str, ...]],
    content: Content,
    everyday: Everyday,
    before: WhooshIndex | None = None,
) -> Library:
    """What queries over the index are understood with; `before` is an index made earlier with the same thesaurus."""
    frequencies: Counter[str] = Counter()
    for field in ("text", "heading", "question"):
        table = content.tables[field]
        frequencies.update(dict(zip(table.terms, table.totals().tolist(), strict=True)))
    # Rare as they may be in laws, these are recognised in questions.
    for word in (*content.tables["title"].terms, *STOP_WORDS, *FRAMING_WORDS):
        frequencies.setdefault(word, 1)
    known = set("".join(frequencies))
    records = [record for law in laws for record in law.records]
    place = {record.id: document for document, record in enumerate(records)}
    return Library(
        tuple(law.law for law in laws),
        names,
        costs(frequencies),
        [number for number, law in enumerate(laws) for _ in law.records],
        _widenings(content, everyday, before),
        {char: simple for char, simple in simplified().items() if simple in known and char not in known},
        sounds(known, before.library.sounds if before else None),
        [record.types for record in records],
        {document: place[record.later] for document, record in enumerate(records) if record.later in place},
        dict(_breaches(laws)),
    )


def _widenings(content: Content, everyday: Everyday, before: WhooshIndex | None) -> Mapping[str, tuple[str, ...]]:
    """The everyday words with those of the words they may mean that stand in a text, sorted."""
    held = list(content.tables["meant"].terms)
    if before and list(before.table("meant").terms) == held:
        return before.library.widenings
    there = set(held)
    return {
        word: kept
        for word, meant in sorted(everyday.widenings.items())
        if (kept := tuple(each for each in meant if each in there))
    }


def _breaches(laws: Iterable[LawRecords]) -> Iterator[tuple[int, Sequence[int]]]:
    """The documents that punish, with those whose breach they punish."""
    start = 0
    for law in laws:
        places = {record.article: start + at for at, record in enumerate(law.records) if record.article}
        named = {article for record in law.records for article in record.breaches}
        others = {
            record.article
            for record in law.records
            if record.article not in named and not record.types & ProvisionType.PENALTY
        }
        for document, record in enumerate(law.records, start):
            broken = {*record.breaches, *(others if EVERY in record.breaches else ())}
            if documents := sorted(places[article] for article in broken if article in places):
                yield document, documents
        start += len(law.records)
