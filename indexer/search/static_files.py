"""What stands in the files of the static index, before they are packed; `export` says how they are laid out."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from indexer.model import COUNTRY
from indexer.search.arrays import Ints
from indexer.search.engine import Engine
from indexer.search.filters import STANDINGS
from indexer.search.postings import FIELDS, LENGTH_FIELDS, Library
from indexer.search.provision_types import TYPE_NAMES
from indexer.search.query import BREACH_WORDS, FILTER_WORDS, FRAMING_WORDS, PENALTY_WORDS, STOP_WORDS
from indexer.search.records import Law
from indexer.search.static_terms import StaticTerms, shared_with_last
from indexer.search.stretches import Reader, Stretches, number, numbers
from indexer.search.weights import as_json

__all__ = [
    "EXPORT_FORMAT",
    "TEXTS",
    "Related",
    "Shard",
    "core_file",
    "length_byte",
    "shard_files",
    "shards_of",
    "terms_of",
    "text_file",
]

EXPORT_FORMAT = 15
"""Raised whenever the files or the way to read them change; the browser refuses any other."""

TEXTS = 2
"""Records in a file of texts: what is shown together seldom stands together."""

Related = Mapping[str, Sequence[tuple[str, str]]]
"""By the id of a record, provisions that belong to it: what they are called, and their address from the site's root."""

