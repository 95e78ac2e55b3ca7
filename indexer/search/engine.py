"""Search in Python: opens the index and turns a ranking into results to show.

`site/assets/search/engine.js` and `answering.js` do the same in the browser.
"""

import math
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Self

from indexer.corpus import Corpus
from indexer.days import today
from indexer.ids import ArticleNumber
from indexer.model import titled
from indexer.search.analysis import RUN, normalise
from indexer.search.builder import open_index
from indexer.search.cited import OLDER, Citation, called, law_named
from indexer.search.everyday import everyday_of
from indexer.search.filters import Facets, Filter, admits, barring, facets, typed
from indexer.search.finding import Found
from indexer.search.orders import order_at
from indexer.search.postings import LONGEST_NAME, Library, Postings
from indexer.search.query import (
    LONGEST_QUERY,
    STOP_WORDS,
    Query,
    asks_penalty,
    defined_terms,
    parse,
    stating_pairs,
)
from indexer.search.ranking import CITED, IN_LAW, Hit, Ranking, in_order_of, rank
from indexer.search.records import Law, Record, names, place_label, record_text, records
from indexer.search.snippet import Fragment, alike_paragraphs, best_unit, fragments, place_in
from indexer.search.weights import WEIGHTS, Weights
from indexer.search.whoosh_index import WhooshIndex

__all__ = ["Engine", "Reason", "Result", "Results", "default_cache", "open_engine"]

Reason = tuple[str, str, str]
"""A word of the query, how it was found and as what: (刷脸, meant, 人脸识别). How is `word` (as it stands), `form`
(written otherwise), `part`, `meant` (everyday word for one of the law), `slip` (other characters), `question` (in the
questions that the article answers), `alike` (another everyday word there), `title` (in the name of the law), `cited`
(an article that the query names), `breach` (in an article whose breach this one punishes), `penalty` (it punishes, and
the word asks how), `framing` (the word only says what is asked of the others), or `none`."""


@dataclass(frozen=True, slots=True)
class Result:
    """A record that answers. `id` is `pipl/art-13`, `unit_id` `pipl/art-13-p1`; `law` is the title, `path` the
    headings above, `place` where in the article the unit stands (第一款第二项); `url` leads from the site's root to
    the unit. `exact`: it holds every word, or is cited. `also` are other 款 that hold the same words of the query, with
    their addresses."""

    id: str
    unit_id: str
    law: str
    slug: str
    kind: str
    standing: str
    label: str
    place: str
    path: tuple[str, ...]
    score: float
    exact: bool
    snippet: tuple[Fragment, ...]
    url: str
    why: tuple[Reason, ...]
    also: tuple[tuple[str, str], ...] = ()


Page = tuple[str, str, str]
"""The title of an instrument, what of it (目录页, 全文, 第十六条), and the address of that from the site's root."""


@dataclass(frozen=True, slots=True)
class Results:
    """The best `results`; `exact` and `widened` count all that were found: with every word of the query, and with
    a part of them. `message` says in Chinese what the reader should know about the query, if anything; `facets` what
    the answers can be narrowed by; `pages` lead on where the library has no text of what the query means, or a law no
    such article."""

    results: tuple[Result, ...]
    exact: int
    widened: int
    message: str | None
    facets: Facets = field(default_factory=dict)
    pages: tuple[Page, ...] = ()


SIMILAR = 3
"""So many words that sound or look like another one are named."""

TOGETHER = 3
"""So many articles that are not there are named together."""

FIRST = 10
"""So many hits are looked at for a passage."""

CATALOGUED = 3
"""So many instruments without text are named at most, and so many led to for one citation."""

NAMING = 4
"""What is typed in one piece of so many characters may be a part of an instrument's name."""


def default_cache(docs: Path) -> Path:
    """Where the index of the library in `docs` is kept: `.cache/indexer` beside `docs`, as with MkDocs."""
    return docs.resolve().parent / ".cache" / "indexer"


def open_engine(
    corpus: Corpus,
    cache: Path,
    progress: Callable[[int, int], None] | None = None,
    say: Callable[[str], None] | None = None,
) -> "Engine":
    """The search over `corpus`, its index in `cache`/search; see `builder.open_index`. Raises IndexFolderError."""
    return Engine.open(cache, corpus, progress=progress, say=say)


