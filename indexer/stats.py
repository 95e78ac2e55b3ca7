"""What the library holds, in figures, and whether it is closed: every title in 《》 has a text or a catalogue entry."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from operator import add

from indexer.citations import is_document
from indexer.corpus import Corpus, Entry
from indexer.model import Checked, Kind
from indexer.verify import Manifest, matching

__all__ = ["LevelCount", "Statistics", "UnknownTitle", "statistics", "titles"]

_TITLE = re.compile(r"《([^《》\n]*)》")


@dataclass(frozen=True, slots=True)
class LevelCount:
    """Figures of one level. `verified` articles agree with a reference digest or with a second independent copy."""

    instruments: int = 0
    catalogued: int = 0
    texts: int = 0
    articles: int = 0
    characters: int = 0
    verified: int = 0
    missing: int = 0

    def __add__(self, other: "LevelCount") -> "LevelCount":
        return LevelCount(*map(add, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class UnknownTitle:
    """A title in 《》 that no instrument of the library has; `places` are ids of provisions or texts (`csl/art-59`)."""

    title: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """`levels` in the order of Kind, those that are there; `documents` are titles in 《》 of papers, not of laws."""

    levels: Mapping[Kind, LevelCount]
    unknown: tuple[UnknownTitle, ...]
    documents: tuple[UnknownTitle, ...]

    @property
    def total(self) -> LevelCount:
        return sum(self.levels.values(), LevelCount())


def titles(text: str) -> Iterator[str]:
    """The titles in 《》 in `text`, without the guillemets; inside a title others stand in 〈〉 (GB/T 15834—2011)."""
    return (match[1] for match in _TITLE.finditer(text))


def statistics(corpus: Corpus, manifest: Manifest) -> Statistics:
    """Count the library. Characters are those of the articles, white space left out."""
    levels: dict[Kind, LevelCount] = {}
    found: dict[str, list[str]] = defaultdict(list)
    for entry in corpus.entries.values():
        kind = entry.version.facts.kind
        levels[kind] = levels.get(kind, LevelCount()) + _count(entry, manifest)
        for place, text in _texts(entry):
            for title in titles(text):
                if not corpus.lookup(title):
                    found[title].append(place)
    unknown = [UnknownTitle(title, tuple(dict.fromkeys(places))) for title, places in sorted(found.items())]
    return Statistics(
        {kind: levels[kind] for kind in Kind if kind in levels},
        tuple(each for each in unknown if not is_document(each.title)),
        tuple(each for each in unknown if is_document(each.title)),
    )


def _count(entry: Entry, manifest: Manifest) -> LevelCount:
    facts, articles = entry.version.facts, list(entry.version.articles())
    double, agree = facts.text_from.checked is Checked.DOUBLE, matching(entry, manifest)
    return LevelCount(
        instruments=entry.is_main,
        catalogued=facts.catalogued,
        texts=not facts.catalogued,
        articles=len(articles),
        characters=sum(len(re.sub(r"\s", "", article.text)) for article in articles),
        verified=sum(double or article.number in agree for article in articles),
        missing=len(facts.missing),
    )


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    """Every stretch of the text with the place it stands in."""
    version = entry.version
    for preamble in version.preamble:
        yield from ((entry.id, line) for line in preamble.lines)
    for article in version.articles():
        yield f"{entry.id}/{article.id}", article.text
    yield from ((entry.id, line) for line in version.closing)
    for annex in version.annexes:
        yield from ((f"{entry.id}/{annex.id}", line) for line in annex.lines)
