"""Terms that a text defines: X，是指……; 本法所称X，是指……; 下列用语的含义; （以下简称X）.

Offsets count characters of the article's text from 0; a term is given without its quotation marks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from indexer.corpus import Corpus, Entry
from indexer.model import Article
from indexer.numerals import NUMERAL

__all__ = ["DefinedTerm", "Scope", "TermKind", "terms_of_article", "terms_of_library"]


class TermKind(StrEnum):
    """How a term is introduced."""

    DEFINITION = "definition"
    ABBREVIATION = "abbreviation"


class Scope(StrEnum):
    """How far a definition reaches."""

    LAW = "law"
    CHAPTER = "chapter"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class DefinedTerm:
    """A term defined at article.text[start:end]; `sentence` is (start, end) of the words that define it."""

    term: str
    start: int
    end: int
    kind: TermKind
    scope: Scope
    sentence: tuple[int, int]


_SELF = r"本(?:法|条例|办法|规定|细则|规则|决定|解释|准则|规程)"
_REFERENCE = rf"""
    (?: {_SELF} (?: 第{NUMERAL}条 (?:第{NUMERAL}款)? (?:第{NUMERAL}项)? )?
      | 本[章节编条款项] | [前上](?:{NUMERAL}|两)?[条款项] | 第{NUMERAL}[条款项](?:第{NUMERAL}[款项])* | 民法 )
"""
_TERM = r"[^，。；：、“”（）《》\n]{1,30}?"
_LIST = rf"(?: [“‘]?{_TERM}[”’]? (?: (?:、|和|以及|或者) [“‘]?{_TERM}[”’]? )*? )"
_MEANING = r"(?:是指|系指|指的是|指(?![定导挥示令派使纹标数责控明出引]))"
_ASIDE = r"(?:（[^（）]*）)?"

# 本法所称网络安全，是指; 前款所称行政行为，包括; 本法所称的发明创造是指
_CALLED = re.compile(
    rf"""
    (?P<of>{_REFERENCE}|(?<=[。；\n])|^) (?:中|规定)? (?:所称|所指)的? (?P<terms>{_LIST}) {_ASIDE}
    (?: ，? (?:主要)? (?:{_MEANING}|不包括|包括) | ，?是(?!否) )
    """,
    re.VERBOSE,
)
# X，是指 at the beginning of a paragraph, an item, or a sentence
_MEANS = re.compile(
    rf"""
    (?:^|(?<=[。；\n])) (?:（{NUMERAL}）|\d+[.．]|其中，)? (?:{_SELF}(?:规定的|中的?)|前款规定的)?
    (?P<terms> [“‘]? [^，。；：“”（）《》\n]{{1,45}}? (?<!的) [”’]? ) {_ASIDE} (?: ，{_MEANING} | 是指 )
    """,
    re.VERBOSE,
)
_INCLUDES = re.compile(r"(?:^|(?<=\n))(?P<terms>[^，。；：、“”（）《》\n是为]{2,8})，包括")
# （以下简称X）, （以下统称“X”）, 以下称X
_SHORT = re.compile(r"以下(?:分别)?(?:简称|统称|通称|合称|称)(?:为|作)?(?P<terms>[^，。；：）（\n]{1,40})")
_ONE = re.compile(r"[“‘]?(?P<term>[^“”‘’、]+)[”’]?")
_JOINED = re.compile(r"[”’](?:、|和|以及)[“‘]|、")


def terms_of_article(article: Article) -> tuple[DefinedTerm, ...]:
    """The terms that `article` defines, in the order of its text, each place once."""
    found: dict[tuple[int, int], DefinedTerm] = {}
    for term in _terms(article.text):
        if not any(low < term.end and term.start < high for low, high in found):
            found[term.start, term.end] = term
    return tuple(sorted(found.values(), key=lambda term: term.start))


def terms_of_library(corpus: Corpus) -> Iterator[tuple[Entry, Article, DefinedTerm]]:
    """Every defined term of every text, in the order of the texts."""
    for entry in corpus.entries.values():
        for article in entry.version.articles():
            for term in terms_of_article(article):
                yield entry, article, term


def _terms(text: str) -> Iterator[DefinedTerm]:
    for match in _CALLED.finditer(text):
        yield from _named(text, match, TermKind.DEFINITION, _scope(match["of"] or ""))
    for match in _MEANS.finditer(text):
        if not re.search(r"所称|所指|的含义|所谓", match["terms"]):
            yield from _whole(text, match, _scope_of_lead(text, match.start()))
    if re.search(rf"{_SELF}所称", text):
        for match in _INCLUDES.finditer(text):
            yield from _named(text, match, TermKind.DEFINITION, Scope.LAW)
    for match in _SHORT.finditer(text):
        yield from _named(text, match, TermKind.ABBREVIATION, Scope.LAW)


def _named(text: str, match: re.Match[str], kind: TermKind, scope: Scope) -> Iterator[DefinedTerm]:
    """One term, or several in quotation marks or joined by 、 (以上、以下、以内)."""
    begin, listed = match.start("terms"), match["terms"]
    parts, at = [], 0
    for joint in _JOINED.finditer(listed):
        parts.append((at, joint.start()))
        at = joint.end()
    parts.append((at, len(listed)))
    sentence = _sentence(text, match)
    for low, high in parts:
        term = listed[low:high]
        start = begin + low + len(term) - len(term.lstrip("“‘《"))
        end = begin + high - (len(term) - len(term.rstrip("”’》")))
        if start < end:
            yield DefinedTerm(text[start:end], start, end, kind, scope, sentence)


def _whole(text: str, match: re.Match[str], scope: Scope) -> Iterator[DefinedTerm]:
    """One term, whatever stands in it: 拐卖妇女、儿童是指."""
    start, end = match.span("terms")
    start, end = start + text[start:end].startswith(("“", "‘")), end - text[start:end].endswith(("”", "’"))
    yield DefinedTerm(text[start:end], start, end, TermKind.DEFINITION, scope, _sentence(text, match))


def _sentence(text: str, match: re.Match[str]) -> tuple[int, int]:
    """From the beginning of the defining clause to its full stop; with its items, if it introduces them."""
    start = match.start()
    end = re.compile("[。；\n]|\\Z").search(text, match.end())
    assert end
    stop = end.end() if text[end.start() : end.end()] != "\n" else end.start()
    return start, stop


def _scope(of: str) -> Scope:
    if of.startswith(("本章", "本节", "本编")):
        return Scope.CHAPTER
    if re.match("本条(?!例)|本[款项]|[前上第]", of):
        return Scope.ARTICLE
    return Scope.LAW


def _scope_of_lead(text: str, at: int) -> Scope:
    """Of 本章下列用语的含义：, the words that introduce the items."""
    lead = text[: text.find("\n")] if at and "\n" in text[:at] else ""
    return _scope(lead) if re.match(r"本(?:[章节编款]|条(?!例))", lead) and "含义" in lead else Scope.LAW
