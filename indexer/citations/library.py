"""All citations of a library."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from indexer.citations.find import find, instrument_names, short_names
from indexer.citations.grammar import Mention
from indexer.citations.lexer import NameTable, Sign
from indexer.citations.resolve import Names, Outline, Place, Resolver
from indexer.citations.roles import roles
from indexer.citations.targets import Citation
from indexer.corpus import Corpus, Entry
from indexer.faults import Fault
from indexer.model import Article

__all__ = ["ArticleCitations", "LibraryCitations", "cite"]


@dataclass(frozen=True, slots=True)
class ArticleCitations:
    """The citations of one article, in the order of its text. `malformed` are (start, end) of signs like 第十十条."""

    entry: Entry
    article: Article
    citations: tuple[Citation, ...]
    malformed: tuple[tuple[int, int], ...] = ()

    @property
    def id(self) -> str:
        return f"{self.entry.id}/{self.article.id}"


@dataclass(frozen=True)
class LibraryCitations:
    """Every article of the library with its citations, in the order of the texts."""

    articles: tuple[ArticleCitations, ...]

    @cached_property
    def by_text(self) -> Mapping[str, tuple[ArticleCitations, ...]]:
        """By the id of the text, `csl`."""
        groups = groupby(self.articles, key=lambda each: each.entry.id)
        return {id: tuple(found) for id, found in groups}

    @cached_property
    def by_id(self) -> Mapping[str, ArticleCitations]:
        """By the id of the article, `csl/art-21`."""
        return {each.id: each for each in self.articles}

    def faults(self) -> Iterator[Fault]:
        """What is wrong with citations, at the line of the 款 or 项 in which they stand."""
        for each in self.articles:
            document = each.entry.document
            for citation in each.citations:
                if citation.fault:
                    line = document.line(citation.source.partition("/")[2])
                    message = f"{each.article.label}的“{citation.surface}”没有着落：{citation.fault}"
                    yield Fault(document.path, line, message, "对照官方文本，改正条文里的条、款、项")
            for start, end in each.malformed:
                line = document.line(str(each.article.id))
                message = f"{each.article.label}的“{each.article.text[start:end]}”不是规范的条款号"
                yield Fault(document.path, line, message, "对照官方文本，改正条款号")


def cite(corpus: Corpus, progress: Callable[[int, int], None] | None = None) -> LibraryCitations:
    """Find and resolve every citation of `corpus`. `progress` is called with (texts done, texts in all)."""
    outlines = {entry.id: Outline(entry) for entry in corpus.entries.values()}
    names, known = Names(corpus, outlines), instrument_names(corpus)
    table = NameTable(known)
    found: list[ArticleCitations] = []
    for done, outline in enumerate(outlines.values(), 1):
        found.extend(_of_text(outline, names, known, table))
        if progress:
            progress(done, len(outlines))
    return LibraryCitations(tuple(found))


def _of_text(outline: Outline, names: Names, known: frozenset[str], table: NameTable) -> Iterator[ArticleCitations]:
    shorts = short_names(outline.version)
    if shorts:
        table = NameTable(known | set(shorts))
    for article in outline.version.articles():
        mentions, malformed = find(article.text, table)
        has_items = any(paragraph.items for paragraph in article.paragraphs)
        resolver = Resolver(names, outline, shorts)
        citations = []
        for mention in mentions:
            unit = article.unit_at(mention.start)
            place = Place(outline, article.number, unit.id.paragraph or 1, unit.id.item)
            citation = resolver.resolve(article.text, mention, place)
            # 按照从大到小排序，对前三项污染物: where no items are, none can be meant.
            if has_items or not _is_earlier_item(mention):
                citations.append(citation)
        yield ArticleCitations(
            outline.entry,
            article,
            roles(article, citations),
            tuple((token.start, token.end) for token in malformed),
        )


def _is_earlier_item(mention: Mention) -> bool:
    head = mention.head
    return head is not None and head.sign is Sign.EARLIER and head.unit == "项"
