"""Words of the text: as jieba cuts them; positions count words, shorter words stand inside longer ones."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.corpus import load
from indexer.search import cutting
from indexer.search.analysis import normalise, normalised_lines
from indexer.search.cutting import Dictionary, Tokens, cut, extra_words, quiet_jieba


def positions(tokens: Tokens) -> list[tuple[str, int]]:
    position = -1
    found = []
    for term, step in zip(tokens.terms.tolist(), tokens.steps.tolist(), strict=True):
        position += step
        found.append((tokens.texts[term], position))
    return found


def words(tokens: Tokens) -> list[str]:
    return [tokens.texts[term] for term in tokens.terms.tolist()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("训练数据", [("训练", 0), ("数据", 1)]),
        # the shorter words of a longer one have its position
        ("个人信息", [("个人信息", 0), ("个人", 0), ("信息", 0)]),
        ("数据处理活动", [("数据处理", 0), ("数据", 0), ("处理", 0), ("活动", 1)]),
        # numbers of provisions are words
        ("依照第十三条规定", [("依照", 0), ("第13条", 1), ("规定", 2)]),
        ("第十三条第一款", [("第13条", 0), ("第1款", 1)]),
        # punctuation leaves a gap, a space does not; a line feed does
        ("训练，数据", [("训练", 0), ("数据", 2)]),
        ("AI 训练", [("ai", 0), ("训练", 1)]),
        ("AI训练", [("ai", 0), ("训练", 1)]),
        ("（训练）", [("训练", 0)]),
        ("训练\n数据", [("训练", 0), ("数据", 2)]),
        # characters that jieba does not know are words of their own
        ("一〇一室", [("一", 0), ("〇", 1), ("一", 2), ("室", 3)]),
        ("𠮷家", [("𠮷", 0), ("家", 1)]),
        ("привет 안녕", [("привет", 0), ("안녕", 1)]),
        ("", []),
        ("。", []),
    ],
)
def test_words_and_positions(dictionary: Dictionary, text: str, expected: list[tuple[str, int]]) -> None:
    lines = normalised_lines(text.split("\n"))
    assert positions(cut("\n".join(lines), dictionary)) == expected


def test_offsets_are_those_of_the_text(dictionary: Dictionary) -> None:
    text = normalise("提供者开展数据处理活动，适用第十三条。").text
    tokens = cut(text, dictionary)
    stretches = [text[start:end] for start, end in zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)]
    assert stretches[-1] == "第十三条"
    assert stretches[:-1] == words(tokens)[:-1]


@pytest.fixture(scope="module")
def jieba(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """jieba's own tokenizer."""
    tokenizer = quiet_jieba().Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokenizer.initialize()
    return tokenizer


def longest_words(tokens: Tokens) -> list[str]:
    """Without the shorter words inside others."""
    pairs = zip(tokens.terms.tolist(), tokens.steps.tolist(), strict=True)
    return [tokens.texts[term] for term, step in pairs if step]


def jieba_cut(jieba: Any, text: str) -> list[str]:
    return [word for word in jieba.lcut(text, HMM=False) if word.isalnum()]


def test_every_text_of_the_library_is_cut_as_jieba_cuts_it(dictionary: Dictionary, jieba: Any) -> None:
    corpus, _ = load(Path(__file__).parents[2] / "docs")
    lines = [
        text
        for entry in corpus.entries.values()
        for article in entry.version.articles()
        for text in normalised_lines([article.text])[0].split(" ")
        if "第" not in text
    ]
    assert len(lines) > 1000
    assert longest_words(cut("\n".join(lines), dictionary)) == jieba_cut(jieba, "\n".join(lines))


@settings(deadline=None)
@given(
    st.text(st.sampled_from("中国人民共和的个信息数据处理者法律责任生成式工智能一丁〇，。 和尚未了解放"), max_size=60)
)
def test_any_text_is_cut_as_jieba_cuts_it(dictionary: Dictionary, jieba: Any, text: str) -> None:
    assert longest_words(cut(text, dictionary)) == jieba_cut(jieba, text)


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), max_size=5))
def test_nothing_is_lost(dictionary: Dictionary, lines: list[str]) -> None:
    text = "\n".join(normalised_lines(lines))
    tokens = cut(text, dictionary)
    covered = {
        place
        for start, end in zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)
        for place in range(start, end)
    }
    assert {place for place, char in enumerate(text) if char.isalnum()} <= covered


def test_a_long_text_is_cut_in_parts_and_the_same(dictionary: Dictionary, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "。。\n。。。。。。\n提供者处理个人信息，\n\n应当依照第十三条；\nAI 训练\n数据处理活动。\n第二款\n" * 3
    whole = cut(text, dictionary)
    monkeypatch.setattr(cutting, "AT_ONCE", 7)
    parts = cut(text, dictionary)
    assert words(parts) == words(whole)
    for name in ("starts", "ends", "steps"):
        assert getattr(parts, name).tolist() == getattr(whole, name).tolist()


def test_words_of_the_library_are_kept_whole(dictionary: Dictionary) -> None:
    own = dictionary.with_words(extra_words(["数据试验法", "规定"]))
    assert words(cut("依照数据试验法规定", own)) == ["依照", "数据试验法", "数据", "试验", "规定"]
    assert "数据试验法" not in words(cut("依照数据试验法规定", dictionary))


def test_words_of_the_library_count_as_jieba_suggests(dictionary: Dictionary, jieba: Any) -> None:
    names = ["数据试验法", "国家有关某", "规定", "生成式人工智能服务管理暂行办法"]
    own = dictionary.with_words(names)
    for name in names:
        suggested = jieba.suggest_freq(name, tune=False)
        assert abs(own.words.number(name) - suggested) <= 1 or own.words.number(name) == jieba.FREQ[name]


def test_a_word_of_the_library_changes_no_text_without_it(dictionary: Dictionary) -> None:
    text = "处理个人信息应当取得个人的单独同意，并遵守国家有关规定"
    own = dictionary.with_words(["某某某某法", "单独", "国家有关某"])
    assert words(cut(text, own)) == words(cut(text, dictionary))


def test_extra_words_are_chinese_and_not_too_long() -> None:
    assert extra_words(["个保法", "PIPL", "总则", "法", "一" * 31, "附件（一）"]) == {"个保法", "总则"}


def test_import_and_use_with_warnings_as_errors_leave_no_trace(tmp_path: Path) -> None:
    program = f"""
import logging, tempfile
from pathlib import Path
from indexer.search.cutting import Dictionary, cut
assert cut("训练数据", Dictionary.of_jieba(Path({str(tmp_path)!r}))).texts == ["数据", "训练"]
assert not logging.getLogger("jieba").handlers
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
