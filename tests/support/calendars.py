"""Events for calendars, and calendars as another program reads them."""

from datetime import timedelta

import vobject
from django.utils import timezone

from tests import factories
from tests.support.published_at import set_published_at

HOST = "http://localhost"
ALL = "/en/calendars/all.ics"


def make_event(site, **fields):
    """Make an event of tomorrow, or of the time given, and put it online."""
    if "starts" not in fields:
        fields["starts"] = timezone.now().replace(microsecond=0) + timedelta(days=1)
    return set_published_at(factories.EventPageFactory(parent=site.events, **fields))


def make_visit(site, city, first_day=None, days=3, **fields):
    first_day = first_day or timezone.localdate() + timedelta(days=10)
    return set_published_at(
        factories.MentoringVisitPageFactory(
            parent=site.events,
            host_city=city,
            first_day=first_day,
            last_day=first_day + timedelta(days=days - 1),
            **fields,
        )
    )


def read(client, url):
    """Return a calendar as another program reads it."""
    response = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = vobject.readOne(response.content.decode())
    assert calendar.validate(raiseException=True)
    return calendar


def events(client, url=ALL):
    """Return the events of a calendar by their summaries."""
    return {event.summary.value: event for event in read(client, url).contents.get("vevent", [])}


def only(client, url):
    [event] = events(client, url).values()
    return event


def publish(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
