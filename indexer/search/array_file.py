"""Arrays and lines in one file: a header (JSON, its length before it: 8 bytes, little endian), then the arrays.

The header holds whatever goes with them, and of each array its name, its type and how many values it has; they stand in
that order. Lines are UTF-8, each with a line feed at its end.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import overload

import numpy as np

from indexer.search.arrays import Array, smallest

__all__ = ["Lines", "packed", "unpacked"]

_ALIGNED = 8


class Lines(Sequence[str]):
    """Lines of UTF-8 without line feeds in them, decoded when they are asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == ord("\n"))
        self._starts = np.concatenate(([0], ends + 1))
        self._every: list[str] | None = None

    @staticmethod
    def joined(lines: Sequence[str]) -> Array:
        """The bytes of some lines."""
        text = "\n".join(lines) + "\n" if lines else ""
        return np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        start, end = self._starts[place], self._starts[place + 1]
        return self._data[start : end - 1].decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        # Kept: whoever needs them all needs them again.
        if self._every is None:
            self._every = self._data.decode("utf-8", "surrogatepass").split("\n")[:-1]
        return iter(self._every)


def packed(arrays: Mapping[str, Array], more: object = None) -> bytes:
    """The content of a file; numbers go in the smallest unsigned type that holds them."""
    small = {name: smallest(array) for name, array in arrays.items()}
    directory = [[name, array.dtype.str, len(array)] for name, array in small.items()]
    header = json.dumps([sys.byteorder, more, directory], ensure_ascii=False).encode()
    header += b" " * (-len(header) % _ALIGNED)
    parts = [len(header).to_bytes(8, "little"), header]
    for array in small.values():
        parts += [array.tobytes(), bytes(-array.nbytes % _ALIGNED)]
    return b"".join(parts)


def unpacked(data: bytes) -> tuple[dict[str, Array], object]:
    """What `packed` packed: the arrays, which cannot be written to, and what goes with them.

    Raises ValueError, KeyError or TypeError where it is not that.
    """
    size = int.from_bytes(data[:8], "little")
    order, more, directory = json.loads(data[8 : 8 + size])
    if order != sys.byteorder:
        raise ValueError(f"byte order {order}")
    at = 8 + size
    found: dict[str, Array] = {}
    for name, kind, count in directory:
        found[name] = np.frombuffer(data, dtype=kind, count=count, offset=at)
        at += found[name].nbytes + -found[name].nbytes % _ALIGNED
    return found, more
