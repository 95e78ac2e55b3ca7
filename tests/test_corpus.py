"""The library as a whole: what it holds, what a name means in it, and what is wrong with it."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.corpus import Cache, Corpus, NoLibraryError, laws_folder, load, name_key, source_files
from indexer.faults import errors
from indexer.model import Status
from indexer.source import Reading
from indexer.source import read_bytes as genuine

Library = Callable[..., Path]

ONE_NAME = "一个名称只能指向一部法规：改用不致混淆的名称，或在各部法规里都写进 shared_aliases"

BODY = "\n## 第一条\n\n为了试验，制定本法。\n"


def law(
    title: str = "中华人民共和国试验法",
    *,
    aliases: str = "[]",
    version: str = "2020-01-01",
    effective: str = "2020-05-01",
    more: str = "",
    body: str = BODY,
) -> str:
    """The text of a short law. Lines: 2 title, 3 aliases, 6 effective, 7 version, 8 what `more` adds."""
    return f"""---
title: {title}
aliases: {aliases}
kind: 法律
issuers: [全国人民代表大会常务委员会]
effective: {effective}
version: "{version}"
{more}promulgated: null
source: null
text_from: {{how: transcribed, from: 试验用文本, checked: none}}
---
{body}"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Write laws by file name into `laws`, and be in the folder above, so that messages name `laws/…`."""
    monkeypatch.chdir(tmp_path)

    def write(**laws: str) -> Path:
        folder = Path("laws")
        folder.mkdir(exist_ok=True)
        for name, text in laws.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return write


def messages(folder: Path) -> list[str]:
    return [str(fault) for fault in load(folder)[1]]


