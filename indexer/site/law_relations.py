"""How an instrument stands to others: what it is based on, whom it cites, who cites it."""

from collections import Counter
from dataclasses import astuple, dataclass

from indexer.citations import Role
from indexer.citations.relations import CuratedKind
from indexer.corpus import Corpus, Entry
from indexer.model import titled
from indexer.site.marked_text import href, label
from indexer.site.references import References

__all__ = ["LawLink", "LawRelations", "law_relations"]


@dataclass(frozen=True, slots=True)
class LawLink:
    """Another instrument; `count` is how many citations lead to it or come from it, 0 where that says nothing."""

    href: str
    ref: str
    title: str
    count: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class LawRelations:
    """`serves` are curated relations to and from the instrument as a whole, with the article they belong to."""

    basis: tuple[LawLink, ...] = ()
    procedures: tuple[LawLink, ...] = ()
    cites: tuple[LawLink, ...] = ()
    cited_by: tuple[LawLink, ...] = ()
    authority: tuple[LawLink, ...] = ()
    goes_with: tuple[LawLink, ...] = ()
    made_under: tuple[LawLink, ...] = ()
    followed_by: tuple[LawLink, ...] = ()

    @property
    def counts(self) -> str:
        """依据 4 部　引用 8 部　被 3 部引用."""
        said = [
            f"依据 {len(self.basis)} 部" if self.basis else "",
            f"引用 {len(self.cites)} 部" if self.cites else "",
            f"被 {len(self.cited_by)} 部引用" if self.cited_by else "",
        ]
        return "　".join(filter(None, said))

    def __bool__(self) -> bool:
        return any(astuple(self))


def law_relations(page: Entry, corpus: Corpus, known: References) -> LawRelations:
    """Gather what `known` has of the instrument of `page`."""
    slug, relations = page.instrument.slug, known.relations

    def link(id: str, count: int = 0, note: str = "") -> LawLink:
        title = corpus.entries[id.partition("/")[0]].version.facts.short_title
        return LawLink(href(id, page), id, f"{titled(title)}{label(id)}", count, note)

    basis: list[str] = []
    cites: Counter[str] = Counter()
    for each in known.citations.by_text.get(page.id, ()):
        for citation in each.citations:
            for target in citation.targets:
                if target.slug and target.slug != slug:
                    cites[target.slug] += 1
                    if citation.role is Role.BASIS and target.slug not in basis:
                        basis.append(target.slug)
    cited_by = Counter({source: count for (source, target), count in relations.edges.items() if target == slug})
    own = [
        relation
        for source, found in relations.curated_from.items()
        if source.partition("/")[0] == slug
        for relation in found
    ]
    to = [
        relation
        for target, found in relations.curated_to.items()
        if target.partition("/")[0] == slug
        for relation in found
    ]

    return LawRelations(
        tuple(link(id) for id in basis),
        tuple(link(each.target, note=label(each.source)) for each in own if each.kind is CuratedKind.PROCEDURE),
        tuple(link(id, count) for id, count in cites.most_common()),
        tuple(link(id, count) for id, count in cited_by.most_common()),
        tuple(link(each.source) for each in to if each.kind is CuratedKind.DELEGATED),
        tuple(link(each.source) for each in to if each.kind is CuratedKind.IMPLEMENTS),
        tuple(link(each.target, note=label(each.source)) for each in own if each.kind is CuratedKind.DELEGATED),
        tuple(link(each.target, note=label(each.source)) for each in own if each.kind is CuratedKind.IMPLEMENTS),
    )
