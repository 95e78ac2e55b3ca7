"""From rows to the blocks of a source file: headings in their places, paragraphs whole, annexes after the articles.

The data stores 章 and 节 with every article, but the headings of 编, 分编 and the unnumbered 附则 are left as last
lines of the article before them, the first 编 is missing, annexes stand at the end of the last article, and some
paragraphs are broken in mid-sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.importers.law_rows import ArticleRow
from indexer.importers.notes import Note, NoteKind
from indexer.importers.typography import full_width, is_drawing, without_images
from indexer.numerals import NUMERAL

__all__ = ["Heading", "body_of", "undivided_body_of"]

_HEADING = re.compile(rf"第({NUMERAL})(编|分编|章|节)(?:[ \u3000]+(.{{1,40}}))?")
_SUPPLEMENT = re.compile(r"附[ \u3000]*则")
_MARKER = re.compile(rf"（{NUMERAL}）|\(|（?\d+[）.．、]|“|\"|第{NUMERAL}[条款]")
_SENTENCE_END = re.compile(r"[。；：”“\"？！）】》…]$")
_ANNEX_TITLE = re.compile(
    r"附件|附表|附录|附[:：]|.*(?:税率表|税额表|图案|说明)[一二三四五六七八九十]?(?:（[^）]*）)?$"
)
_SENTENCE_MARK = re.compile("[，。；]")
_RANKS = ("编", "附则", "分编", "章", "节")
FIRST_PART = "总则"
"""Title of the first 编 of every code in force (刑法、刑事诉讼法、民法典、民事诉讼法、生态环境法典)."""


@dataclass(frozen=True, slots=True)
class Heading:
    """第二编　物权; an unnumbered 附则 has no number."""

    kind: str
    number: str
    title: str

    def __str__(self) -> str:
        label = f"第{self.number}{self.kind}" if self.number else self.kind
        return f"{label}　{self.title}" if self.title else label


@dataclass(slots=True)
class _Body:
    law: str
    blocks: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def note(self, kind: NoteKind, place: str, message: str) -> None:
        self.notes.append(Note(kind, self.law, place, message))


def body_of(law: str, rows: Sequence[ArticleRow]) -> tuple[str, tuple[Note, ...]]:
    """The body of a source file for `rows`, in a layout that the reader takes, and what was repaired on the way."""
    body = _Body(law)
    texts = [_lines(body, row) for row in rows]
    leaked = [_take_headings(lines) for lines in texts]
    annexes = _take_annexes(texts[-1]) if texts else []
    _report_leaks(body, rows, leaked)
    if any(heading.kind == "编" for headings in leaked for heading in headings):
        body.blocks.append(f"# 第一编　{FIRST_PART}")
        body.note(NoteKind.REPAIR, "", f"数据缺第一编的标题，补“第一编　{FIRST_PART}”")
    chapter = section = ""
    stale = _stale_chapter(rows)
    if stale:
        body.note(NoteKind.REPAIR, rows[0].label, f"数据把它归入“{stale}”，实在各章之前")
    pending: list[Heading] = []
    for row, lines, after in zip(rows, texts, leaked, strict=True):
        for heading in pending:
            body.blocks.append(f"# {heading}")
            stale, chapter, section = chapter or stale, "", ""
        pending = after
        if row.chapter != stale:
            stale = ""
        if row.chapter and row.chapter not in (stale, chapter):
            body.blocks.append(f"# {_clean(body, row.chapter)}")
            chapter, section = row.chapter, ""
        if row.section and row.section != section and row.chapter != stale:
            body.blocks.append(f"# {_clean(body, row.section)}")
        section = row.section
        body.blocks.append(f"# {row.label}")
        body.blocks.extend(_whole(body, row.label, lines))
    if pending:
        body.note(NoteKind.DOUBT, rows[-1].label, f"最后一条之后的标题“{pending[0]}”下面没有条，未收入")
    for title, lines in annexes:
        body.note(NoteKind.REPAIR, rows[-1].label, f"“{title}”原在最后一条之内，移作附件")
        body.blocks.append(f"# {title}")
        body.blocks.extend(lines)
    return "\n\n".join(["", *body.blocks]) + "\n", tuple(body.notes)


def undivided_body_of(law: str, rows: Sequence[ArticleRow]) -> tuple[str, tuple[Note, ...]]:
    """The body of a document that has no articles of its own: a decision, an interpretation, an amendment.

    The data labels what the official text numbers 一、二、 as 条目一, 条目二; articles of an amendment go on from the
    one before it (宪法修正案第三条).
    """
    body = _Body(law)
    for row in rows:
        lines = _lines(body, row)
        if row.label.startswith("条目"):
            lines[:1] = [f"{row.label.removeprefix('条目')}、{lines[0]}"] if lines else []
        elif row.label.startswith("第"):
            lines[:1] = [f"{row.label}　{lines[0]}"] if lines else []
        body.blocks.extend(_whole(body, row.label, lines))
    return "\n\n".join(["", *body.blocks]) + "\n", tuple(body.notes)


def _stale_chapter(rows: Sequence[ArticleRow]) -> str:
    """The last heading of a table of contents that the data took for the chapter of articles before 第一章."""
    chapters = list(dict.fromkeys(row.chapter for row in rows if row.chapter))
    if len(chapters) < 2 or rows[0].chapter != chapters[0] or not chapters[1].startswith("第一章"):
        return ""
    return "" if chapters[0].startswith("第一章") else chapters[0]


def _lines(body: _Body, row: ArticleRow) -> list[str]:
    """The article's lines with their typography put right."""
    text, images = without_images(row.text)
    if images:
        body.note(NoteKind.DOUBT, row.label, f"数据里的 {images} 幅图没有内容，未收入，见官方文本")
    lines = []
    changed = drawn = 0
    for line in text.split("\n"):
        if is_drawing(line.strip()):
            drawn += 1
            continue
        # The space in 第二编 立案 separates; a heading is put right when it is taken out.
        clean = line.strip() if _parse(line.strip()) else full_width(line)
        changed += clean != line
        if clean:
            lines.append(clean)
    if drawn:
        body.note(NoteKind.DOUBT, row.label, f"有表格，去掉了 {drawn} 行表格线；表格内容请对照官方文本")
    if changed:
        body.note(NoteKind.REPAIR, row.label, f"{changed} 行的标点或空格改为规范写法")
    return lines


