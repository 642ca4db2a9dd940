"""What a page still lacks before it can be sent: what the list beside the button says is what the sending would say."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html
from PIL import Image
from wagtail.models import Page, Revision

from cities.models import CityTeam, MayorStatementPage, PledgePage
from solidarity.models import SiteImage
from tests import factories
from tests.support.page_editor import add_url, edit_url, shown_form
from tests.support.people import set_language

SEND = {"action-submit": "yes"}
COMPLETE = {
    "speaker": "Anna Muster",
    "office_en": "Mayor",
    "quote_en": "Welcome.",
    "language_given": "en",
    "approved_by": "The mayor's office",
    "approved_on": "2026-01-05",
}


@pytest.fixture
def officer(client, officer):
    """The officer, who is signed in."""
    client.force_login(officer)
    return officer


@pytest.fixture
def lacking(client, officer):
    """Ask what the form at a URL lacks, filled with some words."""

    def ask(url, model, **typed):
        form = shown_form(client, url, model) | typed
        answer = client.post(f"{reverse('cities_missing')}?page={url}", form)
        assert answer.status_code == 200
        return answer.json(), form

    return ask


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"speaker": ""},
        {"approved_by": ""},
        {"approved_on": ""},
        {"quote_en": ""},
        {"office_en": "", "language_given": "el"},
        {"in_office_from": "2026-01-05", "in_office_until": "2020-01-05"},
        {"video_url": "no film"},
        {"speaker": "", "quote_en": "", "office_en": "", "approved_by": "", "approved_on": "", "language_given": ""},
    ],
)
def test_the_list_says_what_sending_would_say(client, athens, lacking, changes):
    url = add_url(athens, MayorStatementPage)
    told, form = lacking(url, MayorStatementPage, **COMPLETE | changes)
    listed = [(one["id"], one["message"]) for one in told["missing"]]
    pages, versions = Page.objects.count(), Revision.objects.count()
    sent = client.post(url, form | SEND)
    if not changes:
        assert (listed, sent.status_code) == ([], 302)
        assert "can send" in told["summary"]
        return
    refused = sent.context["form"]
    assert listed == [(refused[name].auto_id, text) for name, texts in refused.errors.items() for text in texts]
    assert listed
    assert str(len(listed)) in told["summary"]
    assert (Page.objects.count(), Revision.objects.count()) == (pages, versions), "something was saved"


def test_credit_and_consent_of_a_portrait(officer, athens, lacking):
    ours = CityTeam.get_or_create_for(athens).collection
    anonymous = factories.SiteImageFactory(collection=ours, credit="")
    told, _form = lacking(add_url(athens, MayorStatementPage), MayorStatementPage, **COMPLETE, portrait=anonymous.pk)
    by_id = {one["id"]: one for one in told["missing"]}
    assert set(by_id) == {"id_portrait", "id_portrait_consent"}
    assert by_id["id_portrait"]["url"] == reverse("wagtailimages:edit", args=[anonymous.pk])
    good = factories.SiteImageFactory(collection=ours)
    told, _form = lacking(
        add_url(athens, MayorStatementPage), MayorStatementPage, **COMPLETE, portrait=good.pk, portrait_consent="on"
    )
    assert told["missing"] == []


def test_a_row_of_a_pledge_and_its_number(athens, lacking):
    told, _form = lacking(
        add_url(athens, PledgePage),
        PledgePage,
        heading_en="Homes",
        pillar="reception",
        made_on="2026-01-05",
        number="5",
        **{"progress-TOTAL_FORMS": "1", "progress-0-date": "", "progress-0-number": "3", "progress-0-id": ""},
    )
    assert {one["id"] for one in told["missing"]} >= {"id_unit", "id_progress-0-date"}
    assert all(one["label"] for one in told["missing"])


def test_a_draft_is_asked_as_it_is_written_in_the_officers_language(officer, athens, lacking):
    set_language(officer, "el")
    statement = factories.MayorStatementPageFactory(parent=athens, live=False)
    told, _form = lacking(edit_url(statement), statement, **COMPLETE | {"approved_by": "", "approved_on": ""})
    assert [one["id"] for one in told["missing"]] == ["id_approved_by"]
    assert not told["missing"][0]["message"].isascii()
    assert not told["summary"].isascii()


def test_nobody_asks_about_pages_of_others(client, officer, athens, site):
    berlin = factories.CityPageFactory(parent=site.cities, heading_en="Berlin")
    ask = reverse("cities_missing")
    for url in (edit_url(berlin), add_url(berlin, MayorStatementPage)):
        assert client.post(f"{ask}?page={url}").status_code == 302
    for wrong in ("", "/", "/admin/", "/admin/pages/99999/edit/", "/admin/pages/add/cities/none/1/", "%00", "x" * 5000):
        assert client.post(f"{ask}?page={wrong}").status_code == 404, wrong
    assert client.get(f"{ask}?page={edit_url(athens)}").status_code == 405
    client.logout()
    assert client.post(f"{ask}?page={edit_url(athens)}")["Location"].startswith(reverse("wagtailadmin_login"))


# Where a picture is uploaded


def picture():
    out = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    return SimpleUploadedFile("sea.png", out.getvalue(), content_type="image/png")


def upload(client, url, prefix="", **given):
    fields = {"title": "Sea", "file": picture(), "credit": "", "licence": "", **given}
    return client.post(url, {f"{prefix}{name}": value for name, value in fields.items()})


@pytest.mark.parametrize(
    ("name", "prefix"), [("wagtailimages:add", ""), ("wagtailimages_chooser:create", "image-chooser-upload-")]
)
def test_an_officers_upload_asks_for_credit_and_licence(client, officer, athens, name, prefix):
    collection = CityTeam.get_or_create_for(athens).collection.pk
    shown = client.get(reverse("wagtailimages:add")).content.decode()
    assert shown.index('id="id_file"') < shown.index('id="id_credit"') < shown.index('id="id_tags"')
    for given in ({}, {"credit": "Photo: Maria"}, {"licence": "CC BY 4.0"}):
        refused = upload(client, reverse(name), prefix, collection=collection, **given)
        assert refused.status_code == 200
        assert not SiteImage.objects.exists(), given
    upload(client, reverse(name), prefix, collection=collection, credit="Photo: Maria", licence="CC BY 4.0")
    assert SiteImage.objects.get().credit_line == "Photo: Maria, CC BY 4.0"


def test_several_pictures_at_once_are_asked_for_in_the_form_that_follows(client, officer, athens):
    collection = CityTeam.get_or_create_for(athens).collection.pk
    sent = {"title": "Sea", "files[]": picture(), "collection": collection}
    asked = {"X-Requested-With": "XMLHttpRequest"}
    answer = client.post(reverse("wagtailimages:add_multiple"), sent, headers=asked).json()
    image = SiteImage.objects.get()
    prefix = f"image-{image.pk}-"
    assert f'name="{prefix}credit"' in answer["form"]
    assert f'name="{prefix}file"' not in answer["form"], "Update would ask for the file once more"
    edit = reverse("wagtailimages:edit_multiple", args=[image.pk])
    given = dict(html.fragment_fromstring(answer["form"].strip(), create_parent=True).find("form").form_values())
    given |= {f"{prefix}credit": "", f"{prefix}licence": ""}  # as a browser sends them
    refused = client.post(edit, given, headers=asked).json()
    assert refused["success"] is False
    given |= {f"{prefix}credit": "Photo: Maria", f"{prefix}licence": "CC0", f"{prefix}collection": collection}
    taken = client.post(edit, given, headers=asked).json()
    assert taken["success"], BeautifulSoup(taken.get("form", ""), "lxml").select(
        ".w-field__wrapper:has(.error-message) [name]"
    )


def test_staff_may_leave_them_empty(editor_client, site):
    upload(editor_client, reverse("wagtailimages:add"), collection=1)
    assert SiteImage.objects.get().credit_line == ""


def test_a_report_of_progress_that_was_opened_and_left_empty_is_missing(client, officer, athens, lacking):
    pledge = factories.PledgePageFactory(parent=athens)
    empty = {"progress-TOTAL_FORMS": "1", "progress-0-id": "", "progress-0-date": "", "progress-0-number": ""}
    told, _form = lacking(edit_url(pledge), pledge, **empty)
    assert [one["id"] for one in told["missing"]] == ["id_progress-0-date"]
    sent = shown_form(client, edit_url(pledge), pledge) | empty | SEND
    assert client.post(edit_url(pledge), sent).status_code == 200, "nothing is sent without a word"
    removed = sent | {"progress-0-DELETE": "on"}
    assert client.post(edit_url(pledge), removed).status_code == 302


def test_credit_and_licence_that_cannot_be_seen_are_missing(client, officer, athens):
    given = {"collection": CityTeam.get_or_create_for(athens).collection.pk, "credit": "\u200b", "licence": "\u00ad"}
    refused = upload(client, reverse("wagtailimages:add"), **given)
    assert {"credit", "licence"} <= set(refused.context["form"].errors)
    assert not SiteImage.objects.exists()
