"""What stands in the files of the static index, before they are packed; `export` says how they are laid out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from indexer.search.engine import Engine
from indexer.search.filters import STANDINGS
from indexer.search.postings import FIELDS, LENGTH_FIELDS
from indexer.search.provision_types import TYPE_NAMES
from indexer.search.query import FILTER_WORDS, STOP_WORDS
from indexer.search.static_terms import MARKS, StaticTerms, shared_with_last, utf16
from indexer.search.stretches import number, numbers
from indexer.search.weights import as_json

__all__ = [
    "EXPORT_FORMAT",
    "TEXTS",
    "Related",
    "Shard",
    "bounds_of",
    "core_file",
    "length_byte",
    "shard_files",
    "shards_of",
    "text_file",
]

EXPORT_FORMAT = 6
"""Raised whenever the files or the way to read them change; the browser refuses any other."""

TEXTS = 4
"""Records in a file of texts: what is shown together seldom stands together."""

SHARD, SHARDS = 800, 8000
"""About how many bytes of keys and postings, before compression, a shard of terms holds; and how many shards there are
at most, since core.bin names them all: a larger library gets shards of twice the size, or of four times."""

Related = Mapping[str, Sequence[tuple[str, str]]]
"""By the id of a record, provisions that belong to it: what they are called, and their address from the site's root."""

Shard = tuple[int, int]
"""From which key to which (exclusive) a shard reaches."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def shards_of(terms: StaticTerms) -> list[Shard]:
    """The shards, whose borders depend on the keys around them alone: a changed key moves those next to it at most."""
    sizes = np.array(list(map(len, terms.keys)), dtype=np.int64) + 4
    for name in FIELDS:
        sizes[terms.places[name]] += terms.encoded[name].sizes
    sizes[terms.valued] += [len(value.encode()) for value in terms.values]
    size = SHARD
    while size * SHARDS < sizes.sum():
        size *= 2
    # A shard ends at the first marked key behind its least size: of keys of some 28 bytes every 14th or so is marked.
    marked = terms.marks < MARKS * SHARD // (14 * size)
    shards: list[Shard] = []
    low = held = 0
    for place, (more, may_end) in enumerate(zip(sizes.tolist(), marked.tolist(), strict=True)):
        if place > low and (held + more > 2 * size or (may_end and held >= size // 2)):
            shards.append((low, place))
            low, held = place, 0
        held += more
    return [*shards, (low, len(sizes))] if len(sizes) else []


def bounds_of(terms: StaticTerms, shards: Sequence[Shard]) -> list[str]:
    """With which string each shard begins."""
    return [_first(terms.keys[low], terms.keys[low - 1] if low else "") for low, _ in shards]


def _first(key: str, before: str) -> str:
    """The shortest string that tells where a shard begins with `key`, given the last key of the one before."""
    return next(key[:size] for size in range(1, len(key) + 1) if utf16(key[:size]) > utf16(before))


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
    fields = numbers(held)
    costs = terms.costs.tobytes()
    lists = {name: numbers(terms.encoded[name].sizes) for name in FIELDS}
    ends = np.array(shards, dtype=np.int64).reshape(-1, 2)
    cuts = {name: np.searchsorted(terms.places[name], ends).tolist() for name in FIELDS}
    value_cuts = np.searchsorted(terms.valued, ends).tolist()
    at = 0
    for shard, (low, high) in enumerate(shards):
        own = "\n".join(lines[at : at + high - low]).encode("utf-8", "surrogatepass")
        at += high - low
        valued = range(*value_cuts[shard])
        pairs = sorted((terms.keys[terms.valued[each]], terms.values[each]) for each in valued)
        content = "".join(("{", ",".join(f"{_encode(key)}:{value}" for key, value in pairs), "}")) if pairs else ""
        stretches = [(name, *cuts[name][shard]) for name in FIELDS]
        yield b"".join(
            (
                number(high - low),
                number(len(own)),
                own,
                costs[low:high],
                fields.between(low, high),
                *(lists[name].between(first, last) for name, first, last in stretches),
                number(len(content.encode())),
                content.encode(),
                *(terms.encoded[name].between(first, last) for name, first, last in stretches),
            )
        )


def _bounds(bounds: Sequence[str]) -> bytes:
    shared = shared_with_last(bounds).tolist() if bounds else []
    values = [*shared, *(len(bound) - kept for kept, bound in zip(shared, bounds, strict=True))]
    for kept, bound, before in zip(shared, bounds, ("", *bounds), strict=False):
        if kept < len(bound):
            step = ord(bound[kept]) - (ord(before[kept]) if kept < len(before) else 0)
            values.append(2 * step if step >= 0 else -2 * step - 1)
        values += map(ord, bound[kept + 1 :])
    return numbers(np.array(values, dtype=np.int64)).data


def core_file(engine: Engine, bounds: Sequence[str]) -> bytes:
    """core.bin; `bounds` are what `bounds_of` gives."""
    index, library = engine.index, engine.index.library
    chars = sorted({char for word in library.costs for char in word})
    header: dict[str, Any] = {
        "format": EXPORT_FORMAT,
        "count": index.count,
        "texts": TEXTS,
        "weights": as_json(engine.weights),
        "stop": sorted(STOP_WORDS),
        "filters": FILTER_WORDS,
        "types": {str(int(kind)): name for kind, name in TYPE_NAMES.items()},
        "standings": STANDINGS,
        "laws": [
            {
                "id": law.id,
                "slug": law.slug,
                "title": law.title,
                "kind": law.kind,
                "url": law.url,
                "current": law.current,
                "dates": [law.effective, law.superseded, law.repealed, int(law.draft)],
                "topics": law.topics,
            }
            for law in library.laws
        ],
        "lawSizes": library.law_sizes,
        "names": [[name, list(slugs)] for name, slugs in sorted(library.names.items())],
        "chars": len(chars),
        "later": [[old, index.label(old), new, index.label(new)] for old, new in sorted(library.later.items())],
        "bounds": len(bounds),
    }
    lengths = b"".join(bytes(map(length_byte, index.lengths(name))) for name in LENGTH_FIELDS)
    steps = numbers(np.diff(np.array([0, *map(ord, chars)]))).data
    costs = bytes(library.costs.get(char, 0) for char in chars)
    start = _encode(header).encode()
    size = len(start).to_bytes(4, "little")
    return b"".join((size, start, lengths, bytes(library.types), steps, costs, _bounds(bounds)))


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
