"""Without a network, in a real Chromium: what was read can be read, and a search never made before answers."""

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import ROOT, Project
from tests.site.laws import law

pytestmark = pytest.mark.browser

KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const keys = await (await caches.open(name)).keys();
    if (keys.length) found[name.split("|").slice(2).join("|")] = keys.map(({ url }) => new URL(url).pathname);
  }
  return found;
}"""
"""Name of each cache, without what all of them begin with → what it holds.

Looking into a cache makes it where it has just been removed, so one that holds nothing is left out.
"""

LAWS = {
    "cats": law("养猫法", body="\n## 第一条\n\n养猫应当登记。\n\n## 第二条\n\n遗弃猫的，处五百元罚款。\n"),
    "boats": law("划船法", body="\n## 第一条\n\n划船应当穿救生衣。\n\n## 第二条\n\n夜间禁止划船。\n"),
    "kites": law("风筝法", body="\n## 第一条\n\n机场附近禁止放风筝。\n"),
}


class Host:
    """A static host with the site below a sub-path. `asked` are the paths it was asked for, below that of the site."""

    PREFIX = "/some/path/"

    def __init__(self, site: Path) -> None:
        self.asked: list[str] = []
        self.broken: dict[str, bytes | HTTPStatus] = {}
        """Name of a file → what is sent instead."""
        self.held: dict[str, threading.Event] = {}
        """Name of a file → what its answer waits for."""
        host = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0].removeprefix(host.PREFIX)
                host.asked.append(path)
                self.path = f"/{path}"
                for end, event in host.held.items():
                    if f"/{path}".endswith(f"/{end}"):
                        event.wait(30)
                instead = next((value for end, value in host.broken.items() if f"/{path}".endswith(f"/{end}")), None)
                if isinstance(instead, HTTPStatus):
                    self.send_error(instead)
                elif instead is not None:
                    # Fewer bytes than promised: the connection breaks off.
                    self.send_response(HTTPStatus.OK)
                    self.send_header("Content-Length", str(len(instead) + 1000))
                    self.end_headers()
                    self.wfile.write(instead)
                else:
                    super().do_GET()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # named by the base class
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site)))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}{self.PREFIX}"

    def __enter__(self) -> "Host":
        return self

    def __exit__(self, *failure: object) -> None:
        for event in self.held.values():
            event.set()
        self.server.shutdown()
        self.server.server_close()

    def index_files(self) -> list[str]:
        """What was asked for of the index: its entry, and all below the folder of a version."""
        return [path for path in self.asked if path.startswith("search/") and path != "search/"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with a few laws, built once."""
    folder = tmp_path_factory.mktemp("offline") / "project"
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("laws"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    project = Project(folder)
    project.laws.mkdir()
    shutil.copy(ROOT / "docs/laws/index.md", project.laws)
    for slug, text in LAWS.items():
        (project.laws / f"{slug}.md").write_text(text, encoding="utf-8")
    build(project)
    return project


@pytest.fixture
def host(site: Project) -> Iterator[Host]:
    with Host(site.site) as host:
        yield host


def build(project: Project) -> None:
    done = project.build("--strict")
    assert done.returncode == 0, done.stderr


def visit(page: Page, address: str) -> None:
    """Open a page for the first time and wait until it is looked after."""
    page.goto(address)
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def kept(page: Page) -> dict[str, list[str]]:
    return dict(page.evaluate(KEPT))


def wait_for_kept(page: Page, condition: Callable[[dict[str, list[str]]], bool]) -> None:
    wait_for(page, lambda: condition(kept(page)), lambda: str(kept(page)))


def wait_until_asked(page: Page, host: Host, end: str) -> None:
    """Until a path that ends so was asked for, and what follows from the answer has been done."""
    wait_for(page, lambda: any(path.endswith(end) for path in host.asked), lambda: str(host.asked))
    page.wait_for_timeout(500)


def wait_for(page: Page, condition: Callable[[], bool], state: Callable[[], str]) -> None:
    for _ in range(200):
        if condition():
            return
        page.wait_for_timeout(100)
    pytest.fail(state())


def wait_for_page(page: Page, path: str) -> None:
    wait_for_kept(page, lambda found: Host.PREFIX + path in found["pages"])


def wait_for_index(page: Page) -> str:
    """Until an index is kept whole and nothing else of one; its version."""

    def is_whole(found: dict[str, list[str]]) -> bool:
        of_index = [name for name in found if name.startswith(("pack|", "parts|"))]
        return len(of_index) == 1 and len(found[of_index[0]]) == 2 and of_index[0].startswith("pack|")

    wait_for_kept(page, is_whole)
    return next(name.removeprefix("pack|") for name in kept(page) if name.startswith("pack|"))


def search(page: Page, query: str) -> None:
    page.get_by_role("combobox").first.fill(query)


def test_nothing_of_the_index_is_fetched_with_a_page_and_all_of_it_after_a_search(page: Page, host: Host) -> None:
    visit(page, host.address + "laws/cats/")
    wait_for_page(page, "laws/cats/")
    page.goto(host.address + "laws/boats/")
    page.wait_for_timeout(3000)
    assert host.index_files() == []
    search(page, "登记")
    expect(page.get_by_role("option").first).to_contain_text("第一条")
    assert not [path for path in host.index_files() if path.endswith("all.pack")], "the search itself goes first"
    version = wait_for_index(page)
    assert host.index_files().count(f"search/{version}/all.pack") == 1


def test_a_file_that_comes_after_the_whole_index_is_not_kept_beside_it(page: Page, host: Host) -> None:
    late = host.held["x1.bin"] = threading.Event()
    visit(page, host.address + "laws/cats/")
    search(page, "登记")
    version = wait_for_index(page)
    assert f"search/{version}/x1.bin" in host.asked
    late.set()
    expect(page.get_by_role("option").first).to_contain_text("第一条")
    page.wait_for_timeout(500)
    assert wait_for_index(page) == version


@pytest.mark.parametrize("early", [False, True], ids=["looked after", "before the worker is there"])
def test_a_search_never_made_before_answers_offline(
    page: Page, context: BrowserContext, host: Host, early: bool
) -> None:
    if early:
        host.held["offline.js"] = threading.Event()
        page.goto(host.address + "laws/cats/")
    else:
        visit(page, host.address + "laws/cats/")
    search(page, "登记")
    expect(page.get_by_role("option").first).to_contain_text("养猫法")
    for event in host.held.values():
        event.set()
    wait_for_index(page)
    wait_for_page(page, "laws/cats/")
    context.set_offline(True)
    before = len(host.asked)
    # On the page that is open, on one that is opened anew, and on the page of all results.
    search(page, "救生衣")
    expect(page.get_by_role("option").first).to_contain_text("划船法")
    page.goto(host.address + "laws/cats/")
    search(page, "机场附近")
    expect(page.get_by_role("option").first).to_contain_text("风筝法")
    page.get_by_role("combobox").first.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("[data-results] a").first).to_contain_text("风筝法")
    expect(page.locator("[data-results-status]")).to_contain_text("条相符")
    expect(page.locator("[data-results-status]")).not_to_contain_text("不完整")
    assert len(host.asked) == before


