"""What an officer writes: complete before it is sent, named by itself, with files of their own, harmless when shown."""

from datetime import date
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image
from wagtail.models import Revision, TaskState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cities.models import CityTeam, MayorStatementPage, PledgePage
from solidarity.languages.spoken import name_of
from solidarity.models import SiteImage
from tests import factories
from tests.support.page_editor import add_url, edit_url, errors_of, save_draft, shown_form
from tests.support.people import make_editor, officer_of
from tests.support.review import draft

SEND = {"action-submit": "yes"}
WORDS = {"speaker": "Anna Muster", "office_en": "Mayor", "quote_en": "Welcome.", "language_given": "en"}
COMPLETE = {**WORDS, "approved_by": "The mayor's office", "approved_on": "2026-01-05"}


@pytest.fixture
def ours(athens):
    """Return a function that makes a picture in the collection of Athens."""
    return lambda **fields: factories.SiteImageFactory(
        collection=CityTeam.get_or_create_for(athens).collection, **fields
    )


@pytest.fixture
def theirs(site):
    """The collection of another city."""
    return CityTeam.get_or_create_for(factories.CityPageFactory(parent=site.cities, heading_en="Berlin")).collection


# Saved while it is written ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("half", "missing"),
    [({"quote_en": "Welcome."}, "language_given"), ({"approved_by": "The mayor's office"}, "approved_on")],
)
def test_half_of_what_belongs_together_is_saved_but_not_sent(officer_client, athens, half, missing):
    url = add_url(athens, MayorStatementPage)
    save_draft(officer_client, url, MayorStatementPage, speaker="Anna Muster", office_en="Mayor", **half)
    page = MayorStatementPage.objects.get().get_latest_revision_as_object()
    assert {name: getattr(page, name) for name in half} == half
    refused = officer_client.post(edit_url(page), shown_form(officer_client, edit_url(page), page) | SEND)
    assert missing in errors_of(refused)


# Complete before it is sent -----------------------------------------------------------------------------


def test_what_a_statement_lacks_is_said_beside_its_field_and_nothing_is_lost(officer_client, athens, ours):
    url = add_url(athens, MayorStatementPage)
    form = shown_form(officer_client, url, MayorStatementPage) | COMPLETE
    anonymous, good = ours(credit=""), ours()
    lacks = {
        "approved_by": [{"approved_by": ""}, {"approved_by": "", "approved_on": ""}],
        "approved_on": [{"approved_on": ""}],
        "quote_en": [{"quote_en": "", "language_given": ""}, {"quote_en": "", "language_given": "tr"}],
        "quote_el": [{"quote_en": "", "language_given": "el"}],
        "office_en": [{"office_en": ""}],
        "office_el": [{"office_en": "", "language_given": "el"}],
        "portrait_consent": [{"portrait": good.pk}],
        "portrait": [{"portrait": anonymous.pk, "portrait_consent": "on"}],
    }
    for field, cases in lacks.items():
        for changes in cases:
            response = officer_client.post(url, form | changes | SEND)
            assert field in errors_of(response), changes
            soup = BeautifulSoup(response.content, "lxml")
            beside = soup.select_one(f'[data-contentpath="{field}"] [data-field-errors]')
            assert beside.get_text(strip=True), f"nothing beside {field}"
            typed = {name: str(value) for name, value in (COMPLETE | changes).items() if name != "portrait_consent"}
            form_again = response.context["form"]
            if typed["language_given"]:  # shown by its name
                typed["language_given"] = name_of(typed["language_given"])
            assert {name: str(form_again[name].value() or "") for name in typed} == typed
    assert not MayorStatementPage.objects.exists()

    for changes in (
        {"portrait": good.pk, "portrait_consent": "on"},
        {"video_url": "https://vimeo.com/76979871", "quote_en": ""},
    ):
        assert officer_client.post(url, form | changes | SEND).status_code == 302, changes
    assert TaskState.objects.count() == 2


