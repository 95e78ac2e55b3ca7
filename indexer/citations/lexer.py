"""Cut the text of a provision into the signs that citations are made of; everything else is passed over.

The signs are those of 立法技术规范（试行）(全国人大常委会法制工作委员会, 2009 and 2011): names of instruments in 《》
or without, 本法, provisions by number (第十三条第一款第三项), relative forms (前款, 本条, 该款), and what joins them.
All offsets count characters from 0; ends are exclusive.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from indexer.numerals import NUMERAL, NumeralError, to_int

__all__ = ["RANKS", "NameTable", "Sign", "Token", "tokenize"]

RANKS = {unit: rank for rank, unit in enumerate(("编", "分编", "章", "节", "条", "款", "项", "目"))}
"""Units from the outermost: a path names them in this order."""


class Sign(Enum):
    """What a token is."""

    TITLE = auto()  # 《中华人民共和国刑法》
    NAME = auto()  # 刑法, without guillemets
    OWN_LAW = auto()  # 本法, 本条例
    THAT_LAW = auto()  # 该法
    OWN_UNIT = auto()  # 本条, 本章
    EARLIER = auto()  # 前款, 前两款, 上款
    THAT_UNIT = auto()  # 该款, 各该条
    UNIT = auto()  # 第十三条, 第（三）项, and 二款 in 第一、二款
    JOIN = auto()  # 、 和 或者
    RANGE = auto()  # 至
    MALFORMED = auto()  # 第十十条


@dataclass(frozen=True, slots=True)
class Token:
    """A sign at text[start:end]. `unit` is 条, 款 …; `branch` is the number after 之; `count` is 2 in 前两款."""

    sign: Sign
    start: int
    end: int
    unit: str = ""
    number: int = 0
    branch: int = 0
    count: int = 1


class NameTable:
    """Names of instruments that are recognised without guillemets.

    A tree over the names read backwards: a text is looked at only where one of their last characters stands.
    """

    _NOT_A_NAME = re.compile(r"[人律规定院官医学理治制委]|和法律委员会")
    """What makes another word of a name that ends in 法 or 规定: 公司法人, 合同法律关系, 国家安全法治."""

    def __init__(self, names: Iterable[str]) -> None:
        self._root: dict[str, object] = {}
        for name in names:
            node = self._root
            for char in reversed(name):
                node = node.setdefault(char, {})  # type: ignore[assignment]
            node[""] = name
        self._ends = re.compile("|".join(map(re.escape, sorted(self._root)))) if self._root else None

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, end) of every name, the longest at each place, left to right, without overlaps."""
        if not self._ends:
            return
        found = []
        for match in self._ends.finditer(text):
            end = match.end()
            if text[end - 1] == "法" and self._NOT_A_NAME.match(text, end):
                continue
            node, at, start = self._root, end, -1
            while at and (child := node.get(text[at - 1])):
                node, at = child, at - 1  # type: ignore[assignment]
                if "" in node:
                    start = at
            if start >= 0:
                found.append((start, end))
        last = 0
        for start, end in found:
            if start >= last:
                yield start, end
                last = end


_COUNT = f"(?:{NUMERAL}|两)"
_ARABIC = "[1-9][0-9]{0,3}"
_NUMBER = f"(?:{NUMERAL}|{_ARABIC})"
_LAW_WORD = r"法(?![人律规定院庭学])|条例|办法|规定|细则|规则|规程|准则|解释|决定"
# 前条件, 该条例, 本项目, 本章程, 本节目 and their like are other words.
_AFTER = {
    "条": r"(?![例件约幅目款])",
    "款": r"(?![项额式])",
    "项": r"(?!目)",
    "目": r"(?![的标录])",
    "章": r"(?!程)",
    "节": r"(?![目约能假])",
    "编": r"(?![制号辑写])",
}
_UNIT_NAMES = "|".join(f"{unit}{_AFTER.get(unit, '')}" for unit in ("条", "款", "项", "目", "分编", "编", "章", "节"))

