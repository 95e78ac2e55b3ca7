"""Which article of a later text took the place of which article of an earlier one."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from indexer.ids import ArticleNumber
from indexer.model import Article, Version

__all__ = ["corresponding"]

_ENOUGH = 0.7
"""Share of the shorter article's pairs of characters that the other must have, to be held for the same."""
_SHORTEST, _TOO_LONG = 8, 5
"""Pairs that an article must have to be told by them; how many times as long the other may be."""


def corresponding(earlier: Version, later: Version) -> Mapping[ArticleNumber, ArticleNumber]:
    """The articles of `earlier` that live on in `later`, by the words they share; each of `later` at most once."""
    likeness = sorted(_alike(earlier, later), key=lambda each: (-each[0], each[1], each[2]))
    found: dict[ArticleNumber, ArticleNumber] = {}
    taken: set[ArticleNumber] = set()
    for _, before, after in likeness:
        if before not in found and after not in taken:
            found[before] = after
            taken.add(after)
    return dict(sorted(found.items()))


def _alike(earlier: Version, later: Version) -> Iterator[tuple[float, ArticleNumber, ArticleNumber]]:
    """How much of the shorter of two articles stands in the other one, where that is enough."""
    sizes: dict[ArticleNumber, int] = {}
    holders: defaultdict[str, list[tuple[ArticleNumber, int]]] = defaultdict(list)
    for article in earlier.articles():
        pairs = _pairs(article)
        sizes[article.number] = pairs.total()
        for pair, count in pairs.items():
            holders[pair].append((article.number, count))
    for article in later.articles():
        pairs = _pairs(article)
        common: Counter[ArticleNumber] = Counter()
        for pair, count in pairs.items():
            for number, times in holders.get(pair, ()):
                common[number] += min(count, times)
        for number, shared in common.items():
            short, long = sorted((sizes[number], pairs.total()))
            if short >= _SHORTEST and long <= _TOO_LONG * short and shared / short >= _ENOUGH:
                yield shared / short, number, article.number


def _pairs(article: Article) -> Counter[str]:
    text = "".join(article.text.split())
    return Counter(text[place : place + 2] for place in range(len(text) - 1))
