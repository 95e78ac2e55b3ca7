"""write(read(x)) == x for every file of the library, and read(write(x)) == x for generated texts."""

import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.ids import ArticleNumber
from indexer.model import (
    Amended,
    Annex,
    Article,
    Checked,
    Division,
    DivisionKind,
    Event,
    Facts,
    How,
    Item,
    Kind,
    Paragraph,
    Preamble,
    SubItem,
    TextFrom,
    Version,
)
from indexer.source import dump_facts, new_document, parse_facts, read_text, write
from indexer.source.front_matter import KEYS
from tests.source.laws import HEAD

LAWS = Path(__file__).resolve().parents[2] / "docs" / "laws"
FILES = sorted(path.name for path in LAWS.glob("*.md") if path.name != "index.md")


def test_the_library_has_laws() -> None:
    assert FILES


@pytest.mark.parametrize("name", FILES)
def test_every_law_of_the_library_is_written_back_byte_for_byte(name: str) -> None:
    text = (LAWS / name).read_bytes().decode()
    reading = read_text(text, name)
    assert reading.faults == ()
    assert reading.document
    assert write(reading.document) == text


@pytest.mark.parametrize(
    "text",
    [
        # comments, order and quoting of the front matter
        pytest.param(
            "---\n# 说明\nkind: 法律   # 种类\ntitle: '试验法'\nissuers:\n  - 甲\n  - \"乙\"\n\nversion: 2020-01-01\n"
            "effective: ~\npromulgated: null\nsource:\n"
            "text_from:\n  how: imported\n  from: 试验\n  checked: none\n---\n"
            "\n## 第一条\n\n为了试验，制定本法。\n",
            id="front matter",
        ),
        # signatures and annexes
        pytest.param(
            HEAD + "\n## 第一条\n\n甲。\n\n---\n\n试验机关\n\n## 附件\n\n一、乙\n", id="signatures and annexes"
        ),
        # preamble
        pytest.param(HEAD + "\n甲。\n\n## 序言\n\n乙。\n\n## 第一条\n\n丙。\n", id="preamble"),
        # both forms of 目, an item of several paragraphs
        pytest.param(
            HEAD
            + "\n## 第一条\n\n甲：\n\n（一）乙：\n\n1.丙；\n\n2．丁；\n\n"
            + "（二）戊：\n\n（1）己；\n\n庚。\n\n（三）辛。\n",
            id="目",
        ),
        # white space inside a paragraph
        pytest.param(HEAD + "\n## 第一条\n\n甲　乙\t丙  丁 。\n\n（一） 戊。\n", id="white space"),
    ],
)
def test_canonical_text_is_written_back_byte_for_byte(text: str) -> None:
    reading = read_text(text, "law.md")
    assert reading.faults == ()
    assert reading.document
    assert write(reading.document) == text


# Generated texts. Words are what statutes are made of and what the notation itself uses, except at the beginning of a
# paragraph, where a mark would be a mark.
_INSIDE = st.text(
    "为了保护个人信息，。；：、《》“”（）()一二十第条款项章节#-*_`<>&\\|~[]{}!0123456789.．% 　ABCé𠮷", max_size=12
)
_FIRST = st.sampled_from("为了保护个人信息《“本")
_LAST = st.sampled_from("法。；：》”%)")
texts = st.builds("{}{}{}".format, _FIRST, _INSIDE, _LAST)
words = st.one_of(
    texts,
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=8)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: "\u180e" not in text and text.isprintable() and not set(text) & set("\ufffe\uffff")),
)
dates = st.dates(date(1949, 10, 1), date(2099, 12, 31))


@st.composite
def paragraphs(draw: st.DrawFn, number: int) -> Paragraph:
    items: list[Item] = []
    for each in range(1, draw(st.integers(0, 3)) + 1):
        form = draw(st.sampled_from(["{}.", "{}．", "（{}）"]))
        sub_items = tuple(
            SubItem(sub_item, form.format(sub_item), draw(texts)) for sub_item in range(1, draw(st.integers(0, 2)) + 1)
        )
        items.append(Item(each, draw(texts), sub_items))
    # An item of several paragraphs, or a last 目 of several, is known by the item that follows.
    for place in range(len(items) - 1):
        item, more = items[place], draw(st.just("") | texts)
        if not more:
            continue
        if item.sub_items:
            *others, end = item.sub_items
            items[place] = replace(item, sub_items=(*others, replace(end, text=f"{end.text}\n{more}")))
        else:
            items[place] = replace(item, text=f"{item.text}\n{more}")
    return Paragraph(number, draw(texts), tuple(items))


