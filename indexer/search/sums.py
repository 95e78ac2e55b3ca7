"""What is added up for every document of an answer."""

from dataclasses import dataclass, field
from typing import Self

from indexer.search.finding import Found

__all__ = ["Sums"]


@dataclass(frozen=True, slots=True)
class Sums:
    """By document: its `scores`, how much of the query it holds (`cover`, by weight of the words), how many words it
    holds whole (`complete`), and how many more stand in the title of its law (`titled`)."""

    scores: dict[int, float] = field(default_factory=dict)
    cover: dict[int, float] = field(default_factory=dict)
    complete: dict[int, int] = field(default_factory=dict)
    titled: dict[int, int] = field(default_factory=dict)

    def add(self, found: Found, k1: float, demanded: bool = True) -> None:
        """Add where a word or phrase was found; `k1` as in `Weights`. What is not `demanded` is not counted among the
        words that a document holds."""
        for document, frequency in found.whole.items():
            score = found.idf * (k1 + 1) * frequency / (k1 + frequency)
            self.scores[document] = self.scores.get(document, 0.0) + score
            self.cover[document] = self.cover.get(document, 0.0) + found.idf
            if demanded:
                self.complete[document] = self.complete.get(document, 0) + 1
        for document, (score, share) in found.partial.items():
            self.scores[document] = self.scores.get(document, 0.0) + score
            self.cover[document] = self.cover.get(document, 0.0) + share * found.idf
        for document in found.titled if demanded else ():
            if document not in found.whole:
                self.titled[document] = self.titled.get(document, 0) + 1

    def held(self, document: int) -> int:
        """How many words a document holds where it holds one itself, with those in the title of its law."""
        whole = self.complete.get(document, 0)
        return whole and whole + self.titled.get(document, 0)

    def copy(self) -> Self:
        """The sums as they are now."""
        return type(self)(self.scores.copy(), self.cover.copy(), self.complete.copy(), self.titled.copy())
