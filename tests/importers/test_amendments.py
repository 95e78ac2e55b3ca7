"""Amendments that the data keeps apart are worked in by their own sentences, or not at all."""

import re
from datetime import date
from pathlib import Path

import pytest

from indexer.corpus import load
from indexer.ids import ArticleNumber
from indexer.importers import NoteKind, import_database
from indexer.model import Amended
from indexer.source import read_file
from tests.conftest import ROOT
from tests.importers.databases import Row, database

TODAY = date(2026, 6, 1)
LAW: list[Row] = [
    ("第一条", "", "", "甲一。\n甲二：\n（一）子；\n（二）丑。\n甲三。"),
    ("第一条之一", "", "", "乙。"),
    ("第二条", "", "", "丙。"),
]
NAMES = {"law_name": "中华人民共和国刑法", "version_date": "2020-06-01"}
LATER = {"law_name": "中华人民共和国刑法修正案（一）", "version_date": "2022-06-01", "effective_date": "2022-09-01"}


def amended(folder: Path, *sentences: str) -> tuple[str, tuple[Amended, ...], list[str]]:
    """The body of the law after an amendment with `sentences`, what it says of them, and the notes."""
    last = "本修正案自2022年9月1日起施行。"
    rows: list[Row] = [
        (f"条目{'一二三四五'[number]}", "", "", sentence) for number, sentence in enumerate([*sentences, last])
    ]
    source = database(folder / "laws.db", (NAMES, LAW), (LATER, rows))
    report = import_database(source, folder / "out", titles=["刑法"], today=TODAY)
    document = read_file(report.written[0]).document
    assert document
    notes = [note.message for note in report.notes if note.kind is not NoteKind.SKIPPED]
    text = "\n".join(unit.text for article in document.version.articles() for unit in article.units())
    return text, document.version.facts.amended, notes


@pytest.mark.parametrize(
    ("sentence", "text", "article"),
    [
        # A whole article.
        ('将刑法第二条修改为："丁。\n"戊。"', "甲一。\n甲二：\n（一）子；\n（二）丑。\n甲三。\n乙。\n丁。\n戊。", "2"),
        # A whole article, said to gain a 款.
        (
            '在刑法第二条中增加一款作为第二款，将该条修改为："丁。\n"戊。"',
            "甲一。\n甲二：\n（一）子；\n（二）丑。\n甲三。\n乙。\n丁。\n戊。",
            "2",
        ),
        # One 款 with its items: the 款 after it stays.
        ('将刑法第一条第二款修改为："新二：\n"（一）新子。"', "甲一。\n新二：\n（一）新子。\n甲三。\n乙。\n丙。", "1"),
        # An article with 之一 is not the one without.
        ('将刑法第一条之一修改为："新乙。"', "甲一。\n甲二：\n（一）子；\n（二）丑。\n甲三。\n新乙。\n丙。", "1-1"),
    ],
)
def test_a_sentence_is_worked_in(tmp_path: Path, sentence: str, text: str, article: str) -> None:
    got, by, notes = amended(tmp_path, sentence)
    assert got == text
    assert by == (Amended("刑法修正案（一）", (ArticleNumber.parse(article),)),)
    assert any("没有并入数据，按其条文并入" in note for note in notes)


@pytest.mark.parametrize(
    "sentence",
    [
        "删去刑法第二条。",
        '在刑法第二条后增加一条，作为第二条之一："丁。"',
        '将刑法第九条修改为："丁。"',
        '将刑法第二条第三款修改为："丁。"',
    ],
)
def test_an_amendment_that_says_anything_else_is_reported_and_not_worked_in_by_halves(
    tmp_path: Path, sentence: str
) -> None:
    text, by, notes = amended(tmp_path, '将刑法第一条之一修改为："新乙。"', sentence)
    assert "新乙" not in text
    assert by == ()
    assert any("不能自动并入" in note for note in notes)


def test_the_criminal_code_of_the_library_reads_as_its_twelfth_amendment_says() -> None:
    corpus, _ = load(ROOT / "docs")
    code = corpus.entries["criminal-law"].version
    lines = [
        line for preamble in corpus.entries["criminal-law-amendment-12"].version.preamble for line in preamble.lines
    ]
    sentences = re.findall(
        r"[一二三四五六七]、[^“]*?刑法(第[^条]+条)(第一款)?[^“]*?修改为：“(.*?)”(?=\n[一二三四五六七八]、)",
        "\n".join(lines),
        re.DOTALL,
    )
    assert [label for label, _, _ in sentences] == [
        "第一百六十五条",
        "第一百六十六条",
        "第一百六十九条",
        "第三百八十七条",
        "第三百九十条",
        "第三百九十一条",
        "第三百九十三条",
    ]
    for label, paragraph, words in sentences:
        article = code.article(ArticleNumber.from_label(label))
        assert article
        text = article.paragraphs[0].text if paragraph else article.text
        assert text == words.replace("\n“", "\n")
    assert code.facts.amended == (
        Amended("刑法修正案（十二）", tuple(ArticleNumber.from_label(label) for label, _, _ in sentences)),
    )
