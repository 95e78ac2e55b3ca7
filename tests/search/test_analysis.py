"""Normalisation with its map back, atoms, and character grams."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.analysis import Atom, AtomKind, atoms, grams, normalise, provision_token

ANYTHING = st.text(st.characters(codec=None), max_size=60)  # lone surrogates too


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is normal already stays
        ("处理个人信息，应当遵守本法。", "处理个人信息,应当遵守本法。"),
        # full-width forms, case, ligatures and compatibility characters
        ("ＡＩ换脸（５％）", "ai换脸(5%)"),
        ("Straße ΟΔΟΣ ﬁn", "strasse οδοσ fin"),
        ("①㈠㍿", "1(一)株式会社"),
        ("⼀⾔", "一言"),
        # white space of every kind becomes one space, and none at the ends
        ("　第一章　 总则\t\r\n", "第一章 总则"),
        # what cannot be seen is not there
        ("训\u200b练\ufeff数\u00ad据\0", "训练数据"),
        ("侮\ufe00辱\U000e0100", "侮辱"),
        # half of a surrogate pair is no character
        ("a\ud800b\udc00", "ab"),
        # marks join their letter
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("ｶﾞ", "ガ"),
        ("🙂👨\u200d👩", "🙂👨👩"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text).text == expected


@pytest.mark.parametrize(
    ("text", "found", "original"),
    [
        ("依照《ＡＩ　　法》", "ai 法", "ＡＩ　　法"),
        ("训\u200b练\u200b数据", "练数", "练\u200b数"),
        ("共㍿共", "式会", "㍿"),
        ("caf\u0065\u0301s", "\u00e9", "\u0065\u0301"),
        (" \t甲乙", "甲", "甲"),
    ],
)
def test_offsets_lead_back_to_the_original(text: str, found: str, original: str) -> None:
    normal = normalise(text)
    at = normal.text.index(found)
    start, end = normal.original(at, at + len(found))
    assert text[start:end] == original


@given(ANYTHING)
def test_every_character_has_its_place(text: str) -> None:
    normal = normalise(text)
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(normal.starts, normal.ends, strict=True))
    assert list(normal.starts) == sorted(normal.starts)
    assert normalise(normal.text).text == normal.text


@given(st.text("一二三第条章法律的，。《》（）ABCabc123 １２ＡＢ", max_size=40))
def test_ordinary_text_is_as_unicode_says(text: str) -> None:
    assert normalise(text).text == " ".join(unicodedata.normalize("NFKC", text).casefold().split())


PROVISION, LATIN, HAN, OTHER = AtomKind.PROVISION, AtomKind.LATIN, AtomKind.HAN, AtomKind.OTHER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # an article's number is one token, however it is written
        ("第一千零三十四条", [(PROVISION, "第1034条")]),
        ("第1034条", [(PROVISION, "第1034条")]),
        ("第 十三 条", [(PROVISION, "第13条")]),
        ("第一百二十条之一", [(PROVISION, "第120条之1")]),
        (
            "依照第十三条第一款第二项",
            [(HAN, "依照"), (PROVISION, "第13条"), (PROVISION, "第1款"), (PROVISION, "第2项")],
        ),
        ("第二章", [(PROVISION, "第2章")]),
        ("第二分编", [(PROVISION, "第2分编")]),
        # what only looks like one
        ("第一条件", [(HAN, "第一条件")]),
        ("第三项目", [(HAN, "第三项目")]),
        ("第十十条", [(HAN, "第十十条")]),
        ("第零条", [(HAN, "第零条")]),
        ("第一次", [(HAN, "第一次")]),
        # runs end where the script changes, punctuation stands between
        ("ai换脸,5g网络", [(LATIN, "ai"), (HAN, "换脸"), (LATIN, "5g"), (HAN, "网络")]),
        ("gb/t 45438", [(LATIN, "gb"), (LATIN, "t"), (LATIN, "45438")]),
        ("λόγος和データ", [(OTHER, "λόγος"), (HAN, "和"), (OTHER, "データ")]),
        ("!?。()", []),
        ("", []),
    ],
)
def test_atoms(text: str, expected: list[tuple[AtomKind, str]]) -> None:
    assert [(atom.kind, atom.text) for atom in atoms(text)] == expected


@given(ANYTHING)
def test_atoms_stand_in_order_and_lose_no_letter(text: str) -> None:
    normal = normalise(text).text
    found = list(atoms(normal))
    assert [atom.start for atom in found] == sorted({atom.start for atom in found})
    for atom in found:
        assert isinstance(atom, Atom)
        assert atom.kind is AtomKind.PROVISION or normal[atom.start : atom.end] == atom.text
    covered = {at for atom in found for at in range(atom.start, atom.end)}
    assert all(not char.isalnum() or at in covered for at, char in enumerate(normal))


def test_provision_token() -> None:
    assert provision_token(120, 1) == "第120条之1"
    assert provision_token(4, unit="章") == "第4章"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("赌博罪", ["赌", "博", "罪", "赌博", "博罪"]),
        # punctuation separates
        ("甲,乙", ["甲", "乙"]),
        ("5%", ["5"]),
        ("", []),
    ],
)
def test_grams(text: str, expected: list[str]) -> None:
    assert list(grams(text)) == expected
