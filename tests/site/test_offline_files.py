"""The service worker as the build writes it: what it lists, and when it changes."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from indexer.site.offline_files import offline_worker
from tests.conftest import Project
from tests.site.laws import law
from tests.site.test_serve import Served

ASSETS = "assets/indexer-01234567"
PAGE = """<!doctype html><head>
<link rel="canonical" href="https://example.org/search/"><link rel="next" href="../about/">
<link rel="stylesheet" href="../assets/main.01234567.min.css"><link rel="shortcut icon" href="../assets/icon%20a.svg">
<link rel="stylesheet" href="https://example.org/theirs.css"><script src="//example.org/theirs.js"></script>
<script>inline()</script><script src="../assets/main.js?v=1"></script><script src="../../outside.js"></script>
</head><img src="data:image/gif;base64,"><img src="picture.png"><img src="gone.png"><img src="/root.png">"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A finished site in a folder beside other files."""
    files = {
        "search/index.html": PAGE,
        "search/picture.png": "picture",
        "search/0123456789abcdef/core.bin": "index",
        "assets/main.01234567.min.css": "css",
        "assets/icon a.svg": "svg",
        "assets/main.js": "script",
        "assets/unnamed.js": "script",
        f"{ASSETS}/site.js": "script",
        f"{ASSETS}/search/worker.js": "script",
        "laws/trial/index.html": "law",
        "../outside.js": "script",
    }
    site = tmp_path / "site"
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    return site


def listed(worker: str) -> dict[str, Any]:
    [found] = re.findall(r"^const BUILD = (.*);$", worker, re.MULTILINE)
    return dict(json.loads(found))


def test_the_search_page_is_listed_with_what_it_names_and_all_of_our_own_scripts(site: Path) -> None:
    build = listed(offline_worker(site, ASSETS))
    assert build["pages"] == ["search/"]
    assert build["files"] == [
        "assets/icon%20a.svg",
        f"{ASSETS}/search/worker.js",
        f"{ASSETS}/site.js",
        "assets/main.01234567.min.css",
        "assets/main.js",
        "search/picture.png",
    ]


@pytest.mark.parametrize("path", ["search/index.html", "assets/main.js", f"{ASSETS}/search/worker.js"])
def test_the_worker_changes_with_the_content_of_what_it_lists(site: Path, path: str) -> None:
    before = offline_worker(site, ASSETS)
    assert offline_worker(site, ASSETS) == before
    (site / "laws/trial/index.html").write_text("changed", encoding="utf-8")
    assert offline_worker(site, ASSETS) == before
    with (site / path).open("a", encoding="utf-8") as file:
        file.write(" ")
    after = offline_worker(site, ASSETS)
    assert listed(after)["version"] != listed(before)["version"]
    assert listed(after)["files"] == listed(before)["files"]


def test_the_version_of_the_index_is_told(site: Path) -> None:
    assert listed(offline_worker(site, ASSETS))["index"] == ""
    (site / "search/entry.json").write_text('{"version": "0123456789abcdef"}', encoding="utf-8")
    assert listed(offline_worker(site, ASSETS))["index"] == "0123456789abcdef"


def test_a_site_without_a_search_page_keeps_what_is_read(site: Path) -> None:
    (site / "search/index.html").unlink()
    build = listed(offline_worker(site, ASSETS))
    assert build["pages"] == []
    assert build["files"] == [f"{ASSETS}/search/worker.js", f"{ASSETS}/site.js"]


def test_every_page_of_a_build_names_the_worker_at_the_root_and_every_file_listed_is_there(project: Project) -> None:
    (project.laws / "trial.md").write_text(law(), encoding="utf-8")
    assert project.build("--strict").returncode == 0
    build = listed((project.site / "offline.js").read_text(encoding="utf-8"))
    assert build["pages"] == ["search/"]
    assert build["files"]
    assert all((project.site / path).is_file() for path in build["files"])
    assert not any(path.startswith("search/") for path in build["files"]), "nothing of the index"
    for path, name in {"": "offline.js", "search/": "../offline.js", "laws/trial/": "../../offline.js"}.items():
        page = (project.site / path / "index.html").read_text(encoding="utf-8")
        assert f'<meta name="fk-offline" content="{name}">' in page


def test_a_preview_has_no_worker(project: Project) -> None:
    (project.laws / "trial.md").write_text(law(), encoding="utf-8")
    running = Served(project)
    try:
        running.wait(lambda: "为了试验" in running.get("laws/trial/"))
        assert "fk-offline" not in running.get("laws/trial/")
        assert not list(project.folder.rglob("offline.js"))
    finally:
        running.process.terminate()
        running.process.wait(30)
