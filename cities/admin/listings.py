"""The admin's listings of cities, statements, pledges and projects, and their filters."""

import django_filters
from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import ParentPageColumn

from cities.models import CityPage, MayorStatementPage, PledgePage, ProjectPage
from solidarity.admin.listings import (
    ContentFilterSet,
    ContentListing,
    DateYearFilter,
    NamesColumn,
    PartialDateListingColumn,
)
from solidarity.database.alphabetical import alphabetically
from solidarity.text import collation_key


class CityListingFilter(django_filters.ModelChoiceFilter):
    """The filter of a listing by city; the listed model's queryset has ``of_city()``."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("City"), queryset=CityPage.objects.only("title").order_by(alphabetically("title")), **kwargs
        )

    def filter(self, qs, value):
        return qs.of_city(value) if value else qs


def cities_prefetched(lookup):
    """Return the Prefetch of a relation to cities, with the fields that a column of their names needs."""
    return Prefetch(lookup, queryset=CityPage.objects.only("title"))


def names_of(cities):
    """Return the admin titles of cities, sorted in the user's language."""
    return sorted((city.title for city in cities), key=collation_key)


# For the listings of models with a field ``cities``.
CITIES_COLUMN = NamesColumn("cities", label=_("Cities"), accessor=lambda page: names_of(page.cities.all()))
CITIES_PREFETCHED = cities_prefetched("cities")


class CityFilterSet(ContentFilterSet):
    """The filters of the listing of cities."""

    country = django_filters.ChoiceFilter(
        label=_("Country"), choices=lambda: CityPage.objects.countries(), empty_label=_("Any")
    )

    class Meta:
        model = CityPage
        fields = ["status"]


class CityListing(ContentListing):
    """The listing of cities."""

    name = "cities"
    model = CityPage
    menu_label = _("Cities")
    menu_order = 10
    icon = "home"
    ordering = "title"
    filterset_class = CityFilterSet
    own_columns = [
        Column("country", label=_("Country"), accessor=lambda city: city.country.name, sort_key="country"),
        Column("status", label=_("Membership"), accessor="get_status_display", sort_key="status"),
        PartialDateListingColumn("joined", label=_("Joined"), sort_key="joined_on"),
    ]


class StatementFilterSet(ContentFilterSet):
    """The filters of the listing of statements."""

    city = CityListingFilter()
    year = DateYearFilter(MayorStatementPage, "date")
    sign_off = django_filters.ChoiceFilter(
        label=_("Approval by the mayor's office"),
        method="filter_sign_off",
        choices=[("missing", _("Not recorded"))],
        empty_label=_("Any"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = MayorStatementPage
        fields = []

    def filter_sign_off(self, statements, name, value):
        """Return the statements without sign-off, which is the filter's only choice."""
        return statements.without_sign_off()


class StatementListing(ContentListing):
    """The listing of the statements of all cities."""

    name = "statements"
    model = MayorStatementPage
    menu_label = _("Statements")
    menu_order = 20
    icon = "openquote"
    ordering = "-date"
    filterset_class = StatementFilterSet
    own_columns = [
        ParentPageColumn("city", label=_("City")),
        PartialDateListingColumn("said_on", "subject_date", label=_("Date"), sort_key="date"),
        Column("approved_on", label=_("Approved"), sort_key="approved_on"),
    ]


class PledgeFilterSet(ContentFilterSet):
    """The filters of the listing of pledges."""

    city = CityListingFilter()
    year = DateYearFilter(PledgePage, "made_on")
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        method="filter_status",
        choices=PledgePage.Status.choices,
        empty_label=_("Any"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = PledgePage
        fields = ["pillar"]

    def filter_status(self, pledges, name, value):
        """Return the pledges of a status, which is derived and no column of the table."""
        return pledges.with_status(value)


class PledgeListing(ContentListing):
    """The listing of all pledges, below the pledge index or below a city."""

    name = "pledges"
    model = PledgePage
    menu_label = _("Pledges")
    menu_order = 30
    icon = "circle-check"
    ordering = "-made_on"
    filterset_class = PledgeFilterSet
    prefetch = ["progress", cities_prefetched("signatories__city")]
    own_columns = [
        NamesColumn(
            "cities",
            label=_("Cities"),
            accessor=lambda pledge: names_of(signatory.city for signatory in pledge.signatories.all()),
        ),
        Column("pillar", label=_("Pillar"), accessor="get_pillar_display", sort_key="pillar"),
        PartialDateListingColumn("made", "subject_date", label=_("Made"), sort_key="made_on"),
        Column("status", label=_("Status"), accessor=lambda pledge: pledge.status.label),
    ]


class ProjectFilterSet(ContentFilterSet):
    """The filters of the listing of projects."""

    city = CityListingFilter()
    year = DateYearFilter(ProjectPage, "starts")

    class Meta:
        model = ProjectPage
        fields = []


class ProjectListing(ContentListing):
    """The listing of joint projects."""

    name = "projects"
    model = ProjectPage
    menu_label = _("Projects")
    menu_order = 40
    icon = "link"
    ordering = "-starts"
    filterset_class = ProjectFilterSet
    prefetch = [CITIES_PREFETCHED]
    own_columns = [
        Column("acronym", label=_("Acronym"), sort_key="acronym"),
        CITIES_COLUMN,
        PartialDateListingColumn("starts", "start", label=_("Starts"), sort_key="starts"),
        PartialDateListingColumn("ends", "end", label=_("Ends"), sort_key="ends"),
    ]
