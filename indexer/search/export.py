"""The index as static files for the browser, written from the Whoosh index.

    entry.json              {"format", "version"}: the only file fetched fresh; it names the folder of the others
    <version>/core.bin      what every query needs: laws and their names, weights, characters, lengths
    <version>/t<n>.bin      terms with their postings, sorted by UTF-16 units; core.bin tells with which each begins
    <version>/x<n>.bin      the records TEXTS*n to TEXTS*n + TEXTS - 1
    <version>/all.pack      all of these behind one another, for reading without a network

The version is the hash of all content: an old page never reads a new file, and two exports of the same library are
equal byte for byte. Each .bin is gzip inside the file, so that any host serves it small. all.pack is: length of a
header (4 bytes, little endian), header ([name, size] of each file), the files as they are.

Numbers are groups of seven bits, lowest first, the eighth bit set on all but the last (LEB128).

core.bin: length of a header (4 bytes, little endian), header (JSON), the lengths of each of LENGTH_FIELDS (a byte per
document: up to 15 as they are, above that 16 + 8 (shift - 1) + (length >> shift) - 8, see `postings.rounded`), the
types of the documents (a byte each), the characters of the vocabulary (each as the difference of its code point to the
one before), their costs (a byte each), and with which string each t<n>.bin begins: for each how many code points it
shares with the one before, for each how many follow, and these of all; the first of each as the difference to the one
that stood in its place (0 for none), doubled, or doubled and less 1 if it is negative.

t<n>.bin: how many keys; the length in bytes of the keys; the keys; their costs in a query (a byte each, 0: no word);
which of FIELDS each is found in (a number of as many bits); field by field, for each key found in it, the length in
bytes of its postings; the length of what follows as JSON, and a JSON object of what some keys stand for; the
postings in the same order. Keys stand in lines; each begins with a character whose code point less 32 says how many
code points it shares with the one before, at most 31.

What a key is: a word or pair of characters itself; `~赌` a single character in texts; `刷脸` an everyday word, which
stands for those it may mean; `刷脸&人脸识别` one of these, beside it so that both come together; `^個` a character,
which stands for its simplified form and its sound; `=chu jing` the words that sound so; `*敏感个人信息` a defined term,
which stands for the documents that define it.

The postings of a term: for each document the difference to the one before, doubled, plus 1 where a frequency other
than 1 follows. In the field `title` they count laws instead of documents.
"""

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from indexer.search.arrays import Array, Ints, firsts, points
from indexer.search.engine import Engine
from indexer.search.filters import STANDINGS
from indexer.search.postings import FIELDS, LENGTH_FIELDS
from indexer.search.provision_types import TYPE_NAMES
from indexer.search.query import FILTER_WORDS, STOP_WORDS
from indexer.search.sounds import by_sound
from indexer.search.tables import Table
from indexer.search.weights import as_json

__all__ = ["EXPORT_FORMAT", "TEXTS", "Related", "export_index"]

EXPORT_FORMAT = 6
"""Raised whenever the files or the way to read them change; the browser refuses any other."""

TEXTS = 4
"""Records in a file of texts: what is shown together seldom stands together."""

SHARD, SHARDS = 800, 8000
"""Bytes of keys and postings, before compression, from which on a new shard of terms begins, at least; and about how
many shards there are at most, since core.bin names them all."""

SHARED = 31
"""A key tells of no more characters that it shares with the one before."""

Related = Mapping[str, Sequence[tuple[str, str]]]
"""By the id of a record, provisions that belong to it: what they are called, and their address from the site's root."""


