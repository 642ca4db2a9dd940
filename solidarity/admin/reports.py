"""Overviews across all kinds of pages, in Wagtail's menu of reports: what is scheduled, expires, or leads nowhere."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import MultipleContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.models import Page, get_page_content_types

from solidarity.admin.listings import ContentIndexView, ContentListing, NamesColumn
from solidarity.querysets import expire_soon, scheduled, that_link_down, with_links_down


class MomentColumn(Column):
    """A day and hour to come. Wagtail's own column of dates tells only how long ago something was."""

    cell_template_name = "admin/datetime_cell.html"


class KindFilterSet(WagtailFilterSet):
    content_type = MultipleContentTypeFilter(
        label=_("Kind"),
        queryset=lambda request: get_page_content_types(include_base_page_type=False),
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = Page
        fields = []


class Overview(ContentListing):
    """A listing of some pages, under the menu of overviews; nothing is added there."""

    menu_hook = "register_reports_menu_item"

    def get_common_view_kwargs(self, **kwargs):
        return {**super().get_common_view_kwargs(**kwargs), "add_url_name": None}


class PagesOfAllKinds(Overview):
    """An overview of pages of any kind."""

    model = Page
    filterset_class = KindFilterSet
    kind_column = Column("kind", label=_("Kind"), accessor="page_type_display_name")
    common_columns = ContentListing.common_columns[1:]


class ScheduledOverview(PagesOfAllKinds):
    """Pages of which a version is to be published by itself."""

    name = "scheduled"
    menu_label = _("Scheduled")
    menu_order = 100
    icon = "calendar-alt"
    ordering = "publishes_at"
    filtered = staticmethod(scheduled)
    own_columns = [
        PagesOfAllKinds.kind_column,
        MomentColumn("publishes_at", label=_("To be published"), sort_key="publishes_at"),
    ]


class ExpiringOverview(PagesOfAllKinds):
    """Published pages that are soon taken from the site."""

    name = "expiring"
    menu_label = _("Expires soon")
    menu_order = 110
    icon = "time"
    ordering = "expire_at"
    filtered = staticmethod(expire_soon)
    own_columns = [
        PagesOfAllKinds.kind_column,
        MomentColumn("expire_at", label=_("Expires"), sort_key="expire_at"),
    ]


class LinksDownView(ContentIndexView):
    """The listing of pages that lead nowhere, with what they lead to asked for once for all rows."""

    def get_table(self, object_list):
        return super().get_table(with_links_down(object_list))

    def as_spreadsheet(self, queryset, spreadsheet_format):
        return super().as_spreadsheet(with_links_down(queryset), spreadsheet_format)


class LinksDownOverview(PagesOfAllKinds):
    """Published pages that name or link to pages taken from the site, which readers see as words alone."""

    name = "links_down"
    menu_label = _("Links to unpublished pages")
    menu_order = 120
    icon = "link"
    index_view_class = LinksDownView
    ordering = "title"
    filtered = staticmethod(that_link_down)
    own_columns = [
        PagesOfAllKinds.kind_column,
        NamesColumn("leads_to", label=_("Not published")),
        NamesColumn("found_in", label=_("Found on")),
    ]
