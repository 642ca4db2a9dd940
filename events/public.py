"""The public records of events and mentoring visits: open data, API, feeds. See solidarity/public.py.

Both page types share one dataset, in which the columns of the other type stay empty.
"""

from django.db.models.functions import TruncDate
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cities.models import CityPage
from cities.public.columns import HEADING, TOPICS, TOPICS_PREFETCHED, names_of, published_cities
from events.models import EventIndexPage, EventPage, MentoringVisitPage
from solidarity.api.fields import NestedField, PublishedPageField, PublishedPagesField, texts_by_language
from solidarity.dates import DatePrecision
from solidarity.feeds.sources import FeedSource
from solidarity.open_data import (
    CHANGED,
    LANGUAGES,
    NUMBER,
    PAGE_URL,
    BooleanColumn,
    ChoiceColumn,
    Dataset,
    DateTimeColumn,
    ListColumn,
    NestedColumn,
    PartialDateColumn,
    TextColumn,
    URLColumn,
    selected,
)
from solidarity.public import PublicRecord, register

EVENT, VISIT = "event", "visit"


def kind_of(page):
    """Return the code of a row's kind: EVENT or VISIT."""
    return VISIT if isinstance(page, MentoringVisitPage) else EVENT


def known_time(name):
    """Return an accessor for a datetime field of events. It returns None for visits and if the hour is unknown."""

    def of(page):
        known = kind_of(page) == EVENT and not page.all_day and page.date_precision == DatePrecision.DAY
        return getattr(page, name) if known else None

    return of


def host_city(page):
    """Return the slug of a visit's host city, or None. Only published cities have been prefetched."""
    return page.host_city.slug if kind_of(page) == VISIT and page.host_city else None


def cities_of(page):
    """Return the slugs of an event's cities or of a visit's mentor cities."""
    return names_of((page.mentor_cities if kind_of(page) == VISIT else page.cities).all())


def delegate(row, field):
    """Return the representation of a DelegationMember in the read API."""
    return {
        "name": row.name,
        "role": texts_by_language(row, "role"),
        "organisation": row.organisation,
        "confirmed": row.confirmed,
    }


KIND = ChoiceColumn(
    "kind",
    _("Whether it is an event or a visit."),
    kind_of,
    codes=((EVENT, EventPage._meta.verbose_name), (VISIT, MentoringVisitPage._meta.verbose_name)),
    in_api=False,
)
FIRST_DAY = PartialDateColumn(
    "first_day", _("The first day, in local time."), "subject_date", ("starts", "first_day", "date_precision")
)
LAST_DAY = PartialDateColumn(
    "last_day", _("The last day, in local time."), "end", ("ends", "last_day", "date_precision")
)
CITIES = ListColumn(
    "cities",
    _("Short names of the cities that take part or, for a visit, give advice."),
    cities_of,
    refers_to="cities.slug",
    api=PublishedPagesField(),
)
HOST_CITY = TextColumn(
    "host_city", _("The city that is visited."), host_city, refers_to="cities.slug", api=PublishedPageField()
)
BOTH = (NUMBER, KIND, HEADING, FIRST_DAY, LAST_DAY)
TIME_AND_PLACE = (
    DateTimeColumn(
        "starts", _("When it starts, where the hour is known."), known_time("starts"), ("starts", "date_precision")
    ),
    DateTimeColumn("ends", _("When it ends, where the hour is known."), known_time("ends"), ("ends",)),
    BooleanColumn("all_day", _("Whether no hours are given.")),
    TextColumn("time_zone", _("The time zone of the place, as named in the IANA time zone database.")),
    TextColumn("venue", _("The building or room.")),
    TextColumn("address", _("The street and the city.")),
    TextColumn("organiser", _("Who holds the event.")),
    TextColumn("host", _("Who receives the guests.")),
)
STATUS_AND_SERIES = (
    ChoiceColumn("status", _("Whether it takes place."), codes=tuple(EventPage.Status.choices)),
    TextColumn("series", _("What the events of its series are called.")),
    TextColumn("edition", _("Which one of the series it is.")),
    URLColumn("registration_url", _("Where people sign up.")),
)
LAST = (PAGE_URL, LANGUAGES, CHANGED)

