"""Numbers as people and statutes write them: 5000万 = 五千万 = 50000000, 5% = 百分之五, 14岁 = 十四周岁.

`site/assets/search/numbers.js` is the same in the browser.
"""

import re
from collections.abc import Iterator

from indexer.numerals import NUMERAL, NumeralError, to_chinese, to_int

__all__ = ["number_forms"]

_UNITS = {
    "元": ("元",),
    "块": ("元",),
    "块钱": ("元",),
    "岁": ("岁", "周岁"),
    "周岁": ("周岁", "岁"),
    "小时": ("小时",),
    "日": ("日",),
    "天": ("日", "天"),
    "个月": ("个月",),
    "月": ("个月", "月"),
    "年": ("年",),
    "倍": ("倍",),
    "个工作日": ("个工作日",),
    "工作日": ("个工作日",),
    "人": ("人",),
    "名": ("名", "人"),
    "次": ("次",),
    "件": ("件",),
    "": ("",),
}
"""Unit of a query → units in the texts."""
_UNIT = "|".join(sorted(filter(None, _UNITS), key=lambda unit: (-len(unit), unit)))
_NUMBER = re.compile(
    rf"""
    (?: 百分之(?P<percent>{NUMERAL}) | (?P<digits_percent>[0-9]{{1,3}})%
      | (?P<digits>[0-9]{{1,9}})(?P<scale>[百千]?[万亿]|百|千)?(?P<unit>{_UNIT})?
      | (?P<numeral>{NUMERAL})(?P<numeral_scale>[万亿])(?P<numeral_unit>{_UNIT})?
      | (?P<small>{NUMERAL})(?P<small_unit>{_UNIT}) )
    """,
    re.VERBOSE,
)
_SCALES = {
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "百亿": 10**10,
    "千亿": 10**11,
}


def number_forms(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """(start, end, forms) of each number in a normalised query; forms are how texts may write it, its own first."""
    for match in _NUMBER.finditer(text):
        if forms := _forms(match):
            own = match[0]
            yield match.start(), match.end(), (own, *(form for form in forms if form != own))


def _forms(match: re.Match[str]) -> tuple[str, ...]:
    if match["percent"] or match["digits_percent"]:
        value = _value(match["percent"]) if match["percent"] else int(match["digits_percent"])
        return (f"百分之{to_chinese(value)}", f"{value}%") if 0 < value < 10_000 else ()
    if match["digits"]:
        scale, unit = match["scale"] or "", match["unit"] or ""
        if not scale and not unit:
            return ()
        value = int(match["digits"]) * _SCALES.get(scale, 1)
    else:
        scale, unit = match["numeral_scale"] or "", match["numeral_unit"] or match["small_unit"] or ""
        value = _value(match["numeral"] or match["small"]) * _SCALES.get(scale, 1)
    numbers = _written(value)
    return tuple(dict.fromkeys(number + each for number in numbers for each in _UNITS[unit]))


def _value(numeral: str) -> int:
    try:
        return to_int(numeral)
    except NumeralError:
        return 0


def _written(value: int) -> tuple[str, ...]:
    """五千万, 5000万, 50000000."""
    if value < 1:
        return ()
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        if value % scale == 0 and value // scale < 10_000:
            many = value // scale
            return (to_chinese(many) + name, f"{many}{name}", str(value))
    if value >= 10_000:
        return (str(value),)
    return (to_chinese(value), str(value), "两") if value == 2 else (to_chinese(value), str(value))
