"""The service worker of a site: `offline.js` with the list of what the first visit of any page keeps.

The list is derived from the finished site, and so is its version: a build that changes any file of it changes the
bytes of the worker, which is what browsers go by.
"""

import hashlib
import json
import posixpath
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

__all__ = ["WORKER", "offline_worker"]

WORKER = "offline.js"
"""Address of the worker from the site's root: it has charge of what stands in its own folder and below."""

PAGES = ("search/",)
"""Kept from the first visit on."""

PLACEHOLDER = 'const BUILD = { version: "", files: [""], pages: [""], index: "" };'


def offline_worker(site: Path, assets: str) -> str:
    """The worker of the finished site in the folder `site`; its own scripts and styles are in the folder `assets`."""
    pages = [page for page in PAGES if (site / page / "index.html").is_file()]
    kept = {path.relative_to(site).as_posix() for path in (site / assets).rglob("*") if path.is_file()}
    for page in pages:
        kept.update(path for path in _needed(site / page / "index.html", page) if (site / path).is_file())
    source = (files("indexer.site") / WORKER).read_text(encoding="utf-8")
    if source.count(PLACEHOLDER) != 1:
        raise ValueError(f"{WORKER}: no place for the list of files")
    digest = hashlib.sha256()
    for path in (*sorted(kept), *(f"{page}index.html" for page in pages)):
        content = (site / path).read_bytes()
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    build = {
        "version": digest.hexdigest()[:16],
        "files": [quote(path) for path in sorted(kept)],
        "pages": pages,
        "index": _index_version(site),
    }
    return source.replace(PLACEHOLDER, f"const BUILD = {json.dumps(build)};")


def _index_version(site: Path) -> str:
    """Of the index that the site has; empty where it has none."""
    entry = site / "search" / "entry.json"
    return str(json.loads(entry.read_bytes())["version"]) if entry.is_file() else ""


def _needed(path: Path, folder: str) -> Iterator[str]:
    """What the page at `path` names as its scripts, styles, icons and pictures, from the site's root."""
    parser = _Links()
    parser.feed(path.read_text(encoding="utf-8"))
    for link in parser.links:
        address = urlsplit(link)
        if not address.scheme and not address.netloc and address.path and not address.path.startswith("/"):
            target = posixpath.normpath(posixpath.join(folder, unquote(address.path)))
            if not target.startswith("../"):
                yield target


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_part = tag == "link" and {"stylesheet", "icon", "modulepreload"} & set((values.get("rel") or "").split())
        if is_part:
            self.links.append(values.get("href") or "")
        elif tag in ("script", "img"):
            self.links.append(values.get("src") or "")
