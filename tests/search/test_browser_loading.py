"""What the browser loads, when, and what it says where that fails."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from indexer.corpus import load
from indexer.search import Engine, Known, export_index, open_engine
from indexer.search.packing import Packer
from indexer.search.static_files import TEXTS
from indexer.search.static_terms import shard_numbers
from indexer.search.stretches import number
from tests.search.browser_page import SearchPage, as_browser, write_modules, write_page
from tests.search.made_up_laws import corpus_of
from tests.site.test_engine_pack import number_at

pytestmark = pytest.mark.browser

NO_SCRIPT = Packer().pack(b"not a script")


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


def data_file(site: Path, name: str) -> Path:
    return next((site / "search").glob(f"*/{name}"))


def found(page: SearchPage) -> list[str]:
    return [result["id"] for result in page.search("组织赌博")["results"]]


def test_nothing_is_loaded_before_the_first_query_and_nothing_twice(page: Page, address: str) -> None:
    opened = SearchPage.open(page, address)
    page.wait_for_timeout(300)
    assert opened.requests == []
    with page.expect_request("**/entry.json"):  # after the answer
        assert found(opened) == ["games/art-3"]
    fetched = [name for name in opened.requests if name.endswith((".json", ".bin"))]
    assert len(fetched) == len(set(fetched))
    # What every search needs comes with the program.
    assert {name[0] for name in fetched if name != "entry.json"} == {"t", "x"}
    opened.requests.clear()
    assert found(opened) == ["games/art-3"]
    assert [name for name in opened.requests if name.endswith((".json", ".bin"))] == []


def test_the_engine_comes_in_one_file(page: Page, address: str) -> None:
    opened = SearchPage.open(page, address)
    assert found(opened) == ["games/art-3"]
    page.wait_for_event("worker")
    assert {name for name in opened.requests if name.endswith((".js", ".pack"))} == {"worker.js", "engine.pack"}


@pytest.mark.parametrize("warm", [False, True], ids=["on the page", "in a worker"])
@pytest.mark.parametrize(
    "pack",
    [None, b"not packed", b"", number(len(NO_SCRIPT)) + NO_SCRIPT],
    ids=["missing", "not packed", "empty", "not a script"],
)
def test_where_that_file_cannot_be_had_its_modules_are_used(
    page: Page, address: str, site: Path, pack: bytes | None, warm: bool
) -> None:
    path = site / "modules" / "engine.pack"
    path.unlink()
    if pack is not None:
        path.write_bytes(pack)
    opened = SearchPage.open(page, address)
    if warm:
        page.evaluate("engine.warm()")
    assert found(opened) == ["games/art-3"]
    assert "engine.js" in opened.requests


@pytest.mark.parametrize("warm", [False, True], ids=["on the page", "in a worker"])
def test_where_the_rest_of_the_program_is_damaged_its_module_is_used(
    page: Page, address: str, site: Path, warm: bool
) -> None:
    leave_out_the_rest(site)
    opened = SearchPage.open(page, address)
    if warm:
        page.evaluate("engine.warm()")
    assert found(opened) == ["games/art-3"]
    assert "answering.js" in opened.requests
    assert "engine.js" not in opened.requests


def test_where_the_rest_of_the_program_cannot_be_had_it_is_said_and_tried_again(
    page: Page, address: str, site: Path
) -> None:
    leave_out_the_rest(site)
    page.context.route("**/answering.js*", lambda route: route.abort())
    opened = SearchPage.open(page, address)
    message = {"error": "检索程序没有载入，请刷新页面再试。"}
    assert opened.search("组织赌博") == message
    assert page.evaluate("engine.suggest('赌博').catch((error) => error.message)") == message["error"]
    page.context.unroute("**/answering.js*")
    page.reload()
    page.evaluate("begin()")
    assert found(opened) == ["games/art-3"]


def leave_out_the_rest(site: Path) -> None:
    """Cut off what stands behind the engine in the file of the program."""
    path = site / "modules" / "engine.pack"
    pack = path.read_bytes()
    size, start = number_at(pack, 0)
    path.write_bytes(pack[: start + size])


def test_only_the_first_question_is_answered_on_the_page(page: Page, address: str, engine: Engine) -> None:
    opened = SearchPage.open(page, address)
    with page.expect_worker() as starting:
        assert found(opened) == ["games/art-3"]
    worker = starting.value
    # It begins with what the page has, and with the same question.
    page.wait_for_timeout(500)
    assert opened.requests.count("engine.pack") == opened.requests.count("entry.json") == 1
    assert found(opened) == ["games/art-3"]
    assert len(opened.requests) == len(set(opened.requests))
    worker.evaluate("self.addEventListener('message', () => (self.heard = true))")
    assert opened.search("数据")["results"][0]["id"] == engine.search("数据").results[0].id
    assert worker.evaluate("self.heard")


def test_what_is_warm_is_answered_in_a_worker_from_the_first_question_on(page: Page, address: str) -> None:
    opened = SearchPage.open(page, address)
    with page.expect_worker() as starting:
        page.evaluate("engine.warm()")
    starting.value.evaluate("self.addEventListener('message', () => (self.heard = true))")
    assert found(opened) == ["games/art-3"]
    assert starting.value.evaluate("self.heard")
    assert opened.requests.count("engine.pack") == 1
    assert "core.bin" not in opened.requests


def test_a_worker_that_breaks_down_is_followed_by_another(page: Page, address: str) -> None:
    opened = SearchPage.open(page, address)
    with page.expect_worker() as starting:
        page.evaluate("engine.warm()")
    assert found(opened) == ["games/art-3"]
    starting.value.evaluate("setTimeout(() => { throw new Error('broken'); })")
    page.wait_for_timeout(300)
    with page.expect_worker():
        assert opened.search("数据")["results"]


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
        assert answer.pop("approximate") is False
        answer.pop("titles")
        answer.pop("chosen")
        for result in answer["results"]:
            result["score"] = round(result["score"], 6)
    assert answers == [as_browser(engine.search(query)) for query in ("训练数据", "训练数据", "区块链")]


def test_another_format_is_refused(page: Page, address: str, site: Path) -> None:
    write_modules(site, None)
    entry = json.loads((site / "search" / "entry.json").read_text())
    (site / "search" / "entry.json").write_text(json.dumps(entry | {"format": 999}))
    assert SearchPage.open(page, address).search("数据") == {"error": "检索数据与本页的版本不同，请刷新页面再试。"}


@pytest.mark.parametrize("built", ["nothing", "another"])
def test_the_entry_counts_and_not_what_the_scripts_were_built_with(
    page: Page, address: str, site: Path, engine: Engine, built: str
) -> None:
    known = export_index(engine, site / "search")
    another = Known(json.dumps(json.loads(known.entry) | {"version": "0123456789abcdef"}), known.core)
    write_modules(site, None if built == "nothing" else another)
    opened = SearchPage.open(page, address)
    assert found(opened) == ["games/art-3"]
    fetched = opened.requests
    assert "core.bin" in fetched[fetched.index("entry.json") :]


def test_after_the_first_answer_it_is_looked_whether_the_site_was_built_anew(page: Page, address: str) -> None:
    opened = SearchPage.open(page, address)
    with page.expect_request("**/entry.json"):
        assert found(opened) == ["games/art-3"]
    opened.requests.clear()
    assert found(opened) == ["games/art-3"]
    # The worker may still be on its way.
    assert not [name for name in opened.requests if name == "entry.json" or name.endswith(".bin")]


def test_the_first_result_does_not_wait_for_the_texts_of_the_others(page: Page, address: str, engine: Engine) -> None:
    expected = [result.id for result in engine.search("数据").results]
    documents = {engine.index.record_id(document): document for document in range(engine.index.count)}
    files = [f"x{documents[each] // TEXTS}.bin" for each in expected]
    first_files, other_files = set(files[:1]), set(files) - set(files[:1])
    assert other_files
    held: dict[str, Route] = {}
    page.context.route("**/x*.bin", lambda route: held.update({route.request.url.rpartition("/")[2]: route}))
    SearchPage.open(page, address)
    page.evaluate("""() => {
      window.told = [];
      window.engine.search("数据", 10, {}, (first) => told.push(first)).then((whole) => (window.whole = whole));
    }""")
    # It is asked for first, the others behind it.
    wait_for_files(page, held, first_files)
    assert set(held) == first_files
    for name in first_files:
        held[name].continue_()
    wait_for_files(page, held, first_files | other_files)
    page.wait_for_function("told.length")
    assert page.evaluate("window.whole === undefined")
    for name in other_files:
        held[name].continue_()
    page.wait_for_function("window.whole")
    [first], whole = page.evaluate("told"), page.evaluate("whole")
    assert [result["id"] for result in whole["results"]] == expected
    assert first == whole | {"results": whole["results"][:1]}


def wait_for_files(page: Page, held: dict[str, Route], names: set[str]) -> None:
    for _ in range(500):
        if names <= set(held):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"{names} were not asked for, only {set(held)}")


INCOMPLETE = "检索数据不完整，请重试。"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "检索数据没有载入（404），请重试。"),
        (b"", INCOMPLETE),
        (b"<!doctype html>", INCOMPLETE),
        (..., INCOMPLETE),
    ],
    ids=["missing", "empty", "a page", "cut off"],
)
def test_without_its_core_there_is_no_search_until_it_is_tried_again(
    page: Page, address: str, site: Path, engine: Engine, data: object, message: str
) -> None:
    write_modules(site, Known(export_index(engine, site / "search").entry, b""))
    path = data_file(site, "core.bin")
    whole = damage(path, data)
    opened = SearchPage.open(page, address)
    assert opened.search("数据") == {"error": message}
    path.write_bytes(whole)
    assert found(opened) == ["games/art-3"]


@pytest.mark.parametrize("warm", [False, True], ids=["on the page", "in a worker"])
@pytest.mark.parametrize("bytes_lost", [1, 100], ids=["the last byte", "more"])
def test_a_core_that_is_damaged_behind_the_program_is_fetched_by_itself(
    page: Page, address: str, site: Path, bytes_lost: int, warm: bool
) -> None:
    path = site / "modules" / "engine.pack"
    path.write_bytes(path.read_bytes()[:-bytes_lost])
    opened = SearchPage.open(page, address)
    if warm:
        page.evaluate("engine.warm()")
    assert found(opened) == ["games/art-3"]
    assert "core.bin" in opened.requests
    assert "engine.js" not in opened.requests


@pytest.mark.parametrize(
    "data", [None, b"", b"<!doctype html>", b"[]", ...], ids=["missing", "empty", "page", "few", "cut"]
)
def test_partial_results_say_that_they_are_partial(
    page: Page, address: str, site: Path, engine: Engine, data: object
) -> None:
    last = engine.search("数据").results[-1].id
    document = next(each for each in range(engine.index.count) if engine.index.record_id(each) == last)
    path = data_file(site, f"x{document // TEXTS}.bin")
    content = damage(path, data)
    opened = SearchPage.open(page, address)
    answer = opened.search("数据")
    assert answer["partial"] is True
    path.write_bytes(content)
    whole = opened.search("数据")
    assert whole["partial"] is False
    assert 0 < len(answer["results"]) < len(whole["results"])


def test_nothing_is_said_of_words_that_could_not_be_looked_up(page: Page, address: str, site: Path) -> None:
    [number] = shard_numbers(["训练"], json.loads((site / "search" / "entry.json").read_bytes())["shards"]).tolist()
    data_file(site, f"t{number}.bin").unlink()
    answer = SearchPage.open(page, address).search("数据 单独 同意 来源 训练")
    assert answer["partial"] is True
    assert answer["message"] is None


def test_no_answer_at_all_is_a_failure(page: Page, address: str, site: Path) -> None:
    for path in (site / "search").glob("*/[tx]*.bin"):
        path.unlink()
    message = "检索数据没有载入，请检查网络后重试。"
    assert SearchPage.open(page, address).search("数据") == {"error": message}


def test_a_site_built_anew_is_read_anew(page: Page, address: str, site: Path, tmp_path: Path) -> None:
    opened = SearchPage.open(page, address)
    assert found(opened) == ["games/art-3"]
    build_anew(site, tmp_path)
    answer = opened.search("牌馆")
    assert "results" in answer, answer
    assert [result["id"] for result in opened.search("牌馆")["results"]] == ["games/art-3"]


def test_of_an_index_that_is_half_gone_a_newer_one_is_taken(
    page: Page, address: str, site: Path, tmp_path: Path
) -> None:
    core = data_file(site, "core.bin")
    content = core.read_bytes()
    build_anew(site, tmp_path)
    assert not core.exists()
    core.parent.mkdir()
    core.write_bytes(content)  # as a browser may keep it
    opened = SearchPage.open(page, address)
    assert [result["id"] for result in opened.search("牌馆")["results"]] == ["games/art-3"]
    assert "entry.json" in opened.requests


def build_anew(site: Path, tmp_path: Path) -> None:
    """The site with the index of laws in which 赌场 has become 牌馆."""
    laws = tmp_path / "laws"
    corpus_of(laws)
    law = laws / "games.md"
    law.write_text(law.read_text(encoding="utf-8").replace("赌场", "牌馆"), encoding="utf-8")
    with closing(open_engine(load(laws)[0], tmp_path / "cache")) as engine:
        export_index(engine, site / "search")


def damage(path: Path, data: object) -> bytes:
    """Put `data` in the place of a file (None: nothing, ...: its first half) and give back what it was."""
    whole = path.read_bytes()
    if isinstance(data, bytes):
        path.write_bytes(data)
    elif data is None:
        path.unlink()
    else:
        path.write_bytes(whole[: len(whole) // 2])
    return whole


def test_offline(page: Page, address: str) -> None:
    opened = SearchPage.open(page, address)
    page.context.route("**/search/**", lambda route: route.abort())
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
