"""Numbers: every way of writing the same number finds the others, and no number is found in another one."""

import pytest

from indexer.search.numbers import quantities


@pytest.mark.parametrize(
    ("text", "token", "forms"),
    [
        ("5000万", "50000000", {"5000万", "五千万", "50000000"}),
        ("50000000", "50000000", {"5000万", "五千万", "50000000"}),
        ("五千万元以下", "50000000元", {"五千万元", "5000万元", "50000000元"}),
        ("10万块", "100000元", {"10万块", "十万元", "10万元", "100000元"}),
        ("两百万元", "2000000元", {"两百万元", "二百万元", "200万元", "2000000元"}),
        ("1亿元", "100000000元", {"1亿元", "一亿元", "100000000元"}),
        ("一亿五千万元", "150000000元", {"一亿五千万元", "150000000元"}),
        ("1.5万元", "15000元", {"1.5万元", "15000元"}),
        ("一万零五百元", "10500元", {"一万零五百元", "10500元"}),
        ("营业额5%", "5%", {"5%", "百分之五"}),
        ("百分之十", "10%", {"百分之十", "10%"}),
        ("0.5%", "5‰", {"0.5%", "千分之五"}),
        ("千分之五", "5‰", {"0.5%", "千分之五"}),
        ("不满14岁", "14岁", {"14岁", "14周岁", "十四岁", "十四周岁"}),
        ("3天", "3日", {"3天", "3日", "三天", "三日"}),
        ("二十四小时", "24小时", {"24小时", "二十四小时"}),
        ("2年", "2年", {"2年", "二年", "两年"}),
        ("10个工作日", "10个工作日", {"10个工作日", "十个工作日"}),
        ("14 周岁", "14岁", {"14 周岁", "14岁", "14周岁", "十四岁", "十四周岁"}),
        ("5,000万元", "50000000元", {"5,000万元", "五千万元", "5000万元", "50000000元"}),
        ("2023年8月15日", "2023年8月15日", {"2023年8月15日"}),
        ("二〇二三年", "2023年", {"二〇二三年", "2023年"}),
    ],
)
def test_forms(text: str, token: str, forms: set[str]) -> None:
    (found,) = quantities(text)
    assert (found.tokens[0], set(found.forms)) == (token, forms)
    assert found.forms[0] == text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        # an amount is found without its unit, too; a period is not
        ("处五千万元以下罚款", ["50000000元", "50000000"]),
        ("二十四小时内", ["24小时"]),
        # a date is no period
        ("自2021年9月1日起施行", ["2021年9月1日", "2021年9月", "9月1日", "9月", "2021年"]),
        ("9月30日为烈士纪念日", ["9月30日", "9月"]),
        # a part of a longer number is none
        ("百分之五十", ["50%"]),
        ("已满十八周岁", ["18岁"]),
        ("三十个工作日", ["30个工作日"]),
        # ordinals are none
        ("第三年、第三十日", []),
    ],
)
def test_what_a_text_is_found_by(text: str, tokens: list[str]) -> None:
    assert [token for found in quantities(text) for token in found.tokens] == tokens


@pytest.mark.parametrize(
    "text", ["gb45438", "第十三条", "pipl 13", "一二三", "百分之", "0元", "十十年", "三分之二", ""]
)
def test_what_is_no_amount(text: str) -> None:
    assert list(quantities(text)) == []
