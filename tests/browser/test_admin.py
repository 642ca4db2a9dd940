"""An editor at work: a page written in one language, read in another, and seen beforehand from right to left."""

import re

import pytest
from playwright.sync_api import expect

from demo.logins import ADMINISTRATOR
from tests.browser.conftest import show, sign_in, type_until_saved
from tests.test_romanisation import GREEK as GREEK_SLUGS
from tests.test_romanisation import OTHERS as OTHER_SLUGS

GREEK = "Νέα από την Αθήνα"
# What the editor's script cannot spell.
LEFT_TO_THE_SERVER = ("中国", "한국", "ไทย", "中国 🏠")


@pytest.fixture
def german_page(visitor):
    """A page of somebody who has signed in to the admin and reads it in German."""
    page = visitor()
    sign_in(page, ADMINISTRATOR)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    yield page
    assert page.watch.foreign == []
    page.watch.forgive("axe.run results")  # Wagtail's own checker counts aloud


def test_a_news_item_in_greek_alone_is_published_and_read_in_german(german_page, served_site):
    german_page.goto(f"/admin/pages/add/news/newspage/{served_site.news}/")
    show(german_page, "#id_heading_el")
    type_until_saved(german_page, "#id_heading_el", GREEK)
    show(german_page, "#id_date").fill("2024-05-06")
    german_page.keyboard.press("Escape")  # closes the calendar
    german_page.locator("footer .w-dropdown__toggle").click()
    german_page.locator("button[name=action-publish]").click()
    german_page.wait_for_url(f"**/admin/pages/{served_site.news}/")
    live = german_page.locator(".messages a").first
    assert re.search(r"/de/news/[a-z0-9-]+/$", live.get_attribute("href"))
    german_page.goto(live.get_attribute("href"))

    heading = german_page.locator("h1")
    expect(heading).to_have_text(GREEK)
    expect(heading).to_have_attribute("lang", "el")
    expect(german_page.locator("html")).to_have_attribute("lang", "de")


def test_the_preview_shows_the_page_in_arabic_from_right_to_left(german_page, served_site):
    german_page.goto(f"/admin/pages/{served_site.film}/edit/")
    german_page.locator("[data-side-panel-toggle=preview]").click()
    frames = german_page.locator("[data-side-panel=preview] iframe")
    shown = frames.last.content_frame
    expect(shown.locator("h1")).to_have_text("A page with a film")  # first there is the language of the site
    expect(frames).to_have_count(1)  # the one before it is gone; a choice made earlier would be lost
    german_page.locator("[data-side-panel=preview] select").select_option("ar")
    expect(shown.locator("html")).to_have_attribute("dir", "rtl")
    expect(shown.locator("html")).to_have_attribute("lang", "ar")
    expect(shown.locator("h1")).to_have_text("صفحة فيها فيلم")


def test_the_editors_script_makes_the_slug_that_the_server_would(german_page, served_site):
    """In every script that it can spell; the others it leaves to the server."""
    german_page.goto(f"/admin/pages/add/news/newspage/{served_site.news}/")
    slug = show(german_page, "#id_slug")  # first: what follows a heading's event may come late
    slug.fill("Αθήνα και Πειραιάς")
    slug.dispatch_event("blur")
    expect(slug).to_have_value("athina-kai-peiraias")
    heading = show(german_page, "#id_heading_el")
    words_and_slugs = sorted((GREEK_SLUGS | OTHER_SLUGS).items(), key=lambda pair: pair[0] not in LEFT_TO_THE_SERVER)
    for words, expected in words_and_slugs:
        slug.evaluate("one => { one.value = '' }")
        heading.dispatch_event("focus")
        heading.fill(words)
        for event in ("keyup", "blur"):
            heading.dispatch_event(event)
        expect(slug).to_have_value("" if words in LEFT_TO_THE_SERVER else expected)
    german_page.watch.forgive("400 (Bad Request)")  # a page without a heading does not save itself


def test_the_calendar_of_a_date_leaves_what_is_typed_and_shows_it_where_it_understands_it(german_page, served_site):
    german_page.goto(f"/admin/pages/add/news/newspage/{served_site.news}/")
    date = show(german_page, "#id_date")
    calendar = german_page.locator(".xdsoft_datetimepicker:visible")
    for typed in ("15.10.2026", "15. Oktober 2026", "2026", "bald"):
        date.fill(typed)
        expect(calendar).to_be_visible()
        date.dispatch_event("mousewheel")
        german_page.keyboard.press("Tab")
        expect(calendar).to_have_count(0)
        expect(date).to_have_value(typed)
    date.fill("05/06/2027")
    german_page.keyboard.press("Tab")
    date.click()
    expect(calendar.locator(".xdsoft_month").first).to_contain_text("Juni")
    expect(calendar.locator("th").first).to_have_text("Mo")
    expect(calendar.locator(".xdsoft_date.xdsoft_current")).to_have_text("5")
    calendar.locator(".xdsoft_date:not(.xdsoft_other_month)", has_text="18").click()
    expect(date).to_have_value("18/06/2027")
    german_page.watch.forgive("400 (Bad Request)")  # what would save itself while its date is not understood
