"""The grammar of citations: which signs belong together, where a span ends, what is none."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.citations.find import find
from indexer.citations.grammar import Mention, Step
from indexer.citations.lexer import RANKS, NameTable
from indexer.numerals import to_chinese

NAMES = NameTable(["刑法", "公司法", "国家安全法", "宪法", "中华人民共和国刑法", "行政处罚法"])


def spans(text: str) -> list[str]:
    return [text[mention.start : mention.end] for mention in find(text, NAMES)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Lists: one member each, the head with the first.
        (
            "违反本法第二十三条、第二十五条第一款、第三款和第二十八条规定",
            ["本法第二十三条", "第二十五条第一款", "第三款", "第二十八条"],
        ),
        ("第五十八条第（二）、（三）、（四）项", ["第五十八条第（二）", "（三）", "（四）项"]),
        ("第一、二款", ["第一", "二款"]),
        ("第（一）、（二）两项", ["第（一）", "（二）两项"]),
        ("《甲法》《乙法》和《丙法》", ["《甲法》", "《乙法》", "《丙法》"]),
        ("《甲法》（以下简称甲法）、《乙法》", ["《甲法》", "《乙法》"]),
        ("第三条、以及第五条", ["第三条", "第五条"]),
        # Ranges are one citation.
        ("第二项至第七项", ["第二项至第七项"]),
        ("第四十二条至第四十五条", ["第四十二条至第四十五条"]),
        ("第三至五项", ["第三至五项"]),
        ("前款第二项至第七项、第九项", ["前款第二项至第七项", "第九项"]),
        ("本节第二百一十三条至第二百一十九条之一", ["本节第二百一十三条至第二百一十九条之一"]),
        # Heads.
        ("《中华人民共和国刑法》第二百一十三条之一第二款", ["《中华人民共和国刑法》第二百一十三条之一第二款"]),
        ("依照中华人民共和国刑法第十条", ["中华人民共和国刑法第十条"]),
        ("《关于修改〈甲法〉的决定》", ["《关于修改〈甲法〉的决定》"]),
        ("《关于修改《甲法》的决定》第二条", ["《关于修改《甲法》的决定》第二条"]),
        ("第3条第2款", ["第3条第2款"]),
        # Relative forms.
        ("前款、前两款、前三款、前条、上款", ["前款", "前两款", "前三款", "前条", "上款"]),
        ("前条第一款", ["前条第一款"]),
        ("本条第一款", ["本条第一款"]),
        ("本款第二项", ["本款第二项"]),
        ("该款和各该款、本节各该条", ["该款", "各该款", "本节各该条"]),
        # Divisions.
        ("本章、本编第三章第一节、第四章第二节", ["本章", "本编第三章第一节", "第四章第二节"]),
        ("本章第三条", ["本章第三条"]),
    ],
)
def test_spans(text: str, expected: list[str]) -> None:
    assert spans(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "本法、本条例、本条、本款、本项",
        "有关法律、行政法规和国家有关规定",
        "公司法人和合同条款",
        "推动国家安全法治建设",
        "宪法和法律委员会",
        "本条例外，本章程、本节目、本编制",
        "前条件、目前项目、该条约、该款项、该条款",
        "该项工作",
        "取得《电信业务经营许可证》",
        "第十十条、第条、第款",
        "《没有收尾的法",
        "",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert spans(text) == []


def test_malformed_numerals_are_told() -> None:
    text = "违反第十十条和第三条"
    found, malformed = find(text, NAMES)
    assert [text[each.start : each.end] for each in malformed] == ["第十十条"]
    assert [text[each.start : each.end] for each in found] == ["第三条"]


@st.composite
def paths(draw: st.DrawFn) -> tuple[Step, ...]:
    units = draw(st.lists(st.sampled_from(["编", "章", "节", "条", "款", "项"]), min_size=1, max_size=4, unique=True))
    units.sort(key=RANKS.__getitem__)
    return tuple(
        Step(unit, draw(st.integers(1, 1999)), draw(st.integers(0, 9)) if unit == "条" else 0) for unit in units
    )


def written(step: Step, brackets: bool) -> str:
    number = to_chinese(step.number)
    form = f"第（{number}）{step.unit}" if brackets and step.unit == "项" else f"第{number}{step.unit}"
    return form + (f"之{to_chinese(step.branch)}" if step.branch else "")


@given(paths(), st.sampled_from(["", "本法", "《甲法》", "刑法"]), st.booleans())
def test_a_path_that_is_written_reads_as_the_same_path(path: tuple[Step, ...], head: str, brackets: bool) -> None:
    text = head + "".join(written(step, brackets) for step in path)
    (mention,), malformed = find(text, NAMES)
    assert (mention.start, mention.end, mention.path) == (0, len(text), path)
    assert not malformed


PIECES = "第一二三十百零条款项目编章节之（）《》〈〉本法前两该各至、和，。\n中华人民共和国刑以下简称"


@given(st.text(PIECES, max_size=60))
def test_no_text_breaks_the_grammar_and_no_span_overlaps_another(text: str) -> None:
    found, _ = find(text, NAMES)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(isinstance(each, Mention) for each in found)


def test_an_article_of_ten_thousand_characters_takes_no_time_to_speak_of() -> None:
    assert len(find("违反本法第二十三条、" * 1000, NAMES)[0]) == 1000
