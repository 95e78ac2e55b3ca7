"""Which documents answer a query, in which order: pure scoring over `Postings`.

Documents cited by number come first (rank 2), then those that hold every word of the query (rank 1), then those that
hold a good part of it (rank 0). A word in the name of the law counts for its articles where another stands in the
article, a word of a duty for the article that punishes its breach where a penalty is asked (`penalties`), and what only
frames the question need not be held; of a long question no single word decides, so that ranks 1 and 0 are one there.

Within a rank the order is by score, then by the order of the library. The score that is given out is
rank + s / (s + half), where s is a BM25F sum over the fields. Every sum runs in the same order in
`site/assets/search/ranking.js`, logarithms are rounded, and scores are compared as millionths, so that both orders are
the same.
"""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.numerals import to_chinese
from indexer.search.cited import Citation, is_of_version
from indexer.search.finding import (
    Found,
    Term,
    border_pair,
    find_phrase,
    find_word,
    pairs_of_query,
    standing_word,
)
from indexer.search.penalties import punish
from indexer.search.postings import Postings
from indexer.search.query import Query, Word, asks_duty, asks_penalty, only_frames
from indexer.search.sums import Sums
from indexer.search.weights import Weights

__all__ = ["CITED", "IN_LAW", "Doubt", "Hit", "Ranking", "in_order_of", "rank"]

IN_LAW = frozenset(("word", "part", "meant", "slip"))
"""Ways of finding a word that lead to what stands in a text."""

CITED = 2
"""The rank of a document that the query cites."""

Doubt = tuple[str, bool]
"""A text of the query and whether a document must hold it (True) or must not: to be looked up in its record."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found. `rank` is 2 (cited), 1 (all words) or 0 (some); `exact` says that it holds all words or is
    cited, `unit` is the end of the cited unit's id. It is an answer only if its record dispels the `doubts`."""

    document: int
    rank: int
    score: float
    exact: bool
    unit: str
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """All documents that answer, best first.

    `found` tells where each phrase, then each word stands. `missing` are words and phrases that the library does not
    hold, `reworded` words that stand in no text but answer to something else, `absent` citations of articles that do
    not exist, and of parts that the laws do not have; `renumbered` cited articles of older texts with those that took
    their place under another number. `framing` are words that answers need not hold, `penalty` those that ask what a
    breach costs, `punished` tells of documents that punish by whose breach they were found.
    """

    hits: tuple[Hit, ...]
    found: tuple[Found, ...]
    missing: tuple[str, ...]
    reworded: tuple[str, ...]
    missing_phrases: tuple[str, ...]
    absent: tuple[Citation, ...]
    renumbered: tuple[tuple[int, int], ...]
    framing: tuple[str, ...]
    penalty: tuple[str, ...]
    punished: Mapping[int, int]

    @property
    def words(self) -> tuple[tuple[Term, ...], ...]:
        """What stands in the texts for each phrase and word: single characters only where there is nothing longer."""
        longer = tuple(tuple(term for term in found.terms if len(term.text) > 1) for found in self.found)
        return longer if any(longer) else tuple(found.terms for found in self.found)

    @property
    def asked(self) -> tuple[tuple[Term, ...], ...]:
        """The same without words that only frame the question: what the place to show is chosen by."""
        told = zip(self.found, self.words, strict=True)
        return tuple(terms for found, terms in told if found.ways[0][1] not in self.framing)

    @property
    def terms(self) -> tuple[Term, ...]:
        """What to mark in the texts."""
        return tuple(term for terms in self.words for term in terms)


_Ranked = tuple[int, float, int]
"""Rank, score, document."""


