"""Which line is shown, how it is shortened, what is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.finding import Term
from indexer.search.records import Record
from indexer.search.snippet import WIDTH, alike_paragraphs, best_unit, fragments

RECORD = Record(
    "x/art-3",
    "第三条",
    "第3条",
    (),
    (("art-3-p1", "应当遵守下列规定："), ("art-3-p1-i1", "（一）训练合法；"), ("art-3-p2", "训练数据合法。")),
)


def terms(*words: str) -> list[Term]:
    return [Term(word, 1.0) for word in words]


@pytest.mark.parametrize(
    ("words", "cited", "expected"),
    [
        # the line that holds most, the first of equals
        (("训练", "数据"), "", 2),
        (("训练",), "", 1),
        # a 项 is read with the words that introduce it, and must add to them
        (("遵守", "合法"), "", 1),
        (("遵守", "规定"), "", 0),
        (("没有",), "", 0),
        # the cited one, if there is such
        (("数据",), "-p1-i1", 1),
        (("数据",), "-p9", 2),
    ],
)
def test_best_unit(words: tuple[str, ...], cited: str, expected: int) -> None:
    assert best_unit(RECORD, [[term] for term in terms(*words)], cited) == expected


def test_two_words_count_for_more_than_one_in_two_ways() -> None:
    units = (("art-1-p1", "人脸识别和人脸信息。"), ("art-1-p2", "同意处理人脸信息。"), ("art-1-p3", "同意。"))
    record = Record("x/art-1", "第一条", "第1条", (), units)
    scanned = [Term("人脸识别", 3.0), Term("人脸信息", 2.0)]
    assert best_unit(record, [scanned, [Term("同意", 2.0)]]) == 1
    assert best_unit(record, [scanned]) == 0


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("训练数据合法", ("数据",), [("训练", False), ("数据", True), ("合法", False)]),
        # touching and overlapping marks are one
        ("训练数据合法", ("训练", "数据"), [("训练数据", True), ("合法", False)]),
        ("甲乙丙丁", ("甲乙丙", "乙丙丁"), [("甲乙丙丁", True)]),
        ("甲甲甲", ("甲甲",), [("甲甲甲", True)]),
        # found in the normalised text, marked in the original
        ("ＡＩ　换\u200b脸", ("ai 换脸",), [("ＡＩ　换\u200b脸", True)]),
        ("没有", ("数据",), [("没有", False)]),
        ("<b>数据</b>", ("数据",), [("<b>", False), ("数据", True), ("</b>", False)]),
    ],
)
def test_fragments(text: str, words: tuple[str, ...], expected: list[tuple[str, bool]]) -> None:
    assert list(fragments(text, terms(*words))) == expected


def test_long_lines_are_cut_around_the_most_matches() -> None:
    text = "数据" + "长" * 200 + "训练数据和训练" + "长" * 200
    found = fragments(text, terms("训练", "数据"))
    assert found[0] == ("…", False)
    assert found[-1] == ("…", False)
    assert [piece for piece, hit in found if hit] == ["训练数据", "训练"]
    assert sum(len(piece) for piece, _ in found[1:-1]) == WIDTH


@given(st.text("甲乙丙丁，", max_size=400), st.lists(st.text("甲乙丙", min_size=1, max_size=3), max_size=4))
def test_the_fragments_joined_are_a_piece_of_the_text(text: str, words: list[str]) -> None:
    found = fragments(text, terms(*words))
    joined = "".join(piece for piece, _ in found)
    assert joined.strip("…") in text
    assert len(joined) <= WIDTH + 2
    assert all(piece for piece, _ in found)
    if words and any(word in text for word in words):
        assert any(hit for _, hit in found)


def test_what_reads_the_same_counts_once_where_a_line_is_shortened() -> None:
    line = f"处五千万元罚款；{'某' * WIDTH}一万元以下、二万元以下、三万元以下罚款。"
    shown = "".join(text for text, _ in fragments(line, terms("五千万元", "以下")))
    assert shown.startswith("处五千万元罚款")


@pytest.mark.parametrize(
    ("meaning", "expected"),
    [("数据处理", 0), ("数据处理者", 1), ("显式标识", 2), ("标识", 3), ("算法推荐", 4), ("处理", 0), ("a+b", 0)],
)
def test_the_line_that_says_what_something_is(meaning: str, expected: int) -> None:
    lines = (
        "数据处理，是指收集、存储；“数据处理者”的范围由他人规定。",
        "数据处理者，是指自主决定处理目的的个人、组织。",
        "显式标识是指在内容中添加的标识。",
        "本办法所称“标识”指显式标识和隐式标识。",
        "前款所称算法推荐技术，是指生成合成类技术；算法推荐是否适当，另行规定。",
    )
    record = Record("a/art-1", "第一条", "", (), tuple((f"art-1-p{at}", line) for at, line in enumerate(lines, 1)))
    asked = [[term] for term in terms("数据处理")]
    assert best_unit(record, asked, meaning=meaning) == expected


def test_other_paragraphs_that_hold_the_same_words() -> None:
    units = (
        ("art-1-p1", "违反规定的，处罚款。"),
        ("art-1-p2", "有下列情形之一，情节严重的："),
        ("art-1-p2-i1", "违反规定，拒不改正的，并处罚款；"),
        ("art-1-p3", "依法处罚款。"),
        ("art-1-p4", "违反本款的，罚款由他人收缴。"),
    )
    record = Record("x/art-1", "第一条", "", (), units)
    both = [[term] for term in terms("违反", "罚款")]
    assert alike_paragraphs(record, both, 0) == ("art-1-p2", "art-1-p4")
    assert alike_paragraphs(record, both, 2) == ("art-1-p1", "art-1-p4")
    assert alike_paragraphs(record, [[term] for term in terms("罚款")], 3) == ("art-1-p1", "art-1-p2", "art-1-p4")
    assert alike_paragraphs(record, [[term] for term in terms("没有")], 0) == ()
    assert alike_paragraphs(Record("x/annex-1", "附件", "", (), (("annex-1", "罚款"),)), both, 0) == ()
