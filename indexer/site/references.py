"""Everything that connects texts, gathered once for a build: citations, their reverse, terms, curated relations."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from indexer.citations import LibraryCitations, cite
from indexer.citations.relations import Relations, read_curated, relate
from indexer.corpus import Corpus
from indexer.faults import Fault
from indexer.model import Article
from indexer.site.marked_text import TermMark, terms_for
from indexer.terms import DefinedTerm, terms_of_library

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
    defined: dict[str, list[tuple[Article, DefinedTerm]]] = defaultdict(list)
    for entry, article, term in terms_of_library(corpus):
        defined[entry.id].append((article, term))
    terms = {id: terms_for(corpus.entries[id], found) for id, found in defined.items()}
    return References(citations, relate(corpus, citations, curated), terms), (*citations.faults(), *faults)
