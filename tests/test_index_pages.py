"""Lists: as many queries for thirty rows as for three, true page numbers, and filters that say what they leave out."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from cities.models import CityPage
from demo.loader import without_indexing
from solidarity.models import ListingPage
from tests import factories
from tests.support.bulk_pages import bulk_create_pages
from tests.support.shared_site import shared_site


def make_city(site, number):
    factories.CityPageFactory(parent=site.cities, listing_image=factories.SiteImageFactory())


def make_pledge(site, number):
    pledge = factories.PledgePageFactory(
        parent=site.pledges, number=number + 1, unit="homes", made_on=date(2000 + number, 1, 1)
    )
    for city in cities(site, 2):
        factories.PledgeSignatoryFactory(pledge=pledge, city=city)
    factories.PledgeProgressFactory(pledge=pledge, number=1)


def make_project(site, number):
    factories.ProjectPageFactory(
        parent=site.projects, listing_image=factories.SiteImageFactory(), cities=cities(site, 2)
    )


def make_news(site, number):
    factories.NewsPageFactory(
        parent=site.news,
        listing_image=factories.SiteImageFactory(),
        date=date(2000 + number, 1, 1),
        cities=cities(site, 2),
        topics=[factories.TopicFactory()],
    )


def make_report(site, number):
    report = factories.ReportPageFactory(
        parent=site.reports, listing_image=factories.SiteImageFactory(), published_on=date(2000 + number, 1, 1)
    )
    for language in ("en", "el"):
        factories.ReportFileFactory(report=report, language=language)


def make_event(site, number):
    """Make an event, or every other time a visit."""
    if number % 2:
        starts = timezone.now() + timedelta(days=number + 1)
        factories.EventPageFactory(
            parent=site.events,
            listing_image=factories.SiteImageFactory(),
            starts=starts,
            registration_url="https://example.org/",
        )
    else:
        day = timezone.localdate() + timedelta(days=number + 1)
        factories.MentoringVisitPageFactory(
            parent=site.events,
            first_day=day,
            last_day=day,
            host_city=cities(site, 1)[0],
            listing_image=factories.SiteImageFactory(),
        )


def cities(site, count):
    """Return cities for others to name: a new one each time, so that none is known already."""
    return list(CityPage.objects.filter(pk__in=bulk_create_pages(CityPage, site.cities, count, country="GR")))


LISTS = {
    "cities": make_city,
    "pledges": make_pledge,
    "projects": make_project,
    "news": make_news,
    "reports": make_report,
    "events": make_event,
}


def test_every_kind_of_list_is_tried(site):
    tried = {type(getattr(site, name)) for name in LISTS}
    assert tried == {model for model in ListingPage.__subclasses__() if not model._meta.abstract}


def queries_and_rows(client, url):
    """Return how many queries a list takes and how many rows it shows, all being warm."""
    client.get(url)  # makes the renditions
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries), len(response.context["page_obj"].object_list)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_thirty_takes_no_more_queries_than_one_of_three(client, site, monkeypatch, name):
    monkeypatch.setattr(ListingPage, "items_per_page", 60)
    monkeypatch.setattr(type(getattr(site, name)), "items_per_page", 60)
    urls = [f"/{language}/{name}/" for language in ("en", "el")]
    with without_indexing():
        for number in range(3):
            LISTS[name](site, number)
        few = [queries_and_rows(client, url) for url in urls]
        for number in range(3, 30):
            LISTS[name](site, number)
    many = [queries_and_rows(client, url) for url in urls]
    assert [rows for _queries, rows in few + many] == [3, 3, 30, 30]
    assert [queries for queries, _rows in many] == [queries for queries, _rows in few]


def queries(client, url):
    """Return how many queries a page takes, all being warm."""
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_a_page_takes_no_more_queries_for_more_pages_below_it(client, site):
    page = factories.ContentPageFactory(parent=site.home, slug="about")
    factories.ContentPageFactory(parent=page)
    few = queries(client, "/en/about/")
    for _ in range(9):
        factories.ContentPageFactory(parent=page)
    assert queries(client, "/en/about/") == few


def test_a_citys_page_takes_no_more_queries_for_more_of_each(client, site, athens):
    def one_more_of_each():
        host, mentor = cities(site, 2)
        factories.KeyFigureFactory(city=athens)
        factories.MayorStatementPageFactory(parent=athens, portrait=factories.SiteImageFactory())
        pledge = factories.PledgePageFactory(parent=site.pledges)
        for city in (athens, host):
            factories.PledgeSignatoryFactory(pledge=pledge, city=city)
        factories.MentoringVisitPageFactory(parent=site.events, host_city=host, mentor_cities=[athens, mentor])
        factories.NewsPageFactory(parent=site.news, listing_image=factories.SiteImageFactory(), cities=[athens])
        factories.ReportPageFactory(parent=site.reports, listing_image=factories.SiteImageFactory(), cities=[athens])
        factories.EventPageFactory(parent=site.events, cities=[athens])
        factories.ProjectPageFactory(parent=site.projects, cities=[athens])

    with without_indexing():
        one_more_of_each()
        one_more_of_each()
        few = queries(client, athens.url)
        for _ in range(3):
            one_more_of_each()
    assert queries(client, athens.url) == few


@pytest.fixture(scope="class")
def thirteen_items(django_db_setup, django_db_blocker):
    """Thirteen items, for all tests of a class: one more than a page shows."""
    with shared_site(django_db_blocker) as site:
        with without_indexing():
            for number in range(13):
                factories.NewsPageFactory(parent=site.news, heading_en=f"Item {number}", date=date(2017, 1, number + 1))
        yield


@pytest.mark.usefixtures("db")
class TestOfThirteenItems:
    def test_a_list_is_parted_into_numbered_pages(self, client, thirteen_items):
        first, second = (client.get("/en/news/", {"page": number}) for number in (1, 2))
        assert len(first.context["page_obj"].object_list) == 12
        assert [item.heading for item in second.context["page_obj"].object_list] == ["Item 0"]
        assert 'href="?page=2"' in first.content.decode()
        assert 'aria-current="page"' in second.content.decode()

    def test_a_count_is_grouped_as_the_reader_does(self, client, thirteen_items, monkeypatch):
        monkeypatch.setattr(Paginator, "count", 3000)
        counts = {"en": "3,000 items", "de": "3.000 ", "fr": "3\u202f000 ", "es": "3.000 ", "ar": "3,000 "}
        for language, count in counts.items():
            assert count in client.get(f"/{language}/news/").content.decode(), language
        for template in Path("templates").glob("[!am]*/*.html"):  # neither of the admin nor of mails
            counts = re.findall("blocktranslate count .*?endblocktranslate", template.read_text())
            assert not [words for words in counts if "{{ count }}" in words], template

    @pytest.mark.parametrize("number", ["0", "3", "-1", "999999999999999999999", "two", "1.5"])
    def test_a_page_number_that_is_not_there_is_not_found(self, client, thirteen_items, number):
        assert client.get("/en/news/", {"page": number}).status_code == 404

    def test_the_next_page_keeps_the_filters(self, client, thirteen_items):
        text = client.get("/en/news/", {"year": "2017"}).content.decode()
        assert 'href="?year=2017&amp;page=2"' in text

    @pytest.mark.parametrize("value", ["unheard-of", "<script>", "2017'--"])
    def test_an_unknown_filter_is_left_out_with_a_word(self, client, thirteen_items, value):
        response = client.get("/en/news/", {"kind": value, "year": "2017"})
        assert response.status_code == 200
        assert len(response.context["page_obj"].object_list) == 12
        text = response.content.decode()
        assert "These filters were ignored: Kind." in text
        assert value not in text or value == "unheard-of"

    def test_nothing_found_says_so_and_leads_back(self, client, thirteen_items):
        text = client.get("/en/news/", {"kind": "story"}).content.decode()
        assert "Nothing here fits these filters." in text
        assert 'href="/en/news/"' in text

    def test_other_parameters_do_no_harm(self, client, thirteen_items):
        assert client.get("/en/news/", {"utm_source": "mail", "heading": "x"}).status_code == 200


def test_drafts_stand_in_no_list(client, site):
    with without_indexing():
        for number in range(2):
            for make in LISTS.values():
                make(site, number)
    Page.objects.filter(depth=4).update(live=False)
    for name in LISTS:
        assert len(client.get(f"/en/{name}/").context["page_obj"].object_list) == 0, name
