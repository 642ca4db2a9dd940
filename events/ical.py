"""The serialization of events and mentoring visits as iCalendar (RFC 5545 and RFC 7986)."""

import re
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vDuration, vUri

from events.models import EventPage
from solidarity import languages
from solidarity.fields import column_names, content_language
from solidarity.text import fold, strip_unprintable

PRODUCT = "-//Solidarity Cities//Events//EN"
REFRESH = timedelta(hours=12)  # the interval at which clients should poll a subscribed calendar
# iCalendar has no status for postponed events; TENTATIVE says that their dates may change.
STATUS = {EventPage.Status.POSTPONED: "TENTATIVE", EventPage.Status.CANCELLED: "CANCELLED"}


def line(text):
    """Return text on one line, without control characters and with whitespace collapsed."""
    return " ".join(strip_unprintable(text).split())


def sequence(page):
    """Return the SEQUENCE of a page (RFC 5545, 3.8.7.4). It must rise with each publication, even of an old revision.

    It is the seconds from the first publication to the latest. Revisions cannot be counted, since old ones are deleted,
    and a counter in a field would go back with the rest of the page when an old revision is published.
    """
    return max(0, int((page.last_published_at - page.first_published_at).total_seconds()))


def add_words(event, name, text, language):
    """Add a text property with its LANGUAGE parameter to an event, unless the text is empty."""
    if text:
        event.add(name, text, parameters={"LANGUAGE": language})


def place_of(page):
    """Return the LOCATION of a page: an event's venue and address, a visit's host city and country; or empty."""
    if isinstance(page, EventPage):
        return line(", ".join(filter(None, [page.venue, page.address])))
    return line(f"{page.host_city.heading}, {page.host_city.country.name}") if page.host_city else ""


def city_of_place(page):
    """Return the city in which a page's event takes place, or None if it is unknown.

    The cities of an event include participants and subjects, so its place is the one that its venue, address or host
    mentions.
    """
    if not isinstance(page, EventPage):
        return page.host_city
    location = fold(f"{page.venue} {page.address} {page.host}")
    for city in page.cities.all():
        names = [getattr(city, name) for name in column_names("heading")]
        if any(name and re.search(rf"\b{re.escape(fold(name))}\b", location) for name in names):
            return city
    return None


def description_of(page, request):
    """Return the DESCRIPTION of a page, written in one language, and the code of that language."""
    language = content_language(page, "introduction") or get_language()
    with override(language):
        parts = [page.introduction or ""]
        if isinstance(page, EventPage):
            parts += registration_of(page)
        else:
            parts.append(page.dates_note or "")
    parts.append(page.get_full_url(request))
    return strip_unprintable("\n\n".join(part for part in parts if part)), language


def registration_of(page):
    """Return the paragraphs about registration: its URL and deadline. There are none for a cancelled event."""
    if page.status == EventPage.Status.CANCELLED:
        return []
    lines = []
    if page.registration_url:
        lines.append(_("Register at %(address)s") % {"address": page.registration_url})
    if page.registration_deadline:
        lines.append(_("Register until %(deadline)s") % {"deadline": page.deadline_shown})
    return ["\n".join(lines)]


def summary_of(page):
    """Return the SUMMARY of an event and the code of its language.

    It begins with a status such as "Cancelled", since clients may not show STATUS.
    """
    language = content_language(page, "heading") or get_language()
    heading = line(page.heading or page.title)
    with override(language):
        if change := page.change_of_plan:
            heading = _("%(status)s: %(event)s") % {"status": change, "event": heading}
    return heading, language


def component(page, request, contact):
    """Return the VEVENT of an event or a visit. ``contact`` is the URI of the site's office."""
    event = Event()
    event.add("uid", str(page.translation_key))
    event.add("sequence", sequence(page))
    # Without a METHOD property, DTSTAMP is the time of the last revision (RFC 5545, 3.8.7.2).
    event.add("dtstamp", page.last_published_at)
    event.add("last-modified", page.last_published_at)
    event.add("created", page.first_published_at)
    if page.all_day:
        event.add("dtstart", page.first_day)
        event.add("dtend", page.last_day + timedelta(days=1))  # DTEND is exclusive
    else:
        event.add("dtstart", page.starts_there)
        event.add("dtend", page.ends_there)
    event.add("status", STATUS.get(getattr(page, "status", None), "CONFIRMED"))
    add_words(event, "summary", *summary_of(page))
    add_words(event, "description", *description_of(page, request))
    event.add("url", page.get_full_url(request))
    if place := place_of(page):
        event.add("location", place)
    city = city_of_place(page)
    if city and city.latitude is not None and city.longitude is not None:
        event.add("geo", (float(city.latitude), float(city.longitude)))
    if organiser := line(page.organiser):
        # Few clients support the encoding of double quotes by RFC 6868.
        event.add("organizer", vCalAddress(contact), parameters={"CN": organiser.replace('"', "'")})
    for language in languages.codes():
        topics = [topic for topic in page.topics.all() if content_language(topic, "name") == language]
        if topics:
            event.add("categories", [line(topic.name) for topic in topics], parameters={"LANGUAGE": language})
    return event


@lru_cache(maxsize=200)
def time_zone(name, first_year, last_year):
    """Return the VTIMEZONE of a zone, given its IANA name, for the years from the first to the last."""
    zone = Timezone.from_tzid(name, first_date=date(first_year, 1, 1), last_date=date(last_year + 1, 1, 1))
    for change in zone.subcomponents:
        # The library writes onsets in the new local time; RFC 5545 (3.6.5) requires them in the old one (TZOFFSETFROM).
        forward = max(change.TZOFFSETTO - change.TZOFFSETFROM, timedelta())
        later = [moment - forward for moment, _period_end in change.rdates]
        change.DTSTART = change.DTSTART - forward
        change.pop("RDATE", None)
        if later:
            change.add("rdate", later)
    return zone


def calendar(pages, request, contact):
    """Return the VCALENDAR of events and visits, with the VTIMEZONEs that they refer to."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    years = {}
    for page in pages:
        if not page.all_day and page.zone != ZoneInfo("UTC"):
            years.setdefault(page.time_zone, set()).update([page.first_day.year, page.last_day.year])
    if not pages:  # a VCALENDAR must have at least one component (RFC 5545, 3.6)
        years = {settings.TIME_ZONE: {timezone.localdate().year}}
    for name, in_years in sorted(years.items()):
        found.add_component(time_zone(name, min(in_years), max(in_years)))
    for page in pages:
        found.add_component(component(page, request, contact))
    return found


def named_calendar(pages, request, contact, name, identity, url, page_url):
    """Return a VCALENDAR to subscribe to, with its name, UID, refresh interval and URLs (RFC 7986).

    ``identity`` is the UID, ``url`` that of the calendar, ``page_url`` that of the page it belongs to.
    """
    found = calendar(pages, request, contact)
    found.add("uid", identity)
    for written in ("name", "x-wr-calname"):
        add_words(found, written, line(name), get_language())
    found.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", vDuration(REFRESH))
    found.add("source", vUri(url), parameters={"VALUE": "URI"})
    found.add("url", vUri(page_url))
    return found
