"""Chinese words: the only module that knows jieba.

A text is cut as `jieba.cut(text, HMM=False)` cuts it, with jieba's dictionary and jieba's rule (the most probable path
through the words of the dictionary; of equally probable ones that with the longer word first), but all of it at once in
arrays, which takes a fraction of the time. A test holds the two together. The hidden Markov model stays off, since it
invents words that no dictionary holds.

Importing jieba attaches a talkative log handler and fails where warnings are errors, so it is imported here alone,
behind a narrow filter, and only to make our form of its dictionary.
"""

import logging
import math
import re
import unicodedata
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import numpy as np

from indexer.search.analysis import HAN, LETTER, normalise, provisions
from indexer.search.array_file import packed, unpacked
from indexer.search.arrays import Array, Ints, firsts, largest, ordered, points
from indexer.search.files import replace_file
from indexer.search.numbers import quantities
from indexer.search.trie import Matches, Trie

__all__ = ["CUTTER_VERSION", "Dictionary", "Tokens", "cut", "extra_words", "quiet_jieba", "with_more"]

CUTTER_VERSION = f"5-jieba{version('jieba')}-unicode{unicodedata.unidata_version}"
"""Changes whenever the same text might be cut differently."""

_KEPT = "words-"
"""How the name of the file begins that keeps the dictionary."""

AT_ONCE = 500_000
"""Characters that are cut at once: the arrays take some hundred bytes for each."""

_EXTRA = re.compile(rf"[{HAN}]{{2,30}}")

_POINTS = 0x110000
_SIZE_BITS = 8
_LONGEST = (1 << _SIZE_BITS) - 1
_NONE, _LATIN, _WORD, _SINGLE, _PROVISION, _CHINESE = range(6)
"""Kinds of characters: those between tokens, those that make up a token with their like (two kinds), those that are
one each (Chinese ones that jieba does not know), those in the number of a provision, and those that jieba cuts."""
_LIKE_JIEBA = re.compile("[\u4e00-\u9fd5]")
_OTHER_HAN = re.compile(rf"[{HAN}]")
_LATIN_CHARACTER = re.compile("[a-z0-9]")


def extra_words(names: Iterable[str]) -> frozenset[str]:
    """Those of `names` (titles, aliases, headings) that can be words of a dictionary, normalised."""
    return frozenset(word for name in names if _EXTRA.fullmatch(word := normalise(name).text))


