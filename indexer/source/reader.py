"""Read a source file into the model.

Recognition stands in one place: a line is a heading (its label decides what it is, not its number of #), an item
（一）, a sub-item `1.` or （1）, or a paragraph. Numbering and nesting are checked while the tree is built; every fault
carries its line, and a file with an error yields no document.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from indexer.faults import Fault, Level, errors
from indexer.ids import ArticleNumber
from indexer.model import Annex, DivisionKind, Preamble, Version
from indexer.numerals import NUMERAL, NumeralError, to_int
from indexer.source.builder import CLOSING, Builder
from indexer.source.characters import unfit_character
from indexer.source.document import Document
from indexer.source.front_matter import parse_facts
from indexer.source.writer import write_body

__all__ = ["LONGEST_FILE", "LONGEST_LINE", "Reading", "read_bytes", "read_file", "read_text"]

LONGEST_FILE = 8 << 20
"""Bytes. The longest code of the People's Republic has 330 KB; a larger file is not a law."""
LONGEST_LINE = 20_000
"""Characters. The longest paragraph of the laws in force has about 4,000."""

_HEADING = re.compile(r"#+([ \t　]*)(.*)")
_ORDINAL = rf"第({NUMERAL}|[^编章节条款项目\s　]{{1,9}}?)"
_ARTICLE = re.compile(rf"{_ORDINAL}条(?:之([^\s　]+))?(.*)")
_DIVISION = re.compile(rf"{_ORDINAL}(编|分编|章|节)(?:[ 　]+(.*)|)")
_UNSPACED_DIVISION = re.compile(rf"第{NUMERAL}(?:编|分编|章|节)(?=[^ 　])")
_ITEM = re.compile(rf"（({NUMERAL})）")
_SUB_ITEM = re.compile(r"（(\d{1,3})）|(\d{1,3})[.．]")
_DECIMAL = re.compile(r"\d+[.．]\d")
_SPOILED_ITEM = re.compile(rf"\(({NUMERAL})\)|（({NUMERAL})\)|\(({NUMERAL})）")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file: the document (None if it has errors) and all faults, notices included."""

    document: Document | None
    faults: tuple[Fault, ...] = ()


def read_file(path: Path, name: str | None = None) -> Reading:
    """Read the file at `path`, which faults call `name` (default: the path itself)."""
    name = name or str(path)
    try:
        if path.stat().st_size > LONGEST_FILE:
            hint = "法规没有这么长；确认它是一部法规的源文件"
            return Reading(None, (Fault(name, 0, f"文件超过 {LONGEST_FILE >> 20} MB", hint),))
        data = path.read_bytes()
    except OSError as error:
        return Reading(None, (Fault(name, 0, f"读不了这个文件（{error.strerror}）", "检查路径和权限"),))
    return read_bytes(data, name)


def read_bytes(data: bytes, path: str) -> Reading:
    """Read the bytes of a source file. A byte order mark and CRLF are accepted with a notice."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "用 UTF-8 重新保存；如原文件是 GB18030，先转换编码"
        return Reading(
            None, (Fault(path, line, f"不是 UTF-8：第 {error.start + 1} 个字节 0x{data[error.start]:02X}", hint),)
        )
    notices = []
    if text.startswith("\ufeff"):
        text = text[1:]
        notices.append(Fault(path, 1, "文件开头有字节顺序标记（BOM）", "另存为不带 BOM 的 UTF-8", Level.NOTICE))
    if "\r" in text:
        line = text.replace("\r\n", "\n").replace("\r", "\n").count("\n", 0, text.index("\r")) + 1
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        notices.append(Fault(path, line, "换行是 CRLF", "另存为换行是 LF 的文件", Level.NOTICE))
    reading = read_text(text, path)
    return Reading(reading.document, tuple(sorted((*notices, *reading.faults))))


def read_text(text: str, path: str) -> Reading:
    """Read the text of a source file; faults in the order of its lines."""
    faults = list(_unfit_characters(text, path))
    if faults:
        return Reading(None, tuple(faults))
    head = re.match(r"---\n(.*?)^---\n", text, re.DOTALL | re.MULTILINE)
    if not head:
        if text.startswith("---\n"):
            what, hint = "头部没有结束", "在头部最后一项之后加单独一行 ---"
        else:
            what, hint = "没有头部", "文件应以单独一行 --- 开头，写出 title 等各项，再以单独一行 --- 结束头部"
        return Reading(None, (Fault(path, 1, what, hint),))
    facts, key_lines, head_faults = parse_facts(head[1], path)
    faults.extend(head_faults)
    first = text.count("\n", 0, head.end()) + 1
    builder = Builder(
        path,
        facts.missing if facts else (),
        undivided=bool(facts and facts.undivided),
        catalogued=bool(facts and facts.catalogued),
    )
    for line, content in enumerate(text[head.end() :].split("\n"), first):
        if content.strip(" \t　"):
            _place(builder, content, line)
    body, parts = builder.finish(first)
    faults.extend(builder.faults)
    if facts is None or errors(faults):
        return Reading(None, tuple(sorted(faults)))
    version = Version(
        facts,
        body,
        tuple(Preamble(title, tuple(lines)) for title, lines in parts.preamble),
        tuple(parts.closing),
        tuple(Annex(number, title, tuple(lines)) for number, (title, lines) in enumerate(parts.annexes, 1)),
    )
    lines = {f"key:{key}": line for key, line in key_lines.items()} | builder.lines
    faults.extend(_layout_notice(version, text[head.end() :], first, path))
    return Reading(Document(path, version, head[1], lines), tuple(sorted(faults)))


