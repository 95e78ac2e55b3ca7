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

import yaml

from indexer.citations.correspondence import corresponding
from indexer.citations.library import ArticleCitations, LibraryCitations
from indexer.citations.targets import Citation, Role, Target
from indexer.corpus import Corpus
from indexer.faults import Fault
from indexer.ids import ProvisionId

__all__ = [
    "RELATIONS",
    "Backlink",
    "Curated",
    "CuratedKind",
    "Penalty",
    "Relations",
    "read_curated",
    "relate",
]

RELATIONS = "relations.yml"


class CuratedKind(StrEnum):
    """What a curated relation is."""

    IMPLEMENTS = "配套规定"
    PROCEDURE = "办理程序"


@dataclass(frozen=True, slots=True)
class Curated:
    """A relation set down by hand: ids of an article or an instrument (`pipl/art-38`, `cii-protection`)."""

    kind: CuratedKind
    source: str
    target: str
    note: str


@dataclass(frozen=True, slots=True)
class Backlink:
    """A citation seen from its target. `wide`: it cites a range of articles to which this one belongs.

    `earlier` is the id of the provision of an earlier text that is cited, where this one has taken its place.
    """

    citation: Citation
    where: ArticleCitations
    wide: bool = False
    earlier: str = ""

    @property
    def sentence(self) -> str:
        """The sentence in which the citation stands."""
        return _sentence(self.where.article.text, self.citation.start, self.citation.end)


@dataclass(frozen=True, slots=True)
class Penalty:
    """A provision that punishes the breach of another: where it stands, and its words."""

    duty: str
    """Id of the article or paragraph whose breach is punished."""
    backlink: Backlink

    @property
    def source(self) -> str:
        return self.backlink.citation.source

    @property
    def words(self) -> str:
        """The sentence with its sanction; of an item, the words that introduce the items."""
        text = self.backlink.where.article.text
        sentence = self.backlink.sentence
        item = re.search(r"-p(\d+)-i\d+$", self.source)
        if not item:
            return sentence
        paragraph = next(each for each in self.backlink.where.article.paragraphs if each.number == int(item[1])).text
        return paragraph if paragraph in text else sentence


@dataclass(frozen=True)
class Relations:
    """Relations of the whole library, by id.

    `backlinks`: by the id of an article, those of its 款 and 项 included, and of a division. `penalties`: by the id of
    the article whose breach is punished; `duties`: by the id of the article that punishes. `citing`: by slug, the
    citations of an instrument as a whole. `curated_from`, `curated_to`: by the source and by the target.
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
        f"{corpus_id}/art-{old}": f"{instrument.slug}/art-{new}"
        for instrument in corpus.instruments.values()
        for version in instrument.versions
        if version is not instrument.main and version.facts.version < instrument.main.facts.version
        for corpus_id in (instrument.version_id(version),)
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
                    link = Backlink(citation, each, wide)
                    backlinks[article].append(link)
                    if (now := renumbered.get(article)) and slug != own:
                        backlinks[now].append(Backlink(citation, each, wide, earlier=article))
                    if citation.role is Role.PENALTY and article != each.id and not target.division:
                        penalty = Penalty(article, link)
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
    """The articles that a target covers, and whether it is wider than each; a division stands for itself."""
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


def _sentence(text: str, start: int, end: int) -> str:
    """From the full stop before text[start] to the one after text[end], within the paragraph."""
    low = max(text.rfind("。", 0, start), text.rfind("\n", 0, start)) + 1
    stops = [place for place in (text.find("。", end), text.find("\n", end)) if place >= 0]
    high = min(stops, default=len(text) - 1)
    return text[low : high + 1].strip()


def read_curated(folder: Path, corpus: Corpus) -> tuple[tuple[Curated, ...], tuple[Fault, ...]]:
    """The curated relations beside the law files, and what is wrong with them; empty where there is no file."""
    path = folder / RELATIONS
    if not path.is_file():
        return (), ()
    found, faults = [], []
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    nodes = root.value if isinstance(root, yaml.SequenceNode) else []
    for node in nodes:
        line = node.start_mark.line + 1
        try:
            values = {key.value: value.value for key, value in node.value}
            relation = Curated(CuratedKind(values["kind"]), values["from"], values["to"], values["note"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            hint = "写作 {kind: 配套规定, from: pipl/art-54, to: pi-compliance-audit, note: 理由}"
            faults.append(Fault(str(path), line, f"读不了这一条关系（{error}）", hint))
            continue
        for id in (relation.source, relation.target):
            if not _exists(id, corpus):
                faults.append(Fault(str(path), line, f"“{id}”不在库里", "写作 pipl/art-54，整部法规只写标识"))
        found.append(relation)
    return tuple(found), tuple(faults)


def _exists(id: str, corpus: Corpus) -> bool:
    text, _, provision = id.partition("/")
    entry = corpus.entries.get(text)
    if not entry or not provision:
        return entry is not None
    try:
        place = ProvisionId.parse(provision)
    except ValueError:
        return False
    return entry.version.article(place.article) is not None
