"""An editor at work: a page written in one language, read in another, and seen beforehand from right to left."""

import re

import pytest
from playwright.sync_api import expect

from demo.logins import ADMINISTRATOR
from tests.browser.conftest import type_until_saved

GREEK = "Νέα από την Αθήνα"


def show(page, field):
    """Open the tab of the editor's form in which a field stands, and return the field."""
    found = page.locator(field)
    tab = found.evaluate("one => one.closest('[role=tabpanel]').id")
    page.locator(f"[role=tab][href='#{tab}']").click()
    expect(found).to_be_visible()
    return found


@pytest.fixture
def editor(visitor):
    """A page of somebody who has signed in to the admin and reads it in German."""
    page = visitor()
    page.goto("/admin/")
    page.locator("#id_username").fill(ADMINISTRATOR)
    page.locator("#id_password").fill("demo")
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/admin/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    yield page
    assert page.watch.foreign == []
    page.watch.forgive("axe.run results")  # Wagtail's own checker counts aloud


def test_a_news_item_in_greek_alone_is_published_and_read_in_german(editor, served_site):
    editor.goto(f"/admin/pages/add/news/newspage/{served_site.news}/")
    show(editor, "#id_heading_el")
    type_until_saved(editor, "#id_heading_el", GREEK)
    show(editor, "#id_date").fill("2024-05-06")
    editor.keyboard.press("Escape")  # closes the calendar
    editor.locator("footer .w-dropdown__toggle").click()
    editor.locator("button[name=action-publish]").click()
    editor.wait_for_url(f"**/admin/pages/{served_site.news}/")
    live = editor.locator(".messages a").first
    assert re.search(r"/de/news/[a-z0-9-]+/$", live.get_attribute("href"))
    editor.goto(live.get_attribute("href"))

    heading = editor.locator("h1")
    expect(heading).to_have_text(GREEK)
    expect(heading).to_have_attribute("lang", "el")
    expect(editor.locator("html")).to_have_attribute("lang", "de")
    editor.watch.forgive("400 (Bad Request)")  # a draft that would still save itself after it was published


def test_the_preview_shows_the_page_in_arabic_from_right_to_left(editor, served_site):
    editor.goto(f"/admin/pages/{served_site.film}/edit/")
    editor.locator("[data-side-panel-toggle=preview]").click()
    frames = editor.locator("[data-side-panel=preview] iframe")
    shown = frames.last.content_frame
    expect(shown.locator("h1")).to_have_text("A page with a film")  # first there is the language of the site
    expect(frames).to_have_count(1)  # the one before it is gone; a choice made earlier would be lost
    editor.locator("[data-side-panel=preview] select").select_option("ar")
    expect(shown.locator("html")).to_have_attribute("dir", "rtl")
    expect(shown.locator("html")).to_have_attribute("lang", "ar")
    expect(shown.locator("h1")).to_have_text("صفحة فيها فيلم")


def test_no_button_lies_over_the_tabs_of_a_page(editor, served_site):
    editor.set_viewport_size({"width": 1280, "height": 900})
    editor.goto(f"/admin/pages/{served_site.film}/edit/")
    last, button = editor.locator("[role=tab]").last, editor.locator(".w-minimap__collapse-all")
    expect(last).to_contain_text("Einstellungen")
    expect(button).to_be_visible()
    ends = last.bounding_box()["x"] + last.bounding_box()["width"]
    assert ends < button.bounding_box()["x"]


def test_the_calendar_of_a_date_leaves_what_is_typed_and_shows_it_where_it_understands_it(editor, served_site):
    editor.goto(f"/admin/pages/add/news/newspage/{served_site.news}/")
    date = show(editor, "#id_date")
    calendar = editor.locator(".xdsoft_datetimepicker:visible")
    for typed in ("15.10.2026", "15. Oktober 2026", "2026", "bald"):
        date.fill(typed)
        expect(calendar).to_be_visible()
        date.dispatch_event("mousewheel")
        editor.keyboard.press("Tab")
        expect(calendar).to_have_count(0)
        expect(date).to_have_value(typed)
    date.fill("05/06/2027")
    editor.keyboard.press("Tab")
    date.click()
    expect(calendar.locator(".xdsoft_month").first).to_contain_text("Juni")
    expect(calendar.locator("th").first).to_have_text("Mo")
    expect(calendar.locator(".xdsoft_current")).to_have_text("5")
    calendar.locator(".xdsoft_date:not(.xdsoft_other_month)", has_text="18").click()
    expect(date).to_have_value("18/06/2027")
