"""Citations in a real Chromium: previews by mouse, keyboard and touch, backlinks, duty and penalty, the switch."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="zh-CN")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def test_a_citation_is_previewed_under_the_mouse_and_leads_to_the_paragraph(page: Page, address: str) -> None:
    page.goto(address + "laws/pipl/#art-45")
    link = page.locator("#art-45 a.fk-ref").first
    expect(link).to_have_text("本法第十八条第一款")
    link.hover()
    preview = page.locator("#fk-preview")
    expect(preview).to_be_visible()
    expect(preview).to_contain_text("第十八条第一款")
    expect(preview).to_contain_text("可以不向个人告知前条第一款规定的事项")
    expect(page).to_have_url(re.compile("#art-45$"))
    page.mouse.move(5, 700)
    expect(preview).to_be_hidden()
    link.click()
    expect(page).to_have_url(re.compile("#art-18-p1$"))
    expect(page.locator("#art-18-p1")).to_be_in_viewport()


def test_a_preview_opens_on_keyboard_focus_and_closes_with_escape(page: Page, address: str) -> None:
    page.goto(address + "laws/network-data-regulations/#art-26")
    link = page.locator("#art-26 a.fk-ref")
    page.keyboard.press("Tab")
    link.focus()
    preview = page.locator("#fk-preview")
    expect(preview).to_contain_text("《中华人民共和国个人信息保护法》第五十三条")
    expect(preview).to_contain_text("应当在中华人民共和国境内设立专门机构或者指定代表")
    expect(preview.locator(".fk-status")).to_have_text("现行有效")
    expect(link).to_have_attribute("aria-describedby", "fk-preview")
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()


def test_a_tap_shows_the_preview_and_stays_on_the_page(phone: Page, address: str) -> None:
    phone.goto(address + "laws/csl/#art-62")
    phone.locator("#art-62 a.fk-ref").first.tap()
    preview = phone.locator("#fk-preview")
    expect(preview).to_contain_text("第二十四条第一款")
    assert phone.url.endswith("#art-62")
    box = preview.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    preview.locator("a").first.tap()
    assert phone.url.endswith("#art-24-p1")


def test_a_preview_works_offline_once_the_page_is_there(page: Page, address: str) -> None:
    page.goto(address + "laws/genai-measures/")
    page.context.set_offline(True)
    page.locator("#art-12 a.fk-ref").hover()
    expect(page.locator("#fk-preview")).to_contain_text("互联网信息服务深度合成管理规定")


def test_a_range_previews_all_its_members(page: Page, address: str) -> None:
    page.goto(address + "laws/csl/#art-71")
    page.locator("#art-71 a.fk-ref", has_text="第四十三条至第四十五条").hover()
    preview = page.locator("#fk-preview")
    for article in ("第四十三条", "第四十四条", "第四十五条"):
        expect(preview.get_by_role("link", name=article)).to_be_visible()


def test_from_a_duty_to_its_fine_and_back(page: Page, address: str) -> None:
    page.goto(address + "laws/csl/#art-23")
    duty = page.locator("#art-23")
    duty.get_by_text("违反的后果").click()
    expect(duty.locator(".fk-more__penalty b").filter(has_text="五万元以上五十万元以下罚款")).to_be_visible()
    duty.locator(".fk-more__penalty").get_by_role("link", name="第六十一条第一款").click()
    expect(page).to_have_url(re.compile("#art-61-p1$"))
    fine = page.locator("#art-61")
    fine.get_by_text("处罚违反哪些义务").click()
    fine.get_by_role("link", name="第二十三条", exact=True).last.click()
    expect(page).to_have_url(re.compile("#art-23$"))


def test_backlinks_give_the_citing_sentence(page: Page, address: str) -> None:
    page.goto(address + "laws/deep-synthesis/#art-17")
    cited = page.locator("#art-17 .fk-more__cited")
    cited.locator("summary").click()
    expect(cited).to_contain_text("《人工智能生成合成内容标识办法》")
    expect(cited.locator("mark").filter(has_text="第十七条第一款")).to_be_visible()
    cited.get_by_role("link", name="第四条").first.click()
    page.wait_for_url("**/laws/synthetic-content-labelling/#art-4-p1")


def test_from_the_filing_duty_of_the_measures_to_its_procedure_and_back(page: Page, address: str) -> None:
    page.goto(address + "laws/genai-measures/#art-17")
    article = page.locator("#art-17")
    article.get_by_text("配套与程序").click()
    expect(article).to_contain_text("编者注")
    article.get_by_role("link", name="《互联网信息服务算法推荐管理规定》第二十四条").click()
    page.wait_for_url("**/laws/algorithm-recommendation/#art-24")
    back = page.locator("#art-24")
    back.get_by_text("配套与程序").click()
    back.get_by_role("link", name="《生成式人工智能服务管理暂行办法》第十七条").click()
    page.wait_for_url("**/laws/genai-measures/#art-17")


def test_the_laws_around_the_measures_are_one_click_away(page: Page, address: str) -> None:
    page.goto(address + "laws/genai-measures/")
    place = page.locator(".fk-place")
    expect(place).to_have_attribute("open", "")
    for slug in (
        "csl", "dsl", "pipl", "sci-tech-progress", "deep-synthesis", "algorithm-recommendation",
        "synthetic-content-labelling",
    ):  # fmt: skip
        expect(place.locator(f'a[href="../{slug}/"]').first).to_be_visible()


def test_the_switch_turns_the_marks_of_terms_off_and_is_remembered(page: Page, address: str) -> None:
    page.goto(address + "laws/csl/")
    term = page.locator("a.fk-term").first
    expect(term).to_be_visible()
    switch = page.get_by_role("button", name="术语标记")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    assert term.evaluate("mark => getComputedStyle(mark).textDecorationLine") == "none"
    page.reload()
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert term.get_attribute("tabindex") == "-1"


def test_without_javascript_links_and_backlinks_work(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + "laws/csl/#art-23")
    page.locator("#art-23 .fk-more__cited summary").click()
    page.locator("#art-23 .fk-more__cited").get_by_role("link", name="第六十一条第一款").click()
    expect(page).to_have_url(re.compile("#art-61-p1$"))
    page.locator("#art-61-p1 a.fk-ref").first.click()
    expect(page).to_have_url(re.compile("#art-23$"))
    context.close()


def test_the_map_of_citations_links_to_every_instrument_in_it(page: Page, address: str) -> None:
    page.goto(address + "citations/")
    rows = page.locator(".fk-map-table tbody tr").count()
    assert page.locator("svg.fk-map a").count() == rows > 50
    page.locator('svg.fk-map a[data-node="csl"]').click()
    page.wait_for_url("**/laws/csl/")
