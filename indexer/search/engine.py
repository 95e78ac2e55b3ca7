"""Search in Python: opens the index and turns a ranking into results to show.

`site/assets/search/engine.js` does the same in the browser.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from indexer.corpus import Corpus
from indexer.search.builder import open_index
from indexer.search.everyday import everyday_of
from indexer.search.postings import Postings
from indexer.search.query import LONGEST_QUERY, Query, parse
from indexer.search.ranking import Ranking, rank
from indexer.search.records import names, records
from indexer.search.snippet import Fragment, best_unit, fragments
from indexer.search.weights import WEIGHTS, Weights
from indexer.search.whoosh_index import WhooshIndex

__all__ = ["Engine", "Result", "Results", "default_cache", "open_engine"]


@dataclass(frozen=True, slots=True)
class Result:
    """A record that answers. `id` is `pipl/art-13`, `unit_id` `pipl/art-13-p1`; `law` is the title, `path` the
    headings above; `url` leads from the site's root to the unit."""

    id: str
    unit_id: str
    law: str
    slug: str
    label: str
    path: tuple[str, ...]
    score: float
    snippet: tuple[Fragment, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Results:
    """The best `results`; `exact` and `widened` count all that were found: with every word of the query, and with
    a part of them. `message` says in Chinese what the reader should know about the query, if anything."""

    results: tuple[Result, ...]
    exact: int
    widened: int
    message: str | None


def default_cache(docs: Path) -> Path:
    """Where the index of the library in `docs` is kept: `.cache/indexer` beside `docs`, as with MkDocs."""
    return docs.resolve().parent / ".cache" / "indexer"


def open_engine(
    corpus: Corpus,
    cache: Path,
    progress: Callable[[int, int], None] | None = None,
    say: Callable[[str], None] | None = None,
) -> "Engine":
    """The search over `corpus`, its index in `cache`/search; see `builder.open_index`. Raises IndexFolderError."""
    return Engine.open(cache, corpus, progress=progress, say=say)


class Engine:
    """Answers queries over an index."""

    def __init__(self, index: WhooshIndex, weights: Weights = WEIGHTS) -> None:
        self.index = index
        self.weights = weights

    @classmethod
    def open(
        cls,
        cache: Path,
        corpus: Corpus,
        *,
        progress: Callable[[int, int], None] | None = None,
        say: Callable[[str], None] | None = None,
    ) -> Self:
        """Open the index in `cache`/search, built first where needed. Raises IndexFolderError."""
        everyday = everyday_of(corpus)
        laws = records(corpus, everyday.questions)
        return cls(open_index(laws, names(corpus), cache / "search", everyday, progress, say))

    def search(self, query: str, *, limit: int = 10, law: str | None = None, kind: str | None = None) -> Results:
        """The `limit` best answers to `query`, only from the instrument with slug `law` and of level `kind`."""
        index = self.index
        parsed = parse(query, index.library)
        ranking = rank(parsed, index, self.weights, _allowed(index, law, kind))
        results = []
        for hit in ranking.hits[: max(0, limit)]:
            record = index.record(hit.document)
            text_law = index.library.laws[index.library.law_of[hit.document]]
            anchor, text = record.units[best_unit(record, ranking.terms, hit.unit)]
            results.append(
                Result(
                    record.id,
                    f"{text_law.id}/{anchor}" if anchor else record.id,
                    text_law.title,
                    text_law.slug,
                    record.label,
                    record.path,
                    hit.score,
                    fragments(text, ranking.terms),
                    text_law.url + (f"#{anchor}" if anchor else ""),
                )
            )
        filtered = law is not None or kind is not None
        return Results(
            tuple(results),
            ranking.exact,
            len(ranking.hits) - ranking.exact,
            _message(parsed, ranking, index, filtered) or None,
        )

    def close(self) -> None:
        """Release the files of the index."""
        self.index.close()


def _allowed(index: Postings, law: str | None, kind: str | None) -> frozenset[int] | None:
    if law is None and kind is None:
        return None
    library = index.library
    numbers = {
        number for number, each in enumerate(library.laws) if law in (None, each.slug) and kind in (None, each.kind)
    }
    return frozenset(document for document, number in enumerate(library.law_of) if number in numbers)


def _message(query: Query, ranking: Ranking, index: Postings, filtered: bool) -> str:
    said: list[str] = []
    if query.shortened:
        said.append(f"检索词超过 {LONGEST_QUERY} 个字，只用了前 {LONGEST_QUERY} 个字。")
    if not (query.words or query.phrases or query.citations or query.laws):
        said.append("请输入要检索的词语，如“训练数据”或“个保法13条”。")
        return "".join(said)
    for citation in ranking.absent:
        titles = [law.title for law in index.library.laws if law.slug in citation.slugs and law.current]
        said.append(f"{'、'.join(f'《{title}》' for title in titles) or '库中'}没有{citation.label}。")
    if ranking.missing:
        said.append(f"库中没有{_quoted(ranking.missing)}。")
    if ranking.missing_phrases:
        said.append(f"库中没有连写的{_quoted(ranking.missing_phrases)}。")
    if not ranking.hits and not said:
        said.append("所选范围内没有相符的条文。" if filtered else "没有条文同时含有这些词。")
    return "".join(said)


def _quoted(words: tuple[str, ...]) -> str:
    return "、".join(f"“{word}”" for word in words)
