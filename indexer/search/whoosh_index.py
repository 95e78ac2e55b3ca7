"""The index on disk, made with Whoosh. With its codec (`codec`) the only module that knows Whoosh.

Words are cut before Whoosh sees them: its analyzer only splits queries at spaces. Documents are numbered in the order
of the records.
"""

import json
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from indexer.search.codec import RECORD, Content, TableSegment, write_content
from indexer.search.postings import FIELDS, LENGTH_FIELDS, Library, Posting
from indexer.search.records import Law, Record
from indexer.search.tables import Table

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", category=SyntaxWarning)
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.fields import STORED, TEXT, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import TOC, FileIndex

__all__ = ["Changes", "DamagedIndexError", "WhooshIndex", "stored", "write_index"]

_LIBRARY, _CHANGES = "library.json", "changes.json"


class DamagedIndexError(Exception):
    """The files in the folder are not an index that we can read."""


@dataclass(frozen=True)
class Changes:
    """How an index differs from one with the same documents, made from `since` (a fingerprint): of each field the terms
    whose posting lists are others, and the documents whose records may be.

    Of the library: the words that cost something else, the everyday words that may mean something else (with all that
    they mean now or meant then), the characters that are simplified or sound otherwise, and how those words sound."""

    since: str
    terms: Mapping[str, Sequence[str]]
    documents: Sequence[int]
    words: Sequence[str] = ()
    widenings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    chars: Sequence[str] = ()
    sounds: Sequence[str] = ()


def _schema() -> Any:
    """Positions where phrases are searched, frequencies elsewhere."""
    return Schema(
        **{name: TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=name in LENGTH_FIELDS) for name in FIELDS},
        **{RECORD: STORED},
    )


def write_index(folder: Path, content: Content, library: Library, changes: Changes | None = None) -> None:
    """Write the index into an empty folder. Raises OSError."""
    storage = FileStorage(str(folder), supports_mmap=False)
    index = FileIndex.create(storage, _schema())
    segment = TableSegment(index.indexname, len(content.records))
    write_content(content, segment, storage)
    # The table of contents comes last: it is what makes the files an index.
    TOC(index.schema, [segment], index.latest_generation() + 1).write(storage, index.indexname)
    storage.close()
    written = {
        "laws": [{each.name: getattr(law, each.name) for each in fields(law)} for law in library.laws],
        "names": library.names,
        "costs": library.costs,
        "law_of": list(library.law_of),
        "widenings": library.widenings,
        "simplified": library.simplified,
        "sounds": library.sounds,
        "types": library.types,
        "later": {str(document): later for document, later in library.later.items()},
        "breaches": {str(document): broken for document, broken in library.breaches.items()},
    }
    (folder / _LIBRARY).write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")
    if changes:
        (folder / _CHANGES).write_text(json.dumps(asdict(changes), ensure_ascii=False), encoding="utf-8")


def stored(record: Record) -> str:
    """What the index keeps of a record."""
    return json.dumps(
        [record.id, record.label, record.article, record.path, record.units, record.types, record.later],
        ensure_ascii=False,
    )


class WhooshIndex:
    """A finished index; implements `Postings`. `fingerprint` tells what it was made from, `changes` how it differs from
    the one before, where that is known."""

    def __init__(
        self,
        content: Content,
        library: Library,
        fingerprint: str = "",
        changes: Changes | None = None,
        release: Callable[[], None] = lambda: None,
    ) -> None:
        self.fingerprint = fingerprint
        self.changes = changes
        self._content = content
        self._library = library
        self._release = release
        self._lengths: dict[str, Sequence[int]] = {field: content.lengths[field].tolist() for field in LENGTH_FIELDS}
        self._averages = {
            field: max(1.0, sum(lengths) / len(lengths)) if lengths else 1.0 for field, lengths in self._lengths.items()
        }
        self._cached_postings = lru_cache(2048)(self._read_postings)
        self._cached_record = lru_cache(2048)(self._read_record)

    @classmethod
    def opened(cls, folder: Path, fingerprint: str = "") -> Self:
        """The index in a folder. Raises DamagedIndexError."""
        try:
            changes = None
            if (folder / _CHANGES).exists():
                changes = Changes(**json.loads((folder / _CHANGES).read_text(encoding="utf-8")))
            written = json.loads((folder / _LIBRARY).read_text(encoding="utf-8"))
            library = Library(
                tuple(
                    Law(**law | {name: tuple(law[name]) for name in ("aliases", "topics", "missing")})
                    for law in written["laws"]
                ),
                {name: tuple(slugs) for name, slugs in written["names"].items()},
                written["costs"],
                written["law_of"],
                {word: tuple(meant) for word, meant in written["widenings"].items()},
                written["simplified"],
                written["sounds"],
                written["types"],
                {int(document): later for document, later in written["later"].items()},
                {int(document): broken for document, broken in written["breaches"].items()},
            )
            reader = FileIndex(FileStorage(str(folder), supports_mmap=False)).reader()
            content: Content = reader.codec().content(reader.storage(), reader.segment())
            return cls(content, library, fingerprint, changes, reader.close)
        except Exception as error:  # Whoosh raises whatever a broken pickle or a short file happens to raise
            raise DamagedIndexError(str(error)) from error

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

    def table(self, field: str) -> Table:
        """All posting lists of a field."""
        return self._content.tables[field]

    @property
    def stored_records(self) -> Sequence[str]:
        """What is kept of every record, see `stored`."""
        return self._content.records

    def record_id(self, document: int) -> str:
        """The id of a record, without reading the rest of it."""
        line = self._content.records[document]
        return line[2 : line.index('"', 2)]  # nothing in an id is escaped

    def close(self) -> None:
        """Release the files."""
        self._release()

    def _read_postings(self, field: str, term: str) -> Posting:
        table = self.table(field)
        place = table.place(term)
        if place is None:
            return [], []
        documents, frequencies = table.postings(place)
        return documents.tolist(), frequencies.tolist()

    def _read_record(self, document: int) -> Record:
        id, label, article, path, units, types, later = json.loads(self._content.records[document])
        lines = tuple((place, text) for place, text in units)
        return Record(id, label, article, tuple(path), lines, types=types, later=later)
