"""Chinese numerals as legal texts write them: 第一千二百五十四条, 第一百二十条之一, （十一）.

The canonical form is the one of 立法技术规范（试行）(全国人大常委会法制工作委员会, 2009): place values written out,
零 for an empty place inside the number, 十 (not 一十) for 10 to 19. 〇 is read as 零 and never written.
廿, 卅 and capital numerals (壹, 贰) do not occur in provision labels and are errors.
"""

import re

__all__ = ["LARGEST", "NUMERAL", "NumeralError", "to_chinese", "to_int"]

_DIGITS = "零一二三四五六七八九"
_UNITS = {"千": 1000, "百": 100, "十": 10}

NUMERAL = "[零〇一二三四五六七八九十百千]+"
"""Regular expression for a run of characters that may be a numeral; `to_int` decides."""

LARGEST = 9999
"""The largest number that can be written."""

_FOREIGN = str.maketrans(
    {"廿": "二十", "卅": "三十"} | dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟两", "一二三四五六七八九十百千二", strict=True))
)
"""Characters that are no numerals here, and what is meant by them."""


class NumeralError(ValueError):
    """A string that is not a well-formed Chinese numeral; the message says why, in Chinese."""


def to_chinese(number: int) -> str:
    """Write 1 ≤ `number` ≤ 9999 in Chinese: 1254 → 一千二百五十四, 105 → 一百零五, 12 → 十二.

    Raises NumeralError outside that range.
    """
    if not 1 <= number <= LARGEST:
        raise NumeralError(f"序号 {number} 不在 1 到 {LARGEST} 之间")
    written, rest, gap = "", number, False
    for unit, value in _UNITS.items():
        digit, rest = divmod(rest, value)
        if digit:
            written += ("零" if gap else "") + _DIGITS[digit] + unit
        gap = bool(written) and not digit
    if rest:
        written += ("零" if gap else "") + _DIGITS[rest]
    return written[1:] if written.startswith("一十") else written


def to_int(text: str) -> int:
    """Read a Chinese numeral of 1 to 9999: 一千二百五十四 → 1254, 一百〇五 → 105.

    Only the written-out form counts: 一二五四 or 十十 raises NumeralError with the form to write, if it is clear
    which one is meant.
    """
    if not re.fullmatch(NUMERAL, text):
        raise NumeralError(f"“{_short(text)}”不是中文数字{_suggestion(text)}")
    plain = text.replace("〇", "零")
    total = _sum(plain)
    if not 1 <= total <= LARGEST:
        raise NumeralError(f"“{_short(text)}”不是 1 到 {LARGEST} 之间的数")
    if to_chinese(total) != plain:
        raise NumeralError(f"“{_short(text)}”不是规范的中文数字{_suggestion(text)}")
    return total


def _sum(plain: str) -> int:
    """The sum of digits times units, whatever their order."""
    total = digit = 0
    for char in plain:
        if char in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[char], 0
        else:
            digit = _DIGITS.index(char)
    return total + digit


def _suggestion(text: str) -> str:
    """The form to write instead of `text`, as the end of a message; empty where it is not clear what is meant."""
    plain = text.translate(_FOREIGN).replace("〇", "零")
    if re.fullmatch("[0-9]{1,4}", plain):
        number = int(plain)
    elif re.fullmatch(f"[{_DIGITS}]{{1,4}}", plain):
        number = int("".join(str(_DIGITS.index(char)) for char in plain))
    elif re.fullmatch(NUMERAL, plain) and set(plain) & set(_UNITS):
        number = _sum(plain)
    else:
        return ""
    if not 1 <= number <= LARGEST:
        return ""
    canonical = to_chinese(number)
    is_clear = not set(plain) & set(_UNITS) or re.sub("[零一]", "", canonical) == re.sub("[零一]", "", plain)
    return f"，是否应写作“{canonical}”" if is_clear else ""


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"
