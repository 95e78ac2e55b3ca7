"""Build the tree of a version line by line, checking numbers and nesting on the way."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TypeAlias

from indexer.faults import Fault
from indexer.ids import ArticleNumber, ProvisionId
from indexer.model import Article, Division, DivisionKind, Item, Paragraph, SubItem
from indexer.numerals import LARGEST, to_chinese

__all__ = ["CLOSING", "Builder", "Parts"]

_CODES = {
    DivisionKind.PART: "prt",
    DivisionKind.SUPPLEMENT: "sup",
    DivisionKind.SUBPART: "sub",
    DivisionKind.CHAPTER: "chp",
    DivisionKind.SECTION: "sec",
}
_RANK = {kind: rank for rank, kind in enumerate(DivisionKind)}
_RANK[DivisionKind.SUPPLEMENT] = _RANK[DivisionKind.PART]

_Block: TypeAlias = tuple[str, list[str]]

CLOSING = "---"
"""A line of its own after the last article: what follows, up to the first annex, is signatures."""


@dataclass(slots=True)
class Parts:
    """What stands before and after the articles: (title, paragraphs) each."""

    preamble: list[_Block] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    annexes: list[_Block] = field(default_factory=list)


@dataclass(slots=True)
class _OpenItem:
    number: int
    text: str
    sub_items: list[SubItem] = field(default_factory=list)


@dataclass(slots=True)
class _OpenParagraph:
    text: str
    items: list[_OpenItem] = field(default_factory=list)


@dataclass(slots=True)
class _OpenArticle:
    number: ArticleNumber
    line: int
    paragraphs: list[_OpenParagraph] = field(default_factory=list)

    def close(self) -> Article:
        return Article(
            self.number,
            tuple(
                Paragraph(
                    number,
                    paragraph.text,
                    tuple(Item(item.number, item.text, tuple(item.sub_items)) for item in paragraph.items),
                )
                for number, paragraph in enumerate(self.paragraphs, 1)
            ),
        )


@dataclass(slots=True)
class _OpenDivision:
    kind: DivisionKind | None
    number: int
    title: str
    id: str
    line: int
    children: list["_OpenDivision | _OpenArticle"] = field(default_factory=list)

    def close(self) -> tuple[Division | Article, ...]:
        closed: list[Division | Article] = []
        for child in self.children:
            if isinstance(child, _OpenDivision) and child.kind:
                closed.append(Division(child.kind, child.number, child.title, child.id, child.close()))
            elif isinstance(child, _OpenArticle):
                closed.append(child.close())
        return tuple(closed)


def _label(kind: DivisionKind, number: int) -> str:
    return f"第{to_chinese(number)}{kind}" if number else str(kind)


def _after(number: int) -> int:
    return min(number + 1, LARGEST)


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"


def _last_number(scope: _OpenDivision, kind: DivisionKind) -> int:
    """Number of the last division of `kind` at any depth of `scope`; 0 where there is none."""
    for child in reversed(scope.children):
        if isinstance(child, _OpenDivision):
            if child.kind is kind:
                return child.number
            if number := _last_number(child, kind):
                return number
    return 0


def _next_to(number: ArticleNumber | None) -> tuple[ArticleNumber, ...]:
    """The numbers that may come directly after `number` (None: at the beginning)."""
    if number is None:
        return (ArticleNumber(1),)
    return ArticleNumber(number.number + 1), ArticleNumber(number.number, number.branch + 1)


class Builder:
    """Takes the lines of a source file one after the other and collects the tree, the lines and the faults."""

    def __init__(
        self,
        path: str,
        missing: Collection[ArticleNumber] = (),
        undivided: bool = False,
        catalogued: bool = False,
    ) -> None:
        """What the front matter declares.

        `missing`: articles left out; `undivided`: there are none in the text; `catalogued`: there is no text at all.
        """
        self._undivided = undivided
        self._catalogued = catalogued
        self.path = path
        self._missing = frozenset(missing)
        self.faults: list[Fault] = []
        self.lines: dict[str, int] = {}
        self._parts = Parts()
        self._root = _OpenDivision(None, 0, "", "", 0)
        self._open = [self._root]
        self._article: _OpenArticle | None = None
        self._last: ArticleNumber | None = None
        self._begun = False  # the first article has been seen
        self._gap_is_known = False  # the heading of the open or last article could not be read
        self._division_gap_is_known = False
        self._block: list[str] | None = None
        self._block_lines: list[tuple[int, str, list[str]]] = []
        self._closing_line = 0

    def fault(self, line: int, message: str, hint: str) -> None:
        self.faults.append(Fault(self.path, line, message, hint))

    @property
    def in_article(self) -> bool:
        return self._article is not None

    @property
    def in_item(self) -> bool:
        return bool(self._article and self._article.paragraphs and self._article.paragraphs[-1].items)

    def start_division(self, kind: DivisionKind, number: int, title: str, line: int) -> None:
        """Open 编, 分编, 章 or 节, closing what it ends."""
        self._no_text_after_the_end(line)
        self._close_article()
        while self._open[-1].kind and _RANK[self._open[-1].kind] >= _RANK[kind]:
            self._open.pop()
        parent = self._open[-1]
        label = _label(kind, number)
        id = self._division_id(kind, number)
        if id in self.lines:
            self.fault(line, f"“{label}”重复（前一个在第 {self.lines[id]} 行）", "删去重复的，或改正序号")
            id = ""
        else:
            expected = self._expected(kind, parent)
            if number not in expected and not self._division_gap_is_known:
                hint = "补上缺的，或改正序号"
                self.fault(line, f"“{label}”序号不连续，应是{_label(kind, expected[0])}", hint)
            self.lines[id] = line
        self._division_gap_is_known = False
        division = _OpenDivision(kind, number, title, id, line)
        parent.children.append(division)
        self._open.append(division)

    def start_misnumbered_division(self) -> None:
        """A division whose number cannot be read: already reported, and no reason to report the next one."""
        self._close_article()
        self._division_gap_is_known = True

    def _division_id(self, kind: DivisionKind, number: int) -> str:
        codes = [
            f"{_CODES[division.kind]}-{division.number}"
            for division in self._open
            if division.kind and not (division.kind is DivisionKind.SUBPART and kind is not DivisionKind.SUBPART)
        ]
        return "-".join([*codes, f"{_CODES[kind]}-{number}" if number else _CODES[kind]])

    def _expected(self, kind: DivisionKind, parent: _OpenDivision) -> tuple[int, ...]:
        """The numbers a division of `kind` may have.

        Numbers begin anew in each division above, but those of chapters run through the 分编 of a 编 (民法典), or
        through the whole law (民事诉讼法).
        """
        if kind is DivisionKind.SUPPLEMENT:
            return (0,)
        scope = self._open[-2] if kind is DivisionKind.CHAPTER and parent.kind is DivisionKind.SUBPART else parent
        within = _after(_last_number(scope, kind))
        return (within, _after(_last_number(self._root, kind))) if kind is DivisionKind.CHAPTER else (within,)

    def start_article(self, number: ArticleNumber, line: int) -> None:
        """Open an article; its number must follow the one before."""
        self._no_text_after_the_end(line)
        self._close_article()
        id = str(ProvisionId(number))
        if number in self._missing:
            self.fault(line, f"{number.label}列在 missing 里，却有条文", "从 missing 中删去它")
        if id in self.lines:
            self.fault(line, f"{number.label}重复（前一次在第 {self.lines[id]} 行）", "删去重复的条，或改正条号")
        else:
            self._check_order(number, line)
            self.lines[id] = line
        self._last = max(number, self._last or number)
        self._begun, self._gap_is_known = True, False
        self._article = _OpenArticle(number, line)
        self._open[-1].children.append(self._article)

    def start_misnumbered_article(self, line: int) -> None:
        """An article whose number cannot be read: reported already, its text its own, no gap before the next one."""
        self._no_text_after_the_end(line)
        self._close_article()
        self._begun, self._gap_is_known = True, True
        self._article = _OpenArticle(self._last or ArticleNumber(1), line)
        self._open[-1].children.append(self._article)

    def _check_order(self, number: ArticleNumber, line: int) -> None:
        last = self._last
        if number in self._following(last):
            return
        if last and number < last:
            self.fault(line, f"{number.label}排在{last.label}之后，条的顺序不对", "按条号升序排列，或改正条号")
            return
        if self._gap_is_known:
            return
        if last is None:
            first = ArticleNumber(1)
        elif number.number == last.number:
            first = ArticleNumber(number.number, last.branch + 1)
        else:
            first = ArticleNumber(last.number + 1)
        while first in self._missing:
            first = ArticleNumber(first.number + 1)
        final = ArticleNumber(number.number, number.branch - 1) if number.branch else ArticleNumber(number.number - 1)
        missing = first.label if final <= first else f"{first.label}至{final.label}"
        self.fault(line, f"{number.label}之前缺{missing}", "补上缺的条，或改正条号")

    def _following(self, last: ArticleNumber | None) -> set[ArticleNumber]:
        """The numbers that may follow `last`, those that are declared missing skipped."""
        following = set() if last else {ArticleNumber(1)}
        skipped = [last] if last else list(following & self._missing)
        while skipped:
            number = skipped.pop()
            next_ones = {ArticleNumber(number.number + 1), ArticleNumber(number.number, number.branch + 1)}
            skipped.extend((next_ones - following) & self._missing)
            following |= next_ones
        return following

    def _check_missing(self, line: int) -> None:
        """Every article declared missing must have its place next to one that is there, or to another missing one."""
        present = {ArticleNumber.parse(id[4:]) for id in self.lines if re.fullmatch(r"art-\d+(-\d+)?", id)}
        before: ArticleNumber | None = None
        for number in sorted(present | self._missing):
            if number in self._missing and number not in _next_to(before):
                self.fault(
                    line,
                    f"missing 列出的{number.label}前面没有相邻的条",
                    "missing 只列出缺的条，连同它前面的条一起看是连续的",
                )
            before = number

    def start_unnumbered(self, title: str, line: int) -> None:
        """A heading without a number: the preamble before the first article, an annex after the last."""
        self._close_article()
        block = self._start_block(title, line)
        if not self._begun:
            if self._root.children:
                hint = "编、章、节的标题写明序号，如“第一章　总则”；序言放在第一章之前，附件放在最后一条之后"
                self.fault(line, f"标题“{_short(title)}”放不到任何位置", hint)
            self._parts.preamble.append((title, block))
        else:
            self._parts.annexes.append((title, block))
            self.lines[f"annex-{len(self._parts.annexes)}"] = line

    def _start_block(self, title: str, line: int) -> list[str]:
        self._block = []
        self._block_lines.append((line, title, self._block))
        return self._block

    def start_closing(self, line: int) -> None:
        if not self._begun or self._parts.annexes or self._closing_line:
            hint = "头部之后的 --- 只能出现一次，在最后一条之后、附件之前，其下是落款；删去这一行"
            self.fault(line, "这里不能有 ---", hint)
            return
        self._close_article()
        self._closing_line = line
        self._parts.closing = self._start_block(CLOSING, line)

    def _no_text_after_the_end(self, line: int) -> None:
        if self._closing_line or self._parts.annexes:
            at = self._closing_line or self.lines["annex-1"]
            name = CLOSING if self._closing_line else self._parts.annexes[0][0]
            hint = "附件和落款放在最后一条之后；编、章、节的标题写明序号，如“第二章　权利”"
            self.fault(at, f"“{_short(name)}”后面又出现了条文（第 {line} 行）", hint)
            self._closing_line = 0
            self._parts.annexes.clear()
            self._block_lines.clear()
        self._block = None

    def add_text(self, text: str, line: int) -> None:
        """A line outside every article."""
        if self._block is not None:
            self._block.append(text)
        elif not self._begun and not self._root.children:
            self._parts.preamble.append(("", self._start_block("", line)))
            self.add_text(text, line)
        else:
            self.fault(line, f"这一段不在任何条之内：“{_short(text)}”", "移到所属的条之下，或补上缺的条标题")

    def add_paragraph(self, text: str, line: int) -> None:
        assert self._article
        self._article.paragraphs.append(_OpenParagraph(text))
        self.lines[str(ProvisionId(self._article.number, len(self._article.paragraphs)))] = line

    def add_item(self, number: int, text: str, line: int) -> None:
        assert self._article
        if not self._article.paragraphs:
            hint = "条的第一段应是款；检查上一段是否丢失"
            self.fault(line, f"（{to_chinese(number)}）项前面没有款", hint)
            self._article.paragraphs.append(_OpenParagraph(""))
        self._continue_item(number)
        paragraph = self._article.paragraphs[-1]
        expected = _after(paragraph.items[-1].number) if paragraph.items else 1
        if number != expected:
            hint = "补上缺的项，或改正序号"
            self.fault(line, f"项的序号不连续：应是（{to_chinese(expected)}），却是（{to_chinese(number)}）", hint)
        if not text.strip():
            self.fault(line, f"（{to_chinese(number)}）项没有内容", "补上内容，或删去这一项")
        paragraph.items.append(_OpenItem(number, text))
        self.lines[str(ProvisionId(self._article.number, len(self._article.paragraphs), number))] = line

    def _continue_item(self, number: int) -> None:
        """Before item `number`: paragraphs that turn out to stand inside the item before it become part of it.

        Text after items is the next 款, unless the numbering of the items goes on behind it (种子法第九十条第六项);
        then it belongs to the last item, or to that item's last sub-item (海商法第二百一十九条第一项).
        """
        assert self._article
        paragraphs = self._article.paragraphs
        last = next((at for at in reversed(range(len(paragraphs))) if paragraphs[at].items), None)
        if last is None or last == len(paragraphs) - 1:
            return
        item = paragraphs[last].items[-1]
        if item.number + 1 != number:
            return
        more = [paragraph.text for paragraph in paragraphs[last + 1 :]]
        if item.sub_items:
            end = item.sub_items[-1]
            item.sub_items[-1] = SubItem(end.number, end.marker, "\n".join([end.text, *more]))
        else:
            item.text = "\n".join([item.text, *more])
        for gone in range(last + 1, len(paragraphs)):
            del self.lines[str(ProvisionId(self._article.number, gone + 1))]
        del paragraphs[last + 1 :]

    @property
    def next_sub_item(self) -> int:
        """The number the next sub-item of the open item would have; 0 where no item is open."""
        if not (self._article and self.in_item):
            return 0
        sub_items = self._article.paragraphs[-1].items[-1].sub_items
        return sub_items[-1].number + 1 if sub_items else 1

    def add_sub_item(self, number: int, marker: str, text: str, line: int) -> None:
        assert self._article
        paragraph = self._article.paragraphs[-1]
        item = paragraph.items[-1]
        expected = self.next_sub_item
        if number != expected:
            self.fault(line, f"目的序号不连续：应是第 {expected} 目，却是“{marker}”", "补上缺的目，或改正序号")
        if not text.strip():
            self.fault(line, f"“{marker}”目没有内容", "补上内容，或删去这一目")
        item.sub_items.append(SubItem(number, marker, text))
        place = ProvisionId(self._article.number, len(self._article.paragraphs), item.number, number)
        self.lines[str(place)] = line

    def _close_article(self) -> None:
        if self._article and not self._article.paragraphs:
            label = "这一条" if self._gap_is_known else self._article.number.label
            self.fault(self._article.line, f"{label}没有条文", "补上条文，或删去这个标题")
        self._article = None

    def finish(self, first_line: int) -> tuple[tuple[Division | Article, ...], Parts]:
        """The body and what surrounds it; call once, after the last line."""
        self._close_article()
        if self._catalogued:
            if self._begun or self._parts.preamble or self._root.children or self._undivided or self._missing:
                hint = "有正文的，text_from 里的 how 改为 imported 或 transcribed；没有的，只留头部"
                self.fault(first_line, "标明只有目录、没有文本（how: none）的文件却有正文或 missing、undivided", hint)
            return (), self._parts
        if self._undivided:
            if self._begun or not self._parts.preamble:
                hint = "不分条的文件只有段落；有“第几条”标题的删去 undivided"
                self.fault(first_line, "标明 undivided（不分条）的文件应有正文而没有条", hint)
        elif not self._begun:
            hint = "条的标题写作“### 第一条”；不分条的决定、解释在头部写 undivided: true"
            self.fault(first_line, "全文没有一条", hint)
        if self._missing:
            self._check_missing(first_line)
        self._report_empty(self._root)
        for line, title, lines in self._block_lines:
            if not lines:
                hint = "补上内容，或删去这一行"
                if title != CLOSING:
                    hint += "；编、章、节的标题写明序号，如“第一章　总则”"
                self.fault(line, f"“{_short(title)}”下面没有内容", hint)
        return self._root.close(), self._parts

    def _report_empty(self, division: _OpenDivision) -> None:
        for child in division.children:
            if isinstance(child, _OpenDivision) and child.kind:
                if not child.children:
                    label = _label(child.kind, child.number)
                    self.fault(child.line, f"“{label}”下面没有条", "补上条，或删去这个标题")
                self._report_empty(child)
