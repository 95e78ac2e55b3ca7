"""What stands below an article: what a breach costs, what it punishes, who cites it, what goes with it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from indexer.citations import ArticleCitations, Role
from indexer.citations.relations import Backlink, CuratedKind, Penalty
from indexer.corpus import Corpus, Entry
from indexer.ids import ProvisionId
from indexer.model import Article, titled
from indexer.site.marked_text import href, label, lines_of
from indexer.site.references import References

__all__ = [
    "ArticleView",
    "BacklinkGroup",
    "BacklinkLine",
    "CuratedLine",
    "PenaltyLine",
    "TermLine",
    "article_view",
    "division_links",
    "named",
]

ROLES = {
    Role.BASIS: "制定依据",
    Role.PENALTY: "罚则",
    Role.DEFINITION: "定义",
    Role.APPLICATION: "适用",
    Role.EXCEPTION: "例外",
    Role.PROCEDURE: "程序",
    Role.AMENDMENT: "修改、废止",
    Role.MENTION: "提及",
}
"""What the roles are called on the page, in the order in which they are listed."""

_BACK = {
    CuratedKind.DELEGATED: "授权依据",
    CuratedKind.IMPLEMENTS: "所落实的规定",
    CuratedKind.PROCEDURE: "引向本条",
}
_FIGURE = "[零〇一二三四五六七八九十百千万亿0-9]+"
_AMOUNT = re.compile(
    rf"(?:(?:可以)?[并单]?处[^，。；：处]{{0,12}}?)?(?:{_FIGURE}(?:万|亿)?(?:元|倍)|百分之{_FIGURE})"
    rf"[^，。；：]{{0,30}}?(?:罚款|罚金)|{_FIGURE}(?:年|个月|日)(?:以上|以下)[^，。；：]{{0,16}}?(?:徒刑|拘役|管制|拘留)"
    r"|没收违法所得|吊销[^，。；：或]{0,12}|责令[^，。；：或、]{0,10}(?:停业|关闭|停止)[^，。；：、或]{0,8}|警告|通报批评"
    r"|无期徒刑|死刑|罚金|罚款"
)


@dataclass(frozen=True, slots=True)
class PenaltyLine:
    """A provision on the other side of duty and penalty: where it stands, and its words.

    `cited` is the 款 or 项 of the article whose breach it punishes, empty for the whole article.
    """

    href: str
    ref: str
    title: str
    words: Markup
    cited: str = ""


@dataclass(frozen=True, slots=True)
class BacklinkLine:
    """One citation of the article: the provision it stands in, what it cites of the article, and its sentence."""

    href: str
    title: str
    role: str
    cited: str
    sentence: Markup


@dataclass(frozen=True, slots=True)
class BacklinkGroup:
    """The citations that stand in one text."""

    title: str
    lines: tuple[BacklinkLine, ...]


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term that the article defines, and where other texts define it."""

    term: str
    places: tuple[tuple[str, str, str], ...]
    """(address, id, name) of each."""


@dataclass(frozen=True, slots=True)
class CuratedLine:
    """A relation set down by hand; `words` are those of the delegation, empty where there is none."""

    kind: str
    href: str
    ref: str
    title: str
    note: str
    words: str


@dataclass(frozen=True)
class ArticleView:
    """An article as the page shows it. `lines`: by the id of a unit. `wide` are citations of more than the article."""

    lines: dict[str, list[Markup]]
    penalties: tuple[PenaltyLine, ...] = ()
    duties: tuple[PenaltyLine, ...] = ()
    curated: tuple[CuratedLine, ...] = ()
    terms: tuple[TermLine, ...] = ()
    own: int = 0
    other: int = 0
    groups: tuple[BacklinkGroup, ...] = ()
    wide: tuple[BacklinkLine, ...] = ()

    @property
    def counts(self) -> str:
        """Where the citations stand, if not all in this text: 3 在本文件，2 在其他法规，1 处所引范围包含本条."""
        found = [(self.own, "在本文件"), (self.other, "在其他法规"), (len(self.wide), "处所引范围包含本条")]
        said = [f"{count} {where}" for count, where in found if count]
        return "，".join(said) if said != [f"{self.own} 在本文件"] else ""

    @property
    def has_more(self) -> bool:
        return bool(self.penalties or self.duties or self.curated or self.terms or self.groups or self.wide)


def article_view(entry: Entry, article: Article, corpus: Corpus, known: References) -> ArticleView:
    """Gather what `known` has of an article."""
    id, relations = f"{entry.id}/{article.id}", known.relations
    each = known.citations.by_id.get(id) or ArticleCitations(entry, article, ())
    links = relations.backlinks.get(id, ())
    exact = [link for link in links if not link.wide]
    own = sum(1 for link in exact if link.where.entry.instrument is entry.instrument)
    return ArticleView(
        lines_of(each, corpus, known.terms.get(entry.id, ())),
        tuple(_penalties(relations.penalties.get(id, ()), entry, corpus)),
        tuple(_duties(relations.duties.get(id, ()), entry, corpus)),
        tuple(_curated(id, entry, corpus, known)),
        tuple(_terms(id, entry, corpus, known)),
        own,
        len(exact) - own,
        tuple(_groups(exact, entry, corpus)),
        tuple(_wide(links, entry, corpus)),
    )


