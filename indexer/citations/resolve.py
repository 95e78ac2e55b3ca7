"""Mentions → citations with absolute targets.

Each relative form is resolved by a small function of its own, given where the mention stands and what has been
resolved before it. What cannot be resolved keeps what is known, without an id, and says what is wrong with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from indexer.citations.grammar import Mention, Step
from indexer.citations.lexer import RANKS, Sign
from indexer.citations.targets import Citation, Kind, Target
from indexer.corpus import Corpus, Entry
from indexer.ids import ArticleNumber, ProvisionId
from indexer.model import Article, Division, Instrument, Version, titled

__all__ = ["Names", "Outline", "Place", "Resolver"]


@dataclass(frozen=True)
class Outline:
    """What a text has: its articles with the number of their 款 and 项, and its divisions."""

    entry: Entry

    @property
    def version(self) -> Version:
        return self.entry.version

    @cached_property
    def articles(self) -> Mapping[ArticleNumber, Article]:
        return {article.number: article for article in self.version.articles()}

    @cached_property
    def order(self) -> Sequence[ArticleNumber]:
        """All articles of the official text, those that the library lacks included."""
        return self.version.numbers()

    @cached_property
    def divisions(self) -> Mapping[str, Division]:
        return {node.id: node for _, node in self.version.walk() if isinstance(node, Division)}

    @cached_property
    def above(self) -> Mapping[ArticleNumber, tuple[Division, ...]]:
        """The divisions in which each article stands, outermost first."""
        return {node.number: above for above, node in self.version.walk() if isinstance(node, Article)}

    def before(self, number: ArticleNumber, count: int) -> ArticleNumber | None:
        """The article that stands `count` places before `number`."""
        order = self.order
        place = order.index(number) - count if number in order else -1
        return order[place] if place >= 0 else None

    def itemised(self, number: ArticleNumber) -> list[int]:
        """The 款 of an article that have 项."""
        article = self.articles.get(number)
        return [each.number for each in article.paragraphs if each.items] if article else []

    def has(self, id: ProvisionId) -> bool:
        article = self.articles.get(id.article)
        if not article:
            return False
        if id.paragraph is None:
            return True
        if id.paragraph > len(article.paragraphs):
            return False
        items = article.paragraphs[id.paragraph - 1].items
        if id.item is None:
            return True
        if id.item > len(items):
            return False
        return id.sub_item is None or id.sub_item <= len(items[id.item - 1].sub_items)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention stands."""

    outline: Outline
    article: ArticleNumber
    paragraph: int
    item: int | None

    @property
    def source(self) -> str:
        return f"{self.outline.entry.id}/{ProvisionId(self.article, self.paragraph, self.item)}"


@dataclass(frozen=True)
class Names:
    """The instruments of the library by what texts call them."""

    corpus: Corpus
    outlines: Mapping[str, Outline]

    def instrument(self, title: str) -> Instrument | None:
        """The one instrument that `title` means; 暂行 and 试行 may be left out or stand in brackets."""
        for form in (title, title.replace("（试行）", "").replace("（暂行）", "")):
            found = self.corpus.lookup(form)
            if len(found) == 1:
                return found[0]
        return None

    def text_of(self, instrument: Instrument, citing: Version) -> Entry | None:
        """The text of `instrument` that a text of the date of `citing` cites; None if the library has only later ones.

        An amending decision cites what it amends, whose new text has the decision's own date.
        """
        day = citing.facts.version
        known = [version for version in instrument.versions if version.facts.version <= day]
        amended = instrument.main.facts.title in citing.facts.amends
        if amended and (older := [version for version in known if version.facts.version < day]):
            known = older
        return self.corpus.entries[instrument.version_id(known[-1])] if known else None


@dataclass(frozen=True, slots=True)
class _Law:
    """The instrument that a citation names: its title, and its outline where the library has the text meant."""

    title: str
    outline: Outline | None
    slug: str | None
    """The instrument's own id, where the library knows it."""