def rank(query: Query, index: Postings, weights: Weights, allowed: Collection[int] | None = None) -> Ranking:
    """Rank the documents of `index` for `query`; `allowed` are the documents to choose from (None: all)."""
    query, absent_parts = _without_absent_parts(query, index)
    long = len(query.words) >= weights.long_from
    weights = weights.adapted(len(query.words))
    cited, absent = _cited(query, index)
    phrases = [find_phrase(phrase, index) for phrase in query.phrases]
    words = [find_word(word, index, weights) for word in query.words]
    excluded = [(word, *standing_word(word, index)) for word in query.excluded]
    asks = asks_penalty(query.words)
    frames = only_frames(query)
    penalty = tuple(found for found, asking in zip(words, asks, strict=True) if asking)
    topic = len(phrases) + sum(not (asking or framing) for asking, framing in zip(asks, frames, strict=True))
    # Where the duty is asked for too, it is an answer without the penalty.
    apart = topic > 0 and len(penalty) > 0 and asks_duty(query)
    total = 0.0
    for found, asking in zip((*phrases, *words), (*(False for _ in phrases), *asks), strict=True):
        if not (apart and asking):
            total += found.idf
    # Who names several laws asks of each of them.
    in_laws = _law_documents({slug for slugs in query.laws for slug in slugs}, index)
    if query.laws:
        total += weights.law
    sums = Sums()
    for found in phrases:
        sums.add(found, weights.k1)
    for found, asking, framing in zip(words, asks, frames, strict=True):
        if not asking:
            sums.add(found, weights.k1, not framing)
    about = sums.copy() if penalty and (topic or cited) else None
    if about:
        if not topic:
            about = Sums()  # nothing else is asked about than what is cited
        for document in cited:
            about.scores[document] = about.scores.get(document, 0.0) + weights.law
    demanded = () if apart else penalty
    for found in demanded:
        sums.add(found, weights.k1)
    punished = punish(index.library.breaches, about, topic, penalty, demanded, sums, weights) if about else {}
    scores, cover = sums.scores, sums.cover
    for idf, held in pairs_of_query(query, index, weights):
        for document, frequency in held.items():
            if document in scores:
                scores[document] += weights.pairs * idf * (weights.k1 + 1) * frequency / (weights.k1 + frequency)
    if not (query.words or query.phrases or query.citations or absent_parts):
        for document in in_laws:
            scores.setdefault(document, 0.0)
    for document in cited:
        scores[document] = scores.get(document, 0.0) + weights.law
    for document in in_laws:
        if document in scores:
            scores[document] += weights.law
            cover[document] = cover.get(document, 0.0) + weights.law
    of_laws = frozenset(in_laws)
    for document in _headed(query, of_laws, index):
        scores[document] = scores.get(document, 0.0) + weights.headed
    without = {number for number, law in enumerate(index.library.laws) if law.slug in query.without}
    uncited = {document for citation in query.uncited for document in _articles(citation, index)[0]}
    wanted = topic + len(demanded)
    bound = _bound(query, index, weights)
    factors = [own * other for own, other in zip(_law_factors(index, weights, long), bound, strict=True)]
    shares: dict[int, float] = {}
    doubts: dict[int, tuple[Doubt, ...]] = {}
    exact: set[int] = set()
    ranked: list[_Ranked] = []
    for document in sorted(scores):
        if allowed is not None and document not in allowed:
            continue
        if any(document not in found.whole for found in phrases):
            continue
        if index.library.law_of[document] in without or document in uncited:
            continue
        if any(document in held and (certain is None or document in certain) for _, held, certain in excluded):
            continue
        open_doubts = [
            (phrase, True)
            for phrase, found in zip(query.phrases, phrases, strict=True)
            if found.certain is not None and document not in found.certain
        ]
        open_doubts += [(word, False) for word, held, _ in excluded if document in held]
        if open_doubts:
            doubts[document] = tuple(open_doubts)
        share = cover.get(document, 0.0) / total if total else 1.0
        shares[document] = share
        # Where the name of the law holds a word, the article itself must hold another one.
        holds_all = sums.held(document) == wanted or (document in punished and punished[document][1])
        if document in cited or (holds_all and (not query.laws or document in of_laws)):
            exact.add(document)
        rank_of = CITED if document in cited else 1 if document in exact and not long else 0
        factor = (1 - weights.coverage + weights.coverage * share) * factors[index.library.law_of[document]]
        if document in exact:
            factor *= weights.exact
        # The articles of a law that is asked for by its name alone stay in their order.
        if (words or phrases) and not index.library.types[document]:
            factor *= weights.mention
        ranked.append((rank_of, scores[document] * factor, document))
    told = [(word, found) for word, found, framing in zip(query.words, words, frames, strict=True) if not framing]
    if not long and not exact and any(not found.known for _, found in told):
        # 豆腐 of 麻婆豆腐 stands in a question about 豆腐渣工程: no answer beside a word that the library lacks.
        said = {document for found in words for how, _, held in found.ways if how in IN_LAW for document in held}
        ranked = [each for each in ranked if each[2] in said or shares[each[2]] >= weights.least_asked]
    least = weights.least_beside_exact if exact and not long else weights.least_coverage
    ranked = [each for each in ranked if each[2] in exact or shares[each[2]] >= least]
    if weights.beside:
        ranked = _beside(ranked, index, weights)
    ranked = _favour(sorted(ranked, key=_order), index, weights)
    if runs := _runs(query.words, words, index):
        first = ranked[: weights.verified]
        ranked[: weights.verified] = sorted(
            (
                (
                    rank_of,
                    score + weights.contiguous * bound[index.library.law_of[document]] * _contiguity(runs, document),
                    document,
                )
                for rank_of, score, document in first
            ),
            key=_order,
        )
    if apart:
        ranked = _behind_their_duties(ranked, {document: duty for document, (duty, _) in punished.items()})
    best = max((score for _, score, _ in ranked), default=0.0)
    ranked = [each for each in ranked if each[0] or each[1] >= weights.least_of_best * best]
    return Ranking(
        tuple(
            Hit(
                document,
                rank_of,
                rank_of + score / (score + weights.half),
                document in exact,
                cited.get(document, ""),
                doubts.get(document, ()),
            )
            for rank_of, score, document in ranked
        ),
        (*phrases, *words),
        tuple(word.surface for word, found in told if not found.known),
        tuple(word.surface for word, found in told if found.known and not found.literal),
        tuple(text for text, found in zip(query.phrases, phrases, strict=True) if not found.terms),
        (*absent, *absent_parts),
        _renumbered(cited, index),
        tuple(word.surface for word, framing in zip(query.words, frames, strict=True) if framing),
        tuple(word.surface for word, asking in zip(query.words, asks, strict=True) if asking) if about else (),
        {document: duty for document, (duty, _) in punished.items()},
    )


