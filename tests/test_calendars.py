"""Calendars: what they hold, and what they keep of an event that changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from cities.models import CityPage
from demo.loader import without_indexing
from solidarity import languages
from tests import factories
from tests.support.bulk_pages import bulk_create_pages
from tests.support.calendars import ALL, events, make_event, make_visit, only, publish, read

# What stays and what grows


def test_the_number_of_the_version_grows_with_each_publication(client, site, monkeypatch):
    event = factories.EventPageFactory(parent=site.events, live=False, heading_en="First")
    now = timezone.now()
    numbers = []

    def publish_later(**changes):
        nonlocal now
        now += timedelta(minutes=1)
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda: now)
            publish(event, **changes)
        calendar = only(client, f"{event.url}event.ics")
        numbers.append(int(calendar.sequence.value))
        # Of the last change, in whole seconds.
        assert calendar.dtstamp.value == calendar.last_modified.value == now.replace(microsecond=0)

    publish_later()
    first = event.latest_revision
    publish_later(heading_en="Second")
    event.revisions.exclude(pk=event.latest_revision_id).exclude(pk=first.pk).delete()
    publish_later(heading_en="Third")
    now += timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    first.publish()
    event.refresh_from_db()
    assert event.heading_en == "First"
    numbers.append(int(only(client, f"{event.url}event.ics").sequence.value))
    assert numbers == [0, 60, 120, 180]


def test_an_event_is_the_same_in_every_language_and_after_every_change(client, site):
    event = make_event(site)

    def uids():
        return {only(client, f"/{code}/calendars/all.ics").uid.value for code in languages.codes()}

    [before] = uids()
    publish(event, slug="another", heading_en="Another")
    assert uids() == {before}


def test_a_cancelled_event_stays_and_one_taken_down_goes(client, site):
    event = make_event(site, heading_en="Forum")
    publish(event, status="cancelled")
    assert [one.status.value for one in events(client).values()] == ["CANCELLED"]
    event.unpublish()
    assert events(client) == {}
    assert client.get(f"{event.url}event.ics").status_code == 404
    publish(event)
    assert len(events(client)) == 1
    event.delete()
    assert events(client) == {}


def test_calendars_hold_what_is_to_come_and_what_was_within_a_year(client, site, athens):
    year = timedelta(days=365)
    now = timezone.now()
    make_event(site, heading_en="to come", starts=now + year)
    make_event(site, heading_en="was", starts=now - year + timedelta(days=1))
    past = make_event(site, heading_en="long ago", starts=now - year - timedelta(days=1))
    make_visit(site, athens, timezone.localdate() - year, days=2, heading_en="visit that was")
    make_visit(site, athens, timezone.localdate() - 2 * year, heading_en="visit of long ago")
    assert set(events(client)) == {"to come", "was", "visit that was"}
    assert set(events(client, f"{past.url}event.ics")) == {"long ago"}


@pytest.mark.parametrize("precision", ["month", "year"])
def test_an_event_whose_days_are_not_known_is_in_no_calendar(client, site, precision):
    event = make_event(site, date_precision=precision)
    assert events(client) == {}
    assert client.get(f"{event.url}event.ics").status_code == 404
    assert "event.ics" not in client.get(event.url).content.decode()


@pytest.mark.parametrize("year", [1900, 1969, 2100])
def test_a_slip_in_the_year_costs_no_calendar(client, site, athens, year):
    event = make_event(site, starts=datetime(year, 6, 1, 9, tzinfo=UTC), time_zone="Europe/Athens")
    visit = make_visit(site, athens, date(year, 6, 1))
    make_event(site, heading_en="Another")
    assert set(events(client)) == {"Another"}
    for page in (event, visit):
        assert client.get(f"{page.url}event.ics").status_code == 404
        assert "event.ics" not in client.get(page.url).content.decode()
    assert client.get("/en/feeds/events.atom").status_code == 200


# The calendars


def test_there_is_a_calendar_of_everything_of_each_city_and_of_each_topic(client, site, athens, housing):
    other = factories.CityPageFactory(parent=site.cities, heading_en="Berlin")
    with_all = make_event(site, heading_en="of both")
    with_all.cities.add(athens)
    with_all.topics.add(housing)
    with_all.save()
    visit = make_visit(site, athens, heading_en="visit")
    visit.mentor_cities.add(other)
    visit.save()
    make_event(site, heading_en="of nobody")
    assert list(events(client)) == ["of both", "of nobody", "visit"]
    assert set(events(client, "/en/calendars/cities/athens.ics")) == {"of both", "visit"}
    assert set(events(client, "/en/calendars/cities/berlin.ics")) == {"visit"}
    assert set(events(client, "/en/calendars/topics/housing.ics")) == {"of both"}


def test_a_calendar_says_what_it_is_called_and_when_to_ask_again(client, site, athens):
    calendar = read(client, "/el/calendars/cities/athens.ics")
    assert calendar.contents["name"][0].value == calendar.contents["x-wr-calname"][0].value
    assert calendar.contents["name"][0].value == "Αθήνα – Solidarity Cities"
    lines = client.get("/el/calendars/cities/athens.ics").content.decode().split("\r\n")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in lines
    assert "SOURCE;VALUE=URI:http://localhost/el/calendars/cities/athens.ics" in lines
    assert "X-PUBLISHED-TTL:PT12H" in lines
    assert "VERSION:2.0" in lines
    assert "METHOD" not in "".join(lines)


def test_an_empty_calendar_is_one_too(client, site, athens, housing):
    for url in (ALL, "/ar/calendars/topics/housing.ics", "/el/calendars/cities/athens.ics"):
        assert "vtimezone" in read(client, url).contents


def test_answers_can_be_kept_and_asked_for_again(client, site, in_production):
    event = make_event(site)
    for url in (ALL, f"{event.url}event.ics"):
        first = client.get(url)
        assert not first.cookies
        assert first["X-Robots-Tag"] == "noindex"
        assert "public" in first["Cache-Control"]
        assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(f"{event.url}event.ics")["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'
    tag = client.get(ALL)["ETag"]
    event.unpublish()
    assert client.get(ALL, headers={"If-None-Match": tag}).status_code == 200


def test_the_file_of_an_event_moves_with_it(client, site, django_capture_on_commit_callbacks):
    event = make_event(site, heading_el="Φόρουμ")
    old = f"{event.slug}/event.ics"
    with django_capture_on_commit_callbacks(execute=True):
        publish(event, slug="another")
    for language in ("en", "ar"):
        response = client.get(f"/{language}/events/{old}")
        assert (response.status_code, response["Location"]) == (301, f"/{language}/events/another/event.ics")


def test_the_old_address_of_a_citys_calendar_leads_to_the_new_one(client, athens, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(athens, slug="athena")
    response = client.get("/el/calendars/cities/athens.ics?x=1")
    assert (response.status_code, response["Location"]) == (301, "/el/calendars/cities/athena.ics")


@pytest.mark.parametrize(
    "path",
    ["calendars/nothing.ics", "calendars/topics/nothing.ics", "calendars/cities/nothing.ics", "event.ics",
     "events/event.ics", "events/nothing/event.ics", "news/event.ics", "cities/athens/event.ics",
     "events/%00/event.ics", "events/%ed%a0%80/event.ics", "events/a%0ab/event.ics", "calendars/topics/%00.ics",
     "calendars/cities/%ff.ics", f"events/{'x/' * 900}event.ics", "events//event.ics", "events/'--/event.ics"],
)  # fmt: skip
def test_an_unknown_address_is_not_found_in_the_readers_language(client, site, athens, path):
    response = client.get(f"/el/{path}")
    assert response.status_code == 404
    with translation.override("el"):
        assert translation.gettext("This page does not exist") in response.content.decode()


def test_odd_parameters_are_ignored(client, site):
    make_event(site)
    assert client.get(f"{ALL}?%00=%ff&x[]={'y' * 3000}").content == client.get(ALL).content


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_a_calendar_of_thirty_takes_no_more_queries_than_one_of_three(client, site, athens, housing):
    urls = ["/el/calendars/all.ics", "/el/calendars/cities/athens.ics", "/el/calendars/topics/housing.ics"]

    others = list(CityPage.objects.filter(pk__in=bulk_create_pages(CityPage, site.cities, 60, country="GR")))

    def make(number):
        cities, topics = [athens, others.pop()], [housing, factories.TopicFactory()]
        make_event(site, venue=f"Hall {number}", cities=cities, topics=topics)
        make_visit(site, others.pop(), mentor_cities=[athens], topics=[housing])

    with without_indexing():
        for number in range(3):
            make(number)
        few = [queries(client, url) for url in urls]
        for number in range(3, 30):
            make(number)
    assert client.get(urls[0]).content.count(b"BEGIN:VEVENT") == 60
    assert [queries(client, url) for url in urls] == few


def test_a_calendar_holds_the_nearest_events_alone(client, site, monkeypatch):
    monkeypatch.setattr("events.calendars.MOST", 2)
    now = timezone.now().replace(microsecond=0)
    for days in (-3, -2, -1, 1, 2, 3):
        begins = now + timedelta(days=days)
        make_event(site, heading_en=f"Day {days}", starts=begins, ends=begins + timedelta(hours=1))
    names = {event.summary.value for event in read(client, ALL).vevent_list}
    assert names == {"Day -2", "Day -1", "Day 1", "Day 2"}