@dataclass(slots=True)
class Resolver:
    """Resolves the mentions of one article, in their order. `short_names` are those defined in the text (以下简称)."""

    names: Names
    citing: Outline
    short_names: Mapping[str, str]
    _done: list[tuple[Mention, Citation]] = field(default_factory=list)
    _last_law: _Law | None = None

    def resolve(self, text: str, mention: Mention, place: Place) -> Citation:
        """`text` is the text of the article; the mentions of its earlier lists must have been resolved before."""
        law, base = self._base(text, mention)
        kind, targets, fault = self._targets(text, mention, place, law, base)
        targets = tuple(self._with_id(target, law) for target in targets)
        if not fault:
            fault = self._missing(targets, law)
        citation = Citation(
            place.source, mention.start, mention.end, text[mention.start : mention.end], kind, targets, mention.group,
            fault=fault,
        )  # fmt: skip
        self._done.append((mention, citation))
        if mention.head and mention.head.sign in (Sign.TITLE, Sign.NAME):
            self._last_law = law
        return citation

    # Which law.

    def _own(self) -> _Law:
        entry = self.citing.entry
        return _Law(entry.version.facts.title, self.citing, entry.instrument.slug)

    def _named(self, title: str) -> _Law:
        name = title.strip("《》")
        name = self.short_names.get(name, name)
        instrument = self.names.instrument(name)
        if not instrument:
            return _Law(name, None, None)
        if instrument is self.citing.entry.instrument:
            return self._own()
        entry = self.names.text_of(instrument, self.citing.version)
        if entry:
            outline = None if entry.version.facts.catalogued else self.names.outlines[entry.id]
            return _Law(entry.version.facts.title, outline, instrument.slug)
        return _Law(instrument.main.facts.title, None, instrument.slug)

    def _base(self, text: str, mention: Mention) -> tuple[_Law, Target | None]:
        """The law of a mention, and the target of the list's earlier member from which it takes what it leaves out."""
        head = mention.head
        if head and head.sign in (Sign.TITLE, Sign.NAME):
            return self._named(text[head.start : head.end]), None
        if head and head.sign is Sign.THAT_LAW:
            return self._last_law or self._own(), None
        if head or mention.after is None:
            return self._own(), None
        earlier, citation = self._done[mention.after]
        if earlier.head and not earlier.path and earlier.head.sign in (Sign.TITLE, Sign.NAME):
            return self._own(), None  # 《甲法》、第五条: an article of this law
        target = citation.targets[-1] if citation.targets else None
        if not target:
            return self._own(), None
        own = target.law == self.citing.version.facts.title
        return (self._own() if own else self._named(target.law)), target

    # Which provision.

    def _targets(
        self, text: str, mention: Mention, place: Place, law: _Law, base: Target | None
    ) -> tuple[Kind, tuple[Target, ...], str]:
        head = mention.head
        if head and head.sign is Sign.THAT_UNIT and not mention.path:
            return Kind.RELATIVE, *self._that(head.unit, each=_is_each(text, mention))
        if head and head.sign is Sign.THAT_UNIT:
            found, fault = self._that(head.unit, each=False)
            base, head = (found[-1] if found else None), None
            if fault:
                return _kind(mention), (), fault
        if head and head.sign is Sign.EARLIER:
            start, fault = self._earlier(head.unit, head.count, place)
            if fault or not start:
                return (_kind(mention) if mention.path else Kind.RELATIVE), (), fault
            if not mention.path:
                return Kind.RELATIVE, (start,), ""
            if start.article_to or start.paragraph_to or start.item_to:
                return _kind(mention), (), "前几款、前几条后面不能再指款、项"
            base = start
        elif head and head.sign is Sign.OWN_UNIT:
            if not mention.path:
                return Kind.CHAPTER, *self._own_division(head.unit, place)
            base = self._own_unit(head.unit, place)
        if not mention.path:
            return Kind.LAW, (Target(law.title),), ""
        if mention.rank <= RANKS["节"] and all(RANKS[step.unit] <= RANKS["节"] for step in mention.path):
            return Kind.CHAPTER, *self._division(mention, place, law, base)
        return _kind(mention), *self._provision(mention, place, law, base)

    def _that(self, unit: str, *, each: bool) -> tuple[tuple[Target, ...], str]:
        """该款, 该条: the provision named before; 各该款, 各该条: all of the list named before."""
        for _, citation in reversed(self._done):
            if not any(target.article for target in citation.targets):
                continue
            if unit == "款" and not any(target.paragraph for target in citation.targets):
                continue
            depth = {
                "条": {"paragraph": None, "paragraph_to": None, "item": None, "item_to": None, "sub_item": None},
                "款": {"item": None, "item_to": None, "sub_item": None},
            }[unit]
            named = [other for _, other in self._done if other.group == citation.group] if each else [citation]
            targets = [replace(target, **depth) for other in named for target in other.targets]  # type: ignore[arg-type]
            return tuple(dict.fromkeys(targets)), ""
        return (), f"前面没有“该{unit}”所指的{unit}"

    def _earlier(self, unit: str, count: int, place: Place) -> tuple[Target | None, str]:
        """前款, 前两款, 前条, 前项."""
        title, article = self.citing.version.facts.title, place.article
        several = count > 1
        match unit:
            case "款":
                first = place.paragraph - count
                if first < 1:
                    return None, f"这一款前面没有{count if several else ''}款"
                last = place.paragraph - 1 if several else None
                return Target(title, article, paragraph=first, paragraph_to=last), ""
            case "条":
                start = self.citing.before(article, count)
                if not start:
                    return None, f"{article.label}前面没有{count if several else ''}条"
                end = self.citing.before(article, 1) if several else None
                return Target(title, start, article_to=end), ""
            case "项":
                return self._earlier_item(count, place)
            case _:
                return self._earlier_division(unit, place)

    def _earlier_item(self, count: int, place: Place) -> tuple[Target | None, str]:
        """前项: the item before; outside items the last one of the paragraph above."""
        title, article = self.citing.version.facts.title, place.article
        if place.item is not None:
            paragraph, last = place.paragraph, place.item - 1
        else:
            whole = self.citing.articles[article]
            above = [each for each in whole.paragraphs[: place.paragraph - 1] if each.items]
            if not above:
                return None, "前面没有项"
            paragraph, last = above[-1].number, len(above[-1].items)
        first = last - count + 1
        if first < 1:
            return None, "前面没有这么多项"
        return Target(title, article, paragraph=paragraph, item=first, item_to=last if count > 1 else None), ""

    def _earlier_division(self, unit: str, place: Place) -> tuple[Target | None, str]:
        """前章, 前节."""
        title = self.citing.version.facts.title
        for division in self.citing.above[place.article]:
            if str(division.kind) == unit and division.number > 1:
                return Target(title, division=f"{division.id.rpartition('-')[0]}-{division.number - 1}"), ""
        return None, f"前面没有{unit}"

    def _own_unit(self, unit: str, place: Place) -> Target:
        """The base of 本条第一款, 本款第二项, 本章第三条."""
        title = self.citing.version.facts.title
        match unit:
            case "条":
                return Target(title, place.article)
            case "款":
                return Target(title, place.article, paragraph=place.paragraph)
            case "项":
                return Target(title, place.article, paragraph=place.paragraph, item=place.item)
            case _:
                found, _ = self._own_division(unit, place)
                return found[0] if found else Target(title)

    def _own_division(self, unit: str, place: Place) -> tuple[tuple[Target, ...], str]:
        """本编, 本章, 本节."""
        title = self.citing.version.facts.title
        for division in self.citing.above[place.article]:
            if str(division.kind) == unit:
                return (Target(title, division=division.id),), ""
        return (), f"{place.article.label}不在任何{unit}里"

    def _division(
        self, mention: Mention, place: Place, law: _Law, base: Target | None
    ) -> tuple[tuple[Target, ...], str]:
        """第二编, 第四章第二节, 本编第三章第一节; 分编 is left out of the id, for chapters run through a 编."""
        steps = {step.unit: step.number for step in mention.path}
        context = _codes(base.division) if base and base.division else {}
        own = law.outline is self.citing
        if own and not context:
            context = {
                str(division.kind): division.number for division in self.citing.above[place.article] if division.number
            }
        outer = mention.path[0].unit
        used = {unit: number for unit, number in context.items() if RANKS.get(unit, 9) < RANKS[outer]}
        units = used | steps
        if "章" in units or "节" in units:
            units.pop("分编", None)
        id = "-".join(f"{_CODE[unit]}-{units[unit]}" for unit in RANKS if unit in units and unit in _CODE)
        if law.outline and id not in law.outline.divisions:
            bare = "-".join(f"{_CODE[step.unit]}-{step.number}" for step in mention.path)
            tails = [each for each in law.outline.divisions if each == bare or each.endswith(f"-{bare}")]
            if len(tails) == 1:
                id = tails[0]
        return (Target(law.title, division=id),), ""

    def _provision(
        self, mention: Mention, place: Place, law: _Law, base: Target | None
    ) -> tuple[tuple[Target, ...], str]:
        steps = {step.unit: step for step in mention.path}
        article = _number(steps["条"]) if "条" in steps else None
        paragraph = steps["款"].number if "款" in steps else None
        item = steps["项"].number if "项" in steps else None
        sub_item = steps["目"].number if "目" in steps else None
        outer = mention.path[0].unit
        if RANKS[outer] > RANKS["条"] and not base and not mention.head:
            base = self._nearest(mention, place)
        if RANKS[outer] > RANKS["条"]:
            article = base.article_to or base.article if base and base.article else place.article
            if RANKS[outer] > RANKS["款"] and base and base.article:
                paragraph = base.paragraph
            if RANKS[outer] > RANKS["项"] and base:
                item = base.item
        if item is not None and paragraph is None and article:
            paragraph = self._paragraph_of_item(article, place, law, bare=not base and outer == "项")
        target = Target(law.title, article, paragraph=paragraph, item=item, sub_item=sub_item)
        if mention.to:
            end = {step.unit: step for step in mention.to}
            target = replace(
                target,
                article_to=_number(end["条"]) if "条" in end else None,
                paragraph_to=end["款"].number if "款" in end else None,
                item_to=end["项"].number if "项" in end else None,
            )
        return (target,), ""

    def _nearest(self, mention: Mention, place: Place) -> Target | None:
        """What a bare 第五项 belongs to where the article itself has no such unit: the article cited last.

        以本法第三百九十五条第一款第一项至第三项规定的财产或者第五项规定的建筑物抵押的 (民法典第四百零二条).
        """
        whole = self.citing.articles[place.article]
        step = mention.path[0]
        if step.unit == "款" and step.number <= len(whole.paragraphs):
            return None
        if step.unit != "款" and any(len(each.items) >= step.number for each in whole.paragraphs):
            return None
        for _, citation in reversed(self._done):
            target = citation.targets[-1] if citation.targets else None
            if target and target.article and (step.unit == "款" or target.item):
                return replace(target, item=None, item_to=None)
        return None

    def _paragraph_of_item(self, article: ArticleNumber, place: Place, law: _Law, *, bare: bool) -> int | None:
        """The 款 of an item that is named without one: the only one with items, else, in this article, the nearest."""
        if not law.outline:
            return None
        itemised = law.outline.itemised(article)
        if len(itemised) == 1:
            return itemised[0]
        if not bare or law.outline is not self.citing:
            return None
        for _, citation in reversed(self._done):  # 犯第一款罪，有第三项规定情形
            target = citation.targets[-1] if citation.targets else None
            if target and target.law == law.title and target.article == article and target.paragraph in itemised:
                return target.paragraph
        if place.paragraph in itemised:
            return place.paragraph
        return max((number for number in itemised if number < place.paragraph), default=None)

    # Does it exist.

    def _with_id(self, target: Target, law: _Law) -> Target:
        if target.law == self.citing.version.facts.title:
            law = self._own()
        elif target.law != law.title:  # 该款 of another law
            law = self._named(target.law)
        outline = law.outline
        text, id = (outline.entry.id if outline else None), law.slug
        if outline and target.article:
            place = _place_of(target)
            id = f"{text}/{place}" if outline.has(place) else None
        elif outline and target.division:
            id = f"{text}/{target.division}" if target.division in outline.divisions else None
        elif target.article or target.division:
            id = None
        return replace(target, slug=law.slug, text=text, id=id)

    def _missing(self, targets: Sequence[Target], law: _Law) -> str:
        """What is wrong with the targets, if the text that is meant is in the library."""
        for target in targets:
            outline = self.citing if target.law == self.citing.version.facts.title else law.outline
            if not outline or not (target.article or target.division):
                continue
            if target.article in outline.version.facts.missing:
                continue
            if target.id is None:
                what = _place_of(target).label if target.article else target.division
                return f"{titled(target.law)}没有{what}"
            ends = _place_of(
                replace(
                    target,
                    article=target.article_to or target.article,
                    paragraph=target.paragraph_to or (None if target.article_to else target.paragraph),
                    item=target.item_to or (None if target.article_to or target.paragraph_to else target.item),
                )
            ) if target.article else None  # fmt: skip
            if ends and ends.article not in outline.version.facts.missing and not outline.has(ends):
                return f"{titled(target.law)}没有{ends.label}"
        return ""


