"""The index on disk: the only module that knows Whoosh.

The schema holds nothing but Whoosh's own classes, since Whoosh pickles it into the index. Words are cut before Whoosh
sees them: its analyzer only splits queries at spaces, and what is indexed goes term by term, with token positions,
straight into Whoosh's posting lists (its own `add_document` takes many times as long). Documents are numbered in the
order in which they are added.
"""

import json
import struct
import warnings
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from pickle import dumps
from typing import Any

from indexer.search.postings import FIELDS, LENGTH_FIELDS, Library, Posting
from indexer.search.records import Law, Record

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", category=SyntaxWarning)
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.fields import STORED, TEXT, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import FileIndex
    from whoosh.reading import TermNotFound
    from whoosh.writing import SegmentWriter

__all__ = ["DamagedIndexError", "WhooshIndex", "WhooshWriter"]

_LIBRARY = "library.json"
_BLOCK = 128
"""Postings per block, as Whoosh's own codec writes them."""
_SMALL = 16
"""So few postings are not worth compressing."""
_LONGEST = 2**20
"""No document is longer; Whoosh uses it only to skip blocks."""
_count = struct.Struct("!I").pack


class DamagedIndexError(Exception):
    """The files in the folder are not an index that we can read."""


def _schema() -> Any:
    """Positions where phrases are searched, frequencies elsewhere."""
    return Schema(
        **{name: TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=name in LENGTH_FIELDS) for name in FIELDS},
        record=STORED,
    )


@lru_cache(4096)
def _encode_positions(positions: tuple[int, ...]) -> bytes:
    """As whoosh.formats.Positions.encode."""
    steps = [after - before for before, after in zip((0, *positions), positions, strict=False)]
    return _count(len(positions)) + dumps(steps, 2)


_encode_frequency = lru_cache(4096)(_count)


class _TermPostings:
    """Postings of one term under construction."""

    __slots__ = ("documents", "frequencies", "values")

    def __init__(self) -> None:
        self.documents = array("I")
        self.frequencies = array("f")
        self.values: list[bytes] = []


