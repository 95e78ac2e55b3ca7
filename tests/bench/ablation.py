"""The steps of the search, each switched off: what it brings shows in what is lost without it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from indexer.search import Engine
from indexer.search.postings import Posting
from indexer.search.query import Query
from indexer.search.weights import Weights
from indexer.search.whoosh_index import WhooshIndex

__all__ = ["STEPS", "Step", "without"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step, told by what is changed to switch it off: weights, fields of the index that are hidden, what the library
    knows, and what a word of a parsed query brings along."""

    name: str
    weights: Mapping[str, Any] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    library: Mapping[str, Any] = field(default_factory=dict)
    word: Mapping[str, Any] = field(default_factory=dict)

    def __or__(self, other: "Step") -> "Step":
        """Both switched off."""
        return Step(
            f"{self.name}, {other.name}",
            {**self.weights, **other.weights},
            self.hidden | other.hidden,
            {**self.library, **other.library},
            {**self.word, **other.word},
        )


STEPS = (
    Step("thesaurus (widenings, alike words)", hidden=frozenset({"meant", "alike"}), library={"widenings": {}}),
    Step("questions of articles", hidden=frozenset({"question", "asked", "alike"})),
    Step("character pairs of the query", {"pairs": 0.0, "pairs_long": 0.0}),
    Step("numbers, traditional, homophones", library={"simplified": {}}, word={"forms": (), "slips": ()}),
    Step("law factors (boost, core, lower)", {"boost": 1.0, "core": 1.0, "lower": 1.0}),
    Step("size of the law", {"size_long": 0.0}),
    Step("duties before mentions", {"mention": 1.0}),
    Step("gathering of laws", {"gathering": 0.0}),
    Step("neighbours", {"beside": 0.0, "beside_long": 0.0}),
    Step("penalties by the words of the duty", library={"breaches": {}}),
    Step("whole queries among long ones", {"exact_long": 1.0}),
    Step("contiguous words", {"contiguous": 0.0, "contiguous_long": 0.0}),
    Step("weights of long questions", {"long_from": 10**6}),
)


def without(engine: Engine, step: Step) -> Engine:
    """The same search with a step switched off."""
    return _Without(engine, step)


class _Without(Engine):
    def __init__(self, engine: Engine, step: Step) -> None:
        # The engine only reads postings and records, for which the part of an index is as good as the whole.
        weights: Weights = replace(engine.weights, **step.weights)
        super().__init__(cast(WhooshIndex, _Part(engine.index, step)), weights)
        self._step = step

    def parse(self, query: str) -> Query:
        parsed = super().parse(query)
        return replace(parsed, words=tuple(replace(word, **self._step.word) for word in parsed.words))


class _Part:
    """An index of which some fields cannot be seen."""

    def __init__(self, index: WhooshIndex, step: Step) -> None:
        self._index = index
        self._hidden = step.hidden
        self.library = replace(index.library, **step.library)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def postings(self, field: str, term: str) -> Posting:
        return ((), ()) if field in self._hidden else self._index.postings(field, term)
