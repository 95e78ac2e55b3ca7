"""Numerals both ways: tables from real labels, the errors, and the whole range."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.numerals import LARGEST, NumeralError, to_chinese, to_int

NUMERALS = [
    # one place
    (1, "一"),
    (9, "九"),
    # 十 to 十九: never 一十
    (10, "十"),
    (11, "十一"),
    (19, "十九"),
    # whole and broken tens
    (20, "二十"),
    (21, "二十一"),
    # inside a larger number 十 is 一十
    (110, "一百一十"),
    (112, "一百一十二"),
    (1010, "一千零一十"),
    (1019, "一千零一十九"),
    # one empty place, two empty places: one 零
    (101, "一百零一"),
    (105, "一百零五"),
    (1001, "一千零一"),
    (1034, "一千零三十四"),
    # empty places at the end are not written
    (100, "一百"),
    (120, "一百二十"),
    (1000, "一千"),
    (1100, "一千一百"),
    (1110, "一千一百一十"),
    # 民法典 1254, 1260; 刑法 452
    (1254, "一千二百五十四"),
    (1260, "一千二百六十"),
    (452, "四百五十二"),
    # two empty places, not adjacent
    (9090, "九千零九十"),
    (9909, "九千九百零九"),
    # the end of the range
    (9999, "九千九百九十九"),
]


@pytest.mark.parametrize(("number", "written"), NUMERALS)
def test_numbers_are_written_and_read(number: int, written: str) -> None:
    assert to_chinese(number) == written
    assert to_int(written) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        # 〇 is read as 零
        ("一百〇五", 105),
        ("一千〇一", 1001),
        ("一千〇一十", 1010),
    ],
)
def test_the_round_zero_is_read_but_not_written(written: str, number: int) -> None:
    assert to_int(written) == number
    assert to_chinese(number) == written.replace("〇", "零")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # not a numeral at all
        ("", "“”不是中文数字"),
        ("万", "“万”不是中文数字"),
        ("一万", "“一万”不是中文数字"),
        ("甲", "“甲”不是中文数字"),
        (" 一", "“ 一”不是中文数字"),
        ("一\n", "“一\n”不是中文数字"),
        # characters that labels do not use, but whose meaning is plain
        ("廿", "“廿”不是中文数字，是否应写作“二十”"),
        ("廿五", "“廿五”不是中文数字，是否应写作“二十五”"),
        ("卅", "“卅”不是中文数字，是否应写作“三十”"),
        ("壹", "“壹”不是中文数字，是否应写作“一”"),
        ("壹佰贰拾", "“壹佰贰拾”不是中文数字，是否应写作“一百二十”"),
        ("两百", "“两百”不是中文数字，是否应写作“二百”"),
        ("13", "“13”不是中文数字，是否应写作“十三”"),
        # digits without places
        ("二〇二三", "“二〇二三”不是规范的中文数字，是否应写作“二千零二十三”"),
        ("一二五四", "“一二五四”不是规范的中文数字，是否应写作“一千二百五十四”"),
        # 一 or 零 missing or superfluous
        ("一十", "“一十”不是规范的中文数字，是否应写作“十”"),
        ("一百十", "“一百十”不是规范的中文数字，是否应写作“一百一十”"),
        ("百", "“百”不是规范的中文数字，是否应写作“一百”"),
        ("一百五", "“一百五”不是规范的中文数字，是否应写作“一百零五”"),
        ("一千零百", "“一千零百”不是规范的中文数字，是否应写作“一千一百”"),
        ("一百零零五", "“一百零零五”不是规范的中文数字，是否应写作“一百零五”"),
        ("零五", "“零五”不是规范的中文数字，是否应写作“五”"),
        # doubled or disordered places: nobody can say what was meant
        ("十十", "“十十”不是规范的中文数字"),
        ("一百百", "“一百百”不是规范的中文数字"),
        ("五百三千", "“五百三千”不是规范的中文数字"),
        ("十一十", "“十一十”不是规范的中文数字"),
        # out of range
        ("〇", "“〇”不是 1 到 9999 之间的数"),
        ("零", "“零”不是 1 到 9999 之间的数"),
        ("九千九千", "“九千九千”不是 1 到 9999 之间的数"),
        # what is very long is cut in the message
        ("一" * 1000, "“" + "一" * 20 + "…”不是规范的中文数字"),
    ],
)
def test_what_is_no_numeral_is_an_error_that_says_what_to_write(text: str, message: str) -> None:
    with pytest.raises(NumeralError) as error:
        to_int(text)
    assert str(error.value) == message


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_numbers_out_of_range_cannot_be_written(number: int) -> None:
    with pytest.raises(NumeralError, match=f"序号 {number} 不在 1 到 9999 之间"):
        to_chinese(number)


def test_every_number_of_the_range_is_written_in_one_way_and_read_back() -> None:
    written = [to_chinese(number) for number in range(1, LARGEST + 1)]
    assert [to_int(text) for text in written] == list(range(1, LARGEST + 1))


@given(st.text("零〇一二三四五六七八九十百千", max_size=8))
def test_only_the_canonical_form_is_read(text: str) -> None:
    try:
        number = to_int(text)
    except NumeralError:
        return
    assert to_chinese(number) == text.replace("〇", "零")


@given(st.integers(1, LARGEST), st.integers(1, LARGEST))
def test_reading_keeps_the_order(one: int, other: int) -> None:
    assert (to_int(to_chinese(one)) < to_int(to_chinese(other))) == (one < other)
