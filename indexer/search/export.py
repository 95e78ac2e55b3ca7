"""The index as static files for the browser, written from the Whoosh index.

    entry.json              {"format", "shards", "version"}: the only file fetched fresh; it names the folder of the
                            others and says how many t<n>.bin there are
    <version>/core.bin      what every query needs: laws and their names, weights, characters, lengths
    <version>/t<n>.bin      terms with their postings; from a term it is told in which it stands (`shard_numbers`)
    <version>/x<n>.bin      the records TEXTS*n to TEXTS*n + TEXTS - 1
    <version>/all.pack      all of these behind one another, for reading without a network

The version is the hash of all content: an old page never reads a new file, and two exports of the same library are
equal byte for byte. Each .bin is compressed, so that any host serves it small: the number of its bytes, then these as
raw deflate up to a flush, without the 00 00 ff ff that it ends with. With these put back, several files can be unpacked
in one go (compare RFC 7692, 7.2), which takes browsers much less time than one after the other. all.pack is: length of
a header (4 bytes, little endian), header ([name, size] of each file), the files as they are.

Numbers are groups of seven bits, lowest first, the eighth bit set on all but the last (LEB128).

core.bin: length of a header (4 bytes, little endian), header (JSON), the lengths of each of LENGTH_FIELDS (a byte per
document: up to 15 as they are, above that 16 + 8 (shift - 1) + (length >> shift) - 8, see `postings.rounded`), the
types of the documents (a byte each), the characters of the vocabulary (each as the difference of its code point to
the one before) and their costs (a byte each); the length of what follows, how many documents punish, and of each the
difference to the one before, how many others' breach it punishes, and of each of these the difference to the one
before, of the first to the first document of the law.

t<n>.bin: how many keys; the length in bytes of the keys; the keys, sorted by UTF-16 units; their costs in a query (a
byte each, 0: no word); which of FIELDS each is found in (a number of as many bits); field by field, for each key found
in it, the length in bytes of its postings; the length of what follows as JSON, and a JSON object of what some keys
stand for; the postings in the same order. Keys stand in lines; each begins with a character whose code point less 32
says how many code points it shares with the one before, at most 31.

What a key is: a word or pair of characters itself; `~赌` a single character in texts; `刷脸` an everyday word, which
stands for those it may mean; `刷脸&人脸识别` one of these, beside it so that both come together; `^個` a character,
which stands for its simplified form and its sound; `=chu jing` the words that sound so;
`*敏感个人信息` a defined term, which stands for the documents that define it.

The postings of a term: for each document the difference to the one before, doubled, plus 1 where a frequency other
than 1 follows. In the field `title` they count laws instead of documents. Of a character or pair that is a word
too, `grams` may begin with a 0: what follows is to be added to the word's postings in `text` (documents, and
frequencies); so may `asked`, to the documents in `question`.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from indexer.search.array_file import Lines, packed, unpacked
from indexer.search.collector import without_collector
from indexer.search.engine import Engine
from indexer.search.files import replace_file
from indexer.search.packing import Packer
from indexer.search.static_files import (
    EXPORT_FORMAT,
    TEXTS,
    Related,
    core_file,
    shard_files,
    shards_of,
    text_file,
)
from indexer.search.static_terms import (
    KEYS,
    SHARDS,
    StaticTerms,
    changed_keys,
    how_many_shards,
    meanings,
    particles,
    shard_numbers,
    static_terms,
)
from indexer.search.weights import as_json

__all__ = ["Known", "export_index"]

_MADE, _TERMS = ".made", ".terms"
"""In the folder: what the index in it was made from, its version, how large it is; and its terms, for the next time."""
_PACK = "all.pack"


class Known(NamedTuple):
    """What scripts that are built together with an index may know of it before it is asked: entry.json with
    `particles`, as JSON, and core.bin."""

    entry: str
    core: bytes


@without_collector()
def export_index(engine: Engine, folder: Path, related: Related | None = None) -> Known:
    """Write the static index of `engine` into `folder`, which is made; earlier versions are removed.

    `related` is shown with the results. What was written before from the very same is left as it is; where the index
    knows what changed since, only the files that this concerns are made anew. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    related = related or {}
    index = engine.index
    settings = _digest([EXPORT_FORMAT, KEYS, SHARDS, TEXTS, as_json(engine.weights)])
    made = _digest([index.fingerprint, settings, dict(related)])
    whole = _whole(folder)
    if index.fingerprint and whole and whole.made == made:
        return _known(engine, folder)
    shown = (related.get(index.record_id(document)) for document in range(index.count))
    beside = [_encode(each) if each else "[]" for each in shown]
    since = f"{settings} {index.changes.since}" if index.changes else ""
    before = _Before.read(whole, since) if whole and since else None
    export = _exported(engine, related, beside, before)
    place = _swap(folder, export, before)
    if index.fingerprint:
        _keep(place, made, f"{settings} {index.fingerprint}", export, beside)
    return _known(engine, folder)


def _known(engine: Engine, folder: Path) -> Known:
    entry = json.loads((folder / "entry.json").read_bytes())
    core = (folder / entry["version"] / "core.bin").read_bytes()
    return Known(_encode(entry | {"particles": particles(engine.index.library)}), core)


@dataclass(frozen=True)
class _Whole:
    """A finished export: the digest of what it was made from, and where it stands."""

    made: str
    place: Path


