"""Which documents answer a query, in which order: pure scoring over `Postings`.

Documents cited by number come first (rank 2), then those that hold every word of the query (rank 1), then those that
hold a good part of it (rank 0). Within a rank the order is by score, then by the order of the library. The score that
is given out is rank + s / (s + half), where s is a BM25F sum over the fields. Every sum runs in the same order in
`site/assets/search/ranking.js`, logarithms are rounded, and scores are compared as millionths, so that both orders are
the same.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.search.analysis import grams, normalise
from indexer.search.postings import Posting, Postings
from indexer.search.query import Citation, Query, Word
from indexer.search.records import Record
from indexer.search.weights import Weights

__all__ = ["Hit", "Ranking", "Term", "rank", "record_text"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found. `rank` is 2 (cited), 1 (all words) or 0 (some); `unit` is the end of the cited unit's id."""

    document: int
    rank: int
    score: float
    unit: str


@dataclass(frozen=True, slots=True)
class Term:
    """A string to look for in the snippet and what finding it is worth."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """All documents that answer, best first; `exact` of them have rank 2 or 1.

    `missing` are words and phrases that the library does not hold, `absent` citations of articles that do not exist.
    """

    hits: tuple[Hit, ...]
    exact: int
    terms: tuple[Term, ...]
    missing: tuple[str, ...]
    missing_phrases: tuple[str, ...]
    absent: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a word stands. `whole` maps documents to their weighted frequency, `partial` documents that hold only
    some of its parts, or words that may mean it, or hold it in a lesser field, to (score, share of the word)."""

    idf: float
    whole: Mapping[int, float]
    partial: Mapping[int, tuple[float, float]]
    terms: tuple[Term, ...]


def record_text(record: Record) -> str:
    """The normalised lines of a record joined by line feeds: what phrases are verified in."""
    return "\n".join(normalise(text).text for _, text in record.units)


def rank(query: Query, index: Postings, weights: Weights, allowed: Collection[int] | None = None) -> Ranking:
    """Rank the documents of `index` for `query`; `allowed` are the documents to choose from (None: all)."""
    weights = weights.adapted(len(query.words))
    cited, absent = _cited(query, index)
    shut_out = _excluded(query.excluded, index)
    phrases = [_phrase(phrase, index) for phrase in query.phrases]
    words = [_find(word, index, weights) for word in query.words]
    idfs = [found.idf for found in (*phrases, *words)]
    total = 0.0
    for idf in idfs:
        total += idf
    in_laws = [_law_documents(slugs, index) for slugs in query.laws]
    for _ in in_laws:
        total += weights.law
    scores: dict[int, float] = {}
    cover: dict[int, float] = {}
    complete: dict[int, int] = {}
    for found in (*phrases, *words):
        for document, frequency in found.whole.items():
            score = found.idf * frequency * (weights.k1 + 1) / (weights.k1 + frequency)
            scores[document] = scores.get(document, 0.0) + score
            cover[document] = cover.get(document, 0.0) + found.idf
            complete[document] = complete.get(document, 0) + 1
        for document, (score, share) in found.partial.items():
            scores[document] = scores.get(document, 0.0) + score
            cover[document] = cover.get(document, 0.0) + share * found.idf
    lengths, mean = index.lengths("text"), index.average("text")
    for idf, postings in _pairs_of_query(query, index):
        for document, frequency in zip(*postings, strict=True):
            if document in scores:
                norm = weights.k1 * (1 - weights.text_b + weights.text_b * lengths[document] / mean)
                scores[document] += weights.pairs * (idf * frequency * (weights.k1 + 1) / (norm + frequency))
    wordless = not query.words and not query.phrases
    if wordless and not query.citations:
        for documents in in_laws:
            for document in documents:
                scores.setdefault(document, 0.0)
    for document in cited:
        scores[document] = scores.get(document, 0.0) + weights.law
    for documents in in_laws:
        for document in documents:
            if document in scores:
                scores[document] += weights.law
                cover[document] = cover.get(document, 0.0) + weights.law
                complete[document] = complete.get(document, 0) + 1
    wanted = len(query.words) + len(query.phrases) + len(query.laws)
    in_phrases = [found.whole for found in phrases]
    shares: dict[int, float] = {}
    ranked: list[tuple[int, float, int]] = []
    for document in sorted(scores):
        if document in shut_out or (allowed is not None and document not in allowed):
            continue
        if any(document not in whole for whole in in_phrases):
            continue
        share = cover.get(document, 0.0) / total if total else 1.0
        rank_of = 2 if document in cited else 1 if complete.get(document, 0) == wanted else 0
        law = index.library.laws[index.library.law_of[document]]
        factor = 1 - weights.coverage + weights.coverage * share
        if not law.current:
            factor *= weights.old_text
        if law.slug == weights.boost_slug:
            factor *= weights.boost
        elif law.slug in weights.core_slugs:
            factor *= weights.core
        elif law.kind in weights.lower_kinds:
            factor *= weights.lower
        shares[document] = share
        ranked.append((rank_of, scores[document] * factor, document))
    exact = sum(rank_of > 0 for rank_of, _, _ in ranked)
    least = weights.least_beside_exact if exact else weights.least_coverage
    ranked = sorted((each for each in ranked if each[0] > 0 or shares[each[2]] >= least), key=_order)
    ranked = _favour(ranked, index, weights)
    runs = _runs(query.words, words)
    if runs:
        first = ranked[: weights.verified]
        ranked[: weights.verified] = sorted(
            (
                (rank_of, score + weights.contiguous * _contiguity(runs, record_text(index.record(document))), document)
                for rank_of, score, document in first
            ),
            key=_order,
        )
    return Ranking(
        tuple(
            Hit(document, rank_of, rank_of + score / (score + weights.half), cited.get(document, ""))
            for rank_of, score, document in ranked
        ),
        exact,
        tuple(term for found in (*phrases, *words) for term in found.terms),
        tuple(word.surface for word, found in zip(query.words, words, strict=True) if not found.terms),
        tuple(text for text, found in zip(query.phrases, phrases, strict=True) if not found.terms),
        absent,
    )


