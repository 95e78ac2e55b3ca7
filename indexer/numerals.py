"""Chinese numerals as legal texts write them: 第一千二百五十四条, 第一百二十条之一, （十一）.

The canonical form is the one of 立法技术规范（试行）(全国人大常委会法制工作委员会, 2009): place values written out,
零 for an empty place inside the number, 十 (not 一十) for 10 to 19. 〇 is read as 零 and never written.
廿, 卅 and capital numerals (壹, 贰) do not occur in provision labels and are errors.
"""

import re

__all__ = ["NUMERAL", "NumeralError", "to_chinese", "to_int"]

_DIGITS = "零一二三四五六七八九"
_UNITS = (("千", 1000), ("百", 100), ("十", 10))

NUMERAL = "[零〇一二三四五六七八九十百千]+"
"""Regular expression for a run of characters that may be a numeral; `to_int` decides."""

LARGEST = 9999


class NumeralError(ValueError):
    """A string that is not a well-formed Chinese numeral; the message says why, in Chinese."""


def to_chinese(number: int) -> str:
    """Write 1 ≤ `number` ≤ 9999 in Chinese: 1254 → 一千二百五十四, 105 → 一百零五, 12 → 十二.

    Raises NumeralError outside that range.
    """
    if not 1 <= number <= LARGEST:
        raise NumeralError(f"序号 {number} 不在 1 到 {LARGEST} 之间")
    written, rest, gap = "", number, False
    for unit, value in _UNITS:
        digit, rest = divmod(rest, value)
        if digit:
            written += ("零" if gap else "") + _DIGITS[digit] + unit
        gap = bool(written) and not digit
    if rest:
        written += ("零" if gap else "") + _DIGITS[rest]
    return written[1:] if written.startswith("一十") else written


def to_int(text: str) -> int:
    """Read a Chinese numeral of 1 to 9999: 一千二百五十四 → 1254, 一百〇五 → 105.

    Only the written-out form counts: 一二五四 or 十十 raises NumeralError with the form to write, if there is one.
    """
    if not re.fullmatch(NUMERAL, text):
        raise NumeralError(f"“{text}”不是中文数字")
    plain = text.replace("〇", "零")
    total = digit = 0
    for char in plain:
        place = _DIGITS.find(char)
        if place >= 0:
            digit = place
        else:
            total, digit = total + (digit or 1) * dict(_UNITS)[char], 0
    total += digit
    if not 1 <= total <= LARGEST:
        raise NumeralError(f"“{text}”不是 1 到 {LARGEST} 之间的数")
    if (canonical := to_chinese(total)) != plain:
        raise NumeralError(f"“{text}”不是规范的中文数字，是否应写作“{canonical}”")
    return total
