"""The commands as a user calls them: what is printed, and the exit status (0 done, 1 faults found, 2 misuse)."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.cli import main
from tests.conftest import ROOT
from tests.site.laws import law

DOCS = str(ROOT / "docs")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One index for all searches of this module."""
    return str(tmp_path_factory.mktemp("cache"))


def test_every_command_is_in_the_readme_in_both_languages() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in main.commands:
        assert readme.count(f"| `{name}") == 2, name


def test_help_is_in_chinese_and_names_every_command() -> None:
    done = run("--help")
    assert done.exit_code == 0
    for name, command in main.commands.items():
        assert name in done.output
        assert any("\u4e00" <= char <= "\u9fff" for char in command.help or "")


def test_check_is_clean_on_the_library() -> None:
    done = run("check", "--docs", DOCS)
    assert done.exit_code == 0, done.output
    assert "0 处错误，0 处提示" in done.output


def test_check_reports_every_fault_at_once_and_exits_1(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(law("甲法", body="\n## 第二条\n\n甲。\n"), encoding="utf-8")
    (tmp_path / "b.md").write_text(law("乙法", effective="去年"), encoding="utf-8")
    done = run("check", "--docs", str(tmp_path))
    assert done.exit_code == 1
    assert f"{tmp_path}/a.md:13: 错误：第二条之前缺第一条" in done.output
    assert f"{tmp_path}/b.md:6: 错误：“effective”的值不是日期" in done.output
    lines = [json.loads(line) for line in run("check", "--docs", str(tmp_path), "--json").output.splitlines()]
    assert {(line["line"], line["level"]) for line in lines} == {(13, "错误"), (6, "错误")}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "--docs", "nowhere"), "找不到文件夹 nowhere"),
        (("show", "pip", "13", "--docs", DOCS), "没有“pip”，是否要找：pipl"),
        (("show", "pipl", "第廿条", "--docs", DOCS), "第廿条"),
        (
            ("show", "pipl", "99", "--docs", DOCS),
            "《中华人民共和国个人信息保护法》没有第九十九条，最后一条是第七十四条",
        ),
        (("show", "pipl", "art-13-p9", "--docs", DOCS), "没有第十三条第九款"),
        # what the library lacks is not said to be missing in the law
        (("show", "拟人化办法", "3", "--docs", DOCS), "库中没有《人工智能拟人化互动服务管理暂行办法》的文本，只有目录"),
        (("show", "face-recognition", "16", "--docs", DOCS), "暂缺：库中没有这一条的可靠文本"),
        (("search", "--docs", DOCS), "写出要检索的词语"),
        (("search", "--batch", __file__, "--explain", "--docs", DOCS), "不能与 --batch 同用"),
        (("search", "词", "--status", "没有的状态", "--docs", DOCS), "没有的状态"),
        (("search", "词", "--law", "没有的法", "--docs", DOCS), "没有“没有的法”"),
        (("import", "nowhere.db", "--to", "x"), "nowhere.db"),
        (("unknown",), "unknown"),
    ],
)
def test_misuse_exits_2_and_says_what_to_do(arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2, done.output
    assert message in done.output


@pytest.mark.parametrize(
    ("law", "place", "first_line", "words"),
    [
        ("pipl", "13", "《中华人民共和国个人信息保护法》第十三条（现行有效）", "（一）取得个人的同意；"),
        ("个保法", "第十三条", "《中华人民共和国个人信息保护法》第十三条（现行有效）", "依照本法其他有关规定"),
        ("genai-measures", "art-7-p1-i1", "第七条第一款第一项（现行有效）", "（一）使用具有合法来源的数据和基础模型；"),
        (
            "网络安全法修改决定",
            "2",
            "修改〈中华人民共和国网络安全法〉的决定》第二条",
            "二、将第十八条改为第十九条，删去第二款。",
        ),
    ],
)
def test_show_prints_a_provision(law: str, place: str, first_line: str, words: str) -> None:
    done = run("show", law, place, "--docs", DOCS)
    assert done.exit_code == 0, done.output
    assert first_line in done.output.splitlines()[0]
    assert words in done.output


def test_show_as_json_gives_the_units_with_their_ids() -> None:
    shown = json.loads(run("show", "pipl", "13", "--docs", DOCS, "--json").output)
    assert shown["id"] == "pipl/art-13"
    assert [unit["id"] for unit in shown["units"]][:2] == ["pipl/art-13-p1", "pipl/art-13-p1-i1"]
    assert shown["text"].startswith("符合下列情形之一的，个人信息处理者方可处理个人信息：\n（一）")


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("训练数据", "genai-measures/art-7"),
        ("算法备案", "algorithm-recommendation/art-24"),
        ("个保法 十三条", "pipl/art-13"),
        ("个保法13条", "pipl/art-13"),
        ("“取得个人的同意”", "pipl/art-13"),
        ("《中华人民共和国网络安全法》第二十三条", "csl/art-23"),
        ("民法1034条", "civil-code/art-1034"),
        ("虚假广告 罚款", "advertising/art-55"),  # 假广告 is an everyday word
        ("个人信息保护认证", "pipl/art-38"),  # not 个人信息保护法 misspelt
        ("什么是重要数据", "network-data-regulations/art-62"),
        ("敏感个人信息 定义", "pipl/art-28"),
        ("深度合成是什么意思？", "deep-synthesis/art-23"),
        ("关键信息基础设施运营者以外的数据处理者", "cross-border-data-flows/art-7"),
        ("应当立即采取补救措施，并通知", "pipl/art-57"),
    ],
)
def test_search_finds_by_words_phrases_and_articles(cache: str, query: str, id: str) -> None:
    done = run("search", query, "--docs", DOCS, "--cache", cache, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["results"][0]["id"] == id


def test_the_measures_answer_what_they_say_of_filing(cache: str) -> None:
    options = ("--docs", DOCS, "--cache", cache, "--json")
    within = run("search", "算法备案", "--law", "genai-measures", *options)
    assert json.loads(within.output)["results"][0]["id"] == "genai-measures/art-17"
    everywhere = json.loads(run("search", "算法备案", *options).output)["results"]
    assert "genai-measures/art-17" in [result["id"] for result in everywhere[:2]]


def test_search_prints_the_law_the_article_and_the_matched_words(cache: str) -> None:
    done = run("search", "训练数据", "--docs", DOCS, "--cache", cache, "--limit", "1")
    assert "1. 《生成式人工智能服务管理暂行办法》第七条" in done.output
    assert "【训练数据】" in done.output
    assert "条相符" in done.output


def test_search_within_one_law_and_within_one_level(cache: str) -> None:
    options = ("--docs", DOCS, "--cache", cache, "--json", "--limit", "50")
    within = json.loads(run("search", "个人信息", "--law", "网安法", *options).output)["results"]
    assert within
    assert {result["law"] for result in within} == {"中华人民共和国网络安全法"}
    rules = json.loads(run("search", "个人信息", "--kind", "部门规章", *options).output)["results"]
    assert rules
    assert "中华人民共和国个人信息保护法" not in {result["law"] for result in rules}


def test_a_batch_answers_every_line_in_the_form_of_the_contract(tmp_path: Path, cache: str) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"qid": "a", "query": "训练数据"}\n\n{"qid": 2, "query": "龘龘龘"}\n', encoding="utf-8")
    done = run("search", "--batch", str(queries), "--docs", DOCS, "--cache", cache, "--json")
    first, second = (json.loads(line) for line in done.output.splitlines())
    assert first["qid"] == "a"
    assert {"law", "article", "id", "score"} <= set(first["results"][0])
    assert first["results"][0]["article"] == "第七条"
    assert second == {"qid": 2, "results": [], "message": second["message"]}
    assert "龘" in second["message"]


