"""From rows to the blocks of a source file: headings in their places, paragraphs whole, annexes after the articles.

The data stores 章 and 节 with every article, but the headings of 编, 分编 and the unnumbered 附则 are left as last
lines of the article before them, the first 编 is missing, annexes stand at the end of the last article, and some
paragraphs are broken in mid-sentence.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from indexer.importers.annexes import annex_start, annexes_of
from indexer.importers.law_rows import ArticleRow
from indexer.importers.notes import Note, NoteKind
from indexer.importers.typography import annex_line, full_width, is_drawing, without_images
from indexer.numerals import NUMERAL, to_chinese

__all__ = ["Heading", "body_of", "undivided_body_of"]

_HEADING = re.compile(rf"第({NUMERAL})(编|分编|章|节)(?:[ \u3000]+(.{{1,40}}))?")
_SUPPLEMENT = re.compile(r"附[ \u3000]*则")
_MARKER = re.compile(rf"（{NUMERAL}）|\(|（?\d+[）.．、]|“|\"|第{NUMERAL}[条款]")
_ITEM = re.compile(rf"（{NUMERAL}）")
_ADOPTION = re.compile(r"（[^）]*日[^）]*通过）")
_SENTENCE_END = re.compile(r"[。；：”“\"？！）】》…]$")
_SENTENCE_MARK = re.compile("[，。；]")
_PAIRS = (("引号", "“", "”"), ("括号", "（", "）"), ("书名号", "《", "》"))
_SHORT = 12
"""Characters. A shorter line without a mark at its end is no broken paragraph (种子法: （一）品种名称)."""
_MOST_NAMED = 10
"""Articles that a note names one by one."""
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
    retouched: dict[str, int] = field(default_factory=dict)
    """Lines whose typography was put right, by the label of their article."""

    def note(self, kind: NoteKind, place: str, message: str) -> None:
        self.notes.append(Note(kind, self.law, place, message))

    def finish(self) -> tuple[str, tuple[Note, ...]]:
        if self.retouched:
            named = "、".join(list(self.retouched)[:_MOST_NAMED]) + ("等" if len(self.retouched) > _MOST_NAMED else "")
            lines = sum(self.retouched.values())
            self.note(NoteKind.REPAIR, "", f"{lines} 行的标点、引号或空格改为规范写法，文字未动：{named}")
        return "\n\n".join(["", *self.blocks]) + "\n", tuple(self.notes)


def body_of(law: str, rows: Sequence[ArticleRow]) -> tuple[str, tuple[Note, ...]]:
    """The body of a source file for `rows`, at least one, as the reader takes it, and what was repaired on the way."""
    body = _Body(law)
    texts = [row.text.split("\n") for row in rows]
    start = annex_start([line.strip() for line in texts[-1]])
    annex_text = texts[-1][start:]
    del texts[-1][start:]
    articles = [_lines(body, row.label, "\n".join(text)) for row, text in zip(rows, texts, strict=True)]
    leaked = [_take_headings(lines) for lines in articles]
    _report_leaks(body, rows, leaked)
    if any(heading.kind == "编" for headings in leaked for heading in headings):
        body.blocks.append(f"# 第一编　{FIRST_PART}")
        body.note(NoteKind.REPAIR, "", f"数据缺第一编的标题，补“第一编　{FIRST_PART}”")
    chapter = section = ""
    stale = _stale_chapter(rows)
    if stale:
        body.note(NoteKind.REPAIR, rows[0].label, f"数据把它归入“{stale}”，实在各章之前")
    pending: list[Heading] = []
    for row, lines, after in zip(rows, articles, leaked, strict=True):
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
        paragraphs = list(_whole(body, row.label, _unlisted(body, row.label, lines)))
        _doubt(body, row.label, paragraphs)
        body.blocks.extend(paragraphs)
    if pending:
        body.note(NoteKind.DOUBT, rows[-1].label, f"最后一条之后的标题“{pending[0]}”下面没有条，未收入")
    if annex_text:
        _add_annexes(body, rows[-1].label, "\n".join(annex_text))
    return body.finish()


def undivided_body_of(law: str, title: str, rows: Sequence[ArticleRow]) -> tuple[str, tuple[Note, ...]]:
    """The body of a document that has no articles of its own: a decision, an interpretation, an amendment.

    The data labels what the official text numbers 一、二、 as 条目一, 条目二; articles of an amendment go on from the
    one before it (宪法修正案第三条). `title` is the full title, the end of which may stand before the text.
    """
    body = _Body(law)
    heading = ""
    for row in rows:
        lines = _lines(body, row.label, row.text)
        _take_title(body, title, lines)
        for each in filter(None, (row.chapter, row.section)):
            if each != heading:
                body.blocks.append(_clean(body, each))
                heading = each
        if row.label.startswith("条目"):
            lines[:1] = [f"{row.label.removeprefix('条目')}、{lines[0]}"] if lines else []
        elif row.label.startswith("第"):
            lines[:1] = [f"{row.label}　{lines[0]}"] if lines else []
        body.blocks.extend(_whole(body, row.label, lines))
    return body.finish()


def _take_title(body: _Body, title: str, lines: list[str]) -> None:
    """Remove the end of the document's own title, known by the note of its adoption on the next line."""
    end = next((at for at, line in enumerate(lines) if _ADOPTION.fullmatch(line)), 0)
    if end and title.endswith("".join(lines[:end])):
        body.note(NoteKind.REPAIR, "", f"正文之前混入标题的末尾“{''.join(lines[:end])}”，移去")
        del lines[:end]