def test_an_unfinished_statement_is_kept_as_a_draft(officer_client, athens, ours):
    url = add_url(athens, MayorStatementPage)
    form = shown_form(officer_client, url, MayorStatementPage)
    for typed in (
        {"speaker": "Anna Muster"},
        {"quote_el": "Ναι.", "language_given": "el"},
        {"portrait": ours(credit="").pk},
        {},
    ):
        response = officer_client.post(url, form | typed)
        assert response.status_code == 302, (typed, response.context["form"].errors)
        page = MayorStatementPage.objects.latest("pk")
        assert (page.live, page.current_workflow_state) == (False, None)
        assert save_draft(officer_client, edit_url(page), page).status_code == 302, "its form opens and is taken"
    assert officer_client.get("/admin/").status_code == 200


# Named by itself ----------------------------------------------------------------------------------------


def heading(language, office, city, speaker):
    with translation.override(language):
        words = translation.gettext("%(office)s of %(city)s %(speaker)s on Solidarity Cities")
        return words % {"office": office, "city": city, "speaker": speaker}


def latest(page):
    return MayorStatementPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_headings_and_address_make_themselves(officer_client, athens):
    words = {**WORDS, "office_el": "Δήμαρχος", "office_de": ""}
    assert (
        save_draft(officer_client, add_url(athens, MayorStatementPage), MayorStatementPage, **words).status_code == 302
    )
    page = MayorStatementPage.objects.get()
    assert page.heading_en == "Mayor of Athens Anna Muster on Solidarity Cities"
    assert page.heading_el == heading("el", "Δήμαρχος", "Αθήνα", "Anna Muster")
    assert not page.heading_de
    assert (page.title, page.slug) == (page.heading_en, "anna-muster")

    # The officer corrects the name, and takes an office back.
    assert save_draft(officer_client, edit_url(page), page, speaker="Anna Master", office_el="").status_code == 302
    page = latest(page)
    assert page.heading_en == "Mayor of Athens Anna Master on Solidarity Cities"
    assert not page.heading_el
    assert page.slug == "anna-master"


def test_an_address_that_readers_know_or_staff_chose_stays(officer_client, athens):
    published = factories.MayorStatementPageFactory(parent=athens, speaker="Anna Muster", body_en="[]")
    published.save_revision().publish()
    chosen = factories.MayorStatementPageFactory(parent=athens, slug="welcome", live=False, body_en="[]")
    for page in (published, chosen):
        assert save_draft(officer_client, edit_url(page), page, speaker="Anna Master").status_code == 302
        assert latest(page).slug == page.slug


def test_the_address_of_an_officers_pledge_makes_itself(officer_client, athens):
    typed = {"pillar": "advocacy", "made_on": "2020-03-01", "heading_el": "Μια"}
    assert save_draft(officer_client, add_url(athens, PledgePage), PledgePage, **typed).status_code == 302
    page = PledgePage.objects.get()
    assert page.slug == "mia"
    assert save_draft(officer_client, edit_url(page), page, heading_el="Μια θέση").status_code == 302
    assert PledgePage.objects.get().slug == "mia-thesi"


def test_a_heading_that_staff_wrote_stays(officer_client, client, officer, athens):
    fields = {"speaker": "Anna Muster", "office_en": "Mayor", "office_el": "Δήμαρχος"}
    page = draft(factories.MayorStatementPageFactory, athens, officer, heading_en="On arrival", body_en="[]", **fields)
    assert latest(page).heading_el == heading("el", "Δήμαρχος", "Αθήνα", "Anna Muster")
    assert save_draft(officer_client, edit_url(page), page, speaker="Anna Master").status_code == 302
    page = latest(page)
    assert page.heading_en == "On arrival"
    assert page.heading_el == heading("el", "Δήμαρχος", "Αθήνα", "Anna Master")

    client.force_login(make_editor())
    assert save_draft(client, edit_url(page), page, heading_en="Mayor Master", heading_el="").status_code == 302
    client.force_login(officer)
    assert save_draft(client, edit_url(page), page, speaker="Anne Master").status_code == 302
    assert latest(page).heading_en == "Mayor Master"


# Files of their own -------------------------------------------------------------------------------------