HOSTILE = {
    "empty": "",
    "blank": " ",
    "punctuation": "，。！",
    "syntax": "law:(",
    "star": "*",
    "quote": '"',
    "open quote": "“",
    "html": "<b>x</b>",
    "nul": "\x00",
    "surrogate": "\ud800",
    "emoji": "😀",
    "zero width": "\u200b",
    "long": "甲" * 10_000,
    "dash": "-",
    "no number": "第条",
}


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
def test_no_query_breaks_the_search(cache: str, query: str) -> None:
    done = run("search", query, "--docs", DOCS, "--cache", cache, "--json")
    assert done.exit_code == 0, done.output
    answer = json.loads(done.output)
    assert answer["results"] or answer["message"]


def test_an_index_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    done = run("search", "训练数据", "--docs", DOCS, "--cache", str(blocked))
    assert done.exit_code == 1
    assert str(blocked) in done.output


def test_nothing_is_answered_from_a_library_with_errors(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(law("甲法", body="\n## 第二条\n\n甲。\n"), encoding="utf-8")
    done = run("search", "甲", "--docs", str(tmp_path), "--cache", str(tmp_path / "cache"))
    assert done.exit_code == 1
    assert "第二条之前缺第一条" in done.output


def test_format_rewrites_the_layout_and_not_a_word(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    loose = law("甲法", body="\n\n#### 第一条\n  甲。\n（一）乙；\n").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + loose.encode())
    assert run("format", "--check", "--docs", str(tmp_path)).exit_code == 1
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "--check changes nothing"
    assert run("format", "--docs", str(tmp_path)).exit_code == 0
    assert path.read_text(encoding="utf-8") == law("甲法", body="\n## 第一条\n\n甲。\n\n（一）乙；\n")
    assert "0 处提示" in run("check", "--docs", str(tmp_path)).output
    broken = law("乙法", body="\n## 第二条\n\n甲。\n")
    (tmp_path / "b.md").write_text(broken, encoding="utf-8")
    assert run("format", "--docs", str(tmp_path)).exit_code == 1
    assert (tmp_path / "b.md").read_text(encoding="utf-8") == broken, "a file with errors is left alone"


def test_what_import_writes_can_be_given_as_docs(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(law("甲法"), encoding="utf-8")
    assert run("check", "--docs", str(tmp_path)).exit_code == 0
    (tmp_path / "laws").mkdir()
    (tmp_path / "a.md").rename(tmp_path / "laws" / "a.md")
    assert run("check", "--docs", str(tmp_path)).exit_code == 0
