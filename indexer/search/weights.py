"""Every constant of the ranking, in one place; exported with the index, so that the browser ranks with the same."""

from dataclasses import asdict, dataclass

__all__ = ["WEIGHTS", "Weights", "as_json"]


@dataclass(frozen=True, slots=True)
class Weights:
    """Scores are BM25F sums; names ending in `_b` say how much a field's length counts (0: not, 1: fully)."""

    k1: float = 1.2
    """How soon repetition of a word stops to count."""
    text: float = 1.0
    text_b: float = 0.5
    grams: float = 0.4
    """A word that stands in the text only across the borders of the text's own words."""
    heading: float = 0.8
    heading_b: float = 0.3
    title: float = 0.5
    title_b: float = 0.3
    question: float = 0.9
    question_b: float = 0.3
    """A word of the question that the article answers, or an everyday word for it."""
    widened: float = 0.6
    """A word of the law that an everyday word of the query may mean."""
    part: float = 0.5
    """The shorter words of a longer one that is not there itself."""
    neighbour: float = 0.3
    """Two words that stand side by side in the query: the two characters at their border, found in the text."""
    contiguous: float = 0.6
    """Words of the query found in the text exactly as they stand in the query."""
    coverage: float = 0.7
    """How much of a score depends on the share of the query's words that were found."""
    least_coverage: float = 0.2
    """Documents that hold a smaller share of the query (by weight of the words) are no results."""
    least_beside_exact: float = 0.4
    """The same where other documents hold the whole query."""
    law: float = 6.0
    """Weight of a law's name in the query."""
    old_text: float = 0.6
    """Factor for texts that are not the ones in force."""
    half: float = 20.0
    """Score that is shown as one half of the way to the next rank."""
    verified: int = 100
    """How many of the first documents are looked through for contiguous words."""
    boost_slug: str = "genai-measures"
    boost: float = 1.1
    """Factor for the instrument that the library is about."""
    core: float = 1.05
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


WEIGHTS = Weights()


def as_json(weights: Weights) -> dict[str, object]:
    """The constants by name."""
    return asdict(weights)
