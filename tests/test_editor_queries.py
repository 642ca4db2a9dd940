"""How many queries the editor asks: for a form, a draft and a publication of each type of page, and a new name."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from solidarity.models import SearchEntry
from solidarity.search import indexing
from tests import factories
from tests.support.filled_pages import all_types, chosen_pages, filled_page
from tests.support.page_editor import edit_url, form_in, shown_form
from tests.support.search import found, published
from tests.support.worker import work

# Wagtail's own demonstration asks 43, 73 and 150 at most.
FORM, DRAFT, PUBLICATION = 45, 80, 150


def asked(call):
    """Return how many queries a request asks, and its response."""
    with CaptureQueriesContext(connection) as queries:
        response = call()
    return len(queries), response


@pytest.fixture
def chosen(site):
    return chosen_pages(site)


@pytest.mark.parametrize("model", all_types(), ids=lambda model: model.__name__)
def test_a_form_a_draft_and_a_publication_ask_so_many_queries(admin_client, site, chosen, model):
    page = filled_page(model, site, chosen)
    url = edit_url(page)
    admin_client.get(url)  # what is kept by the process
    form, response = asked(lambda: admin_client.get(url))
    sent = form_in(response, page)
    draft, response = asked(lambda: admin_client.post(url, sent))
    assert response.status_code == 302, response.context["form"].errors
    publication, response = asked(lambda: admin_client.post(url, {**sent, "action-publish": "1"}))
    assert response.status_code == 302, response.context["form"].errors
    assert form <= FORM
    assert draft <= DRAFT
    assert publication <= PUBLICATION


def test_every_type_of_page_was_asked_for():
    assert len(all_types()) == 17


def test_rows_ask_for_nothing_each_in_a_form(admin_client, site, chosen):
    counts = []
    for number in (1, 5):
        for _time in range(number):
            page = chosen.pages[2]
            factories.HomeSlideFactory(home=site.home, link_url="", page=page, image_decorative=True)
            site.home.featured.create(page=page)
        url = edit_url(site.home)
        admin_client.get(url)
        counts.append(asked(lambda url=url: admin_client.get(url))[0])
    assert counts[0] == counts[1]


def named_by(city, site, number):
    """Publish pages that name a city."""
    for _time in range(number):
        page = factories.NewsPageFactory(parent=site.news)
        page.cities.add(city)
        published(page)


@pytest.mark.usefixtures("kept_in_database")
def test_a_new_name_of_a_city_asks_as_much_whether_few_pages_name_it_or_many(admin_client, site):
    counts = []
    for number in (3, 30):
        city = published(factories.CityPageFactory(parent=site.cities, heading_en=f"Oldname{number}"))
        named_by(city, site, number)
        sent = shown_form(admin_client, edit_url(city), city) | {"action-publish": "1"}
        sent["heading_en"] = f"Newname{number}"
        work()
        queries, response = asked(lambda city=city, sent=sent: admin_client.post(edit_url(city), sent))
        assert response.status_code == 302
        counts.append(queries)
        assert found(f"newname{number}") == [f"Newname{number}"]
        assert [task.task_path for task in DBTaskResult.objects.ready()] == ["solidarity.search.tasks.name_changed"]
        work()
        assert len(found(f"newname{number}")) == number + 1
        assert not found(f"oldname{number}")
    assert counts[0] == counts[1]
    assert counts[0] <= PUBLICATION


@pytest.mark.usefixtures("kept_in_database")
def test_what_fails_in_the_worker_is_noted_and_made_good(site, monkeypatch, caplog):
    city = published(factories.CityPageFactory(parent=site.cities, heading_en="Oldname"))
    named_by(city, site, 1)
    work()
    published(city, heading_en="Newname")
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "make_entry", lambda *_: 1 / 0)
        work()
    assert "will be tried again" in caplog.text
    assert len(found("newname")) == 1
    call_command("retry_tasks")
    assert len(found("newname")) == 2


@pytest.mark.usefixtures("kept_in_database")
def test_nothing_waits_for_the_worker_where_no_page_is_found_by_another(site):
    published(factories.NewsPageFactory(parent=site.news))
    assert not DBTaskResult.objects.exists()


def test_the_entries_of_many_pages_are_written_at_once(site):
    """Thirty pages ask for a few queries more than three, for a database takes so many values at once."""
    city = published(factories.CityPageFactory(parent=site.cities, heading_en="Oldname"))
    counts = []
    for number in (3, 27):
        named_by(city, site, number)
        with CaptureQueriesContext(connection) as queries:
            published(city, heading_en=f"Newname{number}")
        counts.append(len(queries))
    assert SearchEntry.objects.filter(names__contains="Newname27", language="en").count() == 31
    assert counts[1] - counts[0] <= 40