def _clean(body: _Body, heading: str) -> str:
    parsed = _parse(heading)
    if parsed:
        return str(parsed)
    body.note(NoteKind.DOUBT, "", f"标题“{heading}”不是编、章、节")
    return heading


def _parse(line: str) -> Heading | None:
    if _SUPPLEMENT.fullmatch(line):
        return Heading("附则", "", "")
    if (match := _HEADING.fullmatch(line)) and not _SENTENCE_MARK.search(line):
        return Heading(match[2], match[1], re.sub(r"[ \u3000]+", "", match[3] or ""))
    return None


def _take_headings(lines: list[str]) -> list[Heading]:
    """Remove the headings at the end of `lines` and return them in order."""
    taken: list[Heading] = []
    while len(lines) > 1 and (heading := _parse(lines[-1])):
        taken.insert(0, heading)
        lines.pop()
    return taken


def _report_leaks(body: _Body, rows: Sequence[ArticleRow], leaked: Sequence[Sequence[Heading]]) -> None:
    for row, headings in zip(rows, leaked, strict=True):
        for heading in headings:
            body.note(NoteKind.REPAIR, row.label, f"条文末尾混入标题“{heading}”，移到该条之后")


def _take_annexes(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Remove what stands after the last article's own text and return it as annexes: (title, lines)."""
    start = next((at for at, line in enumerate(lines) if at and _opens_annex(line)), None)
    if start is None:
        return []
    annexes: list[tuple[str, list[str]]] = []
    rest = lines[start:]
    del lines[start:]
    while rest:
        title = rest.pop(0)
        if re.fullmatch(rf"附件{NUMERAL}?[:：]?|附[:：]", title) and rest and not _SENTENCE_END.search(rest[0]):
            title = f"{title.rstrip('：:')}　{rest.pop(0)}"
        end = next((at for at, line in enumerate(rest) if re.match(r"附件|附表|附录", line)), len(rest))
        annexes.append((title, rest[:end] or ["（数据没有这一附件的内容）"]))
        rest = rest[end:]
    return annexes


def _opens_annex(line: str) -> bool:
    return bool(_ANNEX_TITLE.fullmatch(line) or _ANNEX_TITLE.match(line)) and not _SENTENCE_MARK.search(line)


def _whole(body: _Body, label: str, lines: Sequence[str]) -> Iterator[str]:
    """Join paragraphs that were broken in mid-sentence."""
    whole: list[str] = []
    for line in lines:
        if whole and not _SENTENCE_END.search(whole[-1]) and not _MARKER.match(line) and len(whole[-1]) > 12:
            whole[-1] += line
            body.note(NoteKind.REPAIR, label, f"在句中断开的段落接上：“…{whole[-1][-len(line) - 6 :][:12]}…”")
        else:
            whole.append(line)
    yield from whole
