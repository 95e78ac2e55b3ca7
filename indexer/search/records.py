"""The units of retrieval: one record per article, preamble and annex of every text in the library."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.corpus import Corpus, Entry, name_key
from indexer.model import Article
from indexer.search.analysis import normalise, provision_token
from indexer.search.sounds import initials

__all__ = ["Law", "LawRecords", "Record", "names", "records"]


@dataclass(frozen=True, slots=True)
class Law:
    """One text of an instrument. `id` is `csl` or `csl@2016-11-07`; `url` is relative to the site's root.

    `current` is false for texts other than the main one and for repealed instruments.
    """

    id: str
    slug: str
    title: str
    aliases: tuple[str, ...]
    kind: str
    url: str
    current: bool


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


@dataclass(frozen=True, slots=True)
class LawRecords:
    """A text with its records in the order of the text; `digest` is the SHA-256 of all that is in it."""

    law: Law
    records: tuple[Record, ...]
    digest: str


def records(corpus: Corpus, questions: Mapping[str, str] | None = None) -> tuple[LawRecords, ...]:
    """The records of every text, sorted by its id: the order of documents in the index.

    `questions`: by the id of an article (`pipl/art-13`), of the text that the library presents.
    """
    return tuple(_law_records(entry, questions or {}) for _, entry in sorted(corpus.entries.items()))


def names(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """Normalised name (title, alias, slug, initials) → slugs of the instruments it may mean, sorted by name."""
    found: dict[str, tuple[str, ...]] = {}
    for name, slugs in (*corpus.names.items(), *((slug, (slug,)) for slug in corpus.instruments)):
        if key := normalise(name_key(name)).text:
            found[key] = tuple(sorted({*found.get(key, ()), *slugs}))
    for name, slugs in list(found.items()):
        if short := initials(name):
            found[short] = tuple(sorted({*found.get(short, ()), *slugs}))
    return dict(sorted(found.items()))


def _law_records(entry: Entry, questions: Mapping[str, str]) -> LawRecords:
    facts = entry.version.facts
    law = Law(
        id=entry.id,
        slug=entry.instrument.slug,
        title=facts.title,
        aliases=facts.aliases,
        kind=str(facts.kind),
        url=f"laws/{entry.id.replace('@', '/')}/",
        current=entry.is_main and facts.repealed is None,
    )
    found = tuple(_records(entry, questions))
    content = json.dumps(
        [
            [law.id, law.slug, law.title, law.aliases, law.kind, law.url, law.current],
            [[record.id, record.label, record.article, record.path, record.units, record.question] for record in found],
        ],
        ensure_ascii=True,
    )
    return LawRecords(law, found, hashlib.sha256(content.encode()).hexdigest())


def _records(entry: Entry, questions: Mapping[str, str]) -> Iterator[Record]:
    version = entry.version
    for number, preamble in enumerate(version.preamble, 1):
        if preamble.lines:
            place = f"preamble-{number}"
            # The page gives a preamble an anchor only where it has a heading.
            anchor = place if preamble.title else ""
            units = tuple((anchor, line) for line in preamble.lines)
            yield Record(f"{entry.id}/{place}", preamble.title or "序言", "", (), units)
    for above, node in version.walk():
        if isinstance(node, Article):
            yield Record(
                f"{entry.id}/{node.id}",
                node.label,
                provision_token(node.number.number, node.number.branch),
                tuple(division.heading for division in above),
                tuple((str(unit.id), unit.text) for unit in node.units()),
                questions.get(f"{entry.id}/{node.id}", ""),
            )
    for annex in version.annexes:
        if annex.lines:
            units = tuple((annex.id, line) for line in annex.lines)
            yield Record(f"{entry.id}/{annex.id}", annex.title or "附件", "", (), units)
