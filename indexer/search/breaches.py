"""Whose breach an article punishes: the articles of its own text that it names, or all of them.

The drafting standard has penalties name the articles that are broken (立法技术规范（试行）（一）:
违反本法第×条、第×条规定的，…); short instruments say of all of theirs at once 违反本办法规定的，由…处罚.
`citations.relations` tells the same for display, from resolved citations, with the exact 款 and 项; here the number of
the article is enough, and no other text is needed.
"""

import re
from collections.abc import Iterator

from indexer.numerals import NUMERAL, NumeralError, to_int
from indexer.search.analysis import provision_token

__all__ = ["EVERY", "breaches"]

EVERY = "*"
"""Stands for all articles that are not punished by number."""

_OWN = "本(?:法|条例|办法|规定|决定|细则)"
_ARTICLE = re.compile(f"第(?P<number>{NUMERAL})条(?:之(?P<branch>{NUMERAL}))?")
_ITEM = f"第[{NUMERAL[1:-2]}（）]+项"
_LIST = f"第{NUMERAL}条(?:之{NUMERAL}|规定|[、和及与或者以至]|第{NUMERAL}[条款]|{_ITEM})*"
_BROKEN = re.compile(
    f"(?:(?:未|不)(?:依照|按照|依据|根据)|(?<!依照)(?<!按照)(?<!依据)(?<!根据)(?<!适用)(?<!除)){_OWN}(?P<list>{_LIST})"
)
_ALL = re.compile(
    "(?:违反本(?:规定|(?:法|条例|办法|决定|细则)的?(?:其他)?(?:有关)?(?:规定)?)"
    f"|未履行{_OWN}规定的[^，。；]{{0,12}}义务)的，(?:由(?!其上级)|依照|依据|按照|根据)"
)


def breaches(text: str) -> tuple[str, ...]:
    """The tokens of the articles (第13条) whose breach a text punishes, in the order of the text; EVERY among them
    where it is that of any."""
    found = dict.fromkeys(token for match in _BROKEN.finditer(text) for token in _listed(match["list"]))
    if any("举报" not in sentence and _ALL.search(sentence) for sentence in text.split("。")):
        found[EVERY] = None
    return tuple(found)


def _listed(text: str) -> Iterator[str]:
    """The articles of a list, those between two of them included: 第七条、第九条至第十二条."""
    before, end = 0, 0
    for match in _ARTICLE.finditer(text):
        try:
            number, branch = to_int(match["number"]), to_int(match["branch"]) if match["branch"] else 0
        except NumeralError:
            continue
        if "至" in text[end : match.start()]:
            yield from (provision_token(each) for each in range(before + 1, number))
        yield provision_token(number, branch)
        before, end = number, match.end()
