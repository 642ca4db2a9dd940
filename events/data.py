"""The open data on events and mentoring visits."""

from django.utils.translation import gettext_lazy as _

from cities.data import HEADING, TOPICS, TOPICS_PREFETCHED, names_of, published_cities
from cities.models import CityPage
from events.models import EventPage, MentoringVisitPage
from solidarity.dates import DatePrecision, iso_partial_date
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
    PartialDateColumn,
    TextColumn,
    URLColumn,
    selected,
)

EVENT, VISIT = "event", "visit"


def kind_of(page):
    return VISIT if isinstance(page, MentoringVisitPage) else EVENT


def last_day(page):
    """Return the last day by the calendar of the place, as exactly as it is known."""
    if kind_of(page) == VISIT:
        return iso_partial_date(page.last_day)
    return iso_partial_date(page.last_day, page.date_precision)


def moment(name):
    """Return a function that gives a moment of an event whose hours are known, and of nothing else."""

    def of(page):
        known = kind_of(page) == EVENT and not page.all_day and page.date_precision == DatePrecision.DAY
        return getattr(page, name) if known else None

    return of


def host_city(page):
    """Return the short name of the city that is visited; only published cities were fetched."""
    return page.host_city.slug if kind_of(page) == VISIT and page.host_city else None


def cities_of(page):
    """Return the short names of the cities that take part or, of a visit, give advice."""
    return names_of((page.mentor_cities if kind_of(page) == VISIT else page.cities).all())


def events():
    held = selected(EventPage.objects.all(), EVENTS.columns, "ends", "all_day", "date_precision")
    visits = selected(MentoringVisitPage.objects.all(), EVENTS.columns, "first_day", "last_day", "host_city")
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
    (
        NUMBER,
        ChoiceColumn(
            "kind",
            _("Whether it is an event or a visit."),
            kind_of,
            codes=((EVENT, EventPage._meta.verbose_name), (VISIT, MentoringVisitPage._meta.verbose_name)),
        ),
        HEADING,
        PartialDateColumn("first_day", _("The first day, in local time."), lambda page: page.date_machine),
        PartialDateColumn("last_day", _("The last day, in local time."), last_day),
        DateTimeColumn("starts", _("When it starts, where the hour is known."), moment("starts"), ("starts",)),
        DateTimeColumn("ends", _("When it ends, where the hour is known."), moment("ends"), ("ends",)),
        BooleanColumn("all_day", _("Whether no hours are given.")),
        TextColumn("time_zone", _("The time zone of the place, as named in the IANA time zone database.")),
        TextColumn("venue", _("The building or room.")),
        TextColumn("place", _("The street and the city."), "address"),
        TextColumn("organiser", _("Who holds the event.")),
        TextColumn("host", _("Who receives the guests.")),
        TextColumn("host_city", _("The city that is visited."), host_city, refers_to="cities.slug"),
        ListColumn(
            "cities",
            _("Short names of the cities that take part or, for a visit, give advice."),
            cities_of,
            refers_to="cities.slug",
        ),
        TOPICS,
        ChoiceColumn("status", _("Whether it takes place."), codes=tuple(EventPage.Status.choices)),
        TextColumn("series", _("What the events of its series are called.")),
        TextColumn("edition", _("Which one of the series it is.")),
        URLColumn("registration_url", _("Where people sign up.")),
        PAGE_URL,
        LANGUAGES,
        CHANGED,
    ),
    events,
    pages=(EventPage, MentoringVisitPage),
    named=(CityPage,),
    keywords=(_("events"), _("cities"), _("refugees")),
)

DATASETS = [EVENTS]
