"""Questions asked of events and mentoring visits, in the words of the field."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageQuerySet

from solidarity.dates import DatePrecision

# How long calendars keep what is over.
KEPT_IN_CALENDARS = timedelta(days=365)
# The years of which a calendar can tell what the clock showed, or will; all else is a slip.
CALENDAR_YEARS = range(1970, 2100)


class EventQuerySet(PageQuerySet):
    """Events."""

    def upcoming(self, now=None):
        """Return the events that are not over, the next first: one of several days is upcoming until its last hour."""
        return self.filter(ends__gt=now or timezone.now()).order_by("starts", "pk")

    def past(self, now=None):
        """Return the events that are over, the latest first."""
        return self.filter(ends__lte=now or timezone.now()).order_by("-starts", "pk")

    def with_known_days(self):
        """Return the published events that a calendar can hold: it has no place for a month or a year alone."""
        return self.live().filter(
            date_precision=DatePrecision.DAY,
            starts__year__gte=CALENDAR_YEARS.start,
            ends__year__lt=CALENDAR_YEARS.stop,
            first_published_at__isnull=False,
            last_published_at__isnull=False,
        )

    def in_calendars(self, now=None):
        """Return the events of calendars that people subscribe to, in order: those to come and those of a year ago."""
        since = (now or timezone.now()) - KEPT_IN_CALENDARS
        return self.with_known_days().filter(ends__gt=since).order_by("starts", "pk")

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

    def with_known_days(self):
        """Return the published visits that a calendar can hold; their days are always known."""
        return self.live().filter(
            first_day__year__gte=CALENDAR_YEARS.start,
            last_day__year__lt=CALENDAR_YEARS.stop,
            first_published_at__isnull=False,
            last_published_at__isnull=False,
        )

    def in_calendars(self, today=None):
        """Return the visits of calendars that people subscribe to, in order: those to come and those of a year ago."""
        since = (today or timezone.localdate()) - KEPT_IN_CALENDARS
        return self.with_known_days().filter(last_day__gt=since).order_by("first_day", "pk")

    def of_city(self, city):
        """Return the visits that a city hosted or mentored."""
        if city.pk is None:  # a preview of a city that was never saved
            return self.none()
        return self.filter(Q(host_city=city) | Q(mentor_cities=city)).distinct()
