"""Which article of a later text took the place of which article of an earlier one."""

from collections import Counter
from collections.abc import Mapping

from indexer.ids import ArticleNumber
from indexer.model import Article, Version

__all__ = ["corresponding"]

_ENOUGH = 0.7
"""Share of the shorter article's pairs of characters that the other must have, to be held for the same."""
_SHORTEST = 8


def corresponding(earlier: Version, later: Version) -> Mapping[ArticleNumber, ArticleNumber]:
    """The articles of `earlier` that live on in `later`, by the words they share; each of `later` at most once."""
    old = {article.number: _pairs(article) for article in earlier.articles()}
    new = {article.number: _pairs(article) for article in later.articles()}
    likeness = sorted(
        (
            (share, before, after)
            for before, first in old.items()
            for after, second in new.items()
            if (share := _share(first, second)) >= _ENOUGH
        ),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    found: dict[ArticleNumber, ArticleNumber] = {}
    taken: set[ArticleNumber] = set()
    for _, before, after in likeness:
        if before not in found and after not in taken:
            found[before] = after
            taken.add(after)
    return dict(sorted(found.items()))


def _pairs(article: Article) -> Counter[str]:
    text = "".join(article.text.split())
    return Counter(text[place : place + 2] for place in range(len(text) - 1))


def _share(first: Counter[str], second: Counter[str]) -> float:
    """How much of the shorter article stands in the other one; nothing where they are too unlike in length."""
    short, long = sorted((first.total(), second.total()))
    if short < _SHORTEST or long > 5 * short:
        return 0.0
    return (first & second).total() / short