def _whole(folder: Path) -> _Whole | None:
    """The export in the folder, if it is there as it was written."""
    try:
        made, version, size = (folder / _MADE).read_text(encoding="utf-8").split(" ")
        entry = json.loads((folder / "entry.json").read_bytes())
        there = entry["version"] == version and _size(folder / version) == int(size)
        return _Whole(made, folder / version) if there else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _size(folder: Path) -> int:
    with os.scandir(folder) as files:
        return sum(file.stat().st_size for file in files)


@dataclass(frozen=True)
class _Before:
    """An earlier export: where it stands, its packed files, its terms, and what was shown beside each record."""

    place: Path
    files: Mapping[str, bytes]
    terms: StaticTerms
    beside: Sequence[str]

    @classmethod
    def read(cls, whole: _Whole, since: str) -> "_Before | None":
        """The export, if it was made from `since`."""
        try:
            arrays, origin = unpacked((whole.place.parent / _TERMS).read_bytes())
            if origin != [whole.made, since]:
                return None
            files: dict[str, bytes] = {}
            pack = (whole.place / _PACK).read_bytes()
            at = 4 + int.from_bytes(pack[:4], "little")
            for name, size in json.loads(pack[4:at]):
                files[name] = pack[at : at + size]
                at += size
            beside = list(Lines(arrays["beside"].tobytes()))
            return cls(whole.place, files, StaticTerms.of_arrays(arrays), beside)
        except (OSError, ValueError, KeyError, TypeError):
            return None


@dataclass(frozen=True)
class _Export:
    """The packed files by name, in their order; those in `same` are as they were."""

    files: Mapping[str, bytes]
    same: Collection[str]
    terms: StaticTerms


def _exported(engine: Engine, related: Related, beside: Sequence[str], before: _Before | None) -> _Export:
    index = engine.index
    same: set[str] = set()
    texts = -(-index.count // TEXTS)
    if before and index.changes:
        keys = changed_keys(index.changes, index.library)
        some = static_terms(index, meanings(index, keys), keys, before.terms.many)
        terms = before.terms.replaced(keys, some)
        if how_many_shards(len(terms.keys)) != terms.many:
            return _exported(engine, related, beside, None)
        touched = set(shard_numbers(list(keys), terms.many).tolist())
        same.update(_term(each) for each in range(terms.many) if each not in touched)
        others = {document for document, now in enumerate(beside) if now != before.beside[document]}
        stale = {document // TEXTS for document in others.union(index.changes.documents)}
        same.update(_text(each) for each in range(texts) if each not in stale)
    else:
        terms = static_terms(index, meanings(index))
    packer = Packer()
    files = {"core.bin": packer.pack(core_file(engine))}
    shards = {_term(place): shard for place, shard in enumerate(shards_of(terms))}
    made = shard_files(terms, [shard for name, shard in shards.items() if name not in same])
    for name in shards:
        files[name] = before.files[name] if before and name in same else packer.pack(next(made))
    for text in range(texts):
        name = _text(text)
        files[name] = before.files[name] if before and name in same else packer.pack(text_file(engine, text, related))
    return _Export(files, same, terms)


def _term(number: int) -> str:
    return f"t{number}.bin"


def _text(number: int) -> str:
    return f"x{number}.bin"


def _swap(folder: Path, export: _Export, before: _Before | None) -> Path:
    """Write the files beside what is there and swap them in; where they then stand is returned.

    Of an earlier export only the files that changed are written. They are thousands, so its folder is taken over: who
    is killed right then leaves none, and the next export makes all of it anew.
    """
    files = export.files
    directory = _json([[name, len(data)] for name, data in files.items()])
    pack = b"".join((len(directory).to_bytes(4, "little"), directory, *files.values()))
    version = hashlib.sha256(pack).hexdigest()[:16]
    beside = folder / f".{version}.{os.getpid()}"
    taken = folder / f"{beside.name}.taken"
    fresh = [name for name in files if name not in export.same]
    try:
        beside.mkdir()
        for name in fresh:
            with open(f"{beside}/{name}", "wb", buffering=0) as file:  # noqa: PTH123, thousands of them
                file.write(files[name])
        (beside / _PACK).write_bytes(pack)
        if before:
            before.place.rename(taken)
            for name in (*fresh, _PACK):
                (beside / name).replace(taken / name)
            for name in before.files.keys() - files.keys():
                (taken / name).unlink()
            beside.rmdir()
            taken.rename(beside)
        shutil.rmtree(folder / version, ignore_errors=True)
        beside.rename(folder / version)
        entry = {"format": EXPORT_FORMAT, "shards": export.terms.many, "version": version}
        replace_file(folder / "entry.json", _json(entry))
    except BaseException:
        for unfinished in (beside, taken):
            shutil.rmtree(unfinished, ignore_errors=True)
        raise
    for path in folder.iterdir():
        if path.is_dir() and path.name != version:
            shutil.rmtree(path, ignore_errors=True)
    return folder / version


def _keep(place: Path, made: str, since: str, export: _Export, beside: Sequence[str]) -> None:
    """Write what the next export goes on from, beside the files in `place`."""
    arrays = export.terms.arrays() | {"beside": Lines.joined(beside)}
    replace_file(place.parent / _TERMS, packed(arrays, [made, since]))
    size = sum(map(len, export.files.values())) + (place / _PACK).stat().st_size
    replace_file(place.parent / _MADE, f"{made} {place.name} {size}".encode())


def _digest(content: object) -> str:
    return hashlib.sha256(_json(content)).hexdigest()


def _json(content: object) -> bytes:
    return _encode(content).encode()


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
