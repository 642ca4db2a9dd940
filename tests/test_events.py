"""Events: they are to come until their last hour, and their times are those of the clock where they take place."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from events.models import EventPage
from tests import factories
from tests.support.page_editor import add_url, edit_url, errors_of, publish, shown_form

pytestmark = pytest.mark.django_db  # a page asks the database for its content type

NOON = datetime(2017, 9, 18, 12, tzinfo=UTC)
TYPED = {
    "heading_en": "Expert meeting",
    "slug": "expert-meeting",
    "starts": "2017-09-18 11:00",
    "ends": "2017-09-18 16:30",
    "time_zone": "Europe/Brussels",
}


def test_an_event_is_upcoming_until_its_last_hour(site):
    event = factories.EventPageFactory(
        parent=site.events, starts=NOON - timedelta(days=2), ends=NOON, heading_en="Three days"
    )
    before, after = NOON - timedelta(seconds=1), NOON
    assert list(EventPage.objects.upcoming(before)) == [event]
    assert list(EventPage.objects.past(before)) == []
    assert not event.is_over(before)
    assert list(EventPage.objects.upcoming(after)) == []
    assert list(EventPage.objects.past(after)) == [event]
    assert event.is_over(after)


def test_the_list_shows_the_next_first_and_past_ones_on_demand_the_latest_first(client, site):
    soon = timezone.now() + timedelta(days=3)
    for heading, starts in (
        ("later", soon + timedelta(days=3)),
        ("next", soon),
        ("long ago", soon - timedelta(days=900)),
        ("ago", soon - timedelta(days=90)),
    ):
        factories.EventPageFactory(parent=site.events, heading_en=heading, starts=starts)

    def shown(**filters):
        return [event.heading for event in client.get("/en/events/", filters).context["page_obj"].object_list]

    assert shown() == ["next", "later"]
    assert shown(period="past") == ["ago", "long ago"]


def test_what_goes_on_today_is_still_in_the_list_of_what_is_to_come(client, site, athens, monkeypatch):
    now, today = timezone.now(), timezone.localdate()
    factories.EventPageFactory(
        parent=site.events, heading_en="an event", starts=now - timedelta(days=2), ends=now + timedelta(minutes=5)
    )
    factories.MentoringVisitPageFactory(
        parent=site.events, heading_en="a visit", host_city=athens, first_day=today - timedelta(days=2), last_day=today
    )

    def shown(**filters):
        page = client.get("/en/events/", filters).context["page_obj"]
        return sorted(event.heading for event in page.object_list)

    assert shown() == ["a visit", "an event"]
    assert shown(period="past") == []
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=1))
    assert shown() == []
    assert shown(period="past") == ["a visit", "an event"]


def test_events_and_visits_are_one_list_that_can_be_parted(client, site, athens):
    factories.EventPageFactory(parent=site.events, heading_en="an event")
    factories.MentoringVisitPageFactory(parent=site.events, heading_en="a visit", host_city=athens)

    def shown(**filters):
        filters["period"] = "past"
        return [event.heading for event in client.get("/en/events/", filters).context["page_obj"].object_list]

    assert shown() == ["an event", "a visit"]
    assert shown(kind="events") == ["an event"]
    assert shown(kind="visits") == ["a visit"]


def test_a_topic_of_drafts_alone_is_not_offered(client, site, athens):
    for name, live in (("Housing", True), ("Secret", False)):
        topic = factories.TopicFactory(name_en=name)
        event = factories.UpcomingEventPageFactory(parent=site.events, live=live)
        visit = factories.MentoringVisitPageFactory(parent=site.events, host_city=athens, live=live)
        for page in (event, visit):
            page.topics.add(topic)
            page.save()
    html = client.get("/en/events/").content.decode()
    assert "Housing" in html
    assert "Secret" not in html


TYPED_AND_STORED = [
    ("Europe/Athens", "2017-12-05 09:30", datetime(2017, 12, 5, 7, 30, tzinfo=UTC)),
    ("Europe/Athens", "2017-07-05 09:30", datetime(2017, 7, 5, 6, 30, tzinfo=UTC)),  # summer time
    ("Europe/London", "2017-07-05 09:30", datetime(2017, 7, 5, 8, 30, tzinfo=UTC)),
    ("Atlantic/Reykjavik", "2017-07-05 09:30", datetime(2017, 7, 5, 9, 30, tzinfo=UTC)),
]


def test_a_typed_time_is_that_of_the_places_clock(admin_client, site):
    url = add_url(site.events, EventPage)
    form = {**shown_form(admin_client, url, EventPage), **TYPED, "action-publish": "yes"}
    for number, (zone, typed, stored) in enumerate(TYPED_AND_STORED):
        ends = f"{typed.split()[0]} 18:00"
        sent = {**form, "time_zone": zone, "starts": typed, "ends": ends, "slug": f"event-{number}"}
        assert admin_client.post(url, sent).status_code == 302, (zone, typed)
        event = EventPage.objects.get(slug=sent["slug"])
        assert event.starts == stored, (zone, typed)
        assert event.hours_shown.startswith("09:30–"), (zone, typed)
        assert shown_form(admin_client, edit_url(event), event)["starts"] == f"05/{typed[5:7]}/2017 09:30", zone


def test_saving_again_does_not_move_an_event(admin_client, site):
    event = factories.EventPageFactory(
        parent=site.events,
        starts=datetime(2026, 10, 24, 22, 30, tzinfo=UTC),  # the night in which summer time ends
        ends=datetime(2026, 10, 25, 10, tzinfo=UTC),
        time_zone="Europe/Athens",
        registration_url="https://example.org/",
        registration_deadline=datetime(2026, 7, 1, 20, tzinfo=UTC),
    )
    before = (event.starts, event.ends, event.registration_deadline)
    assert publish(admin_client, edit_url(event), event).status_code == 302
    event = EventPage.objects.get()
    assert (event.starts, event.ends, event.registration_deadline) == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends": "2017-09-18 10:00"}, "ends"),
        ({"ends": "2017-09-18 11:00"}, "ends"),
        ({"registration_deadline": "2017-09-19 10:00"}, "registration_deadline"),
    ],
)
def test_times_in_the_wrong_order_are_an_error_beside_the_field_and_stay_as_typed(admin_client, site, changes, field):
    changes = {**TYPED, "time_zone": "Europe/Athens", **changes}
    response = publish(admin_client, add_url(site.events, EventPage), EventPage, **changes)

    assert list(errors_of(response)) == [field]
    text = response.content.decode()
    for name in ("starts", "ends", "registration_deadline"):
        if name in changes:
            assert f'value="{changes[name]}"' in text, "what was typed is not kept"
    assert not EventPage.objects.exists()


def test_whole_days_run_from_the_first_to_the_last_second_there(site):
    event = factories.EventPageFactory(
        parent=site.events,
        all_day=True,
        time_zone="Europe/Athens",
        starts=datetime(2017, 6, 26, 9, tzinfo=UTC),
        ends=datetime(2017, 6, 29, 9, tzinfo=UTC),
    )
    assert event.starts == datetime(2017, 6, 25, 21, tzinfo=UTC)
    assert event.ends == datetime(2017, 6, 29, 20, 59, 59, tzinfo=UTC)
    assert event.hours_shown == ""


@pytest.mark.parametrize(("language", "month"), [("en", "June"), ("de", "Juni"), ("fr", "juin"), ("el", "Ιουνίου")])
def test_a_span_of_days_says_no_part_twice(language, month):
    event = EventPage(
        starts=datetime(2017, 6, 26, 9, tzinfo=UTC), ends=datetime(2017, 6, 29, 9, tzinfo=UTC), all_day=True
    )
    with translation.override(language):
        words = event.days_shown
    assert [words.count(part) for part in ("26", "29", month, "2017")] == [1, 1, 1, 1], words


@pytest.mark.parametrize(("status", "words"), [("cancelled", "Cancelled"), ("postponed", "Postponed")])
def test_what_does_not_take_place_as_planned_stays_and_says_so(client, site, status, words):
    event = factories.UpcomingEventPageFactory(parent=site.events, heading_en="Network meeting", status=status)
    listed = client.get("/en/events/").content.decode()
    assert "Network meeting" in listed
    assert f'<p class="state state-{status}">{words}</p>' in listed
    assert f"banner-{status}" in client.get(event.url).content.decode()


def test_registration_is_open_until_the_deadline_and_closed_from_then_on(site):
    event = EventPage(starts=NOON, ends=NOON + timedelta(hours=5), registration_url="https://example.org/register")
    moment = timedelta(seconds=1)
    assert event.registration_at(NOON - moment) == "open"
    assert event.registration_at(NOON) == "closed"  # it has begun

    event.registration_deadline = NOON - timedelta(days=4)
    assert event.registration_at(event.registration_deadline - moment) == "open"
    assert event.registration_at(event.registration_deadline) == "closed"

    event.status = "cancelled"
    assert event.registration_at(event.registration_deadline - moment) == "closed"
    assert EventPage(starts=NOON, ends=NOON).registration_at(NOON) == "none"


def test_the_register_button_goes_with_the_deadline(client, site):
    event = factories.UpcomingEventPageFactory(parent=site.events, registration_url="https://example.org/register")
    assert 'href="https://example.org/register"' in client.get(event.url).content.decode()
    event.registration_deadline = timezone.now() - timedelta(hours=1)
    event.save()
    text = client.get(event.url).content.decode()
    assert 'href="https://example.org/register"' not in text
    assert "Registration closed" in text


def test_a_deadline_without_an_address_gives_no_empty_link(client, site):
    deadline = timezone.now() + timedelta(days=1)
    event = factories.UpcomingEventPageFactory(parent=site.events, registration_deadline=deadline)
    assert event.registration == "open"
    assert 'href=""' not in client.get(event.url).content.decode()


def test_an_event_is_refused_where_it_is_made_without_a_form_too(site):
    with pytest.raises(ValidationError) as error:
        factories.EventPageFactory(parent=site.events, starts=NOON, ends=NOON)
    assert list(error.value.message_dict) == ["ends"]
