"""What ranking needs from an index, whichever engine stands behind it."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from indexer.search.records import Law, Record
from indexer.search.sounds import by_sound

__all__ = [
    "FIELDS",
    "LENGTH_BITS",
    "LENGTH_FIELDS",
    "LONGEST_NAME",
    "NEAR_FROM",
    "NEAR_PREFIX",
    "Library",
    "Posting",
    "Postings",
    "rounded",
]

FIELDS = ("alike", "article", "asked", "grams", "heading", "meant", "question", "term", "text", "title")
"""The fields of the index, sorted: everyday words for others that stand in the questions that the article
answers, number of the article, character pairs of the questions, character grams of the text, headings above it, words
of the law that everyday words may mean, words of the questions, terms that the article defines, words of the text,
words of the law's title and aliases."""

LENGTH_FIELDS = ("heading", "question", "text", "title")
"""Fields whose length in words counts in the ranking."""

LENGTH_BITS = {"question": 2}
"""How many bits of a length count, of fields of which it counts little; of others four."""

LONGEST_NAME = 60
"""No name of a law in a query is longer."""

NEAR_FROM, NEAR_PREFIX = 6, 3
"""Words of so many characters are recognised with one character wrong behind the first so many."""

Posting = tuple[Sequence[int], Sequence[int]]
"""Document numbers, ascending, and how often the term stands in each."""


@dataclass(frozen=True)
class Library:
    """What a query is understood with.

    `names` maps normalised names to slugs, `costs` words to their costs in a query (see `segment`); `law_of[doc]` is
    the place in `laws` of the law that the document belongs to. `widenings` maps everyday words to those of the
    law, `simplified` traditional characters to the ones that the texts use, `sounds` characters to their sound.
    `types[doc]` is what an article does (`ProvisionType`); `later` maps articles of older texts to those that took
    their place, `breaches` those that punish to the articles whose breach they punish.
    """

    laws: tuple[Law, ...]
    names: Mapping[str, tuple[str, ...]]
    costs: Mapping[str, int]
    law_of: Sequence[int]
    widenings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    simplified: Mapping[str, str] = field(default_factory=dict)
    sounds: Mapping[str, str] = field(default_factory=dict)
    types: Sequence[int] = ()
    later: Mapping[int, int] = field(default_factory=dict)
    breaches: Mapping[int, Sequence[int]] = field(default_factory=dict)

    @cached_property
    def homophones(self) -> Mapping[str, tuple[str, ...]]:
        """Words of the vocabulary by their sound."""
        return by_sound(self.costs, self.sounds)

    @cached_property
    def long_names(self) -> Mapping[int, tuple[str, ...]]:
        """Names of five and more characters by their length, sorted: those that a slip of the pen may be found by."""
        found: dict[int, list[str]] = {}
        for name in self.names:
            if len(name) >= 5 and not name.isascii():
                found.setdefault(len(name), []).append(name)
        return {length: tuple(sorted(names)) for length, names in sorted(found.items(), reverse=True)}

    def beginning_with(self, start: str) -> Sequence[str]:
        """The words of the vocabulary that begin with `start`, sorted."""
        words = self._sorted
        return words[bisect_left(words, start) : bisect_left(words, start + "\U0010ffff")]

    @cached_property
    def _sorted(self) -> Sequence[str]:
        return sorted(self.costs)

    @cached_property
    def catalogued(self) -> Mapping[str, Law]:
        """The instruments of which there is no text, by their slugs."""
        held = {law.slug for law, size in zip(self.laws, self.law_sizes, strict=True) if size}
        return {law.slug: law for law in self.laws if law.slug not in held}

    @cached_property
    def law_sizes(self) -> Sequence[int]:
        """How many documents each law has."""
        sizes = [0] * len(self.laws)
        for law in self.law_of:
            sizes[law] += 1
        return sizes


def rounded(length: int, bits: int = 4) -> int:
    """A length as the ranking counts it: so many significant bits, no more than four, so that a byte holds it (see
    `export`)."""
    shift = max(0, length.bit_length() - bits)
    return length >> shift << shift


class Postings(Protocol):
    """An index, read. Documents are numbered from 0 in the order of the library."""

    @property
    def count(self) -> int:
        """How many documents there are."""

    @property
    def library(self) -> Library:
        """What queries are understood with."""

    def postings(self, field: str, term: str) -> Posting:
        """Where `term` stands in `field`; two empty sequences where nowhere."""

    def lengths(self, field: str) -> Sequence[int]:
        """Words per document, for each of LENGTH_FIELDS."""

    def average(self, field: str) -> float:
        """Mean of `lengths(field)`, at least 1."""

    def record(self, document: int) -> Record:
        """The record itself."""

    def label(self, document: int) -> str:
        """The label of an article, told from its number without its record: 第一百二十条之一."""
