"""What a reader does on the real site, in a real Chromium: read, link, search with keyboard and finger."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser


def test_typing_a_word_and_pressing_enter_lands_on_the_article(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("训练数据")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("第七条")
    expect(first).to_contain_text("生成式人工智能服务管理暂行办法")
    expect(first.locator("mark", has_text="训练数据")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/laws/genai-measures/**")
    assert urlsplit(page.url).fragment.startswith("art-7")
    target = page.locator(f"#{urlsplit(page.url).fragment}")
    expect(target).to_be_in_viewport()


def test_a_citation_leads_to_its_article(page: Page, address: str) -> None:
    page.goto(address + "about/")
    page.keyboard.press("s")
    page.keyboard.type("个保法 十三条")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("第十三条")
    expect(first).to_contain_text("个人信息保护法")


def test_the_keys_of_the_box(page: Page, address: str) -> None:
    page.goto(address + "laws/pipl/")
    box = page.get_by_role("combobox")
    page.keyboard.press("/")
    expect(box).to_be_focused()
    expect(box).to_have_value("")  # the key itself is not typed
    page.keyboard.type("个人信息")
    options = page.get_by_role("option")
    expect(options.nth(1)).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id") or "")
    page.keyboard.press("ArrowUp")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("个人信息")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")


def test_enter_without_a_choice_opens_the_page_of_all_results_and_back_returns(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("重要数据")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    results = page.locator("[data-results] .fk-hit")
    expect(results.first).to_contain_text("重要数据")
    expect(results.nth(8)).to_be_attached()  # the first ones come before the others
    results.first.get_by_role("heading").get_by_role("link").click()
    page.wait_for_url("**/laws/**")
    page.go_back()
    expect(results.first).to_contain_text("重要数据")
    page.go_back()
    expect(page).to_have_url(address)


def test_nothing_is_loaded_before_the_reader_turns_to_the_box_and_nothing_from_elsewhere(
    page: Page, address: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "laws/genai-measures/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/search/" in url]
    page.keyboard.press("/")
    page.keyboard.type("算法备案")
    expect(page.get_by_role("option", name="第十七条 生成式人工智能服务管理暂行办法")).to_be_visible()
    assert [url for url in asked if "/search/" in url]
    assert all(url.startswith((address, "blob:", "data:")) for url in asked)


@pytest.mark.parametrize(
    "query",
    [
        '<img src=x onerror="document.title=1">',
        "law:(",
        "*",
        '"',
        "，。！？",
        "\u200b\u200b",
        "😀",
        "\x00",
        "甲" * 10_000,
    ],
    ids=["html", "syntax", "star", "quote", "punctuation", "zero-width", "emoji", "nul", "long"],
)
def test_a_hostile_query_is_answered_with_words_and_changes_nothing(page: Page, address: str, query: str) -> None:
    page.goto(address + "search/")
    title = page.title()
    box = page.locator("#fk-page-search")
    box.fill(query)
    if not query.strip():
        return
    expect(page.locator("[data-search-status]").last).not_to_be_empty()
    assert page.locator("[data-search] img").count() == 0
    assert page.title() == title
    # The same in the address.
    page.goto(address + "search/?" + page.evaluate("q => new URLSearchParams({q}).toString()", query[:1500]))
    expect(page.locator("[data-results-status]")).not_to_have_text("正在载入检索数据……")
    assert page.locator("[data-search-page] img").count() == 0


def test_an_index_that_cannot_be_loaded_is_said_and_tried_again(page: Page, address: str) -> None:
    broken = True

    def answer(route: object) -> None:
        if broken:
            route.fulfill(status=200, body="broken")  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.context.route("**/search/**/*.bin", answer)
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("训练数据")
    retry = page.get_by_role("button", name="重试")
    expect(retry).to_be_visible()
    broken = False
    retry.click()
    expect(page.get_by_role("option").first).to_contain_text("第七条")


def test_every_paragraph_has_a_link_that_appears_on_hover_and_on_focus(page: Page, address: str) -> None:
    page.goto(address + "laws/genai-measures/")
    item = page.locator("#art-7-p1-i3 > p")
    anchor = item.locator(".fk-anchor")
    assert opacity(page, "#art-7-p1-i3 .fk-anchor") == 0
    item.hover()
    page.wait_for_function("getComputedStyle(document.querySelector('#art-7-p1-i3 .fk-anchor')).opacity === '1'")
    page.mouse.move(0, 0)
    anchor.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")  # focus by keyboard is what makes it visible
    page.wait_for_function("getComputedStyle(document.querySelector('#art-7-p1-i3 .fk-anchor')).opacity === '1'")
    expect(anchor).to_have_attribute("aria-label", "第七条第（三）项的链接")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("laws/genai-measures/#art-7-p1-i3$"))
    expect(page.locator(".fk-toast")).to_contain_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}laws/genai-measures/#art-7-p1-i3"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_links_to_provisions_take_no_room_in_the_text(browser: Browser, address: str, size: dict[str, int]) -> None:
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + "laws/patent/")
    heights = "() => [...document.querySelectorAll('.fk-article__text p')].map((line) => line.offsetHeight)"
    shown = page.evaluate(heights)
    page.add_style_tag(content=".md-typeset .fk-anchor { display: none }")
    assert page.evaluate(heights) == shown
    assert len(shown) > 150
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    context.close()


def opacity(page: Page, selector: str) -> float:
    return float(page.evaluate("s => getComputedStyle(document.querySelector(s)).opacity", selector))


def test_the_standing_of_a_law_is_that_of_the_readers_day(page: Page, address: str) -> None:
    # 网络安全法 in its 2025 text took effect on 2026-01-01: the midnight of Beijing, wherever the reader is.
    page.clock.set_fixed_time("2025-12-31T15:59:00Z")
    page.goto(address + "laws/csl/")
    badge = page.locator(".fk-head .fk-status").first
    expect(badge).to_have_text("尚未生效")
    expect(page.locator("[data-status-day]")).to_contain_text("2025年12月31日")
    page.clock.set_fixed_time("2025-12-31T16:00:00Z")
    page.reload()
    expect(badge).to_have_text("现行有效")
    expect(page.locator("[data-status-day]")).to_contain_text("2026年1月1日")


def test_on_a_phone_the_page_fits_and_the_search_opens_over_the_header(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    page = context.new_page()
    for path in ("", "laws/", "laws/genai-measures/", "laws/csl/", "search/?q=训练数据", "about/"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    page.goto(address + "laws/genai-measures/")
    page.get_by_role("button", name="检索", exact=True).first.tap()
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    box.fill("训练数据")
    page.get_by_role("option").first.tap()
    page.wait_for_function("location.hash.startsWith('#art-7')")
    context.close()


def test_without_javascript_the_texts_are_readable_and_the_search_says_what_to_do(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "laws/genai-measures/#art-7")
    expect(page.locator("#art-7")).to_contain_text("训练数据处理活动")
    expect(page.locator(".fk-head")).to_contain_text("截至构建日")
    page.goto(address + "search/")
    expect(page.locator(".fk-noscript")).to_contain_text("需要启用 JavaScript")
    page.locator(".fk-noscript a").click()
    expect(page.get_by_role("link", name="中华人民共和国个人信息保护法").first).to_be_visible()
    context.close()
