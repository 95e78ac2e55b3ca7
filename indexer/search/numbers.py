"""Numbers and dates as people and statutes write them: 5000万 = 五千万 = 50000000, 5% = 百分之五, 14岁 = 十四周岁.

Texts and queries write each in one form (`Quantity.tokens`), so that a number is found as a whole, however it is
written, and never as a part of another one: 4小时 not in 二十四小时, 1年 not in 2021年, 百分之五 not in 百分之五十.
`site/assets/search/numbers.js` reads queries in the browser.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.numerals import NUMERAL, NumeralError, to_chinese, to_int

__all__ = ["Quantity", "quantities"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a normalised text, from `start` to `end` (characters).

    `tokens` are what an index has of it, the one that says most first: 50000000元, 50000000; 2023年8月15日, 2023年8月,
    ...; `forms` are how a text may write it, its own first.
    """

    start: int
    end: int
    tokens: tuple[str, ...]
    forms: tuple[str, ...]


_UNITS = {
    "元": "元",
    "块": "元",
    "块钱": "元",
    "岁": "岁",
    "周岁": "岁",
    "分钟": "分钟",
    "小时": "小时",
    "时": "时",
    "日": "日",
    "天": "日",
    "个月": "个月",
    "月": "月",
    "年": "年",
    "倍": "倍",
    "个工作日": "个工作日",
    "工作日": "个工作日",
    "人": "人",
    "名": "人",
    "次": "次",
    "件": "件",
}
"""Units, and the one that stands for those that are the same."""
_WRITTEN_UNITS = {"岁": ("周岁", "岁"), "日": ("日", "天"), "人": ("人", "名")}
"""Where a text may write a unit in more than one way."""
_UNIT_APART = "元|周岁|岁|分钟|小时|日|天|个月|年|个工作日"
"""Those before which a blank may stand: not where other words may begin so (人脸)."""
_UNIT = "|".join(sorted(_UNITS, key=lambda unit: (-len(unit), unit))).replace("|时", "|时(?![间效限段])")
"""时 is the hour of the clock, and none in 时间 or 时效."""
_CHINESE = NUMERAL.replace("[", "[两").removesuffix("+")
_NUMBER = re.compile(
    rf"""
    (?<![零〇一二三四五六七八九十百千两0-9a-z.第]) (?:
        (?P<whole>[百千万])分之(?P<parts>{NUMERAL})
      | (?P<percent>[0-9]{{1,3}}(?:\.[0-9]{{1,2}})?)[ ]?%
      | (?P<year>[0-9]{{4}}|[零〇一二三四五六七八九]{{4}})年(?:(?P<month>[0-9]{{1,2}})月(?:(?P<day>[0-9]{{1,2}})日)?)?
      | (?P<only_month>[0-9]{{1,2}})月(?P<only_day>[0-9]{{1,2}})日
      | (?P<digits>(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,9}})(?:\.[0-9]{{1,4}})?)
        (?:[ ]?(?P<scale>[百千]?[万亿]|百|千))?(?:(?P<unit>{_UNIT})|[ ](?P<apart>{_UNIT_APART}))?
      | (?P<chinese>{_CHINESE}+(?:[万亿]{_CHINESE}*)*)(?P<chinese_unit>{_UNIT})?
    ) (?![0-9])
    """,
    re.VERBOSE,
)
_BEHIND = "".join(sorted({unit[0] for unit in _UNITS}))
_BEGIN = re.compile(rf"第?(?:[零〇一二三四五六七八九十百千两0-9]+(?=[{_BEHIND}分万亿%., ])|[0-9]{{5,}})|万(?=分之)")
"""Where numbers may begin: found much sooner than by trying a number at every character of a text."""
_SCALES = {
    "": 1,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "百亿": 10**10,
    "千亿": 10**11,
}
_WHOLES = {"百": 100, "千": 10, "万": 1}
_SIGNS = ((100, "%"), (10, "‰"), (1, "‱"))

LARGEST = 10**15
"""Larger numbers are left alone: the browser counts no further."""

FROM_ALONE = 100
"""From here on a number has a token without its unit too: who types 5000万 seeks 五千万元, who types 5, anything."""


def quantities(text: str) -> Iterator[Quantity]:
    """The numbers with a unit, the large ones without, and the dates in a normalised text, in order."""
    done = 0
    read: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}  # the same ones stand in a text again and again
    for begin in _BEGIN.finditer(text):
        if begin.start() < done or begin[0][0] == "第":
            continue
        match = _NUMBER.match(text, begin.start())
        if not match:
            continue
        done = match.end()
        own = match[0]
        if own not in read:
            read[own] = _read(match)
        tokens, forms = read[own]
        if tokens:
            yield Quantity(match.start(), match.end(), tokens, (own, *(form for form in forms if form != own)))