def test_after_a_first_visit_by_the_address_of_a_search_another_one_answers_offline(
    page: Page, context: BrowserContext, host: Host
) -> None:
    visit(page, host.address + "search/?q=登记")
    expect(page.locator("[data-results] a").first).to_contain_text("养猫法")
    wait_for_index(page)
    context.set_offline(True)
    search(page, "救生衣")
    expect(page.get_by_role("option").first).to_contain_text("划船法")


def test_a_page_that_was_read_opens_offline_as_it_was_and_another_says_that_it_was_not_kept(
    page: Page, context: BrowserContext, host: Host
) -> None:
    visit(page, host.address + "laws/cats/?h=%E7%99%BB%E8%AE%B0#art-1")
    wait_for_page(page, "laws/cats/")
    page.goto(host.address + "laws/boats/")
    wait_for_page(page, "laws/boats/")
    assert not any("?" in path for paths in kept(page).values() for path in paths)
    font = "getComputedStyle(document.querySelector('#art-1')).fontFamily + getComputedStyle(document.body).margin"
    styles = page.evaluate(font)
    context.set_offline(True)
    for path in ("laws/cats/", "laws/cats/?h=%E7%8C%AB", "laws/cats/index.html", "laws/cats"):
        page.goto(host.address + path)
        expect(page.locator("#art-1")).to_contain_text("养猫应当登记")
        assert page.evaluate(font) == styles
    page.goto(host.address + "search/")
    expect(page.locator("#fk-page-search")).to_be_visible()
    answer = page.goto(host.address + "laws/kites/?<b>bold</b>")
    assert answer
    assert answer.status == 503
    expect(page.get_by_role("heading", name="这个页面没有保存")).to_be_visible()
    expect(page.locator("body")).to_contain_text("检索数据还没有保存")
    assert page.locator("b").count() == 0
    context.set_offline(False)
    page.get_by_role("link", name="重新打开").click()
    expect(page.locator("#art-1")).to_contain_text("禁止放风筝")


