"""The editor's tabs can be reached whatever is open beside them, and the preview shows the language that is open."""

import pytest
from playwright.sync_api import expect

from demo.logins import EDITOR
from solidarity import languages
from tests.browser.conftest import show, type_until_saved
from tests.support.demo_extras import ARABIC

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


def opened(page, served_site, panel):
    page.evaluate("(panel) => localStorage.setItem('wagtail:side-panel-open', panel)", panel)
    page.goto(f"/admin/pages/{served_site.film}/edit/")
    page.wait_for_selector(".w-minimap__collapse-all", state="attached")
    if panel:
        expect(page.locator(f"[data-side-panel={panel}]")).to_be_visible()


@pytest.mark.parametrize(("email", "direction"), [(EDITOR, "ltr"), (ARABIC, "rtl")])
def test_every_tab_can_be_reached_with_a_panel_open(admin_page, served_site, email, direction):
    editor_page = admin_page(email)
    opened(editor_page, served_site, "")
    for panel in PANELS:
        editor_page.set_viewport_size({"width": 1440, "height": 900})
        if panel:
            editor_page.locator(f"[data-side-panel-toggle={panel}]").click()
            expect(editor_page.locator(f"[data-side-panel={panel}]")).to_be_visible()
        for width in WIDTHS:
            editor_page.set_viewport_size({"width": width, "height": 900})
            editor_page.evaluate(AT_REST)
            assert editor_page.evaluate(COVERED) == [], (panel, width)
    expect(editor_page.locator("html")).to_have_attribute("dir", direction)
    # Nor does the list of sections cover a tab.
    editor_page.set_viewport_size({"width": 1440, "height": 900})
    editor_page.locator("#w-minimap-toggle").click()
    editor_page.evaluate(AT_REST)
    assert editor_page.evaluate(COVERED) == []
    editor_page.watch.forgive("axe.run results")


def tab(page, code):
    return page.locator(f"[role=tab][href='#{page.locator(f'[data-content-language={code}]').evaluate(PANEL)}']")


PANEL = "(one) => one.closest('[role=tabpanel]').id"


def test_the_preview_follows_the_tab_that_is_open(editor_page, served_site):
    opened(editor_page, served_site, "preview")
    shown = editor_page.locator(SHOWN).last.content_frame
    for code in ("ar", "el", "en"):
        tab(editor_page, code).click()
        expect(editor_page.locator("#id_preview_mode")).to_have_value(code)
        expect(shown.locator("html")).to_have_attribute("lang", code)
    # A tab without a language leaves it.
    editor_page.locator("[role=tab]").last.click()
    expect(editor_page.locator("#id_preview_mode")).to_have_value("en")


def test_the_preview_of_a_new_page_follows_when_it_has_saved_itself(editor_page, served_site):
    editor_page.goto(f"/admin/pages/add/news/newspage/{served_site.news}/")
    editor_page.evaluate("localStorage.setItem('wagtail:side-panel-open', 'preview')")
    editor_page.reload()
    show(editor_page, "#id_heading_en")
    type_until_saved(editor_page, "#id_heading_en", "News of the preview")
    expect(editor_page.locator("#id_preview_mode")).to_have_value("en")
    tab(editor_page, "ar").click()
    expect(editor_page.locator("#id_preview_mode")).to_have_value("ar")
    expect(editor_page.locator(SHOWN).last.content_frame.locator("html")).to_have_attribute("lang", "ar")


def test_a_language_chosen_before_the_first_preview_has_loaded_is_not_lost(editor_page, served_site):
    opened(editor_page, served_site, "")
    with editor_page.expect_request("**/preview/**"):
        editor_page.locator("[data-side-panel-toggle=preview]").click()
    editor_page.locator("#id_preview_mode").select_option("ar")
    shown = editor_page.locator(SHOWN).last.content_frame
    expect(shown.locator("html")).to_have_attribute("lang", "ar")
    expect(editor_page.locator(SHOWN)).to_have_count(1)
    expect(shown.locator("html")).to_have_attribute("dir", languages.direction("ar"))