class Engine:
    """Answers queries over an index."""

    def __init__(self, index: WhooshIndex, weights: Weights = WEIGHTS) -> None:
        self.index = index
        self.weights = weights

    @classmethod
    def open(
        cls,
        cache: Path,
        corpus: Corpus,
        *,
        progress: Callable[[int, int], None] | None = None,
        say: Callable[[str], None] | None = None,
    ) -> Self:
        """Open the index in `cache`/search, built first where needed. Raises IndexFolderError."""
        everyday = everyday_of(corpus)
        laws = records(corpus, everyday.questions, everyday.topics)
        return cls(open_index(laws, names(corpus), cache / "search", everyday, progress, say))

    def parse(self, query: str) -> Query:
        """What `query` is understood as."""
        return parse(query, self.index.library)

    def search(
        self, query: str, *, limit: int = 10, chosen: Filter | None = None, day: str | None = None, **only: str | None
    ) -> Results:
        """The `limit` best answers to `query` that pass `chosen`, or `only` (law="pipl"), on an ISO day (today)."""
        index = self.index
        library = index.library
        day = day or today().isoformat()
        parsed = self.parse(query)
        chosen, barred, vain = typed(chosen or Filter(**only), parsed.filters, parsed.barred, library)
        spared = barring(barred, library, day)
        ranking = self._rank(query, parsed)
        hits = [hit for hit in ranking.hits if _holds(hit, index)]
        apart: tuple[str, ...] = ()
        if not hits and parsed.phrases and parsed.words:
            # Quotation marks within a question need not ask for a phrase.
            apart = parsed.phrases
            parsed = parse(query, library, quoted=False)
            ranking = rank(parsed, index, self.weights)
            hits = [hit for hit in ranking.hits if _holds(hit, index)]
        void = False
        if barred:
            hits = [hit for hit in hits if spared(hit.document)]
        found = facets([hit.document for hit in hits], chosen, library, day)
        if chosen or barred:
            admitted = admits(chosen, library, day)
            hits = [hit for hit in hits if admitted(hit.document)]
            if not hits:
                # What is too little beside better answers elsewhere may be the best there is here.
                there = list(filter(admitted, range(index.count)))
                void = not there
                allowed = frozenset(filter(spared, there))
                hits = [hit for hit in self._rank(query, parsed, allowed).hits if _holds(hit, index)]
        hits = _passages_first(parsed, _definitions_first(parsed, hits, index, self.weights), index, self.weights)
        exact = sum(hit.exact for hit in hits)
        lacking = _catalogued(parsed, ranking, library)
        shown = hits[: max(0, limit)]
        return Results(
            tuple(_result(hit, parsed, ranking, index, day) for hit in shown),
            exact,
            len(hits) - exact,
            _message(parsed, ranking, hits, shown, index, chosen, vain, apart, lacking, void) or None,
            found,
            tuple(dict.fromkeys(_pages(lacking, ranking, parsed, index))),
        )

    def _rank(self, query: str, parsed: Query, allowed: Collection[int] | None = None) -> Ranking:
        ranking = rank(parsed, self.index, self.weights, allowed)
        if not parsed.phrases or parsed.words:
            return ranking
        unquoted = parse(query, self.index.library, quoted=False)
        return in_order_of(rank(unquoted, self.index, self.weights, allowed), ranking)

    def close(self) -> None:
        """Release the files of the index."""
        self.index.close()


def _result(hit: Hit, query: Query, ranking: Ranking, index: Postings, day: str) -> Result:
    record = index.record(hit.document)
    law = index.library.laws[index.library.law_of[hit.document]]
    cited_unit = hit.unit if any(id == record.anchor + hit.unit for id, _ in record.units) else ""
    place = best_unit(record, ranking.asked, cited_unit, query.meaning)
    anchor, text = record.units[place]
    if not ranking.terms and text.endswith((":", "：")) and place + 1 < len(record.units):
        text += record.units[place + 1][1]  # where nothing in it is looked for, with what it introduces
    reasons = (reason for found in ranking.found for reason in _reasons(found, hit.document, record, ranking))
    why = tuple((query.as_typed(word), how, text) for word, how, text in reasons)
    if hit.rank == CITED:
        why = ((record.label, "cited", record.label), *why)
        if not (cited_unit or ranking.terms):
            anchor = record.anchor  # the article itself, not its first 款
    return Result(
        record.id,
        f"{law.id}/{anchor}" if anchor else record.id,
        law.title,
        law.slug,
        law.kind,
        str(law.standing(day)),
        record.label,
        place_label(record, anchor),
        record.path,
        hit.score,
        hit.exact,
        fragments(text, ranking.terms),
        law.url + (f"#{anchor}" if anchor else ""),
        why,
        tuple(
            (place_label(record, id), f"{law.url}#{id}")
            for id in (() if cited_unit or query.meaning else alike_paragraphs(record, ranking.asked, place))
        ),
    )


