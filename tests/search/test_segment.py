"""Queries are cut over the library's own vocabulary, by integer costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.segment import LONGEST_WORD, costs, cut, parts

COSTS = costs(
    {"个人": 50, "信息": 50, "个人信息": 60, "保护": 40, "人信": 1, "处理": 30, "训练": 5, "数据": 80, "法": 9}
)


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("训练数据", ("训练", "数据")),
        ("个人信息保护法", ("个人信息", "保护", "法")),
        # what the library lacks falls into single characters
        ("刷脸数据", ("刷", "脸", "数据")),
        ("", ()),
        ("保", ("保",)),
    ],
)
def test_cut(run: str, expected: tuple[str, ...]) -> None:
    assert cut(run, COSTS) == expected


def test_of_equally_cheap_paths_the_longest_first_word_wins() -> None:
    equal = {"甲": 10, "乙": 10, "丙": 10, "甲乙": 20, "乙丙": 20, "甲乙丙": 30}
    assert cut("甲乙丙", equal) == ("甲乙丙",)
    del equal["甲乙丙"]
    assert cut("甲乙丙", equal) == ("甲乙", "丙")


def test_costs_are_integers_and_frequent_words_cheap() -> None:
    found = costs({"甲": 1, "乙": 99})
    assert found == {"乙": 1, "甲": 74}
    assert list(found) == ["乙", "甲"]
    assert costs({"长" * (LONGEST_WORD + 1): 5, "短": 5}).keys() == {"短"}
    assert costs({}) == {}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("个人信息", ("个人", "信息")),
        # too short, or not made of words
        ("数据", ()),
        ("训练法", ()),
        ("刷脸数据", ()),
    ],
)
def test_parts(word: str, expected: tuple[str, ...]) -> None:
    assert parts(word, COSTS) == expected


@given(st.text("个人信息保护处理训练数据法刷脸𠀀", max_size=80))
def test_the_words_joined_give_the_run(run: str) -> None:
    assert "".join(cut(run, COSTS)) == run


@given(
    st.dictionaries(st.text("甲乙丙丁", min_size=1, max_size=3), st.integers(1, 9), max_size=12),
    st.text("甲乙丙丁", max_size=7),
)
def test_no_cheaper_path_exists(vocabulary: dict[str, int], run: str) -> None:
    def cheapest(rest: str) -> int:
        if not rest:
            return 0
        return min(
            cost + cheapest(rest[end:])
            for end in range(1, len(rest) + 1)
            if (cost := vocabulary.get(rest[:end], 40_000 if end == 1 else 0))
        )

    assert sum(vocabulary.get(word, 40_000) for word in cut(run, vocabulary)) == cheapest(run)
