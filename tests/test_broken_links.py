"""Texts and blocks lead to published pages alone; what leads nowhere is listed for staff."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from solidarity.querysets import that_link_down, with_links_down
from solidarity.redirects.page_links import with_page_links
from solidarity.text import without_dead_links
from tests import factories
from tests.support.page_editor import edit_url, publish

pytestmark = pytest.mark.django_db
LISTING = "list_links_down:index"


@pytest.fixture
def target(site):
    return factories.ContentPageFactory(parent=site.home, slug="target", heading_en="A target", heading_el="Στόχος")


def linking(page):
    return f'<p>See <a linktype="page" id="{page.pk}">the <b>other</b> page</a> and <a href="https://example.org/">x</a></p>'


def in_every_block(page):
    """Return a body of every block that leads to a page."""
    return json.dumps(
        [
            {"type": "paragraph", "value": linking(page), "id": "1"},
            {
                "type": "questions",
                "value": [{"type": "item", "value": {"question": "Why?", "answer": linking(page)}, "id": "3"}],
                "id": "2",
            },
            {"type": "call_to_action", "value": {"text": "", "label": "Go", "page": page.pk, "address": ""}, "id": "4"},
            {
                "type": "pages",
                "value": {"heading": "Read on", "pages": [{"type": "item", "value": page.pk, "id": "6"}]},
                "id": "5",
            },
        ]
    )


@pytest.fixture
def places(site, athens, target):
    """Pages that lead to the target in every place in which text is formatted, by the number of links in each."""
    visit = {"objectives_en": linking(target), "people_met_en": linking(target), "outcome_en": linking(target)}
    return {
        factories.ContentPageFactory(parent=site.home, body_en=in_every_block(target)): 4,
        factories.MentoringVisitPageFactory(parent=site.events, host_city=athens, **visit): 3,
        factories.FormPageFactory(parent=site.home, thanks_en=linking(target)): 1,
        factories.NewsPageFactory(parent=site.news, body_en=in_every_block(target)): 4,
    }


def shown(client, page, language="en"):
    return client.get(f"{page.url.replace('/en/', f'/{language}/')}?sent=1").text


def test_a_page_is_led_to_while_it_is_published(client, places, target):
    for page, count in places.items():
        assert shown(client, page).count('href="/en/target/"') == count


@pytest.mark.parametrize("gone", ["unpublished", "deleted"])
def test_the_words_alone_stay_while_it_is_not(client, places, target, gone):
    target.unpublish() if gone == "unpublished" else target.delete()
    for page in places:
        for language in ("en", "el"):
            text = shown(client, page, language)
            assert "/target/" not in text
            assert "See the <b>other</b> page and" in text
            assert "<a>" not in text
            assert 'href="https://example.org/"' in text
            assert 'class="call-to-action"' not in text
            assert "Read on" not in text


def test_the_link_comes_back_with_the_page(client, places, target):
    target.unpublish()
    target.save_revision().publish()
    for page, count in places.items():
        assert shown(client, page).count('href="/en/target/"') == count


def test_a_document_that_is_gone_leaves_its_words(client, site):
    document = factories.SiteDocumentFactory()
    words = f'<p>Read <a linktype="document" id="{document.pk}">the letter</a>.</p>'
    body = json.dumps([{"type": "paragraph", "value": words, "id": "1"}])
    page = factories.ContentPageFactory(parent=site.home, body_en=body)
    assert f'href="{document.url}"' in shown(client, page)
    document.delete()
    assert "Read the letter." in shown(client, page)


@pytest.mark.parametrize(
    ("url", "is_page"),
    [
        ("/en/target/", True),
        ("/el/target", True),
        ("http://localhost/ar/target/", True),
        ("https://LOCALHOST/fr/target/", True),
        ("/en/", True),
        ("/en/target/?a=1", False),
        ("/en/target/#more", False),
        ("/en/nothing/", False),
        ("/xx/target/", False),
        ("/en/search/", False),
        ("/documents/1/a.pdf", False),
        ("https://example.org/en/target/", False),
        ("mailto:a@example.org", False),
        ("http://[", False),
    ],
)
@pytest.mark.parametrize("live", [True, False])
def test_the_url_of_a_page_becomes_a_link_to_the_page(site, target, url, is_page, live):
    if not live:
        target.save_revision().publish()
        target.refresh_from_db()
        target.unpublish()
    html = f'<p>See <a href="{url}">the <b>other</b> page</a>.</p>'
    key = site.home.pk if url == "/en/" else target.pk
    linked = f'<p>See <a linktype="page" id="{key}">the <b>other</b> page</a>.</p>'
    assert with_page_links(html) == (linked if is_page else html)


def test_the_url_of_a_draft_tells_nobody_that_it_is_there(site, target):
    type(target).objects.filter(pk=target.pk).update(live=False, first_published_at=None)
    html = '<p><a href="/en/target/">x</a></p>'
    assert with_page_links(html) == html


def test_links_by_url_in_every_formatted_text_of_a_form_are_links_to_pages(client, editor_client, site, target):
    pasted = '<p>See <a href="http://localhost/en/target/">it</a></p>'
    for page, name in (
        (factories.FormPageFactory(parent=site.home), "thanks_en"),
        (factories.ContentPageFactory(parent=site.home), "body_en"),
    ):
        text = rich_text(pasted)
        sent = {name: text} if name == "thanks_en" else nested_form_data({name: streamfield([("paragraph", text)])})
        assert publish(editor_client, edit_url(page), page, **sent).status_code == 302
        assert 'href="/el/target/"' in shown(client, page, "el")
        assert page.pk not in [one.pk for one in that_link_down(Page.objects.all())]
    target.unpublish()
    assert that_link_down(Page.objects.all()).count() == 2


def test_links_that_lead_somewhere_are_left_alone():
    html = '<p><a href="/x/">one</a> <a>two <b>three</b></a></p>'
    assert without_dead_links(html) == '<p><a href="/x/">one</a> two <b>three</b></p>'


# The listing for staff


def test_staff_find_what_leads_nowhere(editor_client, places, target):
    assert list(that_link_down(type(target).objects.all())) == []
    target.unpublish()
    response = editor_client.get(reverse(LISTING))
    listed = with_links_down(response.context["object_list"])
    assert {page.pk for page in listed} == {page.pk for page in places}
    assert all(page.leads_to == ["A target"] for page in listed)
    text = response.text
    for page in places:
        assert page.title in text
    assert "Call to action" in text
    assert "Objectives" in text


def test_staff_find_what_led_to_a_page_that_was_deleted(
    editor_client, places, target, django_capture_on_commit_callbacks
):
    news = [page for page in places if type(page).__name__ == "NewsPage"]
    with django_capture_on_commit_callbacks(execute=True):
        target.delete()
    response = editor_client.get(reverse(LISTING))
    listed = with_links_down(response.context["object_list"])
    assert {page.pk for page in listed} == {page.pk for page in places}
    assert all(page.leads_to == ["a page that was deleted"] for page in listed)
    assert news[0].title in response.text


def test_a_city_or_report_that_was_deleted_is_no_dead_link(
    editor_client, site, athens, django_capture_on_commit_callbacks
):
    city = factories.CityPageFactory(parent=site.cities)
    report = factories.ReportPageFactory(parent=site.reports)
    visit = factories.MentoringVisitPageFactory(parent=site.events, host_city=athens, report=report)
    news = factories.NewsPageFactory(parent=site.news)
    news.cities.add(city)
    news.save()
    visit.save()
    with django_capture_on_commit_callbacks(execute=True):
        city.delete()
        report.delete()
    assert with_links_down(editor_client.get(reverse(LISTING)).context["object_list"]) == []


def test_a_draft_leads_nobody_nowhere(site, target, places):
    target.unpublish()
    for page in places:
        page.unpublish()
    assert list(that_link_down(target._meta.model.objects.all())) == []


def test_the_sheet_says_the_same(editor_client, places, target):
    target.unpublish()
    response = editor_client.get(reverse(LISTING), {"export": "csv"})
    spreadsheet = b"".join(response.streaming_content).decode()
    assert spreadsheet.count("A target") == len(places)


def test_officers_do_not_see_it(client, officer):
    client.force_login(officer)
    assert client.get(reverse(LISTING)).status_code == 302


def test_as_many_questions_for_many_rows_as_for_few(editor_client, site, target):
    asked = []
    target.unpublish()
    for number in (3, 9):
        for _ in range(number):
            factories.ContentPageFactory(parent=site.home, body_en=in_every_block(target))
        editor_client.get(reverse(LISTING))
        with CaptureQueriesContext(connection) as queries:
            assert editor_client.get(reverse(LISTING)).text.count("A target") == sum((3, 9)[: len(asked) + 1])
        asked.append(len(queries))
    assert asked[0] == asked[1]