FAULTS = [
    pytest.param({"law.md": law()}, [], id="a sound library"),
    pytest.param(
        {"law.md": law(), "law@2016-11-07.md": law(version="2016-11-07", effective="2017-06-01")},
        [],
        id="two texts of an instrument may share its title",
    ),
    pytest.param(
        {"one.md": law("甲法", aliases="[试验法]"), "two.md": law("乙法", aliases="[乙, 试验法]")},
        [
            f"laws/one.md:3: 错误：简称“试验法”也指向 laws/two.md。{ONE_NAME}",
            f"laws/two.md:3: 错误：简称“试验法”也指向 laws/one.md。{ONE_NAME}",
        ],
        id="an alias that points at two instruments",
    ),
    pytest.param(
        {"one.md": law("中华人民共和国试验法"), "two.md": law("乙法", aliases="[《试验法》]")},
        [
            f"laws/one.md:2: 错误：标题“中华人民共和国试验法”也指向 laws/two.md。{ONE_NAME}",
            f"laws/two.md:3: 错误：简称“《试验法》”也指向 laws/one.md。{ONE_NAME}",
        ],
        id="an alias that is the title of another, but for 中华人民共和国 and 《》",
    ),
    pytest.param(
        {"one.md": law("试验法"), "three.md": law("试验法"), "two.md": law("试验法")},
        [
            f"laws/one.md:2: 错误：标题“试验法”也指向 laws/three.md、laws/two.md。{ONE_NAME}",
            f"laws/three.md:2: 错误：标题“试验法”也指向 laws/one.md、laws/two.md。{ONE_NAME}",
            f"laws/two.md:2: 错误：标题“试验法”也指向 laws/one.md、laws/three.md。{ONE_NAME}",
        ],
        id="a title that three files have",
    ),
    pytest.param(
        {"csl.md": law("甲法"), "two.md": law("乙法", aliases="[乙, CSL]")},
        [
            f"laws/csl.md: 错误：标识“csl”也指向 laws/two.md。{ONE_NAME}",
            f"laws/two.md:3: 错误：简称“CSL”也指向 laws/csl.md。{ONE_NAME}",
        ],
        id="an alias that is the slug of another",
    ),
    pytest.param(
        {
            "one.md": law("甲法"),
            "one@2016-11-07.md": law("旧法", version="2016-11-07"),
            "two.md": law("乙法", aliases="[旧法]"),
        },
        [
            f"laws/one@2016-11-07.md:2: 错误：标题“旧法”也指向 laws/two.md。{ONE_NAME}",
            f"laws/two.md:3: 错误：简称“旧法”也指向 laws/one.md。{ONE_NAME}",
        ],
        id="an alias that is an old title of another",
    ),
    pytest.param(
        {
            "one.md": law("甲法", more="shared_aliases: [试验法]\n"),
            "two.md": law("乙法", more="shared_aliases: [试验法]\n"),
        },
        [],
        id="a name that two instruments say they share",
    ),
    pytest.param(
        {"one.md": law("甲法", more="shared_aliases: [试验法]\n"), "two.md": law("乙法", aliases="[试验法]")},
        [f"laws/two.md:3: 错误：简称“试验法”也指向 laws/one.md。{ONE_NAME}"],
        id="a name that only one of two instruments says it shares",
    ),
    pytest.param(
        {"one.md": law("甲法", more="shared_aliases: [试验法]\n")},
        ["laws/one.md:8: 提示：“试验法”写作与别的法规共有的简称，却只有这一部用它。移到 aliases 里"],
        id="a shared name of one instrument alone",
    ),
    pytest.param(
        {"one.md": law("甲法", more="succeeded_by: [two]\n")},
        ["laws/one.md:8: 错误：succeeded_by 里的“two”不在库里。写标识（文件名去掉 .md），如 [civil-code]"],
        id="a successor that is not there",
    ),
    pytest.param(
        {"law.md": law(), "law@2020-01-01.md": law()},
        ["laws/law@2020-01-01.md:7: 错误：与 laws/law.md 是同一日期的文本。删去一个，或改正 version"],
        id="the same version twice",
    ),
    pytest.param(
        {"law@2016-11-07.md": law(version="2016-11-07"), "law@2018-01-01.md": law(version="2018-01-01")},
        ["laws/law@2016-11-07.md: 错误：只有旧文本，没有 law.md。把现行文本存为 law.md"],
        id="old versions without a main one",
    ),
    pytest.param(
        {"law.md": law(), "law@2016-11-08.md": law(version="2016-11-07")},
        ["laws/law@2016-11-08.md:7: 错误：version 是 2016-11-07，与文件名里的日期不同。改正其中之一"],
        id="another date in the file name",
    ),
    pytest.param(
        {name: law(name) for name in ("Law.md", "law_a.md", "law-.md", "法.md", "law@2016.md", "law @.md")},
        [
            f"laws/{name}: 错误：文件名“{name}”不能作标识。"
            "文件名写作 genai-measures.md，旧文本写作 csl@2016-11-07.md：只用小写字母、数字和连字符"
            for name in ("Law.md", "law @.md", "law-.md", "law@2016.md", "law_a.md", "法.md")
        ],
        id="file names that are no slugs",
    ),
    pytest.param(
        {"law.md": law(), "code/one.md": law("法典")},
        ["laws/code/one.md: 错误：法规文件不能放在子文件夹里。移到 laws 里；一部法规一个文件"],
        id="a sub-folder",
    ),
    pytest.param(
        {},
        ["laws: 错误：文件夹里没有法规文件。放入 .md 源文件，或用 --docs 指明所在的文件夹"],
        id="no files",
    ),
    pytest.param(
        {"index.md": "# 法规", "notes.txt": "x"},
        ["laws: 错误：文件夹里没有法规文件。放入 .md 源文件，或用 --docs 指明所在的文件夹"],
        id="no law files",
    ),
    pytest.param(
        {
            "law.md": law(
                version="2020-01-01",
                effective="2019-05-01",
                more="adopted: 2020-02-01\nrepealed: 2018-01-01\n",
            )
        },
        [
            "laws/law.md:6: 错误：日期相互矛盾：effective 2019-05-01 早于 version 2020-01-01。"
            "effective 写这一文本的生效日期；原法的日期写入 history",
            "laws/law.md:7: 错误：日期相互矛盾：version 2020-01-01 早于 adopted 2020-02-01。version 写这一文本的日期",
            "laws/law.md:9: 错误：日期相互矛盾：repealed 2018-01-01 早于 effective 2019-05-01。对照官方页面改正",
        ],
        id="dates that contradict each other",
    ),
    pytest.param(
        {
            "law.md": law(more="adopted: 2020-01-01\n").replace("promulgated: null", "promulgated: 2019-12-31"),
            "other.md": law("乙法").replace("promulgated: null", "promulgated: 2020-05-02"),
        },
        [
            "laws/law.md:9: 错误：日期相互矛盾：promulgated 2019-12-31 早于 adopted 2020-01-01。对照官方页面改正",
            "laws/other.md:6: 错误：日期相互矛盾：effective 2020-05-01 早于 promulgated 2020-05-02。对照官方页面改正",
        ],
        id="dates of promulgation that contradict the others",
    ),
    pytest.param(
        {
            "law.md": law(
                version="2020-05-01",
                more="adopted: 2020-05-01\nrepealed: 2020-05-01\n",
            ).replace("promulgated: null", "promulgated: 2020-05-01")
        },
        [],
        id="dates may fall on the same day",
    ),
    pytest.param(
        {
            "law.md": law(
                body=f"{BODY}\n第二章　权利\n\n## 第二条\n\n下列情形：\n\n（一）第三节\n\n依照第二章的规定。\n"
            )
        },
        [
            "laws/law.md:17: 错误：第一条里有一段像是标题：“第二章　权利”。"
            "若是编、章、节的标题，在前面加 # 并移到条文之外",
        ],
        id="a heading that leaked into an article",
    ),
]


