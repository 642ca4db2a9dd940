"""Search with suggestions by keyboard and by mouse, and without script."""

import pytest
from playwright.sync_api import expect

FIELD = "#search-words"
OPTIONS = "[role=option]"


@pytest.fixture
def field(page):
    page.goto("/en/search/")
    field = page.locator(FIELD)
    field.focus()
    expect(field).to_have_attribute("role", "combobox")  # the script has come
    return field


def test_a_suggestion_is_chosen_by_keyboard(page, field):
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("ath")
    options = page.locator(OPTIONS)
    expect(options.first).to_contain_text("Athens")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")  # back to what was typed
    expect(page.locator(f"{OPTIONS}[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/cities/athens/")


def test_escape_closes_the_suggestions_and_enter_searches_for_what_was_typed(page, field):
    field.press_sequentially("ath")
    expect(page.locator(OPTIONS).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(OPTIONS).first).to_be_hidden()
    expect(field).to_have_value("ath")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=ath")
    expect(page.locator("main mark").first).to_be_visible()


def test_a_suggestion_is_chosen_by_mouse_and_leaving_closes_them(page, field):
    field.press_sequentially("ath")
    expect(page.locator(OPTIONS).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(OPTIONS).first).to_be_hidden()
    field.fill("athens")
    page.locator(OPTIONS).first.click()
    page.wait_for_url("**/en/cities/athens/")


@pytest.mark.parametrize("width", [1440, 360])
def test_searching_works_without_script(visitor, width):
    page = visitor(java_script_enabled=False, viewport={"width": width, "height": 800})
    page.goto("/ar/")
    page.locator(".search-link").click()
    page.wait_for_url("**/ar/search/")
    page.locator(FIELD).fill("zurich")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/search/?q=zurich")
    hits = page.locator("article").count()
    page.locator("select[name=kind]").select_option("city")
    page.locator(".filters button").click()
    page.wait_for_url("**kind=city**")
    expect(page.locator("select[name=kind]")).to_have_value("city")
    assert 0 < page.locator("article").count() < hits
