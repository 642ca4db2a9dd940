"""Template tags that fetch events and mentoring visits for the templates of other pages."""

from django import template

from events.models import EventPage, MentoringVisitPage
from solidarity.generation import kept

register = template.Library()


@register.simple_tag
def upcoming_events(count=3):
    """Return the next published events as a list."""

    def make():
        return list(EventPage.objects.live().upcoming().defer_streamfields()[:count])

    return kept(f"upcoming events {count}", make)


@register.simple_tag
def city_events(city, count=6):
    """Return published events in or about a city as a list: upcoming ones first, then the latest past ones."""

    def make():
        events = EventPage.objects.live().of_city(city).defer_streamfields()
        return [*events.upcoming()[:count], *events.past()[:count]][:count]

    return kept(f"events of {city.pk} {count}", make, in_memory=False)


@register.simple_tag
def city_visits(city):
    """Return the published visits that a city hosted or mentored as a list, the latest first."""

    def make():
        visits = MentoringVisitPage.objects.live().of_city(city).select_related("host_city")
        return list(visits.defer_streamfields().order_by("-first_day"))

    return kept(f"visits of {city.pk}", make, in_memory=False)
