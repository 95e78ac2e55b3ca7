"""Everything that connects texts, gathered once for a build: citations, their reverse, terms, curated relations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from indexer.citations import LibraryCitations, cite
from indexer.citations.relations import Relations, read_curated, relate
from indexer.corpus import Corpus
from indexer.faults import Fault
from indexer.site.marked_text import TermMark, term_marks
from indexer.terms import terms_of_library

__all__ = ["References", "references"]


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
