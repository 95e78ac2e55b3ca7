"""What ranking needs from an index, whichever engine stands behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from indexer.search.records import Law, Record
from indexer.search.sounds import by_sound

__all__ = ["FIELDS", "LENGTH_FIELDS", "LONGEST_NAME", "Library", "Posting", "Postings"]

FIELDS = ("article", "grams", "heading", "question", "text", "title")
"""The fields of the index, sorted: number of the article, character grams of the text, headings above the article,
words of the question that the article answers, words of the text, words of the law's title and aliases."""

LENGTH_FIELDS = ("heading", "question", "text", "title")
"""Fields whose length in words counts in the ranking."""

LONGEST_NAME = 60
"""No name of a law in a query is longer."""

Posting = tuple[Sequence[int], Sequence[int]]
"""Document numbers, ascending, and how often the term stands in each."""


@dataclass(frozen=True)
class Library:
    """What a query is understood with.

    `names` maps normalised names to slugs, `costs` words to their costs in a query (see `segment`); `law_of[doc]` is
    the place in `laws` of the law that the document belongs to. `widenings` maps everyday words to those of the
    law, `simplified` traditional characters to the ones that the texts use, `sounds` characters to their sound.
    """

    laws: tuple[Law, ...]
    names: Mapping[str, tuple[str, ...]]
    costs: Mapping[str, int]
    law_of: Sequence[int]
    widenings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    simplified: Mapping[str, str] = field(default_factory=dict)
    sounds: Mapping[str, str] = field(default_factory=dict)

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