@pytest.mark.parametrize(("laws", "expected"), FAULTS)
def test_faults_of_the_library(library: Library, laws: dict[str, str], expected: list[str]) -> None:
    assert messages(library(**laws)) == expected


def test_all_faults_of_all_files_are_reported_at_once_and_sorted(library: Library) -> None:
    """A file that cannot be read hides nothing in the others, nor in other texts of the same instrument."""
    folder = library(
        **{
            "broken.md": "没有头部",
            "dates.md": law("甲法", effective="2019-05-01"),
            "dates@2016-11-07.md": law("甲法", version="2016-11-07", effective="2015-01-01"),
            "head.md": law("乙法", aliases="乙").replace("kind: 法律", "kind: 法"),
            "head@2016-11-07.md": law("乙法", version="2016-11-07", effective="2015-01-01"),
            "names.md": law("丙法", aliases="[甲法]"),
            "number.md": law("丁法", body="\n## 第二条\n\n甲。\n\n### 第三条\n\n（一）乙。\n"),
        }
    )
    assert [fault.split("。")[0] for fault in messages(folder)] == [
        "laws/broken.md:1: 错误：没有头部",
        "laws/dates.md:2: 错误：标题“甲法”也指向 laws/names.md",
        "laws/dates.md:6: 错误：日期相互矛盾：effective 2019-05-01 早于 version 2020-01-01",
        "laws/dates@2016-11-07.md:6: 错误：日期相互矛盾：effective 2015-01-01 早于 version 2016-11-07",
        "laws/head.md:3: 错误：“aliases”的值应是一个列表",
        "laws/head.md:4: 错误：“kind”的值有误：“法”不在可选值之内",
        "laws/head@2016-11-07.md:6: 错误：日期相互矛盾：effective 2015-01-01 早于 version 2016-11-07",
        "laws/names.md:3: 错误：简称“甲法”也指向 laws/dates.md",
        "laws/number.md:13: 错误：第二条之前缺第一条",
        "laws/number.md:19: 错误：（一）项前面没有款",
    ]


