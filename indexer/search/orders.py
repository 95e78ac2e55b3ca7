"""The number of the order with which an instrument was promulgated, as its name: 国务院令第790号, 主席令第九十一号.

`site/assets/search/cited.js` has the same for the browser.
"""

import re
from collections.abc import Iterator

from indexer.numerals import NUMERAL, NumeralError, to_int

__all__ = ["number_of", "order_at", "orders"]

_ISSUER = "主席|国务院|国家互联网信息办公室|国家网信办|网信办|公安部"
_N = rf"{NUMERAL}|[0-9]{{1,4}}"
_ORDER = re.compile(
    rf"(?P<issuer>{_ISSUER})令[ ]?第?[ ]?(?P<number>{_N})[ ]?号?|(?P<giver>{_ISSUER})第?[ ]?(?P<digits>{_N})[ ]?号令"
)
_OTHERS = re.compile("[、等][^令]*令")
"""Who else gave an order: 国家互联网信息办公室、公安部令, 国家互联网信息办公室等十三部门令."""
_DIGITS = "零一二三四五六七八九"


def orders(number: str) -> Iterator[str]:
    """The names of the orders in a document's number, as `order_at` gives them."""
    for match in _ORDER.finditer(_OTHERS.sub("令", number)):
        yield _name(match)


def order_at(text: str, at: int) -> tuple[str, int] | None:
    """The name of the order that stands at a place of a normalised text, and where it ends.

    网信办令第19号: the one who gave it in short, digits.
    """
    match = _ORDER.match(text, at)
    return (_name(match), match.end()) if match else None


def _name(match: re.Match[str]) -> str:
    issuer = match["issuer"] or match["giver"]
    short = "网信办" if issuer.startswith("国家") else issuer
    return f"{short}令第{number_of(match['number'] or match['digits'])}号"


def number_of(text: str) -> int:
    """The value of a number, of which the digits may be written one by one (一〇三); 0 where it is none."""
    if text.isascii():
        return int(text)
    plain = text.replace("〇", "零")
    if set(plain) <= set(_DIGITS):
        return int("".join(str(_DIGITS.index(char)) for char in plain))
    try:
        return to_int(text)
    except NumeralError:
        return 0
