"""The model: units and text of an article, labels and headings, and the standing of a text on a day."""

from datetime import date

import pytest

from indexer.ids import ArticleNumber
from indexer.model import (
    Annex,
    Article,
    Checked,
    Division,
    DivisionKind,
    Facts,
    How,
    Instrument,
    Item,
    Kind,
    Paragraph,
    Status,
    SubItem,
    TextFrom,
    Version,
)

ARTICLE = Article(
    ArticleNumber(13),
    (
        Paragraph(
            1,
            "下列情形：",
            (Item(1, "甲：", (SubItem(1, "1.", "乙；"), SubItem(2, "2.", "丙；"))), Item(2, "丁\n戊。")),
        ),
        Paragraph(2, "前款除外。"),
    ),
)


def version(
    day: str, effective: str | None, repealed: str | None = None, body: tuple[Division | Article, ...] = ()
) -> Version:
    facts = Facts(
        title="试验法",
        kind=Kind.LAW,
        issuers=("试验机关",),
        version=date.fromisoformat(day),
        text_from=TextFrom(How.TRANSCRIBED, "试验", Checked.NONE),
        effective=date.fromisoformat(effective) if effective else None,
        repealed=date.fromisoformat(repealed) if repealed else None,
    )
    return Version(facts, body)


def test_units_are_every_paragraph_item_and_sub_item_in_order() -> None:
    assert [(str(unit.id), unit.text) for unit in ARTICLE.units()] == [
        ("art-13-p1", "下列情形："),
        ("art-13-p1-i1", "（一）甲："),
        ("art-13-p1-i1-s1", "1.乙；"),
        ("art-13-p1-i1-s2", "2.丙；"),
        ("art-13-p1-i2", "（二）丁\n戊。"),
        ("art-13-p2", "前款除外。"),
    ]


def test_the_text_of_an_article_is_its_units_without_its_label() -> None:
    assert ARTICLE.text == "下列情形：\n（一）甲：\n1.乙；\n2.丙；\n（二）丁\n戊。\n前款除外。"
    assert (str(ARTICLE.id), ARTICLE.label) == ("art-13", "第十三条")


@pytest.mark.parametrize(
    ("kind", "number", "title", "label", "heading"),
    [
        (DivisionKind.PART, 4, "人格权", "第四编", "第四编　人格权"),
        (DivisionKind.SUBPART, 1, "通则", "第一分编", "第一分编　通则"),
        (DivisionKind.CHAPTER, 11, "附则", "第十一章", "第十一章　附则"),
        (DivisionKind.SECTION, 2, "", "第二节", "第二节"),
        # the 附则 of a code has no number
        (DivisionKind.SUPPLEMENT, 0, "", "附则", "附则"),
    ],
)
def test_labels_and_headings(kind: DivisionKind, number: int, title: str, label: str, heading: str) -> None:
    division = Division(kind, number, title, "any", ())
    assert (division.label, division.heading) == (label, heading)


def test_the_id_of_an_annex_is_its_number() -> None:
    assert Annex(2, "附件二", ()).id == "annex-2"


def test_walking_gives_every_division_and_article_with_what_stands_above() -> None:
    first, second, third = (Article(ArticleNumber(number), ()) for number in (1, 2, 3))
    section = Division(DivisionKind.SECTION, 1, "", "chp-1-sec-1", (second,))
    chapter = Division(DivisionKind.CHAPTER, 1, "", "chp-1", (section,))
    last = Division(DivisionKind.CHAPTER, 2, "", "chp-2", (third,))
    text = version("2020-01-01", None, body=(first, chapter, last))
    assert list(text.walk()) == [
        ((), first),
        ((), chapter),
        ((chapter,), section),
        ((chapter, section), second),
        ((), last),
        ((last,), third),
    ]
    assert list(text.articles()) == [first, second, third]
    assert text.article(ArticleNumber(2)) is second
    assert text.article(ArticleNumber(2, 1)) is None


OLD = version("2016-11-07", "2017-06-01")
MIDDLE = version("2020-10-28", "2026-01-01")
NEW = version("2025-10-28", "2026-01-01")
GONE = version("2016-11-07", "2017-06-01", "2020-07-01")
GONE_NEXT_YEAR = version("2025-10-28", "2026-01-01", "2027-01-01")
UNKNOWN = version("2016-11-07", None)
UNKNOWN_GONE = version("2016-11-07", None, "2020-07-01")
NEVER = version("2016-11-07", "2017-06-01", "2017-03-01")

ONE = Instrument("law", OLD)
TWO = Instrument("law", NEW, (OLD,))
# the text in force is the main one, and the coming one stands beside it
COMING = Instrument("law", OLD, (NEW,))
SOME_DAY = Instrument("law", OLD, (version("2025-10-28", None),))
# amended twice, each amendment in force for a time
THREE = Instrument("law", NEW, (OLD, version("2020-10-28", "2021-03-01")))
# an amendment that was amended again before it took effect
TWICE = Instrument("law", NEW, (OLD, MIDDLE))


