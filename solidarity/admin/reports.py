"""Reports on pages of all types, in Wagtail's menu of reports: scheduled, expiring, linking to unpublished pages."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import MultipleContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.models import Page, get_page_content_types

from solidarity.admin.listings import ContentIndexView, ContentListing, NamesColumn
from solidarity.querysets import expire_soon, scheduled, that_link_down, with_links_down


class FutureDateTimeColumn(Column):
    """A date and time in the future. Wagtail's DateColumn shows only how long ago something was."""

    cell_template_name = "admin/datetime_cell.html"


class PageTypeFilterSet(WagtailFilterSet):
    """Filters a report by page type."""

    content_type = MultipleContentTypeFilter(
        label=_("Kind"),
        queryset=lambda request: get_page_content_types(include_base_page_type=False),
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = Page
        fields = []


class ReportViewSet(ContentListing):
    """A listing of some pages, in the menu of reports and without a button to add a page."""

    menu_hook = "register_reports_menu_item"

    def get_common_view_kwargs(self, **kwargs):
        return {**super().get_common_view_kwargs(**kwargs), "add_url_name": None}


class PageReportViewSet(ReportViewSet):
    """A report on pages of any type."""

    model = Page
    filterset_class = PageTypeFilterSet
    page_type_column = Column("kind", label=_("Kind"), accessor="page_type_display_name")
    common_columns = ContentListing.common_columns[1:]


class ScheduledReportViewSet(PageReportViewSet):
    """Pages with a revision that is scheduled to be published."""

    name = "scheduled"
    menu_label = _("Scheduled")
    menu_order = 100
    icon = "calendar-alt"
    ordering = "publishes_at"
    filtered = staticmethod(scheduled)
    own_columns = [
        PageReportViewSet.page_type_column,
        FutureDateTimeColumn("publishes_at", label=_("To be published"), sort_key="publishes_at"),
    ]


class ExpiringReportViewSet(PageReportViewSet):
    """Published pages that will expire soon."""

    name = "expiring"
    menu_label = _("Expires soon")
    menu_order = 110
    icon = "time"
    ordering = "expire_at"
    filtered = staticmethod(expire_soon)
    own_columns = [
        PageReportViewSet.page_type_column,
        FutureDateTimeColumn("expire_at", label=_("Expires"), sort_key="expire_at"),
    ]


class UnpublishedLinksReportView(ContentIndexView):
    """The view of UnpublishedLinksReportViewSet. It fetches the targets of links once for all rows."""

    def get_table(self, object_list):
        return super().get_table(with_links_down(object_list))

    def as_spreadsheet(self, queryset, spreadsheet_format):
        return super().as_spreadsheet(with_links_down(queryset), spreadsheet_format)


class UnpublishedLinksReportViewSet(PageReportViewSet):
    """Published pages that refer or link to unpublished or deleted pages; readers see such links as plain text."""

    name = "links_down"
    menu_label = _("Links to unpublished pages")
    menu_order = 120
    icon = "link"
    index_view_class = UnpublishedLinksReportView
    ordering = "title"
    filtered = staticmethod(that_link_down)
    own_columns = [
        PageReportViewSet.page_type_column,
        NamesColumn("leads_to", label=_("Not published")),
        NamesColumn("found_in", label=_("Found on")),
    ]
