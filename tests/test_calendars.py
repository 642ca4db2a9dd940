"""Calendars: what another program reads in them, and what they keep of an event that changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from events.models import EventPage
from solidarity import languages
from solidarity.models import SiteSettings
from tests import factories
from tests.online import MOMENT, put_online

HOST = "http://localhost"
ALL = "/en/calendars/all.ics"
GREEK, ARABIC = "Στρογγυλή τράπεζα δημάρχων " * 6, "اجتماع رؤساء البلديات في أثينا 🏙️ " * 5


def make_event(site, **fields):
    """Make an event of tomorrow, or of the time given, and put it online."""
    if "starts" not in fields:
        fields["starts"] = timezone.now().replace(microsecond=0) + timedelta(days=1)
    return put_online(factories.EventPageFactory(parent=site.events, **fields))


def make_visit(site, city, first_day=None, days=3, **fields):
    first_day = first_day or timezone.localdate() + timedelta(days=10)
    return put_online(
        factories.MentoringVisitPageFactory(
            parent=site.events,
            host_city=city,
            first_day=first_day,
            last_day=first_day + timedelta(days=days - 1),
            **fields,
        )
    )


def read(client, address):
    """Return a calendar as another program reads it."""
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = vobject.readOne(response.content.decode())
    assert calendar.validate(raiseException=True)
    return calendar


def events(client, address=ALL):
    """Return the events of a calendar by their summaries."""
    return {event.summary.value: event for event in read(client, address).contents.get("vevent", [])}


def only(client, address):
    [event] = events(client, address).values()
    return event


def publish(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()


@pytest.fixture
def housing(db):
    return factories.TopicFactory(name_en="Housing, homes; rents", name_el="Στέγαση", slug="housing")


# An event


def test_an_event_is_read_back_as_it_was_written(client, site, athens, housing):
    athens.latitude, athens.longitude = "37.9838", "23.7275"
    athens.save()
    SiteSettings.objects.update_or_create(site=site.site, defaults={"contact_email": "office@example.org"})
    event = make_event(
        site,
        heading_en="Forum, with; commas\\",
        introduction_en="First line.\nSecond line.",
        starts=datetime(2026, 7, 1, 9, tzinfo=UTC),
        time_zone="Europe/Athens",
        venue="Town hall",
        address="Athinas 63, Athens",
        organiser='The "Network"',
        registration_url="https://example.org/?a=1;b=2,3",
        registration_deadline=datetime(2026, 6, 1, 15, tzinfo=UTC),
    )
    event.cities.add(factories.CityPageFactory(parent=site.cities, latitude="50", longitude="4"), athens)
    event.topics.add(housing)
    event.save()

    read_back = only(client, f"{event.url}event.ics")
    assert read_back.summary.value == "Forum, with; commas\\"
    assert read_back.summary.params["LANGUAGE"] == ["en"]
    assert read_back.uid.value == str(event.translation_key)
    assert read_back.dtstart.value == datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Athens"))
    assert read_back.dtend.value == datetime(2026, 7, 1, 17, tzinfo=ZoneInfo("Europe/Athens"))
    assert "DTSTART;TZID=Europe/Athens:20260701T120000" in client.get(f"{event.url}event.ics").content.decode()
    assert read_back.dtstamp.value == read_back.last_modified.value == read_back.created.value == MOMENT
    assert read_back.location.value == "Town hall, Athinas 63, Athens"
    assert read_back.geo.value == "37.9838;23.7275"
    assert read_back.organizer.value == "mailto:office@example.org"
    assert read_back.organizer.params["CN"] == ["The 'Network'"]
    assert read_back.url.value == HOST + event.url
    assert read_back.categories.value == ["Housing, homes; rents"]
    assert read_back.status.value == "CONFIRMED"
    lines = read_back.description.value.split("\n")
    assert lines[:2] == ["First line.", "Second line."]
    assert "Register at https://example.org/?a=1;b=2,3" in lines
    assert "Register until 1 June 2026, 18:00" in lines
    assert lines[-1] == HOST + event.url


def test_an_organiser_without_an_address_of_the_office_has_that_of_the_site(client, site):
    event = make_event(site, organiser="The network")
    assert only(client, f"{event.url}event.ics").organizer.value == HOST


@pytest.mark.parametrize(
    ("starts", "hours"),
    [(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 2), (datetime(2026, 7, 1, 9, tzinfo=UTC), 1), (MOMENT, 1)],
)
def test_the_zone_of_the_place_comes_along(client, site, starts, hours):
    event = make_event(site, starts=starts, ends=starts + timedelta(hours=hours), time_zone="Europe/Athens")
    content = client.get(f"{event.url}event.ics").content.decode()
    # As other programs do, from the rules in the file and nothing else.
    calendar = vobject.readOne(content.replace("Europe/Athens", f"A place {starts:%Y%m%d%H}"))
    assert calendar.vevent.dtstart.value.astimezone(UTC) == starts
    assert calendar.vevent.dtend.value.astimezone(UTC) == starts + timedelta(hours=hours)
    # The clock is put forward at three, and back at four.
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20260329T030000" in content
    assert "BEGIN:STANDARD\r\nDTSTART:20261025T040000" in content


def test_a_zone_of_several_years_knows_all_its_changes(client, site):
    for year in (2026, 2027, 2028):
        make_event(site, starts=datetime(year, 12, 24, 9, tzinfo=UTC), time_zone="Europe/London", heading_en=str(year))
    content = client.get(ALL).content.decode()
    assert content.count("TZID:Europe/London") == 1
    assert "RDATE:20270328T010000,20280326T010000" in content


def test_an_event_by_universal_time_needs_no_zone(client, site):
    event = make_event(site, starts=MOMENT, time_zone="UTC")
    content = client.get(f"{event.url}event.ics").content.decode()
    assert "DTSTART:20260301T120000Z" in content
    assert "VTIMEZONE" not in content


def test_whole_days_end_with_the_first_that_is_free_again(client, site, athens):
    event = EventPage(
        heading_en="Days", time_zone="Europe/Athens", all_day=True,
        starts=datetime(2026, 7, 1, 9, tzinfo=UTC), ends=datetime(2026, 7, 3, 9, tzinfo=UTC),
    )  # fmt: skip
    site.events.add_child(instance=event)
    put_online(event)
    visit = make_visit(site, athens, date(2026, 12, 30), days=3)
    for page, first, end in (
        (event, date(2026, 7, 1), date(2026, 7, 4)),
        (visit, date(2026, 12, 30), date(2027, 1, 2)),
    ):
        read_back = only(client, f"{page.url}event.ics")
        assert (read_back.dtstart.value, read_back.dtend.value) == (first, end)
        assert f"DTSTART;VALUE=DATE:{first:%Y%m%d}" in client.get(f"{page.url}event.ics").content.decode()


def test_a_visit_is_in_its_host_city(client, site):
    city = factories.CityPageFactory(parent=site.cities, heading_en="Milan", country="IT", latitude=45, longitude=9)
    visit = make_visit(site, city, dates_note_en="Sources differ.")
    read_back = only(client, f"{visit.url}event.ics")
    assert read_back.location.value == "Milan, Italy"
    assert read_back.geo.value == "45.0;9.0"
    assert "Sources differ." in read_back.description.value


def test_an_event_that_tells_no_city_has_no_place_on_the_map(client, site, athens):
    athens.latitude, athens.longitude = 38, 24
    athens.save()
    event = make_event(site, venue="Online")
    event.cities.add(athens)  # which is only spoken of
    event.save()
    assert "geo" not in only(client, f"{event.url}event.ics").contents


@pytest.mark.parametrize(
    ("status", "written"), [("scheduled", "CONFIRMED"), ("postponed", "TENTATIVE"), ("cancelled", "CANCELLED")]
)
def test_the_status_is_said_to_programs_and_people(client, site, status, written):
    make_event(site, heading_en="Forum", heading_el="Φόρουμ", status=status, registration_url="https://example.org/r")
    for language in ("en", "el", "de"):
        [(summary, event)] = events(client, f"/{language}/calendars/all.ics").items()
        shown = "el" if language == "el" else "en"
        with translation.override(shown):
            label = f"{EventPage.Status(status).label}: " if status != "scheduled" else ""
        assert summary == label + ("Φόρουμ" if shown == "el" else "Forum")
        assert event.summary.params["LANGUAGE"] == [shown]
        assert event.status.value == written
        assert ("https://example.org/r" in event.description.value) == (status != "cancelled")


def test_each_text_says_its_language(client, site, housing):
    event = make_event(site, heading_el="Φόρουμ", heading_en="Forum", introduction_en="A meeting.")
    event.topics.add(housing, factories.TopicFactory(name_en="Work", slug="work"))
    event.save()
    read_back = only(client, "/el/calendars/all.ics")
    assert read_back.summary.params["LANGUAGE"] == ["el"]
    assert read_back.description.params["LANGUAGE"] == ["en"]
    categories = {one.params["LANGUAGE"][0]: one.value for one in read_back.contents["categories"]}
    assert categories == {"el": ["Στέγαση"], "en": ["Work"]}


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
        numbers.append(int(only(client, f"{event.url}event.ics").sequence.value))

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


@pytest.mark.parametrize("year", [1, 1969, 2100, 9998])
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
    for address in (ALL, "/ar/calendars/topics/housing.ics", "/el/calendars/cities/athens.ics"):
        assert "vtimezone" in read(client, address).contents


@pytest.mark.parametrize("heading", [GREEK.strip(), ARABIC.strip(), "x" * 200, "é" * 200])
def test_lines_are_folded_at_75_octets_without_splitting_a_character(client, site, heading):
    event = make_event(
        site, heading_en=heading[:200], introduction_en=(heading * 3)[:500], venue=heading[:160], organiser="Ο " * 60
    )
    content = client.get(f"{event.url}event.ics").content
    lines = content.split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode()  # fails where a character is split
    read_back = only(client, f"{event.url}event.ics")
    assert read_back.summary.value == heading[:200]
    assert read_back.description.value.startswith((heading * 3)[:500])
    assert read_back.organizer.params["CN"] == [("Ο " * 60).strip()]


def test_what_a_calendar_cannot_hold_is_left_out(client, site):
    make_event(site, heading_en="Pasted\x0b from\x00\x1b elsewhere".replace("\x00", ""), organiser="A\x07 B\nC")
    [(summary, event)] = events(client).items()
    assert summary == "Pasted from elsewhere"
    assert event.organizer.params["CN"] == ["A B C"]


def test_answers_can_be_kept_and_asked_for_again(client, site):
    event = make_event(site)
    for address in (ALL, f"{event.url}event.ics"):
        first = client.get(address)
        assert not first.cookies
        assert first["X-Robots-Tag"] == "noindex"
        assert "public" in first["Cache-Control"]
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
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


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_a_calendar_of_thirty_takes_no_more_queries_than_one_of_three(client, site, athens, housing):
    addresses = ["/el/calendars/all.ics", "/el/calendars/cities/athens.ics", "/el/calendars/topics/housing.ics"]

    def make(number):
        event = make_event(site, venue=f"Hall {number}")
        event.cities.add(athens, factories.CityPageFactory(parent=site.cities))
        event.topics.add(housing, factories.TopicFactory())
        event.save()
        visit = make_visit(site, factories.CityPageFactory(parent=site.cities))
        visit.mentor_cities.add(athens)
        visit.topics.add(housing)
        visit.save()

    for number in range(3):
        make(number)
    few = [queries(client, address) for address in addresses]
    for number in range(3, 30):
        make(number)
    assert client.get(addresses[0]).content.count(b"BEGIN:VEVENT") == 60
    assert [queries(client, address) for address in addresses] == few
