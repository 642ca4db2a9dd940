"""The admin's listings of news and reports, and their filters."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from cities.admin.listings import CITIES_COLUMN, CITIES_PREFETCHED, CityListingFilter
from news.models import NewsPage, ReportPage
from solidarity.admin.listings import ContentFilterSet, ContentListing, DateYearFilter, PartialDateListingColumn


class NewsFilterSet(ContentFilterSet):
    """The filters of the listing of news."""

    city = CityListingFilter()
    year = DateYearFilter(NewsPage, "date")

    class Meta:
        model = NewsPage
        fields = ["kind"]


class NewsListing(ContentListing):
    """The listing of all news, including press coverage."""

    name = "news"
    model = NewsPage
    menu_label = _("News")
    menu_order = 50
    icon = "doc-full"
    ordering = "-date"
    filterset_class = NewsFilterSet
    prefetch = [CITIES_PREFETCHED]
    own_columns = [
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        PartialDateListingColumn("date", "subject_date", label=_("Date"), sort_key="date"),
        CITIES_COLUMN,
    ]


class ReportFilterSet(ContentFilterSet):
    """The filters of the listing of reports."""

    city = CityListingFilter()
    year = DateYearFilter(ReportPage, "published_on")

    class Meta:
        model = ReportPage
        fields = ["document_type"]


class ReportListing(ContentListing):
    """The listing of all reports and other publications."""

    name = "reports"
    model = ReportPage
    menu_label = _("Reports")
    menu_order = 60
    icon = "clipboard-list"
    ordering = "-published_on"
    filterset_class = ReportFilterSet
    prefetch = [CITIES_PREFETCHED]
    own_columns = [
        Column("type", label=_("Type"), accessor="get_document_type_display", sort_key="document_type"),
        PartialDateListingColumn("date", "subject_date", label=_("Published"), sort_key="published_on"),
        CITIES_COLUMN,
    ]
