"""The admin's listings of events and mentoring visits, and their filters."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from cities.admin.listings import CITIES_COLUMN, CITIES_PREFETCHED, CityListingFilter, cities_prefetched, names_of
from events.models import EventPage, MentoringVisitPage
from solidarity.admin.listings import ContentFilterSet, ContentListing, DatesColumn, DateYearFilter, NamesColumn

# The columns of an exported spreadsheet with the days of an event or a visit: a heading, and a function of the page.
DAYS = {
    "first_day": (_("First day"), lambda page: page.subject_date),
    "last_day": (_("Last day"), lambda page: page.end),
}


class LocalYearFilter(DateYearFilter):
    """The filter of events by the year of their start in their own time zone."""

    def years(self):
        return EventPage.objects.all().years()

    def filter(self, events, value):
        return events.with_year().filter(year=value) if value else events


class EventFilterSet(ContentFilterSet):
    """The filters of the listing of events."""

    city = CityListingFilter()
    year = LocalYearFilter(EventPage, "starts")

    class Meta:
        model = EventPage
        fields = ["status"]


class EventListing(ContentListing):
    """The listing of all events, past and upcoming."""

    name = "events"
    model = EventPage
    menu_label = _("Events")
    icon = "date"
    ordering = "-starts"
    filterset_class = EventFilterSet
    add_to_admin_menu = False
    prefetch = [CITIES_PREFETCHED]
    own_columns = [
        DatesColumn("days", DAYS, label=_("Date"), accessor="days_shown", sort_key="starts"),
        Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
        CITIES_COLUMN,
    ]


class VisitFilterSet(ContentFilterSet):
    """The filters of the listing of mentoring visits."""

    city = CityListingFilter()
    year = DateYearFilter(MentoringVisitPage, "first_day")

    class Meta:
        model = MentoringVisitPage
        fields = []


class VisitListing(ContentListing):
    """The listing of all mentoring visits."""

    name = "visits"
    model = MentoringVisitPage
    menu_label = _("Mentoring visits")
    icon = "group"
    ordering = "-first_day"
    filterset_class = VisitFilterSet
    add_to_admin_menu = False
    prefetch = [cities_prefetched("host_city"), cities_prefetched("mentor_cities")]
    own_columns = [
        DatesColumn("days", DAYS, label=_("Date"), accessor="days_shown", sort_key="first_day"),
        Column("host_city", label=_("Host city"), accessor="host_city.title"),
        NamesColumn("mentors", label=_("Mentor cities"), accessor=lambda visit: names_of(visit.mentor_cities.all())),
    ]


class EventListings(ViewSetGroup):
    """The menu item of the two listings."""

    items = (EventListing, VisitListing)
    menu_label = _("Events")
    menu_name = "list-events-and-visits"
    menu_icon = "date"
    menu_order = 70