def refused(response, field):
    assert [str(error) for error in errors_of(response)[field]] == ["You may not use this file. Upload your own."]


def test_a_file_of_another_city_is_refused_wherever_it_is_put(officer_client, officer, athens, theirs, ours):
    picture = factories.SiteImageFactory(collection=theirs)
    document = factories.SiteDocumentFactory(collection=theirs)
    pledge = draft(factories.PledgePageFactory, athens, officer)
    revisions = Revision.objects.count()

    statement = add_url(athens, MayorStatementPage)
    form = shown_form(officer_client, statement, MayorStatementPage) | COMPLETE | {"portrait_consent": "on"}
    for extra in ({}, SEND):  # as a draft as well
        refused(officer_client.post(statement, form | {"portrait": picture.pk} | extra), "portrait")

    form = shown_form(officer_client, edit_url(pledge), pledge)
    refused(officer_client.post(edit_url(pledge), form | {"letter": document.pk}), "letter")
    refused(officer_client.post(edit_url(pledge), form | {"listing_image": picture.pk}), "listing_image")

    link = f'<p>See <a linktype="document" id="{document.pk}">this</a>.</p>'
    caption = {"caption": "", "image": {"image": picture.pk, "decorative": "on", "alt_text": ""}}
    listed = {"heading": "", "documents": nested_list(document.pk)}
    answer = {"question": "Why?", "answer": rich_text(link, features=["document-link"])}
    blocks = {
        "paragraph": rich_text(link, features=["document-link"]),
        "image": caption,
        "documents": listed,
        "questions": nested_list(answer),
    }
    for kind, value in blocks.items():
        body = nested_form_data({"body_el": streamfield([(kind, value)])})
        refused(officer_client.post(edit_url(pledge), form | body), "body_el")

    assert Revision.objects.count() == revisions
    assert not MayorStatementPage.objects.exists()


def nested_list(value):
    """Return what the browser's script sends for a list of one item."""
    return {"count": "1", "0-deleted": "", "0-order": "0", "0-type": "item", "0-id": "", "0-value": value}


def test_a_file_that_is_there_already_and_ones_own_are_taken(officer_client, athens, theirs, ours):
    old, own = factories.SiteImageFactory(collection=theirs), ours()
    given = factories.SiteDocumentFactory(collection=theirs)
    pledge = factories.PledgePageFactory(
        parent=athens, listing_image=old, listing_image_decorative=True, letter=given, body_en=factories.body()
    )
    link = f'<p>See <a linktype="document" id="{given.pk}">this</a>.</p>'
    pledge.body_en = [("paragraph", link)]
    pledge.save_revision()
    assert save_draft(officer_client, edit_url(pledge), pledge, due_on="2030-01-01").status_code == 302
    now = PledgePage.objects.get().get_latest_revision_as_object()
    assert (now.listing_image, now.letter, now.due_on) == (old, given, date(2030, 1, 1))
    assert f'id="{given.pk}"' in str(now.body_en[0].value.source)
    assert save_draft(officer_client, edit_url(pledge), pledge, listing_image=own.pk).status_code == 302
    assert PledgePage.objects.get().get_latest_revision_as_object().listing_image == own


def test_a_heavy_photograph_is_refused_in_plain_words(officer_client, athens):
    out = BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, "JPEG")
    photograph = out.getvalue() + b"\x00" * (20 * 1024 * 1024 - len(out.getvalue()))
    collection = CityTeam.get_or_create_for(athens).collection.pk
    for name, field in (("wagtailimages:add", "file"), ("wagtailimages_chooser:create", "image-chooser-upload-file")):
        prefix = field.removesuffix("file")
        upload = SimpleUploadedFile("photo.jpg", photograph, "image/jpeg")
        sent = {f"{prefix}title": "A photograph", f"{prefix}collection": collection, field: upload}
        response = officer_client.post(reverse(name), sent)
        assert response.status_code == 200
        text = response.content.decode()
        assert "too big" in text, name
        assert "15.0" in text
    upload = SimpleUploadedFile("photo.jpg", photograph, "image/jpeg")
    response = officer_client.post(reverse("wagtailimages:add_multiple"), {"files[]": upload, "collection": collection})
    assert "too big" in response.json()["error_message"]
    assert not SiteImage.objects.exists()