def in_order_of(other: Ranking, ranking: Ranking) -> Ranking:
    """`ranking` of a query that is all phrases, in the order in which the same words find its documents without
    quotation marks: what an article is about counts then, and not only how often it holds the phrase."""
    shares = {hit.document: hit.score - hit.rank for hit in other.hits}
    hits = [replace(hit, score=hit.rank + shares.get(hit.document, 0.0)) for hit in ranking.hits]
    return replace(ranking, hits=tuple(sorted(hits, key=lambda hit: _order((hit.rank, hit.score, hit.document)))))


def _bound(query: Query, index: Postings, weights: Weights) -> list[float]:
    """A factor for every law: less than 1 for those that the query does not name where it names any."""
    named = {slug for slugs in query.laws for slug in slugs}
    return [weights.elsewhere if named and not law.is_one_of(named) else 1.0 for law in index.library.laws]


def _law_factors(index: Postings, weights: Weights, long: bool) -> list[float]:
    """What every law's place in the order of laws does to its documents."""
    factors: list[float] = []
    for law, size in zip(index.library.laws, index.library.law_sizes, strict=True):
        factor = 1.0 if law.current else weights.old_text
        if law.slug == weights.boost_slug:
            factor *= weights.boost
        elif law.slug in weights.core_slugs:
            factor *= weights.core
        elif law.kind in weights.lower_kinds:
            factor *= weights.lower
        if long and size:
            factor *= 1 + weights.size_long * (math.floor(math.log(size) * 1e6 + 0.5) / 1e6)
        factors.append(factor)
    return factors


def _beside(ranked: Sequence[_Ranked], index: Postings, weights: Weights) -> list[_Ranked]:
    """Raise documents whose neighbours in the law answer too: what belongs together stands together."""
    law_of = index.library.law_of
    scores = {document: score for _, score, document in ranked}
    raised: list[_Ranked] = []
    for rank_of, score, document in ranked:
        near = 0.0
        for other in (document - 1, document + 1):
            if other in scores and law_of[other] == law_of[document]:
                near += scores[other]
        raised.append((rank_of, score + weights.beside * near, document))
    return raised


def _favour(ranked: list[_Ranked], index: Postings, weights: Weights) -> list[_Ranked]:
    """Raise the laws that gather most of the first results: a question is about one field of law."""
    law_of = index.library.law_of
    total = 0.0
    gathered: dict[int, float] = {}
    for _, score, document in ranked[: weights.first]:
        total += score
        gathered[law_of[document]] = gathered.get(law_of[document], 0.0) + score
    if not total or len(gathered) < 2:
        return ranked
    raised = [
        (rank_of, score * (1 + weights.gathering * gathered.get(law_of[document], 0.0) / total), document)
        for rank_of, score, document in ranked
    ]
    return sorted(raised, key=_order)


def _behind_their_duties(ranked: Sequence[_Ranked], duties: Mapping[int, int]) -> list[_Ranked]:
    """The documents in `duties`, which punish, right behind the one whose breach they were found by, if it is of the
    same rank, and with its score: who asks for both reads on there."""
    scores = {(rank_of, document): score for rank_of, score, document in ranked}
    behind: list[tuple[int, _Ranked]] = []
    for rank_of, score, document in ranked:
        duty = duties.get(document, document)
        led = scores.get((rank_of, duty))
        behind.append((document, (rank_of, score, document)) if led is None else (duty, (rank_of, led, document)))
    behind.sort(key=lambda each: (*_order((*each[1][:2], each[0])), each[1][2] != each[0], each[1][2]))
    return [each for _, each in behind]