EVENT_COLUMNS = (
    *BOTH,
    *TIME_AND_PLACE,
    CITIES,
    TOPICS,
    *STATUS_AND_SERIES,
    DateTimeColumn("registration_deadline", "Until when people can sign up.", in_files=False),
    TextColumn("audience", "For whom it is.", translated=True, in_files=False),
    *LAST,
)
VISIT_COLUMNS = (
    *BOTH,
    HOST_CITY,
    NestedColumn("mentor_cities", "The cities that give advice.", api=PublishedPagesField()),
    TOPICS,
    TextColumn("dates_note", "What is to be said of the dates.", translated=True, in_files=False),
    NestedColumn("delegation", "Who travels.", api=NestedField(delegate)),
    TextColumn("objectives", "What the visit is for.", translated=True, in_files=False),
    TextColumn("people_met", "Whom the delegation met.", translated=True, in_files=False),
    TextColumn("outcome", "What came of it.", translated=True, in_files=False),
    TextColumn("funder", "Who paid for it.", in_files=False),
    TextColumn("method", "How the visit was held.", in_files=False),
    TextColumn("report", "The report on the visit.", in_files=False, api=PublishedPageField()),
    *LAST,
)


def events():
    """Return the querysets of the rows of the dataset of events: events, then visits."""
    held = selected(EventPage.objects.all(), EVENTS.columns, "all_day")
    visits = selected(MentoringVisitPage.objects.all(), EVENTS.columns, "first_day", "host_city")
    return [
        held.order_by("starts", "pk").prefetch_related(published_cities("cities"), TOPICS_PREFETCHED),
        visits.order_by("first_day", "pk").prefetch_related(
            published_cities("host_city"), published_cities("mentor_cities"), TOPICS_PREFETCHED
        ),
    ]


EVENTS = Dataset(
    "events",
    _("Events and mentoring visits"),
    _("Meetings of the initiative, and visits of mentor cities to a host city."),
    (*BOTH, *TIME_AND_PLACE, HOST_CITY, CITIES, TOPICS, *STATUS_AND_SERIES, *LAST),
    events,
    pages=(EventPage, MentoringVisitPage),
    named=(CityPage,),
    keywords=(_("events"), _("cities"), _("refugees")),
)


def with_days(page, summary, language):
    """Return a summary that begins with the change of plan, if any, and the date and place, in its language."""
    with translation.override(language or translation.get_language()):
        parts = [page.change_of_plan, page.days_shown, page.hours_shown, page.venue]
    return "\n".join(filter(None, [" · ".join(str(part) for part in parts if part), summary]))


class Events(FeedSource):
    """Events as a source of feeds. An upcoming event appears when it is published, not on its first day."""

    name = "events"
    title = _("Events")
    model = EventPage
    listing = EventIndexPage
    day = "first_day"
    position = 3

    def own_day(self):
        return TruncDate("starts")

    def summary(self, page):
        summary, language = super().summary(page)
        return with_days(page, summary, language), language

    def author(self, page):
        return page.organiser


class Visits(FeedSource):
    """Mentoring visits as a source of feeds. An upcoming visit appears when it is published, not on its first day."""

    name = "visits"
    title = _("Mentoring visits")
    model = MentoringVisitPage
    listing = EventIndexPage
    day = "first_day"
    position = 4

    def summary(self, page):
        summary, language = super().summary(page)
        return with_days(page, summary, language), language


register(PublicRecord(EventPage, EVENT_COLUMNS, (EVENTS,), Events()))
register(PublicRecord(MentoringVisitPage, VISIT_COLUMNS, (EVENTS,), Visits()))
