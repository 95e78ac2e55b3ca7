"""The scores that the benchmarks print, and the switches of the ablation."""

from dataclasses import fields
from pathlib import Path

import pytest

from indexer.search.postings import FIELDS, Library
from indexer.search.query import Word
from indexer.search.weights import Weights
from tests.bench.ablation import STEPS, Step
from tests.bench.judged import JUDGED, Score, article, read_judged, score

A, B, C = (article("《中华人民共和国网络安全法》", label) for label in ("第一条", "第 二 条", "第三条"))


def test_an_article_is_written_one_way() -> None:
    assert A == ("网络安全法", "第一条")
    assert B == ("网络安全法", "第二条")


def test_the_best_order_scores_one() -> None:
    assert score([A, B, C], {A: 3, B: 2, C: 1}) == Score(1.0, 1.0, 1.0, 1.0, 0.0)


def test_a_wrong_first_place_costs() -> None:
    found = score([C, A], {A: 3, B: 2, C: 1})
    assert (found.mrr, found.recall, found.first) == (0.5, 0.5, 0.0)
    assert found.ndcg == pytest.approx((1 + 7 * 0.630930) / (7 + 3 * 0.630930 + 0.5), abs=1e-5)


def test_nothing_found_is_empty() -> None:
    assert score([], {A: 1}) == Score(0.0, 0.0, 0.0, 0.0, 1.0)


def test_repeated_articles_count_once() -> None:
    assert score([A, A, A], {A: 1}) == Score(1.0, 1.0, 1.0, 1.0, 0.0)


@pytest.mark.parametrize("path", JUDGED, ids=lambda path: path.name)
def test_our_own_queries_can_be_read(path: Path) -> None:
    queries = read_judged(path)
    assert len({query.qid for query in queries}) == len(queries) >= 30
    assert all(query.grades for query in queries)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_step_switches_off_what_there_is(step: Step) -> None:
    assert step.weights.keys() <= {each.name for each in fields(Weights)}
    assert step.library.keys() <= {each.name for each in fields(Library)}
    assert step.word.keys() <= {each.name for each in fields(Word)}
    assert step.hidden <= set(FIELDS)