def _order(ranked: _Ranked) -> tuple[int, int, int]:
    rank_of, score, document = ranked
    return -rank_of, -math.floor(score * 1e6 + 0.5), document


def _law_documents(slugs: Collection[str], index: Postings) -> list[int]:
    library = index.library
    numbers = {number for number, law in enumerate(library.laws) if law.is_one_of(slugs)}
    return [document for document, number in enumerate(library.law_of) if number in numbers]


def _cited(query: Query, index: Postings) -> tuple[dict[int, str], tuple[Citation, ...]]:
    """The documents that the query cites with the cited units, and the citations that lead nowhere."""
    cited: dict[int, str] = {}
    absent: list[Citation] = []
    library = index.library
    for citation in query.citations:
        documents, of_version = _articles(citation, index)
        for document in documents:
            cited.setdefault(document, citation.unit)
        # Who cites by a number of an older text may mean the article that has another one now.
        for document in documents:
            if document in library.later and not of_version:
                cited.setdefault(library.later[document], "")
        if not documents:
            absent.append(citation)
    return cited, tuple(absent)


def _headed(query: Query, of_laws: Collection[int], index: Postings) -> Collection[int]:
    """The documents of some laws in whose headings all words of a query stand: who names a law and a chapter of it
    (电商法 法律责任) asks for that."""
    if not of_laws or not query.words or query.phrases:
        return ()
    return frozenset(of_laws).intersection(*(index.postings("heading", word.text)[0] for word in query.words))


def _articles(citation: Citation, index: Postings) -> tuple[Sequence[int], bool]:
    """The documents that a citation means, and whether they are of the very version that it asks for."""
    laws, law_of = index.library.laws, index.library.law_of
    documents = [
        document
        for document in index.postings("article", citation.article)[0]
        if not citation.slugs or laws[law_of[document]].slug in citation.slugs
    ]
    of_version = [document for document in documents if is_of_version(laws[law_of[document]], citation.version)]
    return of_version or documents, bool(of_version)


_PART = re.compile("第([0-9]+)(分编|编|章|节)")


def _without_absent_parts(query: Query, index: Postings) -> tuple[Query, tuple[Citation, ...]]:
    """The query without the parts, chapters and sections that none of the laws has that it names, and these: of other
    laws nobody asked."""
    laws, law_of, sizes = index.library.laws, index.library.law_of, index.library.law_sizes
    every = (*query.laws, *(citation.slugs for citation in query.citations))
    slugs = tuple(dict.fromkeys(slug for some in every for slug in some))
    named = {number for number, law in enumerate(laws) if law.is_one_of(slugs) and sizes[number]}
    words: list[Word] = []
    absent: list[Citation] = []
    for word in query.words:
        part = _PART.fullmatch(word.text)
        if not named or not part or any(law_of[each] in named for each in index.postings("heading", word.text)[0]):
            words.append(word)
        else:
            absent.append(Citation(slugs, word.text, f"第{to_chinese(int(part[1]))}{part[2]}", ""))
    return replace(query, words=tuple(words)), tuple(absent)


def _renumbered(cited: Mapping[int, str], index: Postings) -> tuple[tuple[int, int], ...]:
    later = index.library.later
    return tuple(
        (document, later[document])
        for document in cited
        if document in later and index.label(document) != index.label(later[document])
    )


_Step = tuple[float, Mapping[int, float], Collection[int]]
"""Weight of a word, the documents that hold it, and those that hold its border with the word before."""


def _runs(words: Sequence[Word], found: Sequence[Found], index: Postings) -> list[list[_Step]]:
    """Words that stand side by side in the query: runs of two and more."""
    runs: list[list[_Step]] = []
    before: Word | None = None
    for word, where in zip(words, found, strict=True):
        if not where.terms:
            before = None
            continue
        if before and (pair := border_pair(before, word)):
            runs[-1].append((where.idf, where.whole, frozenset(index.postings("grams", pair)[0])))
        else:
            runs.append([(where.idf, where.whole, ())])
        before = word
    return [run for run in runs if len(run) > 1]


def _contiguity(runs: Sequence[Sequence[_Step]], document: int) -> float:
    """What the heaviest stretches of the runs that stand together in a document are worth.

    Two words stand together where both stand and the characters at their border do: near enough without its text.
    """
    bonus = 0.0
    for run in runs:
        best = stretch = 0.0
        before: float | None = None
        for worth, whole, border in run:
            if document not in whole:
                before = None
                continue
            if before is not None and document in border:
                stretch += worth
                best = max(best, stretch)
            else:
                stretch = worth
            before = worth
        bonus += best
    return bonus
