"""Fixtures that all tests share: a real Chromium, and a server for what it is to open."""

import functools
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import ARGUMENTS, MISSING, find_chromium

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the whole run; without one, every test that asks for it fails with one line."""
    path = find_chromium()
    if not path:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield opened
        opened.close()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # named by the base class
        pass


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A page that is left before all has come is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on the loopback; gives its address with a final slash."""
    servers: list[_QuietServer] = []

    def start(folder: Path) -> str:
        handler = functools.partial(_QuietHandler, directory=str(folder))
        server = _QuietServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class Project:
    """A MkDocs project in a folder of its own, with the project's mkdocs.yml."""

    folder: Path

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def laws(self) -> Path:
        return self.folder / "docs" / "laws"

    def build(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Run `mkdocs build` as a user would."""
        command = [sys.executable, "-m", "mkdocs", "build", *options]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the project's pages with no law in it; tests add theirs."""
    return _copy_of_project(tmp_path / "project", with_laws=False)


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the real texts, built once with `mkdocs build --strict`."""
    project = _copy_of_project(tmp_path_factory.mktemp("real") / "project", with_laws=True)
    done = project.build("--strict")
    assert done.returncode == 0, done.stderr
    return project.site


def _copy_of_project(folder: Path, with_laws: bool) -> Project:
    def left_out(at: str, names: list[str]) -> list[str]:
        is_laws = Path(at) == ROOT / "docs" / "laws"
        return [name for name in names if is_laws and not with_laws and name != "index.md"]

    shutil.copytree(ROOT / "docs", folder / "docs", ignore=left_out)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return Project(folder)
