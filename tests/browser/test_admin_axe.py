"""The admin for everybody: what its pages of ours and its forms tell those who hear them, in each role."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from PIL import Image
from playwright.sync_api import expect

from demo.logins import EDITOR, OFFICER
from tests.browser.conftest import settle, sign_in
from tests.support.demo_extras import ARABIC, TRANSLATOR

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
# Wagtail's own preview stands in a frame; the page in it is looked at where readers see it.
LOOK = """async (options) => {
    const { violations } = await axe.run({ exclude: [["iframe"]] }, options);
    return violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
}"""
WIDE, NARROW = ({"width": width, "height": 800} for width in (1280, 360))
OURS = (
    "",
    "guide/",
    "officers/",
    "officers/{kiel}/",
    "searched-without-a-hit/",
    "list/cities/",
    "list/statements/",
    "list/pledges/",
    "list/news/",
    "list/events/",
    "list/links_down/",
    "pages/{news}/",
    "images/add/",
    "images/multiple/add/",
)
FORMS = (
    "MayorStatementPage",
    "PledgePage",
    "CityPage",
    "NewsPage",
    "ReportPage",
    "EventPage",
    "MentoringVisitPage",
    "FormPage",
    "HomePage",
)


@pytest.fixture
def look(visitor, served_site):
    """Return a function that looks at pages of the admin as a user, in windows, and returns what is wrong with them."""

    def at(email, paths, windows):
        page = visitor()
        sign_in(page, email)
        page.add_init_script(AXE_SCRIPT)
        page.on("dialog", lambda dialog: dialog.accept())
        found, count = [], 0
        for path in paths:
            assert page.goto(f"/admin/{path}").status == 200, path
            assert urlsplit(page.url).path == f"/admin/{path}", "whoever may not open it is led elsewhere"
            settle(page)
            for window in windows:
                page.set_viewport_size(window)
                found += [said_of(rule, page.url, window["width"]) for rule in page.evaluate(LOOK, AXE)]
                count += 1
        print(f"axe looked {count} times")
        page.watch.forgive("axe.run results", "handsontable")
        return found

    return at


def said_of(rule, url, width):
    """Return in a line what axe found."""
    return f"{url} ({width}): {rule['id']}: {[node['html'][:160] for node in rule['nodes'][:3]]}"


@pytest.mark.parametrize(("email", "windows"), [(EDITOR, [WIDE, NARROW]), (ARABIC, [NARROW])])
def test_our_own_pages_have_no_serious_fault(look, served_site, email, windows):
    paths = [path.format(kiel=served_site.kiel, news=served_site.news) for path in OURS]
    assert look(email, paths, windows) == []


@pytest.mark.parametrize(("email", "windows"), [(EDITOR, [WIDE, NARROW]), (ARABIC, [NARROW])])
def test_the_forms_of_pages_have_no_serious_fault(look, served_site, email, windows):
    paths = [f"pages/{served_site.editors[name]}/edit/" for name in FORMS]
    assert look(email, paths, windows) == []


def test_the_forms_of_an_officer_have_no_serious_fault(look, served_site):
    athens = served_site.athens
    paths = ["", "guide/", f"pages/{athens}/edit/", f"pages/add/cities/mayorstatementpage/{athens}/"]
    assert look(OFFICER, [*paths, f"pages/add/cities/pledgepage/{athens}/"], [WIDE, NARROW]) == []


def test_the_forms_of_a_translator_have_no_serious_fault(look, served_site):
    paths = [f"pages/{served_site.editors[name]}/edit/" for name in ("CityPage", "NewsPage", "MayorStatementPage")]
    assert look(TRANSLATOR, ["", *paths], [WIDE, NARROW]) == []


def test_every_tab_of_a_form_has_no_serious_fault(visitor, served_site):
    page = visitor()
    sign_in(page, EDITOR)
    page.add_init_script(AXE_SCRIPT)
    page.goto(f"/admin/pages/{served_site.editors['MayorStatementPage']}/edit/")
    settle(page)
    tabs = page.locator("#page-edit-form [role=tab]")
    found = []
    for number in range(tabs.count()):
        tabs.nth(number).click()
        expect(tabs.nth(number)).to_have_attribute("aria-selected", "true")
        found += [said_of(rule, page.url, number) for rule in page.evaluate(LOOK, AXE)]
    assert tabs.count() > 8
    page.watch.forgive("axe.run results")
    assert found == []


def test_an_upload_of_several_pictures_raises_no_alarm_that_cannot_be_obeyed(visitor, tmp_path):
    files = [tmp_path / f"{colour}.png" for colour in ("red", "blue")]
    for file in files:
        Image.new("RGB", (64, 48), file.stem).save(file)
    page = visitor()
    sign_in(page, EDITOR)
    page.goto("/admin/images/multiple/add/")
    page.set_input_files("#fileupload", files)
    expect(page.locator("#upload-list form")).to_have_count(len(files))
    expect(page.locator("#upload-list .error-message:visible")).to_have_count(0)
    expect(page.locator("#upload-list .right > .error-message")).to_have_count(len(files))  # else ours is not needed
    page.watch.forgive("axe.run results")