@pytest.mark.parametrize(
    ("instrument", "text", "day", "status"),
    [
        # one text: the day before, of, and after its taking effect
        (ONE, OLD, "2017-05-31", Status.PENDING),
        (ONE, OLD, "2017-06-01", Status.IN_FORCE),
        (ONE, OLD, "2017-06-02", Status.IN_FORCE),
        # the day it was made it is not in force
        (ONE, OLD, "2016-11-07", Status.PENDING),
        # two texts: the day before, of, and after the amendment takes effect
        (TWO, OLD, "2025-12-31", Status.IN_FORCE),
        (TWO, OLD, "2026-01-01", Status.AMENDED),
        (TWO, OLD, "2026-01-02", Status.AMENDED),
        (TWO, NEW, "2025-12-31", Status.PENDING),
        (TWO, NEW, "2026-01-01", Status.IN_FORCE),
        (TWO, NEW, "2026-01-02", Status.IN_FORCE),
        # neither text was in force before the first
        (TWO, OLD, "2017-05-31", Status.PENDING),
        (TWO, NEW, "2017-05-31", Status.PENDING),
        # the same whichever of the two is the main text
        (COMING, OLD, "2025-12-31", Status.IN_FORCE),
        (COMING, OLD, "2026-01-01", Status.AMENDED),
        (COMING, NEW, "2025-12-31", Status.PENDING),
        (COMING, NEW, "2026-01-01", Status.IN_FORCE),
        # nobody knows when the amendment takes effect: until then the old text stands
        (SOME_DAY, OLD, "2030-01-01", Status.IN_FORCE),
        (SOME_DAY, SOME_DAY.others[0], "2030-01-01", Status.UNKNOWN),
        # three texts: each until the next one takes effect
        (THREE, OLD, "2021-02-28", Status.IN_FORCE),
        (THREE, OLD, "2021-03-01", Status.AMENDED),
        (THREE, THREE.others[1], "2021-03-01", Status.IN_FORCE),
        (THREE, THREE.others[1], "2025-12-31", Status.IN_FORCE),
        (THREE, THREE.others[1], "2026-01-01", Status.AMENDED),
        # repealed: the day before, of, and after
        (Instrument("law", GONE), GONE, "2020-06-30", Status.IN_FORCE),
        (Instrument("law", GONE), GONE, "2020-07-01", Status.REPEALED),
        (Instrument("law", GONE), GONE, "2020-07-02", Status.REPEALED),
        # amended and then repealed
        (Instrument("law", GONE_NEXT_YEAR, (OLD,)), OLD, "2027-01-01", Status.AMENDED),
        (Instrument("law", GONE_NEXT_YEAR, (OLD,)), GONE_NEXT_YEAR, "2026-12-31", Status.IN_FORCE),
        (Instrument("law", GONE_NEXT_YEAR, (OLD,)), GONE_NEXT_YEAR, "2027-01-01", Status.REPEALED),
        # repealed before it took effect
        (Instrument("law", NEVER), NEVER, "2017-02-28", Status.PENDING),
        (Instrument("law", NEVER), NEVER, "2017-06-01", Status.REPEALED),
        # no date of taking effect
        (Instrument("law", UNKNOWN), UNKNOWN, "2030-01-01", Status.UNKNOWN),
        (Instrument("law", UNKNOWN_GONE), UNKNOWN_GONE, "2020-06-30", Status.UNKNOWN),
        (Instrument("law", UNKNOWN_GONE), UNKNOWN_GONE, "2020-07-01", Status.REPEALED),
        # superseded on the very day it would have taken effect
        (TWICE, MIDDLE, "2025-12-31", Status.PENDING),
        (TWICE, MIDDLE, "2026-01-01", Status.AMENDED),
        (TWICE, NEW, "2026-01-01", Status.IN_FORCE),
    ],
)
def test_status(instrument: Instrument, text: Version, day: str, status: Status) -> None:
    assert instrument.status(text, date.fromisoformat(day)) is status


def test_on_every_day_at_most_one_text_of_an_instrument_is_in_force() -> None:
    for day in ("2016-11-06", "2017-06-01", "2025-12-31", "2026-01-01", "2030-01-01"):
        for instrument in (ONE, TWO, COMING, SOME_DAY, TWICE, THREE):
            standings = [instrument.status(text, date.fromisoformat(day)) for text in instrument.versions]
            assert standings.count(Status.IN_FORCE) == (day >= "2017-06-01")


def test_versions_are_in_the_order_of_their_dates_and_named_after_them() -> None:
    assert TWICE.versions == (OLD, MIDDLE, NEW)
    assert [TWICE.version_id(text) for text in TWICE.versions] == ["law@2016-11-07", "law@2020-10-28", "law"]


def test_the_first_later_text_supersedes() -> None:
    assert TWICE.superseded(OLD) == date(2026, 1, 1)
    assert THREE.superseded(OLD) == date(2021, 3, 1)
    assert THREE.superseded(THREE.others[1]) == date(2026, 1, 1)
    assert TWICE.superseded(NEW) is None
    assert SOME_DAY.superseded(OLD) is None