def test_files_with_errors_are_left_out_and_the_others_are_there(library: Library) -> None:
    corpus, faults = load(library(**{"broken.md": "没有头部", "law.md": law(), "untidy.md": law("乙法") + "\n"}))
    assert list(corpus.instruments) == ["law", "untidy"]
    assert [fault.path for fault in errors(faults)] == ["laws/broken.md"]
    assert [fault.path for fault in faults] == ["laws/broken.md", "laws/untidy.md"]


def test_an_old_text_whose_main_text_cannot_be_read_is_no_fault_of_its_own(library: Library) -> None:
    folder = library(**{"law.md": "没有头部", "law@2016-11-07.md": law(version="2016-11-07")})
    assert [fault.path for fault in load(folder)[1]] == ["laws/law.md"]


def test_texts_are_grouped_by_instrument_and_sorted(library: Library) -> None:
    corpus, faults = load(
        library(
            **{
                "zoo.md": law("动物园法"),
                "csl.md": law("网络安全法", version="2025-10-28", effective="2026-01-01"),
                "csl@2016-11-07.md": law("网络安全法", version="2016-11-07", effective="2017-06-01"),
            }
        )
    )
    assert faults == ()
    assert list(corpus.instruments) == ["csl", "zoo"]
    assert list(corpus.entries) == ["csl", "csl@2016-11-07", "zoo"]
    assert [entry.is_main for entry in corpus.entries.values()] == [True, False, True]
    csl = corpus.instruments["csl"]
    assert [csl.version_id(version) for version in csl.versions] == ["csl@2016-11-07", "csl"]
    old = corpus.entries["csl@2016-11-07"]
    assert old.instrument is csl
    assert csl.status(old.version, datetime.date(2026, 1, 1)) is Status.AMENDED


@pytest.fixture
def three_laws(library: Library) -> Corpus:
    corpus, faults = load(
        library(
            **{
                "pipl.md": law("中华人民共和国个人信息保护法", aliases="[个保法, PIPL]"),
                "dsl.md": law("中华人民共和国数据安全法", aliases="[数安法]"),
                "genai-measures.md": law("生成式人工智能服务管理暂行办法"),
            }
        )
    )
    assert faults == ()
    return corpus


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        # slug, in any case
        ("pipl", ["pipl"]),
        ("Pipl", ["pipl"]),
        ("DSL", ["dsl"]),
        # title, with and without 中华人民共和国
        ("中华人民共和国个人信息保护法", ["pipl"]),
        ("个人信息保护法", ["pipl"]),
        # a title that has no 中华人民共和国, with it
        ("中华人民共和国生成式人工智能服务管理暂行办法", ["genai-measures"]),
        # alias
        ("个保法", ["pipl"]),
        ("数安法", ["dsl"]),
        # 《》, white space, full-width letters
        ("《个人信息保护法》", ["pipl"]),
        ("〈中华人民共和国数据安全法〉", ["dsl"]),
        (" 数据 安全法\n", ["dsl"]),
        ("ｐｉｐｌ", ["pipl"]),
        # no instrument
        ("个人信息", []),
        ("中华人民共和国", []),
        ("csl", []),
        ("", []),
        ("《》", []),
    ],
)
def test_lookup(three_laws: Corpus, name: str, slugs: list[str]) -> None:
    assert [instrument.slug for instrument in three_laws.lookup(name)] == slugs


def test_an_ambiguous_name_means_all_its_instruments(library: Library) -> None:
    corpus, _ = load(library(**{"one.md": law("试验法"), "two.md": law("中华人民共和国试验法")}))
    assert [instrument.slug for instrument in corpus.lookup("《试验法》")] == ["one", "two"]
    assert [instrument.slug for instrument in corpus.lookup("two")] == ["two"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # a slip in the slug, the title, the alias
        ("pipll", ("pipl",)),
        ("PIPPL", ("pipl",)),
        ("个人信息保户法", ("中华人民共和国个人信息保护法",)),
        ("《数据安全发》", ("中华人民共和国数据安全法",)),
        ("生成式办法", ("生成式人工智能服务管理暂行办法",)),
        # nothing is near
        ("xyz", ()),
        ("", ()),
    ],
)
def test_nearest(three_laws: Corpus, name: str, expected: tuple[str, ...]) -> None:
    near = three_laws.nearest(name)
    assert near[: len(expected)] == expected
    assert bool(near) == bool(expected)


