"""The frame of every page by keyboard and by scrolling, and on paper."""

import pytest
from playwright.sync_api import expect

from tests.support.demo_pages import PAGES

PHONE = {"viewport": {"width": 360, "height": 740}}
FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const shown = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  const inWindow = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const within = (value, size) => Math.min(Math.max(value, 0), size - 1);
  const middle = document.elementFromPoint(
    within((box.left + box.right) / 2, innerWidth), within((box.top + box.bottom) / 2, innerHeight));
  const free = !!middle && (one.contains(middle) || middle.contains(one));
  return {html: one.outerHTML.slice(0, 120), shown, inWindow, free};
}"""


def is_focused(page, selector):
    return page.evaluate("selector => document.activeElement.matches(selector)", selector)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_first_stop_leads_to_the_content(visitor, code):
    page = visitor()
    page.goto(f"/{code}/")
    page.keyboard.press("Tab")
    assert is_focused(page, ".skip-link")
    expect(page.locator(".skip-link")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_stops_come_in_the_order_of_the_page(page):
    page.goto("/en/")
    stops = []
    for _stop in range(6):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.closest('.skip-link, .brand, .main-menu')?.className"))
    assert stops[:3] == ["skip-link", "brand", "main-menu"]


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_submenu_opens_by_key_and_closes_with_escape(page, key):
    page.goto("/en/")
    submenu = page.locator("#main-menu details").first
    link = submenu.locator("a").first
    submenu.locator("summary").focus()
    page.keyboard.press(key)
    expect(link).to_be_visible()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(submenu.locator("summary")).to_be_focused()


def test_a_submenu_closes_when_focus_leaves_and_on_a_click_elsewhere(page):
    page.goto("/en/")
    submenu = page.locator("#main-menu details").first
    for leave in (lambda: page.locator(".brand").focus(), lambda: page.locator("h1").click()):
        submenu.locator("summary").click()
        expect(submenu).to_have_attribute("open", "")
        leave()
        expect(submenu).not_to_have_attribute("open", "")


@pytest.mark.parametrize(("code", "options"), [("en", {}), ("ar", {}), ("en", {"color_scheme": "dark"}), ("de", PHONE)])
def test_focus_can_be_seen_at_every_stop_of_the_front_page(visitor, code, options):
    page, stops = visitor(reduced_motion="reduce", **options), []
    page.goto(f"/{code}/")
    while True:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (stops and stop["html"] == stops[0]["html"]):
            break
        stops.append(stop)
        assert len(stops) < 400, "focus goes round in a circle"
    assert [stop["html"] for stop in stops if not (stop["shown"] and stop["inWindow"] and stop["free"])] == []
    assert len(stops) >= 50


def test_the_menu_of_a_phone_is_a_disclosure(visitor):
    page = visitor(**PHONE)
    page.goto("/en/")
    button, menu = page.locator("[data-menu-button]"), page.locator("#main-menu")
    expect(menu).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    assert button.get_attribute("aria-controls") == "main-menu"
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(menu.locator("a").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "narrow"])
def test_the_header_goes_on_scrolling_down_and_comes_back_on_scrolling_up(visitor, options):
    page = visitor(**options)
    page.goto("/en/")
    header = page.locator("[data-header]")
    expect(header).to_be_in_viewport(ratio=1)
    page.mouse.wheel(0, 1500)
    expect(header).not_to_be_in_viewport()
    page.mouse.wheel(0, -200)
    expect(header).to_be_in_viewport(ratio=1)
    page.mouse.wheel(0, 400)
    expect(header).not_to_be_in_viewport()
    page.locator(".brand").focus()
    expect(header).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("name", ["CityPage", "NewsPage", "PledgePage"])
def test_on_paper_stands_the_content_and_no_navigation(page, name):
    page.goto(f"/en/{PAGES[name]}")
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main .column-text")).to_be_visible()
    for part in page.locator("nav, .site-header .menu-button, .skip-link").all():
        expect(part).to_be_hidden()
    printed_url = page.locator(".print-only")
    expect(printed_url).to_be_visible()
    expect(printed_url).to_contain_text(f"/en/{PAGES[name]}")
