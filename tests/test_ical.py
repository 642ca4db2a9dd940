"""What another program reads of an event in a calendar."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.utils import translation

from events import ical
from events.models import EventPage
from solidarity.models import SiteSettings
from tests import factories
from tests.support.calendars import ALL, HOST, events, make_event, make_visit, only, read
from tests.support.published_at import MOMENT, set_published_at

GREEK, ARABIC = "Στρογγυλή τράπεζα δημάρχων " * 6, "اجتماع رؤساء البلديات في أثينا 🏙️ " * 5


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
    assert read_back.categories.value == ["Housing & homes, built; let"]
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
    assert re.search(r"BEGIN:DAYLIGHT\r\nDTSTART:\d{4}03\d\dT030000", content)
    assert re.search(r"BEGIN:STANDARD\r\nDTSTART:\d{4}10\d\dT040000", content)


def test_a_zone_of_several_years_knows_all_its_changes():
    written = ical.time_zone("Europe/London", 2026, 2028).to_ical().decode()
    assert "DTSTART:20260329T010000\r\nRDATE:20270328T010000,20280326T010000" in written
    assert "DTSTART:20261025T020000\r\nRDATE:20271031T020000,20281029T020000" in written


def test_zones_come_once_and_in_order(client, site):
    for zone in ("Europe/London", "Europe/Athens", "Europe/London", "UTC"):
        make_event(site, time_zone=zone)
    calendar = read(client, ALL)
    assert [zone.tzid.value for zone in calendar.contents["vtimezone"]] == ["Europe/Athens", "Europe/London"]


def test_an_event_by_universal_time_needs_no_zone(client, site):
    event = make_event(site, starts=MOMENT, time_zone="UTC")
    content = client.get(f"{event.url}event.ics").content.decode()
    assert "DTSTART:20240301T120000Z" in content
    assert "VTIMEZONE" not in content


def test_whole_days_end_with_the_first_that_is_free_again(client, site, athens):
    event = EventPage(
        heading_en="Days", time_zone="Europe/Athens", all_day=True,
        starts=datetime(2026, 7, 1, 9, tzinfo=UTC), ends=datetime(2026, 7, 3, 9, tzinfo=UTC),
    )  # fmt: skip
    site.events.add_child(instance=event)
    set_published_at(event)
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
    categories = {category.params["LANGUAGE"][0]: category.value for category in read_back.contents["categories"]}
    assert categories == {"el": ["Στέγαση"], "en": ["Work"]}


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
