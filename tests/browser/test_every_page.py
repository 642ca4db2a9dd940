"""Each type of page in a real browser: accessible, quiet, and as wide as its window."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from solidarity import languages
from tests.browser import reflow
from tests.support.demo_pages import PAGES, STATES

EVERY_PAGE = {**PAGES, **STATES}
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
COLOURS = {**AXE, "runOnly": COLOUR_RULES}  # all that the dark scheme changes
# No language has colours of its own, and to look at them takes as long as all the rest.
WORDS = {**AXE, "rules": {rule: {"enabled": False} for rule in COLOUR_RULES}}
WIDE, NARROW = ({"width": width, "height": 800} for width in (1440, 360))
# The narrowest phone first; 320 is also a window of 1280 at 400 %.
WINDOWS = (280, 320, 360, 480, 640, 768, 1024, 1280, 1920)
LARGE = (320, 768, 1280)  # in which letters are read twice as large
IN_EVERY_WAY = ("en", "ar")  # a language of each direction: also in the dark, on a phone, in each state


@pytest.fixture
def page(page):
    """A page of a visitor, and axe in it."""
    page.add_init_script(AXE_SCRIPT)
    return page


def goto(page, code, name):
    """Open a page by its name in EVERY_PAGE."""
    response = page.goto(f"/{code}/{EVERY_PAGE[name]}")
    if response.status == 404:
        page.watch.forgive("404 (Not Found)")
    assert response.status == (404 if name == "404" else 200)


def breaches(page, seen, options=AXE):
    """Return what axe finds wrong with a page as it stands, a line for each rule."""
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    seen.append(page.url)
    return [f"{page.url}: {rule['id']}: {[node['html'][:160] for node in rule['nodes'][:3]]}" for rule in found]


def test_the_addresses_name_a_page_of_every_type(served_site):
    assert served_site.found == {name: name for name in served_site.types}


@pytest.mark.parametrize("code", languages.codes())
def test_every_page_is_accessible_and_fits_its_window(page, code, record_property):
    """Both in one walk, for opening a page takes longer than looking at it."""
    wrong, seen = [], []
    for name in EVERY_PAGE if code in IN_EVERY_WAY else PAGES:
        goto(page, code, name)
        wrong += breaches(page, seen, AXE if code in IN_EVERY_WAY else WORDS)
        if code in IN_EVERY_WAY:
            page.emulate_media(color_scheme="dark")
            wrong += [f"dark: {breach}" for breach in breaches(page, seen, COLOURS)]
            page.emulate_media(color_scheme="light")
            page.set_viewport_size(NARROW)
            wrong += [f"narrow: {breach}" for breach in breaches(page, seen)]
        wrong += breadths(page, code in IN_EVERY_WAY)
        page.watch.forgive("no-such-page")  # loaded again, it is as missing as before
    print(f"axe looked at {len(seen)} pages")
    record_property("visited", f"{len(seen)} pages with axe")
    assert wrong == []
    assert len(seen) >= 17


def breadths(page, in_every_way):
    """Return where a page is wider than its window, and leave it changed; the whole row of windows in few languages."""
    wrong = reflow.too_wide(page, WINDOWS if in_every_way else WINDOWS[:1], "as it is")
    wrong += [f"{page.url}: not hyphenated: {found}" for found in page.evaluate(reflow.UNHYPHENATED)[:3]]
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        wrong += [f"{page.url}: its words are cut: {found}" for found in page.evaluate(reflow.CUT_SELECTS)]
    page.evaluate(reflow.LARGE_ROOT)
    wrong += reflow.too_wide(page, LARGE, "letters of the root twice as large")
    page.evaluate(reflow.LARGE_TEXT)
    wrong += reflow.too_wide(page, LARGE, "letters twice as large")
    if in_every_way:
        page.reload()
        page.evaluate(reflow.LONG_WORDS)
        wrong += reflow.too_wide(page, WINDOWS, "of long words")
    page.set_viewport_size(WIDE)
    return wrong


@pytest.mark.parametrize("code", IN_EVERY_WAY)
def test_axe_finds_nothing_in_a_form_with_errors(page, code):
    page.goto(f"/{code}/{PAGES['FormPage']}")
    page.locator("form.form button").click()
    page.locator("#errors").wait_for()
    assert breaches(page, []) == []
    page.set_viewport_size(NARROW)
    assert breaches(page, []) == []


def test_no_page_sets_a_cookie_or_asks_another_host(page):
    for name in EVERY_PAGE:
        goto(page, "en", name)
        page.keyboard.press("End")
        page.wait_for_function("() => scrollY + innerHeight >= document.documentElement.scrollHeight - 2")
        page.wait_for_load_state("networkidle")
        assert page.watch.foreign == [], name
        assert page.context.cookies() == [], name
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0, name
