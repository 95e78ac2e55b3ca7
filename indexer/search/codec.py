"""How the index lies on disk: a codec of Whoosh that keeps each field's posting lists as arrays.

Whoosh's own codec writes term by term in Python: the two hundred thousand of this library take it ten seconds. Here a
field is written and read in a few pieces. Whoosh reads it as any other index: its queries, phrases too, and its scorers
work.

    <segment>.tables    the arrays of every field and the stored records, see `array_file`
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from indexer.search.array_file import Lines, packed, unpacked
from indexer.search.arrays import Array, Ints, largest
from indexer.search.tables import Table

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", category=SyntaxWarning)
    from whoosh.codec.base import Codec, PerDocumentReader, Segment, TermsReader
    from whoosh.matching import ListMatcher
    from whoosh.reading import TermInfo, TermNotFound

__all__ = ["RECORD", "Content", "TableCodec", "TableSegment", "read_content", "write_content"]

_EXTENSION = ".tables"
RECORD = "record"
"""The stored field."""


@dataclass(frozen=True)
class Content:
    """All that a segment holds: a table for every field, the lengths of documents in some, and stored records."""

    tables: Mapping[str, Table]
    lengths: Mapping[str, Array]
    records: Sequence[str]


def write_content(content: Content, segment: "TableSegment", storage: Any) -> None:
    """Write the file of a segment."""
    arrays = {RECORD: Lines.joined(content.records)}
    for field, table in sorted(content.tables.items()):
        arrays[f"{field} terms"] = Lines.joined(table.terms)
        for name in ("starts", "documents", "frequencies", "positions"):
            if (array := getattr(table, name)) is not None:
                arrays[f"{field} {name}"] = array
    arrays |= {f"{field} lengths": lengths for field, lengths in sorted(content.lengths.items())}
    with storage.create_file(segment.make_filename(_EXTENSION)) as file:
        file.write(packed(arrays))


def read_content(storage: Any, segment: "TableSegment") -> Content:
    """What `write_content` wrote. Raises OSError, ValueError, KeyError or TypeError where it is not that."""
    with storage.open_file(segment.make_filename(_EXTENSION)) as file:
        arrays, _ = unpacked(file.read())
    return Content(
        {
            field: Table(
                Lines(arrays[f"{field} terms"].tobytes()),
                arrays[f"{field} starts"],
                arrays[f"{field} documents"],
                arrays[f"{field} frequencies"],
                arrays.get(f"{field} positions"),
            )
            for field in (name.removesuffix(" terms") for name in arrays if name.endswith(" terms"))
        },
        {name.removesuffix(" lengths"): each for name, each in arrays.items() if name.endswith(" lengths")},
        Lines(arrays[RECORD].tobytes()),
    )


class TableSegment(Segment):  # type: ignore[misc]
    """What Whoosh keeps of a segment in its table of contents. Nothing is ever deleted from one."""

    def __init__(self, indexname: str, count: int) -> None:
        super().__init__(indexname)
        self.count = count

    def codec(self) -> "TableCodec":
        return TableCodec()

    def doc_count_all(self) -> int:
        return self.count

    def deleted_count(self) -> int:
        return 0

    def deleted_docs(self) -> Iterator[int]:
        return iter(())

    def is_deleted(self, docnum: int) -> bool:  # noqa: ARG002
        return False


class TableCodec(Codec):  # type: ignore[misc]
    """Readers for Whoosh; what is read is shared between them."""

    def __init__(self) -> None:
        self._read: Content | None = None

    def content(self, storage: Any, segment: TableSegment) -> Content:
        """The content of a segment, read once."""
        if self._read is None:
            self._read = read_content(storage, segment)
        return self._read

    def terms_reader(self, storage: Any, segment: TableSegment) -> "_Terms":
        return _Terms(self.content(storage, segment))

    def per_document_reader(self, storage: Any, segment: TableSegment) -> "_Documents":
        return _Documents(self.content(storage, segment), segment)


class _Terms(TermsReader):  # type: ignore[misc]
    """The terms of all fields; Whoosh gives them as UTF-8."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def _place(self, field: str, text: bytes) -> int:
        term = text.decode("utf-8", "surrogatepass")
        table = self._content.tables.get(field)
        place = table.place(term) if table else None
        if place is None:
            raise TermNotFound(f"{field}: {term}")
        return place

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        try:
            return self._place(*term) >= 0
        except TermNotFound:
            return False

    def indexed_field_names(self) -> list[str]:
        return sorted(self._content.tables)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for field, table in sorted(self._content.tables.items()):
            for term in table.terms:
                yield field, term.encode("utf-8", "surrogatepass")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return ((field, term) for field, term in self.terms() if (field, term) >= (fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> Any:
        table = self._content.tables[fieldname]
        documents, frequencies = table.postings(self._place(fieldname, text))
        lengths = self._content.lengths.get(fieldname)
        own = lengths[documents] if lengths is not None else frequencies
        return TermInfo(
            weight=float(frequencies.sum()),
            df=len(documents),
            minlength=int(own.min()),
            maxlength=int(own.max()),
            maxweight=float(frequencies.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        found: float = self.term_info(fieldname, text).weight()
        return found

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        found: int = self.term_info(fieldname, text).doc_frequency()
        return found

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        place = self._place(fieldname, text)
        table = self._content.tables[fieldname]
        documents, frequencies = table.postings(place)
        return ListMatcher(
            documents.tolist(),
            list(map(float, frequencies)),
            None if table.positions is None else [format_.encode(each.tolist()) for each in table.positions_of(place)],
            format_,
            scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )


class _Documents(PerDocumentReader):  # type: ignore[misc]
    """Lengths and stored records."""

    def __init__(self, content: Content, segment: TableSegment) -> None:
        self._content = content
        self._segment = segment
        self._lengths: dict[str, Ints] = {}

    def doc_count(self) -> int:
        return self._segment.count

    def doc_count_all(self) -> int:
        return self._segment.count

    def has_deletions(self) -> bool:
        return False

    def is_deleted(self, docnum: int) -> bool:  # noqa: ARG002
        return False

    def deleted_docs(self) -> Iterator[int]:
        return iter(())

    def lengths(self, field: str) -> Array:
        """How long each document is in a field: where lengths are not kept, how many terms stand in it."""
        if (kept := self._content.lengths.get(field)) is not None:
            return kept
        if field not in self._lengths:
            table = self._content.tables[field]
            counted = np.bincount(table.documents, table.frequencies, self._segment.count)
            self._lengths[field] = counted.astype(np.int64)
        return self._lengths[field]

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        if fieldname not in self._content.tables:
            return default
        return int(self.lengths(fieldname)[docnum])

    def field_length(self, fieldname: str) -> int:
        return int(self.lengths(fieldname).sum()) if fieldname in self._content.tables else 0

    def min_field_length(self, fieldname: str) -> int:
        return min(self.lengths(fieldname).tolist(), default=0)

    def max_field_length(self, fieldname: str) -> int:
        return largest(self.lengths(fieldname))

    def stored_fields(self, docnum: int) -> dict[str, str]:
        return {RECORD: self._content.records[docnum]}
