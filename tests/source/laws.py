"""What the tests of source files share: a front matter, and a way to read a body under it."""

from indexer.source import Document, read_text

__all__ = ["HEAD", "read"]

HEAD = """---
title: 中华人民共和国试验法
kind: 法律
issuers: [全国人民代表大会常务委员会]
promulgated: 2020-01-01
effective: 2020-05-01
version: "2020-01-01"
source: https://example.org/law
text_from: {how: transcribed, from: 试验用文本, checked: none}
---
"""


def read(body: str) -> Document:
    """The document of a canonical body, which must be without any fault, even a notice."""
    reading = read_text(HEAD + body, "law.md")
    assert reading.faults == ()
    assert reading.document
    return reading.document
