"""Template tags that fetch events and mentoring visits for the templates of other pages."""

from django import template

from events.models import EventPage, MentoringVisitPage
from solidarity.generation import kept
from solidarity.querysets import FirstOfMany

register = template.Library()


@register.simple_tag
def upcoming_events(count=3):
    """Return the next published events as a list."""

    def make():
        return list(EventPage.objects.live().upcoming().defer_streamfields()[:count])

    return kept(f"upcoming events {count}", make)


@register.simple_tag
def city_events(city, count=6):
    """Return published events in or about a city, as FirstOfMany: upcoming ones first, then the latest past ones."""

    def make():
        events = EventPage.objects.live().of_city(city).defer_streamfields()
        found = [*events.upcoming()[: count + 1], *events.past()[: count + 1]]
        first = FirstOfMany(found[:count])
        first.has_more = len(found) > count
        return first

    return kept(f"events of {city.pk} {count}", make, in_memory=False)


@register.simple_tag
def city_visits(city, count=6):
    """Return the latest published visits that a city hosted or mentored, as FirstOfMany."""

    def make():
        visits = MentoringVisitPage.objects.live().of_city(city).select_related("host_city")
        return FirstOfMany.of(visits.defer_streamfields().order_by("-first_day"), count)

    return kept(f"visits of {city.pk} {count}", make, in_memory=False)