def quiet_jieba() -> ModuleType:
    """The module, without its talk."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        warnings.filterwarnings("ignore", category=SyntaxWarning)
        warnings.filterwarnings("ignore", category=UserWarning, message=".*pkg_resources.*")
        import jieba
    logger = logging.getLogger("jieba")
    logger.handlers.clear()
    logger.setLevel(logging.WARNING)
    found: ModuleType = jieba
    return found


def _jieba_words() -> tuple[Mapping[str, int], int]:
    """jieba's dictionary: word → how often it was counted (0 for beginnings of words that are no words); and how many
    words were counted in all, which is a few more, since some stand in it twice."""
    tokenizer = quiet_jieba().Tokenizer()
    found: tuple[Mapping[str, int], int] = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return found


@dataclass(frozen=True)
class Dictionary:
    """Words and how often they were counted in the text that `total` words were counted in."""

    words: Trie
    total: int

    @classmethod
    def of_jieba(cls, folder: Path) -> "Dictionary":
        """jieba's dictionary, kept in `folder` (which must exist) in a form that loads fast. Raises OSError."""
        path = folder / f"{_KEPT}{CUTTER_VERSION}.bin"
        try:
            arrays, total = unpacked(path.read_bytes())
            return cls(Trie.of_arrays(arrays), int(str(total)))
        except (OSError, ValueError, KeyError, TypeError):
            pass  # not there, or damaged
        counted, total = _jieba_words()
        words = Trie.of({word: count for word, count in counted.items() if count})
        for old in folder.glob(f"{_KEPT}*"):
            old.unlink(missing_ok=True)
        replace_file(path, packed(words.arrays(), total))
        return cls(words, total)

    def with_words(self, words: Iterable[str]) -> "Dictionary":
        """The same with words of the library's own, counted as often as it takes to keep them whole.

        That is jieba's `suggest_freq`.
        """
        names = sorted(words)
        text = points("\n".join(names))
        pieces = _pieces(text, _kinds(text), self)
        counts = np.append(self.words.numbers(), 0)[pieces.nodes]
        shares = [1.0] * len(names)
        for line, count in zip(np.cumsum(text == ord("\n"))[pieces.starts].tolist(), counts.tolist(), strict=True):
            shares[line] *= (count or 1) / self.total
        added = {
            name: max(int(share * self.total) + 1, self.words.number(name))
            for name, share in zip(names, shares, strict=True)
        }
        return Dictionary(self.words.with_words(added), self.total)

    @cached_property
    def worths(self) -> Array:
        """The logarithm of the probability of the word at every node; of what was never counted for no word."""
        counts = self.words.numbers()
        worths = np.full(largest(counts) + 1, -math.log(self.total))
        # math.log, as jieba takes it: another library's last digit might decide a tie otherwise.
        for count in np.flatnonzero(np.bincount(counts)).tolist():
            worths[count] = math.log(count or 1) - math.log(self.total)
        found: Array = worths[counts]
        return found


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text in order, after each longer word the shorter words inside it, and the tokens of numbers and
    dates (`numbers.Quantity`) that begin there.

    `texts` are the distinct ones; of each token, `terms` is its place in `texts`, `starts` and `ends` where it stands
    (characters of the text, 0-based), and `steps` how many positions it is behind the token before: 0 for a word inside
    the one before it and for a number, 1 for the next word, 2 where punctuation or a line feed stands between, so that
    no phrase reaches across it.
    """

    texts: Sequence[str]
    terms: Ints
    starts: Ints
    ends: Ints
    steps: Ints


def cut(text: str, dictionary: Dictionary) -> Tokens:
    """Cut a normalised text of one or more lines."""
    parts: list[tuple[int, Tokens]] = []
    start = 0
    while start < len(text):
        end = text.find("\n", start + AT_ONCE) + 1 or len(text)
        parts.append((start, _cut(text[start:end], dictionary)))
        start = end
    if len(parts) == 1:
        return parts[0][1]
    # No word reaches across lines, so that each part is cut as it is in the whole.
    known: dict[str, int] = {}
    terms: list[Ints] = []
    for _, part in parts:
        places = np.array([known.setdefault(each, len(known)) for each in part.texts], dtype=np.int64)
        if len(part.steps) and any(map(len, terms)):
            part.steps[0] = 2
        terms.append(places[part.terms])
    none = np.empty(0, dtype=np.int64)
    return Tokens(
        list(known),
        np.concatenate((none, *terms)),
        np.concatenate((none, *(part.starts + start for start, part in parts))),
        np.concatenate((none, *(part.ends + start for start, part in parts))),
        np.concatenate((none, *(part.steps for _, part in parts))),
    )


def with_more(tokens: Tokens, words: Sequence[str], more: Matches) -> Tokens:
    """The tokens with more words, where these begin and end as some of them do and are not among them: `more` says
    where they may stand, with the numbers of `words` from 1 as nodes."""
    if not len(tokens.starts) or not len(more.starts):
        return tokens
    length = max(largest(tokens.ends), largest(more.starts + more.sizes)) + 1
    begins, ends, wanted = (np.zeros(length, dtype=np.bool_) for _ in range(3))
    begins[tokens.starts] = True
    ends[tokens.ends] = True
    fits = begins[more.starts] & ends[more.starts + more.sizes]
    starts, sizes, nodes = more.starts[fits], more.sizes[fits], more.nodes[fits]
    wanted[starts] = True
    near = np.flatnonzero(wanted[tokens.starts])
    spans = tokens.starts[near] << _SIZE_BITS | np.minimum((tokens.ends - tokens.starts)[near], _LONGEST)
    fresh = ~np.isin(starts << _SIZE_BITS | sizes, spans)
    starts, sizes, nodes = starts[fresh], sizes[fresh], nodes[fresh]
    known = {text: place for place, text in enumerate(tokens.texts)}
    held, nodes = np.unique(nodes, return_inverse=True)
    places = [known.setdefault(words[node - 1], len(known)) for node in held.tolist()]
    main = np.flatnonzero(tokens.steps > 0)
    leads = tokens.starts[main[np.cumsum(tokens.steps > 0) - 1]]
    own = leads[firsts(leads)]
    order = ordered(np.concatenate((leads, own[np.searchsorted(own, starts, side="right") - 1])))
    return Tokens(
        list(known),
        np.concatenate((tokens.terms, np.array(places, dtype=np.int64)[nodes]))[order],
        np.concatenate((tokens.starts, starts))[order],
        np.concatenate((tokens.ends, starts + sizes))[order],
        np.concatenate((tokens.steps, np.zeros(len(starts), dtype=np.int64)))[order],
    )


def _cut(text: str, dictionary: Dictionary) -> Tokens:
    characters = points(text)
    kinds = _kinds(characters)
    named = list(provisions(text))
    for start, end, _ in named:
        kinds[start:end] = _PROVISION
    chinese = _pieces(characters, kinds, dictionary)
    begins = firsts(kinds) | (kinds == _SINGLE)
    begins[[start for start, _, _ in named]] = True
    begins[[end for _, end, _ in named if end < len(begins)]] = True
    bounds = np.append(np.flatnonzero(begins), len(characters))
    other = (kinds[bounds[:-1]] != _NONE) & (kinds[bounds[:-1]] != _CHINESE)
    others, other_ends = bounds[:-1][other], bounds[1:][other]
    token_of = {start: token for start, _, token in named}
    numbers: dict[str, int] = {}
    other_terms = [
        numbers.setdefault(token_of.get(start) or text[start:end], len(numbers))
        for start, end in zip(others.tolist(), other_ends.tolist(), strict=True)
    ]
    counted = [(number.start, number.end, token) for number in quantities(text) for token in number.tokens]
    number_terms = [numbers.setdefault(token, len(numbers)) for _, _, token in counted]
    number_starts, number_ends = np.array([each[:2] for each in counted], dtype=np.int64).reshape(-1, 2).T
    # A word of the dictionary is known by its node, another Chinese character by its code point, the rest by number.
    nodes = len(dictionary.worths)
    unknown = chinese.nodes < 0
    known = np.where(unknown, nodes + characters[chinese.starts], chinese.nodes)
    inside, holder = _inside(chinese)
    spelled_terms = np.array([*other_terms, *number_terms], dtype=np.int64) + nodes + _POINTS
    terms = np.concatenate((known, inside.nodes, spelled_terms))
    starts = np.concatenate((chinese.starts, inside.starts, others, number_starts))
    ends = np.concatenate((chinese.starts + chinese.sizes, inside.starts + inside.sizes, other_ends, number_ends))
    # The words inside another come behind it, in the order they have; so do numbers, which may begin inside one.
    mains = np.sort(np.concatenate((chinese.starts, others)))
    number_leads = mains[np.searchsorted(mains, number_starts, side="right") - 1] if counted else mains[:0]
    leads = np.concatenate((chinese.starts, chinese.starts[holder], others, number_leads))
    order = ordered(leads)
    terms, starts, ends = terms[order], starts[order], ends[order]
    main = np.repeat([True, False, True, False], [len(known), len(holder), len(others), len(counted)])[order]
    steps = np.zeros(len(terms), dtype=np.int64)
    steps[main] = _steps(characters, starts[main], ends[main])
    distinct, example, terms = np.unique(terms, return_index=True, return_inverse=True)
    spelled = list(numbers)
    texts = [
        text[start:end] if term < nodes + _POINTS else spelled[term - nodes - _POINTS]
        for term, start, end in zip(distinct.tolist(), starts[example].tolist(), ends[example].tolist(), strict=True)
    ]
    return Tokens(texts, terms, starts, ends, steps)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The words of a path, their nodes in the dictionary (-1: none); `matches` are all words that stand in the text."""

    starts: Ints
    sizes: Ints
    nodes: Ints
    matches: Matches