# Harmless when shown ------------------------------------------------------------------------------------

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def test_html_in_any_field_is_shown_as_it_was_typed(client, athens):
    page = factories.MayorStatementPageFactory(
        parent=athens, language_given="pl", quote_original="Tak.", portrait=factories.SiteImageFactory(), body_en="[]"
    )
    client.force_login(make_editor())
    form = shown_form(client, edit_url(page), page)
    fields = ["heading", "office", "introduction", "quote", "listing_image_alt", "meta_title", "meta_description"]
    typed = {f"{name}_{code}": EVIL for name in fields for code in ("en", "el")}
    typed |= {"speaker": EVIL, "quote_original": EVIL, "approved_by": EVIL, "approved_on": "2026-01-05"}
    assert client.post(edit_url(page), form | typed | {"action-publish": "yes"}).status_code == 302

    page = MayorStatementPage.objects.get()
    assert {getattr(page, name) for name in typed if name != "approved_on"} == {EVIL}
    urls = [edit_url(page), reverse("list_statements:index"), "/admin/"]
    urls += [
        f"/{code}{path}" for code in ("en", "el") for path in ("/", "/cities/athens/", f"/cities/athens/{page.slug}/")
    ]
    for url in urls:
        response = client.get(url)
        assert response.status_code == 200, url
        text = response.content.decode()
        assert "<script>alert(1)" not in text, url
        assert "<img src=x" not in text, url
    assert "&lt;script&gt;alert(1)" in text
    client.force_login(officer_of(athens))
    assert "<script>alert(1)" not in client.get("/admin/").content.decode()


# Twice --------------------------------------------------------------------------------------------------


def test_a_form_that_is_sent_twice_is_in_review_once(officer_client, officer, athens):
    reviewer = make_editor()
    page = draft(factories.MayorStatementPageFactory, athens, officer, body_en="[]", **WORDS)
    form = shown_form(officer_client, edit_url(page), page) | COMPLETE | SEND
    assert officer_client.post(edit_url(page), form).status_code == 302
    revisions = Revision.objects.count()
    response = officer_client.post(edit_url(page), form)
    assert response.status_code == 200
    assert "locked" in response.content.decode()
    assert (TaskState.objects.count(), Revision.objects.count()) == (1, revisions)
    assert [message.to for message in mail.outbox] == [[reviewer.email]]


def test_a_new_page_that_is_sent_twice_overwrites_nothing(officer_client, athens):
    url = add_url(athens, MayorStatementPage)
    form = shown_form(officer_client, url, MayorStatementPage) | COMPLETE | SEND
    for _again in range(2):
        assert officer_client.post(url, form).status_code == 302
    assert list(MayorStatementPage.objects.order_by("pk").values_list("slug", flat=True)) == [
        "anna-muster",
        "anna-muster-2",
    ]


# At once ------------------------------------------------------------------------------------------------


def test_two_who_write_at_once_lose_nothing(client, officer, athens):
    page = draft(factories.MayorStatementPageFactory, athens, officer, body_en="[]", **WORDS)
    url = edit_url(page)
    client.force_login(officer)
    opened = shown_form(client, url, page)
    assert opened["loaded_revision_id"]
    client.force_login(make_editor(email="editor@example.org"))
    assert client.post(url, shown_form(client, url, page) | {"quote_en": "By staff."}).status_code == 302

    client.force_login(officer)
    mine = opened | {"quote_en": "By the officer."}
    by_itself = client.post(url, mine, headers={"accept": "application/json"})
    assert (by_itself.status_code, by_itself.json()["error_code"]) == (400, "invalid_revision"), "it saves over nobody"
    assert client.post(url, mine).status_code == 302, "but who presses the button is heard"
    kept = [revision.content["quote_en"] for revision in page.revisions.order_by("pk")]
    assert kept[-2:] == ["By staff.", "By the officer."]
