"""Where the words and phrases of a query stand: pure look-ups over `Postings`.

Nothing here reads a record: a phrase and an excluded word are found by their character pairs, and where these leave a
doubt whether the pairs stand together, the record is looked at only if it is to be shown (see `engine`).
`site/assets/search/finding.js` is the same in the browser.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.search.analysis import RUN, grams
from indexer.search.numbers import quantities
from indexer.search.postings import Postings
from indexer.search.query import STOP_WORDS, Query, Word
from indexer.search.weights import Weights

__all__ = [
    "Found",
    "Term",
    "Way",
    "border_pair",
    "find_phrase",
    "find_word",
    "inverse",
    "pairs_of_query",
    "standing_word",
]


@dataclass(frozen=True, slots=True)
class Term:
    """A string to look for in the snippet and what finding it is worth; `number` says that it must not be a part of a
    longer number there."""

    text: str
    weight: float
    number: bool = False


Way = tuple[str, str, Mapping[int, float]]
"""How a word was found: as what (`word`, `part`, `meant`, `slip`, `question`, `alike`, `title`), by which
string, and in which documents."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a word or phrase stands. `whole` maps documents to their weighted frequency, `partial` documents that hold
    only some of its parts, or words that may mean it, or hold it in a lesser field, to (score, share of the word).
    `certain` are, for a phrase, the documents that need no second look; None: all. `titled` are the documents of laws
    that have the word in their name."""

    idf: float
    whole: Mapping[int, float]
    partial: Mapping[int, tuple[float, float]]
    terms: tuple[Term, ...]
    ways: tuple[Way, ...] = ()
    certain: frozenset[int] | None = None
    titled: Collection[int] = ()

    @property
    def known(self) -> bool:
        """Whether anything in the library answers to it."""
        return any(documents for _, _, documents in self.ways)

    @property
    def literal(self) -> bool:
        """Whether it stands in a text as it is, or as the same number."""
        return any(documents for how, _, documents in self.ways if how == "word")


def inverse(frequency: int, count: int) -> float:
    """Inverse document frequency as in BM25, to six digits."""
    return math.floor(math.log(1 + (count - frequency + 0.5) / (frequency + 0.5)) * 1e6 + 0.5) / 1e6


def _standing(text: str, index: Postings) -> tuple[dict[int, int], frozenset[int] | None]:
    """Documents that hold every character pair of a normalised text, with the frequency of the rarest, and those of
    them that hold the text for certain (None: all)."""
    pairs = _pairs(text)
    found = _together(pairs, index)
    return found, None if len(pairs) == 1 and pairs[0] == text else frozenset(index.postings("text", text)[0])


def standing_word(text: str, index: Postings) -> tuple[dict[int, int], frozenset[int] | None]:
    """Documents that hold a normalised word, with its frequency, and those that hold it for certain (None: all).

    A number is found in every way of writing it.
    """
    numbers = [each for each in quantities(text) if (each.start, each.end) == (0, len(text))]
    if not numbers:
        return _standing(text, index)
    return dict(zip(*index.postings("text", numbers[0].tokens[0]), strict=True)), None


def find_phrase(phrase: str, index: Postings) -> Found:
    """Documents in whose text the phrase stands, or may stand."""
    found, certain = _standing(phrase, index)
    whole = {document: float(frequency) for document, frequency in found.items()}
    idf = inverse(len(whole), index.count)
    # It may reach over several lines, of which each holds a piece.
    pieces = [piece for piece in RUN.findall(phrase) if piece != phrase]
    terms = (Term(phrase, 2 * idf), *(Term(piece, idf) for piece in pieces)) if whole else ()
    return Found(idf, whole, {}, terms, (("word", phrase, whole),), certain)


def find_word(word: Word, index: Postings, weights: Weights) -> Found:
    """Where a word stands, itself and by all that may stand for it."""
    # 关基 in 有关基础 is not the 关基 of everyday words: across the borders of words it counts as a part only.
    own = _frequencies(word.text, word.in_text and not word.widened, index, weights)
    across = _frequencies(word.text, word.in_text, index, weights) if word.widened else {}
    across = {document: frequency for document, frequency in across.items() if document not in own}
    asked = _asked(word, index, weights)
    alike = dict.fromkeys(index.postings("alike", word.text)[0], weights.question)
    whole = dict(own)
    ways: list[Way] = [("word", word.surface, own)]
    idf = inverse(len(whole.keys() | asked.keys()), index.count)
    shown = [Term(text, idf, bool(word.forms)) for text in word.forms or (word.surface,)] if own else []
    partial: dict[int, tuple[float, float]] = {}

    def add(document: int, frequency: float, worth: float, share: float) -> None:
        score = worth * (weights.k1 + 1) * frequency / (weights.k1 + frequency)
        before = partial.get(document, (0.0, 0.0))
        partial[document] = before[0] + score, min(1.0, before[1] + share)

    found = [_frequencies(part, True, index, weights) for part in word.parts]
    idfs = [inverse(len(part), index.count) for part in found]
    total = 0.0
    for each in idfs:
        total += each
    for text, part, part_idf in zip(word.parts, found, idfs, strict=True):
        ways.append(("part", text, part))
        if part:
            shown.append(Term(text, weights.part * part_idf))
        for document, frequency in part.items():
            if document not in whole:
                add(document, frequency, weights.part * part_idf, weights.part * part_idf / total)
    ways.append(("part", word.surface, across))
    for document, frequency in across.items():
        if document not in whole:
            add(document, frequency, weights.part * idf, weights.part)
    # Words for the same thing are one word: an article is not more about it for holding several of them.
    pooled: dict[int, float] = {}
    rarest: dict[int, float] = {}
    for text in word.widened:
        meant = _field(text, "meant", 1.0, weights.text_b, "text", index)
        worth = inverse(len(meant), index.count)
        ways.append(("meant", text, meant))
        if meant:
            shown.append(Term(text, weights.widened * worth))
        for document, frequency in meant.items():
            if document not in whole:
                add(document, frequency, 0.0, weights.widened)
                pooled[document] = pooled.get(document, 0.0) + frequency
                rarest[document] = max(rarest.get(document, 0.0), worth)
    for document, frequency in pooled.items():
        add(document, frequency, weights.meant * rarest[document], 0.0)
    for text in word.slips:
        slip = _frequencies(text, False, index, weights)
        worth = inverse(len(slip), index.count)
        ways.append(("slip", text, slip))
        if slip:
            shown.append(Term(text, weights.widened * worth))
        for document, frequency in slip.items():
            if document not in whole:
                add(document, frequency, weights.widened * worth, weights.widened)
    for document in index.postings("term", word.text)[0]:
        add(document, 1.0, weights.term * idf, 0.0)
    ways.append(("question", word.surface, asked))
    for document, frequency in asked.items():
        if document in whole:
            whole[document] += frequency
        else:
            add(document, frequency, idf, weights.question_share)
    ways.append(("alike", word.surface, alike))
    worth = inverse(len(alike), index.count)
    for document, frequency in alike.items():
        if document not in whole and document not in asked:
            add(document, frequency, weights.alike * worth, weights.alike)
    titled = _field(word.text, "title", weights.title, weights.title_b, "title", index)
    ways.append(("title", word.surface, titled))
    worth = inverse(len(titled), index.count)
    for document, frequency in titled.items():
        add(document, frequency, worth, 0.0 if document in whole else weights.title_share)
    return Found(idf, whole, partial, tuple(shown), tuple(ways), titled=titled.keys())


def pairs_of_query(query: Query, index: Postings, weights: Weights) -> list[tuple[float, dict[int, float]]]:
    """The pairs of neighbouring characters of the query's Chinese words, across the borders of words too: what a pair
    is worth, and its weighted frequency in texts and questions.

    They find what the texts put a little differently, and words that the two sides cut in different ways.
    """
    seen: dict[str, None] = {}
    before: Word | None = None
    for word in query.words:
        if word.in_text:
            text = word.surface
            if before and before.in_text and (border := border_pair(before, word)):
                text = border[0] + text
            for pair in map("".join, pairwise(text)):
                seen[pair] = None
        before = word
    found: list[tuple[float, dict[int, float]]] = []
    lengths, mean = index.lengths("text"), index.average("text")
    for pair in seen:
        held: dict[int, float] = {}
        for document, frequency in zip(*index.postings("grams", pair), strict=True):
            held[document] = frequency / (1 - weights.text_b + weights.text_b * lengths[document] / mean)
        for document in index.postings("asked", pair)[0]:
            held[document] = held.get(document, 0.0) + weights.question
        if held:
            found.append((inverse(len(held), index.count), held))
    return found


def border_pair(one: Word, other: Word) -> str:
    """The two characters at the border of two words; empty where others stand between them, and where one is a stop
    word by itself: such pairs are common, and have to be fetched for this alone."""
    last, first = one.surface[-1], other.surface[0]
    return last + first if one.end == other.start and not {last, first} & STOP_WORDS else ""


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
    for document, weighted in _field(word, "heading", weights.heading, weights.heading_b, "heading", index).items():
        found[document] = found.get(document, 0.0) + weighted
    return found


def _asked(word: Word, index: Postings, weights: Weights) -> dict[int, float]:
    """Documents in whose questions a word stands, with its weighted frequency: as a word, or else by its characters."""
    found = _field(word.text, "question", weights.question, weights.question_b, "question", index)
    if word.in_text and len(word.text) > 1:
        held = Counter[int]()
        pairs = _pairs(word.text)
        for pair in pairs:
            held.update(index.postings("asked", pair)[0])
        for document in sorted(document for document, many in held.items() if many == len(pairs)):
            found.setdefault(document, weights.grams * weights.question)
    return found


def _field(word: str, field: str, weight: float, b: float, measure: str, index: Postings) -> dict[int, float]:
    """Documents that hold a word in one field, with its weighted frequency; `measure` is the field whose length
    counts."""
    lengths, mean = index.lengths(measure), index.average(measure)
    return {
        document: weight * frequency / (1 - b + b * lengths[document] / mean)
        for document, frequency in zip(*index.postings(field, word), strict=True)
    }