def _kinds(text: Ints) -> Array:
    """The kind of every character of a text."""
    table = np.zeros(_POINTS, dtype=np.int8)
    for point in np.flatnonzero(np.bincount(text)).tolist():
        char = chr(point)
        if _LIKE_JIEBA.match(char):
            table[point] = _CHINESE
        elif _OTHER_HAN.match(char):
            table[point] = _SINGLE
        elif _LATIN_CHARACTER.match(char):
            table[point] = _LATIN
        elif LETTER.match(char):
            table[point] = _WORD
    found: Array = table[text]
    return found


def _pieces(text: Ints, kinds: Array, dictionary: Dictionary) -> "_Pieces":
    """The words of the Chinese runs of a text: the most probable path through each.

    From the end of all runs at once to their beginnings: what is best from a character on depends only on what is best
    from the characters behind it.
    """
    chinese = kinds == _CHINESE
    if not chinese.any():
        none = np.empty(0, dtype=np.int64)
        return _Pieces(none, none, none, Matches(none, none, none))
    run_ends = np.append(np.flatnonzero(chinese & np.append(~chinese[1:], True)) + 1, len(text))
    places = np.flatnonzero(chinese)
    room = np.zeros(len(text), dtype=np.int64)
    room[places] = run_ends[np.searchsorted(run_ends, places, side="right")] - places
    matches = dictionary.words.matches(text, room)
    # jieba takes a character for a word of its own where no word begins with it.
    alone = np.zeros(len(text), dtype=np.bool_)
    alone[places] = True
    alone[matches.starts] = False
    lonely = np.flatnonzero(alone)
    starts = np.concatenate((matches.starts, lonely))
    sizes = np.concatenate((matches.sizes, np.ones(len(lonely), dtype=np.int64)))
    nodes = np.concatenate((matches.nodes, np.full(len(lonely), -1, dtype=np.int64)))
    worths = np.append(dictionary.worths, -math.log(dictionary.total))[nodes]
    best = np.zeros(len(text) + 1)
    best[:-1][places] = -np.inf
    chosen = np.zeros(len(text), dtype=np.int64)
    steps = room[starts] << _SIZE_BITS | sizes
    order = ordered(steps)
    bounds = np.append(np.flatnonzero(firsts(steps[order])), len(order))
    for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        now = order[low:high]
        at = starts[now]
        worth = worths[now] + best[at + sizes[now]]
        better = worth >= best[at]  # of equals the longer word, which comes later
        best[at[better]] = worth[better]
        chosen[at[better]] = now[better]
    first = chinese & np.append(True, ~chinese[:-1])
    path: list[Ints] = []
    at = np.flatnonzero(first)
    while len(at):
        path.append(chosen[at])
        at = at + sizes[path[-1]]
        at = at[(at < len(text)) & chinese[np.minimum(at, len(text) - 1)]]
    taken = np.concatenate(path)
    taken = taken[ordered(starts[taken])]
    return _Pieces(starts[taken], sizes[taken], nodes[taken], matches)


def _inside(pieces: _Pieces) -> tuple[Matches, Ints]:
    """The words of two and more characters inside longer pieces, and which pieces these are."""
    found = pieces.matches
    holder = np.searchsorted(pieces.starts, found.starts, side="right") - 1
    offset = found.starts - pieces.starts[holder]
    held = (found.sizes > 1) & (found.sizes < pieces.sizes[holder]) & (offset + found.sizes <= pieces.sizes[holder])
    return Matches(found.starts[held], found.sizes[held], found.nodes[held]), holder[held]


def _steps(text: Ints, starts: Ints, ends: Ints) -> Ints:
    """How many positions each word is behind the one before: 1 if it follows at once or after a space, otherwise 2."""
    steps = np.ones(len(starts), dtype=np.int64)
    gaps = starts[1:] - ends[:-1]
    space = text[np.minimum(ends[:-1], len(text) - 1)] == ord(" ")
    steps[1:] += ~((gaps == 0) | ((gaps == 1) & space))
    return steps
