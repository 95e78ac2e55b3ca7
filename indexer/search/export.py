"""The index as static files for the browser, written from the Whoosh index.

`entry.json` is the only file fetched fresh; it names the others by the hash of their content:

    index-<hash>.bin   gzip of: length of the header (4 bytes, little endian), header (JSON), postings
    texts-<hash>.bin   gzip of JSON: the records

The postings of a term are numbers in groups of seven bits, lowest first, the eighth bit set on all but the last
(LEB128): for each document the difference to the one before, doubled, plus 1 where a frequency other than 1 follows.
The header lists the terms of each field, sorted by code points, with the number of bytes of each; so a term's postings
can be cut out, here and later from smaller files, without reading the others. Two exports of the same library are equal
byte for byte.
"""

import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from indexer.search.engine import Engine
from indexer.search.postings import FIELDS, LENGTH_FIELDS, Posting
from indexer.search.query import STOP_WORDS
from indexer.search.weights import as_json

__all__ = ["EXPORT_FORMAT", "export_index"]

EXPORT_FORMAT = 3
"""Raised whenever the files or the way to read them change; the browser refuses any other."""


def export_index(engine: Engine, folder: Path) -> None:
    """Write the static index of `engine` into `folder`, which is made; files of earlier exports are removed.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {"index": _pack(_index_bytes(engine)), "texts": _pack(_texts_bytes(engine))}
    names = {part: f"{part}-{hashlib.sha256(data).hexdigest()[:16]}.bin" for part, data in files.items()}
    for part, data in files.items():
        _write(folder / names[part], data)
    entry = {"format": EXPORT_FORMAT, "documents": engine.index.count, **names}
    _write(folder / "entry.json", _json(entry))
    for path in folder.glob("*.bin"):
        if path.name not in names.values():
            path.unlink()


def _pack(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _index_bytes(engine: Engine) -> bytes:
    index = engine.index
    library = index.library
    postings = bytearray()
    fields: dict[str, dict[str, object]] = {}
    for field in FIELDS:
        terms: list[str] = []
        sizes: list[int] = []
        for term, posting in index.terms(field):
            encoded = _encode(posting)
            terms.append(term)
            sizes.append(len(encoded))
            postings += encoded
        fields[field] = {"terms": "\n".join(terms), "sizes": sizes}
    words = sorted(library.costs)
    header = _json(
        {
            "format": EXPORT_FORMAT,
            "count": index.count,
            "weights": as_json(engine.weights),
            "stop": sorted(STOP_WORDS),
            "fields": fields,
            "lengths": {field: list(index.lengths(field)) for field in LENGTH_FIELDS},
            "laws": [
                {
                    "id": law.id,
                    "slug": law.slug,
                    "title": law.title,
                    "kind": law.kind,
                    "url": law.url,
                    "current": law.current,
                }
                for law in library.laws
            ],
            "names": [[name, list(slugs)] for name, slugs in sorted(library.names.items())],
            "widenings": [[word, list(meant)] for word, meant in sorted(library.widenings.items())],
            "simplified": ["".join(library.simplified), "".join(library.simplified.values())],
            "sounds": _by_sound(library.sounds),
            "words": "\n".join(words),
            "costs": [library.costs[word] for word in words],
            "lawSizes": _counts(library.law_of, len(library.laws)),
        }
    )
    return len(header).to_bytes(4, "little") + header + bytes(postings)


def _by_sound(sounds: Mapping[str, str]) -> list[list[str]]:
    """Sound and the characters that have it, as one string."""
    found: dict[str, str] = {}
    for char, syllable in sorted(sounds.items()):
        found[syllable] = found.get(syllable, "") + char
    return [[syllable, chars] for syllable, chars in sorted(found.items())]


def _counts(law_of: Iterable[int], laws: int) -> list[int]:
    """How many documents each law has; they stand together, in the order of the laws."""
    counts = [0] * laws
    for law in law_of:
        counts[law] += 1
    return counts


def _texts_bytes(engine: Engine) -> bytes:
    index = engine.index
    paths: dict[tuple[str, ...], int] = {}
    rows: list[object] = []
    for document in range(index.count):
        record = index.record(document)
        path = paths.setdefault(record.path, len(paths))
        rows.append([record.id, record.label, path, record.units])
    return _json({"paths": list(paths), "records": rows})


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