def export_index(engine: Engine, folder: Path, related: Related | None = None) -> None:
    """Write the static index of `engine` into `folder`, which is made; earlier versions are removed.

    `related` is shown with the results. What was written before from the very same is left as it is. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = _made(engine, related or {})
    if made and _read(folder / _MADE) == made and (folder / "entry.json").exists():
        return
    files = dict(_files(engine, related or {}))
    digest = hashlib.sha256()
    for name, data in files.items():
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    version = digest.hexdigest()[:16]
    directory = _json([[name, len(data)] for name, data in files.items()])
    files["all.pack"] = b"".join((len(directory).to_bytes(4, "little"), directory, *files.values()))
    beside = folder / f".{version}.{os.getpid()}"
    try:
        beside.mkdir()
        for name, data in files.items():
            (beside / name).write_bytes(data)
        shutil.rmtree(folder / version, ignore_errors=True)
        beside.rename(folder / version)
        entry = folder / f".entry.{os.getpid()}"
        entry.write_bytes(_json({"format": EXPORT_FORMAT, "version": version}))
        entry.replace(folder / "entry.json")
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    for path in folder.iterdir():
        if path.is_dir() and path.name != version:
            shutil.rmtree(path, ignore_errors=True)
    if made:
        (folder / _MADE).write_text(f"{made} {version} {_size(folder / version)}", encoding="utf-8")


_MADE = ".made"
"""In the folder: what the index in it was made from, its version, and how large it is."""


def _made(engine: Engine, related: Related) -> str:
    """A digest of all that an export depends on; empty for an index that does not say what it was made from."""
    if not engine.index.fingerprint:
        return ""
    weights = as_json(engine.weights)
    return hashlib.sha256(_json([EXPORT_FORMAT, engine.index.fingerprint, weights, dict(related)])).hexdigest()


def _read(path: Path) -> str:
    """The digest in the file, if the version that it names is there as it was written."""
    try:
        made, version, size = path.read_text(encoding="utf-8").split(" ")
        return made if _size(path.parent / version) == int(size) else ""
    except (OSError, ValueError):
        return ""


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def _pack(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def _json(content: object) -> bytes:
    return _encode(content).encode()


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def _framed(header: object, data: bytes) -> bytes:
    content = _json(header)
    return _pack(len(content).to_bytes(4, "little") + content + data)


@dataclass(frozen=True)
class _Terms:
    """What the term shards hold, key by key.

    `keys` are sorted by UTF-16 units, `costs` their costs as words (0: none), `valued` those that stand for something
    and `values` for what, as JSON. Of each of FIELDS, `places` are the keys that are found in it, `encoded` their
    postings.
    """

    keys: Sequence[str]
    costs: Array
    values: Mapping[str, str]
    valued: Ints
    places: Mapping[str, Ints]
    encoded: Mapping[str, "_Stretches"]


@dataclass(frozen=True)
class _Stretches:
    """Stretches of bytes behind one another; `ends` are where they begin, and the end of the last."""

    data: bytes
    ends: Ints

    def between(self, low: int, high: int) -> bytes:
        """The stretches `low` to `high` (exclusive)."""
        return self.data[self.ends[low] : self.ends[high]]


def _files(engine: Engine, related: Related) -> Iterator[tuple[str, bytes]]:
    terms = _terms(engine)
    shards = _shards(terms)
    bounds = [_first(terms.keys[low], terms.keys[low - 1] if low else "") for low, _ in shards]
    yield "core.bin", _core(engine, bounds)
    for number, data in enumerate(_shard_data(terms, shards)):
        yield f"t{number}.bin", _pack(data)
    for number, start in enumerate(range(0, engine.index.count, TEXTS)):
        yield f"x{number}.bin", _pack(_json(list(_texts(engine, start, related))))


def _utf16(text: str) -> bytes:
    """Sorts as JavaScript compares strings."""
    return text.encode("utf-16-be", "surrogatepass")


def _terms(engine: Engine) -> _Terms:
    library = engine.index.library
    tables: dict[str, tuple[Table, list[str]]] = {}
    for name in FIELDS:
        table = engine.index.table(name)
        terms = list(table.terms)
        if name == "title":
            table = _of_laws(table, library.law_of)
        elif name == "grams":
            terms = [f"~{term}" if len(term) == 1 else term for term in terms]
        elif name == "meant":
            rows = {term: number for number, term in enumerate(terms)}
            pairs = [(word, each) for word, words in library.widenings.items() for each in words]
            terms = [f"{word}&{each}" for word, each in pairs]
            table = table.taken(np.array([rows[each] for _, each in pairs], dtype=np.int64), terms)
        tables[name] = table, terms
    values = {word: _encode(words) for word, words in library.widenings.items()}
    for place, term in enumerate(tables["term"][1]):
        values[f"*{term}"] = _encode(tables["term"][0].postings(place)[0].tolist())
    for char in library.simplified.keys() | library.sounds.keys():
        values[f"^{char}"] = _encode([library.simplified.get(char, ""), library.sounds.get(char, "")])
    for key, words in by_sound(library.costs, library.sounds).items():
        values[f"={key}"] = _encode(words)
    keys = _sorted(
        {*values, *(word for word in library.costs if len(word) > 1), *chain(*(t for _, t in tables.values()))}
    )
    rank = {key: number for number, key in enumerate(keys)}
    places: dict[str, Ints] = {}
    encoded: dict[str, _Stretches] = {}
    for name, (table, terms) in tables.items():
        own = np.fromiter(map(rank.__getitem__, terms), dtype=np.int64, count=len(terms))
        order = np.argsort(own)
        places[name] = own[order]
        encoded[name] = _encoded(table.taken(order, terms))
    costs = np.zeros(len(keys), dtype=np.uint8)
    for word, cost in library.costs.items():
        if len(word) > 1:
            costs[rank[word]] = cost
    valued = np.sort(np.fromiter(map(rank.__getitem__, values), dtype=np.int64, count=len(values)))
    return _Terms(keys, costs, values, valued, places, encoded)


def _sorted(keys: Set[str]) -> list[str]:
    """Sorted by UTF-16 units."""
    if max("".join(keys), default="") <= "\uffff":
        return sorted(keys)  # the same as by code points, which takes a third of the time
    return sorted(keys, key=_utf16)


def _of_laws(table: Table, law_of: Sequence[int]) -> Table:
    """A table of documents, in all of a law the same, as one of laws."""
    terms = np.repeat(np.arange(len(table.terms)), table.counts)
    laws = np.array(law_of, dtype=np.int64)[table.documents]
    kept = np.flatnonzero(firsts(terms, laws))
    starts = np.searchsorted(terms[kept], np.arange(len(table.terms) + 1))
    return Table(table.terms, starts, laws[kept], table.frequencies[kept])


def _shards(terms: _Terms) -> list[tuple[int, int]]:
    """From which key to which (exclusive) each shard reaches."""
    sizes = np.array(list(map(len, terms.keys)), dtype=np.int64) + 4
    for name, places in terms.places.items():
        sizes[places] += np.diff(terms.encoded[name].ends)
    sizes[terms.valued] += [len(terms.values[terms.keys[place]].encode()) for place in terms.valued.tolist()]
    budget = max(SHARD, int(sizes.sum()) // SHARDS)
    shards: list[tuple[int, int]] = []
    low = size = 0
    for place, more in enumerate(sizes.tolist()):
        if place > low and size + more > budget:
            shards.append((low, place))
            low, size = place, 0
        size += more
    return [*shards, (low, len(sizes))] if len(sizes) else []


def _first(key: str, before: str) -> str:
    """The shortest string that tells where a shard begins with `key`, given the last key of the one before."""
    return next(key[:size] for size in range(1, len(key) + 1) if _utf16(key[:size]) > _utf16(before))


def _shard_data(terms: _Terms, shards: Sequence[tuple[int, int]]) -> Iterator[bytes]:
    keys = terms.keys
    shared = _shared(keys)
    shared[[low for low, _ in shards]] = 0
    lines = [chr(32 + size) + key[size:] for size, key in zip(shared.tolist(), keys, strict=True)]
    costs = terms.costs.tobytes()
    held = np.zeros(len(keys), dtype=np.int64)
    for bit, name in enumerate(FIELDS):
        held[terms.places[name]] |= 1 << bit
    fields = _numbers(held)
    sizes = {name: _numbers(np.diff(terms.encoded[name].ends)) for name in FIELDS}
    bounds = np.array([*(low for low, _ in shards), len(keys)])
    cuts = {name: np.searchsorted(terms.places[name], bounds).tolist() for name in FIELDS}
    valued = terms.valued.tolist()
    value_cuts = np.searchsorted(terms.valued, bounds).tolist()
    for number, (low, high) in enumerate(shards):
        own = "\n".join(lines[low:high]).encode("utf-8", "surrogatepass")
        stand_for = map(keys.__getitem__, valued[value_cuts[number] : value_cuts[number + 1]])
        values = ",".join(f"{_encode(key)}:{terms.values[key]}" for key in stand_for)
        content = f"{{{values}}}".encode() if values else b""
        stretches = [(name, *cuts[name][number : number + 2]) for name in FIELDS]
        yield b"".join(
            (
                _number(high - low),
                _number(len(own)),
                own,
                costs[low:high],
                fields.between(low, high),
                *(sizes[name].between(first, last) for name, first, last in stretches),
                _number(len(content)),
                content,
                *(terms.encoded[name].between(first, last) for name, first, last in stretches),
            )
        )


def _shared(keys: Sequence[str]) -> Ints:
    """How many characters each of some sorted keys shares with the one before."""
    sizes = np.array(list(map(len, keys)), dtype=np.int64)
    chars = points("".join(key[:SHARED].ljust(SHARED, "\0") for key in keys)).reshape(len(keys), SHARED)
    shared = np.zeros(len(keys), dtype=np.int64)
    if len(keys) > 1:
        same = chars[1:] == chars[:-1]
        many = np.where(same.all(axis=1), SHARED, same.argmin(axis=1))
        shared[1:] = np.minimum(many, np.minimum(sizes[1:], sizes[:-1]))
    return shared


def _bounds(bounds: Sequence[str]) -> bytes:
    shared = _shared(bounds).tolist() if bounds else []
    numbers = [*shared, *(len(bound) - kept for kept, bound in zip(shared, bounds, strict=True))]
    for kept, bound, before in zip(shared, bounds, ("", *bounds), strict=False):
        if kept < len(bound):
            step = ord(bound[kept]) - (ord(before[kept]) if kept < len(before) else 0)
            numbers.append(2 * step if step >= 0 else -2 * step - 1)
        numbers += map(ord, bound[kept + 1 :])
    return _numbers(np.array(numbers, dtype=np.int64)).data


def _core(engine: Engine, bounds: Sequence[str]) -> bytes:
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
    lengths = b"".join(bytes(map(_length, index.lengths(name))) for name in LENGTH_FIELDS)
    steps = _numbers(np.diff(np.array([0, *map(ord, chars)]))).data
    costs = bytes(library.costs.get(char, 0) for char in chars)
    return _framed(header, b"".join((lengths, bytes(library.types), steps, costs, _bounds(bounds))))


def _length(rounded: int) -> int:
    shift = max(0, rounded.bit_length() - 4)
    return rounded if rounded < 16 else 16 + 8 * (shift - 1) + (rounded >> shift) - 8


def _texts(engine: Engine, start: int, related: Related) -> Iterator[object]:
    index = engine.index
    for document in range(start, min(index.count, start + TEXTS)):
        record = index.record(document)
        yield [record.anchor, record.label, record.path, record.units, *filter(None, [related.get(record.id)])]


def _encoded(table: Table) -> _Stretches:
    """The postings of every term."""
    documents = table.documents.astype(np.int64)
    before = np.concatenate(([-1], documents[:-1]))
    before[table.starts[:-1]] = -1
    many = table.frequencies != 1
    at = np.arange(len(documents)) + np.cumsum(many) - many
    values = np.empty(len(documents) + int(many.sum()), dtype=np.int64)
    values[at] = (documents - before) << 1 | many
    values[at[many] + 1] = table.frequencies[many]
    encoded = _numbers(values)
    return _Stretches(encoded.data, encoded.ends[np.append(at, len(values))[table.starts]])


def _numbers(values: Ints) -> _Stretches:
    """Numbers of 0 and more as bytes."""
    sizes = np.ones(len(values), dtype=np.int64)
    for shift in range(7, 63, 7):
        if not (more := values >= 1 << shift).any():
            break
        sizes += more
    ends = np.concatenate(([0], np.cumsum(sizes)))
    data = np.empty(ends[-1], dtype=np.uint8)
    for place in range(int(sizes.max(initial=0))):
        held = sizes > place
        data[ends[:-1][held] + place] = values[held] >> 7 * place & 0x7F | (sizes[held] > place + 1) << 7
    return _Stretches(data.tobytes(), ends)


def _number(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
