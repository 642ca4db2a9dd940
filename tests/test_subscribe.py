"""Where feeds and calendars are found: the page that lists them, links on pages, and what programs look for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from solidarity import languages
from solidarity.feeds.sources import KINDS
from tests import factories
from tests.support.html_tree import parse
from tests.support.published_at import set_published_at

FEED_TYPES = ["application/atom+xml", "application/rss+xml", "application/feed+json"]
CALENDAR = "text/calendar"


def elements(client, url):
    response = client.get(url)
    assert response.status_code == 200
    assert not response.cookies
    return parse(response.content.decode())[1]


def named_to_programs(client, url):
    """Return what a page's head tells feed readers: pairs of type and URL."""
    links = [element for element in elements(client, url) if element.tag == "link" and element.get("type")]
    found = [link for link in links if link.get("rel") == "alternate"]
    assert all(link.get("title") for link in found)
    return [(link.get("type"), link.get("href")) for link in found]


def links_of(client, url):
    return [element.get("href") for element in elements(client, url) if element.tag == "a"]


def in_each_format(path):
    return list(zip(FEED_TYPES, (f"{path}.{extension}" for extension in ("atom", "rss", "json")), strict=True))


def test_pages_name_their_feeds_to_programs(client, site, athens):
    assert named_to_programs(client, "/el/") == in_each_format("/el/feeds/all")
    for name in ("news", "reports", "pledges", "projects", "cities"):
        assert named_to_programs(client, f"/en/{name}/") == in_each_format(f"/en/feeds/{name}")
    assert named_to_programs(client, "/ar/events/") == [
        *in_each_format("/ar/feeds/events"), *in_each_format("/ar/feeds/visits"), (CALENDAR, "/ar/calendars/all.ics"),
    ]  # fmt: skip
    assert named_to_programs(client, "/en/cities/athens/") == [
        *in_each_format("/en/feeds/cities/athens"), (CALENDAR, "/en/calendars/cities/athens.ics"),
    ]  # fmt: skip


def test_lists_and_cities_end_with_their_feeds_for_people(client, site, athens):
    for name in ("news", "reports", "pledges", "projects", "cities", "events"):
        links = links_of(client, f"/el/{name}/")
        assert {"/el/subscribe/", f"/el/feeds/{name}.atom", f"/el/feeds/{name}.json"} <= set(links)
        assert ("/el/calendars/all.ics" in links) == (name == "events")
    assert {"/en/feeds/cities/athens.rss", "/en/calendars/cities/athens.ics"} <= set(
        links_of(client, "/en/cities/athens/")
    )
    assert "/ar/subscribe/" in links_of(client, "/ar/")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_names_every_feed_and_calendar_and_each_is_there(client, site, athens, housing, language):
    factories.CityPageFactory(parent=site.cities, heading_en="Hidden", live=False)
    links = links_of(client, f"/{language}/subscribe/")
    subjects = ["all", *KINDS, "topics/housing", "cities/athens"]
    feeds = {url for subject in subjects for _type, url in in_each_format(f"/{language}/feeds/{subject}")}
    calendars = {f"/{language}/calendars/{subject}.ics" for subject in ("all", "topics/housing", "cities/athens")}
    assert {link for link in links if "/feeds/" in link} == feeds
    assert {link for link in links if link.startswith("webcal:")} == {
        f"webcal://localhost{calendar}" for calendar in calendars
    }
    assert {link for link in links if link.startswith("http://localhost/") and ".ics" in link} == {
        f"http://localhost{calendar}" for calendar in calendars
    }
    for url in feeds | calendars:
        assert client.get(url).status_code == 200, url


def test_the_page_leads_to_itself_in_other_languages(client, site):
    assert {f"/{code}/subscribe/" for code in languages.codes()} <= set(links_of(client, "/en/subscribe/"))


def test_the_page_marks_names_in_another_language(client, site):
    factories.TopicFactory(name_en="", name_el="Στέγαση", slug="homes")
    factories.CityPageFactory(parent=site.cities, heading_en="", heading_ar="أثينا", slug="athens")
    marked = {
        element.text(): (element.get("lang"), element.get("dir"))
        for element in elements(client, "/en/subscribe/")
        if element.tag == "span" and element.get("lang") and element.text() in ("Στέγαση", "أثينا")
    }
    assert marked == {"Στέγαση": ("el", "ltr"), "أثينا": ("ar", "rtl")}


def test_cities_stand_in_alphabetical_order(client, site):
    for name in ("Zurich", "Ørland", "Athens"):
        factories.CityPageFactory(parent=site.cities, heading_en=name)
    page = client.get("/en/subscribe/").content.decode()
    assert page.index("Athens") < page.index("Zurich")


def test_the_page_takes_no_more_queries_for_more_cities(client, site, django_assert_num_queries):
    factories.CityPageFactory(parent=site.cities)
    client.get("/en/subscribe/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/subscribe/")
    for _ in range(5):
        factories.CityPageFactory(parent=site.cities)
        factories.TopicFactory()
    with django_assert_num_queries(len(few)):
        client.get("/en/subscribe/")


def test_an_event_to_come_can_be_added_to_a_calendar(client, site, athens):
    event = set_published_at(factories.UpcomingEventPageFactory(parent=site.events))
    day = timezone.localdate() + timedelta(days=3)
    visit = set_published_at(
        factories.MentoringVisitPageFactory(parent=site.events, host_city=athens, first_day=day, last_day=day)
    )
    for page in (event, visit):
        for language in ("en", "ar"):
            with translation.override(language):
                url = page.get_url()
            assert f"{url}event.ics" in links_of(client, url)
            assert client.get(f"{url}event.ics").status_code == 200


def test_what_is_over_is_not_offered(client, site, athens):
    event = set_published_at(factories.EventPageFactory(parent=site.events))
    visit = set_published_at(factories.MentoringVisitPageFactory(parent=site.events, host_city=athens))
    for page in (event, visit):
        assert f"{page.url}event.ics" not in links_of(client, page.url)
