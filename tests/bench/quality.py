"""How good are the answers? Scores by type of query, for this search and for plain engines over the same articles.

    python -m tests.bench.quality [QUERIES.jsonl…] [--docs docs]               this search beside plain engines
    python -m tests.bench.quality [QUERIES.jsonl…] [--docs docs] --ablation    its steps, each switched off

`tests/bench/judged.py` tells what the lines of QUERIES are, which are taken where none are named, and how the scores
are meant. `empty` is the share of queries without an answer that have one in the library; a negative, for which the
library has none, is answered honestly by no result, or by a message that says what is missing (plain engines say
nothing). Pagefind stands beside this search in `tests/bench/browser.py`, since it runs in a browser only.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from pathlib import Path

from indexer.corpus import load
from indexer.search import Engine, open_engine
from indexer.search.engine import default_cache
from indexer.search.records import records
from tests.bench.ablation import STEPS, Step, without
from tests.bench.judged import JUDGED, NEGATIVE, Article, Judged, Score, article, read_judged, score
from tests.bench.plain_engines import LIMIT, Search, plain_articles, plain_engines

Answer = tuple[Sequence[Article], bool]
"""The articles found, and whether a message says that something is missing."""


def ours(engine: Engine) -> Callable[[str], Answer]:
    """This search."""

    def answer(query: str) -> Answer:
        found = engine.search(query, limit=LIMIT)
        return [article(each.law, each.label) for each in found.results], bool(found.message)

    return answer


def silent(search: Search) -> Callable[[str], Answer]:
    """An engine that has no messages."""
    return lambda query: (search(query), False)


def scored(answer: Callable[[str], Answer], queries: Iterable[Judged]) -> dict[str, list[Score]]:
    """The scores by type of query, those of all queries as `all`; negatives are left out."""
    found: dict[str, list[Score]] = {}
    for query in queries:
        if query.grades:
            each = score(answer(query.query)[0], query.grades)
            found.setdefault(query.type, []).append(each)
            found.setdefault("all", []).append(each)
    return dict(sorted(found.items(), key=lambda item: item[0] == "all"))


def honest(answer: Callable[[str], Answer], queries: Iterable[Judged]) -> list[bool]:
    """For each negative, whether the answer is honest."""
    answers = [answer(query.query) for query in queries if query.type == NEGATIVE]
    return [said or not found for found, said in answers]


def mean(scores: Iterable[Score], name: str) -> float:
    return float(statistics.mean(getattr(each, name) for each in scores))


def compare(engines: Mapping[str, Callable[[str], Answer]], queries: Sequence[Judged]) -> None:
    """Print one table: engines, and below each the types of queries."""
    print(f"{'engine':24} {'type':10} {'n':>4} {'nDCG@10':>8} {'MRR@10':>7} {'R@10':>6} {'first':>6} {'empty':>6}")
    for name, answer in engines.items():
        for kind, scores in scored(answer, queries).items():
            print(
                f"{name:24} {kind:10} {len(scores):4} {mean(scores, 'ndcg'):8.3f} {mean(scores, 'mrr'):7.3f}"
                f" {mean(scores, 'recall'):6.3f} {mean(scores, 'first'):6.3f} {mean(scores, 'empty'):6.3f}"
            )
        if kept := honest(answer, queries):
            print(f"{name:24} {NEGATIVE:10} {len(kept):4}   honest {sum(kept)} of {len(kept)}")


def ablate(engine: Engine, files: Mapping[str, Sequence[Judged]]) -> None:
    """Print what each file of queries scores with everything, without each step, and without all of them."""
    print(f"{'':46}" + "".join(f" {name:>23}" for name in files))
    print(f"{'':46}" + f" {'nDCG@10':>9} {'':6} {'first':>6}" * len(files))
    whole: dict[str, float] = {}
    variants = [("everything", Step(""))]
    variants += [(f"without {step.name}", step) for step in STEPS]
    variants += [("without all of these", reduce(or_, STEPS))]
    for title, step in variants:
        line = f"{title:46}"
        for name, queries in files.items():
            scores = scored(ours(without(engine, step)), queries)["all"]
            ndcg = mean(scores, "ndcg")
            change = f"{ndcg - whole[name]:+.3f}" if name in whole else ""
            whole.setdefault(name, ndcg)
            line += f" {ndcg:9.3f} {change:6} {mean(scores, 'first'):6.3f}"
        print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("queries", nargs="*", type=Path, default=list(JUDGED))
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--ablation", action="store_true")
    given = parser.parse_args()
    files = {path.name: read_judged(path) for path in given.queries}
    corpus, _ = load(given.docs)
    laws = records(corpus)
    articles = plain_articles(laws)
    held = {each.article for each in articles}
    judged = {each for queries in files.values() for query in queries for each in query.grades}
    print(f"{len(articles)} articles of {len(laws)} texts; {len(judged)} judged, {len(judged - held)} of them not held")
    engine = open_engine(corpus, default_cache(given.docs))
    if given.ablation:
        ablate(engine, files)
        return
    with tempfile.TemporaryDirectory(prefix="quality-") as folder:
        plain = plain_engines(articles, Path(folder))
        engines = {"this search": ours(engine)} | {name: silent(search) for name, search in plain.items()}
        for name, queries in files.items():
            print(f"\n{name}")
            compare(engines, queries)


if __name__ == "__main__":
    main()