@st.composite
def bodies(draw: st.DrawFn) -> tuple[Division | Article, ...]:
    """Articles alone, or in 章, 章 and 节, 编 and 章, 编, 分编 and 章, with a closing 附则 or without."""
    number = ArticleNumber(0)

    def articles(least: int = 1) -> tuple[Article, ...]:
        nonlocal number
        made = []
        for _ in range(draw(st.integers(least, 3))):
            # The first article is 第一条; others may be inserted ones.
            is_branch = number.number > 0 and draw(st.integers(0, 3)) == 0
            number = ArticleNumber(number.number, number.branch + 1) if is_branch else ArticleNumber(number.number + 1)
            count = draw(st.integers(1, 3))
            made.append(Article(number, tuple(draw(paragraphs(each)) for each in range(1, count + 1))))
        return tuple(made)

    def divisions(kinds: list[DivisionKind], above: str = "", first: int = 1) -> tuple[Division | Article, ...]:
        if not kinds:
            return articles()
        kind, *deeper = kinds
        code = {"编": "prt", "分编": "sub", "章": "chp", "节": "sec"}[kind]
        made, chapter = [], 1
        for each in range(first, first + draw(st.integers(1, 2))):
            id = f"{above}{code}-{each}"
            below = f"{above}" if kind is DivisionKind.SUBPART else f"{id}-"
            # Chapters run through the 分编 of a 编.
            children = divisions(deeper, below, chapter if kind is DivisionKind.SUBPART else 1)
            if kind is DivisionKind.SUBPART:
                chapter += len(children)
            made.append(Division(kind, each, draw(st.just("") | titles), id, children))
        return tuple(made)

    part, subpart, chapter, section = (kind for kind in DivisionKind if kind is not DivisionKind.SUPPLEMENT)
    shapes: list[list[DivisionKind]] = [[], [chapter], [chapter, section], [part, chapter], [part, subpart, chapter]]
    body = divisions(draw(st.sampled_from(shapes)))
    if draw(st.booleans()):
        return (*body, Division(DivisionKind.SUPPLEMENT, 0, "", "sup", articles()))
    return body


titles = st.text("总则权利义务和法律责任", min_size=1, max_size=6)
events = st.builds(Event, words, st.none() | dates, st.none() | dates)
facts = st.builds(
    Facts,
    title=words,
    kind=st.sampled_from(Kind),
    issuers=st.lists(words, min_size=1, max_size=2).map(tuple),
    version=dates,
    text_from=st.builds(TextFrom, st.sampled_from(How), words, st.sampled_from(Checked)),
    aliases=st.lists(words, max_size=2).map(tuple),
    number=st.none() | words,
    adopted=st.none() | dates,
    promulgated=st.none() | dates,
    effective=st.none() | dates,
    repealed=st.none() | dates,
    history=st.lists(events, max_size=2).map(tuple),
    amends=st.lists(words, max_size=1).map(tuple),
    source=st.none() | st.sampled_from(["https://example.org/?a=1&b=%20#x", "http://www.npc.gov.cn/npc/：法"]),
    uncertain=st.lists(st.sampled_from(KEYS), max_size=2).map(tuple),
)
blocks = st.lists(texts, min_size=1, max_size=2).map(tuple)


@st.composite
def versions(draw: st.DrawFn) -> Version:
    preamble = [Preamble("", draw(blocks))] if draw(st.booleans()) else []
    preamble += [Preamble("序言", draw(blocks))] if draw(st.booleans()) else []
    annexes = tuple(
        Annex(number, f"附件{draw(texts)}", draw(blocks)) for number in range(1, draw(st.integers(0, 2)) + 1)
    )
    divided = draw(facts.filter(lambda value: not value.catalogued))
    return Version(divided, draw(bodies()), tuple(preamble), draw(st.just(()) | blocks), annexes)


@given(versions())
@settings(max_examples=150, deadline=None)
def test_a_version_that_is_written_reads_as_the_same_version_without_a_fault(version: Version) -> None:
    text = write(new_document("law.md", version))
    reading = read_text(text, "law.md")
    assert reading.faults == ()
    assert reading.document
    assert reading.document.version == version
    assert write(reading.document) == text


@given(versions())
@settings(max_examples=50, deadline=None)
def test_every_provision_of_a_version_has_its_own_line(version: Version) -> None:
    text = write(new_document("law.md", version))
    document = read_text(text, "law.md").document
    assert document
    lines = text.split("\n")
    ids = []
    for _, node in version.walk():
        ids.append(str(node.id))
        if isinstance(node, Division):
            assert lines[document.line(node.id) - 1].lstrip("#") == f" {node.heading}"
        else:
            assert lines[document.line(str(node.id)) - 1].lstrip("#") == f" {node.label}"
            for unit in node.units():
                ids.append(str(unit.id))
                assert lines[document.line(str(unit.id)) - 1] == unit.text.split("\n")[0]
    assert len(set(ids)) == len(ids)


@given(facts, st.booleans(), st.sets(st.builds(ArticleNumber, st.integers(1, 9999), st.integers(0, 2)), max_size=3))
@settings(deadline=None)
def test_facts_that_are_written_read_as_the_same_facts(
    value: Facts, undivided: bool, missing: set[ArticleNumber]
) -> None:
    numbers = tuple(sorted(missing))
    amended = (Amended("修正案（一）", numbers),) if numbers else ()
    value = replace(value, undivided=undivided, missing=numbers, amended=amended)
    text = dump_facts(value)
    read, lines, faults = parse_facts(text, "law.md")
    assert faults == ()
    assert read == value
    # The version stands in double quotes, and every key on its line, in the order of KEYS.
    assert f'version: "{value.version}"' in text.split("\n")
    assert [key for key in KEYS if key in lines] == list(lines)
    assert all(text.split("\n")[line - 2].startswith(f"{key}:") for key, line in lines.items())
