"""`mkdocs serve`: a changed law is on its page and in the search soon after, and a broken one changes nothing."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from indexer.corpus import load
from indexer.verify import Manifest, record, write_manifest
from tests.conftest import Project
from tests.site.laws import law


class Served:
    """A running `mkdocs serve` with its log."""

    def __init__(self, project: Project) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/"
        self.log = project.folder / "serve.log"
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(command, cwd=project.folder, stdout=output, stderr=subprocess.STDOUT)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:
            return str(answer.read().decode())

    def wait(self, condition: Callable[[], bool]) -> None:
        """Until `condition` holds; fails with the log after a minute."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if condition():
                    return
            except (urllib.error.URLError, ConnectionError):
                pass
            time.sleep(0.1)
        pytest.fail(self.log.read_text(encoding="utf-8"))


@pytest.fixture
def served(project: Project) -> Iterator[tuple[Project, Served]]:
    (project.laws / "trial.md").write_text(law(), encoding="utf-8")
    (project.laws / "other.md").write_text(law("别法"), encoding="utf-8")
    running = Served(project)
    try:
        running.wait(lambda: "为了试验" in running.get("laws/trial/"))
        yield project, running
    finally:
        running.process.terminate()
        running.process.wait(30)


def test_a_changed_law_is_rebuilt_and_a_broken_one_leaves_the_last_good_page(served: tuple[Project, Served]) -> None:
    project, running = served
    path = project.laws / "trial.md"
    index = entry_of(running)
    path.write_text(law(body="\n## 第一条\n\n为了变更，制定本法。\n"), encoding="utf-8")
    running.wait(lambda: "为了变更" in running.get("laws/trial/"))
    running.wait(lambda: entry_of(running) != index)
    path.write_text(law(body="\n## 第一条\n\n甲。\n\n## 第一条\n\n乙。\n"), encoding="utf-8")
    running.wait(lambda: "第一条重复" in running.log.read_text(encoding="utf-8"))
    assert "为了变更" in running.get("laws/trial/")
    assert "别法" in running.get("laws/other/")
    path.write_text(law(body="\n## 第一条\n\n改正了。\n"), encoding="utf-8")
    running.wait(lambda: "改正了" in running.get("laws/trial/"))


def test_a_preview_shows_a_checked_text_as_it_is_worked_on_and_warns(project: Project) -> None:
    path = project.laws / "trial.md"
    path.write_text(law().replace("checked: none", "checked: double"), encoding="utf-8")
    corpus, _ = load(project.laws)
    write_manifest(project.laws, record(corpus, Manifest(), ["trial"], date(2026, 1, 1), None))
    running = Served(project)
    try:
        running.wait(lambda: "为了试验" in running.get("laws/trial/"))
        path.write_text(path.read_text(encoding="utf-8").replace("为了试验", "为了预览"), encoding="utf-8")
        running.wait(lambda: "为了预览" in running.get("laws/trial/"))
        assert "第一条与登记的不同" in running.log.read_text(encoding="utf-8")
    finally:
        running.process.terminate()
        running.process.wait(30)
    done = project.build()
    assert done.returncode != 0
    assert "第一条与登记的不同" in done.stderr


def entry_of(running: Served) -> str:
    return running.get("search/entry.json")
