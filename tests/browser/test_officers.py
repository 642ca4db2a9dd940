"""The whole way of a statement, as people go it: invited, written, sent, changed, approved, read, and amended."""

import re
import time
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import expect

from demo.logins import EDITOR, OFFICER

SPEAKER = "Anna Muster"
GREEK = "Οι πόλεις ανοίγουν τις πόρτες τους."
ENGLISH = "Cities open their doors."
AMENDED = "Cities keep their doors open."
REASON = "Bitte nennen Sie das Amt auch auf Englisch."
PASSWORD = "a-long-way-to-kiel"
NEW_REPORT = "#id_progress-FORMS > :last-child [id$=-date]"


class Person:
    """Somebody at a browser, whose clicks and filled fields are counted."""

    def __init__(self, page, name):
        self.page, self.name, self.clicks, self.fields = page, name, 0, 0

    def click(self, selector):
        self.clicks += 1
        self.page.locator(selector).first.click()

    def go(self, selector):
        """Click what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.click(selector)

    def fill(self, field, value):
        self.fields += 1
        self.page.locator(field).fill(value)

    def choose(self, field, value):
        self.fields += 1
        self.page.locator(field).select_option(value)

    def pick_day(self, field, value):
        self.fill(field, value)
        self.page.keyboard.press("Escape")  # closes the calendar

    def send(self):
        """Press the button beside that which saves."""
        self.go("footer [name=action-submit]")

    def sign_in(self, email):
        self.page.goto("/admin/")
        self.fill("#id_username", email)
        self.fill("#id_password", "demo")
        self.click("form button[type=submit]")
        self.page.wait_for_url("**/admin/")

    def told(self):
        return f"{self.name}: {self.clicks} clicks, {self.fields} fields"


@pytest.fixture
def mailbox(served_site):
    """Return a function that waits for the newest mail to an address whose text holds some words."""

    def read(to, words):
        until = time.monotonic() + 30
        while time.monotonic() < until:
            for file in sorted(served_site.mails.glob("*"), reverse=True):
                for raw in file.read_bytes().split(b"-" * 79):
                    mail = message_from_bytes(raw.lstrip(), policy=policy.default)
                    if to in (mail["To"] or "") and words in mail.get_content():
                        return mail
            time.sleep(0.1)
        raise AssertionError(f"No mail to {to} holds {words!r}.")

    return read


@pytest.fixture
def people(visitor):
    """A member of staff, who is signed in, and an officer who has never seen the site."""
    staff, officer = Person(visitor(), "staff"), Person(visitor(), "officer")
    staff.sign_in(EDITOR)
    yield staff, officer
    for person in (staff, officer):
        assert person.page.watch.foreign == []
        person.page.watch.forgive("axe.run results")  # Wagtail's own checker counts aloud


def test_a_statement_from_invitation_to_amendment(people, served_site, mailbox, visitor):
    staff, officer = people
    email = "officer@kiel.example"

    # Staff invite.
    staff.page.goto(f"/admin/officers/{served_site.kiel}/")
    staff.fill("#id_name", "Olga Officer")
    staff.fill("#id_email", email)
    staff.choose("#id_language", "el")
    staff.go("main form:has(#id_email) [type=submit]")

    # The officer accepts, and is in the city's page of the admin, in Greek.
    link = re.search(r"https?://\S+/invitation/\S+", mailbox(email, "/invitation/").get_content())[0]
    officer.page.goto(link)
    expect(officer.page.locator("html")).to_have_attribute("lang", "el")
    officer.fill("#id_password1", PASSWORD)
    officer.fill("#id_password2", PASSWORD)
    officer.click("form button[type=submit]")
    officer.page.wait_for_url("**/admin/")
    expect(officer.page.locator("html")).to_have_attribute("lang", "el")

    # A statement, in Greek first.
    officer.click(f"a[href$='/admin/pages/add/cities/mayorstatementpage/{served_site.kiel}/']")
    officer.fill("#id_speaker", SPEAKER)
    officer.fill("#id_language_given", "Ελληνικά")
    officer.fill("#id_office_el", "Δήμαρχος")
    officer.fill("#id_quote_el", GREEK)
    officer.send()
    expect(officer.page.locator("#id_approved_by")).to_be_visible()  # not without the mayor's office
    expect(officer.page.locator("#id_quote_el")).to_have_value(GREEK)
    officer.fill("#id_approved_by", "The mayor's office")
    officer.pick_day("#id_approved_on", "2026-11-01")
    officer.send()
    officer.page.wait_for_url("**/admin/")

    # Staff ask for changes, with a reason.
    review = mailbox(EDITOR, SPEAKER).get_content()
    statement = re.search(r"/admin/pages/\d+/edit/", review)[0]
    staff.page.goto(statement)
    staff.click("footer .w-dropdown__toggle")
    staff.click("[data-workflow-action-name=reject]")
    staff.fill(".modal #id_comment", REASON)
    staff.go(".modal [type=submit]")

    # The officer reads the reason, adds the English and sends it again.
    assert REASON in mailbox(email, REASON).get_content()
    officer.page.goto("/admin/")
    expect(officer.page.locator("main")).to_contain_text(REASON)
    officer.click(f"a[href$='{statement}']")
    officer.click("[aria-controls*=english i], [data-panel-heading]:has-text('English')")
    officer.fill("#id_office_en", "Mayor")
    officer.fill("#id_quote_en", ENGLISH)
    officer.send()

    # Staff approve; everybody reads it in both languages.
    staff.page.goto(statement)
    staff.click("footer .w-dropdown__toggle")
    staff.go("[data-workflow-action-name=approve]")
    reader = visitor()
    url = re.search(r"https?://\S+/cities/kiel/\S+", mailbox(email, "/cities/kiel/").get_content())[0]
    path = "/cities/kiel/" + url.split("/cities/kiel/")[1]
    for language, quote in (("el", GREEK), ("en", ENGLISH)):
        reader.goto(f"/{language}{path}")
        expect(reader.locator("main")).to_contain_text(quote)
        expect(reader.locator("h1")).to_contain_text(SPEAKER)

    # An amendment waits while readers see what was approved.
    officer.page.goto(statement)
    officer.fill("#id_quote_en", AMENDED)
    officer.send()
    reader.goto(f"/en{path}")
    expect(reader.locator("main")).to_contain_text(ENGLISH)
    expect(reader.locator("main")).not_to_contain_text(AMENDED)
    print(staff.told(), officer.told(), sep="\n")


@pytest.mark.parametrize(
    ("button", "there"),
    [
        ("Report progress on a pledge", NEW_REPORT),
        ("Update the city's facts", "#id_population"),
    ],
)
@pytest.mark.parametrize("width", [1280, 360])
def test_the_first_page_leads_to_what_is_to_be_filled_in(visitor, button, there, width):
    officer = Person(visitor(viewport={"width": width, "height": 800}), "officer")
    officer.sign_in(OFFICER)
    officer.go(f".your-city-button:has-text({button!r})")
    officer.page.wait_for_function(
        """there => {
            const field = document.querySelector(there);
            const { top } = field.getBoundingClientRect();
            return field === document.activeElement && top > 0 && top < innerHeight / 2;
        }""",
        arg=there,
    )


def test_what_is_missing_leads_to_its_field_in_whichever_tab(visitor):
    officer = Person(visitor(), "officer")
    officer.sign_in(OFFICER)
    officer.go("a[href*='/add/cities/pledgepage/']")
    tabs = officer.page.locator("[role=tab]")
    assert tabs.count() > 8
    for label, field, tab in (
        ("Pillar", "#id_pillar", 0),
        ("Heading", "#id_heading_en", 8),
        ("Date", "#id_made_on", 1),
    ):
        tabs.nth(tab).click()
        listed = officer.page.locator("[data-still-missing]")
        listed.locator("summary").click()
        listed.locator(f"a:has-text('{label}')").first.click()
        expect(officer.page.locator(field)).to_be_focused()
        expect(officer.page.locator(field)).to_be_in_viewport()


def test_an_officer_reports_progress_below_the_earlier_reports(visitor):
    officer = Person(visitor(), "officer")
    officer.sign_in(OFFICER)
    officer.go(".your-city-button:has-text('Report progress on a pledge')")
    expect(officer.page.locator(NEW_REPORT)).to_be_focused()
    rows = int(officer.page.locator("#id_progress-TOTAL_FORMS").input_value())
    assert rows > 1, "below the earlier ones"
    officer.page.keyboard.type("1 November 2026")
    officer.page.keyboard.press("Escape")
    officer.fill(f"#id_progress-{rows - 1}-note_en", "A house was opened.")
    officer.send()
    officer.page.wait_for_url("**/admin/")
    expect(officer.page.locator("main")).to_contain_text("was sent for review")
    officer.page.watch.forgive("400 (Bad Request)")  # a draft that saved itself while the date was half typed
