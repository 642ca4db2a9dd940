"""The querysets of events and mentoring visits: the domain's filters, orderings and counts."""

from collections import Counter
from datetime import timedelta

from django.apps import apps
from django.db.models import Count, DateTimeField, F, Func, IntegerField, Q
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.utils import timezone
from wagtail.models import PageQuerySet

from cities.querysets import AboutCitiesAndTopicsQuerySet
from solidarity.dates import DatePrecision
from solidarity.querysets import moments_around

# How long subscribed calendars keep past events.
KEPT_IN_CALENDARS = timedelta(days=365)
# The years for which time zones are reliable. Other years are typing errors.
CALENDAR_YEARS = range(1970, 2100)


class YearThere(Func):
    """The year of a datetime in a time zone. At New Year it differs: Athens is an hour ahead of Brussels."""

    arity = 2  # the datetime and the IANA name of the time zone
    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **context):
        # A function that Django registers with SQLite. Its last argument is the zone in which values are stored.
        template = "django_datetime_extract('year', %(expressions)s, 'UTC')"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "EXTRACT(YEAR FROM %(expressions)s)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" AT TIME ZONE ", **context)


class AgendaQuerySet(PageQuerySet):
    """The queryset of Page for events and mentoring visits together."""

    def with_days(self):
        """Annotate with the start as ``begins`` and its local year as ``year``."""
        first_day = F("mentoringvisitpage__first_day")
        return self.annotate(
            begins=Coalesce("eventpage__starts", Cast(first_day, DateTimeField())),
            year=Coalesce(YearThere("eventpage__starts", "eventpage__time_zone"), ExtractYear(first_day)),
        )

    def upcoming(self):
        """Return the pages that are not over: events until their end, visits until the end of their last day."""
        return self.filter(self._upcoming())

    def past(self):
        """Return the pages that are over."""
        return self.exclude(self._upcoming())

    def _upcoming(self):
        return Q(eventpage__ends__gt=timezone.now()) | Q(mentoringvisitpage__last_day__gte=timezone.localdate())

    def events(self):
        """Return the events alone."""
        return self.filter(eventpage__isnull=False)

    def visits(self):
        """Return the mentoring visits alone."""
        return self.filter(mentoringvisitpage__isnull=False)

    def of_year(self, year):
        """Return the pages that begin in a year."""
        return self.with_days().filter(year=year)

    def about_topic(self, slug):
        """Return the pages about a topic, given its slug."""
        return self._of_either({"topics__slug": slug}, Q(topics__slug=slug))

    def in_city(self, slug):
        """Return the events in or about a city, given its slug, and the visits that it hosted or mentored."""
        return self._of_either({"cities__slug": slug}, Q(host_city__slug=slug) | Q(mentor_cities__slug=slug))

    def _of_either(self, event, visit):
        """Return the events and visits of one filter each: a dict of lookups for events, a Q object for visits."""
        events, visits = self._kinds()
        chosen = events.objects.filter(**event), visits.objects.filter(visit)
        return self.filter(Q(pk__in=chosen[0].values("pk")) | Q(pk__in=chosen[1].values("pk")))

    def _kinds(self):
        return apps.get_model("events", "EventPage"), apps.get_model("events", "MentoringVisitPage")

    def next_first(self):
        """Order by start, the earliest first."""
        return self.with_days().order_by("begins", "pk")

    def latest_first(self):
        """Order by start, the latest first."""
        return self.with_days().order_by("-begins", "-pk")

    def count_by_year(self):
        """Return a dict of the years with pages and their number, the newest year first."""
        return dict(self.with_days().order_by("-year").values_list("year").annotate(Count("pk")))

    def count_by_topic(self):
        """Return a Counter of the pages about each topic, by its slug."""
        counts = Counter()
        for kind in self._kinds():
            pages = kind.objects.filter(pk__in=self.order_by().values("pk"), topics__isnull=False)
            counts.update(dict(pages.order_by().values_list("topics__slug").annotate(Count("pk", distinct=True))))
        return counts

    def count_by_city(self):
        """Return a Counter of the pages of each city, by its slug. A visit counts for its host and each mentor."""
        event, visit = self._kinds()
        pks = self.order_by().values("pk")
        mentors = visit.mentor_cities.through.objects.filter(mentoringvisitpage__in=pks)
        # A mentor that is the host as well must not be counted twice.
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
        """Return the number of upcoming pages and of all pages."""
        found = self.order_by().aggregate(upcoming=Count("pk", filter=self._upcoming()), all=Count("pk"))
        return found["upcoming"], found["all"]


