"""Every constant of the ranking, in one place; exported with the index, so that the browser ranks with the same."""

from dataclasses import asdict, dataclass, replace
from typing import Any

__all__ = ["LONG", "WEIGHTS", "Weights", "as_json"]


@dataclass(frozen=True, slots=True)
class Weights:
    """Scores are BM25F sums; names ending in `_b` say how much a field's length counts (0: not, 1: fully)."""

    k1: float = 1.2
    """How soon repetition of a word stops to count."""
    text: float = 1.0
    text_b: float = 0.4
    grams: float = 0.4
    """A word that stands in the text only across the borders of the text's own words."""
    heading: float = 1.2
    heading_b: float = 0.3
    title: float = 0.1
    title_b: float = 0.3
    title_share: float = 0.7
    """How far a word in the title of the law stands for the word in the article, when shares are counted."""
    question: float = 1.5
    question_b: float = 0.1
    """A word of the questions that the article answers, or an everyday word for it."""
    question_share: float = 1.0
    """How far such a word stands for the word in the article, when shares are counted."""
    term: float = 0.5
    """A word that the article defines."""
    alike: float = 0.35
    """Another everyday word for the same, standing in the questions."""
    meant: float = 0.8
    """The words of the law that an everyday word of the query may mean. They count as one word, which stands in an
    article as often as all of them do, and is worth what the rarest of those is that stand there."""
    widened: float = 0.8
    """How far each of these words stands for the everyday word, when shares are counted; a word that may have been
    meant where one is misspelt."""
    part: float = 0.4
    """The shorter words of a longer one that is not there itself."""
    pairs: float = 0.3
    """Two neighbouring characters of the query, within a word or across the border of two, found in the text."""
    contiguous: float = 2.0
    """Words of the query found in the text exactly as they stand in the query."""
    coverage: float = 0.7
    """How much of a score depends on the share of the query's words that were found."""
    exact: float = 1.0
    """Factor for articles that hold the whole query: where they are a rank of their own, it changes nothing."""
    least_coverage: float = 0.2
    """Documents that hold a smaller share of the query (by weight of the words) are no results."""
    least_beside_exact: float = 0.4
    """The same where other documents hold the whole query."""
    least_asked: float = 0.5
    """The same for documents of which only the questions hold a word, where the library lacks another."""
    least_of_best: float = 0.15
    """Documents with some words of the query and a smaller share of the best score are no results."""
    gathering: float = 0.4
    """How much a law gains by the share it has of the first results."""
    first: int = 30
    beside: float = 0.0
    """What the scores of an article's neighbours add to its own."""
    breach: float = 1.0
    """What an article that punishes gains where a penalty is asked: of what the article whose breach it punishes holds
    more of the topic."""
    breach_least: float = 0.5
    """From which share of the best score of any such article on."""
    law: float = 6.0
    """Weight of a law's name in the query."""
    headed: float = 6.0
    """What is added where the query names a law and the words of a heading in it."""
    elsewhere: float = 0.4
    """Factor for articles of other laws than those that the query names: who names one asks of no other."""
    mention: float = 0.9
    """Factor for articles that neither define, oblige, forbid, allow nor penalise: purposes, bases, principles."""
    old_text: float = 0.6
    """Factor for texts that are not the ones in force."""
    half: float = 20.0
    """Score that is shown as one half of the way to the next rank."""
    verified: int = 100
    """How many of the first documents are searched for contiguous words."""
    passage_from: int = 8
    """Letters and characters from which a query without a blank may be a passage of a text."""
    passage: float = 1.0
    """What is added to the score of an article that holds such a query word for word, or defines what is asked."""
    boost_slug: str = "genai-measures"
    boost: float = 1.5
    """Factor for the instrument that the library is about."""
    lower: float = 0.92
    """Factor for rules and documents below laws and administrative regulations."""
    lower_kinds: tuple[str, ...] = ("部门规章", "规范性文件")
    core: float = 1.2
    """Factor for the instruments that are applied together with it, so that the codes do not drown them."""
    core_slugs: tuple[str, ...] = (
        "algorithm-recommendation",
        "cii-protection",
        "csl",
        "deep-synthesis",
        "dsl",
        "minors-online-protection",
        "minors-protection",
        "network-data-regulations",
        "pipl",
    )

    # Long questions are found by what their words have in common with an article, not by any one word.
    long_from: int = 4
    """Words of a query from which on the following take the place of those above."""
    text_b_long: float = 0.5
    grams_long: float = 0.6
    pairs_long: float = 0.5
    contiguous_long: float = 0.3
    exact_long: float = 1.3
    least_coverage_long: float = 0.05
    heading_long: float = 1.8
    beside_long: float = 0.03
    elsewhere_long: float = 1.0
    """Long questions name laws in passing: 违反劳动法规定不订立合同."""
    size_long: float = 0.05
    """What the size of a law counts (its logarithm): codes hold the general rules that long questions ask for."""

    def adapted(self, words: int) -> "Weights":
        """The weights for a query of so many words."""
        if words < self.long_from:
            return self
        changes: dict[str, Any] = {name: getattr(self, f"{name}_long") for name in LONG}
        return replace(self, **changes)


LONG = (
    "text_b",
    "grams",
    "pairs",
    "contiguous",
    "exact",
    "least_coverage",
    "heading",
    "beside",
    "elsewhere",
)
"""Weights that have another value for long questions."""

WEIGHTS = Weights()


def as_json(weights: Weights) -> dict[str, object]:
    """The constants by name."""
    return asdict(weights) | {"long": list(LONG)}
