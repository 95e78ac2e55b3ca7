"""What a query was understood as, in Chinese, for people who want to know why they found what they found."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from indexer.model import titled
from indexer.search.filters import FACETS
from indexer.search.postings import Library
from indexer.search.query import Citation, Query, Word, asks_penalty, only_frames

__all__ = ["HOW", "explain"]

HOW: Mapping[str, str] = {
    "word": "原文",
    "form": "另一写法",
    "part": "词中的词",
    "meant": "法律用语",
    "slip": "近似的词",
    "question": "条文所答的问题",
    "alike": "意思相同的说法",
    "title": "法规名称",
    "cited": "检索词所指的条",
    "breach": "所处罚的条文",
    "penalty": "罚则",
    "framing": "问法，不必出现",
    "none": "没有",
}
"""Names of the ways in which a word is found (see `engine.Reason`)."""

_FACETS = dict(zip(FACETS, ("法规", "位阶", "效力", "条文类型", "主题"), strict=True))


def explain(query: Query, library: Library, long_from: int) -> tuple[tuple[str, str], ...]:
    """(name, value) of each part of a query; `long_from` as in `Weights`."""
    return tuple(_parts(query, library, long_from))


def _parts(query: Query, library: Library, long_from: int) -> Iterator[tuple[str, str]]:
    yield "检索词", query.text
    titles = {law.slug: law.title for law in library.laws if law.current or "@" not in law.id}
    titles |= {law.id: f"{law.title}（{law.id.partition('@')[2][:4]}年文本）" for law in library.laws if "@" in law.id}
    for slugs in query.laws:
        yield "法规", "、".join(titled(titles.get(slug, slug)) for slug in slugs)
    for citation in query.citations:
        yield "法条", _cited(citation, titles)
    for phrase in query.phrases:
        yield "原文", f"“{phrase}”"
    if query.meaning:
        yield "问含义", query.meaning
    for word in query.words:
        yield "词", _word(word)
    if asked := [word.surface for word, asks in zip(query.words, asks_penalty(query.words), strict=True) if asks]:
        yield "问罚则", "、".join(asked)
    if framing := [word.surface for word, frames in zip(query.words, only_frames(query), strict=True) if frames]:
        yield "不必出现", "、".join(framing)
    for excluded in query.excluded:
        yield "排除", excluded
    for slug in query.without:
        yield "排除", titled(titles.get(slug, slug))
    for citation in query.uncited:
        yield "排除", _cited(replace(citation, unit=""), titles)
    for facet, value in query.barred:
        yield f"排除：{_FACETS[facet]}", value
    for facet, value in query.filters:
        yield f"筛选：{_FACETS[facet]}", value
    if len(query.words) >= long_from:
        yield "方式", "长问题，按共有的词语排序，不要求含有全部词"


def _cited(citation: Citation, titles: Mapping[str, str]) -> str:
    named = "、".join(titled(titles.get(slug, slug)) for slug in citation.slugs) or "各法规"
    return f"{named}{citation.label}{citation.unit}"


def _word(word: Word) -> str:
    others = (
        ("也写作", tuple(form for form in word.forms if form != word.surface)),
        ("法律用语", word.widened),
        ("词中的词", word.parts),
        ("近似的词", word.slips),
    )
    said = "；".join(f"{name}：{'、'.join(texts)}" for name, texts in others if texts)
    return f"{word.surface}（{said}）" if said else word.surface
