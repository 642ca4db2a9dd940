"""Questions asked of events and mentoring visits, in the words of the field."""

from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageQuerySet


class EventQuerySet(PageQuerySet):
    """Events."""

    def upcoming(self, now=None):
        """Return the events that are not over, the next first: one of several days is upcoming until its last hour."""
        return self.filter(ends__gt=now or timezone.now()).order_by("starts", "pk")

    def past(self, now=None):
        """Return the events that are over, the latest first."""
        return self.filter(ends__lte=now or timezone.now()).order_by("-starts", "pk")

    def of_city(self, city):
        """Return the events in or about a city."""
        if city.pk is None:  # a preview of a city that was never saved
            return self.none()
        return self.filter(cities=city)


class VisitQuerySet(PageQuerySet):
    """Mentoring visits."""

    def upcoming(self, today=None):
        """Return the visits whose last day is not over, the next first."""
        return self.filter(last_day__gte=today or timezone.localdate()).order_by("first_day", "pk")

    def past(self, today=None):
        """Return the visits that are over, the latest first."""
        return self.filter(last_day__lt=today or timezone.localdate()).order_by("-first_day", "pk")

    def of_city(self, city):
        """Return the visits that a city hosted or mentored."""
        if city.pk is None:  # a preview of a city that was never saved
            return self.none()
        return self.filter(Q(host_city=city) | Q(mentor_cities=city)).distinct()

    def hosts(self):
        """Return the keys of the cities that were visited, for a query."""
        return self.order_by().values("host_city")

    def mentors(self):
        """Return the keys of the cities that gave advice, for a query."""
        return self.filter(mentor_cities__isnull=False).order_by().values("mentor_cities")
