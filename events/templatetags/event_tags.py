"""Template tags that fetch events and mentoring visits for the templates of other pages."""

from django import template

from events.models import EventPage, MentoringVisitPage
from solidarity.generation import kept

register = template.Library()


@register.simple_tag
def upcoming_events(count=3):
    """Return the next published events as a list."""
    events = EventPage.objects.live().upcoming().defer_streamfields()[:count]
    return kept(f"upcoming events {count}", lambda: list(events))


@register.simple_tag
def city_events(city, count=6):
    """Return published events in or about a city as a list: upcoming ones first, then the latest past ones."""
    events = EventPage.objects.live().of_city(city).defer_streamfields()
    return kept(
        f"events of {city.pk} {count}",
        lambda: [*events.upcoming()[:count], *events.past()[:count]][:count],
        in_memory=False,
    )


@register.simple_tag
def city_visits(city):
    """Return the published visits that a city hosted or mentored as a list, the latest first."""
    visits = MentoringVisitPage.objects.live().of_city(city).select_related("host_city")
    visits = visits.defer_streamfields().order_by("-first_day")
    return kept(f"visits of {city.pk}", lambda: list(visits), in_memory=False)
