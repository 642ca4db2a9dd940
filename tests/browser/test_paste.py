"""Lists that are pasted from word processors keep their depth and their numbers in formatted text."""

import json

import pytest

from demo.logins import EDITOR
from tests.browser.conftest import show, sign_in


def word(level, mark, text):
    style = f"mso-list:l0 level{level} lfo1;margin-left:{36 * level}.0pt"
    mark = f'<span style="mso-list:Ignore">{mark}<span>  </span></span>'
    return f'<p class=MsoListParagraph style="{style}">{mark}{text}</p>'


def online(level, kind, text, start=1):
    item = f'<li data-aria-level="{level}"><p class="Paragraph"><span>{text}</span></p></li>'
    return f'<div class="ListContainerWrapper"><{kind} start="{start}">{item}</{kind}></div>'


PASTED = {
    "Word": word(1, "1.", "one") + word(2, "·", "a") + word(2, "·", "b") + word(1, "2.", "two"),
    "Word, among paragraphs": "<p>Before</p>" + word(1, "a)", "one") + word(2, "o", "a") + "<p>After</p>"
    + word(1, "·", "other"),
    "Word in a browser": online(1, "ol", "one") + online(2, "ul", "a") + online(2, "ul", "b")
    + online(1, "ol", "two", 2),
    "LibreOffice": "<ol><li><p>one</p><ul><li><p>a</p></li><li><p>b</p></li></ul></li><li><p>two</p></li></ol>",
    "Google Docs": '<ol><li aria-level="1"><p>one</p></li><ul><li aria-level="2"><p>a</p></li><li aria-level="2">'
    '<p>b</p></li></ul><li aria-level="1"><p>two</p></li></ol>',
    "a page": "<p>one</p><ul><li>a</li></ul>",
}  # fmt: skip
OUTLINE = ["ol 0 one", "ul 1 a", "ul 1 b", "ol 0 two"]
BECOMES = {
    "Word, among paragraphs": ["p 0 Before", "ol 0 one", "ul 1 a", "p 0 After", "ul 0 other"],
    "a page": ["p 0 one", "ul 0 a"],
}
PASTE = """(target, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    clipboardData.setData("text/plain", "text");
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
KINDS = {"ordered-list-item": "ol", "unordered-list-item": "ul", "unstyled": "p", "header-three": "h"}


@pytest.fixture
def text(visitor, served_site):
    """An empty formatted text of the editor, with the input that holds what is sent of it."""
    page = visitor()
    sign_in(page, EDITOR)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/admin/pages/add/events/mentoringvisitpage/{served_site.editors['EventIndexPage']}/")
    show(page, "[data-contentpath=objectives_en] [contenteditable=true]")
    yield page.locator("[data-contentpath=objectives_en]")
    page.watch.forgive("handsontable")


@pytest.mark.parametrize("program", PASTED)
def test_a_pasted_list_is_an_outline(text, program):
    words = text.locator("[contenteditable=true]")
    words.click()
    words.evaluate(PASTE, PASTED[program])
    wanted = BECOMES.get(program, OUTLINE)
    # The editor writes what it holds into the form a moment later.
    text.page.wait_for_function(
        "count => JSON.parse(document.querySelector('[name=objectives_en]').value)?.blocks.length >= count",
        arg=len(wanted),
    )
    state = json.loads(text.locator("input[name=objectives_en]").input_value())
    found = [f"{KINDS[block['type']]} {block['depth']} {block['text'].strip()}" for block in state["blocks"]]
    assert [line for line in found if line != "p 0 "] == wanted
    assert not any("\n" in block["text"] for block in state["blocks"])
