"""Marks that were pasted around a quotation are taken away, for pages set those of its language; marks within stay."""

import pytest
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cities.models import MayorStatementPage
from solidarity import languages
from solidarity.fields import column_name
from solidarity.models import ContentPage
from solidarity.text.quotation_marks import without_enclosing_marks
from tests import factories
from tests.support.page_editor import add_url, edit_url, publish, save_draft, shown_form
from tests.support.people import officer_of

TAKEN_AWAY = [
    ('"As a growing city…"', "As a growing city…"),
    ("“We welcome them.”", "We welcome them."),
    ("““We welcome them.””", "We welcome them."),
    ('""We welcome them.""', "We welcome them."),
    ('"""We welcome them."""', "We welcome them."),
    ("«« Nous »»", "Nous"),
    ("“‘We welcome them.’”", "‘We welcome them.’"),
    ('"“We welcome them.”"', "We welcome them."),
    ("«“Nous”»", "Nous"),
    ("\u202b«نعم»\u202c", "نعم"),
    ("«Cities…»", "Cities…"),
    ("«\u00a0Nous\u202f»", "Nous"),
    ("„Wir schaffen das.“", "Wir schaffen das."),
    ("„Wij kunnen het.”", "Wij kunnen het."),
    ("”Vi klarar det.”", "Vi klarar det."),
    ("»Wir schaffen das.«", "Wir schaffen das."),
    ("»Vi klarar det.»", "Vi klarar det."),
    ("‘We can.’", "We can."),
    ("'We can. It isn't hard.'", "We can. It isn't hard."),
    ("‚Wir‘", "Wir"),
    ("‹Wir›", "Wir"),
    ("「我們」", "我們"),
    ("״שלום״", "שלום"),
    ("«Γεια».", "Γεια."),
    ("“We welcome them.”.", "We welcome them."),
    ('"He said "yes" and left."', 'He said "yes" and left.'),
    ("“He said ‘yes’ and left.”", "He said ‘yes’ and left."),
    ("“He said “yes” and left.”", "He said “yes” and left."),
    ("``We can.''", "We can."),
    (",,Wir.''", "Wir."),
    ("<<We can.>>", "We can."),
    ('  "We can.” \n', "We can."),
    ("\u200f«مرحبا»\u200f", "مرحبا"),
    ("“One.\n\n“Two.”", "One.\n\nTwo."),
    ("« Un.\n\n» Deux. »", "Un.\n\n Deux."),
]
KEPT = [
    "We can.",
    "“Yes,” she said, “we can.”",
    '"Yes," she said, "we can."',
    "'A' or 'B'",
    "«A» y «B»",
    "„Ja“, sagte er, „nein“",
    "»Ja«, sagte er, »nein«",
    "We said “yes”",
    "“Yes” is our answer.",
    "“We can.” (Anna Muster)",
    "rock 'n' roll",
    "It’s the workers’",
    "5' 6\"",
    "“",
    '""',
    "“\u00a0”",
    "",
]
SAID = "quotation marks around a quotation were removed"


@pytest.mark.parametrize(("typed", "kept"), TAKEN_AWAY)
def test_one_pair_around_the_whole_is_taken_away(typed, kept):
    assert without_enclosing_marks(typed) == kept


@pytest.mark.parametrize("text", KEPT)
def test_marks_of_a_part_stay(text):
    assert without_enclosing_marks(text) == text


def send(client, url, page, **changes):
    """Send the editor's form with changes, by the button *Send for review*, and return the response."""
    return save_draft(client, url, page, **changes, **{"action-submit": "yes"})


def told(client):
    """Return how often the next page of the admin tells of marks taken away."""
    return client.get("/admin/").text.count(SAID)


QUOTES = {column_name("quote", code): f"“{code}.”" for code in languages.codes()}
STATEMENT = {
    "heading_en": "Welcome",
    "speaker": "Anna Muster",
    "office_en": "Mayor",
    "language_given": "en",
    "slug": "anna",
}


@pytest.mark.django_db
def test_staff_are_told_whether_they_publish_or_save_a_draft(admin_client, athens):
    url = add_url(athens, MayorStatementPage)
    assert publish(admin_client, url, MayorStatementPage, **STATEMENT, **QUOTES).status_code == 302
    page = MayorStatementPage.objects.get()
    assert [getattr(page, name) for name in QUOTES] == [f"{code}." for code in languages.codes()]
    assert told(admin_client) == 1
    original = {"language_given": "tr", "quote_original": "“Hoş geldiniz.”"}
    save_draft(admin_client, edit_url(page), page, **original)
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().quote_original == "Hoş geldiniz."
    assert told(admin_client) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("press", [save_draft, send])
def test_an_officer_is_told_at_the_first_save_and_at_a_later_one(client, athens, press):
    client.force_login(officer_of(athens))
    typed = STATEMENT | {"approved_by": "The mayor's office", "approved_on": "2026-01-05"}
    draft = factories.MayorStatementPageFactory(parent=athens, live=False)
    for url, page in ((add_url(athens, MayorStatementPage), MayorStatementPage), (edit_url(draft), draft)):
        press(client, url, page, **typed, quote_en="«Welcome.»")
        saved = MayorStatementPage.objects.exclude(latest_revision=None).latest("latest_revision_created_at")
        assert saved.get_latest_revision_as_object().quote_en == "Welcome."
        assert told(client) == 1
    assert MayorStatementPage.objects.exclude(latest_revision=None).count() == 2


@pytest.mark.django_db
def test_a_page_that_saves_itself_tells_nothing_yet(admin_client, athens):
    page = factories.MayorStatementPageFactory(parent=athens, live=False)
    form = {"quote_en": '"Welcome."'}
    shown = shown_form(admin_client, edit_url(page), page)
    answer = admin_client.post(edit_url(page), shown | form, headers={"Accept": "application/json"})
    assert answer.json()["success"]
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().quote_en == "Welcome."
    assert not told(admin_client)


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "said"), [("« Bienvenue. »", 1), ("Bienvenue.", 0)])
def test_a_quotation_in_a_body_loses_its_marks_too(admin_client, site, typed, said):
    page = factories.ContentPageFactory(parent=site.home)
    block = {"text": typed, "speaker": "Anna", "role": "", "language": "fr"}
    body = nested_form_data({"body_fr": streamfield([("quotation", block)])})
    assert publish(admin_client, edit_url(page), page, **body).status_code == 302
    [quotation] = ContentPage.objects.get().body_fr
    assert quotation.value["text"] == "Bienvenue."
    assert told(admin_client) == said