def _stale_chapter(rows: Sequence[ArticleRow]) -> str:
    """The last heading of a table of contents that the data took for the chapter of articles before 第一章."""
    chapters = list(dict.fromkeys(row.chapter for row in rows if row.chapter))
    if len(chapters) < 2 or rows[0].chapter != chapters[0] or not chapters[1].startswith("第一章"):
        return ""
    return "" if chapters[0].startswith("第一章") else chapters[0]


def _lines(body: _Body, label: str, text: str, repair: Callable[[str], str] = full_width) -> list[str]:
    """The lines of an article or its annexes with their typography put right."""
    text, images = without_images(text)
    if images:
        body.note(NoteKind.DOUBT, label, f"数据里的 {images} 幅图没有内容，未收入，见官方文本")
    lines = []
    changed = drawn = 0
    for line in text.split("\n"):
        if is_drawing(line.strip()):
            drawn += 1
            continue
        # The space in 第二编 立案 separates; a heading is put right when it is taken out.
        clean = line.strip() if _parse(line.strip()) else repair(line)
        changed += clean != line
        if clean:
            lines.append(clean)
    if drawn:
        body.note(NoteKind.DOUBT, label, f"有表格，去掉了 {drawn} 行表格线；表格内容请对照官方文本")
    if changed:
        body.retouched[label] = body.retouched.get(label, 0) + changed
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


def _add_annexes(body: _Body, label: str, text: str) -> None:
    """Write what stands after the last article's own text as annexes; a heading with nothing below it stays there."""
    annexes, bare = annexes_of(_lines(body, label, text, annex_line))
    for title in bare:
        body.blocks.append(title)
        body.note(NoteKind.DOUBT, label, f"附件“{title}”没有内容，标题留在条文末尾")
    for annex in annexes:
        body.note(NoteKind.REPAIR, label, f"“{annex.title}”原在最后一条之内，移作附件")
        body.blocks.append(f"# {annex.title}")
        body.blocks.extend(annex.lines)


def _unlisted(body: _Body, label: str, lines: Sequence[str]) -> Iterator[str]:
    """Put the members of a list that is not made of 项 into the 款 they belong to, so that 款 count as they are cited.

    No 款 ends with a comma: 宪法第六十五条 lists 委员长，副委员长若干人，… on lines of their own, and its 第四款, which
    宪法修正案第四十三条 cites by that number, is the paragraph that the lines would make the seventh. 一、二、三、 and
    1. 2. 3. after a colon number a list too (国籍法第七条), which the model cannot hold as 项.
    """
    held = ""
    listed, numbered = False, 0
    in_items = False  # 1. after an item is a 目, or part of the item (种子法第九十条)
    for line in lines:
        in_items |= bool(_ITEM.match(line))
        in_list = held.endswith("，") and listed
        opens = held.endswith("：") and line.endswith("，") and not _MARKER.match(line)
        number = numbered + 1 if numbered or (held.endswith("：") and not in_items) else 0
        if number and re.match(rf"(?:{to_chinese(number)}、|{number}[.．、])", line):
            if number == 1:
                message = "“一、”“1.”这样编号的各行不能作项收入，并入所属的款"
                body.note(NoteKind.DOUBT, label, message)
            held, numbered = held + line, number
        elif in_list or opens:
            if opens:
                body.note(NoteKind.REPAIR, label, "名单的各行并入所属的款")
            held, listed = held + line, True
        else:
            if held:
                yield held
            held, listed, numbered = line, False, 0
    if held:
        yield held


def _whole(body: _Body, label: str, lines: Sequence[str] | Iterator[str]) -> Iterator[str]:
    """Join paragraphs that were broken in mid-sentence."""
    whole: list[str] = []
    for line in lines:
        if whole and not _SENTENCE_END.search(whole[-1]) and not _MARKER.match(line) and len(whole[-1]) > _SHORT:
            whole[-1] += line
            body.note(NoteKind.REPAIR, label, f"在句中断开的段落接上：“…{whole[-1][-len(line) - 6 :][:12]}…”")
        else:
            whole.append(line)
    yield from whole


def _doubt(body: _Body, label: str, paragraphs: Sequence[str]) -> None:
    """Say what looks wrong in an article and cannot be put right with certainty."""
    if any("：（一）" in paragraph for paragraph in paragraphs):
        body.note(NoteKind.DOUBT, label, "“（一）”等项写在一段之内，未拆开，请对照官方文本")
    text = "".join(paragraphs)
    for name, opening, closing in _PAIRS:
        if text.count(opening) != text.count(closing):
            body.note(NoteKind.DOUBT, label, f"{name}不成对，请对照官方文本")
