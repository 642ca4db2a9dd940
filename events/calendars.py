"""The views of iCalendar files: calendars to subscribe to (all, by city, by topic), and single events.

See docs/feeds.md.
"""

from urllib.parse import urljoin
from uuid import uuid5

from django.db.models import Prefetch
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from wagtail.models import Site

from cities.feeds import city_of
from cities.models import CityPage
from events import ical
from events.models import EventPage, MentoringVisitPage
from solidarity.feeds.sources import not_indexed
from solidarity.generation import kept
from solidarity.models import SiteSettings, Topic

CONTENT_TYPE = "text/calendar; charset=utf-8"
MOST = 300  # events or visits to come in a calendar, and as many that are over: programs read it whole each time


def with_related(events, visits):
    """Return a list of events and visits, sorted by first day, with the relations that calendars need prefetched."""
    cities = CityPage.objects.defer_streamfields()
    events = events.defer_streamfields().prefetch_related("topics", Prefetch("cities", cities))
    visits = visits.defer_streamfields().prefetch_related("topics", Prefetch("host_city", cities))
    return sorted([*events, *visits], key=lambda page: (page.first_day, page.pk))


def nearest(pages):
    """Return the primary keys of the events or visits of a calendar that are nearest to today, in either direction."""
    return [pk for part in (pages.upcoming(), pages.past()) for pk in part.values_list("pk", flat=True)[:MOST]]


def contact_of(request):
    """Return the URI of the site's office for ORGANIZER: its mailto URI, or the site's URL if it has no e-mail."""
    email = SiteSettings.for_request(request).contact_email
    return f"mailto:{email}" if email else Site.find_for_request(request).root_url


def calendar_response(request, title, key, url, page, of_subject):
    """Return the response with a calendar to subscribe to.

    ``key`` identifies the calendar within the site and makes its UID stable, ``url`` is the path of the calendar,
    ``page`` the page that it belongs to, and ``of_subject`` a function that filters a queryset of events or visits.
    """
    site = Site.find_for_request(request)
    site_name = SiteSettings.for_request(request).display_name
    kinds = (EventPage, MentoringVisitPage)
    pks = kept(f"calendar {key}", lambda: [nearest(of_subject(kind.objects.in_calendars())) for kind in kinds])
    pages = with_related(*(kind.objects.filter(pk__in=found) for kind, found in zip(kinds, pks, strict=True)))
    calendar = ical.named_calendar(
        pages,
        request,
        contact_of(request),
        name=f"{title} – {site_name}" if title else site_name,
        identity=str(uuid5(site.root_page.translation_key, f"calendars/{key}/{get_language()}")),
        url=urljoin(site.root_url, url),
        page_url=page.get_full_url(request),
    )
    return HttpResponse(calendar.to_ical(), content_type=CONTENT_TYPE)


@not_indexed
def all_events(request):
    """Respond with the calendar of all events and visits."""
    home = Site.find_for_request(request).root_page
    return calendar_response(request, "", "all", reverse("calendar"), home, lambda pages: pages)


@not_indexed
def topic_calendar(request, slug):
    """Respond with the calendar of a topic. Raises Http404 if there is no such topic."""
    topic = get_object_or_404(Topic, slug=slug)
    home = Site.find_for_request(request).root_page
    url = reverse("topic_calendar", args=[topic.slug])
    return calendar_response(
        request, str(topic), f"topics/{topic.pk}", url, home, lambda pages: pages.filter(topics=topic)
    )


@not_indexed
def city_calendar(request, slug):
    """Respond with the calendar of a city, or redirect from its old slug. Raises Http404 if there is no such city."""
    city = city_of(slug)
    url = reverse("city_calendar", args=[city.slug])
    if city.slug != slug:
        return HttpResponsePermanentRedirect(url)
    key = f"cities/{city.translation_key}"
    return calendar_response(request, city.label, key, url, city, lambda pages: pages.of_city(city))


@not_indexed
def event_file(request, path):
    """Respond with one event or visit as a download for the reader's own calendar.

    ``path`` is that of the page below the home page. Raises Http404 if there is no such event or its days are unknown.
    """
    url_path = f"{Site.find_for_request(request).root_page.url_path}{path}"
    events, visits = (
        model.objects.with_known_days().filter(url_path=url_path) for model in (EventPage, MentoringVisitPage)
    )
    pages = with_related(events, visits)
    if not pages:
        raise Http404("There is no such event, or its days are not known.")
    calendar = ical.calendar(pages, request, contact_of(request))
    response = HttpResponse(calendar.to_ical(), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{pages[0].slug}.ics")
    return response
