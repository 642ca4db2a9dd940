"""Events and mentoring visits, for pages that show some of them."""

from django import template

from events.models import EventIndexPage, EventPage, MentoringVisitPage

register = template.Library()


@register.simple_tag
def upcoming_events(count=3):
    """Return the next events."""
    return list(EventPage.objects.live().upcoming().defer_streamfields()[:count])


@register.simple_tag
def city_events(city, count=6):
    """Return the events in or about a city: those to come first, then the latest."""
    events = EventPage.objects.live().of_city(city).defer_streamfields()
    return [*events.upcoming()[:count], *events.past()[:count]][:count]


@register.simple_tag
def city_visits(city):
    """Return the mentoring visits that a city hosted or mentored."""
    visits = MentoringVisitPage.objects.live().of_city(city).select_related("host_city")
    return list(visits.defer_streamfields().order_by("-first_day"))


@register.simple_tag
def event_index():
    """Return the list of events, or None."""
    return EventIndexPage.objects.live().first()