def _reasons(found: Found, document: int, record: Record, ranking: Ranking) -> tuple[Reason, ...]:
    surface = found.ways[0][1]
    if document in found.ways[0][2]:
        numbers = [term for term in found.terms if term.number]
        lines = [normalise(text).text for _, text in record.units] if numbers else []
        written = next((term.text for term in numbers if any(place_in(term, line) >= 0 for line in lines)), surface)
        return ((surface, "word" if written == surface else "form", written),)
    known = [(how, text) for how, text, documents in found.ways[1:] if document in documents]
    asked = any(how == "question" for how, _ in known)
    others = tuple((surface, how, text) for how, text in known if not (asked and how == "alike"))
    return others or ((surface, _instead(found, ranking.punished.get(document), ranking), ""),)


def _instead(found: Found, duty: int | None, ranking: Ranking) -> str:
    """Why an article answers a word that is not found in it; `duty` is the one whose breach it punishes."""
    surface = found.ways[0][1]
    if duty is not None and any(duty in documents for _, _, documents in found.ways):
        return "breach"
    if duty is not None and surface in ranking.penalty:
        return "penalty"
    return "framing" if surface in ranking.framing else "none"


def _holds(hit: Hit, index: Postings) -> bool:
    """Whether the text of a document dispels its doubts."""
    if not hit.doubts:
        return True
    text = record_text(index.record(hit.document))
    return all((words.replace(" ", "") in text) is wanted for words, wanted in hit.doubts)


def _passages_first(query: Query, hits: list[Hit], index: Postings, weights: Weights) -> list[Hit]:
    """The hits, of the first FIRST those before that hold all of a long query as it stands: who copies a passage looks
    for where it stands, and the words that hold it together (或者, 的) are not counted."""
    text = "".join(RUN.findall(query.text))
    others = (query.phrases, query.citations, query.laws, query.filters)
    if any(others) or query.excludes or " " in query.text or len(text) < weights.passage_from:
        return hits

    def reads(hit: Hit) -> bool:
        return hit.exact and text in "".join(RUN.findall(record_text(index.record(hit.document))))

    return _raised(hits[:FIRST], reads, index, weights) + hits[FIRST:]


def _definitions_first(query: Query, hits: list[Hit], index: Postings, weights: Weights) -> list[Hit]:
    """The hits, those before that define what the query asks the meaning of: as a term, or, where none do, by “…是”."""
    if not query.meaning:
        return hits
    defining = {document for term in defined_terms(query) for document in index.postings("term", term)[0]}
    stating, asking = (set(index.postings("grams", pair)[0]) for pair in stating_pairs(query))

    def defines(hit: Hit) -> bool:
        states = hit.exact and hit.document in stating and hit.document not in asking
        return hit.document in defining if defining else states

    return _raised(hits, defines, index, weights)


def _raised(hits: list[Hit], test: Callable[[Hit], bool], index: Postings, weights: Weights) -> list[Hit]:
    """The hits, those before that pass the test; but older texts stay behind."""
    laws, law_of = index.library.laws, index.library.law_of
    raised = (
        replace(hit, score=hit.score + weights.passage) if laws[law_of[hit.document]].current and test(hit) else hit
        for hit in hits
    )
    return sorted(raised, key=lambda hit: -math.floor(hit.score * 1e6 + 0.5))


def _catalogued(query: Query, ranking: Ranking, library: Library) -> Sequence[Law]:
    """The instruments without text that a query means: by their names, by Chinese words that no text has, or by what is
    typed in one piece and stands in the names of no other instrument (科技伦理审查)."""
    named = [*query.laws, *(citation.slugs for citation in query.citations)]
    for typed_piece in query.text.split(" "):
        if NAMING <= len(typed_piece) <= LONGEST_NAME and not typed_piece.isascii():
            holding = {slug for name, slugs in library.names.items() if typed_piece in name for slug in slugs}
            if len(holding) <= CATALOGUED:
                named.append(tuple(holding))
    words = [word for word in (*ranking.missing, *ranking.reworded) if len(word) > 1 and not word.isascii()]
    if words:
        # 网信办 is who gave 网信办令第12号, and no part of an instrument's name.
        held = ((name, slugs) for name, slugs in library.names.items() if any(word in name for word in words))
        named += [slugs for name, slugs in held if not order_at(name, 0)]
    meant = {slug for slugs in named if all(slug in library.catalogued for slug in slugs) for slug in slugs}
    return [law for slug, law in library.catalogued.items() if slug in meant][:CATALOGUED]


