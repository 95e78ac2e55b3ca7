"""Plain engines over the same articles, as they come: what a search without any knowledge of law finds.

Each is a function from a query to articles, best first. The title of the law with the headings above the article is
one field, its text the other; any word of the query may match.
"""

import math
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from indexer.search.cutting import quiet_jieba
from indexer.search.records import LawRecords
from tests.bench.judged import Article, article

__all__ = ["LIMIT", "PlainArticle", "Search", "plain_articles", "plain_engines"]

LIMIT = 20
"""Results asked for: the same article of an older text counts once, so that ten are left."""

Search = Callable[[str], Sequence[Article]]

_HAN = re.compile("[\u3400-\u9fff]+")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class PlainArticle:
    """What a plain engine is given of an article."""

    article: Article
    title: str
    text: str


def plain_articles(laws: Iterable[LawRecords]) -> list[PlainArticle]:
    """Every record of the library."""
    return [
        PlainArticle(
            article(law.law.title, record.label),
            " ".join((law.law.title, *record.path)),
            "\n".join((record.label, *(text for _, text in record.units))),
        )
        for law in laws
        for record in law.records
    ]


def plain_engines(articles: Sequence[PlainArticle], folder: Path) -> Mapping[str, Search]:
    """The engines by name; jieba's dictionary and Whoosh's index are kept in `folder`."""
    jieba = quiet_jieba()
    jieba.dt.tmp_dir = str(folder)

    def cut(text: str) -> list[str]:
        return [word for word in jieba.lcut_for_search(text.lower()) if _WORD.search(word)]

    def pairs(text: str) -> list[str]:
        return ["".join(pair) for run in _HAN.findall(text) for pair in pairwise(run)]

    titles, texts = [cut(each.title) for each in articles], [cut(each.text) for each in articles]
    words = _Bm25([title + text for title, text in zip(titles, texts, strict=True)])
    characters = _Bm25([pairs(each.title) + pairs(each.text) for each in articles])

    def bm25(query: str) -> Sequence[Article]:
        scores = words.scores(cut(query))
        for number, more in characters.scores(pairs(query)).items():
            scores[number] = scores.get(number, 0.0) + more
        return [articles[number].article for number in sorted(scores, key=lambda each: -scores[each])[:LIMIT]]

    return {
        "Whoosh + jieba, BM25F": _whoosh(articles, folder / "whoosh"),
        "SQLite FTS5 + jieba": _fts5(articles, titles, texts, cut),
        "BM25 words + bigrams": bm25,
    }


class _Bm25:
    """BM25 over lists of tokens, with the usual constants."""

    def __init__(self, documents: Sequence[Sequence[str]], k1: float = 1.2, b: float = 0.75) -> None:
        mean = sum(map(len, documents)) / max(1, len(documents))
        self.weights: dict[str, dict[int, float]] = {}
        for number, tokens in enumerate(documents):
            norm = k1 * (1 - b + b * len(tokens) / mean)
            for token, many in Counter(tokens).items():
                self.weights.setdefault(token, {})[number] = many * (k1 + 1) / (many + norm)
        self.count = len(documents)

    def scores(self, tokens: Iterable[str]) -> dict[int, float]:
        found: dict[int, float] = {}
        for token in dict.fromkeys(tokens):
            held = self.weights.get(token, {})
            idf = math.log(1 + (self.count - len(held) + 0.5) / (len(held) + 0.5))
            for number, weight in held.items():
                found[number] = found.get(number, 0.0) + idf * weight
        return found


def _whoosh(articles: Sequence[PlainArticle], folder: Path) -> Search:
    """Whoosh with its default ranking (BM25F) and the analyzer that jieba brings for it."""
    from jieba.analyse import ChineseAnalyzer
    from whoosh.fields import NUMERIC, TEXT, Schema
    from whoosh.index import create_in
    from whoosh.query import Or, Term

    analyzer = ChineseAnalyzer()
    folder.mkdir()
    index = create_in(str(folder), Schema(number=NUMERIC(stored=True), title=TEXT(analyzer), text=TEXT(analyzer)))
    writer = index.writer(limitmb=512)
    for number, each in enumerate(articles):
        writer.add_document(number=number, title=each.title, text=each.text)
    writer.commit()
    searcher = index.searcher()

    def search(query: str) -> Sequence[Article]:
        words = dict.fromkeys(token.text for token in analyzer(query))
        asked = Or([Term(field, word) for word in words for field in ("title", "text")])
        return [articles[hit["number"]].article for hit in searcher.search(asked, limit=LIMIT)]

    return search


def _fts5(
    articles: Sequence[PlainArticle],
    titles: Iterable[Sequence[str]],
    texts: Iterable[Sequence[str]],
    cut: Callable[[str], Sequence[str]],
) -> Search:
    """SQLite's full-text search over words that jieba has cut."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE articles USING fts5(title, text)")
    rows = ((n, " ".join(title), " ".join(text)) for n, (title, text) in enumerate(zip(titles, texts, strict=True)))
    database.executemany("INSERT INTO articles(rowid, title, text) VALUES (?, ?, ?)", rows)

    def search(query: str) -> Sequence[Article]:
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(cut(query)))
        if not asked:
            return []
        sql = "SELECT rowid FROM articles WHERE articles MATCH ? ORDER BY bm25(articles) LIMIT ?"
        return [articles[number].article for (number,) in database.execute(sql, (asked, LIMIT))]

    return search