Shard = tuple[int, int]
"""From which key to which (exclusive) a shard reaches."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def shards_of(terms: StaticTerms, numbers: Iterable[int]) -> list[Shard]:
    """Some shards; they may be empty."""
    every = np.array(list(numbers), dtype=np.int64)
    starts, ends = (np.searchsorted(terms.shards, each).tolist() for each in (every, every + 1))
    return list(zip(starts, ends, strict=True))


def shard_files(terms: StaticTerms, shards: Sequence[Shard]) -> Iterator[bytes]:
    """t<n>.bin for each of some shards."""
    chosen = [terms.keys[place] for low, high in shards for place in range(low, high)]
    sizes = [high - low for low, high in shards]
    shared = shared_with_last(chosen)
    shared[np.cumsum([0, *sizes[:-1]])[: len(shards)]] = 0
    lines = [chr(32 + size) + key[size:] for size, key in zip(shared.tolist(), chosen, strict=True)]
    held = np.zeros(len(terms.keys), dtype=np.int64)
    for bit, name in enumerate(FIELDS):
        held[terms.places[name]] |= 1 << bit
    ends = np.array(shards, dtype=np.int64).reshape(-1, 2)
    cuts = {name: np.searchsorted(terms.places[name], ends) for name in FIELDS}
    fields = _slices(numbers(held), ends)
    lists = map(b"".join, zip(*(_slices(numbers(terms.encoded[n].sizes), cuts[n]) for n in FIELDS), strict=True))
    postings = map(b"".join, zip(*(_slices(terms.encoded[n], cuts[n]) for n in FIELDS), strict=True))
    value_cuts = np.searchsorted(terms.valued, ends).tolist()
    costs = terms.costs.tobytes()
    at = 0
    for (low, high), (first, last), *parts in zip(shards, value_cuts, fields, lists, postings, strict=True):
        own = "\n".join(lines[at : at + high - low]).encode("utf-8", "surrogatepass")
        at += high - low
        valued = zip(terms.valued[first:last].tolist(), terms.values[first:last], strict=True)
        meant = ",".join([f"{_encode(terms.keys[place])}:{value}" for place, value in valued])
        values = f"{{{meant}}}".encode() if meant else b""
        start = (number(high - low), number(len(own)), own, costs[low:high])
        yield b"".join((*start, parts[0], parts[1], number(len(values)), values, parts[2]))


def terms_of(files: Mapping[int, bytes], many: int) -> StaticTerms:
    """What `shard_files` made some of `many` shards from: their contents by number, ascending. Raises ValueError."""
    keys: list[str] = []
    values: list[str] = []
    valued: list[int] = []
    sizes: list[int] = []
    costs: list[bytes] = []
    places: dict[str, list[int]] = {name: [] for name in FIELDS}
    lengths: dict[str, list[int]] = {name: [] for name in FIELDS}
    postings: dict[str, list[bytes]] = {name: [] for name in FIELDS}
    for data in files.values():
        reader = Reader(data)
        count, first, key = reader.number(), len(keys), ""
        lines = reader.taken(reader.number()).decode("utf-8", "surrogatepass")
        for line in lines.split("\n") if count else ():
            key = key[: ord(line[0]) - 32] + line[1:]
            keys.append(key)
        sizes.append(count)
        costs.append(reader.taken(count))
        held = [reader.number() for _ in range(count)]
        own = {name: [at for at, bits in enumerate(held) if bits >> bit & 1] for bit, name in enumerate(FIELDS)}
        lists = {name: [reader.number() for _ in own[name]] for name in FIELDS}
        place = {key: at for at, key in enumerate(keys[first:], first)}
        for key, value in json.loads(reader.taken(reader.number()) or b"{}").items():
            valued.append(place[key])
            values.append(_encode(value))
        for name in FIELDS:
            places[name] += (first + at for at in own[name])
            lengths[name] += lists[name]
            postings[name].append(reader.taken(sum(lists[name])))
    return StaticTerms(
        many,
        keys,
        np.repeat(np.array(list(files), dtype=np.int64), sizes),
        np.frombuffer(b"".join(costs), dtype=np.uint8),
        values,
        np.array(valued, dtype=np.int64),
        {name: np.array(places[name], dtype=np.int64) for name in FIELDS},
        {name: Stretches(b"".join(postings[name]), np.cumsum([0, *lengths[name]], dtype=np.int64)) for name in FIELDS},
    )


def _slices(stretches: Stretches, cuts: Ints) -> list[bytes]:
    """The bytes of some stretches: from which to which (exclusive) is a row of `cuts`."""
    data = stretches.data
    return [data[start:end] for start, end in stretches.ends[cuts].tolist()]


def core_file(engine: Engine) -> bytes:
    """core.bin."""
    index, library = engine.index, engine.index.library
    chars = sorted(set("".join(library.costs)))
    header: dict[str, Any] = {
        "format": EXPORT_FORMAT,
        "count": index.count,
        "texts": TEXTS,
        "weights": as_json(engine.weights),
        "stop": sorted(STOP_WORDS),
        "asking": [sorted(words) for words in (PENALTY_WORDS, BREACH_WORDS, FRAMING_WORDS)],
        "filters": FILTER_WORDS,
        "types": {str(int(kind)): name for kind, name in TYPE_NAMES.items()},
        "standings": STANDINGS,
        **_laws(library.laws),
        "lawSizes": library.law_sizes,
        "names": _names(library),
        "chars": len(chars),
        "averages": [index.average(name) for name in LENGTH_FIELDS],
        "meant": {word: meant for word, meant in library.widenings.items() if len(word) == 1},
        "later": [[old, index.label(old), new, index.label(new)] for old, new in sorted(library.later.items())],
    }
    every = [index.lengths(name) for name in LENGTH_FIELDS]
    byte = {length: length_byte(length) for length in set().union(*every)}
    lengths = b"".join(bytes([byte[length] for length in some]) for some in every)
    steps = numbers(np.diff(np.array([0, *map(ord, chars)]))).data
    costs = bytes(library.costs.get(char, 0) for char in chars)
    breaches = _breaches(library)
    start = _encode(header).encode()
    size = len(start).to_bytes(4, "little")
    return b"".join((size, start, lengths, bytes(library.types), steps, costs, number(len(breaches)), breaches))


def _breaches(library: Library) -> bytes:
    """How many documents punish; of each the difference to the one before, how many others' breach it punishes, and
    of each of these the difference to the one before, of the first to the first document of the law."""
    values = [len(library.breaches)]
    starts = np.cumsum([0, *library.law_sizes]).tolist()
    before = 0
    for document, broken in sorted(library.breaches.items()):
        values += (document - before, len(broken))
        values += np.diff([starts[library.law_of[document]], *broken]).tolist()
        before = document
    return numbers(np.array(values)).data


def _laws(laws: Sequence[Law]) -> dict[str, Any]:
    """What is known of each law, kinds and topics as places in lists of their own. Where its page stands is told from
    its id, and that is left out where it is the slug."""
    kinds, topics = _listed(law.kind for law in laws), _listed(topic for law in laws for topic in law.topics)
    rows = [
        [
            law.slug,
            law.title,
            kinds.index(law.kind),
            [topics.index(topic) for topic in law.topics],
            int(law.current),
            [law.effective, law.superseded, law.repealed, int(law.draft)],
            law.last,
            *([law.id] if law.id != law.slug else []),
        ]
        for law in laws
    ]
    missing = {law.id: law.missing for law in laws if law.missing}
    return {"kinds": kinds, "topics": topics, "laws": rows, "missing": missing}


def _listed(values: Iterable[str]) -> list[str]:
    return sorted(set(values))


def _names(library: Library) -> list[list[str | int]]:
    """The names that may mean the same, in one text with line feeds between them, and what that is: slugs, of those
    with a law the place of the first. Slugs and titles without the country's name, which mean their own law, are left
    out where they mean no other."""
    places: dict[str, int] = {}
    plain: dict[str, tuple[str, ...]] = {}
    for place, law in enumerate(library.laws):
        places.setdefault(law.slug, place)
        plain[law.slug] = plain[law.title.removeprefix(COUNTRY)] = (law.slug,)
    told: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(library.names.keys() | plain.keys()):
        if (slugs := library.names.get(name, ())) != plain.get(name):
            told.setdefault(slugs, []).append(name)
    return [["\n".join(names), *(places.get(slug, slug) for slug in slugs)] for slugs, names in told.items()]


def length_byte(rounded: int) -> int:
    """A length of four significant bits as a byte."""
    shift = max(0, rounded.bit_length() - 4)
    return rounded if rounded < 16 else 16 + 8 * (shift - 1) + (rounded >> shift) - 8


def text_file(engine: Engine, file: int, related: Related) -> bytes:
    """x<n>.bin."""
    index = engine.index
    found = []
    for document in range(TEXTS * file, min(index.count, TEXTS * (file + 1))):
        record = index.record(document)
        more = filter(None, [related.get(record.id)])
        found.append([record.anchor, record.label, record.path, record.units, *more])
    return _encode(found).encode()
