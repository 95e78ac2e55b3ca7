"""Identifiers of provisions as values, strings and Chinese labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ids import ArticleNumber, ProvisionId
from indexer.numerals import NumeralError

numbers = st.integers(1, 9999)
article_numbers = st.builds(ArticleNumber, numbers, st.integers(0, 9999))


@st.composite
def provision_ids(draw: st.DrawFn) -> ProvisionId:
    """An article, or a 款 of it, or a 项 of that, or a 目 of that."""
    return ProvisionId(draw(article_numbers), *draw(st.lists(numbers, max_size=3)))


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        # 条
        ("13", ArticleNumber(13), "第十三条"),
        ("1254", ArticleNumber(1254), "第一千二百五十四条"),
        # 之: 刑法第一百二十条之一, 第二百六十二条之二
        ("120-1", ArticleNumber(120, 1), "第一百二十条之一"),
        ("262-2", ArticleNumber(262, 2), "第二百六十二条之二"),
    ],
)
def test_article_numbers(text: str, value: ArticleNumber, label: str) -> None:
    assert ArticleNumber.parse(text) == value
    assert ArticleNumber.from_label(label) == value
    assert (str(value), value.label) == (text, label)


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        # 条
        ("art-13", ProvisionId(ArticleNumber(13)), "第十三条"),
        # 款
        ("art-13-p1", ProvisionId(ArticleNumber(13), 1), "第十三条第一款"),
        # 项
        ("art-13-p1-i3", ProvisionId(ArticleNumber(13), 1, 3), "第十三条第一款第三项"),
        # 目
        ("art-13-p1-i3-s1", ProvisionId(ArticleNumber(13), 1, 3, 1), "第十三条第一款第三项第1目"),
        # 之, alone and with a 款
        ("art-120-1", ProvisionId(ArticleNumber(120, 1)), "第一百二十条之一"),
        ("art-120-1-p2", ProvisionId(ArticleNumber(120, 1), 2), "第一百二十条之一第二款"),
    ],
)
def test_provision_ids(text: str, value: ProvisionId, label: str) -> None:
    assert ProvisionId.parse(text) == value
    assert (str(value), value.label) == (text, label)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "013",
        "13-0",
        "13-",
        "-1",
        "13-1-1",
        "13 ",
        "13\n",
        "第十三条",
        # digits of other scripts, which \d would let pass
        "１３",
        "1٣",
        # beyond what can be written
        "10000",
        "9" * 5000,
    ],
)
def test_what_is_no_article_number(text: str) -> None:
    with pytest.raises(ValueError, match="不是条号，应写作 13 或 120-1"):
        ArticleNumber.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "13",
        "art-",
        "art-0",
        "art-13-",
        "art-13-p0",
        # a level left out, levels in another order
        "art-13-i3",
        "art-13-p1-s1",
        "art-13-i3-p1",
        "art-13-p1-i3-s1-x",
        # case, space, other kinds of id
        "ART-13",
        "art-13 ",
        "chp-2",
        "annex-1",
        "pipl/art-13",
        "art-10000",
        "art-１３",
    ],
)
def test_what_is_no_provision_id(text: str) -> None:
    with pytest.raises(ValueError, match="不是条文标识，应写作 art-13 或 art-13-p1-i3"):
        ProvisionId.parse(text)


@pytest.mark.parametrize("label", ["", "十三条", "第十三", "第十三款", "第13条", "第十三条之", "第十三条 ", "第廿条"])
def test_what_is_no_label_of_an_article(label: str) -> None:
    with pytest.raises(ValueError, match="不是条的标题，应写作“第十三条”或“第一百二十条之一”"):
        ArticleNumber.from_label(label)


@pytest.mark.parametrize(("label", "numeral"), [("第十十条", "十十"), ("第零条", "零"), ("第一条之一十", "一十")])
def test_labels_with_a_malformed_numeral(label: str, numeral: str) -> None:
    with pytest.raises(NumeralError, match=f"“{numeral}”不是"):
        ArticleNumber.from_label(label)


def test_articles_are_ordered_as_in_a_law() -> None:
    order = ["1", "2", "10", "119", "120", "120-1", "120-2", "120-10", "121", "1000"]
    assert [str(number) for number in sorted(map(ArticleNumber.parse, reversed(order)))] == order


@given(article_numbers)
def test_an_article_number_is_read_from_its_string_and_from_its_label(number: ArticleNumber) -> None:
    assert ArticleNumber.parse(str(number)) == number
    assert ArticleNumber.from_label(number.label) == number


@given(provision_ids())
def test_an_id_is_read_from_its_string(id: ProvisionId) -> None:
    assert ProvisionId.parse(str(id)) == id


@given(provision_ids(), provision_ids())
def test_different_provisions_have_different_ids_and_labels(one: ProvisionId, other: ProvisionId) -> None:
    assert (str(one) == str(other)) == (one == other)
    assert (one.label == other.label) == (one == other)
