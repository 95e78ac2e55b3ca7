"""What a search answers: order, counts, messages, and where the results lead."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer.search import Engine, Result, Results, default_cache, open_engine
from tests.search.made_up_laws import LAWS, PUNISHING, corpus_of, source
from tests.search.test_query import HOSTILE


def ids(results: Results) -> list[str]:
    return [result.id for result in results.results]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # every word in one article: the exact ones, in the order of their scores
        ("训练数据", ["games/art-2", "data/art-2", "games/art-3"]),
        # single characters inside words
        ("赌", ["games/art-3"]),
        ("博", ["games/art-3"]),
        # words that the text cuts differently
        ("千万", ["games/art-3"]),
        # words in different fields: heading and text, law and text
        ("安全评估 同意", ["data/art-3"]),
        ("法律责任 赌博", ["games/art-3"]),
        # full-width letters
        ("AI", ["data/art-4"]),
        # annexes and preambles
        ("图案", ["charter/annex-1"]),
        ("历史悠久", ["charter/preamble-1"]),
        # quoted: exactly so
        ("“训练数据”", ["games/art-2"]),
        ("“数据，训练”", []),
        ("“同意。个人”", []),
        ("“个人同意的，从其规定”", ["data/art-3"]),
        ("“ai 换脸”", ["data/art-4"]),
        # over the end of a line, as it is copied from a page
        ("“规定： （一）不得开设赌场”", ["games/art-3"]),
        ("“不得开设赌场；（二）不得组织赌博”", ["games/art-3"]),
        ("“不得开设赌场（二）”", []),
        # numbers as a whole, with their unit and without
        ("五千万", ["games/art-3"]),
        ("千万元", ["games/art-3"]),
        ("一千万元", []),
        ("5千元", []),
    ],
)
def test_exact_results(engine: Engine, query: str, expected: list[str]) -> None:
    results = engine.search(query)
    assert ids(results)[: results.exact] == expected


@pytest.mark.parametrize(
    ("query", "expected", "url"),
    [
        ("数试法第三条", "data/art-3", "laws/data/#art-3"),
        ("数试法 4-1", "data/art-4-1", "laws/data/#art-4-1"),
        ("DTL 第四条之一", "data/art-4-1", "laws/data/#art-4-1"),
        ("游戏办法第三条第一款第（二）项", "games/art-3", "laws/games/#art-3-p1-i2"),
        ("游戏办法 第3条第2款", "games/art-3", "laws/games/#art-3-p2"),
        # a unit that is not there: the article
        ("游戏办法第三条第九款", "games/art-3", "laws/games/#art-3"),
    ],
)
def test_citations_lead_to_the_unit(engine: Engine, query: str, expected: str, url: str) -> None:
    first = engine.search(query).results[0]
    assert (first.id, first.url) == (expected, url)
    assert first.score > 2


def test_a_citation_finds_the_old_text_after_the_new(engine: Engine) -> None:
    results = engine.search("数试法 第一条")
    assert ids(results) == ["data/art-1", "data@2018-01-01/art-1"]
    assert results.results[1].url == "laws/data/2018-01-01/#art-1"
    assert results.results[1].unit_id == "data@2018-01-01/art-1"


def test_a_number_alone_finds_every_such_article(engine: Engine) -> None:
    assert sorted(ids(engine.search("第一条"))) == [
        "charter/art-1",
        "data/art-1",
        "data@2018-01-01/art-1",
        "games/art-1",
    ]


def test_the_name_of_a_law_gives_its_articles(engine: Engine) -> None:
    results = engine.search("游戏办法")
    assert ids(results) == ["games/art-1", "games/art-2", "games/art-3"]
    assert (results.exact, results.widened) == (3, 0)


def test_words_are_looked_for_in_the_law_that_is_named(engine: Engine) -> None:
    results = engine.search("游戏办法 数据")
    assert set(ids(results)[: results.exact]) == {"games/art-1", "games/art-2", "games/art-3"}
    assert ids(results)[results.exact :] == [id for id in ids(results) if not id.startswith("games")]


def test_what_the_named_law_does_not_hold_is_said(engine: Engine) -> None:
    results = engine.search("游戏办法 人权 赌博")
    assert ids(results)[0] == "games/art-3"
    assert results.message == "《游戏服务管理办法》里没有“人权”。"
    assert engine.search("游戏办法 赌博").message is None


def test_what_is_excluded(engine: Engine) -> None:
    every = {"games/art-1", "games/art-2", "games/art-3", "data/art-2", "data/art-3", "data@2018-01-01/art-2"}
    assert set(ids(engine.search("数据"))) == every
    assert set(ids(engine.search("数据 -“训练数据”"))) == every - {"games/art-2"}
    assert set(ids(engine.search("数据 -游戏办法"))) == {id for id in every if not id.startswith("games/")}
    assert set(ids(engine.search("数据 -5000万元"))) == every - {"games/art-3"}
    assert set(ids(engine.search("数据 -法规:数试法"))) == {id for id in every if id.startswith("games/")}
    assert set(ids(engine.search("数据 -位阶:部门规章"))) == {id for id in every if not id.startswith("games/")}
    assert set(ids(engine.search("数据 -第2条"))) == {id for id in every if not id.endswith("art-2")}
    assert set(ids(engine.search("数据 -游戏办法第1至2条"))) == every - {"games/art-1", "games/art-2"}
    assert set(ids(engine.search("数据 —游戏办法"))) == {id for id in every if not id.startswith("games/")}


def test_a_range_gives_every_article(engine: Engine) -> None:
    queries = ("游戏办法第一条至第三条", "游戏办法1条至游戏办法3条", "游戏办法第3条—游戏办法第1条", "游戏办法3至1条")
    for query in queries:
        assert ids(engine.search(query)) == ["games/art-1", "games/art-2", "games/art-3"]
    assert ids(engine.search("游戏办法1条、游戏办法3条")) == ["games/art-1", "games/art-3"]
    assert engine.search("游戏办法第2至9条").message == "《游戏服务管理办法》没有第四条等6条，最后一条是第三条。"


def test_an_older_text_is_found_by_its_year(engine: Engine) -> None:
    for query in ("数试法2018 第一条", "数试法（2018年）第1条", "2018年数试法第一条", "旧数试法1条"):
        assert ids(engine.search(query)) == ["data@2018-01-01/art-1"], query
    for query in ("数试法2018", "旧数试法", "2018年的数试法"):
        assert ids(engine.search(query)) == ["data@2018-01-01/art-1", "data@2018-01-01/art-2"], query
    assert ids(engine.search("数试法2018 安全评估"))[0] == "data@2018-01-01/art-2"
    assert ids(engine.search("数试法2024第一条"))[0] == "data/art-1"
    assert engine.search("数试法2024第一条").message is None
    results = engine.search("数试法1999第三条")
    assert results.message == "库中没有《中华人民共和国数据试验法》1999年的文本，以下是库中的文本。"
    assert engine.search("旧游戏办法第三条").message == "库中没有《游戏服务管理办法》的旧文本，以下是库中的文本。"


def test_an_instrument_that_the_library_does_not_know_is_not_taken_for_another(engine: Engine) -> None:
    for query, name in (("数据试验法实施条例第三条", "数据试验法实施条例"), ("森林试验法 3条", "森林试验法")):
        results = engine.search(query)
        assert (ids(results), results.message) == ([], f"库中没有《{name}》。")


def test_several_laws_are_asked_each(engine: Engine) -> None:
    results = engine.search("游戏办法和数试法 训练")
    assert set(ids(results)[: results.exact]) == {"games/art-2", "games/art-3", "data/art-2"}


def test_a_number_says_how_the_text_writes_it(engine: Engine) -> None:
    (result,) = engine.search("5000万元").results
    assert result.why == (("5000万元", "form", "五千万元"),)
    assert ("五千万元", True) in result.snippet
    (result,) = engine.search("五千万元").results
    assert result.why == (("五千万元", "word", "五千万元"),)


def test_quotation_marks_within_a_question_need_not_ask_for_a_phrase(engine: Engine) -> None:
    results = engine.search("组织“没有这样的话”赌博")
    assert ids(results)[0] == "games/art-3"
    assert results.message == "库中没有“话”。没有条文含有连写的“没有这样的话”，已按各词查找。"
    alone = engine.search("“没有这样的话”")
    assert (ids(alone), alone.message) == (
        [],
        "库中没有连写的“没有这样的话”。去掉引号，可以按各词查找。",
    )


HOURS = source("游戏时段规定", "## 第一条\n\n甲。\n\n## 第三条\n\n乙。\n", aliases="时段规定")
MANNERS = source("游戏礼仪规定", "## 第一条\n\n丙。\n")


@pytest.fixture(scope="module")
def gaps(tmp_path_factory: pytest.TempPathFactory, dictionary_folder: Path) -> Iterator[Engine]:
    """Two instruments with a name that both go by, of which one has articles that the library lacks."""
    folder = tmp_path_factory.mktemp("gaps")
    shutil.copytree(dictionary_folder, folder / "search")
    end = "\n---\n\n"
    shared = f"\nshared_aliases: [游戏规则]{end}"
    laws = {
        "hours": HOURS.replace(end, f'\nmissing: ["2", "4"]{shared}'),
        "manners": MANNERS.replace(end, shared),
    }
    opened = open_engine(corpus_of(folder / "laws", laws), folder)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("query", "message", "pages"),
    [
        ("时段规定2", "《游戏时段规定》第二条暂缺：库中没有这一条的可靠文本。", [("第二条", "laws/hours/#art-2")]),
        (
            "时段规定第四条第一款",
            "《游戏时段规定》第四条暂缺：库中没有这一条的可靠文本。",
            [("第四条", "laws/hours/#art-4")],
        ),
        # the last article is told of, though it is not here
        ("时段规定5", "《游戏时段规定》没有第五条，最后一条是第四条。", [("全文", "laws/hours/")]),
        ("时段规定3", None, []),
        (
            "时段规定5 时段规定6",
            "《游戏时段规定》没有第五条、第六条，最后一条是第四条。",
            [("全文", "laws/hours/")],
        ),
        # a name that two instruments share
        (
            "游戏规则2",
            "《游戏时段规定》第二条暂缺：库中没有这一条的可靠文本。《游戏礼仪规定》没有第二条，最后一条是第一条。",
            [("第二条", "laws/hours/#art-2"), ("全文", "laws/manners/")],
        ),
        (
            "游戏规则9",
            "《游戏时段规定》、《游戏礼仪规定》没有第九条。",
            [("全文", "laws/hours/"), ("全文", "laws/manners/")],
        ),
    ],
)
def test_an_article_that_the_library_lacks_is_told_from_one_that_there_is_not(
    gaps: Engine, query: str, message: str | None, pages: list[tuple[str, str]]
) -> None:
    results = gaps.search(query)
    assert results.message == message
    assert [page[1:] for page in results.pages] == pages


LISTED = (
    source("游戏陪聊服务办法", "", aliases="陪聊办法, 游戏规定")
    .replace("how: transcribed", "how: none")
    .replace("kind: 法律", "kind: 部门规章\nnumber: 国家互联网信息办公室令第12号")
)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory, dictionary_folder: Path) -> Iterator[Engine]:
    """The made-up laws, and one of which there is no text."""
    folder = tmp_path_factory.mktemp("catalogue")
    shutil.copytree(dictionary_folder, folder / "search")
    opened = open_engine(corpus_of(folder / "laws", LAWS | {"listed": LISTED}), folder)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        # by its name
        ("陪聊办法", ""),
        ("陪聊办法 第三条", ""),
        ("陪聊办法 赌博", "games/art-3"),
        # by a word of its name that no text has
        ("陪聊", ""),
        ("陪聊 训练", "games/art-3"),
    ],
)
def test_an_instrument_without_text_is_told_of(catalogue: Engine, query: str, found: str) -> None:
    results = catalogue.search(query)
    assert results.pages == (("游戏陪聊服务办法", "目录页", "laws/listed/"),)
    assert results.message
    assert "库中没有《游戏陪聊服务办法》的文本，只有目录。" in results.message
    assert "《游戏陪聊服务办法》第三条" not in results.message
    assert found in ids(results) if found else not results.results


@pytest.mark.parametrize("query", ["游戏", "游戏办法", "游戏办法 第九条", "第九十条", "同意", "AI", "网信办"])
def test_no_instrument_without_text_is_told_of_where_none_is_meant(catalogue: Engine, query: str) -> None:
    results = catalogue.search(query)
    assert not any(what == "目录页" for _, what, _ in results.pages)
    assert "目录" not in (results.message or "")


def test_a_duty_comes_before_a_mention(tmp_path: Path, dictionary_folder: Path) -> None:
    articles = ("规范内容标识，保障游戏安全", "说明内容标识，应当游戏完整", "提倡内容标识，建设游戏社区")
    body = "\n".join(f"## 第{number}条\n\n{text}。\n" for number, text in zip("一二三", articles, strict=True))
    shutil.copytree(dictionary_folder, tmp_path / "search")
    with closing(open_engine(corpus_of(tmp_path / "laws", {"made": source("标识试验法", body)}), tmp_path)) as engine:
        assert ids(engine.search("内容 标识")) == ["made/art-2", "made/art-1", "made/art-3"]


def test_the_text_in_force_comes_before_an_older_one(engine: Engine) -> None:
    found = ids(engine.search("处理个人信息应当取得同意"))
    assert found.index("data/art-1") < found.index("data@2018-01-01/art-1")


def test_documents_with_all_words_come_before_those_with_some(engine: Engine) -> None:
    results = engine.search("个人信息同意")
    assert ids(results)[:2] == ["data/art-1", "data@2018-01-01/art-1"]
    assert (results.exact, results.widened) == (2, len(results.results) - 2)
    assert results.widened > 0
    results = engine.search("赌场 罚款 旗帜")
    assert ids(results) == ["games/art-3", "charter/annex-1"]
    assert (results.exact, results.widened) == (0, 2)


def test_a_result_carries_all_that_a_page_needs(engine: Engine) -> None:
    (result,) = engine.search("组织赌博").results
    assert result == Result(
        id="games/art-3",
        unit_id="games/art-3-p1-i2",
        law="游戏服务管理办法",
        slug="games",
        kind="部门规章",
        standing="现行有效",
        label="第三条",
        place="第一款第二项",
        path=("第二章　法律责任",),
        score=result.score,
        exact=True,
        snippet=(("（二）不得", False), ("组织赌博", True), ("，情节严重的，处五千万元以下罚款；", False)),
        url="laws/games/#art-3-p1-i2",
        why=(("组织", "word", "组织"), ("赌博", "word", "赌博")),
    )
    assert 1 < result.score < 2


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "请输入要检索的词语，如“训练数据”或“个保法13条”。"),
        ("!!!", "请输入要检索的词语，如“训练数据”或“个保法13条”。"),
        ("区块链", "库中没有“区块链”。"),
        ("区块链 元宇宙", "库中没有“区块链”、“元宇宙”。"),
        ("刷脸要同意吗", "库中没有“刷脸”。"),
        ("“同意数据”", "库中没有连写的“同意数据”。去掉引号，可以按各词查找。"),
        ("数试法 第九十九条", "《中华人民共和国数据试验法》没有第九十九条，最后一条是第四条之一。"),
        ("第九百条", "库中没有第九百条。"),
        ("数试法 第九章", "《中华人民共和国数据试验法》没有第九章。"),
        ("数试法 第9章 数据", "《中华人民共和国数据试验法》没有第九章。"),
        ("数试法1条 第七编", "《中华人民共和国数据试验法》没有第七编。"),
        ("数试法 第一章", None),
        # in which of them, is not said
        ("第一章", None),
        ("数试法1条第二款", "《中华人民共和国数据试验法》第一条没有第二款。"),
        ("游戏办法 第三条第五项", "《游戏服务管理办法》第三条没有第一款第五项。"),
        ("游戏办法 第三条第二款第一项", "《游戏服务管理办法》第三条没有第二款第一项。"),
        ("数试法2条第三项", "《中华人民共和国数据试验法》第二条没有第三项。"),
        ("游戏办法 第三条第三项", None),
        # one of two that are cited
        ("游戏办法 第三条第三项 游戏办法 第二条第二款", "《游戏服务管理办法》第二条没有第二款。"),
        ("第三条第九款", None),
        ("训练数据", None),
        # titles that no instrument has
        ("《区块链法》 数据", "库中没有《区块链法》。"),
        ("《区块链法》第三条", "库中没有《区块链法》。"),
        ("《数据试验法》", None),
        ("《 数据试验法 》", None),
        ("《数据试验法（2018）》", None),
        ("-《区块链法》 数据", None),
        ("《AI Act》 数据", "库中没有《AI Act》。"),
        # the end of a title
        ("《服务管理办法》", None),
        # what is a title, brackets or not
        ("区块链法 数据", "库中没有《区块链法》。"),
        ("中华人民共和国区块链法，数据", "库中没有《区块链法》。"),
        ("数据试验法实施条例 数据", "库中没有《数据试验法实施条例》。"),
        ("试验法 数据", None),
        ("违反区块链法 罚款", "库中没有《区块链法》。"),
        # questions and other words that end so
        ("有没有区块链法", "库中没有“区”、“块”、“链”。"),
        ("数据 输入法", "库中没有“输入法”。"),
        ("GB/T 35273-2020 数据", "库中没有“GB/T 35273-2020”。"),
        # what is left out
        ("“训练数据” -游戏办法", "排除以后没有相符的条文。"),
        ("数试法第三条 -第三条", "排除以后没有相符的条文。"),
        ("位阶:法律", "请在筛选或者排除之外，再写要检索的词语，如“训练数据”。"),
        ("-数据", "请在筛选或者排除之外，再写要检索的词语，如“训练数据”。"),
        ("数据 -数试法第三条第一款", "款、项按所在的整条排除。"),
        ("数据算法", "库中没有“算法”。"),
        ("数据实验法 数据", "库中没有“数据实验法”，按《中华人民共和国数据试验法》查找。"),
        ("数据试法 数据", "库中没有“数据试法”，按《中华人民共和国数据试验法》查找。"),
        ("数试发 数据", "库中没有“数试发”，按《中华人民共和国数据试验法》查找。"),
        ("数据试验法修正案2", "库中没有《数据试验法修正案2》。"),
        # filters
        ("类型:罚则 数据", "没有“罚则”这一筛选项，可以用：定义、义务、禁止、权利、法律责任。"),
        ("类型:责任 赌", None),
        ("法规:没有 数据", "没有“没有”这一筛选项。"),
        ("-主题:没有 数据", "没有“没有”这一筛选项。"),
        ("类型:责任 类型:禁止 赌", "同一项只能按一个值筛选：已按“法律责任”，未按“禁止”。"),
        ("法规:数试法 法规:游戏办法 数据", "同一项只能按一个值筛选：已按“数试法”，未按“游戏办法”。"),
        ("法规:没有 法规:游戏办法 赌", "没有“没有”这一筛选项。"),
    ],
)
def test_messages(engine: Engine, query: str, message: str | None) -> None:
    assert engine.search(query).message == message


def test_what_the_library_lacks_is_said_and_the_rest_is_found(engine: Engine) -> None:
    results = engine.search("刷脸要同意吗")
    assert (results.exact, results.message) == (0, "库中没有“刷脸”。")
    assert results.results


def test_nothing_is_invented(engine: Engine) -> None:
    for query in ("区块链", "火锅底料", "xyz", "“同意数据”", "数试法 第九十九条", "数试法 第九章"):
        results = engine.search(query)
        assert (results.results, results.exact, results.widened) == ((), 0, 0)


def test_filters(engine: Engine) -> None:
    assert {result.slug for result in engine.search("数据", law="data").results} == {"data"}
    assert {result.slug for result in engine.search("数据", kind="部门规章").results} == {"games"}
    nothing = engine.search("赌博", law="charter")
    assert (nothing.results, nothing.message) == ((), "所选范围内没有相符的条文。")
    assert engine.search("数据", law="data", kind="部门规章").results == ()
    unknown = engine.search("数据", kind="军规")
    assert (unknown.results, unknown.message) == ((), "没有“军规”这一筛选项，可以用：宪法、法律、部门规章。")


def test_limit(engine: Engine) -> None:
    everything = engine.search("数据", limit=100)
    assert len(everything.results) == everything.exact + everything.widened > 2
    two = engine.search("数据", limit=2)
    assert (two.results, two.exact) == (everything.results[:2], everything.exact)
    assert engine.search("数据", limit=0).results == ()


def test_a_long_query_is_shortened_and_says_so(engine: Engine) -> None:
    message = engine.search("同意" * 5000).message
    assert message is not None
    assert message.startswith("检索词超过 300 个字，只用了前 300 个字。")


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_anything_can_be_searched(engine: Engine, query: str) -> None:
    results = engine.search(query)
    assert results.results or results.message
    for result in results.results:
        assert "".join(text for text, _ in result.snippet)


def test_scores_fall(engine: Engine) -> None:
    scores = [result.score for result in engine.search("数据 训练 同意", limit=100).results]
    assert scores == sorted(scores, reverse=True)


def test_default_cache() -> None:
    assert default_cache(Path("/somewhere/docs")) == Path("/somewhere/.cache/indexer")


@pytest.mark.parametrize("phrase", ["个人信息", "数据", "安全评估", "训练"])
def test_what_holds_a_phrase_stands_in_the_order_of_its_words(engine: Engine, phrase: str) -> None:
    quoted = [result.id for result in engine.search(f"“{phrase}”").results]
    plain = [result.id for result in engine.search(phrase, limit=50).results]
    assert len(quoted) > 1
    assert quoted == [id for id in plain if id in quoted]


@pytest.mark.parametrize(
    ("query", "expected", "why"),
    [
        # by the number of the article, which is then not among those that the last article punishes
        ("语料 罚款", ["corpora/art-3"], [("语料", "breach", ""), ("罚款", "word", "罚款")]),
        ("语料 处罚", ["corpora/art-3"], [("语料", "breach", ""), ("处罚", "penalty", "")]),
        # what is quoted must stand in the article itself
        ("“来源合法” 罚款", [], []),
        # by all that the instrument says
        (
            "投诉 答复 处罚",
            ["corpora/art-4"],
            [("投诉", "breach", ""), ("答复", "breach", ""), ("处罚", "word", "处罚")],
        ),
        # not all of it in one article whose breach is punished
        ("语料 答复 处罚", [], []),
        # what says itself what it costs
        ("登记 罚款", ["letters/art-1"], [("登记", "word", "登记"), ("罚款", "word", "罚款")]),
        # of an article that is cited, which comes first itself
        ("机器学习办法第一条 罚款", ["corpora/art-1", "corpora/art-3"], None),
        ("违反机器学习办法第二条 怎么处罚", ["corpora/art-2", "corpora/art-4"], None),
        ("机器学习办法第三条 罚款", ["corpora/art-3"], None),
        ("违反机器学习办法第一条的要求 罚多少", ["corpora/art-1", "corpora/art-3"], None),
        # of another law than the one that is named
        ("来信处理办法 语料 处罚", [], []),
        # no penalty is asked
        ("语料 违反", [], []),
    ],
)
def test_penalties_are_found_by_the_words_of_the_duty(
    punishing: Engine, query: str, expected: list[str], why: list[tuple[str, str, str]] | None
) -> None:
    results = punishing.search(query)
    assert ids(results)[: results.exact] == expected
    if why is not None:
        assert [list(result.why) for result in results.results[: results.exact]] == ([why] if why else [])


@pytest.fixture(scope="module")
def punishing(tmp_path_factory: pytest.TempPathFactory, dictionary_folder: Path) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("punishing")
    shutil.copytree(dictionary_folder, folder / "search")
    opened = open_engine(corpus_of(folder / "laws", PUNISHING), folder)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # what only says what one wants to know need not stand in the article; where it does, that comes first
        ("语料 规定", ["corpora/art-1"]),
        ("语料 有关 规定", []),
        ("投诉 情形 期限", ["letters/art-1", "corpora/art-2"]),
        ("投诉 处罚 时限", ["letters/art-1", "corpora/art-4"]),
        # by itself it must
        ("规定 要求", []),
        ("来信处理办法 规定", []),
    ],
)
def test_words_that_frame_a_question_need_not_be_held(punishing: Engine, query: str, expected: list[str]) -> None:
    results = punishing.search(query)
    assert sorted(ids(results)[: results.exact]) == sorted(expected)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # the duty, then what its breach costs
        ("语料有什么要求？违反了罚多少？", ["corpora/art-1", "corpora/art-3"]),
        ("语料 要求 处罚", ["corpora/art-1", "corpora/art-3"]),
        ("语料的要求和罚款", ["corpora/art-1", "corpora/art-3"]),
        # what says what it costs is a duty with its penalty in one
        ("登记 义务 罚款", ["letters/art-1"]),
        # only the penalty is asked
        ("语料 处罚", ["corpora/art-3"]),
        ("违反语料要求 处罚", ["corpora/art-3"]),
    ],
)
def test_who_asks_for_the_duty_too_gets_its_penalty_behind_it(
    punishing: Engine, query: str, expected: list[str]
) -> None:
    results = punishing.search(query)
    assert ids(results)[: results.exact] == expected


def test_the_reason_says_that_a_word_need_not_be_held(punishing: Engine) -> None:
    (result,) = punishing.search("语料 情形").results
    assert result.why == (("语料", "word", "语料"), ("情形", "framing", ""))
    assert punishing.search("语料 情形").message is None


@pytest.mark.parametrize(
    ("query", "message"),
    [("XYZ", "库中没有“XYZ”。"), ("ＸＹＺ", "库中没有“xyz”。"), ("Xyz 赌", "库中没有“Xyz”。")],
)
def test_words_are_said_as_they_were_typed(engine: Engine, query: str, message: str) -> None:
    assert (engine.search(query).message or "").startswith(message)


def test_what_defines_a_word_comes_first_where_its_meaning_is_asked(tmp_path: Path, dictionary_folder: Path) -> None:
    articles = (
        "处理信息，应当遵守信息处理的规则，保护信息",
        "敏感信息是一旦泄露就可能造成损害的信息",
        "信息是以电子或者其他方式记录的与自然人有关的各种资料",
    )
    body = "\n".join(f"## 第{number}条\n\n{text}。\n" for number, text in zip("一二三", articles, strict=True))
    shutil.copytree(dictionary_folder, tmp_path / "search")
    with closing(open_engine(corpus_of(tmp_path / "laws", {"made": source("试验法", body)}), tmp_path)) as engine:
        assert ids(engine.search("信息"))[0] == "made/art-1"
        assert ids(engine.search("什么是信息")) == ["made/art-3", "made/art-1", "made/art-2"]
        # no term, but a sentence that says what it is
        assert ids(engine.search("什么是敏感"))[0] == "made/art-2"