def _read(match: re.Match[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tokens and forms of a match; nothing where it is no number."""
    if match["whole"] or match["percent"]:
        return _share(match["whole"], match["parts"], match["percent"])
    if match["year"]:
        return _date(match["year"], match["month"], match["day"])
    if match["only_month"]:
        return _date("", match["only_month"], match["only_day"])
    if match["digits"]:
        scale, unit = match["scale"] or "", _UNITS.get(match["unit"] or match["apart"] or "", "")
        digits = match["digits"].replace(",", "")
        value = _scaled(digits, _SCALES[scale])
        if not (scale or unit or ("." not in digits and int(digits) >= _SCALES["万"])):
            return (), ()
    else:
        unit = _UNITS.get(match["chinese_unit"] or "", "")
        count = _counted(match["chinese"])
        value = str(count) if count and (unit or count >= _SCALES["万"]) else ""
    if not value or value == "0":
        return (), ()
    alone = unit != "年" and "." not in value and int(value) >= FROM_ALONE
    tokens = (f"{value}{unit}", value) if unit and alone else (f"{value}{unit}",)
    units = _WRITTEN_UNITS.get(unit, (unit,))
    return tokens, tuple(dict.fromkeys(number + each for number in _written(value) for each in units))


def _share(whole: str | None, parts: str | None, percent: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """百分之五, 5%, 0.5%: in hundredths, thousandths or ten thousandths, whichever is whole."""
    if whole and parts:
        value = _numeral(parts) * _WHOLES[whole]
    else:
        units, _, decimals = (percent or "").partition(".")
        value = int(units) * 100 + int(decimals.ljust(2, "0") or 0)
    if value < 1:
        return (), ()
    size, sign = next((size, sign) for size, sign in _SIGNS if value % size == 0)
    many = value // size
    if many >= 10_000:
        return (), ()
    name = {"%": "百", "‰": "千", "‱": "万"}[sign]
    hundredths = f"{value // 100}.{value % 100:02}".rstrip("0").rstrip(".")
    return (f"{many}{sign}",), (f"{name}分之{to_chinese(many)}", f"{hundredths}%")


def _date(year: str, month: str | None, day: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if year and not year.isascii():
        year = "".join(str("零一二三四五六七八九".index(char)) for char in year.replace("〇", "零"))
    month_token = f"{int(month)}月" if month else ""
    day_token = f"{month_token}{int(day)}日" if day else ""
    year_token = f"{year}年" if year else ""
    tokens = (
        f"{year_token}{day_token}" if day else "",
        f"{year_token}{month_token}",
        day_token,
        month_token,
        year_token,
    )
    found = tuple(dict.fromkeys(filter(None, tokens)))
    return found, found[:1]


def _scaled(digits: str, scale: int) -> str:
    """The value of digits times a scale, in digits; empty where it is too large."""
    units, _, decimals = digits.partition(".")
    value, size = int(units + decimals) * scale, 10 ** len(decimals)
    if value >= LARGEST:
        return ""
    if value % size:
        return f"{value // size}.{str(value % size).zfill(len(decimals)).rstrip('0')}"
    return str(value // size)


def _counted(text: str) -> int:
    """The value of a Chinese number with 万 and 亿 in it; 0 where it is none."""
    total = 0
    rest = text.replace("两", "二")
    for name in ("亿", "万", ""):
        part, found, behind = rest.partition(name) if name else (rest, "", "")
        if name and not found:
            continue
        value = _numeral(part.lstrip("零〇") if total else part)
        if part and not value:
            return 0
        if name and not part:
            return 0
        total += value * _SCALES[name]
        rest = behind
    return total if total < LARGEST else 0


def _numeral(text: str) -> int:
    try:
        return to_int(text)
    except NumeralError:
        return 0


def _written(value: str) -> tuple[str, ...]:
    """五千万, 5000万, 50000000."""
    if "." in value:
        return (value,)
    number = int(value)
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        if number % scale == 0 and number // scale < 10_000:
            many = number // scale
            return (to_chinese(many) + name, f"{many}{name}", value)
    if number >= 10_000:
        return (value,)
    return (to_chinese(number), value, "两") if number == 2 else (to_chinese(number), value)
