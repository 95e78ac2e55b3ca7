"""What the home page and the list of laws show of the library."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from indexer.corpus import Corpus, Entry
from indexer.days import long_date
from indexer.model import Kind
from indexer.site.law_page import PRINCIPAL, address, provenance
from indexer.site.standings import Standing, standing

__all__ = ["LawLine", "LibraryView", "OtherText", "library_view"]

BASIS = ("csl", "dsl", "pipl", "sci-tech-progress")
"""The laws on which it rests (its Article 1), in its own order; they stand first among the laws."""
_FIRST = (PRINCIPAL, *BASIS)


@dataclass(frozen=True, slots=True)
class OtherText:
    """A text of an instrument beside the one that the library presents."""

    label: str
    path: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class LawLine:
    """One instrument as a line of a list."""

    slug: str
    title: str
    short_title: str
    path: str
    kind: Kind
    issuers: tuple[str, ...]
    number: str | None
    promulgated: date | None
    effective: date | None
    articles: int
    standing: Standing
    provenance: str
    vouched: bool
    has_text: bool = True
    missing: int = 0
    words: str = ""
    """What the filter looks through: names, issuers and number, in lower case."""
    others: "tuple[OtherText, ...]" = ()


@dataclass(frozen=True, slots=True)
class LibraryView:
    """All instruments, grouped by level from the highest; `principal` is the one shown first, if it is there."""

    day: date
    principal: LawLine | None
    groups: tuple[tuple[Kind, tuple[LawLine, ...]], ...]

    @property
    def lines(self) -> Iterator[LawLine]:
        return (line for _, group in self.groups for line in group)

    @property
    def laws(self) -> int:
        """Instruments with text."""
        return sum(line.has_text for line in self.lines)

    @property
    def catalogued(self) -> int:
        return sum(not line.has_text for line in self.lines)

    @property
    def missing(self) -> int:
        """Articles that the official texts have and the library lacks."""
        return sum(line.missing for line in self.lines)

    @property
    def articles(self) -> int:
        return sum(line.articles for line in self.lines)


def library_view(corpus: Corpus, day: date) -> LibraryView:
    """Describe `corpus` as of the build day `day`.

    Within a level the principal instrument and its basis come first, then the newest; those without text stand last.
    """
    lines = [_line(entry, day) for entry in corpus.entries.values() if entry.is_main]
    lines.sort(key=lambda line: (line.effective or date.min, line.slug), reverse=True)
    lines.sort(key=lambda line: _FIRST.index(line.slug) if line.slug in _FIRST else len(_FIRST))
    lines.sort(key=lambda line: not line.has_text)
    groups = tuple((kind, tuple(line for line in lines if line.kind is kind)) for kind in Kind)
    return LibraryView(
        day,
        next((line for line in lines if line.slug == PRINCIPAL), None),
        tuple((kind, group) for kind, group in groups if group),
    )


def _line(entry: Entry, day: date) -> LawLine:
    facts = entry.version.facts
    checked, vouched = provenance(facts)
    return LawLine(
        entry.instrument.slug,
        facts.title,
        facts.short_title,
        address(entry.id),
        facts.kind,
        facts.issuers,
        facts.number,
        facts.promulgated,
        facts.effective,
        sum(1 for _ in entry.version.articles()),
        standing(entry.instrument, entry.version, day),
        checked,
        vouched,
        not facts.catalogued,
        len(facts.missing),
        " ".join((facts.title, *facts.aliases, *facts.shared_aliases, *facts.issuers, facts.number or "")).lower(),
        tuple(_others(entry, day)),
    )


def _others(entry: Entry, day: date) -> Iterator[OtherText]:
    instrument = entry.instrument
    for version in reversed(instrument.versions):
        if version is not instrument.main:
            path = address(instrument.version_id(version))
            label = f"{long_date(version.facts.version)}文本"
            yield OtherText(label, path, standing(instrument, version, day))
