"""Reports in Wagtail's Reports menu on pages of cities that need maintenance."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import ParentPageColumn

from cities.admin.listings import StatementListing
from solidarity.admin.listings import PartialDateListingColumn
from solidarity.admin.reports import ReportViewSet


class OutdatedLeadersReportViewSet(ReportViewSet, StatementListing):
    """Published statements whose speaker has been shown as in office for so long that the term may be over."""

    name = "outdated-leaders"
    menu_label = _("Leaders perhaps no longer in office")
    menu_order = 120
    icon = "user"
    ordering = "in_office_from"
    own_columns = [
        ParentPageColumn("city", label=_("City")),
        Column("speaker", label=_("Speaker"), sort_key="speaker"),
        Column("in_office_since", label=_("In office from"), sort_key="in_office_from"),
        PartialDateListingColumn("said_on", "subject_date", label=_("Date of the statement"), sort_key="date"),
    ]

    @staticmethod
    def filtered(statements):
        return statements.live().perhaps_outdated().prefetch_related("other_terms")
