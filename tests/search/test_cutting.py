"""Words of the text: positions count words, shorter words stand inside longer ones."""

import subprocess
import sys

import pytest

from indexer.search.analysis import normalise
from indexer.search.cutting import Cutter, extra_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("训练数据", [("训练", 0), ("数据", 1)]),
        # the shorter words of a longer one have its position
        ("个人信息", [("个人信息", 0), ("个人", 0), ("信息", 0)]),
        ("数据处理活动", [("数据处理", 0), ("数据", 0), ("处理", 0), ("活动", 1)]),
        # numbers of provisions are words
        ("依照第十三条规定", [("依照", 0), ("第13条", 1), ("规定", 2)]),
        # punctuation leaves a gap, a space does not
        ("训练，数据", [("训练", 0), ("数据", 2)]),
        ("AI 训练", [("ai", 0), ("训练", 1)]),
        ("（训练）", [("训练", 0)]),
        ("", []),
    ],
)
def test_words_and_positions(cutter: Cutter, text: str, expected: list[tuple[str, int]]) -> None:
    assert [(token.text, token.position) for token in cutter.cut(normalise(text).text)] == expected


def test_offsets_are_those_of_the_text(cutter: Cutter) -> None:
    text = normalise("提供者开展数据处理活动，适用第十三条。").text
    for token in cutter.cut(text):
        if not token.text.startswith("第"):
            assert text[token.start : token.end] == token.text
    assert [text[token.start : token.end] for token in cutter.cut(text)][-1] == "第十三条"


def test_words_of_the_library_are_kept_whole_and_forgotten_again(cutter: Cutter) -> None:
    text = "依照数据试验法规定"
    before = cutter.cut(text)
    with cutter.with_words(extra_words(["数据试验法"])) as own:
        assert [token.text for token in own.cut(text)] == ["依照", "数据试验法", "数据", "试验", "规定"]
    assert cutter.cut(text) == before


def test_a_word_of_the_library_changes_no_text_without_it(cutter: Cutter) -> None:
    text = "处理个人信息应当取得个人的单独同意，并遵守国家有关规定"
    before = cutter.cut(text)
    with cutter.with_words(["某某某某法", "单独", "国家有关某"]) as own:
        assert own.cut(text) == before


def test_extra_words_are_chinese_and_not_too_long() -> None:
    assert extra_words(["个保法", "PIPL", "总则", "法", "一" * 31, "附件（一）"]) == {"个保法", "总则"}


def test_import_and_use_with_warnings_as_errors_leave_no_trace(tmp_path: object) -> None:
    program = f"""
import logging, tempfile
from pathlib import Path
from indexer.search.cutting import Cutter
assert [token.text for token in Cutter(Path({str(tmp_path)!r})).cut("训练数据")] == ["训练", "数据"]
assert not logging.getLogger("jieba").handlers
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
