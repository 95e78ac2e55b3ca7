"""The life of the index in its folder: built when its input changed, swapped in whole, one builder at a time."""

import hashlib
import json
import os
import shutil
import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock, Timeout

from indexer.search.collector import without_collector
from indexer.search.contents import Origin, compared, content_of, library_of, origin_of
from indexer.search.cutting import CUTTER_VERSION
from indexer.search.everyday import Everyday
from indexer.search.records import LawRecords
from indexer.search.sounds import SOUNDS_VERSION
from indexer.search.whoosh_index import DamagedIndexError, WhooshIndex, write_index

__all__ = ["INDEX_FORMAT", "IndexFolderError", "open_index"]

INDEX_FORMAT = 14
"""Raised whenever what the index holds, or how, changes."""

PATIENCE = 900.0
"""Seconds to wait for another process that builds the same index."""

_INDEX, _META = "index", "meta.json"


class IndexFolderError(Exception):
    """The folder of the index cannot be used; the message is for the user."""


@without_collector()
def open_index(
    laws: Sequence[LawRecords],
    names: Mapping[str, tuple[str, ...]],
    folder: Path,
    everyday: Everyday,
    progress: Callable[[int, int], None] | None = None,
    say: Callable[[str], None] | None = None,
) -> WhooshIndex:
    """The index of `laws` in `folder`, built first if it is missing, damaged, of another version or out of date.

    `progress` is called with laws done and their total before and after it is built, `say` with messages for the user.
    Raises IndexFolderError.
    """
    progress = progress or (lambda _done, _total: None)
    say = say or (lambda _: None)
    fingerprint = _fingerprint(laws, names, everyday)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder / "lock", say):
            _clean(folder)
            if index := _open_fresh(folder, fingerprint, say):
                return index
            progress(0, len(laws))
            index = _build(laws, names, folder, everyday, fingerprint)
            progress(len(laws), len(laws))
            return index
    except OSError as error:
        raise IndexFolderError(
            f"索引文件夹 {folder} 用不了（{error.strerror or error}）：检查权限和磁盘空间，或换一个文件夹"
        ) from error


@contextmanager
def _locked(path: Path, say: Callable[[str], None]) -> Iterator[None]:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("另一个进程正在建立索引，等它完成……")
        try:
            lock.acquire(timeout=PATIENCE)
        except Timeout:
            raise IndexFolderError(f"等了 {PATIENCE:.0f} 秒，另一个进程仍在建立索引（{path}）") from None
    try:
        yield
    finally:
        lock.release()


def _fingerprint(laws: Sequence[LawRecords], names: Mapping[str, tuple[str, ...]], everyday: Everyday) -> str:
    """Of all that the index is made from."""
    versions = [INDEX_FORMAT, CUTTER_VERSION, SOUNDS_VERSION]
    content = [*versions, [law.digest for law in laws], dict(names), everyday.words_digest]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _clean(folder: Path) -> None:
    """Remove what killed builds left. We hold the lock: nobody is building."""
    for path in folder.iterdir():
        if path.is_dir() and path.name.startswith((f"{_INDEX}.new-", f"{_INDEX}.old-")):
            shutil.rmtree(path, ignore_errors=True)


def _open_fresh(folder: Path, fingerprint: str, say: Callable[[str], None]) -> WhooshIndex | None:
    place = folder / _INDEX
    if not place.exists():
        return None
    try:
        meta = json.loads((place / _META).read_text(encoding="utf-8"))
        version, found, sums = meta["format"], meta["fingerprint"], meta["sums"]
    except (OSError, ValueError, KeyError, TypeError):
        say("索引已损坏，重新建立")
        return None
    if version != INDEX_FORMAT:
        say(f"索引是另一版本（{version}，本程序用 {INDEX_FORMAT}），重新建立")
        return None
    if found != fingerprint:
        return None
    try:
        if sums != _sums(place):
            raise DamagedIndexError("校验和不符")
        return WhooshIndex.opened(place, fingerprint)
    except (OSError, DamagedIndexError):
        say("索引已损坏，重新建立")
        return None


def _sums(place: Path) -> dict[str, int]:
    """CRC of every file of an index but the one that lists them."""
    return {
        path.name: zlib.crc32(path.read_bytes())
        for path in sorted(place.iterdir())
        if path.is_file() and path.name != _META
    }


def _build(
    laws: Sequence[LawRecords],
    names: Mapping[str, tuple[str, ...]],
    folder: Path,
    everyday: Everyday,
    fingerprint: str,
) -> WhooshIndex:
    """Build beside the old index, with what of it is still good, and swap it in whole."""
    mark = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
    place, new, old = folder / _INDEX, folder / f"{_INDEX}.new-{mark}", folder / f"{_INDEX}.old-{mark}"
    new.mkdir()
    try:
        origin = origin_of(laws, everyday)
        before, known = _before(place)
        try:
            content, changes = content_of(laws, everyday, origin, folder, before, known)
            same_words = known is not None and known.shared == origin.shared
            library = library_of(laws, names, content, everyday, before if same_words else None)
            if changes and before:
                changes = compared(changes, before.library, library)
            write_index(new, content, library, changes)
        finally:
            if before:
                before.close()
        meta = {
            "format": INDEX_FORMAT,
            "fingerprint": fingerprint,
            "origin": asdict(origin),
            "sums": _sums(new),
        }
        (new / _META).write_text(json.dumps(meta), encoding="utf-8")
        if place.exists():
            place.rename(old)
        new.rename(place)
        shutil.rmtree(old, ignore_errors=True)
        return WhooshIndex(content, library, fingerprint, changes)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _before(place: Path) -> tuple[WhooshIndex | None, Origin | None]:
    """The index that stands there, if it is whole and of this version, and what it was made from."""
    try:
        meta = json.loads((place / _META).read_text(encoding="utf-8"))
        if meta["format"] != INDEX_FORMAT or meta["sums"] != _sums(place):
            return None, None
        laws = tuple((str(id), str(digest), int(count)) for id, digest, count in meta["origin"]["laws"])
        words = tuple(map(str, meta["origin"]["words"]))
        return WhooshIndex.opened(place, meta["fingerprint"]), Origin(meta["origin"]["shared"], words, laws)
    except (OSError, ValueError, KeyError, TypeError, DamagedIndexError):
        return None, None
