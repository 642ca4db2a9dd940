"""Questions asked of events and mentoring visits, in the words of the field."""

from collections import Counter
from datetime import timedelta

from django.apps import apps
from django.db.models import Count, DateTimeField, F, Func, IntegerField, Q
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.utils import timezone
from wagtail.models import PageQuerySet

from cities.querysets import AboutCitiesAndTopicsQuerySet
from solidarity.dates import DatePrecision

# How long calendars keep what is over.
KEPT_IN_CALENDARS = timedelta(days=365)
# The years of which a calendar can tell what the clock showed, or will; all else is a slip.
CALENDAR_YEARS = range(1970, 2100)


class YearThere(Func):
    """The year of a moment by the calendar of its place: at midnight on 1 January, Athens is ahead of Brussels."""

    arity = 2  # the moment and the name of the zone
    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **context):
        # The function that Django brings to SQLite to take dates apart; moments are stored in UTC.
        template = "django_datetime_extract('year', %(expressions)s, 'UTC')"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "EXTRACT(YEAR FROM %(expressions)s)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" AT TIME ZONE ", **context)


class AgendaQuerySet(PageQuerySet):
    """Events and mentoring visits together: pages of either kind."""

    def with_days(self):
        """Annotate with when each begins, as ``begins``, and the year of that, as ``year``."""
        first_day = F("mentoringvisitpage__first_day")
        return self.annotate(
            begins=Coalesce("eventpage__starts", Cast(first_day, DateTimeField())),
            year=Coalesce(YearThere("eventpage__starts", "eventpage__time_zone"), ExtractYear(first_day)),
        )

    def upcoming(self):
        """Return those that are not over: events until their last hour, visits until their last day is over."""
        return self.filter(self._upcoming())

    def past(self):
        """Return those that are over."""
        return self.exclude(self._upcoming())

    def _upcoming(self):
        return Q(eventpage__ends__gt=timezone.now()) | Q(mentoringvisitpage__last_day__gte=timezone.localdate())

    def events(self):
        """Leave out the mentoring visits."""
        return self.filter(eventpage__isnull=False)

    def visits(self):
        """Leave out the events."""
        return self.filter(mentoringvisitpage__isnull=False)

    def of_year(self, year):
        """Return those that begin in a year."""
        return self.with_days().filter(year=year)

    def about_topic(self, slug):
        """Return those about a topic."""
        return self._of_either({"topics__slug": slug}, Q(topics__slug=slug))

    def in_city(self, slug):
        """Return the events in or about a city, and the visits that it hosted or mentored."""
        return self._of_either({"cities__slug": slug}, Q(host_city__slug=slug) | Q(mentor_cities__slug=slug))

    def _of_either(self, event, visit):
        """Return the events of one rule and the visits of another."""
        events, visits = self._kinds()
        chosen = events.objects.filter(**event), visits.objects.filter(visit)
        return self.filter(Q(pk__in=chosen[0].values("pk")) | Q(pk__in=chosen[1].values("pk")))

    def _kinds(self):
        return apps.get_model("events", "EventPage"), apps.get_model("events", "MentoringVisitPage")

    def next_first(self):
        """Order by the day, the next first."""
        return self.with_days().order_by("begins", "pk")

    def latest_first(self):
        """Order by the day, the latest first."""
        return self.with_days().order_by("-begins", "-pk")

    def count_by_year(self):
        """Return the number of those of each year that has any, by the year, newest first."""
        return dict(self.with_days().order_by("-year").values_list("year").annotate(Count("pk")))

    def count_by_topic(self):
        """Return the number of those about each topic, by its slug."""
        counts = Counter()
        for kind in self._kinds():
            pages = kind.objects.filter(pk__in=self.order_by().values("pk"), topics__isnull=False)
            counts.update(dict(pages.order_by().values_list("topics__slug").annotate(Count("pk", distinct=True))))
        return counts

    def count_by_city(self):
        """Return the number of those of each city, by its slug; a visit counts for its host and for each mentor."""
        event, visit = self._kinds()
        pks = self.order_by().values("pk")
        mentors = visit.mentor_cities.through.objects.filter(mentoringvisitpage__in=pks)
        # Who is the host as well is counted as such.
        mentors = mentors.exclude(citypage=F("mentoringvisitpage__host_city"))
        counts = Counter()
        for pages, city in (
            (event.cities.through.objects.filter(eventpage__in=pks), "citypage__slug"),
            (visit.objects.filter(pk__in=pks, host_city__isnull=False), "host_city__slug"),
            (mentors, "citypage__slug"),
        ):
            counts.update(dict(pages.order_by().values_list(city).annotate(Count("pk", distinct=True))))
        return counts

    def count_upcoming_and_past(self):
        """Return how many are upcoming, and how many there are in all."""
        found = self.order_by().aggregate(upcoming=Count("pk", filter=self._upcoming()), all=Count("pk"))
        return found["upcoming"], found["all"]


class EventQuerySet(AboutCitiesAndTopicsQuerySet):
    """Events."""

    day = "starts"

    def with_year(self):
        """Annotate with the year in which each begins, by the calendar of its place, as ``year``."""
        return self.annotate(year=YearThere("starts", "time_zone"))

    def years(self):
        """Return the years in which events begin, newest first."""
        return sorted(self.with_year().order_by().values_list("year", flat=True).distinct(), reverse=True)

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
        return self._about([city], [])

    def related_to(self, visit):
        """Return other visits that share a city or a topic with one, the latest first."""
        shared = self._about(visit.search_cities(), visit.topics.all())
        return shared.exclude(pk=visit.pk).order_by("-first_day", "pk")

    def _about(self, cities, topics):
        # Not by joins, which would give a visit several times.
        mentored = self.model.mentor_cities.through.objects.filter(citypage__in=cities)
        on_topic = self.model.topics.through.objects.filter(topic__in=topics)
        numbers = [Q(pk__in=pairs.values("mentoringvisitpage")) for pairs in (mentored, on_topic)]
        return self.filter(Q(host_city__in=cities) | numbers[0] | numbers[1])

    def hosts(self):
        """Return the keys of the cities that were visited, for a query."""
        return self.order_by().values("host_city")

    def mentors(self):
        """Return the keys of the cities that gave advice, for a query."""
        return self.filter(mentor_cities__isnull=False).order_by().values("mentor_cities")
