"""Everything that connects texts, gathered once for a build: citations, their reverse, terms, curated relations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from indexer.citations import LibraryCitations, cite
from indexer.citations.relations import Relations, read_curated, relate
from indexer.corpus import Corpus
from indexer.faults import Fault
from indexer.model import titled
from indexer.site.marked_text import TermMark, label, term_marks
from indexer.terms import terms_of_library

__all__ = ["References", "references", "related"]

RELATED = 3
"""Penalties named with a search result."""


@dataclass(frozen=True)
class References:
    """`terms`: by the id of a text, what can be marked in it."""

    citations: LibraryCitations = field(default_factory=lambda: LibraryCitations(()))
    relations: Relations = field(default_factory=lambda: Relations({}, {}, {}, {}, {}, {}, {}, {}))
    terms: Mapping[str, list[TermMark]] = field(default_factory=dict)


def references(corpus: Corpus, folder: Path) -> tuple[References, tuple[Fault, ...]]:
    """Connect the texts of `corpus`; `folder` holds the curated relations. Returns what is wrong with those, too."""
    citations = cite(corpus)
    curated, faults = read_curated(folder, corpus)
    terms = term_marks(terms_of_library(corpus))
    return References(citations, relate(corpus, citations, curated), terms), (*citations.faults(), *faults)


def related(known: References, corpus: Corpus) -> dict[str, list[tuple[str, str]]]:
    """By the id of an article, the provisions that punish its breach: 罚则：第六十六条, and their address."""
    found: dict[str, list[tuple[str, str]]] = {}
    for id, penalties in known.relations.penalties.items():
        own, links = corpus.entries[id.partition("/")[0]].instrument, []
        for source in dict.fromkeys(penalty.source for penalty in penalties):
            text, _, place = source.partition("/")
            entry = corpus.entries[text]
            if not entry.is_main:
                continue
            title = "" if entry.instrument is own else titled(entry.version.facts.short_title)
            links.append((f"罚则：{title}{label(source)}", f"laws/{text}/#{place}"))
        if links:
            found[id] = links[:RELATED]
    return found
