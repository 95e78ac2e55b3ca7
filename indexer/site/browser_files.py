"""The site's own styles and scripts, served from a folder named after their content.

A page names the folder, the folder never changes, and modules find each other by relative paths: no page ever runs
with the scripts of another build.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from indexer.search import Known
from indexer.site.engine_pack import engine_pack, inline_script, made_small, packed_module

__all__ = ["BrowserFiles", "browser_files", "folder_name"]

PACK = "search/engine.pack"
"""Where `search/index.js` looks for it."""
ENTRANCES = ("site.js", "search/index.js", "search/worker.js")
"""What pages import, and what that imports or starts when it is needed."""
AHEAD = "search/ahead.js"
PLACEHOLDER = b"const BUILT = null;"
"""Is filled in with what is known of the index."""
EARLY = "early-search.js"
"""Stands in the search page; no file of its own."""


@dataclass(frozen=True)
class BrowserFiles:
    """Relative path → content of every style and script and of the engine's pack, sorted by path; and the script that
    stands in the search page (`inline_script`)."""

    contents: Mapping[str, bytes]
    early: str


def browser_files(index: Known | None = None) -> BrowserFiles:
    """Read and pack them.

    `index` is what they may know of the index that is built together with them, so that a first search can ask for its
    files at once. Raises ValueError where the scripts have no place for it.
    """
    found: dict[str, bytes] = {}

    def collect(folder: Traversable, prefix: str) -> None:
        for child in folder.iterdir():
            if child.is_dir():
                collect(child, f"{prefix}{child.name}/")
            elif child.name.endswith((".js", ".css", ".svg")):
                found[prefix + child.name] = child.read_bytes()
                if child.name.endswith(".js"):
                    found[prefix + child.name] = made_small(child.read_text(encoding="utf-8")).encode()

    collect(files("indexer.site") / "assets", "")
    if found[AHEAD].count(PLACEHOLDER) != 1:
        raise ValueError(f"{AHEAD}: no place for what is known of the index")
    found[AHEAD] = found[AHEAD].replace(PLACEHOLDER, f"const BUILT = {index.entry if index else 'null'};".encode())
    packed = {path: packed_module(path, found) for path in ENTRANCES}
    packed[PACK] = engine_pack(found, index.core if index else b"")
    early = inline_script(EARLY, found)
    # The search's own modules stay: they are what is used where the pack cannot be.
    parts = [path for path in found if path.endswith(".js") and not path.startswith("search/")]
    for path in parts:
        del found[path]
    return BrowserFiles(dict(sorted((found | packed).items())), early)


def folder_name(contents: Mapping[str, bytes]) -> str:
    """`assets/indexer-1a2b3c4d`: the folder below the site's root for exactly these files."""
    digest = hashlib.sha256()
    for path, content in contents.items():
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return f"assets/indexer-{digest.hexdigest()[:8]}"
