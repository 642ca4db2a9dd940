"""Each error of a form that was refused is named with its tab, and leads to its field, whichever tab that is in."""

import pytest
from playwright.sync_api import expect

ADDRESSES = {
    "statement": "cities/mayorstatementpage/{kiel}",
    "news": "news/newspage/{news}",
    "visit": "events/mentoringvisitpage/{events}",
    "report": "news/reportpage/{reports}",
}

STAND_UNDER = """([code, direction]) => {
    const scope = document.querySelector(`[data-content-language=${code}]`);
    const typed = "input:not([type=hidden], [type=checkbox]), textarea, [contenteditable=true]";
    const inputs = scope.querySelectorAll(typed);
    return inputs.length > 5 && [...inputs].every((input) => {
        return input.closest("[lang]").lang === code && input.closest("[dir]").dir === direction;
    });
}"""


@pytest.fixture
def editor_page(editor_page):
    """A page of an editor, in which forms have errors."""
    yield editor_page
    editor_page.watch.forgive("handsontable", "400 (Bad Request)")  # what has errors does not save itself


def test_every_error_names_its_tab_and_leads_to_its_field(editor_page, served_site):
    pks = {"events": served_site.editors["EventIndexPage"], "reports": served_site.editors["ReportIndexPage"]}
    for kind, path in ADDRESSES.items():
        known = path.format(kiel=served_site.kiel, news=served_site.news, **pks)
        editor_page.goto(f"/admin/pages/add/{known}/")
        editor_page.locator("footer .w-dropdown__toggle").click()
        editor_page.locator("button[name=action-publish]").click()
        summary = editor_page.locator(".error-summary")
        expect(summary).to_be_focused()
        links = summary.get_by_role("link")
        errors = editor_page.locator("[role=tabpanel] .error-message")
        assert links.count() == errors.count() > 0, kind
        # It is open at the first.
        expect(errors.first).to_be_visible()
        for number in range(links.count()):
            link = links.nth(number)
            tab = link.inner_text().split(" › ")[0]
            link.click()
            expect(editor_page.locator("[role=tab][aria-selected=true]")).to_contain_text(tab)
            expect(errors.nth(number)).to_be_visible()
            panel = errors.nth(number).locator("xpath=ancestor::*[@data-panel][1]")
            expect(panel.locator(":focus")).to_have_count(1)


def test_inputs_of_a_language_stand_under_it_also_those_that_are_added(editor_page, served_site):
    editor_page.goto(f"/admin/pages/{served_site.editable}/edit/")
    for code, direction in (("el", "ltr"), ("ar", "rtl")):
        scope = editor_page.locator(f"[data-content-language={code}]")
        tab = scope.evaluate("(one) => one.closest('[role=tabpanel]').id")
        editor_page.locator(f"[role=tab][href='#{tab}']").click()
        before = scope.locator("[contenteditable=true]").count()
        scope.locator("button.c-sf-add-button").first.click()
        editor_page.get_by_role("option").filter(has=editor_page.locator(".icon-pilcrow")).click()
        expect(scope.locator("[contenteditable=true]")).to_have_count(before + 1)
        editor_page.wait_for_function(STAND_UNDER, arg=[code, direction])
