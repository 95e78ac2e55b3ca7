"""The static search index of a site: made with the build, or, while serving, soon after it.

Reading a changed law and making its page takes a moment, writing the index anew takes seconds for a large library. So
`mkdocs serve` shows the changed page at once, with the index as it was, and puts the new index beside it when it is
ready.
"""

import shutil
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from indexer.corpus import Corpus
from indexer.search import IndexFolderError, export_index, open_engine

__all__ = ["SearchFiles"]

_QUIET = 2.0
"""Seconds to wait for more changes: the pages of quick edits come before the index."""


class SearchFiles:
    """The exported index in the cache folder, and its way into a site. Safe to use from several threads."""

    def __init__(self, cache: Path, say: Callable[[str], None]) -> None:
        self._cache = cache
        self._say = say
        self._static = cache / "static"
        self._files = threading.Lock()
        self._orders = threading.Lock()
        self._order: tuple[Corpus, Path] | None = None
        self._worker: threading.Thread | None = None

    def update(self, corpus: Corpus) -> None:
        """Make the index of `corpus` and its static files. Raises IndexFolderError and OSError."""
        with closing(open_engine(corpus, self._cache, say=self._say)) as engine, self._files:
            export_index(engine, self._static)

    def put_into(self, site: Path) -> None:
        """Copy the files into the folder `site`/search: the data first, then the entry that names them."""
        folder = site / "search"
        with self._files:
            folder.mkdir(parents=True, exist_ok=True)
            entry = self._static / "entry.json"
            for path in (*sorted(self._static.glob("*.bin")), entry):
                beside = folder / f".{path.name}.new"
                shutil.copyfile(path, beside)
                beside.replace(folder / path.name)

    def update_later(self, corpus: Corpus, site: Path) -> None:
        """Make the index of `corpus` in the background and put it into the standing site; a later call goes first."""
        with self._orders:
            self._order = corpus, site
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()

    def _work(self) -> None:
        while True:
            time.sleep(_QUIET)
            with self._orders:
                order, self._order = self._order, None
                if order is None:
                    self._worker = None
                    return
            corpus, site = order
            try:
                self.update(corpus)
                self.put_into(site)
            except (IndexFolderError, OSError) as error:
                self._say(f"检索索引没有更新：{error}")