def test_the_notice_leads_to_the_search_once_that_works_offline(
    page: Page, context: BrowserContext, host: Host
) -> None:
    visit(page, host.address)
    search(page, "登记")
    wait_for_index(page)
    context.set_offline(True)
    page.goto(host.address + "laws/kites/")
    page.get_by_role("link", name="检索").click()
    page.wait_for_url(host.address + "search/")
    page.locator("#fk-page-search").fill("风筝")
    expect(page.get_by_role("option").first).to_contain_text("风筝法")


def test_a_new_build_is_taken_over_and_what_nothing_needs_any_more_goes(
    page: Page, context: BrowserContext, site: Project, tmp_path: Path
) -> None:
    project = Project(tmp_path / "project")
    shutil.copytree(site.folder, project.folder)
    with Host(project.site) as host:
        check_new_build(page, context, project, host)


def check_new_build(page: Page, context: BrowserContext, project: Project, host: Host) -> None:
    visit(page, host.address + "laws/cats/")
    search(page, "登记")
    first = wait_for_index(page)
    wait_for_page(page, "laws/cats/")
    # A style of an earlier version of this program, which no kept page names.
    older = "assets/indexer-00000000/site.css"
    plant = """async (path) => (await caches.open((await caches.keys()).find((name) => name.endsWith("|files"))))
        .put(path, new Response("old"))"""
    page.evaluate(plant, Host.PREFIX + older)
    assert Host.PREFIX + older in kept(page)["files"]
    (project.laws / "cats.md").write_text(LAWS["cats"].replace("应当登记", "不必登记"), encoding="utf-8")
    (project.laws / "dogs.md").write_text(law("养狗法", body="\n## 第一条\n\n遛狗应当牵绳。\n"), encoding="utf-8")
    about = project.folder / "docs/search.md"
    about.write_text(about.read_text(encoding="utf-8") + "\n新的说明。\n", encoding="utf-8")
    build(project)
    page.goto(host.address + "laws/cats/")
    expect(page.locator("#art-1")).to_contain_text("不必登记")
    wait_for_kept(page, lambda found: Host.PREFIX + older not in found["files"])
    [folder] = (project.site / "assets").glob("indexer-*")
    assert any(path.startswith(f"{Host.PREFIX}assets/{folder.name}/") for path in kept(page)["files"])
    search(page, "牵绳")
    expect(page.get_by_role("option").first).to_contain_text("养狗法")
    wait_for_kept(page, lambda found: f"pack|{first}" not in found)
    assert wait_for_index(page) != first
    context.set_offline(True)
    page.goto(host.address + "laws/cats/")
    expect(page.locator("#art-1")).to_contain_text("不必登记")
    page.goto(host.address + "search/?q=%E9%81%9B%E7%8B%97")
    expect(page.locator("[data-results] a").first).to_contain_text("养狗法")
    page.goto(host.address + "search/")
    expect(page.locator("[data-search-help]")).to_contain_text("新的说明")


