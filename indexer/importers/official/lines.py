"""Official files as lines: whatever a file is, it becomes numbered lines of plain text, or a clear refusal."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import docx
from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from indexer.numerals import NUMERAL

__all__ = ["ARTICLE", "LARGEST_FILE", "Line", "Lines", "OfficialFileError", "read_lines"]

LARGEST_FILE = 32 * 1024 * 1024
"""Bytes of a file, as it is and unpacked; the longest code in force is well below one million."""
AROUND = 2000
"""Characters around the articles that still belong to the text: its title, the order, those who sign it."""
ARTICLE = re.compile(rf"第({NUMERAL})条(?:之({NUMERAL}))?(?![的规之、和至])")
_NOT_TEXT = ["script", "style", "noscript", "template", "nav", "footer", "form", "button", "select", "iframe", "svg"]
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|br|center|dd|div|dl|dt|fieldset|figure|h[1-6]|header|hr|li|main|ol|p|pre"
    "|section|table|tbody|td|th|thead|tr|ul"
)
_ENCODINGS = ("utf-8-sig", "gb18030")
_SPACE = re.compile(r"[ \t\r\f\v\u00a0\u2002-\u200a\ufeff]+")


class OfficialFileError(Exception):
    """A file that cannot be read; the message, for the user, says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line or paragraph: `number` counts from 1 in the file; `text` has no white space at its ends."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """A file as lines, with what it says its title is (<title>, <h1>) and a phrase for people about its form."""

    lines: tuple[Line, ...]
    form: str
    titles: tuple[str, ...] = field(default=())


def read_lines(data: bytes, name: str) -> Lines:
    """Read a .docx, .html or .txt, told apart by their content; `name` is for messages. Raises OfficialFileError."""
    if not data.strip():
        raise OfficialFileError(f"{name} 是空文件")
    if len(data) > LARGEST_FILE:
        raise OfficialFileError(f"{name} 有 {len(data) // 1024**2} MB，超过 {LARGEST_FILE // 1024**2} MB，不像一部法规")
    if data.startswith(b"%PDF"):
        raise OfficialFileError(f"{name} 是 PDF，不能可靠地取出条款；请下载 Word 版或网页版")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise OfficialFileError(f"{name} 是旧版 Word（.doc）或加密的文件；请另存为 .docx")
    if data.startswith(b"PK"):
        return _docx(data, name)
    text = _decoded(data, name)
    if re.search(r"<(?:!doctype html|html|head|body|div|p|h1)[\s>]", text[:20_000], re.IGNORECASE):
        return _html(text)
    rows = re.split(r"\r\n|\r|\n|\x0b|\u2028|\u2029", text)
    return Lines(tuple(_numbered(rows)), "文本文件")


def _numbered(rows: list[str]) -> Iterator[Line]:
    for number, row in enumerate(rows, 1):
        if text := row.strip(" \t\u3000\u00a0\ufeff"):
            yield Line(number, text)


def _decoded(data: bytes, name: str) -> str:
    """UTF-8, UTF-16 with a byte order mark, or GB18030; strictly, so that no text is guessed."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        declared = re.search(rb"charset=[\"']?([a-zA-Z0-9_-]+)", data[:4096])
        gb = declared and declared[1].lower() in (b"gb2312", b"gbk", b"gb18030")
        encodings = tuple(reversed(_ENCODINGS)) if gb else _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise OfficialFileError(f"{name} 不是文本：不是 UTF-8、UTF-16，也不是 GB18030")


def _docx(data: bytes, name: str) -> Lines:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
            if size > LARGEST_FILE:
                what = f"解开后有 {size // 1024**2} MB，超过 {LARGEST_FILE // 1024**2} MB"
                raise OfficialFileError(f"{name} {what}，不像一部法规，没有解开")
            for info in archive.infolist():
                # Entities have no place in a document; they are how a small file becomes a huge one.
                if info.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(info)[:4096]:
                    raise OfficialFileError(f"{name} 里的 {info.filename} 有 DOCTYPE 声明，不是 Word 写的，没有读取")
        document = docx.Document(io.BytesIO(data))
    except OfficialFileError:
        raise
    except Exception as error:  # whatever a broken archive or document happens to raise in the layers below
        raise OfficialFileError(f"{name} 不是完整的 .docx（{type(error).__name__}）；请重新下载") from error
    rows = [row for block in _blocks_of(document) for row in block]
    return Lines(tuple(_numbered([_SPACE.sub(" ", row) for row in rows])), "Word 文件")


def _blocks_of(document: DocxDocument) -> Iterator[list[str]]:
    """The paragraphs and tables of the body in their order; a row of a table is one line."""
    for child in document.element.body.iterchildren():
        if child.tag == qn("w:p"):
            yield Paragraph(child, document).text.split("\n")
        elif child.tag == qn("w:tbl"):
            yield [
                " | ".join(cell.text.replace("\n", " ") for cell in row.cells) for row in Table(child, document).rows
            ]


def _html(text: str) -> Lines:
    soup = BeautifulSoup(text, "html.parser")
    titles = [re.split("[_|—-]", each.get_text())[0] for each in soup.find_all(["h1", "title"])]
    for element in soup.find_all(_NOT_TEXT):
        element.decompose()
    for comment in soup.find_all(string=lambda each: isinstance(each, Comment)):
        comment.extract()
    rows = _rows(_body(soup))
    return Lines(tuple(_numbered(rows)), "网页", tuple(_SPACE.sub("", each).strip() for each in titles if each.strip()))


def _body(soup: BeautifulSoup) -> Tag:
    """The element that holds nearly all the articles of the page and what stands close around them."""
    best: Tag = soup
    while True:
        count = _articles(best)
        inner = [child for child in best.children if isinstance(child, Tag) and _articles(child) >= 0.9 * count]
        if not inner or not count:
            break
        best = inner[0]
    # The title and the order stand before the articles, often in elements of their own.
    size = len(best.get_text())
    while best.parent and best.parent is not soup and len(best.parent.get_text()) < size + AROUND:
        best = best.parent
    return best


def _articles(element: Tag) -> int:
    return len(ARTICLE.findall(element.get_text()))


def _rows(element: Tag) -> list[str]:
    """The text of an element, one line for each block."""
    rows = [""]

    def walk(node: Tag) -> None:
        for child in node.children:
            if isinstance(child, NavigableString):
                rows[-1] += _SPACE.sub(" ", str(child).replace("\n", " "))
            elif isinstance(child, Tag):
                is_block = bool(_BLOCKS.fullmatch(child.name))
                if is_block:
                    rows.append("")
                walk(child)
                if is_block:
                    rows.append("")

    walk(element)
    return rows