def _pages(lacking: Sequence[Law], ranking: Ranking, query: Query, index: Postings) -> Iterator[Page]:
    """Where a reader may go on: to what is known of instruments without text, to laws of which only the name is asked,
    to where an article that is left out would stand, which says where its text is, to laws that have no such article,
    and from an article of an older text to the one that took its place."""
    library = index.library
    for law in lacking:
        yield law.title, "目录页", law.url
    if query.laws and not (query.words or query.phrases or query.citations):
        names = {slug for slugs in query.laws for slug in slugs}
        named = [law for law in library.laws if law.id in names and law.slug not in library.catalogued]
        for law in named[:CATALOGUED]:
            yield law.title, "全文", law.url
    for citation in ranking.absent:
        for law in _cited_laws(citation, library)[:CATALOGUED]:
            if citation.article in law.missing:
                yield law.title, citation.label, f"{law.url}#art-{'-'.join(re.findall('[0-9]+', citation.article))}"
            else:
                yield law.title, "全文", law.url
    found = {hit.document for hit in ranking.hits}
    for _, new in ranking.renumbered:
        if new not in found:
            law, label = library.laws[library.law_of[new]], index.label(new)
            yield law.title, label, f"{law.url}#art-{ArticleNumber.from_label(label)}"


_TITLE = re.compile(r"(?<![-–−—])[《〈][ ]*([^《》〈〉]{2,60}?)[ ]*(?:\([0-9]{4}[^()]*\)[ ]*)?[》〉]")


def _unknown_titles(query: Query, ranking: Ranking, library: Library) -> list[str]:
    """The titles in the query that no instrument has, nor ends with, but for those of which an article is said to be
    absent."""
    cited = {name for citation in ranking.absent for name in citation.slugs}
    marked = (match[1] for match in _TITLE.finditer(query.text))
    titles = dict.fromkeys((*marked, *query.titles, *query.standards))
    return [
        title
        for title in titles
        if not (law_named(title, library) or called(title, library) != (title,) or any(name in title for name in cited))
    ]


def _taken_for(query: Query, library: Library) -> Iterator[str]:
    """What is said of names of laws with one character wrong."""
    for name, slugs in query.misspelt:
        meant = dict.fromkeys(titled(law.title) for law in library.laws if law.is_one_of(slugs))
        yield f"库中没有“{query.as_typed(name)}”，按{'、'.join(meant)}查找。"


def _cited_laws(citation: Citation, library: Library) -> list[Law]:
    """The texts that a citation may mean, of which the library has one."""
    return [law for law in library.laws if law.id in citation.slugs and law.slug not in library.catalogued]


def _together(citations: Sequence[Citation], library: Library) -> Iterator[Citation]:
    """Citations that lead nowhere, neighbours of the same laws as one: 第七十五条、第七十六条."""

    def group(numbered: tuple[int, Citation]) -> tuple[object, ...]:
        number, citation = numbered
        known = any(citation.article in law.missing for law in _cited_laws(citation, library))
        return citation.slugs, number if known else -1

    for _, each in groupby(enumerate(citations), group):
        some = [citation for _, citation in each]
        labels = [citation.label for citation in some]
        label = f"{labels[0]}等{len(labels)}条" if len(labels) > TOGETHER else "、".join(labels)
        yield replace(some[0], label=label)


def _absent(citation: Citation, library: Library) -> str:
    """What is said of an article (or chapter) that no text here has: that there is none, or that the library lacks
    it."""
    laws = _cited_laws(citation, library)
    if not laws:
        known = {law.slug for law in library.laws}
        unknown = [name for name in citation.slugs if name not in known]
        return f"库中没有{titled(unknown[0].upper()) if unknown else citation.label}。"
    lacking = [law for law in laws if citation.article in law.missing]
    others = [law for law in laws if law not in lacking]
    said = [f"{titled(law.title)}{citation.label}暂缺：库中没有这一条的可靠文本。" for law in lacking]
    if others:
        counted = len(others) == 1 and others[0].last and "条" in citation.article
        last = f"，最后一条是{others[0].last}" if counted else ""
        said.append(f"{'、'.join(titled(law.title) for law in others)}没有{citation.label}{last}。")
    return "".join(said)


