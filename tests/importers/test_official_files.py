"""Official files in, source files out: the very text, the facts that are stated, and nothing lost silently."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from indexer.corpus import Corpus, load
from indexer.importers.notes import NoteKind
from indexer.importers.official import Imported, OfficialFileError, import_file, read_official
from indexer.model import Kind, Version
from tests.conftest import ROOT
from tests.importers.official_files import as_cac_page, as_docx, as_gov_page, as_text

LIBRARY, _ = load(ROOT / "docs")
NOTE = "（2021年8月20日第十三届全国人民代表大会常务委员会第三十次会议通过）"
MEASURES_ORDER = (
    "国家互联网信息办公室",
    "中华人民共和国国家发展和改革委员会",
    "中华人民共和国教育部",
    "令",
    "第15号",
    "《生成式人工智能服务管理暂行办法》已经2023年5月23日国家互联网信息办公室2023年第12次室务会会议审议通过，现予公布，"
    "自2023年8月15日起施行。",
    "国家互联网信息办公室主任\u3000庄荣文",
    "2023年7月10日",
)


def text_of(id: str) -> Version:
    return LIBRARY.entries[id].version


def read(data: bytes, name: str = "文件") -> Imported:
    """Into a library that knows nothing."""
    return read_official(data, name, Corpus())


def body(imported: Imported) -> object:
    return imported.document.version.body


@pytest.mark.parametrize(
    "id", ["pipl", "sci-tech-progress", "civil-code", "criminal-law", "security-assessment-public-opinion"]
)
def test_a_word_file_of_the_national_database(id: str) -> None:
    version = text_of(id)
    missing = version.facts.missing
    if missing:
        with pytest.raises(OfficialFileError, match="之前缺"):
            read(as_docx(version, NOTE))
        return
    imported = read(as_docx(version, NOTE))
    assert body(imported) == version.body
    assert imported.document.version.facts.title == version.facts.title
    assert imported.document.version.annexes == version.annexes
    assert imported.document.version.facts.adopted == date(2021, 8, 20)
    assert not [note for note in imported.notes if "未收入" in note.message]


def test_facts_of_an_amended_law_come_from_its_note() -> None:
    note = (
        "（2016年11月7日第十二届全国人民代表大会常务委员会第二十四次会议通过\u3000根据2025年10月28日第十四届全国人民代表大会"
        "常务委员会第十八次会议《关于修改〈中华人民共和国网络安全法〉的决定》修正）"
    )
    facts = read(as_docx(text_of("csl"), note)).document.version.facts
    assert [(event.act, str(event.on)) for event in facts.history] == [("通过", "2016-11-07"), ("修正", "2025-10-28")]
    assert (facts.kind, facts.issuers, facts.version) == (Kind.LAW, ("全国人民代表大会常务委员会",), date(2025, 10, 28))
    # 自2017年6月1日起施行 is the original text's day, not this one's.
    assert facts.effective is None
    assert "effective" in facts.uncertain


def test_a_title_over_several_lines() -> None:
    version = text_of("children-pi")
    imported = read(as_docx(version, NOTE, ("儿童个人信息", "网络保护规定")))
    assert imported.document.version.facts.title == "儿童个人信息网络保护规定"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_of_the_cyberspace_administration(encoding: str) -> None:
    imported = read(as_cac_page(text_of("genai-measures"), MEASURES_ORDER, encoding))
    version, facts = imported.document.version, imported.document.version.facts
    assert version.body == text_of("genai-measures").body
    assert facts.title == "生成式人工智能服务管理暂行办法"
    assert facts.issuers == ("国家互联网信息办公室", "国家发展和改革委员会", "教育部")
    assert (facts.kind, facts.promulgated, facts.effective) == (
        Kind.DEPARTMENTAL_RULE,
        date(2023, 7, 10),
        date(2023, 8, 15),
    )
    assert facts.number
    assert facts.number.endswith("令第15号")
    assert "脚本" not in str(version)


def test_a_page_of_the_government_with_line_breaks() -> None:
    order = (
        "中华人民共和国国务院令",
        "第790号",
        "现公布《网络数据安全管理条例》，自2025年1月1日起施行。",
        "总理\u3000李强",
        "2024年9月24日",
    )
    version = read(as_gov_page(text_of("network-data-regulations"), order)).document.version
    assert version.body == text_of("network-data-regulations").body
    assert (version.facts.kind, version.facts.issuers) == (Kind.ADMINISTRATIVE_REGULATION, ("国务院",))
    assert (version.facts.number, version.facts.effective) == ("国务院令第790号", date(2025, 1, 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_file_in_any_encoding(encoding: str) -> None:
    imported = read(as_text(text_of("pipl"), NOTE).encode(encoding))
    assert body(imported) == text_of("pipl").body
    assert imported.id == "pipl"


def test_a_signature_and_an_annex_come_after_the_text() -> None:
    text = (
        as_text(text_of("pi-export-standard-contract"), NOTE)
        + "国家互联网信息办公室\n2023年2月22日\n附件：\n标准合同\n甲方：\n"
    )
    version = read(text.encode()).document.version
    assert version.body == text_of("pi-export-standard-contract").body
    assert version.closing == ("国家互联网信息办公室", "2023年2月22日")
    assert [annex.title for annex in version.annexes] == ["附件\u3000标准合同"]


def test_what_cannot_be_placed_is_listed_with_its_line_and_left_out() -> None:
    text = as_text(text_of("pi-export-standard-contract"), NOTE)
    stray = "编者按：本办法的出台，是落实个人信息保护法的重要举措，对于保护个人信息权益具有重要意义，应当认真学习。"
    found = read((stray + "\n首页 > 政策 > 正文\n" + text + "责任编辑：某某\n").encode())
    said = [str(note) for note in found.notes if note.kind is NoteKind.DOUBT and "未收入" in note.message]
    assert len(said) == 3
    assert "首页 > 政策" in said[1]
    assert "第 1 行" in said[0]
    assert "编者按" in said[0]
    assert "责任编辑" in said[2]


def test_what_the_library_knows_of_an_instrument_stays() -> None:
    data = as_cac_page(text_of("genai-measures"), MEASURES_ORDER)
    facts = read_official(data, "页面", LIBRARY).document.version.facts
    assert facts.aliases == text_of("genai-measures").facts.aliases
    assert facts.source == text_of("genai-measures").facts.source


def test_a_catalogue_entry_becomes_a_text(tmp_path: Path) -> None:
    entry = (ROOT / "docs" / "laws" / "internet-news.md").read_text(encoding="utf-8")
    (tmp_path / "internet-news.md").write_text(entry, encoding="utf-8")
    file = tmp_path / "规定.txt"
    file.write_text(
        "互联网新闻信息服务管理规定\n第一条 为了试验，制定本规定。\n第二条 本规定自2017年6月1日起施行。\n",
        encoding="utf-8",
    )
    report = import_file(file, tmp_path)
    assert [path.name for path in report.written] == ["internet-news.md"]
    corpus, faults = load(tmp_path)
    assert faults == ()
    facts = corpus.entries["internet-news"].version.facts
    assert (facts.catalogued, facts.number) == (False, "国家互联网信息办公室令第1号")


def test_another_text_is_not_overwritten_unasked(tmp_path: Path) -> None:
    file = tmp_path / "规定.txt"
    file.write_text("甲规定\n2020年1月1日\n第一条 甲。\n", encoding="utf-8")
    assert import_file(file, tmp_path, slug="a").written
    assert import_file(file, tmp_path, slug="a").written == (), "the same text again"
    file.write_text("甲规定\n2020年1月1日\n第一条 乙。\n", encoding="utf-8")
    before = (tmp_path / "a.md").read_bytes()
    with pytest.raises(OfficialFileError, match="已有不同的文本"):
        import_file(file, tmp_path, slug="a")
    assert (tmp_path / "a.md").read_bytes() == before
    assert import_file(file, tmp_path, slug="a", replace_other=True).written


def test_the_date_that_is_given_is_that_of_the_text_and_another_law_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "规定.txt"
    file.write_text("甲规定\n2020年1月1日\n第一条 甲。\n", encoding="utf-8")
    import_file(file, tmp_path, slug="a")
    file.write_text("甲规定\n第一条 乙。\n", encoding="utf-8")
    import_file(file, tmp_path, slug="a", version=date(2024, 5, 1), replace_other=True)
    assert load(tmp_path)[0].entries["a"].version.facts.version == date(2024, 5, 1)
    before = (tmp_path / "a.md").read_bytes()
    file.write_text("乙规定\n第一条 乙。\n", encoding="utf-8")
    with pytest.raises(OfficialFileError, match="是《乙规定》，不是《甲规定》"):
        import_file(file, tmp_path, slug="a", replace_other=True)
    assert (tmp_path / "a.md").read_bytes() == before


def docx_with(**members: bytes) -> bytes:
    """A sound Word file with members added or replaced."""
    source = zipfile.ZipFile(io.BytesIO(as_docx(text_of("pi-export-standard-contract"), NOTE)))
    names = {
        name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"): data for name, data in members.items()
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in source.infolist():
            if info.filename not in names:
                archive.writestr(info.filename, source.read(info))
        for name, content in names.items():
            archive.writestr(name, content)
    return data.getvalue()


def bomb() -> bytes:
    return docx_with(word__document_xml=b"<w:document>" + b" " * 200_000_000)


ENTITY = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document>&e;</w:document>"""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(as_docx(text_of("pipl"), NOTE)[:3000], "不是完整的 .docx", id="truncated"),
        pytest.param(docx_with(word__document_xml=ENTITY), "DOCTYPE", id="external entity"),
        pytest.param(b"%PDF-1.7\n...", "是 PDF", id="a PDF renamed"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 Word", id="an old .doc renamed"),
        pytest.param(b"PK\x03\x04 nothing", "不是完整的 .docx", id="no archive"),
        pytest.param(b"", "空文件", id="empty"),
        pytest.param("只有一段文字。".encode(), "没有“第一条”", id="no articles"),
        pytest.param(b"\x81\x00\xff\xfe\x00\x01" * 50, "不是文本", id="binary"),
        pytest.param("某规定\n第一条 甲。\n第三条 乙。\n2020年1月1日".encode(), "找不到文本的日期", id="no date"),
        pytest.param(
            "某规定\n2020年1月1日\n第一条 甲。\n第三条 乙。".encode(), "第三条之前缺第二条", id="an article is missing"
        ),
        pytest.param(
            "某规定\n2020年1月1日\n第一条 甲。\n第一条 乙。".encode(), "第一条重复", id="an article stands twice"
        ),
    ],
)
def test_broken_and_hostile_files_are_refused_and_nothing_is_written(data: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "文件.docx"
    file.write_bytes(data)
    with pytest.raises(OfficialFileError, match=message):
        import_file(file, tmp_path / "laws")
    assert not (tmp_path / "laws").exists()


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "文件.docx"
    file.write_bytes(bomb())
    assert file.stat().st_size < 1_000_000
    with pytest.raises(OfficialFileError, match="没有解开"):
        import_file(file, tmp_path / "laws")


def test_macros_in_a_word_file_are_no_text() -> None:
    imported = read(docx_with(word__vbaProject_bin=b"Sub AutoOpen()\nEnd Sub"))
    assert body(imported) == text_of("pi-export-standard-contract").body
