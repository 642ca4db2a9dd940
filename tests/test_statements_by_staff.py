"""The editors' form of a statement: headings and a slug make themselves, as in the officers', and can be edited."""

import pytest

from cities.models import MayorStatementPage
from solidarity.fields import column_names
from tests import factories
from tests.support.page_editor import add_url, edit_url, errors_of, publish, save_draft, shown_form

WRITTEN = {
    "speaker": "Anna Muster",
    "office_en": "Mayor",
    "office_el": "Δήμαρχος",
    "quote_en": "Cities open their doors.",
    "language_given": "en",
}


def statement(athens):
    return MayorStatementPage.objects.child_of(athens).get()


@pytest.fixture
def made(editor_client, athens):
    """A statement that staff have saved as a draft, with no heading and no slug typed."""
    response = save_draft(editor_client, add_url(athens, MayorStatementPage), MayorStatementPage, **WRITTEN)
    assert response.status_code == 302
    return statement(athens)


def latest(page):
    return MayorStatementPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_they_make_themselves(made):
    assert made.heading_en == "Mayor of Athens Anna Muster on Solidarity Cities"
    assert "Δήμαρχος" in made.heading_el
    assert not made.heading_de
    assert made.slug == "anna-muster"
    assert not made.live


def test_it_is_published_in_one_step(editor_client, athens):
    response = publish(editor_client, add_url(athens, MayorStatementPage), MayorStatementPage, **WRITTEN)
    assert response.status_code == 302
    assert statement(athens).live


def test_they_follow_what_is_typed_until_they_are_edited(editor_client, made):
    save_draft(editor_client, edit_url(made), made, speaker="Eva Neu")
    changed = latest(made)
    assert changed.heading_en == "Mayor of Athens Eva Neu on Solidarity Cities"
    assert changed.slug == "eva-neu"

    save_draft(editor_client, edit_url(made), made, heading_en="Eva Neu says it", slug="eva")
    save_draft(editor_client, edit_url(made), made, speaker="Eva Alt", office_en="Deputy mayor")
    edited = latest(made)
    assert (edited.heading_en, edited.slug) == ("Eva Neu says it", "eva")
    assert "Eva Alt" in edited.heading_el


def test_a_slug_that_readers_know_stays(editor_client, made):
    publish(editor_client, edit_url(made), made)
    publish(editor_client, edit_url(made), made, speaker="Eva Neu")
    made.refresh_from_db()
    assert made.slug == "anna-muster"
    assert "Eva Neu" in made.heading_en


def test_a_draft_needs_no_office_and_what_is_published_says_which_field_lacks(editor_client, athens):
    url = add_url(athens, MayorStatementPage)
    without = {**WRITTEN, "office_en": "", "office_el": ""}
    refused = errors_of(publish(editor_client, url, MayorStatementPage, **without))
    assert list(refused) == ["office_en"]
    assert save_draft(editor_client, url, MayorStatementPage, **without).status_code == 302
    assert statement(athens).title == "Anna Muster"


def test_a_heading_that_was_typed_needs_no_office(editor_client, athens):
    typed = {**WRITTEN, "office_en": "", "office_el": "", "heading_fr": "Une déclaration"}
    assert publish(editor_client, add_url(athens, MayorStatementPage), MayorStatementPage, **typed).status_code == 302
    assert statement(athens).title == "Une déclaration"


def test_the_form_shows_what_was_made(editor_client, made):
    shown = shown_form(editor_client, edit_url(made), made)
    assert shown["heading_en"] == made.heading_en
    assert shown["slug"] == "anna-muster"


def test_the_description_of_a_picture_stands_beside_it(editor_client, site, athens):
    for page in (athens, factories.NewsPageFactory(parent=site.news)):
        text = editor_client.get(edit_url(page)).content.decode()
        picture = text[text.index('id="id_listing_image"') :]
        places = [picture.index(f'name="{name}"') for name in column_names("listing_image_alt")]
        assert text.count('name="listing_image_alt_en"') == 1
        assert max(places) < picture.index('name="slug"')
