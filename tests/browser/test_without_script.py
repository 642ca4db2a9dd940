"""Everything reads and works without script."""

import pytest
from playwright.sync_api import expect

from tests.support.demo_pages import PAGES


@pytest.fixture(params=[1440, 360], ids=["wide", "narrow"])
def plain(request, visitor):
    """A page of a browser that runs no script, in a large and a small window."""
    return visitor(java_script_enabled=False, viewport={"width": request.param, "height": 800})


def test_every_entry_of_the_menu_can_be_reached(plain):
    plain.goto("/en/")
    menu = plain.locator("#main-menu")
    for entry in menu.locator(".main-menu-list > li").all():
        expect(entry.locator("> a")).to_be_visible()
    submenu = menu.locator("details").first
    link = submenu.locator("a").first
    expect(link).to_be_hidden()
    submenu.locator("summary").focus()
    plain.keyboard.press("Enter")
    expect(link).to_be_visible()
    wanted = link.get_attribute("href")
    link.click()
    plain.wait_for_url(f"**{wanted}")


def test_the_language_can_be_changed(plain):
    plain.goto(f"/en/{PAGES['CityPage']}")
    plain.locator(".languages summary").click()
    plain.locator(".languages a[hreflang=el]").click()
    plain.wait_for_url(f"**/el/{PAGES['CityPage']}")
    expect(plain.locator("html")).to_have_attribute("lang", "el")


def test_the_carousel_is_a_row_that_scrolls(plain):
    plain.goto("/en/")
    row = plain.locator("[data-carousel-slides]")
    assert row.evaluate("row => row.scrollWidth / row.clientWidth") >= 3
    assert row.evaluate("row => getComputedStyle(row).overflowX") == "auto"
    expect(plain.locator("[data-carousel-controls]")).to_be_hidden()

    links = row.locator("a")
    row.focus()
    for link in links.all():
        plain.keyboard.press("Tab")
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport(ratio=1)


def test_a_list_can_be_filtered(plain):
    plain.goto(f"/en/{PAGES['NewsIndexPage']}")
    count = plain.locator(".result-count").inner_text()
    plain.locator("select[name=kind]").select_option("film")
    plain.locator("form.filters button").click()
    plain.wait_for_url("**/en/news/?*kind=film*")
    expect(plain.locator("select[name=kind]")).to_have_value("film")
    assert plain.locator(".result-count").inner_text() != count
    expect(plain.locator(".kicker", has_text="Film").first).to_be_visible()


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_form_keeps_what_was_typed_and_then_takes_it(plain, code):
    plain.goto(f"/{code}/{PAGES['FormPage']}")
    form = plain.locator("form.form")
    name, email_input = form.locator("input[type=text]").first, form.locator("input[type=email]")
    name.fill("Ελένη Müller")
    email_input.fill("not an address")
    form.locator("button").click()

    summary = plain.locator("#errors")
    expect(summary).to_be_visible()
    expect(name).to_have_value("Ελένη Müller")
    expect(email_input).to_have_value("not an address")
    expect(email_input).to_have_attribute("aria-invalid", "true")
    summary.locator(f"a[href='#{email_input.get_attribute('id')}']").click()
    expect(email_input).to_be_focused()

    email_input.fill("eleni@example.org")
    form.locator("select").select_option(index=1)
    form.locator("textarea").fill("A question.")
    form.locator("input[type=checkbox]").check()
    form.locator("button").click()
    plain.wait_for_url("**/?sent=1")
    expect(plain.locator(".thanks")).to_be_visible()
    assert plain.context.cookies() == []
