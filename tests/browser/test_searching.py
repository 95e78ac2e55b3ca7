"""The search as its readers meet it, in a real Chromium: the box, the page of results, and what may go wrong."""

import csv
import io
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

import indexer.site
from indexer.site.browser_files import browser_files
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser

LOADING = "正在载入检索数据……"
ASSETS = Path(indexer.site.__file__).parent / "assets"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    # What is kept for reading offline has its own tests; here every request is to go to the server.
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN", service_workers="block")  # type: ignore[arg-type]
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page on which no script may write an error either."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    assert errors == []


def search(page: Page, address: str, query: str, **others: str) -> Locator:
    """Open the page of results and wait for its answer; gives the results."""
    page.goto(
        f"{address}search/?q={quote(query)}" + "".join(f"&{name}={quote(value)}" for name, value in others.items())
    )
    answered(page, re.compile("[。]$"))
    return page.locator(".fk-hit")


def answered(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait until the line above the results says so and all of them stand there: the first come before the others."""
    expect(status(page)).to_contain_text(text)
    expect(page.locator("[data-results][aria-busy=true]")).to_have_count(0)


def status(page: Page) -> Locator:
    return page.locator("[data-results-status]")


def asked(page: Page) -> dict[str, str]:
    """What the address of the page asks for."""
    return dict(page.evaluate("[...new URLSearchParams(location.search)]"))


def counted(page: Page) -> int:
    """How many results the line above them speaks of."""
    return sum(map(int, re.findall(r"(\d+) 条", status(page).inner_text())))


# ---- The box


def test_the_box_tells_a_screen_reader_what_is_found_and_what_is_chosen(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="检索法规").and_(page.locator(":focus"))
    expect(box).to_have_attribute("aria-autocomplete", "list")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("训练数据")
    expect(box).to_have_attribute("aria-expanded", "true")
    listbox = page.locator(f"#{box.get_attribute('aria-controls')}")
    expect(listbox).to_have_role("listbox")
    options = listbox.get_by_role("option")
    announced = page.get_by_role("status").filter(has_text="用上下方向键选择")
    expect(announced).to_have_text(re.compile(rf"条相符.*列出 {options.count()} 项，用上下方向键选择。"))
    page.keyboard.press("ArrowUp")  # from the box to the last one
    expect(box).to_have_attribute("aria-activedescendant", options.last.get_attribute("id") or "")
    page.keyboard.press("ArrowDown")  # and back to the box
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    expect(listbox.get_by_role("option", selected=True)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(listbox).to_be_hidden()
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))


def test_enter_means_what_stands_in_the_box(page: Page, address: str) -> None:
    page.goto(address + "about/")
    page.keyboard.press("/")
    page.keyboard.type("个保法")
    expect(page.get_by_role("group", name="法规")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("13条")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert asked(page)["q"] == "个保法13条"


def test_a_chosen_option_is_in_sight_above_the_way_to_all_results(page: Page, address: str) -> None:
    page.goto(address + "about/")
    page.keyboard.press("/")
    page.keyboard.type("个人信息")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(page.get_by_role("group", name="术语")).to_be_attached()
    footer = page.locator("[data-search-more]:visible").bounding_box()
    assert footer
    for _ in range(options.count()):
        page.keyboard.press("ArrowDown")
        chosen = page.get_by_role("option", selected=True).bounding_box()
        assert chosen
        assert chosen["y"] + chosen["height"] <= footer["y"] + 1


def test_escape_closes_the_panel_from_the_way_to_all_results(page: Page, address: str) -> None:
    page.goto(address + "about/")
    page.keyboard.press("/")
    page.keyboard.type("个人信息")
    page.locator("[data-search-more]:visible a").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_be_focused()


def test_of_laws_whose_names_begin_so_the_highest_is_offered_first(page: Page, address: str) -> None:
    page.goto(address + "about/")
    page.keyboard.press("/")
    page.keyboard.type("个人信息")
    expect(page.get_by_role("group", name="法规").get_by_role("option").first).to_have_text("个人信息保护法")
    term = page.get_by_role("group", name="术语").get_by_role("option", name=re.compile("^个人信息《"))
    expect(term).to_contain_text("个人信息保护法")


@pytest.mark.parametrize(
    ("typed", "first"),
    [("训练数据", "条文"), ("算法备案", "条文"), ("网络安全法", "法规"), ("未成年人保", "法规"), ("个保法", "法规")],
)
def test_provisions_come_first_unless_the_name_of_a_law_is_typed(
    page: Page, address: str, typed: str, first: str
) -> None:
    page.goto(address + "about/")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    groups = page.get_by_role("listbox").get_by_role("group")
    expect(groups.first).to_have_accessible_name(first)
    if first == "法规":
        expect(groups.first.get_by_role("option").first).to_contain_text("法")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/laws/*/")


def test_a_defined_term_leads_to_its_definition(page: Page, address: str) -> None:
    page.goto(address + "about/")
    page.keyboard.press("/")
    page.keyboard.type("训练数据")
    page.get_by_role("group", name="术语").get_by_role("option", name=re.compile("深度合成管理规定》的定义")).click()
    page.wait_for_url("**/laws/deep-synthesis/#art-23*")


def test_recent_searches_stay_in_this_browser_and_can_be_cleared(page: Page, address: str) -> None:
    search(page, address, "算法备案")
    search(page, address, "训练数据")
    page.goto(address)
    page.keyboard.press("/")
    options = page.get_by_role("option")
    expect(options).to_have_text(["训练数据", "算法备案"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("条相符")
    assert asked(page) == {"q": "算法备案"}
    page.goto(address)
    page.keyboard.press("/")
    expect(options).to_have_text(["算法备案", "训练数据"])
    page.keyboard.type("重要")
    expect(options.first).to_contain_text("重要")
    page.locator(":focus").fill("")
    expect(options).to_have_text(["算法备案", "训练数据"])
    page.get_by_role("button", name="清除记录").click()
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('fk-recent-searches')") is None
    page.reload()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox").and_(page.locator(":focus"))).to_be_visible()
    expect(options).to_have_count(0)


# ---- The page of results


def test_a_filter_shows_how_many_it_leaves_and_stands_in_the_address(page: Page, address: str) -> None:
    results = search(page, address, "个人信息")
    everything, said = counted(page), status(page).inner_text()
    level = page.get_by_label("位阶")
    choice = level.locator("option", has_text="部门规章").inner_text()
    level.focus()
    level.select_option(label=choice)
    expect(status(page)).not_to_have_text(said)
    answered(page, "条相符")
    assert counted(page) == int(re.findall(r"\d+", choice)[0]) < everything
    expect(results.filter(has_text="部门规章")).to_have_count(results.count())
    assert asked(page) == {"q": "个人信息", "kind": "部门规章"}
    expect(level).to_be_focused()
    left = counted(page)
    page.reload()
    expect(level).to_have_value("部门规章")
    expect(status(page)).to_contain_text("条相符")
    assert counted(page) == left
    page.go_back()
    expect(level).to_have_value("")
    expect(status(page)).to_have_text(said)
    page.go_forward()
    expect(level).to_have_value("部门规章")
    page.get_by_role("button", name="清除筛选").click()
    expect(level).to_have_value("")
    assert asked(page) == {"q": "个人信息"}


def test_what_was_typed_and_what_was_cleared_outlive_a_filter(page: Page, address: str) -> None:
    search(page, address, "个人信息")
    box = page.locator("#fk-page-search")
    box.fill("")
    page.get_by_role("button", name="清除记录").click()
    box.fill("重要数据")
    expect(page.get_by_role("option").first).to_contain_text("重要数据")
    page.keyboard.press("Escape")
    page.get_by_label("位阶").select_option("部门规章")
    answered(page, "条相符")
    expect(box).to_have_value("重要数据")
    assert asked(page) == {"q": "个人信息", "kind": "部门规章"}
    assert page.evaluate("localStorage.getItem('fk-recent-searches')") is None
    box.fill("个人信息")
    box.press("Enter")
    answered(page, "条相符")
    assert asked(page) == {"q": "个人信息", "kind": "部门规章"}
    box.fill("重要数据")
    box.press("Enter")
    page.wait_for_url("**/search/?q=*%E9%87%8D*")
    assert asked(page) == {"q": "重要数据"}


def test_a_filter_in_the_query_counts_more_than_one_in_the_address(page: Page, address: str) -> None:
    results = search(page, address, "个人信息 位阶:法律", kind="部门规章")
    expect(page.get_by_label("位阶")).to_have_value("法律")
    expect(page.get_by_label("位阶")).to_be_disabled()
    expect(results.filter(has_text="部门规章")).to_have_count(0)


def test_a_new_query_from_the_box_is_a_step_to_go_back_from(page: Page, address: str) -> None:
    search(page, address, "训练数据", kind="部门规章")
    box = page.locator("#fk-page-search")
    box.fill("重要数据")
    box.press("Enter")
    expect(page.locator(".fk-hit").first).to_contain_text("重要数据")
    assert asked(page) == {"q": "重要数据"}
    assert page.title().startswith("重要数据")
    page.go_back()
    expect(box).to_have_value("训练数据")
    expect(page.get_by_label("位阶")).to_have_value("部门规章")


def test_more_results_are_still_there_when_the_reader_comes_back(page: Page, address: str) -> None:
    results = search(page, address, "个人信息")
    expect(results).to_have_count(20)
    page.get_by_role("button", name="再显示 20 条").click()
    expect(results).to_have_count(40)
    expect(results.nth(20).get_by_role("heading").get_by_role("link")).to_be_focused()
    results.nth(33).get_by_role("heading").get_by_role("link").click()
    page.wait_for_url("**/laws/**")
    page.go_back()
    expect(results).to_have_count(40)
    expect(results.nth(33)).to_be_in_viewport()


def test_a_quoted_phrase_shows_only_articles_that_hold_it(page: Page, address: str) -> None:
    results = search(page, address, "“单独同意”")
    expect(status(page)).to_have_text(re.compile(r"^\d+ 条相符。$"))
    assert results.count() == counted(page) > 5
    expect(results.filter(has=page.locator("mark", has_text="单独同意"))).to_have_count(results.count())


def test_a_query_without_an_answer_says_which_word_is_missing_and_offers_help(page: Page, address: str) -> None:
    results = search(page, address, "饕餮")
    expect(status(page)).to_have_text("库中没有“饕餮”。")
    expect(results).to_have_count(0)
    expect(page.get_by_role("heading", name="怎样检索")).to_be_visible()
    expect(page.get_by_role("button", name="下载表格")).to_have_count(0)


def test_when_no_result_holds_all_words_the_line_says_so(page: Page, address: str) -> None:
    results = search(page, address, "刷脸")
    expect(status(page)).to_have_text(re.compile(r"^(约 )?\d+ 条部分相符。.*“刷脸”"))
    expect(results.first).to_contain_text("人脸识别")
    expect(page.get_by_role("heading", name="怎样检索")).to_be_hidden()


def test_why_lists_the_words_and_how_each_was_found(page: Page, address: str) -> None:
    first = search(page, address, "刷脸 同意 饕餮").first
    expect(first).to_contain_text("第六条")
    why = first.get_by_role("button", name="为什么")
    expect(why).to_have_attribute("aria-expanded", "false")
    expect(first.locator(".fk-why")).to_be_hidden()
    why.press("Enter")
    expect(why).to_have_attribute("aria-expanded", "true")
    reasons = first.locator(".fk-why li")
    expect(reasons).to_have_count(3)
    expect(reasons.filter(has_text="刷脸")).to_contain_text("法律用语“人脸信息”")
    expect(reasons.filter(has_text="同意")).to_contain_text("条文里有")
    expect(reasons.filter(has_text="饕餮")).to_have_text("饕餮：本条没有")
    why.press("Enter")
    expect(first.locator(".fk-why")).to_be_hidden()


def test_results_can_be_grouped_by_law(page: Page, address: str) -> None:
    results = search(page, address, "训练数据")
    count = results.count()
    page.get_by_label("按法规分组").check()
    groups = page.locator(".fk-results__group")
    measures = groups.filter(has=page.get_by_role("heading", name="《生成式人工智能服务管理暂行办法》"))
    expect(measures).to_have_count(1)
    expect(measures.locator(".fk-hit").first).to_contain_text("第七条")
    expect(results).to_have_count(count)
    assert asked(page) == {"q": "训练数据", "group": "law"}
    measures.get_by_role("link", name="《生成式人工智能服务管理暂行办法》").click()
    page.wait_for_url("**/laws/genai-measures/")
    page.go_back()
    expect(page.get_by_label("按法规分组")).to_be_checked()
    page.go_back()
    expect(groups).to_have_count(0)


def test_groups_tell_how_many_results_there_are_and_of_which_other_laws(page: Page, address: str) -> None:
    search(page, address, "个人信息")
    box = page.get_by_label("按法规分组")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    own = page.locator(".fk-results__group").filter(has=page.get_by_role("heading", name="《个人信息保护法》"))
    expect(own.locator(".fk-results__count")).to_have_text(re.compile(r"法律，\d+ 条，共 \d+ 条"))
    page.get_by_role("button", name=re.compile("^《电子商务法》（")).click()
    expect(page.locator(".fk-results__group")).to_have_count(1)
    assert asked(page) == {"q": "个人信息", "group": "law", "law": "e-commerce"}


def test_the_name_of_a_law_leads_to_its_page(page: Page, address: str) -> None:
    search(page, address, "网安法")
    status(page).get_by_role("link", name="《网络安全法》全文").click()
    page.wait_for_url("**/laws/csl/")


def test_a_long_word_that_nobody_knows_breaks(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(address + "search/?q=" + "x" * 90)
    expect(status(page)).to_contain_text("库中没有")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_result_links_to_the_penalty_for_its_breach(page: Page, address: str) -> None:
    first = search(page, address, "网络安全法第二十三条").first
    expect(first).to_contain_text("第二十三条")
    first.get_by_role("link", name="罚则：第六十一条").first.click()
    page.wait_for_url("**/laws/csl/#art-61*")


def test_a_result_leads_to_other_paragraphs_that_hold_the_same_words(page: Page, address: str) -> None:
    first = search(page, address, "个人信息保护法 罚款").first
    expect(first).to_contain_text("第六十六条第一款")
    expect(first).to_contain_text("第二款也相符")
    first.get_by_role("link", name="第二款", exact=True).click()
    page.wait_for_url("**/laws/pipl/?*#art-66-p2")
    expect(page.locator("#art-66-p2")).to_be_in_viewport()


def test_words_are_marked_over_the_border_of_a_link(page: Page, address: str) -> None:
    search(page, address, "“个人信息处理者应当公开”").first.get_by_role("link").first.click()
    page.wait_for_url("**/laws/pipl/*")
    marked = "() => [...(CSS.highlights.get('fk-hit') ?? [])].map((range) => range.toString())"
    page.wait_for_function(f"({marked})().length > 0")
    assert set(page.evaluate(marked)) == {"个人信息处理者应当公开"}


def test_an_older_text_is_cited_with_its_year(page: Page, address: str) -> None:
    first = search(page, address, "旧网安法41条").first
    expect(first).to_contain_text("《网络安全法》2016年文本")
    first.get_by_role("button", name="复制引用").click()
    expect(page.locator(".fk-toast")).to_contain_text("《中华人民共和国网络安全法》（2016年文本，已被修改）第四十一条")


def test_citations_are_copied_with_the_full_title(page: Page, address: str) -> None:
    results = search(page, address, "个保法13条")
    results.first.get_by_role("button", name="复制引用").click()
    expect(page.locator(".fk-toast")).to_contain_text("已复制《中华人民共和国个人信息保护法》第十三条")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("《中华人民共和国个人信息保护法》第十三条")
    results = search(page, address, "训练数据")
    page.get_by_role("button", name="复制所列引用").click()
    expect(page.locator(".fk-toast")).to_contain_text(f"已复制 {results.count()} 条引用")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert len(lines) == results.count()
    assert lines[0] == "《生成式人工智能服务管理暂行办法》第七条"


def test_results_are_downloaded_as_a_table_that_spreadsheets_read(page: Page, address: str) -> None:
    results = search(page, address, "训练数据")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="下载表格").click()
    assert downloading.value.suggested_filename == "检索结果 训练数据.csv"
    content = Path(downloading.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == results.count()
    assert rows[0]["法规"] == "生成式人工智能服务管理暂行办法"
    assert rows[0]["条款"] == "第七条"
    assert rows[0]["效力"] == "现行有效"
    assert "训练数据" in rows[0]["摘录"]
    assert rows[0]["网址"].startswith(address + "laws/genai-measures/#art-7")


def test_an_address_with_a_query_asks_for_everything_once(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    with page.expect_worker():
        expect(search(page, address, "训练数据").first).to_contain_text("第七条")
    page.wait_for_timeout(500)  # the worker goes on with what the page has
    own = [name for name in asked if name in scripts_of_the_search()]
    assert sorted(own) == ["engine.pack", "site.js", "worker.js"]
    files = [name for name in asked if name.endswith((".bin", ".json"))]
    assert sorted(files) == sorted(set(files))


def scripts_of_the_search() -> set[str]:
    paths = browser_files().contents
    return {path.rpartition("/")[2] for path in paths if path.endswith((".js", ".pack"))} | {"early-search.js"}


def test_the_page_leads_to_an_instrument_of_which_there_is_no_text(page: Page, address: str) -> None:
    search(page, address, "拟人化办法 第三条")
    expect(status(page)).to_contain_text("的文本，只有目录。")
    page.get_by_role("link", name="《人工智能拟人化互动服务管理暂行办法》目录页").click()
    page.wait_for_url(f"{address}laws/anthropomorphic-interaction/")
    expect(page.get_by_role("heading", level=1)).to_have_text("人工智能拟人化互动服务管理暂行办法")


def test_the_page_leads_to_where_an_article_that_is_left_out_would_stand(page: Page, address: str) -> None:
    search(page, address, "人脸识别办法16")
    expect(status(page)).to_contain_text("第十六条暂缺：库中没有这一条的可靠文本。")
    page.get_by_role("link", name="《人脸识别技术应用安全管理办法》第十六条").click()
    page.wait_for_url(f"{address}laws/face-recognition/#art-16")
    gap = page.locator("#art-16")
    expect(gap).to_contain_text("第十六条：暂缺。")
    expect(gap).to_be_in_viewport()
    expect(gap.get_by_role("link", name="官方来源")).to_be_visible()


def test_the_page_leads_to_a_law_that_has_no_such_article(page: Page, address: str) -> None:
    search(page, address, "个保法99条")
    expect(status(page)).to_contain_text("没有第九十九条，最后一条是第七十四条。")
    page.get_by_role("link", name="《个人信息保护法》全文").click()
    page.wait_for_url(f"{address}laws/pipl/")


def test_without_a_query_nothing_of_the_index_is_asked_for(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(address + "search/", wait_until="networkidle")
    assert not [name for name in asked if name.endswith((".bin", ".pack")) or name == "entry.json"]


def test_the_table_holds_no_formulas(page: Page, address: str) -> None:
    # The site serves its modules packed: here they come one by one from the source.
    page.route(
        "**/modules/**",
        lambda route: route.fulfill(
            path=ASSETS / route.request.url.partition("/modules/")[2], content_type="text/javascript"
        ),
    )
    page.goto(address + "search/")
    table = page.evaluate(
        """async () => {
            const { tableOf } = await import("./modules/result-table.js");
            const result = { law: '=HYPERLINK("//x")', label: "+1", place: "", path: ["-1"], kind: "@A", url: "laws/",
                standing: "\\tB", exact: true, snippet: [['甲"乙,', false], ["丙\\n丁", true]] };
            return tableOf([result], "https://example.org/");
        }"""
    )
    row = list(csv.reader(io.StringIO(table, newline="")))[1]
    assert row[:5] == ['\'=HYPERLINK("//x")', "'+1", "'-1", "'@A", "'\tB"]
    assert row[6] == '甲"乙,丙\n丁'


# ---- What may go wrong


def test_storage_switched_off_does_no_harm(context: BrowserContext, address: str) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })"
    )
    page = context.new_page()
    failures: list[str] = []
    # The theme's own scripts fail without it; ours must not.
    page.on(
        "pageerror", lambda error: failures.append(error.stack or "") if "/indexer-" in (error.stack or "") else None
    )
    expect(search(page, address, "训练数据").first).to_contain_text("第七条")
    page.goto(address + "about/")
    page.keyboard.press("/")
    page.keyboard.type("训练数据")
    expect(page.get_by_role("option").first).to_contain_text("第七条")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/laws/genai-measures/**")
    assert failures == []


def test_a_hostile_address_is_shown_as_text_and_runs_nothing(page: Page, address: str) -> None:
    hostile = '"><img src=x onerror="window.harmed=1"><script>window.harmed=1</script>'
    search(page, address, f"{hostile} 训练数据", kind=hostile, law=hostile, group=hostile)
    expect(page.locator("#fk-page-search")).to_have_value(f"{hostile} 训练数据")
    expect(page.get_by_label("位阶")).to_have_value(hostile)
    search(page, address, f"{hostile} 训练数据")
    page.get_by_role("button", name="为什么").first.click()
    box = page.locator("#fk-page-search")
    box.focus()
    box.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    box.fill("")
    expect(page.get_by_role("option").first).to_contain_text("<img src=x")  # among the recent searches
    assert page.locator("[data-search-page] :is(img, script), [data-search] img").count() == 0
    assert page.evaluate("window.harmed") is None


@pytest.mark.parametrize("law", ["constructor", "__proto__"])
def test_a_filter_that_no_law_has_is_said(page: Page, address: str, law: str) -> None:
    search(page, address, "同意", law=law)
    expect(status(page)).to_have_text(f"没有“{law}”这一筛选项。")


def test_what_is_typed_before_the_scripts_are_there_is_answered(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    waiting: list[Route] = []
    page.route("**/site.js", lambda route: waiting.append(route))
    page.goto(address + "about/", wait_until="commit")
    box = page.locator(".fk-search--header input")
    box.click()
    box.press_sequentially("训练数据")
    expect(page.get_by_role("option")).to_have_count(0)
    for route in waiting:
        route.continue_()
    expect(page.get_by_role("option").first).to_contain_text("第七条")


@pytest.mark.parametrize(
    "query",
    [
        "'甲'.repeat(10000)",
        "'训练数据 '.repeat(2000)",
        "'\\ud83d 训练数据 \\udc00'",
        "'\\udc00'",
        "'😀👩‍👩‍👧🇨🇳'",
        "'\\u200b训练\\u200b数据\\ufeff'",
        "'\\u200b\\u200d'",
        "'的了吗'",
        "Array.from({ length: 500 }, (_, at) => `词${at}`).join(' ')",
        "'-'",
        "'类型:没有'",
        "'“”\"\"《》'",
    ],
    ids=[
        "10000-characters", "repeated", "surrogates", "only-a-surrogate", "emoji", "zero-width", "only-zero-width",
        "stop-words", "500-words", "minus", "vain-filter", "quotes",
    ],
)  # fmt: skip
def test_odd_input_gets_an_answer_or_a_message(page: Page, address: str, query: str) -> None:
    page.goto(address)
    box = page.locator("#fk-home-search")
    box.focus()
    box.evaluate(f"box => {{ box.value = {query}; box.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); }}")
    expect(page.get_by_role("status").filter(has_text=re.compile("[。]$")).first).to_be_attached()
    box.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert len(page.url) < 6000  # a static host refuses longer addresses
    expect(status(page)).to_have_text(re.compile("[。]$"))


def test_a_failed_search_says_so_and_can_be_tried_again(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    context.route("**/search/**/*.bin", lambda route: route.abort())
    page.goto(f"{address}search/?q={quote('训练数据')}")
    retry = status(page).get_by_role("button", name="重试")
    expect(retry).to_be_visible()
    expect(page.locator(".fk-hit")).to_have_count(0)
    context.unroute_all()
    retry.click()
    expect(page.locator(".fk-hit").first).to_contain_text("第七条")


@pytest.fixture
def impatient(context: BrowserContext) -> None:
    """The site's scripts wait a second for a server that hangs, not fifteen."""

    def change(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("PATIENCE = 15_000;", "PATIENCE = 1000;"))

    context.route(re.compile(r"/(search/(index|worker)\.js|search/(\?.*)?)$"), change)


HANGING = pytest.mark.parametrize(
    ("hanging", "message"),
    [
        ("engine.pack", "检索程序没有载入"),
        ("search/*/t*.bin", "没有载入"),
        ("search/*/x*.bin", "没有载入"),
        ("search/**/*.{bin,json}", "没有载入"),
    ],
    ids=["program", "index", "texts", "everything of the index"],
)


@HANGING
@pytest.mark.usefixtures("impatient")
def test_the_page_of_results_says_what_a_server_that_hangs_did_not_bring(
    page: Page, address: str, hanging: str, message: str
) -> None:
    page.context.route(f"**/{hanging}", lambda _: None)
    page.goto(f"{address}search/?q={quote('训练数据')}")
    expect(status(page)).to_contain_text(message, timeout=15_000)
    expect(page.get_by_text("正在载入")).to_have_count(0)
    page.context.unroute(f"**/{hanging}")
    status(page).get_by_role("button", name="重试").click()
    expect(page.locator(".fk-hit").first).to_contain_text("第七条")
    expect(status(page)).to_have_text(re.compile("相符。$"))


@HANGING
@pytest.mark.usefixtures("impatient")
def test_the_box_says_what_a_server_that_hangs_did_not_bring(
    page: Page, address: str, hanging: str, message: str
) -> None:
    page.context.route(f"**/{hanging}", lambda _: None)
    page.goto(address + "about/")
    with page.expect_worker():
        page.keyboard.press("/")
    page.keyboard.type("训练数据")
    told = page.locator("[data-search-status]")
    expect(told).to_contain_text(message, timeout=15_000)
    page.context.unroute(f"**/{hanging}")
    told.get_by_role("button", name="重试").click()
    expect(page.get_by_role("option").first).to_contain_text("第七条")
    expect(told).to_have_text(re.compile("相符。$"))


@pytest.mark.usefixtures("impatient")
def test_where_the_script_of_the_worker_hangs_the_page_searches_itself(page: Page, address: str) -> None:
    page.context.route("**/worker.js", lambda _: None)
    page.goto(address + "about/")
    page.keyboard.press("/")
    page.keyboard.type("训练数据")
    expect(page.get_by_role("option").first).to_contain_text("第七条")


def test_on_a_slow_network_the_page_says_that_it_is_loading_and_stays_usable(page: Page, address: str) -> None:
    slow_down(page)
    page.goto(address + "about/", wait_until="commit")
    expect(page.get_by_role("heading", name="文本从哪里来")).to_be_visible(timeout=30_000)
    page.wait_for_load_state("load")
    page.keyboard.press("/")
    page.keyboard.type("训练数据")
    told = page.locator("[data-search-status]")
    expect(told).to_have_text(LOADING)
    expect(page.get_by_role("status").filter(has_text=LOADING)).to_be_attached()
    page.keyboard.type("质量")  # keys are taken while it loads
    expect(page.get_by_role("combobox")).to_have_value("训练数据质量")
    expect(page.get_by_role("option").first).to_contain_text("第七条", timeout=30_000)


@pytest.mark.parametrize("late", ["**/search/**/*.bin", "**/site.js"], ids=["index", "scripts"])
def test_the_page_of_results_says_that_it_is_loading_until_they_are_there(page: Page, address: str, late: str) -> None:
    held: list[Route] = []
    passing = threading.Event()
    page.context.route(late, lambda route: route.continue_() if passing.is_set() else held.append(route))
    page.goto(f"{address}search/?q={quote('训练数据')}", wait_until="commit")
    expect(status(page)).to_have_text(LOADING)
    expect(page.get_by_role("heading", name="怎样检索")).to_be_hidden()
    page.locator("#fk-page-search").fill("重要数据")
    passing.set()
    for route in held:
        route.continue_()
    expect(page.locator(".fk-hit").first).to_contain_text("训练数据")
    expect(page.locator("#fk-page-search")).to_have_value("重要数据")


def test_while_the_first_result_stands_alone_the_page_says_that_others_are_coming(page: Page, address: str) -> None:
    asked: list[Route] = []

    def take(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.continue_()

    page.context.route("**/x*.bin", take)
    page.goto(f"{address}search/?q={quote('训练数据')}")
    coming = page.get_by_text("其余结果正在载入")
    expect(coming).to_be_visible()
    expect(page.locator(".fk-hit")).to_have_count(1)
    assert len(asked) > 1
    for route in asked[1:]:
        route.continue_()
    answered(page, "条相符")
    assert page.locator(".fk-hit").count() > 1
    expect(coming).to_have_count(0)


def slow_down(page: Page) -> None:
    """As on a 3G network: 400 ms latency, 400 kbit/s."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    speed = 400_000 / 8
    conditions = {"offline": False, "latency": 400, "downloadThroughput": speed, "uploadThroughput": speed}
    session.send("Network.emulateNetworkConditions", conditions)


def test_without_javascript_the_form_says_what_to_do(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator("#fk-home-search").fill("训练数据")
    page.locator("#fk-home-search").press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator(".fk-noscript")).to_contain_text("需要启用 JavaScript")
    expect(page.locator(".fk-noscript").get_by_role("link", name="法规目录")).to_be_visible()
    expect(page.get_by_role("heading", name="怎样检索")).to_be_visible()
    context.close()


def test_without_javascript_the_magnifier_on_a_phone_leads_to_the_search_page(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}laws/pipl/")
    page.locator(".fk-search__open").click()
    page.wait_for_url(re.compile("/search/[?]?$"))
    expect(page.locator(".fk-noscript")).to_contain_text("需要启用 JavaScript")
    context.close()
