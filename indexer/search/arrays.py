"""What the index is computed with: whole texts and posting lists as arrays of numbers.

A library of some millions of postings is handled in a few passes over arrays instead of one Python step per posting.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Array", "Flags", "Ints", "firsts", "largest", "ordered", "placed", "points", "smallest", "spread", "within"]

_DIGIT = 16

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def points(text: str) -> Ints:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)


def ordered(keys: Ints) -> Ints:
    """The places that sort `keys` (0 and above), equal ones in the order they have.

    Digit by digit, the lowest first: numbers of 16 bits are sorted by counting, which takes a fraction of the time that
    comparing takes, whatever the processor.
    """
    order: Ints = np.argsort(keys.astype(np.uint16), kind="stable")  # the lowest 16 bits of larger ones
    left = largest(keys) >> _DIGIT
    for shift in range(_DIGIT, _DIGIT + left.bit_length(), _DIGIT):
        digits = (keys[order].astype(np.int64) >> shift).astype(np.uint16)
        order = order[np.argsort(digits, kind="stable")]
    return order


def placed(sorted_keys: Ints, keys: Ints) -> Ints:
    """np.searchsorted for very many keys: in their order, so that neighbours are found near each other."""
    order = ordered(keys)
    found = np.empty(len(keys), dtype=np.int64)
    found[order] = np.searchsorted(sorted_keys, keys[order])
    return found


def largest(values: Array) -> int:
    """The greatest of some numbers of 0 and more; 0 where there is none."""
    return int(np.max(values)) if len(values) else 0


def firsts(*keys: Array) -> Flags:
    """Where a value differs from the one before it, in any of some arrays of the same length."""
    flags = np.ones(len(keys[0]), dtype=np.bool_)
    if len(flags) > 1:
        flags[1:] = keys[0][1:] != keys[0][:-1]
        for each in keys[1:]:
            flags[1:] |= each[1:] != each[:-1]
    return flags


def within(sizes: Array) -> Ints:
    """0, 1, 2, ... within each of some stretches behind one another: sizes 2, 3 give 0 1 0 1 2."""
    ends = np.cumsum(sizes, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) - np.repeat(ends - sizes, sizes)


def spread(starts: Array, sizes: Array) -> Ints:
    """The places of stretches that begin at `starts`, behind one another: starts 5, 9, sizes 2, 1 give 5 6 9."""
    return np.repeat(starts, sizes) + within(sizes)


def smallest(values: Array) -> Array:
    """The same values in the smallest unsigned type that holds them."""
    return values.astype(np.min_scalar_type(largest(values)))
