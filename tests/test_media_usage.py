"""A picture or document that readers see, or that staff look at or have approved, is not exchanged behind the page."""

import json
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from cities.models import MayorStatementPage, PledgePage
from tests import factories
from tests.support.page_editor import edit_url, save_draft
from tests.support.people import make_editor, set_language
from tests.support.review import draft, send_for_review
from tests.test_forged_requests import SENT, decide
from tests.test_uploads import encoded, plain

REFUSED = (
    "This file is used on a page that is published, in review or approved. "
    "Upload a new file and choose it on that page; staff will review it."
)


@pytest.fixture
def officer(client, officer):
    """The officer, who is signed in."""
    client.force_login(officer)
    return officer


@pytest.fixture
def letter(team):
    return factories.SiteDocumentFactory(collection=team.collection, title="As it was")


def exchange(client, file):
    """Send another file in the place of one, and return the answer and whether it was taken."""
    app = "wagtailimages" if file._meta.model_name == "siteimage" else "wagtaildocs"
    data = encoded(plain()) if app == "wagtailimages" else factories.small_pdf()
    upload = SimpleUploadedFile("other.jpg" if app == "wagtailimages" else "other.pdf", data)
    form = {"title": "Exchanged", "file": upload, "collection": file.collection_id, "credit": "Me"}
    response = client.post(reverse(f"{app}:edit", args=[file.pk]), form)
    assert response.status_code == 302, response.context["form"].errors
    file.refresh_from_db()
    return response, file.title == "Exchanged"


def statement(city, officer, **fields):
    return draft(factories.MayorStatementPageFactory, city, officer, owner=officer, **fields)


def in_review(city, officer, **fields):
    page = statement(city, officer)
    for name, value in fields.items():
        setattr(page, name, value)  # of the version alone, not of the page's row
    send_for_review(page, officer)
    return MayorStatementPage.objects.get(pk=page.pk)


def test_a_picture_of_a_draft_is_exchanged(client, officer, athens, picture):
    statement(athens, officer, portrait=picture)
    assert exchange(client, picture)[1]


def test_a_picture_of_what_is_in_review_is_not(client, officer, athens, picture):
    page = in_review(athens, officer, portrait=picture)
    assert page.portrait is None, "the test's page holds it in its row"
    assert not exchange(client, picture)[1]


def test_a_picture_in_the_text_of_what_is_in_review_is_not(client, officer, athens, picture):
    value = {"image": {"image": picture.pk, "decorative": True, "alt_text": ""}}
    in_review(athens, officer, body_el=json.dumps([{"type": "image", "value": value}]))
    assert not exchange(client, picture)[1]


def test_a_letter_of_what_is_in_review_is_not(client, officer, athens, letter):
    page = draft(factories.PledgePageFactory, athens, officer)
    page.letter = letter
    send_for_review(page, officer)
    assert PledgePage.objects.get(pk=page.pk).letter is None
    assert not exchange(client, letter)[1]


def test_a_picture_that_came_in_while_staff_corrected_is_not(client, officer, athens, picture):
    page = in_review(athens, officer)
    page.portrait = picture
    page.save_revision(user=make_editor(email="editor2@example.org"))
    assert not exchange(client, picture)[1]


def test_a_picture_is_exchanged_while_changes_are_asked_for(client, officer, athens, picture):
    page = in_review(athens, officer, portrait=picture)
    client.force_login(make_editor(email="editor2@example.org"))
    decide(client, page, "reject", "A better portrait, please.")
    client.force_login(officer)
    assert exchange(client, picture)[1]
    again = {**SENT, "portrait": picture.pk, "portrait_consent": "on"}
    save_draft(client, edit_url(page), MayorStatementPage.objects.get(pk=page.pk), **again)
    picture.title = "As it was"
    picture.save()
    assert not exchange(client, picture)[1]


def test_a_picture_of_what_is_approved_for_later_is_not(client, officer, athens, picture):
    page = in_review(athens, officer, portrait=picture, go_live_at=timezone.now() + timedelta(days=3))
    client.force_login(make_editor(email="editor2@example.org"))
    decide(client, page, "approve")
    page.refresh_from_db()
    assert page.approved_schedule
    assert not page.live
    # A later draft without the picture does not free it: what is approved is published with it.
    page.portrait = None
    page.save_revision(user=officer)
    client.force_login(officer)
    assert not exchange(client, picture)[1]


def test_a_picture_of_what_is_published_is_not(client, officer, athens, picture):
    factories.MayorStatementPageFactory(parent=athens, portrait=picture)
    assert not exchange(client, picture)[1]


def test_a_picture_is_exchanged_again_when_the_review_is_given_up(client, officer, athens, picture):
    page = in_review(athens, officer, portrait=picture)
    page.current_workflow_state.cancel(user=officer)
    assert exchange(client, picture)[1]


def test_no_other_way_of_changing_it_is_open(client, officer, athens, picture):
    in_review(athens, officer, portrait=picture)
    number = f"image-{picture.pk}"
    for name in ("wagtailimages:delete", "wagtailimages:edit_multiple", "wagtailimages:delete_multiple"):
        form = {f"{number}-title": "Exchanged", f"{number}-collection": picture.collection_id, f"{number}-tags": ""}
        assert client.post(reverse(name, args=[picture.pk]), form).status_code == 302
        picture.refresh_from_db()
        assert picture.title == "As it was"


def test_the_officer_reads_why_in_their_language(client, officer, athens, picture):
    set_language(officer, "el")
    in_review(athens, officer, portrait=picture)
    response, _taken = exchange(client, picture)
    [said] = get_messages(response.wsgi_request)
    with translation.override("el"):
        assert str(said) == gettext(REFUSED) != REFUSED


def test_staff_exchange_what_they_like(client, officer, athens, picture):
    in_review(athens, officer, portrait=picture)
    client.force_login(make_editor(email="editor2@example.org"))
    assert exchange(client, picture)[1]
