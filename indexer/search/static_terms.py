"""The terms of the static index: its keys, shard by shard, and what the browser is told of each (see `export`)."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from json.encoder import encode_basestring

import numpy as np

from indexer.search.arrays import Array, Flags, Ints, firsts, largest, ordered, points
from indexer.search.postings import FIELDS, Library
from indexer.search.query import STOP_WORDS
from indexer.search.sounds import by_sound
from indexer.search.stretches import Stretches, posting_lists
from indexer.search.tables import Table
from indexer.search.whoosh_index import Changes, WhooshIndex

__all__ = [
    "KEYS",
    "SHARDS",
    "SHARED",
    "StaticTerms",
    "changed_keys",
    "how_many_shards",
    "meanings",
    "particles",
    "shard_numbers",
    "shared_with_last",
    "static_terms",
]

SHARED = 31
"""A key tells of no more characters that it shares with the one before."""

KEYS, SHARDS = 12, 12288
"""About how many keys a shard holds, and how many shards there are at most."""

AS_WORDS = {"asked": "question", "grams": "text"}
"""Fields of characters and pairs of them, and those where these may stand as a word: nearly all that is said of a pair
is said of the word too."""

FEW = 64
"""Pairs of characters with a particle that are worth naming, so that its other pairs need not be looked up."""


@dataclass(frozen=True)
class StaticTerms:
    """The keys in `many` shards. `shards` are the numbers of theirs; by these they are sorted, and by UTF-16 units.

    `costs` are their costs as words (0: none); `values` are what some stand for (JSON), `valued` the places of these.
    Of each of FIELDS, `places` are those of the keys that are found in it, `encoded` their postings.
    """

    many: int
    keys: Sequence[str]
    shards: Ints
    costs: Array
    values: Sequence[str]
    valued: Ints
    places: Mapping[str, Ints]
    encoded: Mapping[str, Stretches]

    def replaced(self, keys: Collection[str], by: "StaticTerms") -> "StaticTerms":
        """The same with what `by` says of `keys`, and nothing of those that it does not hold."""
        kept = np.ones(len(self.keys), dtype=np.bool_)
        gone, there = _places(self.keys, self.shards, list(keys), shard_numbers(list(keys), self.many))
        kept[gone[there]] = False
        left = np.array(self.keys, dtype=object)[kept]
        at, _ = _places(left, self.shards[kept], by.keys, by.shards)
        merged = np.insert(left, at, np.array(by.keys, dtype=object))
        old_ranks = np.cumsum(kept) - 1
        old_ranks = old_ranks + np.searchsorted(at, old_ranks, side="right")
        new_ranks = at + np.arange(len(at))
        valued, order = _merged(old_ranks, kept, self.valued, new_ranks, by.valued)
        values = [*self.values, *by.values]
        places: dict[str, Ints] = {}
        encoded: dict[str, Stretches] = {}
        for name in FIELDS:
            places[name], rows = _merged(old_ranks, kept, self.places[name], new_ranks, by.places[name])
            encoded[name] = self.encoded[name].joined(by.encoded[name]).taken(rows)
        return StaticTerms(
            self.many,
            merged.tolist(),
            np.insert(self.shards[kept], at, by.shards),
            np.insert(self.costs[kept], at, by.costs),
            [values[each] for each in order.tolist()],
            valued,
            places,
            encoded,
        )


def _merged(old_ranks: Ints, kept: Flags, own: Ints, new_ranks: Ints, other: Ints) -> tuple[Ints, Ints]:
    """The new places of keys of which some are dropped, and which row of both together belongs to each."""
    stays = kept[own]
    ranks = np.concatenate((old_ranks[own[stays]], new_ranks[other]))
    rows = np.concatenate((np.flatnonzero(stays), len(own) + np.arange(len(other))))
    order = np.argsort(ranks, kind="stable")
    return ranks[order], rows[order]


def _utf16(text: str) -> bytes:
    """Sorts as JavaScript compares strings."""
    return text.encode("utf-16-be", "surrogatepass")


def _places(keys: Sequence[str] | Array, shards: Ints, others: Sequence[str], numbers: Ints) -> tuple[Ints, Flags]:
    """Where other keys stand among sorted ones, or would stand; and which of them do."""
    low = np.searchsorted(shards, numbers).tolist()
    high = np.searchsorted(shards, numbers, side="right").tolist()
    places = np.zeros(len(others), dtype=np.int64)
    there = np.zeros(len(others), dtype=np.bool_)
    for number, key in enumerate(others):
        place = bisect_left(keys, _utf16(key), low[number], high[number], key=_utf16)
        places[number] = place
        there[number] = place < high[number] and keys[place] == key
    return places, there


def _sorted(keys: Iterable[str]) -> list[str]:
    """By UTF-16 units."""
    found = list(keys)
    if max("".join(found), default="") <= "\uffff":
        return sorted(found)  # the same as by code points, which takes a third of the time
    return sorted(found, key=_utf16)


def how_many_shards(keys: int) -> int:
    """How many shards so many keys go into. A few keys more seldom make it another number."""
    wanted = min(SHARDS, max(1, keys // KEYS))
    shift = max(0, wanted.bit_length() - 3)
    return wanted >> shift << shift


def shard_numbers(keys: Sequence[str], many: int) -> Ints:
    """In which of `many` shards each key stands.

    What is asked for together stands together: all keys that begin with the same two characters, so that words with the
    same beginning are found in one shard, and what an everyday word may mean beside it; and all that is known of a
    single character (`~`, `^`). Only sounds stand alone, and of defined terms three characters count. The shard is the
    FNV-1a hash of the code points that count.
    """
    counted = [_counted(key) for key in keys]
    sizes = np.array(list(map(len, counted)), dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    text = points("".join(counted))
    hashes = np.full(len(keys), 0x811C9DC5, dtype=np.int64)
    for place in range(largest(sizes)):
        longer = np.flatnonzero(sizes > place)
        hashes[longer] = (hashes[longer] ^ text[starts[longer] + place]) * 0x01000193 & 0xFFFFFFFF
    return hashes % many


def _counted(key: str) -> str:
    """The characters of a key that its shard is told from."""
    match key[0]:
        case "=":
            return key
        case "~" | "^":
            return key[1:]
        case "*":
            return key[:3]
    return key[0] if key[1:2] == "&" else key[:2]


def static_terms(
    index: WhooshIndex, meant: Mapping[str, str], only: Collection[str] | None = None, many: int = 0
) -> StaticTerms:
    """The terms of an index in `many` shards: `only` some keys, or all. `meant` are the `meanings` of these."""
    rows = {name: _rows(index, name, only) for name in FIELDS}
    words = {word: cost for word, cost in index.library.costs.items() if len(word) > 1}
    if only is not None:
        words = {word: words[word] for word in only if word in words}
    keys = _sorted({*meant, *words, *chain(*(names for names, _ in rows.values()))})
    many = many or how_many_shards(len(keys))
    shards = shard_numbers(keys, many)
    order = ordered(shards)
    shards, keys = shards[order], [keys[each] for each in order.tolist()]
    rank = {key: number for number, key in enumerate(keys)}
    places: dict[str, Ints] = {}
    encoded: dict[str, Stretches] = {}
    for name, (names, table) in rows.items():
        own = np.fromiter(map(rank.__getitem__, names), dtype=np.int64, count=len(names))
        order = ordered(own)
        places[name] = own[order]
        table = table.taken(order, [names[each] for each in order.tolist()])
        encoded[name] = posting_lists(*_beyond_words(name, table, rows) if name in AS_WORDS else (table,))
    costs = np.zeros(len(keys), dtype=np.uint8)
    costs[[rank[word] for word in words]] = list(words.values())
    valued = np.fromiter(map(rank.__getitem__, meant), dtype=np.int64, count=len(meant))
    order = ordered(valued)
    values = list(meant.values())
    sorted_values = [values[each] for each in order.tolist()]
    return StaticTerms(many, keys, shards, costs, sorted_values, valued[order], places, encoded)


def _rows(index: WhooshIndex, name: str, only: Collection[str] | None) -> tuple[Sequence[str], Table]:
    """The keys of a field and their posting lists."""
    table = index.table(name)
    if name == "meant":
        pairs = [(_pair_key(word, each), each) for word, words in index.library.widenings.items() for each in words]
        pairs = [(key, term) for key, term in pairs if only is None or key in only]
    elif only is None:
        return [_key(name, term) for term in table.terms], _of_laws(table, index.library) if name == "title" else table
    else:
        pairs = [(key, key.removeprefix("~")) for key in only]
        pairs = [(key, term) for key, term in pairs if key == _key(name, term)]
    found = zip((key for key, _ in pairs), table.places([term for _, term in pairs]), strict=True)
    held = [(key, place) for key, place in found if place is not None]
    table = table.taken(np.array([place for _, place in held], dtype=np.int64), [key for key, _ in held])
    return table.terms, _of_laws(table, index.library) if name == "title" else table


def _beyond_words(name: str, table: Table, rows: Mapping[str, tuple[Sequence[str], Table]]) -> tuple[Table, Flags]:
    """The posting lists of characters and pairs, and for which of them what they have as words is left out."""
    words, others = rows[AS_WORDS[name]]
    place_of = {word: place for place, word in enumerate(words)}
    places = np.array([place_of.get(key.removeprefix("~"), -1) for key in table.terms], dtype=np.int64)
    return table.beyond(others.once() if name == "asked" else others, places)


def _key(name: str, term: str) -> str:
    return f"~{term}" if name == "grams" and len(term) == 1 else term


def _pair_key(word: str, meant: str) -> str:
    """The key of a word of the law that an everyday word may mean: beside it, so that both come together."""
    return f"{word}&{meant}"


def _of_laws(table: Table, library: Library) -> Table:
    """A table of documents, in all of a law the same, as one of laws."""
    terms = np.repeat(np.arange(len(table.terms)), table.counts)
    laws = np.array(library.law_of, dtype=np.int64)[table.documents]
    kept = np.flatnonzero(firsts(terms, laws))
    starts = np.searchsorted(terms[kept], np.arange(len(table.terms) + 1))
    return Table(table.terms, starts, laws[kept], table.frequencies[kept])


def shared_with_last(keys: Sequence[str]) -> Ints:
    """How many characters each of some keys shares with the one before, at most SHARED."""
    sizes = np.array(list(map(len, keys)), dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    text = points("".join(keys))
    shared = np.zeros(len(keys), dtype=np.int64)
    alike = np.arange(1, len(keys))
    for place in range(SHARED):
        alike = alike[np.minimum(sizes[alike], sizes[alike - 1]) > place]
        alike = alike[text[starts[alike] + place] == text[starts[alike - 1] + place]]
        shared[alike] += 1
    return shared


def particles(library: Library) -> dict[str, tuple[str, str]]:
    """Stop words of one character with which few words begin: the characters that come after it, and those that come
    before it, at the beginning of a word (的: 确…, 目…). No other pair with it need be looked up to know that."""
    sides: dict[str, tuple[list[str], list[str]]] = {char: ([], []) for char in sorted(STOP_WORDS) if len(char) == 1}
    words = chain(library.costs, library.widenings)
    pairs = {(word[0], word[1]) for word in words if len(word) > 1 and (word[0] in sides or word[1] in sides)}
    for one, other in sorted(pairs):
        if one in sides:
            sides[one][0].append(other)
        if other in sides:
            sides[other][1].append(one)
    return {
        char: ("".join(after), "".join(before))
        for char, (after, before) in sides.items()
        if len(after) + len(before) <= FEW
    }


def meanings(index: WhooshIndex, only: Collection[str] | None = None) -> dict[str, str]:
    """What some keys stand for, as JSON; of `only` some keys, or of all."""
    library = index.library

    def chosen(mark: str, every: Collection[str]) -> Iterable[str]:
        if only is None:
            return every
        return [key[len(mark) :] for key in only if key.startswith(mark) and key[len(mark) :] in every]

    # Written out: there are tens of thousands, and an encoder takes longer to begin than for so little.
    words = {word: library.widenings[word] for word in chosen("", library.widenings)}
    found = {word: f"[{','.join(map(encode_basestring, meant))}]" for word, meant in words.items()}
    table = index.table("term")
    places = {term: place for place, term in enumerate(table.terms)}
    for term in chosen("*", places):
        found[f"*{term}"] = f"[{','.join(map(str, table.postings(places[term])[0].tolist()))}]"
    # Chinese characters and Latin letters need no escaping.
    for char in chosen("^", library.simplified.keys() | library.sounds.keys()):
        found[f"^{char}"] = f'["{library.simplified.get(char, "")}","{library.sounds.get(char, "")}"]'
    sounds = None if only is None else {key[1:] for key in only if key[0] == "="}
    for key, alike in by_sound(library.costs, library.sounds, sounds).items():
        listed = '","'.join(alike)
        found[f"={key}"] = f'["{listed}"]'
    return found


def changed_keys(changes: Changes, library: Library) -> set[str]:
    """The keys of which an index with `library` may say another thing than the one that it differs from."""
    found = {_key(name, term) for name in FIELDS if name != "meant" for term in changes.terms.get(name, ())}
    found.update(word for word in changes.words if len(word) > 1)
    found.update(changes.widenings)
    found.update(f"*{term}" for term in changes.terms.get("term", ()))
    found.update(f"^{char}" for char in changes.chars)
    found.update(f"={each}" for each in changes.sounds)
    found.update(_pair_key(word, each) for word, meant in changes.widenings.items() for each in meant)
    meant_again = set(changes.terms.get("meant", ()))
    for word, held in library.widenings.items():
        if not meant_again.isdisjoint(held):
            found.update(_pair_key(word, each) for each in meant_again.intersection(held))
    # What is said of a character is told beside what is said of it as a word.
    found.update([f"~{key}" for key in found if len(key) == 1], [key[1:] for key in found if key[0] == "~"])
    return found