def _unfit_characters(text: str, path: str) -> Iterator[Fault]:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            hint = "一款一段，段与段之间空一行；检查换行是否丢失"
            yield Fault(path, number, f"这一行有 {len(line)} 个字符，多于 {LONGEST_LINE}", hint)
        elif bad := unfit_character(line):
            yield Fault(path, number, f"含有{bad}", "删去它")
        elif not unicodedata.is_normalized("NFC", line):
            have, want = _first_difference(line, unicodedata.normalize("NFC", line))
            hint = f"改用“{want}”（U+{ord(want):04X}）"
            yield Fault(path, number, f"“{have}”（U+{ord(have):04X}）不是 NFC 形式的字符", hint)


def _first_difference(have: str, want: str) -> tuple[str, str]:
    """The first characters in which two lines differ; `want` is `have` in NFC, hence neither begins with the other."""
    return next((a, b) for a, b in zip(have, want, strict=False) if a != b)


def _place(builder: Builder, content: str, line: int) -> None:
    """Hand one non-blank line of the body to the builder as what it is."""
    if content == CLOSING:
        builder.start_closing(line)
    elif content.startswith("#"):
        match = _HEADING.fullmatch(content.rstrip(" \t　"))
        assert match
        title = match[2]
        if not title:
            builder.fault(line, "标题是空的", "写出标题，或删去这一行")
        else:
            if not match[1]:
                builder.fault(
                    line, f"“{_short(content)}”的 # 后面缺一个空格", "标题写作“## 第一章　总则”或“### 第一条”"
                )
            _place_heading(builder, title, line)
    else:
        _place_text(builder, content.strip(" \t　"), line)


def _place_heading(builder: Builder, title: str, line: int) -> None:
    """Hand a heading to the builder; a faulty one opens what it was meant to open, so that no more faults follow."""
    if match := _UNSPACED_DIVISION.match(title):
        rest = title[match.end() :]
        hint = f"写作“{_short(f'{match[0]}　{rest}')}”"
        builder.fault(line, f"标题“{_short(title)}”的序号和名称之间缺一个空格", hint)
        title = f"{match[0]}　{rest}"
    if match := _DIVISION.fullmatch(title):
        try:
            number = to_int(match[1])
        except NumeralError as error:
            builder.fault(
                line, f"标题“{_short(title)}”的序号有误：{error}", f"{match[2]}的标题写作“第二{match[2]}　名称”"
            )
            builder.start_misnumbered_division()
            return
        builder.start_division(DivisionKind(match[2]), number, match[3] or "", line)
    elif title == DivisionKind.SUPPLEMENT:
        builder.start_division(DivisionKind.SUPPLEMENT, 0, "", line)
    elif match := _ARTICLE.fullmatch(title):
        try:
            article = ArticleNumber(to_int(match[1]), to_int(match[2]) if match[2] else 0)
        except NumeralError as error:
            builder.fault(line, f"条的标题“{_short(title)}”有误：{error}", "条的标题写作“第十三条”或“第一百二十条之一”")
            builder.start_misnumbered_article(line)
        else:
            builder.start_article(article, line)
        if text := match[3].strip(" \t　"):
            builder.fault(line, f"条的标题“{_short(title)}”后面还有文字", "标题只写“第几条”，条文另起一段")
            builder.add_paragraph(text, line)
    else:
        builder.start_unnumbered(title, line)


def _place_text(builder: Builder, text: str, line: int) -> None:
    if not builder.in_article:
        builder.add_text(text, line)
    elif match := _ITEM.match(text):
        try:
            builder.add_item(to_int(match[1]), text[match.end() :], line)
        except NumeralError as error:
            builder.fault(line, f"项的序号有误：{error}", "项的序号写作“（一）”、“（二）”")
    elif (match := _SUB_ITEM.match(text)) and _is_sub_item(builder, match, text):
        builder.add_sub_item(int(match[1] or match[2]), match[0], text[match.end() :], line)
    elif match := _SPOILED_ITEM.match(text):
        builder.fault(line, f"项的序号“{match[0]}”用了半角括号", "写作全角括号“（一）”")
    else:
        builder.add_paragraph(text, line)


def _is_sub_item(builder: Builder, match: re.Match[str], text: str) -> bool:
    """Whether a line that begins like a sub-item is one: below an item, and no paragraph that begins with 2.5."""
    if not builder.in_item:
        return False
    return int(match[1] or match[2]) == builder.next_sub_item or not _DECIMAL.match(text)


def _layout_notice(version: Version, body: str, first: int, path: str) -> Iterator[Fault]:
    """Say where the file's layout first differs from what the writer would write."""
    canonical = write_body(version)
    if canonical == body:
        return
    pairs = enumerate(zip_longest(canonical.split("\n"), body.split("\n")), first)
    line, what = next((line, _difference(want, have)) for line, (want, have) in pairs if want != have)
    hint = "运行 python -m indexer format 可自动改正"
    yield Fault(path, line, f"版式与规范写法不同：{what}", hint, Level.NOTICE)


def _difference(want: str | None, have: str | None) -> str:
    """How a line of the file differs from the canonical one; None where one of the two has ended."""
    if have is None:
        return "文件末尾缺一个换行"
    if want is None:
        return "文件末尾多出空行"
    if not have.strip():
        return "空行里有空格" if not want else "多出一个空行"
    return f"应是“{_short(want)}”" if want else "前面缺一个空行"


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"
