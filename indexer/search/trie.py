"""Many words found in a text at once: a trie kept in arrays, walked from all places of the text together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from indexer.search.arrays import Array, Ints, firsts, largest, ordered, placed, points

__all__ = ["Matches", "Trie"]

_POINT_BITS = 21
_POINT = (1 << _POINT_BITS) - 1


@dataclass(frozen=True, slots=True)
class Matches:
    """Words of a trie that stand in a text: where each begins, how many characters it has, its node.

    Sorted by where they begin, then by length.
    """

    starts: Ints
    sizes: Ints
    nodes: Ints


@dataclass(frozen=True)
class Trie:
    """Words with a number each.

    `keys[depth]` are the nodes that stand for `depth` + 1 characters, sorted: the place of the parent among the nodes
    one level up, and the code point of the last character. `values[depth]` are the numbers, 0 for beginnings of words
    that are no words. A node is known by its number, all nodes of the levels above it counted.
    """

    keys: tuple[Ints, ...] = ()
    values: tuple[Ints, ...] = ()

    @classmethod
    def of(cls, words: Mapping[str, int]) -> "Trie":
        """The trie of some words (none empty, none with NUL) and their numbers, at least 1."""
        return cls().with_words(words)

    def with_words(self, words: Mapping[str, int]) -> "Trie":
        """The same with `words` added; one that is in it already gets the new number."""
        if not words:
            return self
        strings = sorted(words)
        numbers = np.array([words[word] for word in strings], dtype=np.int64)
        sizes = np.array([len(word) for word in strings], dtype=np.int64)
        widest = largest(sizes)
        chars = points("".join(word.ljust(widest, "\0") for word in strings)).reshape(len(strings), widest)
        parents = np.zeros(len(strings), dtype=np.int64)
        moved = np.zeros(1, dtype=np.int64)
        keys: list[Ints] = []
        values: list[Ints] = []
        for depth in range(max(len(self.keys), widest)):
            old, before = self._level(depth)
            old = moved[old >> _POINT_BITS] << _POINT_BITS | old & _POINT
            active = np.flatnonzero(sizes > depth)
            wanted = parents[active] << _POINT_BITS | chars[active, min(depth, widest - 1)]
            fresh = wanted[firsts(wanted)]  # sorted, as the words are
            places = np.searchsorted(old, fresh)
            if len(old):
                held = old[np.minimum(places, len(old) - 1)] == fresh
                fresh, places = fresh[~held], places[~held]
            keys.append(np.insert(old, places, fresh))
            values.append(np.insert(before, places, 0))
            moved = np.arange(len(old)) + np.searchsorted(fresh, old)
            parents[active] = np.searchsorted(keys[depth], wanted)
            ends = sizes == depth + 1
            values[depth][parents[ends]] = numbers[ends]
        return Trie(tuple(keys), tuple(values))

    def _level(self, depth: int) -> tuple[Ints, Ints]:
        if depth < len(self.keys):
            return self.keys[depth], self.values[depth]
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)

    def number(self, word: str) -> int:
        """The number of one word; 0 where it is none."""
        node = found = 0
        for depth, char in enumerate(word):
            keys, values = self._level(depth)
            wanted = node << _POINT_BITS | ord(char)
            node = int(np.searchsorted(keys, wanted))
            if node == len(keys) or keys[node] != wanted:
                return 0
            found = int(values[node])
        return found

    def numbers(self) -> Ints:
        """The number of every node, by node."""
        return np.concatenate(self.values) if self.values else np.empty(0, dtype=np.int64)

    def matches(self, text: Ints, room: Array) -> Matches:
        """Every word at every place of a text of code points; none reaches beyond `room[place]` characters."""
        levels = list(self._walk(text, room))
        if not levels:
            none = np.empty(0, dtype=np.int64)
            return Matches(none, none, none)
        starts, sizes, nodes = (np.concatenate(parts) for parts in zip(*levels, strict=True))
        order = ordered(starts)
        return Matches(starts[order], sizes[order], nodes[order])

    def _walk(self, text: Ints, room: Array) -> Iterator[tuple[Ints, Ints, Ints]]:
        places = np.flatnonzero(room > 0)
        nodes = np.zeros(len(places), dtype=np.int64)
        base = 0
        for depth, (keys, values) in enumerate(zip(self.keys, self.values, strict=True)):
            on = room[places] > depth
            places, nodes = places[on], nodes[on]
            wanted = nodes << _POINT_BITS | text[places + depth]
            if depth:
                nodes = np.minimum(placed(keys, wanted), len(keys) - 1)
            else:  # the keys are code points: a table is faster for a whole text
                table = np.zeros(_POINT + 1, dtype=np.int32)
                table[keys] = np.arange(len(keys))
                nodes = table[wanted].astype(np.int64)
            held = keys[nodes] == wanted
            places, nodes = places[held], nodes[held]
            words = values[nodes] > 0
            starts = places[words]
            yield starts, np.full(len(starts), depth + 1, dtype=np.int64), base + nodes[words]
            base += len(keys)

    def arrays(self) -> dict[str, Array]:
        """All of it, to keep in a file."""
        levels = enumerate(zip(self.keys, self.values, strict=True))
        return {f"{depth} {name}": each for depth, level in levels for name, each in zip(_NAMES, level, strict=True)}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, Array]) -> "Trie":
        """What `arrays` gave. Raises KeyError."""
        depths = range(len(arrays) // len(_NAMES))
        keys, values = (tuple(arrays[f"{depth} {name}"].astype(np.int64) for depth in depths) for name in _NAMES)
        return cls(keys, values)


_NAMES = ("keys", "values")
