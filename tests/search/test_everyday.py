"""Everyday words, traditional characters, exclusions: what leads people's own words to the article."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import indexer.search.everyday as everyday_module
from indexer.corpus import load
from indexer.data_files import members
from indexer.search import Engine, open_engine
from indexer.search.everyday import QUESTIONS, THESAURUS, read_everyday
from indexer.search.finding import find_word
from tests.conftest import ROOT
from tests.search.made_up_laws import corpus_of

GROUPS = """- {everyday: [博彩, AI下注], statutory: [赌博, 赌场], why: 口语}
- {everyday: [素材, 语料], statutory: [训练数据], why: 口语}
"""
LINES = """"2": {question: 练模型的材料从哪里来？, words: 语料 抓网页, told: 老板让我扒帖子}
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("everyday")
    corpus_of(folder / "laws")
    (folder / "laws" / THESAURUS).write_text(GROUPS, encoding="utf-8")
    (folder / "laws" / QUESTIONS).mkdir()
    (folder / "laws" / QUESTIONS / "games.yml").write_text(LINES, encoding="utf-8")
    corpus, _ = load(folder / "laws")
    opened = open_engine(corpus, folder / "cache")
    yield opened
    opened.close()


def found(engine: Engine, query: str) -> list[str]:
    return [result.id for result in engine.search(query).results]


def test_an_everyday_word_finds_what_the_law_calls_it_and_counts_as_widened(engine: Engine) -> None:
    results = engine.search("博彩")
    assert results.results[0].id == "games/art-3"
    assert (results.exact, results.widened > 0) == (0, True)
    assert any(hit for text, hit in results.results[0].snippet if text in ("赌博", "赌场"))
    assert found(engine, "AI下注")[0] == "games/art-3"


def test_words_of_the_law_for_the_same_thing_count_as_one_word(engine: Engine) -> None:
    (word,) = engine.parse("博彩").words

    def score(*meant: str) -> float:
        found = find_word(replace(word, widened=meant), engine.index, engine.weights)
        ((worth, _),) = found.partial.values()
        return worth

    assert set(word.widened) == {"赌博", "赌场"}
    # Both stand once in the same article: as one word that stands there twice.
    assert max(score("赌博"), score("赌场")) < score("赌博", "赌场") < score("赌博") + score("赌场")


def test_the_question_of_an_article_leads_to_it(engine: Engine) -> None:
    assert found(engine, "语料")[0] == "games/art-2"
    assert found(engine, "老板 扒帖子")[0] == "games/art-2"


def test_characters_of_a_question_lead_to_it_however_they_are_cut(engine: Engine) -> None:
    (result, *_) = engine.search("抓网").results
    assert result.id == "games/art-2"
    assert "question" in {how for _, how, _ in result.why}


def test_another_everyday_word_for_the_same_leads_to_the_question(engine: Engine) -> None:
    (result, *_) = engine.search("素材").results
    assert result.id == "games/art-2"
    assert ("素材", "alike", "素材") in result.why


def test_the_reader_is_told_that_no_text_says_so(engine: Engine) -> None:
    assert engine.search("老板").message == "条文里没有“老板”这样的说法，按相近的意思查找。"
    assert engine.search("区块链").message == "库中没有“区块链”。"


def test_what_only_a_question_holds_is_no_answer_beside_a_word_that_the_library_lacks(engine: Engine) -> None:
    assert found(engine, "帖子")[0] == "games/art-2"
    results = engine.search("帖子 区块链 麻婆")
    assert (results.results, results.message) == ((), "库中没有“区块链”、“麻婆”。")


def test_questions_written_for_another_version_of_a_text_are_left_alone(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path)
    (tmp_path / QUESTIONS).mkdir()
    (tmp_path / QUESTIONS / "data.yml").write_text('version: "2018-01-01"\n' + LINES, encoding="utf-8")
    assert read_everyday(tmp_path, corpus)[0].questions == {}
    (tmp_path / QUESTIONS / "data.yml").write_text('version: "2024-01-01"\n' + LINES, encoding="utf-8")
    assert read_everyday(tmp_path, corpus)[0].questions.keys() == {"data/art-2"}


def test_traditional_characters_find_the_same(engine: Engine) -> None:
    assert found(engine, "訓練數據") == found(engine, "训练数据") != []


def test_numbers_find_every_way_of_writing_them(engine: Engine) -> None:
    for query in ("5000万元", "五千万元", "50000000元"):
        results = engine.search(query)
        assert results.results[0].id == "games/art-3"
        assert results.exact >= 1


def test_an_excluded_word_shuts_articles_out(engine: Engine) -> None:
    assert "games/art-3" in found(engine, "数据")
    assert "games/art-3" not in found(engine, "数据 -赌博")
    assert "games/art-3" in found(engine, "数据 - 赌博"), "a dash alone excludes nothing"


def test_a_word_of_the_same_sound_is_found(engine: Engine) -> None:
    assert "games/art-3" in found(engine, "赌勃")
    # In a long question the other words say what is meant.
    assert engine.parse("数据 人权 同意 旗帜 赌勃").words[-1].slips == ("赌博",)
    assert [word.text for word in engine.parse("数据 人权 同意 旗帜 提供者 赌勃").words][-2:] == ["赌", "勃"]


def test_a_name_with_a_slip_or_as_initials_is_understood(engine: Engine) -> None:
    for query in ("游戏服务管理办法第三条", "游戏服务管里办法第三条", "yxfwglbf 3"):
        assert found(engine, query)[0] == "games/art-3", query


def test_faults_of_the_files_are_told_with_their_line(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path)
    (tmp_path / THESAURUS).write_text("- {everyday: [甲], statutory: []}\n- 文字\n", encoding="utf-8")
    (tmp_path / QUESTIONS).mkdir()
    (tmp_path / QUESTIONS / "games.yml").write_text('"99": {question: 甲？, words: 乙}\n"1": 文字\n', encoding="utf-8")
    everyday, faults = read_everyday(tmp_path, corpus)
    assert everyday.questions == {}
    assert [(Path(fault.path).name, fault.line) for fault in faults] == [
        (THESAURUS, 1),
        (THESAURUS, 2),
        ("games.yml", 1),
        ("games.yml", 2),
    ]


def test_the_files_of_the_library_are_sound() -> None:
    corpus, _ = load(ROOT / "docs")
    everyday, faults = read_everyday(ROOT / "docs" / "laws", corpus)
    assert faults == ()
    assert all(id.partition("/")[0] in corpus.entries for id in everyday.questions)


def test_every_article_of_the_library_has_its_questions() -> None:
    """Of the texts that the library presents; a line for each article that is not a catalogue entry's."""
    corpus, _ = load(ROOT / "docs")
    everyday, _ = read_everyday(ROOT / "docs" / "laws", corpus)
    missing = {
        entry.id: [str(article.number) for article in articles]
        for entry in corpus.entries.values()
        if entry.is_main
        and (
            articles := [a for a in entry.version.articles() if f"{entry.id}/art-{a.number}" not in everyday.questions]
        )
    }
    assert missing == {}


def test_every_group_has_its_reason_and_stands_once() -> None:
    groups = [group for _, group in members(Path(everyday_module.__file__).with_name(THESAURUS), [])]
    assert len(groups) >= 600
    assert all(set(group) == {"everyday", "statutory", "why"} for group in groups)
    assert len({(tuple(map(str, group["everyday"])), tuple(group["statutory"])) for group in groups}) == len(groups)
