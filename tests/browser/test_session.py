"""A session that ends while somebody writes: nothing is sent, nothing is lost, and after signing in it goes on."""

import pytest
from playwright.sync_api import expect

from demo.logins import OFFICER
from tests.browser.conftest import PACE, sign_in_by_form, type_until_saved

KEPT = "Nobody is left at the gate."


@pytest.fixture
def writing(visitor):
    """An officer's page with a statement begun, whose session then ended."""
    page = visitor()
    sign_in_by_form(page, OFFICER)
    page.locator("a[href*='/admin/pages/add/cities/mayorstatementpage/']").click()
    type_until_saved(page, "#id_speaker", "Eva Example")
    page.context.clear_cookies(name="sessionid")
    yield page
    page.watch.forgive("403", "Failed to load", "axe.run results")


def saved(answer):
    """Tell whether an answer says that the draft was saved, and not what it still lacks."""
    return answer.request.method == "POST" and answer.ok and "/admin/pages/" in answer.url.split("?")[0]


def test_what_is_typed_after_the_session_ended_is_kept(writing):
    writing.locator("#id_quote_en").press_sequentially(KEPT, delay=PACE / 2)
    notice = writing.get_by_role("alert").filter(has=writing.locator("[target=_blank]"))
    expect(notice).to_be_visible()  # autosave noticed

    with writing.expect_response("**/admin/session/"):
        writing.locator("[name=action-submit]").click()
    expect(writing.locator("#id_quote_en")).to_have_value(KEPT)

    with writing.context.expect_page() as opened:
        notice.locator("a").click()
    opened.value.locator("#id_username").fill(OFFICER)
    opened.value.locator("#id_password").fill("demo")
    opened.value.locator("form button[type=submit]").click()
    opened.value.wait_for_url("**/admin/")

    with writing.expect_response(saved):
        writing.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # back in the first tab
    expect(notice).to_have_count(0)
    writing.reload()
    expect(writing.locator("#id_quote_en")).to_have_value(KEPT)


def test_nothing_typed_is_lost_where_the_session_ended_and_send_is_pressed_at_once(writing):
    with writing.expect_response("**/admin/session/"):
        writing.evaluate(
            """text => {
                document.querySelector("#id_quote_en").value = text;
                document.querySelector("[name=action-submit]").click();
            }""",
            KEPT,
        )
    expect(writing.locator("[target=_blank][href='/admin/login/']")).to_be_visible()
    expect(writing.locator("#id_quote_en")).to_have_value(KEPT)


def test_a_form_that_holds_too_much_is_not_sent_and_stays(visitor):
    page = visitor()
    sign_in_by_form(page, OFFICER)
    page.locator("a[href*='/admin/pages/add/cities/mayorstatementpage/']").click()
    page.locator("#id_speaker").fill("Eva Example")
    page.wait_for_load_state()  # with the script that counts
    posted = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    with page.expect_response("**/admin/session/"):
        page.evaluate(
            """() => {
                const pasted = document.createElement("input"); // as formatted text with a picture in it is sent
                pasted.type = "hidden";
                pasted.name = "pasted";
                pasted.value = "x".repeat(6 * 1024 * 1024);
                document.querySelector("[data-edit-form]").append(pasted);
                document.querySelector("[name=action-submit]").click();
            }"""
        )
    expect(page.locator(".session-notice")).to_contain_text("5.0")
    expect(page.locator("#id_speaker")).to_have_value("Eva Example")
    assert not [url for url in posted if "/pages/add/" in url]
    page.watch.forgive("axe.run results")
