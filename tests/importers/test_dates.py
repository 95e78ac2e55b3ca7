"""Dates of effect and repeal: what the laws of the data say of each other goes before the column of the data."""

from datetime import date
from pathlib import Path

import pytest

from indexer.corpus import load
from indexer.importers import NoteKind, import_database
from indexer.importers.dates import amended_law
from indexer.model import Event, Facts, Status
from indexer.source import read_file
from tests.importers.databases import Row, database

TODAY = date(2026, 6, 1)
TITLE = "中华人民共和国试验法"
PLAIN: list[Row] = [("第一条", "", "", "甲。")]
AMENDED = {"version_date": "2025-09-12", "effective_date": "2015-10-01"}


def facts_of(folder: Path, *laws: tuple[dict[str, str], list[Row]], statuses: list[str]) -> tuple[Facts, list[str]]:
    """The facts of 试验法 when all of `laws` are in the data, and what the report says of it."""
    source = database(folder / "laws.db", *laws)
    report = import_database(source, folder / "out", titles=["试验法"], statuses=statuses, today=TODAY)
    document = read_file(report.written[0]).document
    assert document
    return document.version.facts, [str(note) for note in report.notes if note.kind is not NoteKind.SKIPPED]


def decision(effective: str) -> tuple[dict[str, str], list[Row]]:
    title = f"全国人民代表大会常务委员会关于修改《{TITLE}》的决定"
    columns = {"law_name": title, "version_date": "2025-09-12", "effective_date": effective}
    return columns, [("条目一", "", "", "修改。")]


def test_the_decision_that_amended_a_law_says_when_the_amended_text_took_effect(tmp_path: Path) -> None:
    facts, said = facts_of(tmp_path, (AMENDED, PLAIN), decision("2025-12-01"), statuses=["现行有效"])
    assert facts.effective == date(2025, 12, 1)
    assert "effective" not in facts.uncertain
    assert facts.history == (
        Event("首次施行", None, date(2015, 10, 1)),
        Event("修改", date(2025, 9, 12), date(2025, 12, 1)),
    )
    assert said == [f"修复：《{TITLE}》：施行日期数据作 2015-10-01，改为 2025-12-01"]


def test_the_decision_goes_before_a_date_that_looks_right(tmp_path: Path) -> None:
    columns = {"version_date": "2025-09-12", "effective_date": "2025-09-12"}
    facts, _ = facts_of(tmp_path, (columns, PLAIN), decision("2026-01-01"), statuses=["现行有效"])
    assert facts.effective == date(2026, 1, 1)


def test_the_last_article_of_a_revised_law_says_when_it_took_effect(tmp_path: Path) -> None:
    rows: list[Row] = [("第一条", "", "", "本法自 2026年1月1日起施行。")]
    facts, said = facts_of(tmp_path, (AMENDED, rows), statuses=["现行有效"])
    assert facts.effective == date(2026, 1, 1)
    assert said == [f"修复：《{TITLE}》：施行日期数据作 2015-10-01，改为 2026-01-01"]


@pytest.mark.parametrize(
    "last", ["本法自2015年10月1日起施行。", "本法自公布之日起施行。", "本法自2026年13月1日起施行。"]
)
def test_a_last_article_that_says_nothing_of_this_text_leaves_the_date_in_doubt(tmp_path: Path, last: str) -> None:
    facts, said = facts_of(tmp_path, (AMENDED, [("第一条", "", "", last)]), statuses=["现行有效"])
    assert facts.effective == date(2025, 9, 12)
    assert {"promulgated", "effective"} <= set(facts.uncertain)
    assert said == [
        f"存疑：《{TITLE}》：2015-10-01 是原法的施行日期，2025-09-12 文本的施行日期不详，暂以文本日期代替，标为待核"
    ]


def test_the_law_that_repeals_another_says_when(tmp_path: Path) -> None:
    code = {"law_name": "中华人民共和国新法典", "version_date": "2026-03-12", "effective_date": "2026-08-15"}
    rows: list[Row] = [("第一条", "", "", f"本法自2026年8月15日起施行。《旧法》、 《{TITLE}》同时废止。")]
    repealed = {"status": "已废止"}
    facts, said = facts_of(tmp_path, (repealed, PLAIN), (code, rows), statuses=["已废止"])
    assert facts.repealed == date(2026, 8, 15)
    assert said == [f"修复：《{TITLE}》：废止日期数据没有，按废止它的法律写作 2026-08-15"]