def test_nearest_names_an_instrument_once_and_at_most_as_many_as_asked(three_laws: Corpus) -> None:
    assert three_laws.nearest("个保", 1) == ("个保法",)
    assert three_laws.nearest("数据安全保护法") == ("中华人民共和国数据安全法", "中华人民共和国个人信息保护法")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("中华人民共和国网络安全法", "网络安全法"),
        ("《网络安全法》", "网络安全法"),
        ("生成式ＡＩ 办法", "生成式ai办法"),
        # nothing but the name of the country is kept
        ("中华人民共和国", "中华人民共和国"),
    ],
)
def test_name_key(name: str, key: str) -> None:
    assert name_key(name) == key


def test_the_folder_may_be_given_itself_or_as_the_one_that_has_laws(library: Library) -> None:
    folder = library(**{"law.md": law()})
    assert laws_folder(folder) == folder
    assert laws_folder(folder.parent) == folder
    assert [list(load(docs)[0].entries) for docs in (folder, folder.parent)] == [["law"], ["law"]]


def test_a_missing_folder_is_said() -> None:
    with pytest.raises(NoLibraryError) as error:
        load(Path("nowhere"))
    assert str(error.value) == "找不到文件夹 nowhere：用 --docs 指明法规文件所在的文件夹"


def test_source_files_are_all_markdown_but_the_index_in_order(library: Library) -> None:
    folder = library(**{"b.md": "", "a.md": "", "index.md": "", "a.txt": "", "sub/c.md": "", "sub/index.md": ""})
    assert [str(path) for path in source_files(folder)] == ["laws/a.md", "laws/b.md", "laws/sub/c.md"]


def test_progress_is_told_after_every_file(library: Library) -> None:
    told: list[tuple[int, int]] = []
    load(library(**{"a.md": law("甲法"), "b.md": "", "c.md": law("丙法")}), progress=lambda *done: told.append(done))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_what_has_not_changed_is_not_read_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def read_bytes(data: bytes, path: str) -> Reading:
        read.append(path)
        return genuine(data, path)

    monkeypatch.setattr("indexer.corpus.read_bytes", read_bytes)
    cache: Cache = {}
    folder = library(**{"one.md": law("甲法"), "two.md": law("乙法"), "broken.md": "没有头部"})
    first, first_faults = load(folder, cache)
    assert sorted(read) == ["laws/broken.md", "laws/one.md", "laws/two.md"]

    # Nothing has changed, not even where the file was written again: the same objects, the same faults.
    read.clear()
    library(**{"one.md": law("甲法")})
    again, again_faults = load(folder, cache)
    assert read == []
    assert again_faults == first_faults
    assert again.entries["one"].document is first.entries["one"].document

    # One file has changed, one is new, one is gone.
    library(**{"one.md": law("新甲法"), "three.md": law("丙法")})
    (folder / "broken.md").unlink()
    changed, changed_faults = load(folder, cache)
    assert read == ["laws/one.md", "laws/three.md"]
    assert changed_faults == ()
    assert list(changed.entries) == ["one", "three", "two"]
    assert changed.entries["one"].version.facts.title == "新甲法"
    assert changed.entries["two"].document is first.entries["two"].document


def test_with_and_without_a_cache_the_same_is_read(library: Library) -> None:
    folder = library(**{"law.md": law(), "broken.md": "没有头部", "long.md": "试" * (3 << 20)})
    assert load(folder, {}) == load(folder)


def test_the_library_of_this_project_is_whole() -> None:
    corpus, faults = load(Path(__file__).resolve().parents[1] / "docs")
    assert [str(fault) for fault in faults] == []
    assert "genai-measures" in corpus.instruments