def _other_version(query: Query, library: Library) -> Iterator[str]:
    """What is said of texts of a year, or older ones, that a citation asks for and the library does not hold."""
    asked = dict.fromkeys((citation.slugs, citation.version) for citation in query.citations if citation.version)
    for slugs, version in asked:
        for main in library.laws:
            if main.id not in slugs or main.slug in library.catalogued:
                continue
            texts = [law for law in library.laws if law.slug == main.slug]
            if version == OLDER:
                held = any(law.superseded for law in texts)
            else:
                # A text is mostly called by the year of its adoption, which may be the one before it took effect.
                years = (version, str(int(version) + 1))
                held = main.effective[:4] in years or any(law.id.startswith(f"{main.id}@{version}") for law in texts)
            if not held:
                what = "的旧文本" if version == OLDER else f"{version}年的文本"
                yield f"库中没有{titled(main.title)}{what}，以下是库中的文本。"


def _not_within(query: Query, shown: Sequence[Hit], index: Postings) -> Iterator[str]:
    """What is said of a 款 or 项, cited with its law, that the article does not have, nor had in an older text that is
    shown."""
    named = {slug for citation in query.citations for slug in citation.slugs}
    lacking: dict[tuple[str, str], str] = {}
    there: set[tuple[str, str]] = set()
    for hit in shown:
        law = index.library.laws[index.library.law_of[hit.document]]
        if hit.rank != CITED or not hit.unit or law.slug not in named:
            continue
        record = index.record(hit.document)
        article, unit = (law.slug, record.label), record.anchor + hit.unit
        if any(id == unit for id, _ in record.units):
            there.add(article)
        else:
            lacking.setdefault(article, f"{titled(law.title)}{record.label}没有{place_label(record, unit)}。")
    return (said for article, said in lacking.items() if article not in there)


def _message(
    query: Query,
    ranking: Ranking,
    hits: Sequence[Hit],
    shown: Sequence[Hit],
    index: Postings,
    chosen: Filter,
    vain: Sequence[str],
    apart: Sequence[str],
    lacking: Sequence[Law],
    void: bool,
) -> str:
    library = index.library
    said: list[str] = []
    if query.shortened:
        said.append(f"检索词超过 {LONGEST_QUERY} 个字，只用了前 {LONGEST_QUERY} 个字。")
    said.extend(vain)
    if any(citation.unit for citation in query.uncited):
        said.append("款、项按所在的整条排除。")
    said.extend(_taken_for(query, library))
    titles = _unknown_titles(query, ranking, library)
    for title in titles:
        typed_title = query.as_typed(title)
        said.append(f"库中没有{_quoted([typed_title]) if title in query.standards else titled(typed_title)}。")
    if query.words and not (query.phrases or query.citations or query.laws or query.filters):
        if all(word.text in STOP_WORDS for word in query.words):
            said.append(f"{_quoted([word.surface for word in query.words])}太常见，请再加别的词语。")
    elif not (query.words or query.phrases or query.citations or query.laws):
        more = "请在筛选或者排除之外，再写要检索的词语，如“训练数据”。"
        plain = "请输入要检索的词语，如“训练数据”或“个保法13条”。"
        said.append(more if query.filters or query.excludes else plain)
        return "".join(said)
    if lacking:
        said.append(f"库中没有{'、'.join(titled(law.title) for law in lacking)}的文本，只有目录。")
    for citation in _together(ranking.absent, library):
        if citation.slugs and all(slug in library.catalogued for slug in citation.slugs):
            continue
        said.append(_absent(citation, library))
    said.extend(_other_version(query, library))
    said.extend(_not_within(query, shown, index))
    for old, new in ranking.renumbered:
        law = library.laws[library.law_of[old]]
        label, year = index.label(old), law.id.partition("@")[2][:4]
        said.append(f"{titled(law.title)}{year}年文本的{label}，现为{index.label(new)}。")
    # The words of such a title are not missed by themselves.
    missing = [word for word in ranking.missing if not any(word in title for title in titles)]
    if missing:
        said.append(f"库中没有{_quoted([query.as_typed(word) for word in missing])}。")
        near = [word for each in missing for word in _nearest(each, library)]
        if near:
            said.append(f"库中相近的词：{_quoted(near)}。")
    if apart:
        said.append(f"没有条文含有连写的{_quoted(apart)}，已按各词查找。")
    elif ranking.missing_phrases:
        said.append(f"库中没有连写的{_quoted(ranking.missing_phrases)}。")
        said.append(_UNQUOTED)
    exact = any(hit.exact for hit in hits)
    if hits and not exact:
        said.extend(_reworded(query, ranking, titles))
        said.extend(_not_in_law(query, ranking, library))
    if not said and not exact:
        if not hits:
            said.append(_nothing(query, chosen, void))
        elif query.phrases or len(_asking(query)) < len(query.words):
            # 罚多少 is no word of a text, and need not be.
            said.append("没有条文含有全部检索词，以下条文部分相符。")
    return "".join(said)


