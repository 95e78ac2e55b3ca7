"""The model of a Chinese legal text: frozen values, no input or output.

An Instrument (法律、行政法规、规章……) has one or more Versions (texts of different dates). A Version has a body of
Divisions (编、分编、章、节) and Articles (条); an Article has Paragraphs (款), a Paragraph has Items (项), an Item has
SubItems (目): the units of 立法法 (2023) 第六十五条. Identifiers are derived from the numbers, never stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from indexer.ids import ArticleNumber, ProvisionId
from indexer.numerals import to_chinese

__all__ = [
    "COUNTRY",
    "Amended",
    "Annex",
    "Article",
    "Checked",
    "Division",
    "DivisionKind",
    "Event",
    "Facts",
    "How",
    "Instrument",
    "Item",
    "Kind",
    "Paragraph",
    "Preamble",
    "Status",
    "SubItem",
    "TextFrom",
    "Unit",
    "Version",
    "titled",
]

COUNTRY = "中华人民共和国"
"""What stands before the titles of national laws and is left out in speech."""


class Kind(StrEnum):
    """Level of an instrument, highest first (立法法 (2023) 第九十八条以下)."""

    CONSTITUTION = "宪法"
    LAW = "法律"
    ADMINISTRATIVE_REGULATION = "行政法规"
    DEPARTMENTAL_RULE = "部门规章"
    NORMATIVE_DOCUMENT = "规范性文件"
    JUDICIAL_INTERPRETATION = "司法解释"
    DRAFT = "征求意见稿"
    STANDARD = "国家标准"


class Status(StrEnum):
    """Standing of a text on a given day; derived from dates, never typed."""

    PENDING = "尚未生效"
    IN_FORCE = "现行有效"
    AMENDED = "已被修改"
    REPEALED = "已废止"
    UNKNOWN = "状态待核"


class How(StrEnum):
    """How a text came into the library; NONE: it has not, the instrument is catalogued only."""

    IMPORTED = "imported"
    TRANSCRIBED = "transcribed"
    NONE = "none"


class Checked(StrEnum):
    """What a text was checked against: reference digests, a second independent copy, or nothing."""

    DIGESTS = "digests"
    DOUBLE = "double"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TextFrom:
    """Provenance of a text. `source` is the key `from` of the front matter, a phrase for people."""

    how: How
    source: str
    checked: Checked


@dataclass(frozen=True, slots=True)
class Event:
    """One step in the life of an instrument: 通过, 修正, 修订 …, its date and when it took effect."""

    act: str
    on: date | None
    effective: date | None = None


def titled(title: str) -> str:
    """《个人信息保护法》; marks in a title become 〈〉: 《关于修改〈网络安全法〉的决定》 (GB/T 15834—2011, 4.15)."""
    return f"《{title.translate(_INNER_MARKS)}》"


_INNER_MARKS = str.maketrans("《》", "〈〉")


@dataclass(frozen=True, slots=True)
class Amended:
    """Articles whose words an amendment gave them that the official consolidated text does not contain yet."""

    by: str
    articles: tuple[ArticleNumber, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """The front matter of a source file.

    `promulgated` is the day the instrument was first promulgated and `effective` the day this text of it took
    effect; for an amended law the original dates stand in `history`. `version` is the date of the text. `undivided`
    marks a document without articles (决定、立法解释), whose text stands as a preamble. `missing` are articles whose
    exact text the library does not have: they are left out and shown as missing. `amended` are amendments worked into
    the text by this project, with the articles they changed. `shared_aliases` are names that more than one
    instrument goes by; `succeeded_by` are the slugs of the instruments that took the place of a repealed one.
    `uncertain` names the keys whose values are not certain (shown as 待核).
    """

    title: str
    kind: Kind
    issuers: tuple[str, ...]
    version: date
    text_from: TextFrom
    aliases: tuple[str, ...] = ()
    shared_aliases: tuple[str, ...] = ()
    number: str | None = None
    adopted: date | None = None
    promulgated: date | None = None
    effective: date | None = None
    repealed: date | None = None
    succeeded_by: tuple[str, ...] = ()
    history: tuple[Event, ...] = ()
    amends: tuple[str, ...] = ()
    amended: tuple[Amended, ...] = ()
    source: str | None = None
    undivided: bool = False
    missing: tuple[ArticleNumber, ...] = ()
    uncertain: tuple[str, ...] = ()

    @property
    def short_title(self) -> str:
        """The title without 中华人民共和国."""
        return self.title.removeprefix(COUNTRY) or self.title

    @property
    def catalogued(self) -> bool:
        """Whether the library has no text of the instrument, only its entry in the catalogue."""
        return self.text_from.how is How.NONE


@dataclass(frozen=True, slots=True)
class SubItem:
    """目. `marker` is written as in the text: `1.` or `（1）`."""

    number: int
    marker: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """项. `text` has no marker; `marker` is （三）. An item of several paragraphs has them as lines of `text`."""

    number: int
    text: str
    sub_items: tuple[SubItem, ...] = ()

    @property
    def marker(self) -> str:
        return f"（{to_chinese(self.number)}）"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """款, with the items that hang on it."""

    number: int
    text: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A 款, 项 or 目 with its id; `text` begins with the marker of an item or sub-item.

    An item of several paragraphs (海关法第六条第四项) has them as lines of `text`.
    """

    id: ProvisionId
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """条."""

    number: ArticleNumber
    paragraphs: tuple[Paragraph, ...]

    @property
    def id(self) -> ProvisionId:
        return ProvisionId(self.number)

    @property
    def label(self) -> str:
        return self.number.label

    def units(self) -> Iterator[Unit]:
        """Every 款, 项 and 目 in the order of the text."""
        for paragraph in self.paragraphs:
            yield Unit(ProvisionId(self.number, paragraph.number), paragraph.text)
            for item in paragraph.items:
                place = (self.number, paragraph.number, item.number)
                yield Unit(ProvisionId(*place), item.marker + item.text)
                for sub_item in item.sub_items:
                    yield Unit(ProvisionId(*place, sub_item.number), sub_item.marker + sub_item.text)

    def spans(self) -> Iterator[tuple[int, int, Unit]]:
        """(start, end, unit) of every unit in `text`."""
        at = 0
        for unit in self.units():
            yield at, at + len(unit.text), unit
            at += len(unit.text) + 1

    def unit_at(self, offset: int) -> Unit:
        """The unit in which the character `text[offset]` stands. Raises IndexError where there is none."""
        for _, end, unit in self.spans():
            if 0 <= offset <= end:
                return unit
        raise IndexError(f"{self.label}没有第 {offset} 个字符")

    @property
    def text(self) -> str:
        """The article's paragraphs joined by line feeds, without its label."""
        return "\n".join(unit.text for unit in self.units())


