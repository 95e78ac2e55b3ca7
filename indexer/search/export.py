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

from indexer.search.collector import without_collector
from indexer.search.engine import Engine
from indexer.search.files import replace_file
from indexer.search.packing import Packer, unpack
from indexer.search.static_files import (
    EXPORT_FORMAT,
    TEXTS,
    Related,
    core_file,
    shard_files,
    shards_of,
    terms_of,
    text_file,
)
from indexer.search.static_terms import (
    KEYS,
    SHARDS,
    changed_keys,
    how_many_shards,
    meanings,
    particles,
    shard_numbers,
    static_terms,
)
from indexer.search.weights import as_json

__all__ = ["Known", "export_index"]

_NOTES = ".made"
"""In the folder, for the next time: a line of JSON about the export in it (`_Notes`), then for every document what is
shown beside it."""
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
    last = _Last.read(folder)
    if index.fingerprint and last and last.notes.made == made:
        return _known(engine, folder)
    shown = (related.get(index.record_id(document)) for document in range(index.count))
    beside = [_encode(each) if each else "[]" for each in shown]
    since = f"{settings} {index.changes.since}" if index.changes else ""
    goes_on = last and since == last.notes.source and len(last.beside) == index.count
    export = (_changed(engine, related, beside, last) if last and goes_on else None) or _made_anew(engine, related)
    version, size = _swap(folder, export, last)
    if index.fingerprint:
        notes = _Notes(made, version, size, f"{settings} {index.fingerprint}", export.many, export.keys)
        replace_file(folder / _NOTES, "\n".join((_encode(notes._asdict()), *beside)).encode())
    return _known(engine, folder)


def _known(engine: Engine, folder: Path) -> Known:
    entry = json.loads((folder / "entry.json").read_bytes())
    core = (folder / entry["version"] / "core.bin").read_bytes()
    return Known(_encode(entry | {"particles": particles(engine.index.library)}), core)


class _Notes(NamedTuple):
    """About a finished export: the digest of all that it was made from, its version, how many bytes its files have
    together, the settings and the index among what it was made from, how many shards and keys there are."""

    made: str
    version: str
    size: int
    source: str
    many: int
    keys: int


@dataclass(frozen=True)
class _Last:
    """The last export, where it stands, and what is shown beside each document."""

    notes: _Notes
    place: Path
    beside: Sequence[str]

    @classmethod
    def read(cls, folder: Path) -> "_Last | None":
        """The export in the folder, if it is there as it was written."""
        try:
            first, *beside = (folder / _NOTES).read_text(encoding="utf-8").split("\n")
            notes = _Notes(**json.loads(first))
            version = json.loads((folder / "entry.json").read_bytes())["version"]
            there = notes.version == version and notes.size == _size(folder / version)
            return cls(notes, folder / version, beside) if there else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def files(self) -> dict[str, bytes]:
        """The packed files. Raises OSError, ValueError, KeyError or TypeError where they cannot be read."""
        pack = (self.place / _PACK).read_bytes()
        if _version(pack) != self.place.name:
            raise ValueError(f"{self.place / _PACK} is damaged")
        at = 4 + int.from_bytes(pack[:4], "little")
        found: dict[str, bytes] = {}
        for name, size in json.loads(pack[4:at]):
            found[name] = pack[at : at + size]
            at += size
        return found


def _size(folder: Path) -> int:
    with os.scandir(folder) as files:
        return sum(file.stat().st_size for file in files)


@dataclass(frozen=True)
class _Export:
    """The packed files by name, in their order; how many shards and keys; those in `same` are as they were."""

    files: Mapping[str, bytes]
    many: int
    keys: int
    same: Collection[str] = ()


def _made_anew(engine: Engine, related: Related) -> _Export:
    terms = static_terms(engine.index, meanings(engine.index))
    packer = Packer()
    files = {"core.bin": packer.pack(core_file(engine))}
    made = shard_files(terms, shards_of(terms, range(terms.many)))
    files |= {_term(number): packer.pack(file) for number, file in enumerate(made)}
    files |= {_text(text): packer.pack(text_file(engine, text, related)) for text in range(_texts(engine))}
    return _Export(files, terms.many, len(terms.keys))


def _changed(engine: Engine, related: Related, beside: Sequence[str], last: _Last) -> _Export | None:
    """The last export with what is another now; None where that cannot be told."""
    index, many = engine.index, last.notes.many
    assert index.changes is not None
    keys = changed_keys(index.changes, index.library)
    touched = sorted(set(shard_numbers(list(keys), many).tolist()))
    try:
        files = last.files()
        before = terms_of({number: unpack(files[_term(number)]) for number in touched}, many)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    terms = before.replaced(keys, static_terms(index, meanings(index, keys), keys, many))
    total = last.notes.keys - len(before.keys) + len(terms.keys)
    if how_many_shards(total) != many:
        return None
    others = {document for document, now in enumerate(beside) if now != last.beside[document]}
    stale = sorted({document // TEXTS for document in others.union(index.changes.documents)})
    packer = Packer()
    fresh = {"core.bin": packer.pack(core_file(engine))}
    made = shard_files(terms, shards_of(terms, touched))
    fresh |= {_term(number): packer.pack(file) for number, file in zip(touched, made, strict=True)}
    fresh |= {_text(text): packer.pack(text_file(engine, text, related)) for text in stale}
    return _Export(files | fresh, many, total, files.keys() - fresh.keys())


def _texts(engine: Engine) -> int:
    return -(-engine.index.count // TEXTS)


def _term(number: int) -> str:
    return f"t{number}.bin"


def _text(number: int) -> str:
    return f"x{number}.bin"


def _swap(folder: Path, export: _Export, last: _Last | None) -> tuple[str, int]:
    """Write the files beside what is there and swap them in; their version and size are returned.

    Of an earlier export only the files that changed are written. They are thousands, so its folder is taken over: who
    is killed right then leaves none, and the next export makes all of it anew.
    """
    files = export.files
    directory = _json([[name, len(data)] for name, data in files.items()])
    pack = b"".join((len(directory).to_bytes(4, "little"), directory, *files.values()))
    version = _version(pack)
    beside = folder / f".{version}.{os.getpid()}"
    taken = folder / f"{beside.name}.taken"
    fresh = [name for name in files if name not in export.same]
    try:
        beside.mkdir()
        for name in fresh:
            with open(f"{beside}/{name}", "wb", buffering=0) as file:  # noqa: PTH123, thousands of them
                file.write(files[name])
        (beside / _PACK).write_bytes(pack)
        if last and export.same:
            last.place.rename(taken)
            for name in (*fresh, _PACK):
                (beside / name).replace(taken / name)
            beside.rmdir()
            taken.rename(beside)
        shutil.rmtree(folder / version, ignore_errors=True)
        beside.rename(folder / version)
        entry = {"format": EXPORT_FORMAT, "shards": export.many, "version": version}
        replace_file(folder / "entry.json", _json(entry))
    except BaseException:
        for unfinished in (beside, taken):
            shutil.rmtree(unfinished, ignore_errors=True)
        raise
    for path in folder.iterdir():
        if path.is_dir() and path.name != version:
            shutil.rmtree(path, ignore_errors=True)
    return version, len(pack) + sum(map(len, files.values()))


def _version(pack: bytes) -> str:
    return hashlib.sha256(pack).hexdigest()[:16]


def _digest(content: object) -> str:
    return hashlib.sha256(_json(content)).hexdigest()


def _json(content: object) -> bytes:
    return _encode(content).encode()


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