def _favour(ranked: list[tuple[int, float, int]], index: Postings, weights: Weights) -> list[tuple[int, float, int]]:
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


def _order(ranked: tuple[int, float, int]) -> tuple[int, int, int]:
    rank_of, score, document = ranked
    return -rank_of, -math.floor(score * 1e6 + 0.5), document


def _idf(frequency: int, count: int) -> float:
    return math.floor(math.log(1 + (count - frequency + 0.5) / (frequency + 0.5)) * 1e6 + 0.5) / 1e6


def _law_documents(slugs: Iterable[str], index: Postings) -> list[int]:
    library = index.library
    numbers = {number for number, law in enumerate(library.laws) if law.slug in slugs}
    return [document for document, number in enumerate(library.law_of) if number in numbers]


def _cited(query: Query, index: Postings) -> tuple[dict[int, str], tuple[Citation, ...]]:
    """The documents that the query cites with the cited units, and the citations that lead nowhere."""
    cited: dict[int, str] = {}
    absent: list[Citation] = []
    library = index.library
    for citation in query.citations:
        documents = [
            document
            for document in index.postings("article", citation.article)[0]
            if not citation.slugs or library.laws[library.law_of[document]].slug in citation.slugs
        ]
        for document in documents:
            cited.setdefault(document, citation.unit)
        if not documents:
            absent.append(citation)
    return cited, tuple(absent)


def _together(run_grams: Sequence[str], index: Postings) -> dict[int, int]:
    """Documents that hold all of the grams, ascending, with the frequency of the rarest there."""
    lists = sorted((index.postings("grams", gram) for gram in run_grams), key=lambda posting: len(posting[0]))
    if not lists:
        return {}
    common = dict(zip(*lists[0], strict=True))
    for documents, frequencies in lists[1:]:
        if not common:
            break
        other = dict(zip(documents, frequencies, strict=True))
        common = {
            document: min(frequency, other[document]) for document, frequency in common.items() if document in other
        }
    return common


def _pairs(text: str) -> tuple[str, ...]:
    """The pairs of neighbours in a normalised text, single characters where they have no neighbour; no doubles."""
    every = tuple(dict.fromkeys(grams(text)))
    paired = {char for gram in every if len(gram) > 1 for char in gram}
    return tuple(gram for gram in every if len(gram) > 1 or gram not in paired)


def _phrase(phrase: str, index: Postings) -> _Found:
    """Documents in whose text the phrase stands, verified."""
    whole: dict[int, float] = {}
    for document in _together(_pairs(phrase), index):
        if frequency := record_text(index.record(document)).count(phrase):
            whole[document] = float(frequency)
    idf = _idf(len(whole), index.count)
    return _Found(idf, whole, {}, (Term(phrase, 2 * idf),) if whole else ())


def _frequencies(word: str, in_text: bool, index: Postings, weights: Weights) -> dict[int, float]:
    """Documents that hold a word in any field, with its weighted frequency; the heart of BM25F."""
    found: dict[int, float] = {}
    lengths, mean = index.lengths("text"), index.average("text")
    own: dict[int, int] = {}
    for document, frequency in zip(*index.postings("text", word), strict=True):
        own[document] = frequency
        norm = 1 - weights.text_b + weights.text_b * lengths[document] / mean
        found[document] = weights.text * frequency / norm
    if in_text:
        for document, frequency in _together(_pairs(word), index).items():
            extra = frequency - own.get(document, 0)
            if extra > 0:
                norm = 1 - weights.text_b + weights.text_b * lengths[document] / mean
                found[document] = found.get(document, 0.0) + weights.grams * extra / norm
    for document, weighted in _field(word, "heading", weights.heading, weights.heading_b, index):
        found[document] = found.get(document, 0.0) + weighted
    return found


