"""Calendars to subscribe to, of the whole site, a city or a topic, and each event as a file. See docs/feeds.md."""

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
from solidarity.feeds.sources import conditional
from solidarity.models import SiteSettings, Topic

CONTENT_TYPE = "text/calendar; charset=utf-8"


def with_related(events, visits):
    """Return events and visits in the order of their days, with all that calendars tell of them."""
    cities = CityPage.objects.defer_streamfields()
    events = events.defer_streamfields().prefetch_related("topics", Prefetch("cities", cities))
    visits = visits.defer_streamfields().prefetch_related("topics", Prefetch("host_city", cities))
    return sorted([*events, *visits], key=lambda page: (page.first_day, page.pk))


def contact_of(request):
    """Return the address at which the site's office is reached."""
    email = SiteSettings.for_request(request).contact_email
    return f"mailto:{email}" if email else Site.find_for_request(request).root_url


def subscribed(request, title, key, url, page, of_subject):
    """Return the answer with a calendar of the events and visits that a function picks out of all."""
    site = Site.find_for_request(request)
    site_name = SiteSettings.for_request(request).display_name
    pages = with_related(
        of_subject(EventPage.objects.in_calendars()), of_subject(MentoringVisitPage.objects.in_calendars())
    )
    found = ical.named_calendar(
        pages,
        request,
        contact_of(request),
        name=f"{title} – {site_name}" if title else site_name,
        identity=str(uuid5(site.root_page.translation_key, f"calendars/{key}/{get_language()}")),
        url=urljoin(site.root_url, url),
        page_url=page.get_full_url(request),
    )
    return HttpResponse(found.to_ical(), content_type=CONTENT_TYPE)


@conditional
def all_events(request):
    home = Site.find_for_request(request).root_page
    return subscribed(request, "", "all", reverse("calendar"), home, lambda pages: pages)


@conditional
def topic_calendar(request, slug):
    topic = get_object_or_404(Topic, slug=slug)
    home = Site.find_for_request(request).root_page
    url = reverse("topic_calendar", args=[topic.slug])
    return subscribed(request, str(topic), f"topics/{topic.pk}", url, home, lambda pages: pages.filter(topics=topic))


@conditional
def city_calendar(request, slug):
    city = city_of(slug)
    url = reverse("city_calendar", args=[city.slug])
    if city.slug != slug:
        return HttpResponsePermanentRedirect(url)
    key = f"cities/{city.translation_key}"
    return subscribed(request, city.label, key, url, city, lambda pages: pages.of_city(city))


@conditional
def event_file(request, path):
    """Answer with one event or visit, for a calendar that somebody keeps."""
    url_path = f"{Site.find_for_request(request).root_page.url_path}{path}"
    events, visits = (
        model.objects.with_known_days().filter(url_path=url_path) for model in (EventPage, MentoringVisitPage)
    )
    pages = with_related(events, visits)
    if not pages:
        raise Http404("There is no such event, or its days are not known.")
    found = ical.calendar(pages, request, contact_of(request))
    response = HttpResponse(found.to_ical(), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{pages[0].slug}.ics")
    return response