_CODE = {"编": "prt", "分编": "sub", "章": "chp", "节": "sec"}
_UNIT = {code: unit for unit, code in _CODE.items()}


def _codes(division: str) -> dict[str, int]:
    """prt-2-chp-3 → {"编": 2, "章": 3}."""
    parts = division.split("-")
    return {_UNIT[code]: int(number) for code, number in zip(parts[::2], parts[1::2], strict=False) if code in _UNIT}


def _number(step: Step) -> ArticleNumber:
    return ArticleNumber(step.number, step.branch)


def _place_of(target: Target) -> ProvisionId:
    """The first unit of a target; an item whose 款 is not known counts as its article."""
    assert target.article
    if target.paragraph is None:
        return ProvisionId(target.article)
    return ProvisionId(target.article, target.paragraph, target.item, target.sub_item if target.item else None)


def _is_each(text: str, mention: Mention) -> bool:
    """各该条, 本节各该条, and not 该条."""
    return "各该" in text[mention.start : mention.end]


def _kind(mention: Mention) -> Kind:
    if mention.to:
        return Kind.RANGE
    unit = mention.path[-1].unit if mention.path else ""
    return {"条": Kind.ARTICLE, "款": Kind.PARAGRAPH, "项": Kind.ITEM, "目": Kind.ITEM}.get(unit, Kind.CHAPTER)
