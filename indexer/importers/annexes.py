"""Find the annexes that the data leaves at the end of the last article.

A heading of an annex is a line 附件一, 附表二：…, 附：…; the name of a tax table; or the title of an act that stands
there whole (a decision that adds to 附件三 of a basic law), known by the note of its adoption on the line below it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.numerals import NUMERAL

__all__ = ["FoundAnnex", "annex_start", "annexes_of"]

_LABELLED = re.compile(rf"(附(?:件|表|录)?)({NUMERAL})?(?:[:：][ \u3000]*|[ \u3000]+|$)(.*)")
_SUPPLEMENT = re.compile(r"附[ \u3000]*则")
_TAX_TABLE = re.compile(rf"[^ |]{{2,40}}(?:税率表|税额表)(?:{NUMERAL})?(?:（[^）]*）)?")
_ACT = re.compile("中华人民共和国|全国人民代表大会")
_ADOPTION = re.compile(r"（[^）]*年[^）]*日[^）]*(?:通过|批准|公布|备案)[^）]*）")
_FOOTNOTE = re.compile(r"(.+?)(（注：.*）)")
_SENTENCE_MARK = re.compile("[，。；]")
_NO_TITLE = re.compile("[，。；：|]")
_LONGEST_TITLE = 3
"""Lines that the title of an act may have been broken into."""


@dataclass(frozen=True, slots=True)
class FoundAnnex:
    """An annex as it is to stand in a source file; there is always a line."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Title:
    """`label` and `name` of 附件一　名录, the label empty for an act; `lines` are those it takes up."""

    label: str
    name: str
    lines: int


def annex_start(lines: Sequence[str]) -> int:
    """Index of the first line of the annexes; the number of lines where there are none. The first line is text."""
    return next((at for at in range(1, len(lines)) if _title_at(lines, at)), len(lines))


def annexes_of(lines: Sequence[str]) -> tuple[tuple[FoundAnnex, ...], tuple[str, ...]]:
    """The annexes in `lines`, which begin with the heading of one, and the headings that nothing stands below."""
    annexes: list[FoundAnnex] = []
    bare: list[str] = []
    at = 0
    while at < len(lines):
        title = _title_at(lines, at) or _Title("", lines[at], 1)
        start = at + title.lines
        end = next((other for other in range(start, len(lines)) if _title_at(lines, other)), len(lines))
        block, label, name = tuple(lines[start:end]), title.label, title.name
        if footnote := _FOOTNOTE.fullmatch(name):
            name, block = footnote[1], (footnote[2], *block)
        if not block and label and name:
            label, name, block = "", label, (name,)  # 国歌法: the name of what the data lacks is all there is
        whole = "\u3000".join(filter(None, (label, name)))
        if block:
            annexes.append(FoundAnnex(whole, block))
        else:
            bare.append(whole)
        at = end
    return tuple(annexes), tuple(bare)


def _title_at(lines: Sequence[str], at: int) -> _Title | None:
    line = lines[at]
    if _SENTENCE_MARK.search(line) or _SUPPLEMENT.fullmatch(line):
        return None
    if match := _LABELLED.fullmatch(line):
        label, name = match[1] + (match[2] or ""), match[3]
        below = lines[at + 1] if at + 1 < len(lines) else ""
        if name or not below or _NO_TITLE.search(below) or _ADOPTION.fullmatch(below) or _LABELLED.fullmatch(below):
            return _Title(label, name, 1)
        return _Title(label, below, 2)
    if _TAX_TABLE.fullmatch(line):
        return _Title("", line, 1)
    if _ACT.match(line):
        for end in range(at + 1, min(at + 1 + _LONGEST_TITLE, len(lines))):
            if _ADOPTION.fullmatch(lines[end]):
                return _Title("", "".join(lines[at:end]), end - at)
            if _SENTENCE_MARK.search(lines[end]):
                break
    return None
