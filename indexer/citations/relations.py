"""How provisions hang together: who cites whom, what a breach costs, and what has been set down by hand.

Everything here is derived from resolved citations, but for the curated relations in `relations.yml` beside the laws,
which are kept apart and marked.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from indexer.citations.correspondence import corresponding
from indexer.citations.delegations import Delegation, delegations
from indexer.citations.library import ArticleCitations, LibraryCitations
from indexer.citations.targets import Citation, Role, Target
from indexer.corpus import Corpus
from indexer.data_files import members
from indexer.faults import Fault
from indexer.ids import ProvisionId
from indexer.model import Article

__all__ = [
    "RELATIONS",
    "Backlink",
    "Curated",
    "CuratedKind",
    "Penalty",
    "Relations",
    "contains",
    "read_curated",
    "relate",
]

RELATIONS = "relations.yml"


class CuratedKind(StrEnum):
    """What a curated relation is; DELEGATED: made under a delegation that the words of the article contain."""

    DELEGATED = "授权制定"
    IMPLEMENTS = "配套规定"
    PROCEDURE = "办理程序"


@dataclass(frozen=True, slots=True)
class Curated:
    """A relation set down by hand: ids of an article or an instrument (`pipl/art-38`, `cii-protection`).

    `words` are those of a delegation, as they stand in the article.
    """

    kind: CuratedKind
    source: str
    target: str
    note: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Backlink:
    """A citation seen from its target. `wide`: it cites a range or a division to which this article belongs.

    `earlier` is the id of the provision of an earlier text that is cited, where this one has taken its place.
    """

    citation: Citation
    where: ArticleCitations
    wide: bool = False
    earlier: str = ""

    @property
    def of_part(self) -> bool:
        """Whether it cites a whole 编 or 分编."""
        return all(
            target.division is not None and not re.search("chp|sec", target.division)
            for target in self.citation.targets
        )

    @property
    def span(self) -> tuple[int, int]:
        """(start, end) of the sentence in which the citation stands, in the text of its article."""
        return _sentence(self.where.article.text, self.citation.start, self.citation.end)

    @property
    def sentence(self) -> str:
        start, end = self.span
        return self.where.article.text[start:end]


@dataclass(frozen=True, slots=True)
class Penalty:
    """A provision that punishes the breach of another: where it stands, and its words."""

    duty: str
    """Id of the article, 款 or 项 whose breach is punished; of each article of a range."""
    backlink: Backlink

    @property
    def source(self) -> str:
        return self.backlink.citation.source

    @property
    def words(self) -> str:
        """The sentence with its sanction; of an item, the words that introduce the items."""
        place = ProvisionId.parse(self.source.partition("/")[2])
        if place.item is None or place.paragraph is None:
            return self.backlink.sentence
        return self.backlink.where.article.paragraphs[place.paragraph - 1].text


@dataclass(frozen=True)
class Relations:
    """Relations of the whole library, by id.

    `backlinks`: by the id of a division, and of an article, those of its 款 and 项 and of the divisions above it
    included. `penalties`: by the id of the article whose breach is punished; `duties`: by the id of the article that
    punishes. `citing`: by slug, the citations of an instrument as a whole. `curated_from`, `curated_to`: by the source
    and by the target.
    """

    backlinks: Mapping[str, tuple[Backlink, ...]]
    penalties: Mapping[str, tuple[Penalty, ...]]
    duties: Mapping[str, tuple[Penalty, ...]]
    citing: Mapping[str, tuple[Backlink, ...]]
    curated_from: Mapping[str, tuple[Curated, ...]]
    curated_to: Mapping[str, tuple[Curated, ...]]
    edges: Mapping[tuple[str, str], int]
    """Citations between instruments, by the slugs of the citing and the cited one."""
    renumbered: Mapping[str, str]
    """Articles of earlier texts and those that took their place: `csl@2016-11-07/art-21` → `csl/art-23`."""


def relate(corpus: Corpus, citations: LibraryCitations, curated: tuple[Curated, ...] = ()) -> Relations:
    """Turn citations round."""
    renumbered = {
        f"{text}/art-{old}": f"{instrument.slug}/art-{new}"
        for instrument in corpus.instruments.values()
        for version in instrument.versions
        if version is not instrument.main and version.facts.version < instrument.main.facts.version
        for text in (instrument.version_id(version),)
        for old, new in corresponding(version, instrument.main).items()
    }
    backlinks: dict[str, list[Backlink]] = defaultdict(list)
    citing: dict[str, list[Backlink]] = defaultdict(list)
    penalties: dict[str, list[Penalty]] = defaultdict(list)
    duties: dict[str, list[Penalty]] = defaultdict(list)
    edges: dict[tuple[str, str], int] = defaultdict(int)
    for each in citations.articles:
        own = each.entry.instrument.slug
        for citation in each.citations:
            for target in citation.targets:
                if not target.id:
                    continue
                slug = target.id.partition("/")[0].partition("@")[0]
                if slug != own and each.entry.is_main:
                    edges[own, slug] += 1
                if not target.article and not target.division:
                    citing[slug].append(Backlink(citation, each))
                    continue
                for article, wide in _covered(corpus, target):
                    if wide and article == each.id:
                        continue
                    link = Backlink(citation, each, wide)
                    backlinks[article].append(link)
                    if (now := renumbered.get(article)) and slug != own:
                        backlinks[now].append(Backlink(citation, each, wide, earlier=article))
                    if citation.role is Role.PENALTY and article != each.id and not target.division:
                        penalty = Penalty(article if wide else target.id, link)
                        penalties[article].append(penalty)
                        duties[each.id].append(penalty)
    by_source: dict[str, list[Curated]] = defaultdict(list)
    by_target: dict[str, list[Curated]] = defaultdict(list)
    for relation in curated:
        by_source[relation.source].append(relation)
        by_target[relation.target].append(relation)
    return Relations(
        _frozen(backlinks),
        _frozen(penalties),
        _frozen(duties),
        _frozen(citing),
        _frozen(by_source),
        _frozen(by_target),
        dict(sorted(edges.items())),
        renumbered,
    )


_Value = TypeVar("_Value")


def _frozen(found: Mapping[str, list[_Value]]) -> dict[str, tuple[_Value, ...]]:
    return {key: tuple(values) for key, values in found.items()}


def _covered(corpus: Corpus, target: Target) -> Iterator[tuple[str, bool]]:
    """The articles that a target covers, and whether it is wider than each; before them the division, if it is one."""
    assert target.text
    entry = corpus.entries[target.text]
    if target.article and not target.article_to:
        yield f"{entry.id}/art-{target.article}", False
    elif target.article and target.article_to:
        for article in entry.version.articles():
            if target.article <= article.number <= target.article_to:
                yield f"{entry.id}/{article.id}", True
    elif target.division:
        yield f"{entry.id}/{target.division}", False
        for above, node in entry.version.walk():
            if isinstance(node, Article) and any(division.id == target.division for division in above):
                yield f"{entry.id}/{node.id}", True


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """(start, end) from the full stop before text[start] to the one after text[end], within the paragraph."""
    low = max(text.rfind("。", 0, start), text.rfind("\n", 0, start)) + 1
    stops = [place for place in (text.find("。", end), text.find("\n", end)) if place >= 0]
    high = min(stops, default=len(text))
    return low, high + text.startswith("。", high)


def read_curated(folder: Path, corpus: Corpus) -> tuple[tuple[Curated, ...], tuple[Fault, ...]]:
    """The curated relations beside the law files, and what is wrong with them; empty where there is no file.

    Relations between what the library does not hold are left out.
    """
    path = folder / RELATIONS
    found: list[Curated] = []
    faults: list[Fault] = []
    for line, value in members(path, faults):
        try:
            kind, ends = CuratedKind(value["kind"]), (str(value["from"]), str(value["to"]))
            relation = Curated(kind, *ends, str(value["note"]), str(value.get("words", "")))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            hint = "写作 {kind: 配套规定, from: pipl/art-54, to: pi-compliance-audit, note: 理由}"
            faults.append(Fault(str(path), line, f"读不了这一条关系（{error}）", hint))
            continue
        if missing := [id for id in ends if not _exists(id, corpus)]:
            for id in missing:
                faults.append(Fault(str(path), line, f"“{id}”不在库里", "写作 pipl/art-54，整部法规只写标识"))
            continue
        if relation.kind is CuratedKind.DELEGATED and not _delegates(relation, corpus):
            hint = "words 照抄条文里授权的文字，如 由国务院制定；条文没有授权的，kind 改为 配套规定"
            faults.append(Fault(str(path), line, f"“{relation.source}”里没有“{relation.words}”这样的授权", hint))
        found.append(relation)
    return tuple(found), tuple(faults)


def _exists(id: str, corpus: Corpus) -> bool:
    text, _, provision = id.partition("/")
    entry = corpus.entries.get(text)
    return entry is not None and (not provision or _article(id, corpus) is not None)


def _article(id: str, corpus: Corpus) -> Article | None:
    """The article of an id `pipl/art-38`, if there is one."""
    text, _, provision = id.partition("/")
    articles = corpus.entries[text].version.articles() if text in corpus.entries else ()
    return next((each for each in articles if str(each.id) == provision), None)


def _delegates(relation: Curated, corpus: Corpus) -> bool:
    """Whether the words of a relation are in its article and contain a delegation."""
    article = _article(relation.source, corpus)
    return article is not None and any(contains(relation, article, each) for each in delegations(article))


def contains(relation: Curated, article: Article, delegation: Delegation) -> bool:
    """Whether the words of a relation are those of this delegation of its article."""
    at = article.text.find(relation.words) if relation.words else -1
    return at >= 0 and at <= delegation.start < at + len(relation.words)