@pytest.mark.parametrize("instead", [HTTPStatus.NOT_FOUND, b'\x10\x00\x00\x00[["core'], ids=["not there", "broken off"])
def test_an_index_that_cannot_be_had_whole_does_no_harm(
    page: Page, context: BrowserContext, host: Host, instead: bytes | HTTPStatus
) -> None:
    host.broken["all.pack"] = instead
    visit(page, host.address + "laws/cats/")
    search(page, "登记")
    expect(page.get_by_role("option").first).to_contain_text("养猫法")
    wait_until_asked(page, host, "all.pack")
    assert not [name for name in kept(page) if name.startswith("pack|")]
    page.goto(host.address + "laws/boats/")
    search(page, "救生衣")
    expect(page.get_by_role("option").first).to_contain_text("划船法")
    # What was fetched for the searches made is kept by itself, and answers them again.
    context.set_offline(True)
    page.reload()
    search(page, "登记")
    expect(page.get_by_role("option").first).to_contain_text("养猫法")
    context.set_offline(False)
    host.broken.clear()
    page.reload()
    search(page, "风筝")
    expect(page.get_by_role("option").first).to_contain_text("风筝法")
    wait_for_index(page)


def test_a_browser_that_has_no_room_reads_and_searches_as_before(
    page: Page, context: BrowserContext, host: Host
) -> None:
    session = context.new_cdp_session(page)
    visit(page, host.address + "laws/cats/")
    origin = host.address.removesuffix(Host.PREFIX)
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
    page.goto(host.address + "laws/boats/")
    expect(page.locator("#art-1")).to_contain_text("救生衣")
    search(page, "登记")
    expect(page.get_by_role("option").first).to_contain_text("养猫法")
    wait_until_asked(page, host, "all.pack")
    search(page, "风筝")
    expect(page.get_by_role("option").first).to_contain_text("风筝法")
    assert not [name for name in kept(page) if name.startswith("pack|")]


def test_other_caches_of_the_same_origin_are_left_alone(page: Page, host: Host) -> None:
    visit(page, host.address + "laws/cats/")
    for name in ("another", "fk|/some/path/deeper/|pack|0123456789abcdef"):
        page.evaluate("async (name) => (await caches.open(name)).put('/x', new Response('x'))", name)
    search(page, "登记")
    wait_for_kept(
        page, lambda found: any(name.startswith("pack|") and len(paths) == 2 for name, paths in found.items())
    )
    names = page.evaluate("caches.keys()")
    assert "another" in names
    assert "fk|/some/path/deeper/|pack|0123456789abcdef" in names


@pytest.mark.parametrize("path", ["", "laws/cats/"], ids=["home", "a law"])
def test_who_only_read_one_page_searches_offline(page: Page, context: BrowserContext, host: Host, path: str) -> None:
    visit(page, host.address + path)
    version = wait_for_index(page)
    assert sorted(host.index_files()) == [f"search/{version}/all.pack", "search/entry.json"]
    context.set_offline(True)
    search(page, "救生衣")
    expect(page.get_by_role("option").first).to_contain_text("划船法")
    page.goto(host.address + "search/?q=%E7%99%BB%E8%AE%B0")
    expect(page.locator("[data-results] a").first).to_contain_text("养猫法")
    context.set_offline(False)
    # What is kept is not asked for again.
    before = len(host.index_files())
    page.goto(host.address + "laws/boats/")
    page.wait_for_timeout(6000)
    assert len(host.index_files()) == before


@pytest.mark.parametrize("connection", ["{ saveData: true, effectiveType: '4g' }", "{ effectiveType: 'slow-2g' }"])
def test_who_saves_data_or_has_little_is_sent_nothing_that_is_not_asked_for(
    page: Page, host: Host, connection: str
) -> None:
    page.add_init_script(f"Object.defineProperty(navigator, 'connection', {{ value: {connection} }})")
    visit(page, host.address)
    page.wait_for_timeout(6000)
    assert host.index_files() == []
