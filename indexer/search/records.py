"""The units of retrieval: one record per article, preamble and annex of every text in the library, and per point of
those without articles."""

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from indexer.citations.correspondence import corresponding
from indexer.corpus import Corpus, Entry, name_key
from indexer.ids import ArticleNumber
from indexer.model import Article, Kind, Status
from indexer.numerals import to_chinese
from indexer.points import points_of
from indexer.search.analysis import normalise, provision_token
from indexer.search.breaches import breaches
from indexer.search.orders import orders
from indexer.search.provision_types import ProvisionType, provision_type
from indexer.search.sounds import initials
from indexer.terms import TermKind, terms_of_library

__all__ = ["Law", "LawRecords", "Record", "names", "place_label", "record_text", "records"]


SHORTEST_TITLE, SHORTEST_ALIAS = 3, 4
"""Names of so many characters have initials: of shorter aliases (网安法) these are other words (WAF)."""


@dataclass(frozen=True, slots=True)
class Law:
    """One text of an instrument. `id` is `csl` or `csl@2016-11-07`; `url` is relative to the site's root.

    `current` is false for texts other than the main one and for repealed instruments. The day of the reader's query is
    set against `effective`, `superseded` and `repealed` (ISO dates, empty where there is none) to tell its standing.
    `last` is the label of its last article (empty where it has none); `missing` are the tokens of articles whose exact
    text the library does not have.
    """

    id: str
    slug: str
    title: str
    aliases: tuple[str, ...]
    kind: str
    url: str
    current: bool
    draft: bool = False
    effective: str = ""
    superseded: str = ""
    repealed: str = ""
    topics: tuple[str, ...] = ()
    last: str = ""
    missing: tuple[str, ...] = ()

    def is_one_of(self, slugs: Collection[str]) -> bool:
        """Whether it is meant by the slug of its instrument or, of several texts, by its own id."""
        return self.slug in slugs or self.id in slugs

    def standing(self, day: str) -> Status:
        """The standing of the text on an ISO day; as `Instrument.status`, from the dates alone."""
        if self.repealed and self.repealed <= day:
            return Status.REPEALED
        if not self.effective:
            return Status.PENDING if self.draft else Status.UNKNOWN
        if day < self.effective:
            return Status.PENDING
        return Status.AMENDED if self.superseded and self.superseded <= day else Status.IN_FORCE


@dataclass(frozen=True, slots=True)
class Record:
    """An article, a preamble or an annex.

    `id` is unique in the library (`pipl/art-13`), `article` the token of its number (第13条; empty for others),
    `path` the headings above it, outermost first, and `units` its lines as (HTML id, text).
    """

    id: str
    label: str
    article: str
    path: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    question: str = ""
    """The question it answers and everyday words for it: searched, never shown."""
    terms: tuple[str, ...] = ()
    """The terms that it defines, normalised, and what it says the nature of."""
    types: int = 0
    """What it does, as a `ProvisionType`."""
    later: str = ""
    """For an article of an older text: the id of the record that took its place (`csl/art-23`)."""
    breaches: tuple[str, ...] = ()
    """The articles of the same text whose breach it punishes, see `breaches`."""

    @property
    def anchor(self) -> str:
        """`art-13`."""
        return self.id.partition("/")[2]


@dataclass(frozen=True, slots=True)
class LawRecords:
    """A text with its records in the order of the text; `digest` is the SHA-256 of all that is in it."""

    law: Law
    records: tuple[Record, ...]
    digest: str


def record_text(record: Record) -> str:
    """The normalised lines of a record behind one another, without spaces: what phrases are verified in, since who
    copies one may have copied the end of a 款 or 项 with it."""
    return "".join(normalise(text).text for _, text in record.units).replace(" ", "")


