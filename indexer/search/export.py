"""The index as static files for the browser, written from the Whoosh index.

    entry.json              {"format", "version"}: the only file fetched fresh; it names the folder of the others
    <version>/core.bin      what every query needs: laws and their names, weights, characters, lengths
    <version>/t<n>.bin      terms with their postings, sorted by UTF-16 units; core.bin tells with which each begins
    <version>/x<n>.bin      the records TEXTS*n to TEXTS*n + TEXTS - 1
    <version>/all.pack      all of these behind one another, for reading without a network

The version is the hash of all content: an old page never reads a new file, and two exports of the same library are
equal byte for byte. Each .bin is gzip inside the file, so that any host serves it small. core.bin and t<n>.bin are:
length of a header (4 bytes, little endian), header (JSON), bytes. all.pack is: length of a header, header ([name, size]
of each file), the files as they are.

What a term shard holds goes by keys: a word or pair of characters itself, with its cost in a query and its postings;
`~赌` a single character's postings; `&人脸识别` those of a word that everyday words may mean; `刷脸` an everyday word
with what it may mean; `^個` a character with its simplified form and its sound; `=chu jing` the words that sound so;
`*敏感个人信息` a defined term with the documents that define it.

The postings of a term are numbers in groups of seven bits, lowest first, the eighth bit set on all but the last
(LEB128): for each document the difference to the one before, doubled, plus 1 where a frequency other than 1 follows.
In the field `title` they count laws instead of documents. Lengths are bytes: up to 15 as they are, above that
16 + 8 (shift - 1) + (length >> shift) - 8 (see `postings.rounded`).
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

EXPORT_FORMAT = 5
"""Raised whenever the files or the way to read them change; the browser refuses any other."""

TEXTS = 4
"""Records in a file of texts: what is shown together seldom stands together."""

SHARD = 1000
"""Bytes of keys and postings, before compression, from which on a new shard of terms begins."""


Related = Mapping[str, Sequence[tuple[str, str]]]
"""By the id of a record, provisions that belong to it: what they are called, and their address from the site's root."""


def export_index(engine: Engine, folder: Path, related: Related | None = None) -> None:
    """Write the static index of `engine` into `folder`, which is made; earlier versions are removed.

    `related` is shown with the results. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
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
        return sum(map(len, self.postings.values())) + 6 + (len(_json(self.value)) if self.value else 0)


def _files(engine: Engine, related: Related) -> Iterator[tuple[str, bytes]]:
    keys = _keys(engine)
    shards = list(_shards(keys))
    ends = ["", *(shard[-1] for shard in shards)]
    yield "core.bin", _core(engine, [_first(shard, before) for before, shard in zip(ends, shards, strict=False)])
    for number, shard in enumerate(shards):
        yield f"t{number}.bin", _framed(*_shard(shard, keys))
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

    for name in FIELDS:
        for term, posting in index.terms(name):
            single = name == "grams" and len(term) == 1
            key = f"~{term}" if single else f"&{term}" if name == "meant" else term
            at(key).postings[name] = _encode(_by_law(posting, library.law_of) if name == "title" else posting)
    for word, cost in library.costs.items():
        if len(word) > 1:
            at(word).cost = cost
    for word, meant in library.widenings.items():
        at(word).value = list(meant)
    for char in sorted(library.simplified.keys() | library.sounds.keys()):
        at(f"^{char}").value = [library.simplified.get(char, ""), library.sounds.get(char, "")]
    for key, words in by_sound(library.costs, library.sounds).items():
        at(f"={key}").value = list(words)
    for term in dict.fromkeys(term for term, _ in index.terms("term")):
        at(f"*{term}").value = list(index.postings("term", term)[0])
    return dict(sorted(found.items(), key=lambda each: _utf16(each[0])))


def _by_law(posting: Posting, law_of: Sequence[int]) -> Posting:
    laws: dict[int, int] = {}
    for document, frequency in zip(*posting, strict=True):
        laws[law_of[document]] = frequency
    return list(laws), list(laws.values())


def _shards(keys: Mapping[str, _Key]) -> Iterator[list[str]]:
    shard: list[str] = []
    size = 0
    for key, content in keys.items():
        more = content.size + len(key)
        if shard and size + more > SHARD:
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


def _shard(shard: Sequence[str], keys: Mapping[str, _Key]) -> tuple[object, bytes]:
    data = bytearray()
    sizes: dict[str, list[int]] = {}
    for name in FIELDS:
        column = [len(keys[key].postings.get(name, b"")) for key in shard]
        if any(column):
            sizes[name] = column
            for key in shard:
                data += keys[key].postings.get(name, b"")
    header: dict[str, object] = {"keys": "\n".join(shard), "sizes": sizes}
    if any(keys[key].cost for key in shard):
        header["costs"] = [keys[key].cost for key in shard]
    if values := {key: keys[key].value for key in shard if keys[key].value}:
        header["values"] = values
    return header, bytes(data)


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
        "chars": "".join(chars),
        "charCosts": [library.costs.get(char, 0) for char in chars],
        "later": [[old, index.label(old), new, index.label(new)] for old, new in sorted(library.later.items())],
        "bounds": "\n".join(bounds),
    }
    lengths = b"".join(bytes(map(_length, index.lengths(name))) for name in LENGTH_FIELDS)
    return _framed(header, lengths + bytes(library.types))


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
