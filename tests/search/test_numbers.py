"""Numbers: every way of writing the same number finds the others."""

import pytest

from indexer.search.numbers import number_forms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5000万", {"5000万", "五千万", "50000000"}),
        ("五千万元以下", {"五千万元", "5000万元", "50000000元"}),
        ("10万块", {"10万块", "十万元", "10万元", "100000元"}),
        ("营业额5%", {"5%", "百分之五"}),
        ("百分之十", {"百分之十", "10%"}),
        ("不满14岁", {"14岁", "14周岁", "十四岁", "十四周岁"}),
        ("3天", {"3天", "3日", "三天", "三日"}),
        ("24小时", {"24小时", "二十四小时"}),
        ("2年", {"2年", "二年", "两年"}),
        ("1亿元", {"1亿元", "一亿元", "100000000元"}),
    ],
)
def test_forms(text: str, expected: set[str]) -> None:
    ((start, end, forms),) = number_forms(text)
    assert set(forms) == expected
    assert forms[0] == text[start:end]


@pytest.mark.parametrize("text", ["gb45438", "第十三条", "pipl 13", "一二三", "百分之", "0元", "十十年", ""])
def test_what_is_no_amount(text: str) -> None:
    assert list(number_forms(text)) == []