def records(
    corpus: Corpus, questions: Mapping[str, str] | None = None, topics: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[LawRecords, ...]:
    """The records of every text, sorted by its id: the order of documents in the index.

    `questions`: by the id of an article (`pipl/art-13`), of the text that the library presents; `topics`: by slug.
    """
    terms: dict[tuple[str, ArticleNumber], list[str]] = {}
    for entry, article, term in terms_of_library(corpus):
        if term.kind is not TermKind.DEFINITION:
            continue
        terms.setdefault((entry.id, article.number), []).append(normalise(term.term).text)
    known = _Known(questions or {}, topics or {}, terms)
    return tuple(_law_records(entry, known) for _, entry in sorted(corpus.entries.items()))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of articles and laws beside their text."""

    questions: Mapping[str, str]
    topics: Mapping[str, tuple[str, ...]]
    terms: Mapping[tuple[str, ArticleNumber], Sequence[str]]


def names(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """Normalised name (title, alias, slug, document's number, initials) → slugs of the instruments it may mean, sorted
    by name."""
    found: dict[str, tuple[str, ...]] = {}
    every = [(normalise(name_key(name)).text, slugs) for name, slugs in corpus.names.items()]
    for slug, instrument in corpus.instruments.items():
        every.append((normalise(slug).text, (slug,)))
        for version in instrument.versions:
            spaced = (normalise(name).text for name in version.facts.aliases if " " in name)
            every.extend((name, (slug,)) for name in (*spaced, *orders(version.facts.number or "")))
    for key, slugs in every:
        if key:
            found[key] = tuple(sorted({*found.get(key, ()), *slugs}))
    titles = {normalise(name_key(instrument.main.facts.title)).text for instrument in corpus.instruments.values()}
    for name, slugs in list(found.items()):
        if short := initials(name, SHORTEST_TITLE if name in titles else SHORTEST_ALIAS):
            found[short] = tuple(sorted({*found.get(short, ()), *slugs}))
    return dict(sorted(found.items()))


def place_label(record: Record, unit: str) -> str:
    """第一款第二项: where a unit of an article stands in it; the only 款 is not named.

    Courts cite so, without brackets (人民法院民事裁判文书制作规范).
    Empty for the article itself, and for what has no 款.
    """
    if not (match := _UNIT.fullmatch(unit.removeprefix(record.anchor))):
        return ""
    several = any(id.startswith(f"{record.anchor}-p2") for id, _ in record.units)
    paragraph, item, sub_item = (int(each) if each else 0 for each in match.groups())
    label = f"第{to_chinese(paragraph)}款" if several or paragraph > 1 else ""
    label += f"第{to_chinese(item)}项" if item else ""
    return label + (f"第{sub_item}目" if sub_item else "")


_UNIT = re.compile(r"-p(\d+)(?:-i(\d+)(?:-s(\d+))?)?")


_STATED = re.compile(
    "((?:(?!的|或者|如果|不|明知|主要|其|被|本法|本条例|本办法|应当|可以|但是|都是)[\u4e00-\u9fff]){2,10}?)"
    "是(?![否指])[^。；：]*的[^。；：，的]{1,12}(?<!责任)(?<!部分)(?<!体现)(?<!力量)(?<!任务)(?<!基础)(?<!机关)(?<!监护人)[。；：，]"
)
"""What something is worth or who is charged with it (是全社会的共同责任, 是主管机关) does not say what it is."""


def _stated(article: Article) -> Iterator[str]:
    """What an article defines by saying what it is, at the beginning of a 款: 肖像是通过影像……的外部形象. No term for
    which a text has a form of its own (，是指), but what somebody looks for who asks what the word means."""
    for paragraph in article.paragraphs:
        if match := _STATED.match(paragraph.text):
            yield match[1]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _law_records(entry: Entry, known: _Known) -> LawRecords:
    facts, numbers = entry.version.facts, entry.version.numbers()
    law = Law(
        id=entry.id,
        slug=entry.instrument.slug,
        title=facts.title,
        aliases=facts.aliases,
        kind=str(facts.kind),
        url=f"laws/{entry.id.replace('@', '/')}/",
        current=entry.is_main and facts.repealed is None,
        draft=facts.kind is Kind.DRAFT,
        effective=_iso(facts.effective),
        superseded=_iso(entry.instrument.superseded(entry.version)),
        repealed=_iso(facts.repealed),
        topics=known.topics.get(entry.instrument.slug, ()),
        last=numbers[-1].label if numbers else "",
        missing=tuple(provision_token(each.number, each.branch) for each in facts.missing),
    )
    found = tuple(_records(entry, known))
    content = json.dumps([_values(law), list(map(_values, found))])
    return LawRecords(law, found, hashlib.sha256(content.encode()).hexdigest())


def _values(given: Law | Record) -> list[object]:
    return [getattr(given, each.name) for each in fields(given)]


def _records(entry: Entry, known: _Known) -> Iterator[Record]:
    version = entry.version
    before, points = points_of(version)
    for number, preamble in enumerate(version.preamble, 1):
        if lines := before if points else preamble.lines:
            place = f"preamble-{number}"
            # The page gives a preamble an anchor only where it has a heading.
            anchor = place if preamble.title else ""
            label = preamble.title or ("正文" if version.facts.undivided else "序言")
            yield Record(f"{entry.id}/{place}", label, "", (), tuple((anchor, line) for line in lines))
    for point in points:
        units = tuple((point.id, line) for line in point.lines)
        yield Record(f"{entry.id}/{point.id}", point.label, provision_token(point.number.number), (), units)
    main = entry.instrument.main
    later = {} if version is main or version.facts.version > main.facts.version else corresponding(version, main)
    for above, node in version.walk():
        if isinstance(node, Article):
            terms = tuple(dict.fromkeys((*known.terms.get((entry.id, node.number), ()), *_stated(node))))
            headings = tuple(division.heading for division in above)
            types = provision_type(node.text, headings, bool(terms))
            yield Record(
                f"{entry.id}/{node.id}",
                node.label,
                provision_token(node.number.number, node.number.branch),
                headings,
                tuple((str(unit.id), unit.text) for unit in node.units()),
                known.questions.get(f"{entry.id}/{node.id}", ""),
                terms,
                int(types),
                f"{entry.instrument.slug}/art-{later[node.number]}" if node.number in later else "",
                breaches(node.text) if types & ProvisionType.PENALTY else (),
            )
    for annex in version.annexes:
        if annex.lines:
            units = tuple((annex.id, line) for line in annex.lines)
            yield Record(f"{entry.id}/{annex.id}", annex.title or "附件", "", (), units)
