"""Many short stretches of bytes in one: numbers and posting lists as the browser reads them (see `export`)."""

from dataclasses import dataclass

import numpy as np

from indexer.search.arrays import Flags, Ints, largest, spread
from indexer.search.tables import Table

__all__ = ["Reader", "Stretches", "number", "numbers", "posting_lists"]


@dataclass(frozen=True)
class Stretches:
    """Stretches of bytes behind one another; `ends` are where they begin, and the end of the last."""

    data: bytes
    ends: Ints

    @property
    def sizes(self) -> Ints:
        """How many bytes each has."""
        return self.ends[1:] - self.ends[:-1]

    def taken(self, places: Ints) -> "Stretches":
        """Those at `places`, in that order."""
        sizes = self.sizes[places]
        data = np.frombuffer(self.data, dtype=np.uint8)[spread(self.ends[places], sizes)]
        return Stretches(data.tobytes(), np.concatenate(([0], np.cumsum(sizes))))

    def joined(self, other: "Stretches") -> "Stretches":
        """These and those behind them."""
        return Stretches(self.data + other.data, np.concatenate((self.ends, other.ends[1:] + len(self.data))))


def numbers(values: Ints) -> Stretches:
    """Numbers of 0 and more: groups of seven bits, lowest first, the eighth bit set on all but the last (LEB128)."""
    sizes = np.ones(len(values), dtype=np.int64)
    for shift in range(7, 63, 7):
        if not (more := values >= 1 << shift).any():
            break
        sizes += more
    ends = np.concatenate(([0], np.cumsum(sizes)))
    data = np.empty(ends[-1], dtype=np.uint8)
    for place in range(largest(sizes)):
        held = sizes > place
        data[ends[:-1][held] + place] = values[held] >> 7 * place & 0x7F | (sizes[held] > place + 1) << 7
    return Stretches(data.tobytes(), ends)


def number(value: int) -> bytes:
    """One number."""
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


class Reader:
    """Reads what stands behind one another in some bytes. Raises ValueError where they end too soon."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self) -> int:
        """A number."""
        value = shift = 0
        while True:
            (byte,) = self.taken(1)
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte <= 0x7F:
                return value

    def taken(self, size: int) -> bytes:
        """So many bytes."""
        found = self._data[self._at : self._at + size]
        if len(found) < size:
            raise ValueError(f"{size} bytes expected at {self._at}, {len(found)} there")
        self._at += size
        return found

    def rest(self) -> bytes:
        """All that is left."""
        return self.taken(len(self._data) - self._at)


def posting_lists(table: Table, beside: Flags | None = None) -> Stretches:
    """The postings of every term: for each document the difference to the one before, doubled, plus 1 where a
    frequency other than 1 follows. Before those of `beside` stands a 0."""
    documents = table.documents.astype(np.int64)
    before = np.concatenate(([-1], documents[:-1]))
    before[table.starts[:-1][table.counts > 0]] = -1
    many = table.frequencies != 1
    at = np.arange(len(documents)) + np.cumsum(many) - many
    values = np.empty(len(documents) + int(many.sum()), dtype=np.int64)
    values[at] = (documents - before) << 1 | many
    values[at[many] + 1] = table.frequencies[many]
    starts = np.append(at, len(values))[table.starts]
    if beside is not None:
        values = np.insert(values, starts[:-1][beside], 0)
        starts = starts + np.concatenate(([0], np.cumsum(beside)))
    encoded = numbers(values)
    return Stretches(encoded.data, encoded.ends[starts])
