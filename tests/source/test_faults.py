"""Every fault of a source file in the exact words in which a person reads it.

One scenario is one file in data/faults/: NAME.md is the source file, NAME.txt the messages. Files that an editor or
git might repair by themselves are made here.
"""

import re
from pathlib import Path

import pytest

from indexer.faults import Fault, Level
from indexer.source import read_bytes, read_file, read_text, write
from tests.source.laws import HEAD

FOLDER = Path(__file__).parent / "data" / "faults"
SCENARIOS = sorted(path.stem for path in FOLDER.glob("*.md"))
BODY = "\n## 第一条\n\n为了试验，制定本法。\n"
LAW = HEAD + BODY
LAST_LINE = LAW.count("\n")
BAD_BYTE = LAW.encode().index("制定".encode()) + 1


def messages(faults: tuple[Fault, ...]) -> str:
    return "".join(f"{fault}\n" for fault in faults)


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(name: str) -> None:
    reading = read_bytes((FOLDER / f"{name}.md").read_bytes(), f"{name}.md")
    assert messages(reading.faults) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert (reading.document is None) == any(fault.level is Level.ERROR for fault in reading.faults)


def test_every_scenario_has_messages_and_all_messages_have_a_scenario() -> None:
    assert SCENARIOS
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == SCENARIOS


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_message_names_file_line_what_is_wrong_and_what_to_do(name: str) -> None:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        assert re.fullmatch(rf"{name}\.md:[1-9]\d*: (错误|提示)：[^。]+(。[^。]*)?。[^。]+[^。，；]", line)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            LAW.encode("gb18030"),
            ["law.md:2: 错误：不是 UTF-8：第 12 个字节 0xD6。用 UTF-8 重新保存；如原文件是 GB18030，先转换编码"],
            id="GB18030",
        ),
        pytest.param(
            LAW.encode().replace("制定".encode(), b"\xff"),
            [
                f"law.md:{LAST_LINE}: 错误：不是 UTF-8：第 {BAD_BYTE} 个字节 0xFF。"
                "用 UTF-8 重新保存；如原文件是 GB18030，先转换编码"
            ],
            id="one byte in the text",
        ),
        pytest.param(
            b"\xef\xbb\xbf" + LAW.encode(),
            ["law.md:1: 提示：文件开头有字节顺序标记（BOM）。另存为不带 BOM 的 UTF-8"],
            id="BOM",
        ),
        pytest.param(
            LAW.replace("\n", "\r\n").encode(),
            ["law.md:1: 提示：换行是 CRLF。另存为换行是 LF 的文件"],
            id="CRLF throughout",
        ),
        pytest.param(
            LAW.replace("法。\n", "法。\r\n").encode(),
            [f"law.md:{LAST_LINE}: 提示：换行是 CRLF。另存为换行是 LF 的文件"],
            id="CRLF in one line",
        ),
        pytest.param(
            b"\xef\xbb\xbf" + LAW.replace("\n", "\r\n").replace("## ", "### ").encode(),
            [
                "law.md:1: 提示：换行是 CRLF。另存为换行是 LF 的文件",
                "law.md:1: 提示：文件开头有字节顺序标记（BOM）。另存为不带 BOM 的 UTF-8",
                f"law.md:{LAST_LINE - 2}: 提示：版式与规范写法不同：应是“## 第一条”。"
                "运行 python -m indexer format 可自动改正",
            ],
            id="BOM, CRLF and layout at once",
        ),
        pytest.param(
            b"",
            ["law.md:1: 错误：没有头部。文件应以单独一行 --- 开头，写出 title 等各项，再以单独一行 --- 结束头部"],
            id="no byte",
        ),
    ],
)
def test_bytes(data: bytes, expected: list[str]) -> None:
    assert messages(read_bytes(data, "law.md").faults).splitlines() == expected


