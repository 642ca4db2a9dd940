"""Template tags that fetch events and mentoring visits for the templates of other pages."""

from django import template

from events.models import EventIndexPage, EventPage, MentoringVisitPage

register = template.Library()


@register.simple_tag
def upcoming_events(count=3):
    """Return the next published events as a list."""
    return list(EventPage.objects.live().upcoming().defer_streamfields()[:count])


@register.simple_tag
def city_events(city, count=6):
    """Return published events in or about a city as a list: upcoming ones first, then the latest past ones."""
    events = EventPage.objects.live().of_city(city).defer_streamfields()
    return [*events.upcoming()[:count], *events.past()[:count]][:count]


@register.simple_tag
def city_visits(city):
    """Return the published visits that a city hosted or mentored as a list, the latest first."""
    visits = MentoringVisitPage.objects.live().of_city(city).select_related("host_city")
    return list(visits.defer_streamfields().order_by("-first_day"))


@register.simple_tag
def event_index():
    """Return the published EventIndexPage, or None."""
    return EventIndexPage.objects.live().first()
