"""Delegations: words by which a provision leaves a matter to an organ.

具体范围和安全保护办法由国务院制定; 按照国家网信部门会同国务院有关部门制定的办法 (立法法 (2023) 第六十六条, 第九十一条).
Which instrument was made under one is not told by the words and is set down by hand (see `relations`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.model import Article

__all__ = ["Delegation", "delegations"]

_ORGAN = r"(?:国务院|国家|中央|最高人民|公安部|海关总署)[^，。；：由]{0,40}?"
_LEFT = rf"由{_ORGAN}(?:制定|规定)(?:、调整)?(?:并公布|、公布)?(?:施行)?(?=[，。；\n]|$)"
_MADE = rf"(?:按照|依照|符合)(?:{_ORGAN}(?:部门|机构|委员会|总署)|国务院)(?:制定的[^，。；：]{{1,12}}|规定的?|的规定)"
_DELEGATION = re.compile(f"{_LEFT}|{_MADE}")
_BREACH = re.compile(r"(?:未|不|违反)[^，。；]{0,2}$")
"""未按照国务院有关部门的规定 is a breach and leaves nothing to anybody."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """article.text[start:end] leaves a matter to an organ; `sentence` is what stands before in its sentence, and it."""

    start: int
    end: int
    sentence: str


def delegations(article: Article) -> Iterator[Delegation]:
    """The delegations of an article, in the order of its text."""
    text = article.text
    for match in _DELEGATION.finditer(text):
        low = max(text.rfind(stop, 0, match.start()) for stop in "。\n") + 1
        if not _BREACH.search(text, low, match.start()):
            yield Delegation(*match.span(), text[low : match.end()])
