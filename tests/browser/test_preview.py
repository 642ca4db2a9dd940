"""The editor's tabs can be reached whatever is open beside them, and the preview shows the language that is open."""

import pytest
from playwright.sync_api import expect

from demo.logins import EDITOR
from solidarity import languages
from tests.browser.conftest import show, sign_in, type_until_saved
from tests.support.demo_extras import ARABIC

pytestmark = pytest.mark.one_database

PANELS = ["", "preview", "status"]
WIDTHS = [360, 800, 900, 1024, 1280, 1440, 1920]
# Brings to its end what moves; a badge of Wagtail's moves for 25 seconds.
AT_REST = """() => document.getAnimations().forEach((one) => {
    if (one.effect.getComputedTiming().endTime === Infinity) one.cancel();
    else one.finish();
})"""
COVERED = """() => [...document.querySelectorAll("#page-edit-form [role=tab]")].filter((tab) => {
    tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    const { left, right, top, height } = tab.getBoundingClientRect();
    return [left + 2, (left + right) / 2, right - 2].some((x) => {
        return !tab.contains(document.elementFromPoint(x, top + height / 2));
    });
}).map((tab) => tab.innerText.trim())"""
SHOWN = "[data-side-panel=preview] iframe"


@pytest.fixture
def desk(visitor):
    """Return a function that opens a page of the admin for a user."""

    def sign_in_as(email):
        page = visitor()
        sign_in(page, email)
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    return sign_in_as


@pytest.fixture
def editor(desk):
    """A page of an editor who has signed in to the admin."""
    page = desk(EDITOR)
    yield page
    page.watch.forgive("axe.run results")  # Wagtail's own checker counts aloud


def opened(page, served_site, panel):
    page.evaluate("(panel) => localStorage.setItem('wagtail:side-panel-open', panel)", panel)
    page.goto(f"/admin/pages/{served_site.film}/edit/")
    page.wait_for_selector(".w-minimap__collapse-all", state="attached")
    if panel:
        expect(page.locator(f"[data-side-panel={panel}]")).to_be_visible()


@pytest.mark.parametrize(("email", "direction"), [(EDITOR, "ltr"), (ARABIC, "rtl")])
def test_every_tab_can_be_reached_with_a_panel_open(desk, served_site, email, direction):
    editor = desk(email)
    opened(editor, served_site, "")
    for panel in PANELS:
        editor.set_viewport_size({"width": 1440, "height": 900})
        if panel:
            editor.locator(f"[data-side-panel-toggle={panel}]").click()
            expect(editor.locator(f"[data-side-panel={panel}]")).to_be_visible()
        for width in WIDTHS:
            editor.set_viewport_size({"width": width, "height": 900})
            editor.evaluate(AT_REST)
            assert editor.evaluate(COVERED) == [], (panel, width)
    expect(editor.locator("html")).to_have_attribute("dir", direction)
    # Nor does the list of sections cover a tab.
    editor.set_viewport_size({"width": 1440, "height": 900})
    editor.locator("#w-minimap-toggle").click()
    editor.evaluate(AT_REST)
    assert editor.evaluate(COVERED) == []
    editor.watch.forgive("axe.run results")


def tab(page, code):
    return page.locator(f"[role=tab][href='#{page.locator(f'[data-content-language={code}]').evaluate(PANEL)}']")


PANEL = "(one) => one.closest('[role=tabpanel]').id"


def test_the_preview_follows_the_tab_that_is_open(editor, served_site):
    opened(editor, served_site, "preview")
    shown = editor.locator(SHOWN).last.content_frame
    for code in ("ar", "el", "en"):
        tab(editor, code).click()
        expect(editor.locator("#id_preview_mode")).to_have_value(code)
        expect(shown.locator("html")).to_have_attribute("lang", code)
    # A tab without a language leaves it.
    editor.locator("[role=tab]").last.click()
    expect(editor.locator("#id_preview_mode")).to_have_value("en")


def test_the_preview_of_a_new_page_follows_when_it_has_saved_itself(editor, served_site):
    editor.goto(f"/admin/pages/add/news/newspage/{served_site.news}/")
    editor.evaluate("localStorage.setItem('wagtail:side-panel-open', 'preview')")
    editor.reload()
    show(editor, "#id_heading_en")
    type_until_saved(editor, "#id_heading_en", "News of the preview")
    expect(editor.locator("#id_preview_mode")).to_have_value("en")
    tab(editor, "ar").click()
    expect(editor.locator("#id_preview_mode")).to_have_value("ar")
    expect(editor.locator(SHOWN).last.content_frame.locator("html")).to_have_attribute("lang", "ar")


def test_a_language_chosen_before_the_first_preview_has_loaded_is_not_lost(editor, served_site):
    opened(editor, served_site, "")
    with editor.expect_request("**/preview/**"):
        editor.locator("[data-side-panel-toggle=preview]").click()
    editor.locator("#id_preview_mode").select_option("ar")
    shown = editor.locator(SHOWN).last.content_frame
    expect(shown.locator("html")).to_have_attribute("lang", "ar")
    expect(editor.locator(SHOWN)).to_have_count(1)
    expect(shown.locator("html")).to_have_attribute("dir", languages.direction("ar"))