def test_a_repeal_without_a_date_is_doubted(tmp_path: Path) -> None:
    facts, said = facts_of(tmp_path, ({"status": "已废止"}, PLAIN), statuses=["已废止"])
    assert facts.repealed is None
    assert "repealed" in facts.uncertain
    assert said == [f"存疑：《{TITLE}》：数据标“已废止”而没有废止日期，标为待核"]


def test_an_amendment_after_the_only_text_is_said_not_to_be_worked_in(tmp_path: Path) -> None:
    amendment = {"law_name": "中华人民共和国刑法修正案（十二）", "version_date": "2023-12-29"}
    law = {"law_name": "中华人民共和国刑法", "status": "已被修改", "version_date": "2019-01-01"}
    source = database(tmp_path / "laws.db", (law, PLAIN), (amendment, [("条目一", "", "", "修改。")]))
    report = import_database(source, tmp_path / "out", titles=["刑法"], today=TODAY)
    assert "存疑：《中华人民共和国刑法》：数据里 2023-12-29 的修改没有并入这一文本，请对照官方文本" in map(
        str, report.notes
    )


def test_a_text_that_the_data_calls_amended_is_doubted_without_the_amendment_too(tmp_path: Path) -> None:
    _, said = facts_of(tmp_path, ({"status": "已被修改"}, PLAIN), statuses=["已被修改"])
    assert said == [f"存疑：《{TITLE}》：数据标“已被修改”，此后的修改没有并入这一文本"]


def test_which_text_is_the_main_one_depends_on_when_it_took_effect_not_on_the_column_of_the_data(
    tmp_path: Path,
) -> None:
    old = {"version_date": "2016-11-07", "effective_date": "2017-06-01", "status": "历史版本"}
    new = {"version_date": "2025-10-28", "effective_date": "2017-06-01"}
    name = {"law_name": "中华人民共和国网络安全法"}
    source = database(tmp_path / "laws.db", (name | old, PLAIN), (name | new, PLAIN))
    before = import_database(source, tmp_path / "before", titles=["网络安全法"], today=date(2025, 12, 31))
    after = import_database(source, tmp_path / "after", titles=["网络安全法"], today=date(2026, 1, 1))
    assert sorted(path.name for path in before.written) == ["csl.md", "csl@2025-10-28.md"]
    assert sorted(path.name for path in after.written) == ["csl.md", "csl@2016-11-07.md"]


def test_status_follows_from_the_dates_that_were_written(tmp_path: Path) -> None:
    source = database(tmp_path / "laws.db", (AMENDED, PLAIN), decision("2025-12-01"))
    import_database(source, tmp_path / "out", today=TODAY)
    corpus, faults = load(tmp_path / "out")
    assert faults == ()
    (instrument,) = corpus.lookup("试验法")
    assert instrument.status(instrument.main, date(2025, 11, 30)) is Status.PENDING
    assert instrument.status(instrument.main, date(2025, 12, 1)) is Status.IN_FORCE


@pytest.mark.parametrize(
    ("title", "law"),
    [
        ("全国人民代表大会常务委员会关于修改《中华人民共和国网络安全法》的决定", "中华人民共和国网络安全法"),
        ("中华人民共和国刑法修正案（十二）", "中华人民共和国刑法"),
        ("中华人民共和国宪法修正案（2018年）", "中华人民共和国宪法"),
        ("中华人民共和国刑法", None),
        ("全国人民代表大会常务委员会关于设立台湾光复纪念日的决定", None),
    ],
)
def test_the_law_that_is_amended_is_known_from_the_title(title: str, law: str | None) -> None:
    assert amended_law(title) == law


def test_a_decision_names_what_it_amends_and_was_promulgated_on_its_date(tmp_path: Path) -> None:
    source = database(tmp_path / "laws.db", decision("2025-12-01"))
    document = read_file(import_database(source, tmp_path / "out", today=TODAY).written[0]).document
    assert document
    facts = document.version.facts
    assert (facts.amends, facts.promulgated, facts.uncertain) == ((TITLE,), date(2025, 9, 12), ("source",))