class EventQuerySet(AboutCitiesAndTopicsQuerySet):
    """The queryset of events."""

    day = "starts"

    def with_year(self):
        """Annotate with the year of the start in the event's time zone, as ``year``."""
        return self.annotate(year=YearThere("starts", "time_zone"))

    def years(self):
        """Return a list of the years in which events begin, the newest first."""
        return sorted(self.with_year().order_by().values_list("year", flat=True).distinct(), reverse=True)

    def upcoming(self, now=None):
        """Return the events that have not ended, the earliest first."""
        return self.filter(ends__gt=now or timezone.now()).order_by("starts", "pk")

    def past(self, now=None):
        """Return the events that are over, the latest first."""
        return self.filter(ends__lte=now or timezone.now()).order_by("-starts", "pk")

    def moments(self, now):
        """Return the last and the next time at which an event ends, its registration does, or calendars drop it."""
        return [
            *moments_around(self, "ends", now),
            *moments_around(self, "registration_deadline", now),
            *(end + KEPT_IN_CALENDARS for end in moments_around(self, "ends", now - KEPT_IN_CALENDARS)),
        ]

    def with_known_days(self):
        """Return the published events with exact days. iCalendar cannot express a month or a year alone."""
        return self.live().filter(
            date_precision=DatePrecision.DAY,
            starts__year__gte=CALENDAR_YEARS.start,
            ends__year__lt=CALENDAR_YEARS.stop,
            first_published_at__isnull=False,
            last_published_at__isnull=False,
        )

    def in_calendars(self, now=None):
        """Return the events of subscribed calendars, the earliest first: upcoming ones and those of the last year."""
        since = (now or timezone.now()) - KEPT_IN_CALENDARS
        return self.with_known_days().filter(ends__gt=since).order_by("starts", "pk")


class VisitQuerySet(PageQuerySet):
    """The queryset of mentoring visits."""

    def upcoming(self, today=None):
        """Return the visits whose last day is not over, the earliest first."""
        return self.filter(last_day__gte=today or timezone.localdate()).order_by("first_day", "pk")

    def past(self, today=None):
        """Return the visits that are over, the latest first."""
        return self.filter(last_day__lt=today or timezone.localdate()).order_by("-first_day", "pk")

    def with_known_days(self):
        """Return the published visits that calendars can contain. Their days are always exact."""
        return self.live().filter(
            first_day__year__gte=CALENDAR_YEARS.start,
            last_day__year__lt=CALENDAR_YEARS.stop,
            first_published_at__isnull=False,
            last_published_at__isnull=False,
        )

    def in_calendars(self, today=None):
        """Return the visits of subscribed calendars, the earliest first: upcoming ones and those of the last year."""
        since = (today or timezone.localdate()) - KEPT_IN_CALENDARS
        return self.with_known_days().filter(last_day__gt=since).order_by("first_day", "pk")

    def of_city(self, city):
        """Return the visits that a city hosted or mentored."""
        if city.pk is None:  # a preview of a city that was never saved
            return self.none()
        return self._about([city], [])

    def related_to(self, visit):
        """Return other visits that share a city or topic with a visit, the latest first."""
        shared = self._about(visit.search_cities(), visit.topics.all())
        return shared.exclude(pk=visit.pk).order_by("-first_day", "pk")

    def _about(self, cities, topics):
        # By subqueries, since joins would return a visit several times.
        mentored = self.model.mentor_cities.through.objects.filter(citypage__in=cities)
        on_topic = self.model.topics.through.objects.filter(topic__in=topics)
        conditions = [Q(pk__in=pairs.values("mentoringvisitpage")) for pairs in (mentored, on_topic)]
        return self.filter(Q(host_city__in=cities) | conditions[0] | conditions[1])

    def hosts(self):
        """Return the primary keys of the host cities, as a queryset for a subquery."""
        return self.order_by().values("host_city")

    def mentors(self):
        """Return the primary keys of the mentor cities, as a queryset for a subquery."""
        return self.filter(mentor_cities__isnull=False).order_by().values("mentor_cities")
