"""The sitemap: an index, and for each language the pages written in it, with when they changed."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from wagtail.models import Page

from news.models import NewsPage
from solidarity import languages
from solidarity.seo.sitemaps import LanguageSitemap
from tests import factories
from tests.support.bulk_pages import bulk_create_pages

pytestmark = pytest.mark.django_db

NAMES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}
READ_BY_ALL = (*languages.codes(), "x-default")  # views, which are in every language
LONG_AGO, LATER = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC), datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def read(client, path):
    """Return the entries of a sitemap by URL: when each changed, and its links by language."""
    response = client.get(path, headers={"host": "localhost"})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    entries = {}
    for entry in ElementTree.fromstring(response.content):  # noqa: S314
        links = {link.get("hreflang"): link.get("href") for link in entry.findall("xhtml:link", NAMES)}
        entries[entry.find("map:loc", NAMES).text] = (entry.findtext("map:lastmod", None, NAMES), links)
    return entries


def published(page, at):
    Page.objects.filter(pk=page.pk).update(last_published_at=at)


def test_the_index_names_each_language(client, about):
    sitemaps = {f"http://localhost/sitemap-{code}.xml" for code in languages.codes()}
    assert set(read(client, "/sitemap.xml")) == sitemaps


def test_views_that_are_no_pages_are_named_in_every_language(client, site):
    for code in languages.codes():
        entries = read(client, f"/sitemap-{code}.xml")
        for view in ("data", "subscribe"):
            _at, links = entries[f"http://localhost/{code}/{view}/"]
            assert set(links) == set(READ_BY_ALL)
    assert "http://localhost/en/cities/compare/" in read(client, "/sitemap-en.xml")


def test_each_language_names_the_pages_written_in_it_and_these_each_other(client, site, about):
    links = {
        "en": "http://localhost/en/about/",
        "el": "http://localhost/el/about/",
        "x-default": "http://localhost/en/about/",
    }
    greek = read(client, "/sitemap-el.xml")
    pages = {url: named for url, (_at, named) in greek.items() if set(named) != set(READ_BY_ALL)}
    assert pages == {"http://localhost/el/about/": links}
    assert read(client, "/sitemap-en.xml")["http://localhost/en/about/"][1] == links
    assert "http://localhost/en/" in read(client, "/sitemap-en.xml")
    assert "http://localhost/de/about/" not in read(client, "/sitemap-de.xml")
    assert client.get("/sitemap-xx.xml").status_code == 404


def test_the_first_language_stands_for_all_others_where_there_is_no_english(client, site):
    factories.ContentPageFactory(
        parent=site.home, slug="only", heading_en="", heading_el="Μόνο", body_en="", body_el=factories.body("Κείμενο")
    )
    _at, links = read(client, "/sitemap-el.xml")["http://localhost/el/only/"]
    assert links == {"el": "http://localhost/el/only/", "x-default": "http://localhost/el/only/"}


def test_what_is_not_published_is_not_named(client, site, about):
    about.unpublish()
    assert not any("about" in url for url in read(client, "/sitemap-en.xml"))


def test_a_page_changed_when_it_or_what_stands_below_it_was_last_published(client, site, about):
    team = factories.ContentPageFactory(parent=about, slug="team", heading_en="Team")
    published(about, LONG_AGO)
    published(team, LATER)
    entries = {url: at for url, (at, _links) in read(client, "/sitemap-en.xml").items()}
    assert entries["http://localhost/en/about/team/"] == LATER.isoformat()
    assert entries["http://localhost/en/about/"] == LATER.isoformat()
    assert entries["http://localhost/en/"] == LATER.isoformat()
    published(about, timezone.now())
    entries = {url: at for url, (at, _links) in read(client, "/sitemap-en.xml").items()}
    assert entries["http://localhost/en/about/team/"] == LATER.isoformat()


def test_a_page_that_nobody_knows_the_change_of_names_none(client, site, about):
    assert read(client, "/sitemap-en.xml")["http://localhost/en/about/"][0] is None


# The site and its front page, and one for each kind of page; for a language also the pages of a part, and what changed.
@pytest.mark.parametrize(("path", "queries"), [("/sitemap.xml", 19), ("/sitemap-en.xml", 21)])
def test_a_sitemap_asks_as_much_of_thirty_pages_as_of_three(
    client, site, about, path, queries, django_assert_num_queries
):
    client.get(path, headers={"host": "localhost"})
    with django_assert_num_queries(queries):
        client.get(path, headers={"host": "localhost"})
    bulk_create_pages(NewsPage, site.news, 30, date=LATER.date())
    with django_assert_num_queries(queries):
        client.get(path, headers={"host": "localhost"})


def test_a_part_of_a_sitemap_is_what_the_index_says(client, site, about, monkeypatch):
    whole = read(client, "/sitemap-en.xml")
    monkeypatch.setattr(LanguageSitemap, "limit", 4)
    parts = [url.removeprefix("http://localhost") for url in read(client, "/sitemap.xml") if "-en" in url]
    assert parts[:2] == ["/sitemap-en.xml", "/sitemap-en.xml?p=2"]
    found = [read(client, part) for part in parts]
    assert all(len(part) <= 4 for part in found)
    assert {url: entry for part in found for url, entry in part.items()} == whole
    assert len(whole) > 8


@pytest.mark.parametrize("query", ["p=0", "p=2", "p=x", "p=-1", "p=%00", "p=" + "9" * 5000])
def test_a_number_that_no_sitemap_has_is_not_found(client, site, query):
    assert client.get(f"/sitemap-en.xml?{query}", headers={"host": "localhost"}).status_code == 404


def test_a_sitemap_travels_compressed(client, site, about):
    response = client.get("/sitemap-en.xml", headers={"host": "localhost", "accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
