"""Choose the weights of the ranking by cross-validation on judged queries, and say how much they matter.

    python -m tests.bench.weights QUERIES.jsonl… [--docs docs] [--folds 5]

`tests/bench/judged.py` tells what the lines of QUERIES are. One weight at a time is tried at several values; a value is
taken over only if it is better on average over the folds that were not used to choose it.
"""

import argparse
import random
import statistics
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexer.corpus import load
from indexer.search import Engine, open_engine
from indexer.search.engine import default_cache
from indexer.search.weights import WEIGHTS, Weights
from tests.bench.judged import Judged, article, read_judged, score

GRID: dict[str, tuple[float, ...]] = {
    "long_from": (4, 5, 6, 7, 9),
    "contiguous": (0.6, 1.0, 1.5, 2.5),
    "coverage": (0.5, 0.7, 0.85),
    "core": (1.0, 1.1, 1.2, 1.35),
    "boost": (1.1, 1.25, 1.4, 1.6),
    "question": (0.4, 0.7, 1.0, 1.4),
    "meant": (0.6, 0.8, 1.0),
    "widened": (0.2, 0.4, 0.6),
    "title": (0.1, 0.3, 0.5),
    "title_share": (0.1, 0.4, 0.7, 0.9),
    "lower": (0.8, 0.9, 1.0),
    "mention": (0.8, 0.9, 1.0),
    "heading": (0.4, 0.8, 1.2),
    "text_b": (0.3, 0.5, 0.7, 0.9),
    "part": (0.3, 0.5, 0.7),
    "pairs": (0.3, 0.6, 1.0, 1.5),
    "gathering": (0.0, 0.3, 0.6, 1.0),
    "least_coverage": (0.05, 0.1, 0.2),
    "grams": (0.2, 0.4, 0.7),
    "k1": (0.8, 1.2, 1.6),
}


def ndcg(engine: Engine, query: Judged) -> float:
    """nDCG@10 of the answer to a query."""
    return score([article(each.law, each.label) for each in engine.search(query.query).results], query.grades).ndcg


def scores(engine: Engine, weights: Weights, queries: Sequence[Judged]) -> list[float]:
    engine.weights = weights
    return [ndcg(engine, query) for query in queries]


def changed(weights: Weights, name: str, value: float) -> Weights:
    changes: dict[str, Any] = {name: value}
    return replace(weights, **changes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("queries", nargs="+", type=Path)
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--folds", type=int, default=5)
    given = parser.parse_args()
    queries = [query for path in given.queries for query in read_judged(path) if query.grades]
    random.Random(1).shuffle(queries)
    corpus, _ = load(given.docs)
    engine = open_engine(corpus, default_cache(given.docs))
    weights = WEIGHTS
    base = scores(engine, weights, queries)
    folds = [range(start, len(queries), given.folds) for start in range(given.folds)]
    print(f"start: {statistics.mean(base):.4f}, folds {[round(statistics.mean(base[i] for i in f), 3) for f in folds]}")
    for name, values in GRID.items():
        tried = {value: scores(engine, changed(weights, name, value), queries) for value in values}
        held_out, chosen = [], []
        for fold in folds:
            rest = [i for i in range(len(queries)) if i not in fold]
            best = max(tried, key=lambda value: statistics.mean(tried[value][i] for i in rest))
            chosen.append(best)
            held_out += [tried[best][i] for i in fold]
        means = {value: round(statistics.mean(tried[value]), 4) for value in values}
        value = statistics.median_low(chosen)
        better = statistics.mean(held_out) > statistics.mean(base) + 1e-4
        print(f"{name}: {means}, chosen {chosen}, held out {statistics.mean(held_out):.4f}{' *' if better else ''}")
        if better:
            weights, base = changed(weights, name, value), tried[value]
    spread = [statistics.mean(base[i] for i in fold) for fold in folds]
    print(f"end: {statistics.mean(base):.4f}, folds {[round(each, 3) for each in spread]}")
    print(weights)


if __name__ == "__main__":
    main()
