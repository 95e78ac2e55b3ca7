"""The posting lists of a field: its terms, the documents that each stands in, how often and where."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from indexer.search.arrays import Array, Flags, Ints, firsts, ordered, smallest, spread

__all__ = ["Table"]


@dataclass(frozen=True)
class Table:
    """Posting lists behind one another.

    `terms` are sorted by code points; those of term `i` are the entries `starts[i]` to `starts[i + 1]` (exclusive) of
    `documents` (ascending) and `frequencies` (at least 1). `positions`, where they are kept, are those of all entries
    behind one another, as many for each as its frequency, ascending.
    """

    terms: Sequence[str]
    starts: Array
    documents: Array
    frequencies: Array
    positions: Array | None = None

    @classmethod
    def of(cls, texts: Sequence[str], terms: Ints, documents: Array, positions: Ints | None = None) -> "Table":
        """The table of occurrences in the order of documents: of each the place of its term in `texts` (distinct),
        its document and, maybe, its position."""
        sort = sorted(range(len(texts)), key=texts.__getitem__)
        rank = np.empty(len(texts), dtype=np.int64)
        rank[sort] = np.arange(len(texts))
        return cls.of_keys(
            rank[terms], lambda held: [texts[sort[each]] for each in held.tolist()], documents, positions
        )

    @classmethod
    def of_keys(
        cls, keys: Ints, spell: Callable[[Ints], list[str]], documents: Array, positions: Ints | None = None
    ) -> "Table":
        """The same with numbers for terms, in the order of the terms; `spell` gives the terms of distinct ones."""
        order = ordered(keys)
        keys, documents = keys[order], documents[order]
        entries = np.flatnonzero(firsts(keys, documents))
        frequencies = np.diff(np.append(entries, len(keys)))
        begins = np.flatnonzero(firsts(keys[entries]))
        return cls(
            spell(keys[entries[begins]]),
            np.append(begins, len(entries)),
            smallest(documents[entries]),
            smallest(frequencies),
            None if positions is None else smallest(positions[order]),
        )

    @classmethod
    def of_lists(cls, lists: Mapping[str, Sequence[int]]) -> "Table":
        """The table of terms that stand once in each of their documents (ascending)."""
        texts = list(lists)
        counts = [len(lists[text]) for text in texts]
        documents = np.array([document for text in texts for document in lists[text]], dtype=np.int64)
        terms = np.repeat(np.arange(len(texts)), counts)
        order = ordered(documents)
        return cls.of(texts, terms[order], documents[order])

    @property
    def counts(self) -> Ints:
        """How many documents each term stands in."""
        starts = self.starts.astype(np.int64)
        return starts[1:] - starts[:-1]

    def totals(self) -> Ints:
        """How often each term stands in all documents."""
        sums = np.concatenate(([0], np.cumsum(self.frequencies, dtype=np.int64)))
        return np.diff(sums[self.starts.astype(np.int64)])

    def once(self) -> "Table":
        """The same with every frequency 1, without positions."""
        return Table(self.terms, self.starts, self.documents, np.ones(len(self.documents), dtype=np.uint8))

    def place(self, term: str) -> int | None:
        """Where a term stands in `terms`; None where it does not."""
        place = bisect_left(self.terms, term)
        return place if place < len(self.terms) and self.terms[place] == term else None

    def places(self, terms: Sequence[str]) -> list[int | None]:
        """Where each of some terms stands in `terms`, see `place`."""
        if len(terms) < len(self.terms) // 64:
            return [self.place(term) for term in terms]
        known = {term: place for place, term in enumerate(self.terms)}
        return [known.get(term) for term in terms]

    def postings(self, place: int) -> tuple[Array, Array]:
        """Documents and frequencies of the term at `place`."""
        entries = slice(int(self.starts[place]), int(self.starts[place + 1]))
        return self.documents[entries], self.frequencies[entries]

    def positions_of(self, place: int) -> list[Array]:
        """The positions of the term at `place` in each of its documents. Raises ValueError where they are not kept."""
        if self.positions is None:
            raise ValueError("没有位置")
        ends = self.position_starts[int(self.starts[place]) : int(self.starts[place + 1]) + 1]
        return [self.positions[low:high] for low, high in pairwise(ends.tolist())]

    def renumbered(self, numbers: Ints) -> "Table":
        """The same with document `number` as `numbers[number]`, in the same order; those that become -1 are left out.

        Terms that lose all their documents stay, with none.
        """
        documents = numbers[self.documents]
        kept = documents >= 0
        starts = np.concatenate(([0], np.cumsum(kept)))[self.starts]
        positions = None if self.positions is None else self.positions[np.repeat(kept, self.frequencies)]
        return Table(self.terms, starts, documents[kept], self.frequencies[kept], positions)

    def joined(self, other: "Table") -> "Table":
        """One table of two over different documents, without terms that have none. Fast where `other` is small."""
        terms = list(self.terms)
        places = np.array([bisect_left(terms, term) for term in other.terms], dtype=np.int64)
        fresh = np.array([p == len(terms) or terms[p] != t for p, t in zip(places.tolist(), other.terms, strict=True)])
        fresh = fresh.astype(np.bool_)
        inserted = places[fresh]
        own_ranks = np.arange(len(terms)) + np.searchsorted(inserted, np.arange(len(terms)), side="right")
        other_ranks = places + np.cumsum(fresh) - fresh
        for place, term in reversed([(p, t) for p, t, f in zip(places, other.terms, fresh, strict=True) if f]):
            terms.insert(place, term)
        counts = np.zeros(len(terms), dtype=np.int64)
        counts[own_ranks] = self.counts
        counts[other_ranks] += other.counts
        own_keys = np.repeat(own_ranks, self.counts) << _DOCUMENT_BITS | self.documents.astype(np.int64)
        other_keys = np.repeat(other_ranks, other.counts) << _DOCUMENT_BITS | other.documents.astype(np.int64)
        at = np.searchsorted(own_keys, other_keys)
        positions: Array | None = None
        if self.positions is not None and other.positions is not None:
            at_positions = np.repeat(self.position_starts[at], other.frequencies)
            positions = _inserted(self.positions, at_positions, other.positions)
        held = counts > 0
        lost = np.flatnonzero(~held).tolist()
        if len(lost) > _MANY:
            terms = [term for term, has in zip(terms, held.tolist(), strict=True) if has]
        else:
            for place in reversed(lost):
                del terms[place]
        return Table(
            terms,
            np.concatenate(([0], np.cumsum(counts[held]))),
            _inserted(self.documents, at, other.documents),
            _inserted(self.frequencies, at, other.frequencies),
            positions,
        )

    @cached_property
    def position_starts(self) -> Ints:
        """Where the positions of each entry begin, and the end of the last."""
        return np.concatenate(([0], np.cumsum(self.frequencies, dtype=np.int64)))

    def taken(self, places: Ints, terms: Sequence[str]) -> "Table":
        """The posting lists of the terms at `places`, in that order, under the names `terms`; without positions."""
        counts = self.counts[places]
        entries = spread(self.starts[places].astype(np.int64), counts)
        starts = np.concatenate(([0], np.cumsum(counts)))
        return Table(terms, starts, self.documents[entries], self.frequencies[entries])

    def beyond(self, others: "Table", places: Ints) -> tuple["Table", Flags]:
        """What the posting lists tell beyond some of `others`: of those that begin with all of another one, what is
        left of the frequencies and the documents where anything is left. `places` are those of the other terms, each
        for one term, -1 where there is none; the flags say which terms begin so. All others stay as they are."""
        same = np.repeat(places, self.counts)
        compared = np.flatnonzero(same >= 0)
        keys = same[compared] << _DOCUMENT_BITS | self.documents[compared].astype(np.int64)
        theirs = np.repeat(np.arange(len(others.terms)), others.counts) << _DOCUMENT_BITS
        theirs |= others.documents.astype(np.int64)
        at = np.searchsorted(theirs, keys)
        held = theirs[np.minimum(at, len(theirs) - 1)] == keys if len(theirs) else np.zeros(len(keys), dtype=np.bool_)
        left = self.frequencies.astype(np.int64)
        left[compared[held]] -= others.frequencies[at[held]]
        terms = np.repeat(np.arange(len(self.terms)), self.counts)
        shared = np.bincount(terms[compared[held & (left[compared] >= 0)]], minlength=len(self.terms))
        flags = (places >= 0) & (shared == others.counts[places] if len(others.terms) else False)
        told = flags[terms]
        left = np.where(told, left, self.frequencies)
        kept = left > 0
        starts = np.concatenate(([0], np.cumsum(kept)))[self.starts]
        return Table(self.terms, starts, self.documents[kept], left[kept]), flags


_DOCUMENT_BITS = 32

_MANY = 100
"""From so many terms on a list is made anew sooner than they are taken out one by one."""


def _inserted(values: Array, places: Ints, more: Array) -> Array:
    common = np.promote_types(values.dtype, more.dtype)
    return np.insert(values.astype(common), places, more.astype(common))
