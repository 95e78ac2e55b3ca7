"""The list of instruments in a real Chromium: filter, sort, address, and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser


def shown(page: Page) -> list[str]:
    return page.locator("#fk-lines li:visible .fk-card__title").all_inner_texts()


def test_filter_by_word_level_and_standing_and_keep_it_in_the_address(page: Page, address: str) -> None:
    page.goto(address + "laws/")
    everything = len(shown(page))
    page.get_by_label("名称、文号、机关").fill("网安法")
    expect(page.locator(".fk-filter__count")).to_have_text(f"显示 1 部，共 {everything} 部")
    assert shown(page) == ["中华人民共和国网络安全法"]
    expect(page).to_have_url(re.compile("[?&]q="))
    page.get_by_role("button", name="清除").click()
    expect(page.locator(".fk-filter__count")).to_have_text(f"共 {everything} 部")
    page.get_by_label("级别", exact=True).select_option("国家标准")
    assert len(shown(page)) == 2
    page.go_back()
    expect(page.locator(".fk-filter__count")).to_have_text(f"共 {everything} 部")
    page.get_by_label("名称、文号、机关").fill("没有这一部")
    expect(page.get_by_text("没有符合条件的法规。")).to_be_visible()


def test_sort_and_only_texts(page: Page, address: str) -> None:
    page.goto(address + "laws/?sort=new&text=1")
    titles = shown(page)
    assert titles[0] == "中华人民共和国网络安全法"
    assert "中华人民共和国宪法" not in titles
    page.get_by_label("排序", exact=True).select_option("articles")
    assert shown(page)[0] == "中华人民共和国民法典"


def test_standing_is_judged_on_the_readers_day(page: Page, address: str) -> None:
    page.clock.set_fixed_time("2027-03-01T10:00:00+08:00")
    page.goto(address + "laws/?q=商标法")
    other = page.locator("#fk-lines li:visible .fk-card__other")
    expect(other).to_contain_text("2026年6月26日文本")
    expect(other.locator(".fk-status")).to_have_text("现行有效")
    expect(page.locator("#fk-lines li:visible .fk-card__line .fk-status").first).to_have_text("已被修改")


def test_without_javascript_the_whole_list_stands_there(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + "laws/")
    assert page.locator("#fk-lines li").count() > 100
    expect(page.locator("#fk-filter")).to_be_hidden()
    expect(page.locator("svg.fk-time")).to_be_visible()
    context.close()


@pytest.mark.parametrize("path", ["laws/", "citations/", "laws/genai-measures/", "laws/civil-code/"])
def test_a_phone_never_scrolls_sideways(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()
