"""The hooks of the events app: its listings, and the protection of cities that visits name."""

from django.db.models import Q
from wagtail import hooks

from cities.models import CityPage
from cities.wagtail_hooks import protect_from_deletion
from events.admin import EventListings
from events.models import MentoringVisitPage


def cities_of_visits_outside(page):
    """Return the cities at or below a page that host or mentor a visit which is not below it."""
    visits = MentoringVisitPage.objects.not_descendant_of(page, inclusive=True)
    named = Q(visits_hosted__in=visits) | Q(visits_mentored__in=visits)
    return CityPage.objects.descendant_of(page, inclusive=True).filter(named).distinct()


protect_from_deletion(cities_of_visits_outside)


@hooks.register("register_admin_viewset")
def register_viewsets():
    """Register the listings of events and visits."""
    return EventListings()
