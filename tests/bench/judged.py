"""Judged queries, and what a list of articles is worth against them.

A line of a file of judged queries is {"qid", "query", "type", "relevant": [{"law", "article", "grade"}]}; of the type
"negative" are queries that nothing in the library answers. `JUDGED` are our own, written apart from the thesaurus and
from the questions of articles: the weights of the search were chosen looking at the first file, the second was held
out.

What counts as right for MRR, R@10 and the first place is an article of grade 2 or more, or of the best grade that the
query has if none reaches 2. nDCG@10 uses every grade, with gains of 2^grade - 1.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["FIRST", "JUDGED", "NEGATIVE", "Article", "Judged", "Score", "article", "read_judged", "score"]

_DATA = Path(__file__).parent / "data"
JUDGED = (_DATA / "judged_a.jsonl", _DATA / "judged_b.jsonl")
NEGATIVE = "negative"
FIRST = 10
"""Results that count."""
RIGHT = 2

Article = tuple[str, str]
"""Title of the law and label of the article, as `article` writes them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with the grades of the articles that answer it; no grades: nothing does."""

    qid: str
    query: str
    type: str
    grades: Mapping[Article, int]


@dataclass(frozen=True, slots=True)
class Score:
    """What one answer is worth; each from 0 to 1."""

    ndcg: float
    mrr: float
    recall: float
    first: float
    empty: float


def article(law: str, label: str) -> Article:
    """The one way to write an article: 《中华人民共和国网络安全法》 is 网络安全法."""
    return _plain(law).replace("中华人民共和国", "").strip("《》"), _plain(label)


def _plain(text: str) -> str:
    return "".join(text.split())


def read_judged(path: Path) -> list[Judged]:
    """The queries of one file."""
    lines = filter(str.strip, path.read_text(encoding="utf-8").splitlines())
    return [
        Judged(
            line["qid"],
            line["query"],
            line["type"],
            {article(each["law"], each["article"]): each["grade"] for each in line.get("relevant", ())},
        )
        for line in map(json.loads, lines)
    ]


def score(found: Sequence[Article], grades: Mapping[Article, int]) -> Score:
    """What the first ten of `found` are worth for a query that has an answer.

    An article that comes again (in an older text of the law) is left out.
    """
    first = list(dict.fromkeys(found))[:FIRST]
    least = min(RIGHT, max(grades.values()))
    right = [grades.get(each, 0) >= least for each in first]
    most = min(FIRST, sum(grade >= least for grade in grades.values()))
    best = _gain(sorted(grades.values(), reverse=True)[:FIRST])
    return Score(
        _gain([grades.get(each, 0) for each in first]) / best,
        1 / (right.index(True) + 1) if any(right) else 0.0,
        sum(right) / most,
        float(right[:1] == [True]),
        float(not first),
    )


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