class _Writer(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer, fed with finished posting lists instead of its pool of single postings."""

    tables: Mapping[str, Mapping[str, _TermPostings]]

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        writer = self.fieldwriter
        for field, table in self.tables.items():
            if not table:
                continue
            writer.start_field(field, self.schema[field])
            lists = writer._postwriter
            for text, term in sorted((term.encode(), term) for term in table):
                postings = table[term]
                writer.start_term(text)
                size = len(postings.documents)
                lists._compression = 3 if size > _SMALL else 0
                for start in range(0, size, _BLOCK):
                    part = slice(start, start + _BLOCK)
                    lists._ids = postings.documents[part]
                    lists._weights = postings.frequencies[part]
                    lists._values = postings.values[part]
                    lists._minlength, lists._maxlength = 1, _LONGEST
                    lists._maxweight = max(lists._weights)
                    if start + _BLOCK < size:
                        lists._write_block()
                writer.finish_term()
            writer.finish_field()
        writer.close()


class WhooshWriter:
    """Builds an index in an empty folder: `add` every document, then `finish`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._storage = FileStorage(str(folder), supports_mmap=False)
        self._writer = _Writer(FileIndex.create(self._storage, _schema()), _lk=False, compound=False)
        self._tables: dict[str, dict[str, _TermPostings]] = {field: {} for field in FIELDS}
        self._lengths: dict[str, array[int]] = {field: array("I") for field in LENGTH_FIELDS}

    def add(
        self,
        record: Record,
        positions: Mapping[str, Mapping[str, Sequence[int]]],
        frequencies: Mapping[str, Mapping[str, int]],
        lengths: Mapping[str, int],
    ) -> None:
        """Add a document: for each field its terms with their positions (ascending) or their frequencies."""
        writer = self._writer
        document = writer.docnum
        for field, terms in positions.items():
            table = self._tables[field]
            for term, places in terms.items():
                if (postings := table.get(term)) is None:
                    postings = table[term] = _TermPostings()
                postings.documents.append(document)
                postings.frequencies.append(len(places))
                postings.values.append(_encode_positions(tuple(places)))
        for field, counts in frequencies.items():
            table = self._tables[field]
            for term, frequency in counts.items():
                if (postings := table.get(term)) is None:
                    postings = table[term] = _TermPostings()
                postings.documents.append(document)
                postings.frequencies.append(frequency)
                postings.values.append(_encode_frequency(frequency))
        documents = writer.perdocwriter
        documents.start_doc(document)
        stored = json.dumps(
            [record.id, record.label, record.article, record.path, record.units, record.types, record.later],
            ensure_ascii=False,
        )
        documents.add_field("record", writer.schema["record"], stored, 0)
        for field in FIELDS:
            length = lengths[field] if field in lengths else sum(frequencies[field].values())
            documents.add_field(field, writer.schema[field], None, length)
            if field in self._lengths:
                self._lengths[field].append(length)
        documents.finish_doc()
        writer._added = True
        writer.docnum += 1

    def frequencies(self, field: str) -> dict[str, int]:
        """Every term of `field` so far and how often it stands there."""
        return {term: int(sum(postings.frequencies)) for term, postings in self._tables[field].items()}

    def discard(self) -> None:
        """Close all files after a failure, whatever state they are in; the folder is of no more use."""
        with suppress(Exception):
            self._writer.cancel()

    def finish(self, library: Library) -> None:
        """Write everything to disk."""
        self._writer.tables = self._tables
        self._writer.commit(merge=False)
        self._storage.close()
        content = {
            "laws": [asdict(law) for law in library.laws],
            "names": library.names,
            "costs": library.costs,
            "law_of": list(library.law_of),
            "widenings": library.widenings,
            "simplified": library.simplified,
            "sounds": library.sounds,
            "types": library.types,
            "later": {str(document): later for document, later in library.later.items()},
            "lengths": {field: list(lengths) for field, lengths in self._lengths.items()},
        }
        (self._folder / _LIBRARY).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _decoded(matcher: Any) -> Posting:
    documents, frequencies = array("I"), array("I")
    while matcher.is_active():
        matcher._read_ids()
        matcher._read_weights()
        documents.extend(matcher._ids)
        frequencies.extend(map(int, matcher._weights))
        matcher._next_block()
    return documents, frequencies


class WhooshIndex:
    """A finished index, opened for reading; implements `Postings`. Raises DamagedIndexError.

    `fingerprint` tells what it was made from.
    """

    def __init__(self, folder: Path, fingerprint: str = "") -> None:
        self.fingerprint = fingerprint
        try:
            content = json.loads((folder / _LIBRARY).read_text(encoding="utf-8"))
            self._library = Library(
                tuple(
                    Law(**law | {"aliases": tuple(law["aliases"]), "topics": tuple(law["topics"])})
                    for law in content["laws"]
                ),
                {name: tuple(slugs) for name, slugs in content["names"].items()},
                content["costs"],
                content["law_of"],
                {word: tuple(meant) for word, meant in content["widenings"].items()},
                content["simplified"],
                content["sounds"],
                content["types"],
                {int(document): later for document, later in content["later"].items()},
            )
            self._lengths: dict[str, Sequence[int]] = content["lengths"]
            self._averages = {
                field: max(1.0, sum(lengths) / len(lengths)) if lengths else 1.0
                for field, lengths in self._lengths.items()
            }
            self._reader = FileIndex(FileStorage(str(folder), supports_mmap=False)).reader()
        except Exception as error:  # Whoosh raises whatever a broken pickle or a short file happens to raise
            raise DamagedIndexError(str(error)) from error
        self._cached_postings = lru_cache(2048)(self._read_postings)
        self._cached_record = lru_cache(2048)(self._read_record)

    @property
    def count(self) -> int:
        return len(self._library.law_of)

    @property
    def library(self) -> Library:
        return self._library

    def postings(self, field: str, term: str) -> Posting:
        return self._cached_postings(field, term)

    def lengths(self, field: str) -> Sequence[int]:
        return self._lengths[field]

    def average(self, field: str) -> float:
        return self._averages[field]

    def record(self, document: int) -> Record:
        return self._cached_record(document)

    def label(self, document: int) -> str:
        return self.record(document).label

    def terms(self) -> Iterator[tuple[str, str, Posting]]:
        """(field, term, postings) of every term, sorted by field and code points.

        Read from one end of the files to the other: looking each term up takes three times as long.
        """
        reader = self._reader
        lists = reader._terms
        for (field, text), info in lists.items():
            matcher = lists._codec.postings_reader(lists._postfile, info, reader.schema[field].format)
            yield field, text.decode(), _decoded(matcher)

    def close(self) -> None:
        """Release the files."""
        self._reader.close()

    def _read_postings(self, field: str, term: str) -> Posting:
        try:
            return _decoded(self._reader.postings(field, term))
        except TermNotFound:
            return array("I"), array("I")

    def _read_record(self, document: int) -> Record:
        id, label, article, path, units, types, later = json.loads(self._reader.stored_fields(document)["record"])
        lines = tuple((place, text) for place, text in units)
        return Record(id, label, article, tuple(path), lines, types=types, later=later)
