"""Pages that are chosen in the blocks of bodies: the editor loads those of all languages at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.test.utils.form_data import nested_form_data, streamfield

from solidarity import languages
from solidarity.blocks import chosen_pages
from solidarity.fields import column_name
from solidarity.models import ContentPage
from tests import factories
from tests.support.page_editor import edit_url, shown_form


def links_to(*pages, button=None):
    """Return a body of a list of pages and a button, as it is stored."""
    listed = [{"type": "item", "value": page.pk, "id": str(page.pk)} for page in pages]
    blocks = [{"type": "pages", "value": {"heading": "See also", "pages": listed}}]
    if button:
        action = {"text": "", "label": "Go", "page": button.pk, "address": ""}
        blocks.append({"type": "call_to_action", "value": action})
    return blocks


@pytest.fixture
def linked(site):
    """Pages of several types at several places."""
    return [
        factories.CityPageFactory(parent=site.cities),
        factories.NewsPageFactory(parent=site.news),
        factories.EventPageFactory(parent=site.events),
        factories.ContentPageFactory(parent=site.home),
    ]


def page_with(site, linked, codes):
    """Make a page that links to others in some languages."""
    bodies = {column_name("body", code): links_to(*linked[:3], button=linked[3]) for code in codes}
    return factories.ContentPageFactory(parent=site.home, heading_en="Links", **{"body_en": [], **bodies})


def pages_asked_for(asked):
    """Return the queries on pages."""
    return [
        query["sql"] for query in asked if 'FROM "wagtailcore_page"' in query["sql"] or "page_ptr_id" in query["sql"]
    ]


def test_a_form_asks_for_the_pages_of_all_languages_at_once(editor_client, site, linked):
    counts = []
    for codes in (["en"], languages.codes()):
        page = page_with(site, linked, codes)
        editor_client.get(edit_url(page))
        with CaptureQueriesContext(connection) as asked:
            response = editor_client.get(edit_url(page))
        assert response.text.count(linked[1].title) >= len(codes)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[1] <= 60


def sent_body(linked, heading):
    pages = [(None, str(page.pk)) for page in linked[:3]]
    value = {"heading": heading, "pages": {"count": str(len(pages))}}
    for place, (_type, pk) in enumerate(pages):
        value["pages"] |= {
            f"{place}-value": pk, f"{place}-order": str(place), f"{place}-deleted": "", f"{place}-id": "",
        }  # fmt: skip
    return streamfield([("pages", value), ("call_to_action", action_to(linked[3]))])


def action_to(page):
    return {"text": "", "label": "Go", "page": str(page.pk), "address": ""}


def test_saving_asks_for_the_pages_of_all_languages_at_once(editor_client, site, linked):
    counts = []
    for codes in (["en"], languages.codes()):
        page = page_with(site, linked, [])
        sent = shown_form(editor_client, edit_url(page), page)
        for code in codes:
            sent |= nested_form_data({column_name("body", code): sent_body(linked, f"See {code}")})
        with CaptureQueriesContext(connection) as asked:
            response = editor_client.post(edit_url(page), sent)
        assert response.status_code == 302, response.context["form"].errors
        saved = ContentPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        for code in codes:
            listed, button = getattr(saved, column_name("body", code))
            assert [one.pk for one in listed.value["pages"]] == [one.pk for one in linked[:3]]
            assert button.value["page"].pk == linked[3].pk
        counts.append(len(pages_asked_for(asked)))
    # What follows a draft reads each body once more.
    assert counts[1] - counts[0] <= 2 * len(languages.codes())


@pytest.mark.parametrize("pk", ["777777", "-1", "9" * 40, ""])
def test_a_page_that_does_not_exist_is_refused(editor_client, site, linked, pk):
    page = page_with(site, linked, [])
    sent = shown_form(editor_client, edit_url(page), page)
    sent |= nested_form_data({"body_en": streamfield([("call_to_action", {**action_to(linked[3]), "page": pk})])})
    response = editor_client.post(edit_url(page), sent | {"action-publish": "1"})
    assert response.status_code == 200
    assert "body_en" in response.context["form"].errors


def test_pages_are_forgotten_after_the_request(site, linked):
    with chosen_pages.loaded_once():
        chosen_pages.load([linked[0].pk])
        with CaptureQueriesContext(connection) as asked:
            chosen_pages.load([linked[0].pk])
        assert not asked.captured_queries
    assert chosen_pages._loaded.get() is None
    chosen_pages.load([linked[0].pk])  # nobody would use them
    assert chosen_pages._loaded.get() is None


def test_what_is_stored_names_its_pages():
    stored = [
        {"type": "paragraph", "value": "<p>1</p>"},
        {"type": "pages", "value": {"heading": "x", "pages": [{"type": "item", "value": 3}, 4, {"value": None}]}},
        {"type": "call_to_action", "value": {"page": 5}},
        {"type": "call_to_action", "value": {"page": None}},
    ]
    assert list(chosen_pages.stored_in(stored)) == [3, 5]
