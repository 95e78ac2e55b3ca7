"""The static search index of a site: made with the build, or, while serving, soon after it.

Reading a changed law and making its page takes a moment, making the index of a large library a second or more. So
`mkdocs serve` shows the changed page at once, with the index as it was; a process of its own makes the new index, which
then takes its place.
"""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from indexer.corpus import Corpus, laws_folder, load
from indexer.faults import errors
from indexer.search import IndexFolderError, Known, export_index, open_engine
from indexer.search.files import link_or_copy, replace_file
from indexer.site.references import References, references, related

__all__ = ["SearchFiles"]

STATIC = "static"
"""The exported index, in the cache folder."""


class SearchFiles:
    """The exported index in the cache folder, and its way into a site. Safe to use from several threads."""

    def __init__(self, cache: Path, say: Callable[[str], None]) -> None:
        self._cache = cache
        self._say = say
        self._static = cache / STATIC
        self._next = cache / "static.next"
        self._files = threading.Lock()
        self._orders = threading.Lock()
        self._order: tuple[Path, Path] | None = None
        self._worker: threading.Thread | None = None
        self.known: Known | None = None
        """What scripts that go with the index may know of it beforehand (see `export_index`)."""

    def update(self, corpus: Corpus, known: References) -> None:
        """Make the index of `corpus` and its static files. Raises IndexFolderError and OSError."""
        with closing(open_engine(corpus, self._cache, say=self._say)) as engine, self._files:
            self.known = export_index(engine, self._static, related(known, corpus))

    def put_into(self, site: Path) -> None:
        """Copy the files into the folder `site`/search: the data first, then the entry that names its folder.

        Data of earlier versions goes last, so that a page that is open goes on until then.
        """
        folder = site / "search"
        with self._files:
            folder.mkdir(parents=True, exist_ok=True)
            versions = [path for path in self._static.iterdir() if path.is_dir()]
            for version in versions:
                if (folder / version.name).exists():
                    continue
                beside = folder / f".{version.name}.new"
                shutil.rmtree(beside, ignore_errors=True)
                shutil.copytree(version, beside, copy_function=link_or_copy)
                beside.rename(folder / version.name)
            replace_file(folder / "entry.json", (self._static / "entry.json").read_bytes())
            for path in folder.iterdir():
                if path.is_dir() and path.name not in {version.name for version in versions}:
                    shutil.rmtree(path, ignore_errors=True)

    def update_later(self, docs: Path, site: Path) -> None:
        """Make the index of the laws in `docs` in the background and put it into the standing site.

        A call while one is under way waits its turn; of several that wait, the last one counts.
        """
        with self._orders:
            self._order = docs, site
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()

    def _work(self) -> None:
        while True:
            with self._orders:
                order, self._order = self._order, None
                if order is None:
                    self._worker = None
                    return
            docs, site = order
            command = [sys.executable, "-m", __name__, str(docs), str(self._cache), str(self._next)]
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            if done.returncode:
                # A law with errors was saved meanwhile: the build says so, and the next good one brings its index.
                self._say(f"检索索引没有更新：{done.stderr.strip().rpartition(chr(10))[2]}")
                continue
            with self._files:
                shutil.rmtree(self._static, ignore_errors=True)
                self._next.rename(self._static)
            with suppress(OSError):  # the server has stopped and taken its site with it
                self.put_into(site)


def _make(docs: Path, cache: Path, folder: Path) -> None:
    """What the process of its own does, at low priority: index `docs` and export into `folder`."""
    os.nice(10)
    corpus, faults = load(docs)
    if errors(faults):
        sys.exit("法规文件有错误")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        if (cache / STATIC).exists():  # so that what has not changed need not be made again
            shutil.copytree(cache / STATIC, folder, copy_function=link_or_copy)
        with closing(open_engine(corpus, cache)) as engine:
            export_index(engine, folder, related(references(corpus, laws_folder(docs))[0], corpus))
    except (IndexFolderError, OSError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    _make(*map(Path, sys.argv[1:4]))