@pytest.mark.parametrize("text", ["\ufeff" + LAW, LAW.replace("\n", "\r\n"), LAW.replace("\n", "\r")])
def test_a_byte_order_mark_and_other_line_ends_change_nothing_in_the_law(text: str) -> None:
    document = read_bytes(text.encode(), "law.md").document
    assert document
    assert document == read_bytes(LAW.encode(), "law.md").document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("为了\0试验。", "含有控制字符 U+0000。删去它", id="NUL"),
        pytest.param("为了\x1b试验。", "含有控制字符 U+001B。删去它", id="control character"),
        pytest.param("为了\x85试验。", "含有控制字符 U+0085。删去它", id="C1 control character"),
        pytest.param("为了\ud800试验。", "含有无法编码的字符 U+D800。删去它", id="lone surrogate"),
        pytest.param("为了\u200b试验。", "含有看不见的字符 U+200B。删去它", id="zero-width space"),
        pytest.param("为了\xa0试验。", "含有看不见的字符 U+00A0。删去它", id="no-break space"),
        pytest.param("为了\u2028试验。", "含有看不见的字符 U+2028。删去它", id="line separator"),
        pytest.param("为了\ufeff试验。", "含有看不见的字符 U+FEFF。删去它", id="byte order mark inside"),
        pytest.param("为了e\u0301试验。", "“e”（U+0065）不是 NFC 形式的字符。改用“é”（U+00E9）", id="not composed"),
        pytest.param(
            "为了\uf900试验。", "“\uf900”（U+F900）不是 NFC 形式的字符。改用“豈”（U+8C48）", id="compatibility"
        ),
    ],
)
@pytest.mark.parametrize("place", ["为了试验，制定本法。", "中华人民共和国试验法"])
def test_characters(text: str, expected: str, place: str) -> None:
    """The same in the body and in the front matter."""
    line = LAW[: LAW.index(place)].count("\n") + 1
    assert messages(read_text(LAW.replace(place, text), "law.md").faults) == f"law.md:{line}: 错误：{expected}\n"


def test_every_line_with_an_unfit_character_is_reported() -> None:
    faults = read_text(LAW.replace("试验", "试\0验"), "law.md").faults
    assert [fault.line for fault in faults] == [2, 9, LAST_LINE]


def test_a_tab_and_a_full_width_space_inside_a_paragraph_are_kept() -> None:
    assert read_text(LAW.replace("为了试验", "为了\t试　验"), "law.md").faults == ()


@pytest.mark.parametrize(("length", "is_fault"), [(20_000, False), (20_001, True)])
def test_how_long_a_line_may_be(length: int, is_fault: bool) -> None:
    assert bool(read_text(LAW + f"\n{'试' * length}\n", "law.md").faults) is is_fault


def test_a_line_of_ten_megabytes_is_one_fault(tmp_path: Path) -> None:
    line = "试验，" * (10 * 2**20 // 9)
    path = tmp_path / "law.md"
    path.write_text(LAW + "\n" + line, encoding="utf-8")
    from_text = read_text(LAW + "\n" + line + "\n", "law.md")
    from_file = read_file(path, "law.md")
    assert messages(from_text.faults) == (
        f"law.md:{LAST_LINE + 2}: 错误：这一行有 {len(line)} 个字符，多于 20000。"
        "一款一段，段与段之间空一行；检查换行是否丢失\n"
    )
    assert messages(from_file.faults) == "law.md: 错误：文件超过 8 MB。法规没有这么长；确认它是一部法规的源文件\n"


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    assert messages(read_file(tmp_path / "none.md", "none.md").faults) == (
        "none.md: 错误：读不了这个文件（No such file or directory）。检查路径和权限\n"
    )
    assert messages(read_file(tmp_path, "laws").faults) == (
        "laws: 错误：读不了这个文件（Is a directory）。检查路径和权限\n"
    )


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_file_with_only_notices_is_canonical_once_written_again(name: str) -> None:
    document = read_bytes((FOLDER / f"{name}.md").read_bytes(), f"{name}.md").document
    if document:
        assert read_text(write(document), f"{name}.md").faults == ()
    else:
        assert "错误" in (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
