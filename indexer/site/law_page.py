"""One text of an instrument as a page: its HTML, its table of contents, and what stands in the head."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from indexer.corpus import Corpus, Entry
from indexer.days import long_date
from indexer.ids import ArticleNumber
from indexer.model import Article, Checked, Division, Event, Facts, How, Version, titled
from indexer.numerals import to_chinese
from indexer.points import points_of
from indexer.site.article_view import article_view, division_links
from indexer.site.law_relations import law_relations
from indexer.site.marked_text import href
from indexer.site.previews import preview_data
from indexer.site.references import References
from indexer.site.standings import Standing, standing
from indexer.verify import Manifest, matching

__all__ = [
    "PRINCIPAL",
    "Context",
    "LawPage",
    "TocEntry",
    "VersionLink",
    "address",
    "law_page",
    "provenance",
]

_REFS = re.compile(r'data-ref="([^"]*)"')
PRINCIPAL = "genai-measures"
"""The instrument the library is built around; its page opens with its place in the system."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a page of one text needs to know beyond it: the whole library, the digests, the day of the build."""

    corpus: Corpus
    day: date
    manifest: Manifest = field(default_factory=Manifest)
    known: References = field(default_factory=References)


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of the table of contents: plain text, fragment without #, what stands below it."""

    title: str
    id: str
    children: "tuple[TocEntry, ...]" = ()


@dataclass(frozen=True, slots=True)
class VersionLink:
    """Another text of the same instrument, for the switch at the head of a page."""

    label: str
    path: str
    standing: Standing
    is_current: bool


@dataclass(frozen=True, slots=True)
class LawPage:
    """What the plugin needs to make a page of one text."""

    title: str
    short_title: str
    description: str
    html: str
    toc: tuple[TocEntry, ...]


def address(entry_id: str) -> str:
    """Address of a text below the site's root: `laws/pipl/`, `laws/csl/2016-11-07/`."""
    return f"laws/{entry_id.replace('@', '/')}/"


def provenance(facts: Facts) -> tuple[str, bool]:
    """Where the text comes from and what it was checked against, and whether that check vouches for it."""
    origin = facts.text_from
    if facts.catalogued:
        return origin.source, False
    how = f"导入自{origin.source}" if origin.how is How.IMPORTED else origin.source
    left_out = f"；暂缺{'、'.join(number.label for number in facts.missing)}" if facts.missing else ""
    match origin.checked:
        case Checked.DIGESTS:
            return f"{how}；已核：所收各条与参考摘要一致{left_out}", True
        case Checked.DOUBLE:
            return f"{how}；双录一致：两份独立录入逐字相同{left_out}", True
        case Checked.NONE:
            return f"{how}；待核：尚未与官方文本逐条比对{left_out}", False


def law_page(entry: Entry, context: Context) -> LawPage:
    """Render `entry`."""
    day, known = context.day, context.known
    instrument, version, facts = entry.instrument, entry.version, entry.version.facts
    checked, vouched = provenance(facts)
    count = sum(1 for _ in version.articles())
    lead, points = points_of(version)
    html = (
        _environment()
        .get_template("law.html")
        .render(
            entry=entry,
            facts=facts,
            version=version,
            short_title=facts.short_title,
            standing=standing(instrument, version, day),
            day=day,
            count=count,
            lead=lead,
            points=points,
            provenance=checked,
            vouched=vouched,
            gaps=_gaps(version),
            verified=_verified(entry, context.manifest),
            references=len(context.manifest.reference.get(entry.id, {})),
            successors=_successors(entry, context.corpus),
            amended={f"art-{number}": each.by for each in facts.amended for number in each.articles},
            history=[_event(event) for event in facts.history],
            versions=_versions(entry, day),
            view_of=lambda article: article_view(entry, article, context.corpus, known),
            division_links=lambda id: division_links(id, entry, context.corpus, known),
            relations=law_relations(entry, context.corpus, known),
            relations_open=entry.instrument.slug == PRINCIPAL,
            has_terms=bool(known.terms.get(entry.id)),
            is_article=lambda node: isinstance(node, Article),
            citation_title=titled(facts.title),
        )
    )
    ids = {id for found in _REFS.findall(html) for id in found.split(" ")}
    data = preview_data(entry, ids, context.corpus, known, day)
    html += f'<script type="application/json" id="fk-previews">{data}</script>\n'
    issuers = "、".join(facts.issuers)
    description = f"{titled(facts.title)}{_what(facts, count, bool(points))}。制定机关：{issuers}。"
    return LawPage(facts.title, facts.short_title, description, html, tuple(_toc(version)))


def _what(facts: Facts, articles: int, pointed: bool) -> str:
    """What the page has of the instrument, behind its title."""
    if facts.catalogued:
        return "的制定机关、日期和官方来源"
    if articles:
        return f"全文，共{articles}条，逐条、逐款、逐项可链接"
    return "全文，逐条可链接" if pointed else "全文"


def _versions(entry: Entry, day: date) -> tuple[VersionLink, ...]:
    """All texts of the instrument, newest first; empty where there is but one."""
    instrument = entry.instrument
    if not instrument.others:
        return ()
    up = "../" if entry.is_main else "../../"
    return tuple(
        VersionLink(
            f"{long_date(version.facts.version)}文本",
            up + address(instrument.version_id(version)).removeprefix("laws/"),
            standing(instrument, version, day),
            version is entry.version,
        )
        for version in reversed(instrument.versions)
    )


def _verified(entry: Entry, manifest: Manifest) -> frozenset[str]:
    """Ids of the articles that agree with a reference digest, where the text as a whole is not said to."""
    if entry.version.facts.text_from.checked is Checked.DIGESTS:
        return frozenset()
    return frozenset(f"art-{number}" for number in matching(entry, manifest))


def _successors(entry: Entry, corpus: Corpus) -> list[tuple[str, str]]:
    """Title and relative address of the instruments that took the place of this one."""
    return [(corpus.instruments[slug].main.facts.title, href(slug, entry)) for slug in entry.version.facts.succeeded_by]


def _gaps(version: Version) -> dict[str, list[ArticleNumber]]:
    """Missing articles by the id of the article that follows them; `end` for those after the last one."""
    gaps: dict[str, list[ArticleNumber]] = {}
    articles = list(version.articles())
    for number in version.facts.missing:
        following = next((str(article.id) for article in articles if article.number > number), "end")
        gaps.setdefault(following, []).append(number)
    return gaps


def _event(event: Event) -> str:
    """2025年10月28日修正，2026年1月1日起施行."""
    parts = [f"{long_date(event.on)}{event.act}" if event.on else event.act]
    if event.effective:
        parts.append(f"{long_date(event.effective)}起施行")
    return "，".join(parts)


def _toc(version: Version) -> Iterator[TocEntry]:
    for number, preamble in enumerate(version.preamble, 1):
        if preamble.title:
            yield TocEntry(preamble.title, f"preamble-{number}")
    if any(isinstance(node, Division) for node in version.body):
        yield from _divisions(version.body)
    else:
        yield from (TocEntry(article.label, str(article.id)) for article in version.articles())
    for annex in version.annexes:
        yield TocEntry(annex.title, annex.id)


def _divisions(nodes: tuple[Division | Article, ...]) -> Iterator[TocEntry]:
    for node in nodes:
        if isinstance(node, Division):
            yield TocEntry(node.heading, node.id, tuple(_divisions(node.children)))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("indexer.site", "templates/content"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["long_date"] = long_date
    environment.filters["chinese"] = to_chinese
    environment.filters["titled"] = titled
    return environment