class DivisionKind(StrEnum):
    """编, 附则, 分编, 章, 节, outermost first; 附则 without a number closes the 编 of a code, as in 民法典."""

    PART = "编"
    SUPPLEMENT = "附则"
    SUBPART = "分编"
    CHAPTER = "章"
    SECTION = "节"


@dataclass(frozen=True, slots=True)
class Division:
    """编, 分编, 章 or 节.

    `id` is `prt-2`, `prt-2-sub-1`, `chp-2`, `chp-2-sec-1`, `prt-2-chp-3`: a chapter under a 分编 leaves the 分编 out,
    since the numbers of chapters run through a 编. The unnumbered 附则 is `sup`, its `number` 0.
    """

    kind: DivisionKind
    number: int
    title: str
    id: str
    children: "tuple[Division | Article, ...]"

    @property
    def label(self) -> str:
        """第二章; 附则."""
        if self.kind is DivisionKind.SUPPLEMENT:
            return str(self.kind)
        return f"第{to_chinese(self.number)}{self.kind}"

    @property
    def heading(self) -> str:
        """第二章　技术发展与治理."""
        return f"{self.label}　{self.title}" if self.title else self.label


@dataclass(frozen=True, slots=True)
class Annex:
    """附件, 附表, 附录 after the last article; `number` counts from 1, `lines` are its paragraphs as they stand."""

    number: int
    title: str
    lines: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"annex-{self.number}"


@dataclass(frozen=True, slots=True)
class Preamble:
    """Text before the first article (宪法序言); `title` is empty where it has none."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an instrument. `closing` holds signatures between the last article and the annexes."""

    facts: Facts
    body: tuple[Division | Article, ...]
    preamble: tuple[Preamble, ...] = ()
    closing: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()

    def walk(self) -> Iterator[tuple[tuple[Division, ...], Division | Article]]:
        """Every division and article in the order of the text, each with the divisions above it."""

        def descend(
            above: tuple[Division, ...], children: tuple[Division | Article, ...]
        ) -> Iterator[tuple[tuple[Division, ...], Division | Article]]:
            for child in children:
                yield above, child
                if isinstance(child, Division):
                    yield from descend((*above, child), child.children)

        return descend((), self.body)

    def articles(self) -> Iterator[Article]:
        return (node for _, node in self.walk() if isinstance(node, Article))

    def numbers(self) -> list[ArticleNumber]:
        """The numbers of the articles of the official text, ascending, those that the library lacks included."""
        return sorted({*(article.number for article in self.articles()), *self.facts.missing})

    def article(self, number: ArticleNumber) -> Article | None:
        return next((article for article in self.articles() if article.number == number), None)


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument with all its texts, oldest first.

    `slug` names it in addresses; the text whose file has no `@date` is `main`, the one the library presents.
    """

    slug: str
    main: Version
    others: tuple[Version, ...] = ()

    @property
    def versions(self) -> tuple[Version, ...]:
        return tuple(sorted((*self.others, self.main), key=lambda version: version.facts.version))

    def version_id(self, version: Version) -> str:
        """`csl`, or `csl@2016-11-07` for a text other than the main one."""
        return self.slug if version is self.main else f"{self.slug}@{version.facts.version}"

    def superseded(self, version: Version) -> date | None:
        """The day a later text of the instrument took this one's place, if one did."""
        later = [
            other.facts.effective
            for other in self.versions
            if other.facts.version > version.facts.version and other.facts.effective
        ]
        return min(later, default=None)

    def status(self, version: Version, day: date) -> Status:
        """Standing of `version` on `day`."""
        facts = version.facts
        superseded = self.superseded(version)
        if facts.repealed and facts.repealed <= day:
            return Status.REPEALED
        if facts.effective is None:
            return Status.PENDING if facts.kind is Kind.DRAFT else Status.UNKNOWN
        if day < facts.effective:
            return Status.PENDING
        if superseded and superseded <= day:
            return Status.AMENDED
        return Status.IN_FORCE
