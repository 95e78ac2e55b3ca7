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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.search.engine import Engine
from indexer.search.filters import STANDINGS
from indexer.search.postings import FIELDS, LENGTH_FIELDS, Posting
from indexer.search.provision_types import TYPE_NAMES
from indexer.search.query import FILTER_WORDS, STOP_WORDS
from indexer.search.sounds import by_sound
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
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _framed(header: object, data: bytes) -> bytes:
    content = _json(header)
    return _pack(len(content).to_bytes(4, "little") + content + data)


@dataclass(slots=True)
class _Key:
    """A key of the term shards: cost of the word (0: none), postings by field, what else it stands for."""

    cost: int = 0
    postings: dict[str, bytes] = field(default_factory=dict)
    value: object = None

    @property
    def size(self) -> int:
        return sum(map(len, self.postings.values())) + 4 + (len(_json(self.value)) if self.value else 0)


def _files(engine: Engine, related: Related) -> Iterator[tuple[str, bytes]]:
    keys = _keys(engine)
    shards = list(_shards(keys))
    ends = ["", *(shard[-1] for shard in shards)]
    yield "core.bin", _core(engine, [_first(shard, before) for before, shard in zip(ends, shards, strict=False)])
    for number, shard in enumerate(shards):
        yield f"t{number}.bin", _pack(_shard(shard, keys))
    for number, start in enumerate(range(0, engine.index.count, TEXTS)):
        yield f"x{number}.bin", _pack(_json(list(_texts(engine, start, related))))


def _utf16(text: str) -> bytes:
    """Sorts as JavaScript compares strings."""
    return text.encode("utf-16-be", "surrogatepass")


def _keys(engine: Engine) -> dict[str, _Key]:
    index, library = engine.index, engine.index.library
    found: dict[str, _Key] = {}

    def at(key: str) -> _Key:
        return found.setdefault(key, _Key())

    meant: dict[str, bytes] = {}
    for name, term, posting in index.terms():
        encoded = _encode(_by_law(posting, library.law_of) if name == "title" else posting)
        if name == "meant":
            meant[term] = encoded
            continue
        at(f"~{term}" if name == "grams" and len(term) == 1 else term).postings[name] = encoded
        if name == "term":
            at(f"*{term}").value = list(posting[0])
    for word, cost in library.costs.items():
        if len(word) > 1:
            at(word).cost = cost
    for word, words in library.widenings.items():
        at(word).value = list(words)
        for each in words:
            at(f"{word}&{each}").postings["meant"] = meant[each]
    for char in sorted(library.simplified.keys() | library.sounds.keys()):
        at(f"^{char}").value = [library.simplified.get(char, ""), library.sounds.get(char, "")]
    for key, words in by_sound(library.costs, library.sounds).items():
        at(f"={key}").value = list(words)
    return dict(sorted(found.items(), key=lambda each: _utf16(each[0])))


def _by_law(posting: Posting, law_of: Sequence[int]) -> Posting:
    laws: dict[int, int] = {}
    for document, frequency in zip(*posting, strict=True):
        laws[law_of[document]] = frequency
    return list(laws), list(laws.values())


def _shards(keys: Mapping[str, _Key]) -> Iterator[list[str]]:
    sizes = {key: content.size + len(key) for key, content in keys.items()}
    budget = max(SHARD, sum(sizes.values()) // SHARDS)
    shard: list[str] = []
    size = 0
    for key, more in sizes.items():
        if shard and size + more > budget:
            yield shard
            shard, size = [], 0
        shard.append(key)
        size += more
    if shard:
        yield shard


def _first(shard: Sequence[str], before: str) -> str:
    """The shortest string that tells where a shard begins, given the last key of the one before."""
    key = shard[0]
    return next(key[:size] for size in range(1, len(key) + 1) if _utf16(key[:size]) > _utf16(before))


def _shard(shard: Sequence[str], keys: Mapping[str, _Key]) -> bytes:
    data = bytearray()
    lines = _lines(shard)
    _number(data, len(shard))
    _number(data, len(lines))
    data += lines
    data += bytes(keys[key].cost for key in shard)
    for key in shard:
        _number(data, sum(1 << place for place, name in enumerate(FIELDS) if name in keys[key].postings))
    postings = bytearray()
    for name in FIELDS:
        for key in shard:
            if name in keys[key].postings:
                _number(data, len(keys[key].postings[name]))
                postings += keys[key].postings[name]
    values = {key: keys[key].value for key in shard if keys[key].value}
    content = _json(values) if values else b""
    _number(data, len(content))
    return bytes(data + content + postings)


def _lines(keys: Sequence[str]) -> bytes:
    """Sorted keys without what each shares with the one before."""
    lines = (chr(32 + shared) + key[shared:] for shared, key, _ in _shared(keys))
    return "\n".join(lines).encode()


def _bounds(bounds: Sequence[str]) -> bytes:
    data = bytearray()
    for shared, _, _ in _shared(bounds):
        _number(data, shared)
    for shared, bound, _ in _shared(bounds):
        _number(data, len(bound) - shared)
    for shared, bound, before in _shared(bounds):
        if shared < len(bound):
            step = ord(bound[shared]) - (ord(before[shared]) if shared < len(before) else 0)
            _number(data, 2 * step if step >= 0 else -2 * step - 1)
        for char in bound[shared + 1 :]:
            _number(data, ord(char))
    return bytes(data)


def _shared(keys: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """How many characters each key shares with the one before, the key, and the one before."""
    for before, key in zip(("", *keys), keys, strict=False):
        shared = 0
        while shared < min(len(key), len(before), SHARED) and key[shared] == before[shared]:
            shared += 1
        yield shared, key, before


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
    points = bytearray()
    last = 0
    for char in chars:
        _number(points, ord(char) - last)
        last = ord(char)
    costs = bytes(library.costs.get(char, 0) for char in chars)
    return _framed(header, b"".join((lengths, bytes(library.types), points, costs, _bounds(bounds))))


def _length(rounded: int) -> int:
    shift = max(0, rounded.bit_length() - 4)
    return rounded if rounded < 16 else 16 + 8 * (shift - 1) + (rounded >> shift) - 8


def _texts(engine: Engine, start: int, related: Related) -> Iterator[object]:
    index = engine.index
    for document in range(start, min(index.count, start + TEXTS)):
        record = index.record(document)
        yield [record.anchor, record.label, record.path, record.units, *filter(None, [related.get(record.id)])]


def _encode(posting: Posting) -> bytes:
    encoded = bytearray()
    last = -1
    for document, frequency in zip(*posting, strict=True):
        _number(encoded, (document - last) << 1 | (frequency != 1))
        if frequency != 1:
            _number(encoded, frequency)
        last = document
    return bytes(encoded)


def _number(encoded: bytearray, value: int) -> None:
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