_SIGN = re.compile(
    rf"""
    # 第一、二款 and 第（二）、（三）、（四）项 name several provisions with one unit, 第三至五项 a range of them.
      (?P<shared> 第 (?: {_NUMBER} (?:[、和至]{_NUMBER})+ | （{NUMERAL}） (?:[、和至]（{NUMERAL}）)+ )
                  [两二三四五]? (?P<shared_unit> 条|款|项 ) )
    | (?P<unit> (?: 第{_NUMBER} | 第?[（(]{NUMERAL}[）)] (?=项) | 第[（(]{NUMERAL}[）)] )
                (?P<unit_name> {_UNIT_NAMES} )?
                (?P<branch> (?<=条)之{NUMERAL}(?![款项]) )? )
    | (?P<own_law> 本 (?: {_LAW_WORD} ) )
    | (?P<that_law> (?:该|同) (?: {_LAW_WORD} ) )
    | (?P<own_unit> 本 (?: 条{_AFTER["条"]} | 款{_AFTER["款"]} | 项{_AFTER["项"]} | 章{_AFTER["章"]}
                          | 节{_AFTER["节"]} | 分编 | 编{_AFTER["编"]} ) )
    | (?P<earlier> (?<!目)前(?P<count>{_COUNT}|几)?(?: 条{_AFTER["条"]} | 款{_AFTER["款"]} | 项{_AFTER["项"]}
                          | 章{_AFTER["章"]} | 节{_AFTER["节"]} ) | (?<![以之])上(?:一)?[条款](?![例件约项额市线]) )
    | (?P<that_unit> 各?该 (?: 条{_AFTER["条"]} | 款{_AFTER["款"]} ) )
    | (?P<join> 、 | 和 | 以及 | 及 | 或者 | 或 | 与 )
    | (?P<range> 至 | 到 )
    """,
    re.VERBOSE,
)
_PIECE = re.compile(rf"(?P<number>{_NUMBER})|(?P<join>[、和])|(?P<range>至)")


def tokenize(text: str, names: NameTable) -> list[Token]:
    """The signs of `text` in their order; what stands inside 《》 is one sign."""
    tokens: list[Token] = []
    gaps, at = [], 0
    for start, end in _titles(text):
        tokens.append(Token(Sign.TITLE, start, end))
        gaps.append((at, start))
        at = end
    gaps.append((at, len(text)))
    found = [Token(Sign.NAME, start, end) for start, end in names.find(text)]
    for low, high in gaps:
        named = [token for token in found if low <= token.start and token.end <= high]
        taken = {place for token in named for place in range(token.start, token.end)}
        tokens += named
        tokens += (token for token in _signs(text, low, high) if token.start not in taken)
    return sorted(tokens, key=lambda token: token.start)


def _titles(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every outermost 《…》; one that is not closed in its paragraph is none."""
    depth = start = 0
    for match in re.finditer(r"[《》\n]", text):
        if match[0] == "《":
            depth += 1
            if depth == 1:
                start = match.start()
        elif match[0] == "》":
            if depth == 1:
                yield start, match.end()
            depth = max(depth - 1, 0)
        else:
            depth = 0


def _signs(text: str, low: int, high: int) -> Iterator[Token]:
    for match in _SIGN.finditer(text, low, high):
        start, end = match.span()
        match match.lastgroup:
            case "join":
                yield Token(Sign.JOIN, start, end)
            case "range":
                yield Token(Sign.RANGE, start, end)
            case "own_law":
                yield Token(Sign.OWN_LAW, start, end)
            case "that_law":
                yield Token(Sign.THAT_LAW, start, end)
            case "own_unit":
                yield Token(Sign.OWN_UNIT, start, end, unit=match[0][1:])
            case "that_unit":
                yield Token(Sign.THAT_UNIT, start, end, unit=match[0][-1])
            case "earlier":
                yield from _earlier(match)
            case "shared":
                yield from _shared(match)
            case "unit":
                yield from _unit(match)


def _earlier(match: re.Match[str]) -> Iterator[Token]:
    start, end = match.span()
    count = match["count"]
    if count == "几":
        return
    try:
        number = 2 if count == "两" else _value(count) if count else 1
    except NumeralError:
        yield Token(Sign.MALFORMED, start, end)
        return
    yield Token(Sign.EARLIER, start, end, unit=match[0][-1], count=number)


def _shared(match: re.Match[str]) -> Iterator[Token]:
    """第（二）、（三）项 as the tokens 第（二） 、 （三）项."""
    unit, begin = match["shared_unit"], match.start()
    pieces = list(_PIECE.finditer(match[0]))
    try:
        for place, piece in enumerate(pieces):
            if piece["join"]:
                yield Token(Sign.JOIN, begin + piece.start(), begin + piece.end())
            elif piece["range"]:
                yield Token(Sign.RANGE, begin + piece.start(), begin + piece.end())
            else:
                # A number begins behind the mark before it, and takes its brackets, and 第 or the unit, with it.
                start = begin + (pieces[place - 1].end() if place else 0)
                last = place == len(pieces) - 1
                end = match.end() if last else begin + pieces[place + 1].start()
                yield Token(Sign.UNIT, start, end, unit=unit, number=_value(piece["number"]))
    except NumeralError:
        yield Token(Sign.MALFORMED, *match.span())


def _unit(match: re.Match[str]) -> Iterator[Token]:
    unit = match["unit_name"]
    if not unit:
        return
    start, end = match.span()
    number = re.search(_NUMBER, match[0])
    assert number
    try:
        branch = _value(match["branch"][1:]) if match["branch"] else 0
        yield Token(Sign.UNIT, start, end, unit=unit, number=_value(number[0]), branch=branch)
    except NumeralError:
        yield Token(Sign.MALFORMED, start, end)


def _value(numeral: str) -> int:
    return int(numeral) if numeral.isascii() else to_int(numeral)
