"""Times of events go by the clock of their place alone, whatever clock the editor lives by; and every place has one."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from events.models import EventPage
from events.zones import city_of_zone, read_in_zone, shown_in_form, zone_choices, zones
from tests import factories
from tests.support.page_editor import add_url, edit_url, errors_of, publish, shown_form

TYPED = {"heading_en": "Meeting", "slug": "meeting", "time_zone": "Atlantic/Reykjavik"}


@pytest.mark.parametrize("editors_clock", ["Europe/Brussels", "America/New_York", "Asia/Tokyo"])
def test_a_time_that_the_editors_clock_never_shows_is_taken(admin_client, admin_user, site, editors_clock):
    UserProfile.objects.update_or_create(user=admin_user, defaults={"current_time_zone": editors_clock})
    # In the night of 28 March 2027 Brussels has no 02:30, in that of 14 March New York has none.
    for number, day in enumerate(("28/03/2027", "14/03/2027")):
        changes = {**TYPED, "slug": f"event-{number}", "starts": f"{day} 02:30", "ends": f"{day} 04:00"}
        response = publish(admin_client, add_url(site.events, EventPage), EventPage, **changes)
        assert response.status_code == 302, day
        event = EventPage.objects.get(slug=changes["slug"])
        assert event.hours_shown == "02:30–04:00"
        assert event.starts == datetime(2027, 3, 28 if number == 0 else 14, 2, 30, tzinfo=UTC)
        assert shown_form(admin_client, edit_url(event), event)["starts"] == f"{day} 02:30"


@pytest.mark.parametrize(
    ("zone", "night"),
    [
        ("Europe/Brussels", "28/03/2027 02:30"),
        ("Europe/London", "28/03/2027 01:30"),
        ("Europe/Athens", "28/03/2027 03:30"),
        ("America/New_York", "14/03/2027 02:30"),
        ("Asia/Beirut", "28/03/2027 00:30"),
        ("Australia/Lord_Howe", "03/10/2027 02:15"),
        ("Pacific/Apia", "30/12/2011 12:00"),  # a whole day that the place left out
    ],
)
def test_a_time_that_the_places_clock_never_shows_is_refused_beside_its_field(admin_client, site, zone, night):
    changes = {**TYPED, "time_zone": zone, "starts": night, "ends": "31/12/2030 12:00"}
    response = publish(admin_client, add_url(site.events, EventPage), EventPage, **changes)
    assert list(errors_of(response)) == ["starts"]
    assert "no such time" in str(errors_of(response)["starts"])
    assert BeautifulSoup(response.content, "lxml").select_one("#id_starts")["value"] == night


@pytest.mark.parametrize(
    ("zone", "typed", "first"),
    [
        ("Europe/Brussels", datetime(2027, 10, 31, 2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("Europe/London", datetime(2027, 10, 31, 1, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 11, 7, 1, 30), datetime(2027, 11, 7, 5, 30, tzinfo=UTC)),
    ],
)
def test_of_a_time_that_the_clock_shows_twice_the_first_is_meant(zone, typed, first):
    assert read_in_zone(typed, zone) == first


def test_what_the_form_cannot_tell_of_a_stored_time_is_kept(admin_client, site):
    second = datetime(2027, 10, 31, 1, 30, 15, tzinfo=UTC)  # the second 02:30 of that night, and a quarter of a minute
    event = factories.EventPageFactory(
        parent=site.events, starts=second, ends=datetime(2027, 10, 31, 9, tzinfo=UTC), time_zone="Europe/Brussels"
    )
    assert publish(admin_client, edit_url(event), event).status_code == 302
    assert EventPage.objects.get().starts == second


def test_an_event_moved_to_another_place_keeps_its_hours(admin_client, site):
    event = factories.EventPageFactory(
        parent=site.events,
        starts=datetime(2027, 6, 5, 8, tzinfo=UTC),
        ends=datetime(2027, 6, 5, 10, tzinfo=UTC),
        time_zone="Europe/Brussels",
    )
    assert publish(admin_client, edit_url(event), event, time_zone="Asia/Tokyo").status_code == 302
    assert EventPage.objects.get().hours_shown == "10:00–12:00"


@pytest.mark.parametrize(
    "midnight", ["16/10/2027 00:00", "15/10/2027 24:00", "2027-10-15T24:00", "15. Oktober 2027 24 Uhr"]
)
def test_an_evening_that_ends_at_midnight_is_one_day(admin_client, client, site, midnight):
    changes = {**TYPED, "starts": "15/10/2027 20:00", "ends": midnight}
    assert publish(admin_client, add_url(site.events, EventPage), EventPage, **changes).status_code == 302
    event = EventPage.objects.get()
    assert (event.first_day, event.last_day) == (date(2027, 10, 15), date(2027, 10, 15))
    assert event.days_shown == "15 October 2027"
    assert event.hours_shown == "20:00–00:00"
    assert "15–16" not in client.get("/en/events/meeting/").content.decode()


def test_an_event_of_two_nights_lasts_until_the_day_before_its_last_midnight(site):
    event = factories.EventPageFactory(
        parent=site.events,
        starts=datetime(2027, 10, 15, 20, tzinfo=UTC),
        ends=datetime(2027, 10, 17, 0, tzinfo=UTC),
        time_zone="UTC",
    )
    assert event.days_shown == "15–16 October 2027"


def test_a_day_from_midnight_to_midnight_has_hours(site):
    event = factories.EventPageFactory(
        parent=site.events,
        starts=datetime(2027, 10, 15, 0, tzinfo=UTC),
        ends=datetime(2027, 10, 16, 0, tzinfo=UTC),
        time_zone="UTC",
    )
    assert (event.days_shown, event.hours_shown) == ("15 October 2027", "00:00–24:00")


def test_midnight_of_the_same_day_is_explained(admin_client, site):
    changes = {**TYPED, "starts": "15/10/2027 20:00", "ends": "15/10/2027 00:00"}
    response = publish(admin_client, add_url(site.events, EventPage), EventPage, **changes)
    assert "24:00" in str(errors_of(response)["ends"])


def test_hours_are_asked_for_unless_the_event_lasts_whole_days(admin_client, site):
    changes = {**TYPED, "time_zone": "Asia/Beirut", "starts": "28/03/2027", "ends": "29/03/2027"}
    response = publish(admin_client, add_url(site.events, EventPage), EventPage, **changes)
    assert sorted(errors_of(response)) == ["ends", "starts"]
    # In Beirut that day has no midnight.
    response = publish(admin_client, add_url(site.events, EventPage), EventPage, **changes, all_day="on")
    assert response.status_code == 302
    event = EventPage.objects.get()
    assert (event.first_day, event.last_day) == (date(2027, 3, 28), date(2027, 3, 29))


def test_the_zones_are_those_of_the_world_europe_first():
    groups = dict(zone_choices()[:-1])
    assert list(groups) == ["Europe", "Africa", "Americas", "Asia", "Oceania", "Antarctica"]
    offered = [zone for cities in groups.values() for zone, _city in cities]
    assert sorted([*offered, "UTC"]) == sorted(zones())
    assert len(offered) == len(set(offered)) > 400
    for zone in ("Asia/Nicosia", "Atlantic/Reykjavik", "Europe/Kyiv", "Europe/Istanbul", "Atlantic/Azores"):
        assert zone in dict(groups["Europe"]), zone
    assert all(ZoneInfo(zone) for zone in offered)


@pytest.mark.parametrize(
    ("language", "europe", "athens"),
    [
        ("en", "Europe", "Athens"),
        ("fr", "Europe", "Athènes"),
        ("de", "Europa", "Athen"),
        ("el", "Ευρώπη", "Αθήνα"),
        ("es", "Europa", "Atenas"),
        ("it", "Europa", "Atene"),
        ("nl", "Europa", "Athene"),
        ("ar", "أوروبا", "أثينا"),
    ],
)
def test_zones_have_their_names_in_each_language_in_the_editor_and_on_the_page(
    admin_client, client, admin_user, site, language, europe, athens
):
    event = factories.EventPageFactory(parent=site.events, slug="meeting", time_zone="Europe/Athens")
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": language})
    shown = BeautifulSoup(admin_client.get(edit_url(event)).content, "lxml")
    assert shown.select_one("#id_time_zone optgroup")["label"] == europe
    assert shown.select_one("#id_time_zone option[selected]").text.strip() == athens
    page = BeautifulSoup(client.get(f"/{language}/events/meeting/").content, "lxml")
    assert athens in page.select_one("dl small").text
    with override(language):
        names = [city_of_zone(zone) for zone in zones()]
    assert not any("_" in name or "/" in name or "\xad" in name for name in names)


def test_staff_find_an_event_by_the_year_that_it_is_there(admin_client, site):
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=ZoneInfo("Europe/Athens"))  # in Brussels it is still 2026
    factories.EventPageFactory(
        parent=site.events, starts=new_year, ends=new_year + timedelta(hours=1), time_zone="Europe/Athens"
    )
    found = admin_client.get(reverse("list_events:index"), {"year": "2027"})
    assert len(found.context["object_list"]) == 1
    offered = found.context["filters"].form.fields["year"].choices
    assert [value for value, _label in offered] == ["", "2027"]


def test_a_zone_that_is_none_is_refused(admin_client, site):
    changes = {**TYPED, "starts": "15/10/2027 20:00", "ends": "2027-10-15T22:00Z", "time_zone": "Europe/Atlantis"}
    response = publish(admin_client, add_url(site.events, EventPage), EventPage, **changes)
    assert list(errors_of(response)) == ["time_zone"]


def test_every_zone_reads_back_what_it_shows():
    for zone in zones():
        for moment in (datetime(2026, 1, 15, 8, tzinfo=UTC), datetime(2026, 7, 15, 8, tzinfo=UTC)):
            assert read_in_zone(shown_in_form(moment, zone), zone) == moment, zone


def test_a_moment_beyond_the_calendar_is_refused():
    with pytest.raises(ValidationError):
        read_in_zone(datetime(9999, 12, 31, 23), "America/New_York")
