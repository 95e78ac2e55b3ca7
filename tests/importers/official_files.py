"""Official files made for the tests, in the layouts in which the issuers hand them out, from texts of the library."""

import io
from collections.abc import Iterator
from html import escape

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

from indexer.model import Article, Division, Version

__all__ = ["as_cac_page", "as_docx", "as_gov_page", "as_text", "paragraphs"]


def paragraphs(version: Version, space: str = "\u3000\u3000") -> Iterator[tuple[str, bool]]:
    """The paragraphs of a text as official files print them: (words, whether centred)."""
    for _, node in version.walk():
        if isinstance(node, Division):
            yield node.heading, True
        else:
            yield from ((space + line, False) for line in _article(node))
    for line in version.closing:
        yield line, False
    for annex in version.annexes:
        yield annex.title, False
        yield from ((space + line, False) for line in annex.lines)


def _article(article: Article) -> Iterator[str]:
    first = True
    for unit in article.units():
        for line in unit.text.split("\n"):
            yield f"{article.label}\u3000{line}" if first else line
            first = False


def contents(version: Version) -> Iterator[str]:
    """The table of contents: every heading of a division."""
    return (node.heading for _, node in version.walk() if isinstance(node, Division))


def as_docx(version: Version, note: str, title_lines: tuple[str, ...] = ()) -> bytes:
    """As from the national database of laws: centred title, 题注 in brackets, 目录, full-width spaces."""
    document = docx.Document()
    for line in title_lines or (version.facts.title,):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(note).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if any(contents(version)):
        document.add_paragraph("目\u3000\u3000录").alignment = WD_ALIGN_PARAGRAPH.CENTER
        for heading in contents(version):
            document.add_paragraph(f"\u3000\u3000{heading}")
    for text, centred in paragraphs(version):
        paragraph = document.add_paragraph(text)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def as_text(version: Version, note: str) -> str:
    head = [f"\u3000\u3000\u3000{version.facts.title}", note, "目录", *contents(version), ""]
    return "\r\n".join([*head, *(text for text, _ in paragraphs(version))]) + "\r\n"


def as_cac_page(version: Version, order: tuple[str, ...], encoding: str = "utf-8") -> bytes:
    """As on www.cac.gov.cn: navigation, the order with those who sign it, the title again, the text, and furniture."""
    facts = version.facts
    body = "".join(
        f'<p style="text-align: center;"><strong>{escape(text)}</strong></p>' if centred else f"<p>{escape(text)}</p>"
        for text, centred in paragraphs(version)
    )
    signed = "".join(f'<p style="text-align:center"><font>{escape(line)}</font></p>' for line in order)
    page = f"""<!DOCTYPE html><html><head><meta charset="{encoding}">
<title>{facts.title}_中央网信办</title>
<script>var title = "第一条 脚本里的第一条不是正文";</script><style>p {{ color: red }}</style></head>
<body><header><nav><a href="/">首页</a><a href="/fl">法律法规</a></nav></header>
<div class="main"><h1 class="title">{facts.title}</h1>
<div class="info">2023年07月13日 15:00 来源： 中国网信网 【打印】</div>
<div id="BodyLabel"><div>{signed}<p style="text-align:center"><b>{facts.title}</b></p>{body}</div></div>
<div class="share">分享到：微信 微博</div></div>
<footer>版权所有 <script>alert(1)</script></footer></body></html>"""
    return page.encode(encoding)


def as_gov_page(version: Version, order: tuple[str, ...]) -> bytes:
    """As on www.gov.cn: a table of facts, then the order and the text with line breaks in one paragraph."""
    facts = version.facts
    lines = "<br/>\n".join(escape(text) for text, _ in paragraphs(version))
    head = "<br/>".join(map(escape, order))
    return f"""<html><head><meta charset="utf-8"><title>{facts.title}_中国政府网</title></head><body>
<table class="bd1"><tr><td>标\u3000\u3000题：</td><td>{facts.title}</td></tr>
<tr><td>发文机关：</td><td>国务院</td></tr></table>
<div class="pages_content" id="UCAP-CONTENT"><p align="center">{head}</p><p align="center">{facts.title}</p>
<p>{lines}</p></div><div class="relate">相关链接<ul><li>解读</li></ul></div></body></html>""".encode()
