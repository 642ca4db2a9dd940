"""The editor saves by itself what somebody wrote, and nothing that it did to the form itself while loading."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import show

# As the editor does where the machine is slow: formatted text changes its spelling, and fields are added.
REWRITE = """() => {
    let rewritten = 0;
    for (const input of document.querySelectorAll("#page-edit-form input[type=hidden]")) {
        try {
            const text = JSON.parse(input.value);
            if (!text?.blocks) continue;
            text.blocks.forEach((block, number) => { block.key = `new${number}`; });
            input.value = JSON.stringify(text, null, 1);
            rewritten += 1;
        } catch { continue; }
    }
    return rewritten;
}"""
# Longer than Wagtail takes to look for changes and to save them, by the clock of the page, which is slow where all is.
LOOKED = "() => new Promise((done) => setTimeout(done, 2000))"
LOADED = "() => window.notes?.includes('w-unsaved:watch-edits')"
SAVED = "() => window.notes.includes('w-autosave:success')"
NOTES = """
for (const name of ["w-unsaved:watch-edits", "w-autosave:save", "w-autosave:success"]) {
    document.addEventListener(name, () => (window.notes ??= []).push(name), { capture: true });
}
"""


@pytest.fixture
def editor_page(editor_page):
    """A page of an editor, with the preview open, that notes what saves itself."""
    editor_page.evaluate("localStorage.setItem('wagtail:side-panel-open', 'preview')")
    editor_page.add_init_script(NOTES)
    yield editor_page
    editor_page.watch.forgive("handsontable")  # Wagtail's own words to itself


def saves(page):
    return page.evaluate("() => window.notes.filter((name) => name === 'w-autosave:save').length")


def opened(page, path):
    """Open a form and let the editor write into it, as late as it may be."""
    page.goto(path)
    page.wait_for_function(LOADED)
    page.evaluate(REWRITE)
    page.evaluate(LOOKED)


def test_opening_a_page_of_any_type_saves_nothing(editor_page, served_site):
    for name, pk in served_site.editors.items():
        opened(editor_page, f"/admin/pages/{pk}/edit/")
        assert saves(editor_page) == 0, name
    # A row that the URL asks for is nothing written.
    opened(editor_page, f"/admin/pages/{served_site.editors['PledgePage']}/edit/#:w:contentpath=progress&add=row")
    assert saves(editor_page) == 0
    # Nor does to look at another tab, or to click into a text.
    opened(editor_page, f"/admin/pages/{served_site.editors['ContentPage']}/edit/")
    show(editor_page, "#id_introduction_el").click()
    editor_page.locator("#id_introduction_el").press("Tab")
    assert editor_page.evaluate(REWRITE) > 0
    editor_page.evaluate(LOOKED)
    assert saves(editor_page) == 0


def test_opening_the_form_of_a_new_page_saves_nothing(editor_page, served_site):
    news, kiel = served_site.news, served_site.kiel
    events = served_site.editors["EventIndexPage"]
    for path in (
        f"news/newspage/{news}",
        f"cities/mayorstatementpage/{kiel}",
        f"cities/pledgepage/{kiel}",
        f"events/mentoringvisitpage/{events}",
        f"solidarity/formpage/{served_site.editors['HomePage']}",
    ):
        opened(editor_page, f"/admin/pages/add/{path}/")
        assert saves(editor_page) == 0, path


def typed(page):
    show(page, "#id_introduction_en").press("End")
    page.keyboard.type("!")


def typed_in_formatted_text(page):
    text = page.locator("[data-contentpath=body_en] [contenteditable=true]").first
    text.click()
    page.keyboard.type("Well. ")


def filled_in_by_a_program(page):
    page.evaluate(
        """() => {
            const kind = document.querySelector("#id_kind");
            kind.value = [...kind.options].find((option) => !option.selected && option.value).value;
            kind.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )


def removed(page):
    page.locator("[data-contentpath=body_en] button[data-streamfield-action=DELETE]").first.click()


@pytest.mark.parametrize("edit", [typed, typed_in_formatted_text, filled_in_by_a_program, removed])
def test_an_edit_is_saved(editor_page, served_site, edit):
    editor_page.goto(f"/admin/pages/{served_site.editable}/edit/")
    editor_page.wait_for_function(LOADED)
    edit(editor_page)
    editor_page.wait_for_function(SAVED)
    expect(editor_page.locator("#page-edit-form")).to_be_visible()


# The answer to a draft that saves itself comes late, as over a poor line.
LATE = """() => {
    const own = window.fetch;
    window.fetch = async (...asked) => {
        const answer = await own(...asked);
        if (asked[1]?.headers?.Accept === "application/json") await new Promise((done) => setTimeout(done, 1500));
        return answer;
    };
}"""


def test_a_new_page_that_is_sent_while_its_draft_is_on_its_way_is_made_once(editor_page, served_site):
    heading = "Made once"
    editor_page.goto(f"/admin/pages/add/news/newspage/{served_site.news}/")
    editor_page.wait_for_function(LOADED)
    editor_page.evaluate(LATE)
    show(editor_page, "#id_date").fill("2024-05-06")
    with editor_page.expect_request(lambda request: request.method == "POST" and "/pages/add/" in request.url):
        show(editor_page, "#id_heading_en").press_sequentially(heading)
    editor_page.locator("footer .w-dropdown__toggle").click()
    editor_page.locator("button[name=action-publish]").click()
    editor_page.wait_for_url(f"**/admin/pages/{served_site.news}/")
    editor_page.goto(f"/admin/pages/{served_site.news}/?q={heading}")
    expect(editor_page.locator(".listing .title-wrapper", has_text=heading)).to_have_count(1)
