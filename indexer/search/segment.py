"""Cutting of queries over the library's own vocabulary.

The most probable path through the words of the index: each word costs -16 ln(its share), rounded to an integer from 1
to 255, so that Python and JavaScript always find the same path and a byte holds a cost.
`site/assets/search/segment.js` is the same in the browser.
"""

import math
from collections.abc import Mapping

__all__ = ["LONGEST_WORD", "costs", "cut", "parts"]

LONGEST_WORD = 30
"""Longer words of the vocabulary are never words of a query."""


def costs(frequencies: Mapping[str, int]) -> dict[str, int]:
    """Cost of every word, sorted by word; `frequencies` says how often each stands in the library (at least 1)."""
    total = sum(frequencies.values())
    # Most words are as frequent as many others.
    cost = {each: min(255, max(1, round(-16 * math.log(each / total)))) for each in set(frequencies.values())}
    return {word: cost[frequencies[word]] for word in sorted(frequencies) if len(word) <= LONGEST_WORD}


def cut(run: str, costs: Mapping[str, int], without: str = "") -> tuple[str, ...]:
    """Cut a run of Chinese characters into the cheapest words; joined they give `run` again.

    A character that is no word costs more than twice the dearest word (640). Of equally cheap paths
    the one with the longest first word is taken, and so on from there. `without` is a word not to be used.
    """
    unknown = 640
    size = len(run)
    best = [0] * (size + 1)
    chosen = [0] * (size + 1)
    for start in range(size - 1, -1, -1):
        best[start] = -1
        for end in range(start + 1, min(size, start + LONGEST_WORD) + 1):
            word = run[start:end]
            cost = None if word == without else costs.get(word)
            if cost is None:
                if end > start + 1:
                    continue
                cost = unknown
            if best[start] < 0 or cost + best[end] <= best[start]:
                best[start] = cost + best[end]
                chosen[start] = end
    words: list[str] = []
    start = 0
    while start < size:
        words.append(run[start : chosen[start]])
        start = chosen[start]
    return tuple(words)


def parts(word: str, costs: Mapping[str, int]) -> tuple[str, ...]:
    """The shorter words that make up a word of four characters or more; empty where it cannot be split so.

    Every part has two characters at least and is a word of the vocabulary.
    """
    if len(word) < 4:
        return ()
    found = cut(word, costs, word)
    return found if all(len(part) > 1 for part in found) else ()