def division_links(id: str, page: Entry, corpus: Corpus, known: References) -> tuple[BacklinkLine, ...]:
    """Who cites a division (`csl/chp-3`) as a whole, each place once."""
    links = known.relations.backlinks.get(f"{page.id}/{id}", ())
    return tuple({line.href: line for line in (_backlink(link, page, corpus) for link in links)}.values())


def named(id: str, page: Entry, corpus: Corpus) -> str:
    """第二十一条 within the page's own text, 《网络安全法》第二十一条 elsewhere."""
    text = id.partition("/")[0]
    if text == page.id and label(id):
        return label(id)
    entry = corpus.entries[text]
    return f"{_title(entry)}{label(id)}"


def _title(entry: Entry) -> str:
    facts = entry.version.facts
    return f"{titled(facts.short_title)}{'' if entry.is_main else f'（{facts.version.year}年文本）'}"


def _penalties(found: tuple[Penalty, ...], page: Entry, corpus: Corpus) -> Iterator[PenaltyLine]:
    seen = set()
    for penalty in found:
        source, cited = penalty.source, _within(penalty.duty)
        if (source, cited) in seen:
            continue
        seen.add((source, cited))
        words = _with_amounts(penalty.words)
        yield PenaltyLine(href(source, page), source, named(source, page, corpus), words, cited)


def _within(id: str) -> str:
    """第一款第二项 of the id of a 款 or 项; empty for an article."""
    return label(id).removeprefix(label(id.partition("-p")[0]))


def _with_amounts(words: str) -> Markup:
    parts, at = [], 0
    for match in _AMOUNT.finditer(words):
        parts += [escape(words[at : match.start()]), Markup("<b>{}</b>").format(match[0])]
        at = match.end()
    return Markup("").join([*parts, escape(words[at:])])


def _duties(found: tuple[Penalty, ...], page: Entry, corpus: Corpus) -> Iterator[PenaltyLine]:
    seen = set()
    for penalty in found:
        if penalty.duty in seen:
            continue
        seen.add(penalty.duty)
        text, _, place = penalty.duty.partition("/")
        wanted = ProvisionId.parse(place)
        article = corpus.entries[text].version.article(wanted.article)
        assert article, f"{penalty.duty} is a target and exists"
        begin = next(unit.text for unit in article.units() if wanted.paragraph is None or unit.id == wanted)
        words = begin if len(begin) <= 60 else f"{begin[:58]}……"
        yield PenaltyLine(href(penalty.duty, page), penalty.duty, named(penalty.duty, page, corpus), escape(words))


def _curated(id: str, page: Entry, corpus: Corpus, known: References) -> Iterator[CuratedLine]:
    for relation in known.relations.curated_from.get(id, ()):
        to = relation.target
        name = named(to, page, corpus)
        yield CuratedLine(str(relation.kind), href(to, page), to, name, relation.note, relation.words)
    for relation in known.relations.curated_to.get(id, ()):
        source = relation.source
        name = named(source, page, corpus)
        yield CuratedLine(_BACK[relation.kind], href(source, page), source, name, relation.note, relation.words)


def _terms(id: str, page: Entry, corpus: Corpus, known: References) -> Iterator[TermLine]:
    """The terms that an article defines and other texts define too."""
    for mark in known.terms.get(page.id, ()):
        if mark.id == id and mark.others:
            places = tuple((href(each, page), each, named(each, page, corpus)) for each in mark.others)
            yield TermLine(mark.term.term, places)


def _groups(links: list[Backlink], page: Entry, corpus: Corpus) -> Iterator[BacklinkGroup]:
    """By the citing text, its own first; in each by role, then in the order of the text."""
    order = list(ROLES)
    groups: dict[str, list[Backlink]] = defaultdict(list)
    for link in links:
        groups[link.where.entry.id].append(link)
    for _, found in sorted(groups.items(), key=lambda item: item[0] != page.id):
        where = found[0].where.entry
        found.sort(key=lambda link: order.index(link.citation.role))
        title = "本文件" if where is page else _title(where)
        yield BacklinkGroup(title, tuple(_backlink(link, page, corpus) for link in found))


def _backlink(link: Backlink, page: Entry, corpus: Corpus) -> BacklinkLine:
    citation, text = link.citation, link.where.article.text
    low, high = link.span
    start, end = citation.start, citation.end
    marked = Markup("{}<mark>{}</mark>{}").format(text[low:start], text[start:end], text[end:high])
    target = next((each for each in citation.targets if each.id), None)
    cited = _within(target.id) if target and target.id else ""
    if link.earlier:
        year = link.earlier.partition("@")[2][:4]
        cited = f"{year}年文本{label(link.earlier)}{cited}"
    title = named(citation.source, page, corpus)
    return BacklinkLine(href(citation.source, page), title, ROLES[citation.role], cited, marked)


def _wide(links: tuple[Backlink, ...], page: Entry, corpus: Corpus) -> Iterator[BacklinkLine]:
    """Citations of a range, a chapter or a section to which the article belongs, each place once.

    Who cites a whole 编 stands at its heading alone: it says little of each of its hundreds of articles.
    """
    seen = set()
    for link in links:
        citation = link.citation
        if not link.wide or link.of_part or (citation.source, citation.surface) in seen:
            continue
        seen.add((citation.source, citation.surface))
        title = named(citation.source, page, corpus)
        yield BacklinkLine(href(citation.source, page), title, ROLES[citation.role], citation.surface, Markup(""))