def _reworded(query: Query, ranking: Ranking, titles: Sequence[str]) -> Iterator[str]:
    """What is said of words that stand in no text, and in none of some titles, but answer to something else: to another
    meaning, or to a word that sounds or looks like them."""
    asking = _asking(query)
    reworded = [word for word in ranking.reworded if not (word in asking or any(word in title for title in titles))]
    slips = {
        found.ways[0][1]: [text for how, text, documents in found.ways if how == "slip" and documents]
        for found in ranking.found
        if not any(documents for how, _, documents in found.ways if how != "slip")
    }
    # 脸 stands in texts within words only.
    within = {
        text for found in ranking.found for how, text, held in found.ways if how == "part" and len(text) == 1 and held
    }
    meant = [word for word in reworded if word not in slips]
    if strange := [query.as_typed(word) for word in meant if word not in within]:
        yield f"条文里没有{_quoted(strange)}这样的说法，按相近的意思查找。"
    if others := [query.as_typed(word) for word in meant if word in within]:
        yield f"{_quoted(others)}按相近的意思查找。"
    for word in reworded:
        if word in slips:
            yield f"条文里没有“{query.as_typed(word)}”，按读音或者字形相近的{_quoted(slips[word][:SIMILAR])}查找。"


def _asking(query: Query) -> list[str]:
    """The words of a query that only ask what a breach costs."""
    return [word.surface for word, asks in zip(query.words, asks_penalty(query.words), strict=True) if asks]


def _not_in_law(query: Query, ranking: Ranking, library: Library) -> Iterator[str]:
    """What is said of words that stand in the library, but not in the law that the query names."""
    for slugs in query.laws:
        meant = [number for number, law in enumerate(library.laws) if law.is_one_of(slugs)]
        named = [number for number in meant if library.law_sizes[number]]
        lacking = [
            found.ways[0][1]
            for found in ranking.found
            if found.known and not any(library.law_of[document] in named for document in _in_texts(found))
        ]
        lacking = [word for word in lacking if word not in ranking.reworded]
        if named and lacking:
            titles = dict.fromkeys(titled(library.laws[number].title) for number in named)
            yield f"{'、'.join(titles)}里没有{_quoted(lacking)}。"


def _in_texts(found: Found) -> Iterator[int]:
    for how, _, documents in found.ways:
        if how in IN_LAW:
            yield from documents


_UNQUOTED = "去掉引号，可以按各词查找。"


def _nothing(query: Query, chosen: Filter, void: bool) -> str:
    """What is said where nothing answers, though everything that was asked for stands somewhere; `void`: nothing passes
    the filter."""
    if void:
        return "所选范围内的法规，库中没有文本，只有目录。"
    if query.excludes:
        return "排除以后没有相符的条文。"
    if chosen:
        return "所选范围内没有相符的条文。"
    if len(query.phrases) == 1 and not query.words:
        return f"没有条文含有连写的{_quoted(query.phrases)}。{_UNQUOTED}"
    return "没有条文同时含有这些词。"


_NUMBER = re.compile("[0-9零〇一二三四五六七八九十百千两]")
"""What numbers begin with: no other number is near one."""


def _nearest(word: str, library: Library) -> Sequence[str]:
    """The words of the library, at most three and the most frequent first, that begin as a longer Chinese word does."""
    if len(word) < 3 or word.isascii() or _NUMBER.match(word):
        return ()
    found = [each for each in library.beginning_with(word[:2]) if len(each) <= len(word) + 2]
    return sorted(found, key=lambda each: (library.costs[each], each))[:3]


def _quoted(words: Sequence[str]) -> str:
    return "、".join(f"“{word}”" for word in words)
