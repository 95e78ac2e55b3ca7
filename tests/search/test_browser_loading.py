"""What the browser loads, when, and what it says where that fails."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from indexer.search import Engine
from tests.search.browser_page import SearchPage, as_browser, write_page

pytestmark = pytest.mark.browser


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Path:
    """The folder of a site with the made-up laws."""
    write_page(engine, tmp_path)
    return tmp_path / "some" / "path"


@pytest.fixture
def address(site: Path, serve: Callable[[Path], str]) -> str:
    return serve(site.parent.parent)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def texts_file(site: Path) -> Path:
    return next((site / "search").glob("texts-*.bin"))


def found(page: SearchPage) -> list[str]:
    return [result["id"] for result in page.search("组织赌博")["results"]]


def test_nothing_is_loaded_before_the_first_query_and_everything_once(page: Page, address: str, site: Path) -> None:
    opened = SearchPage.open(page, address)
    page.wait_for_timeout(300)
    assert opened.requests == []
    assert found(opened) == ["games/art-3"]
    fetched = [name for name in opened.requests if name.endswith((".json", ".bin"))]
    assert fetched[0] == "entry.json"
    assert sorted(fetched[1:]) == sorted(path.name for path in (site / "search").glob("*.bin"))
    opened.requests.clear()
    assert found(opened) == ["games/art-3"]
    assert opened.requests == []


def test_a_server_that_has_unpacked_the_files(page: Page, address: str, site: Path) -> None:
    for path in (site / "search").glob("*.bin"):
        path.write_bytes(gzip.decompress(path.read_bytes()))
    assert found(SearchPage.open(page, address)) == ["games/art-3"]


@pytest.mark.parametrize(
    "before",
    [
        "window.Worker = undefined;",
        "window.Worker = class { constructor() { throw new Error('not allowed'); } };",
        # a policy of the page that forbids workers is an error event, as is a worker that cannot be fetched
        "const Own = Worker; window.Worker = class extends Own { constructor() { super('gone.js'); } };",
    ],
    ids=["none", "forbidden", "gone"],
)
def test_without_a_worker_the_page_searches_itself(page: Page, address: str, engine: Engine, before: str) -> None:
    opened = SearchPage.open(page, address, before)
    answers = [opened.search(query) for query in ("训练数据", "训练数据", "区块链")]
    for answer in answers:
        for result in answer["results"]:
            result["score"] = round(result["score"], 6)
    assert answers == [as_browser(engine.search(query)) for query in ("训练数据", "训练数据", "区块链")]


def test_another_format_is_refused(page: Page, address: str, site: Path) -> None:
    entry = json.loads((site / "search" / "entry.json").read_text())
    (site / "search" / "entry.json").write_text(json.dumps(entry | {"format": 999}))
    assert SearchPage.open(page, address).search("数据") == {"error": "检索数据与本页的版本不同，请刷新页面再试。"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "检索数据没有载入（404），请重试。"),
        (b"", "检索数据不完整，请重试。"),
        (b"<!doctype html>", "检索数据不完整，请重试。"),
        (b'{"paths":[],"records":[]}', "检索数据不完整，请重试。"),
        (..., "检索数据不完整，请重试。"),
    ],
    ids=["missing", "empty", "a page", "too few", "cut off"],
)
def test_a_failure_is_said_and_can_be_tried_again(
    page: Page, address: str, site: Path, data: object, message: str
) -> None:
    path = texts_file(site)
    whole = path.read_bytes()
    if isinstance(data, bytes):
        path.write_bytes(data)
    elif data is None:
        path.unlink()
    else:
        path.write_bytes(whole[: len(whole) // 2])
    opened = SearchPage.open(page, address)
    assert opened.search("数据") == {"error": message}
    path.write_bytes(whole)
    assert found(opened) == ["games/art-3"]


def test_an_index_that_is_cut_off(page: Page, address: str, site: Path) -> None:
    path = next((site / "search").glob("index-*.bin"))
    data = gzip.decompress(path.read_bytes())
    for size in (2, 40, len(data) // 2, len(data) - 1):
        path.write_bytes(gzip.compress(data[:size]))
        assert SearchPage.open(page, address).search("数据") == {"error": "检索数据不完整，请重试。"}


def test_offline(page: Page, address: str) -> None:
    opened = SearchPage.open(page, address)
    page.context.route("**/search/*", lambda route: route.abort())
    page.evaluate("window.Worker = undefined")
    assert opened.search("数据") == {"error": "检索数据没有载入，请检查网络后重试。"}


def test_answers_come_to_their_own_questions(page: Page, address: str) -> None:
    opened = SearchPage.open(page, address)
    urls = opened.page.evaluate(
        """async () => {
          const queries = ["赌场", "旗帜", "人权", "“单独同意”"];
          const answers = await Promise.all(queries.map((query) => ask(query, 1)));
          return answers.map(({ results }) => results[0].id);
        }"""
    )
    assert urls == ["games/art-3", "charter/annex-1", "charter/art-1", "data/art-1"]
