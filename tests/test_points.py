"""Texts without articles are cited by their points: 一、 is 第一条."""

from pathlib import Path

import pytest

from indexer.model import Version
from indexer.points import points_of
from indexer.search.records import records
from indexer.source import read_text
from tests.search.made_up_laws import corpus_of
from tests.site.laws import law


def version_of(*lines: str, undivided: bool = True) -> Version:
    source = law(body="\n" + "".join(f"{line}\n\n" for line in lines), extra="undivided: true\n" if undivided else "")
    reading = read_text(source.rstrip() + "\n", "law.md")
    assert reading.document, reading.faults
    return reading.document.version


@pytest.mark.parametrize(
    ("lines", "before", "expected"),
    [
        # an amendment: a point goes on until the next
        (
            ("一、第一条修改为：“甲。", "“乙。”", "二、删去第三条。", "本决定自公布之日起施行。"),
            (),
            [
                ("art-1", ("一、第一条修改为：“甲。", "“乙。”")),
                ("art-2", ("二、删去第三条。", "本决定自公布之日起施行。")),
            ],
        ),
        # what stands before the first
        (("会议决定：", "一、甲。", "二、乙。"), ("会议决定：",), [("art-1", ("一、甲。",)), ("art-2", ("二、乙。",))]),
        # numbers in the words that an amendment puts in, and items, are no points of its own
        (
            ("一、增加附件：“一、甲；", "“二、乙。”", "（二）丙。", "二、丁。"),
            (),
            [("art-1", ("一、增加附件：“一、甲；", "“二、乙。”", "（二）丙。")), ("art-2", ("二、丁。",))],
        ),
        # a number that does not follow
        (("一、甲。", "三、乙。"), (), [("art-1", ("一、甲。", "三、乙。"))]),
        # no points
        (("适用死刑缓期执行。", "自公布之日起施行。"), (), []),
    ],
)
def test_points(lines: tuple[str, ...], before: tuple[str, ...], expected: list[tuple[str, tuple[str, ...]]]) -> None:
    lead, points = points_of(version_of(*lines))
    assert lead == before
    assert [(point.id, point.lines) for point in points] == expected


def test_a_point_is_called_an_article() -> None:
    lines = [f"{number}、甲。" for number in "一二三四五六七八九十"]
    assert [point.label for point in points_of(version_of(*lines, "十一、乙。"))[1]][-2:] == ["第十条", "第十一条"]


def test_texts_with_articles_have_no_points() -> None:
    assert points_of(version_of("一、甲。", "## 第一条", "一、乙。", undivided=False)) == ((), ())


def test_each_point_is_found_by_itself(tmp_path: Path) -> None:
    body = "\n会议决定：\n\n一、甲。\n\n“乙。”\n\n二、丙。\n"
    plain = "\n丁。\n"
    laws = {
        "change": law("修改决定", body=body, extra="undivided: true\n"),
        "decision": law("决定", body=plain, extra="undivided: true\n"),
    }
    found = {law.law.id: law.records for law in records(corpus_of(tmp_path, laws))}
    assert [(record.id, record.label, record.article, record.units) for record in found["change"]] == [
        ("change/preamble-1", "正文", "", (("", "会议决定："),)),
        ("change/art-1", "第一条", "第1条", (("art-1", "一、甲。"), ("art-1", "“乙。”"))),
        ("change/art-2", "第二条", "第2条", (("art-2", "二、丙。"),)),
    ]
    assert [(record.id, record.label) for record in found["decision"]] == [("decision/preamble-1", "正文")]