def _field(word: str, field: str, weight: float, b: float, index: Postings) -> list[tuple[int, float]]:
    """Documents that hold a word in one field, with its weighted frequency."""
    lengths, mean = index.lengths(field), index.average(field)
    return [
        (document, weight * frequency / (1 - b + b * lengths[document] / mean))
        for document, frequency in zip(*index.postings(field, word), strict=True)
    ]


def _excluded(words: Sequence[str], index: Postings) -> frozenset[int]:
    """Documents in whose text one of the words stands."""
    return frozenset(
        document
        for word in words
        for document in _together(_pairs(word), index)
        if word in record_text(index.record(document))
    )


def _find(word: Word, index: Postings, weights: Weights) -> _Found:
    whole = _frequencies(word.text, word.in_text, index, weights)
    terms = [word.surface] if whole else []
    for form in word.forms:
        written = _frequencies(form, True, index, weights)
        if written:
            terms.append(form)
        for document, frequency in written.items():
            whole[document] = whole.get(document, 0.0) + frequency
    idf = _idf(len(whole), index.count)
    shown = [Term(text, idf) for text in terms]
    partial: dict[int, tuple[float, float]] = {}

    def add(document: int, frequency: float, worth: float, share: float) -> None:
        score = worth * frequency * (weights.k1 + 1) / (weights.k1 + frequency)
        before = partial.get(document, (0.0, 0.0))
        partial[document] = before[0] + score, min(1.0, before[1] + share)

    if word.parts:
        found = [_frequencies(part, True, index, weights) for part in word.parts]
        idfs = [_idf(len(part), index.count) for part in found]
        total = 0.0
        for each in idfs:
            total += each
        for part_text, part, part_idf in zip(word.parts, found, idfs, strict=True):
            if part:
                shown.append(Term(part_text, weights.part * part_idf))
            for document, frequency in part.items():
                if document not in whole:
                    add(document, frequency, weights.part * part_idf, weights.part * part_idf / total)
    for meant in word.widened:
        widened = _frequencies(meant, True, index, weights)
        meant_idf = _idf(len(widened), index.count)
        if widened:
            shown.append(Term(meant, weights.widened * meant_idf))
        for document, frequency in widened.items():
            if document not in whole:
                add(document, frequency, weights.widened * meant_idf, weights.widened)
    for field, weight, b, share in (
        ("question", weights.question, weights.question_b, weights.question),
        ("title", weights.title, weights.title_b, weights.title_share),
    ):
        held = _field(word.text, field, weight, b, index)
        worth = _idf(len(held), index.count)
        for document, frequency in held:
            add(document, frequency, worth, 0.0 if document in whole else share)
    return _Found(idf, whole, partial, tuple(shown))


def _pairs_of_query(query: Query, index: Postings) -> list[tuple[float, Posting]]:
    """The pairs of neighbouring characters of the query's Chinese words, across the borders of words too.

    They find what the texts put a little differently, and words that the two sides cut in different ways.
    """
    seen: dict[str, None] = {}
    before: Word | None = None
    for word in query.words:
        if word.in_text:
            text = word.surface
            if before and before.end == word.start and before.in_text:
                text = before.surface[-1] + text
            for pair in map("".join, pairwise(text)):
                seen[pair] = None
        before = word
    found: list[tuple[float, Posting]] = []
    for pair in seen:
        postings = index.postings("grams", pair)
        if len(postings[0]):
            found.append((_idf(len(postings[0]), index.count), postings))
    return found


def _runs(words: Sequence[Word], found: Sequence[_Found]) -> list[list[tuple[str, float]]]:
    """Words that stand side by side in the query, with their weights: runs of two and more."""
    runs: list[list[tuple[str, float]]] = []
    last = -1
    for word, where in zip(words, found, strict=True):
        if word.start == last and where.terms:
            runs[-1].append((word.surface, where.idf))
        elif where.terms:
            runs.append([(word.surface, where.idf)])
        last = word.end if where.terms else -1
    return [run for run in runs if len(run) > 1]


def _contiguity(runs: Sequence[Sequence[tuple[str, float]]], text: str) -> float:
    """What the longest stretches of the runs that stand in `text` are worth."""
    bonus = 0.0
    for run in runs:
        best = 0.0
        for start in range(len(run) - 1):
            surface, worth = run[start]
            if surface not in text:
                continue
            for next_surface, next_worth in run[start + 1 :]:
                surface += next_surface
                worth += next_worth
                if surface not in text:
                    break
                best = max(best, worth)
        bonus += best
    return bonus
