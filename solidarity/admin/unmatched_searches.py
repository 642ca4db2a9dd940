"""A report for staff: what visitors searched for without finding anything."""

import django_filters
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.utils.urlpatterns import decorate_urlpatterns

from solidarity import languages
from solidarity.models import UnmatchedQuery
from solidarity.roles import EDIT_ALL

TITLE = _("Searched without a hit")
LABELS = {"query": _("Searched for"), "language": _("Language"), "count": _("Times"), "last_day": _("Last on")}


class UnmatchedQueryFilterSet(WagtailFilterSet):
    """Filters the searches by the language of the search page."""

    language = django_filters.ChoiceFilter(label=LABELS["language"], choices=languages.LANGUAGES)

    class Meta:
        model = UnmatchedQuery
        fields = []


class UnmatchedQueriesView(ReportView):
    """The queries without a hit, most frequent first."""

    page_title = TITLE
    header_icon = "search"
    index_url_name = "unmatched_queries:report"
    index_results_url_name = "unmatched_queries:report_results"
    filterset_class = UnmatchedQueryFilterSet
    default_ordering = "-count"
    columns = [
        Column("query", label=LABELS["query"], sort_key="query"),
        Column("language", label=LABELS["language"], accessor="get_language_display", sort_key="language"),
        NumberColumn("count", label=LABELS["count"], sort_key="count"),
        Column("last_day", label=LABELS["last_day"], sort_key="last_day"),
    ]
    export_filename = "searched-without-a-hit"
    list_export = list(LABELS)
    export_headings = LABELS

    def get_base_queryset(self):
        return UnmatchedQuery.objects.all()


class UnmatchedQueriesMenuItem(MenuItem):
    """The report's item in the menu of reports, for staff only."""

    def is_shown(self, request):
        return request.user.has_perm(EDIT_ALL)


def register_urls():
    """Return the routes of the report, all of them for staff only."""
    patterns = [
        path("", UnmatchedQueriesView.as_view(), name="report"),
        path("results/", UnmatchedQueriesView.as_view(results_only=True), name="report_results"),
    ]
    decorate_urlpatterns(patterns, permission_required(EDIT_ALL))
    return [path("searched-without-a-hit/", include((patterns, "unmatched_queries")))]


def register_menu_item():
    """Return the report's item in the menu of reports."""
    return UnmatchedQueriesMenuItem(
        TITLE, reverse("unmatched_queries:report"), name="searched-without-a-hit", icon_name="search", order=130
    )
