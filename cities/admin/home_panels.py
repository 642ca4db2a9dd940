"""The panels of the admin's dashboard that show staff which pages of cities need attention."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cities.models import MayorStatementPage
from solidarity.admin.home_panels import PanelRow, StaffPanel


class SignOffPanel(StaffPanel):
    """Published statements without a recorded approval by the mayor's office."""

    name = "statements-without-sign-off"
    heading = _("Statements without sign-off")
    order = 140
    columns = (_("Statement"), _("City"))

    @property
    def listing_url(self):
        """The URL of the listing of all these statements."""
        return f"{reverse('list_statements:index')}?sign_off=missing&state=live"

    def rows(self):
        statements = MayorStatementPage.objects.live().without_sign_off().defer_streamfields().newest_first()
        statements = list(statements[: self.ROWS])
        Page.objects.annotate_parent_page(statements)
        return [PanelRow(statement, statement._parent_page.title) for statement in statements]
