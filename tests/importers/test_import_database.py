"""The importer: what the data's known faults become, and that bad input writes nothing."""

import sqlite3
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
        "\n## 第一条\n\n自公布之日起施行。\n\n## 附件一　名录\n\n| 甲 | 乙 |\n\n## 附件二：\n\n丙。\n",
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
        "修复：《中华人民共和国试验法》第二条：1 行的标点或空格改为规范写法",
        "存疑：《中华人民共和国试验法》第四条：数据里的 1 幅图没有内容，未收入，见官方文本",
        "修复：《中华人民共和国试验法》第一条：条文末尾混入标题“第二编　乙”，移到该条之后",
        "修复：《中华人民共和国试验法》：数据缺第一编的标题，补“第一编　总则”",
    ]


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


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (not_sqlite, "不是可用的法律数据库"),
        (empty, "没有数据表"),
        (truncated, "不是可用的法律数据库"),
        (without_column, "数据表 articles 没有列 article_text"),
    ],
)
def test_what_is_no_law_database_is_refused_and_nothing_is_written(tmp_path: Path, spoil, message: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "laws.db"
    spoil(path)
    with pytest.raises(ImportFailedError, match=message):
        import_database(path, tmp_path / "out", today=TODAY)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("titles", "statuses", "message"),
    [
        (["试检法"], None, "数据里没有《试检法》"),
        ([], ["已废止"], "没有符合条件的法律；数据里的状态有：现行有效"),
    ],
)
def test_a_choice_that_selects_nothing_says_what_there_is(
    tmp_path: Path, titles: list[str], statuses: list[str] | None, message: str
) -> None:
    source = database(tmp_path / "laws.db", ({}, PLAIN))
    with pytest.raises(ImportFailedError, match=message):
        import_database(source, tmp_path / "out", titles=titles, statuses=statuses, today=TODAY)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "没有条文"),
        ([("第一条", "", "", "甲。"), ("第二条", "", "", "")], "第二条没有条文"),
        ([("第一条", "", "", "甲。"), ("第一条", "", "", "乙。")], "第一条重复"),
        ([("第一条", "", "", "甲。"), ("第九十条", "", "", "乙。")], "第九十条之前缺第二条至第八十九条"),
        ([("第一条", "", "", "下列：\n（一）甲；\n（三）丙。")], "项的序号不连续"),
    ],
    ids=["no rows", "empty text", "double", "a long gap", "items"],
)
def test_a_law_that_cannot_be_taken_in_is_left_out_with_the_reason_and_the_others_are_not(
    tmp_path: Path, rows: list[Row], why: str
) -> None:
    source = database(tmp_path / "laws.db", ({"law_name": "坏法"}, rows), ({"law_name": "好法"}, PLAIN))
    report = import_database(source, tmp_path / "out", today=TODAY)
    assert len(report.written) == 1
    (note,) = [note for note in report.notes if note.kind is NoteKind.SKIPPED]
    assert note.law == "《坏法》"
    assert why in note.message


def test_another_instrument_s_file_is_never_overwritten(tmp_path: Path) -> None:
    source = database(tmp_path / "laws.db", ({"law_name": "中华人民共和国个人信息保护法"}, PLAIN))
    (tmp_path / "out").mkdir()
    path = tmp_path / "out/pipl.md"
    path.write_text("我的笔记", encoding="utf-8")
    with pytest.raises(ImportFailedError, match="不能用《中华人民共和国个人信息保护法》覆盖"):
        import_database(source, tmp_path / "out", today=TODAY)
    assert path.read_text(encoding="utf-8") == "我的笔记"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    source = database(tmp_path / "laws.db", ({}, PLAIN))
    (tmp_path / "out").write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(ImportFailedError, match="写不了"):
        import_database(source, tmp_path / "out", today=TODAY)
