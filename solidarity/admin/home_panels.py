"""Panels of the admin's home page for staff: what waits for them, with links to the full listings."""

from dataclasses import dataclass

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page, TaskState
from wagtail.permissions import page_permission_policy

from solidarity.querysets import expire_soon, scheduled


def may_publish(user):
    """Tell whether a user may publish pages, and so sees the panels."""
    return page_permission_policy.user_has_permission(user, "publish")


@dataclass(frozen=True)
class PanelRow:
    """A page in a panel, with a text about it and a date and time, if there is one."""

    page: Page
    description: str = ""
    timestamp: object = None

    @property
    def url(self):
        """The URL of the page's edit view."""
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])


class StaffPanel(Component):
    """A panel of a few rows that wait for staff. Without ``empty_message`` it is hidden while it has no rows."""

    template_name = "admin/dashboard_panel.html"
    ROWS = 8
    name = ""
    heading = ""
    columns = ()
    empty_message = ""
    listing_url = ""

    def __init__(self, request):
        self.request = request

    def rows(self):
        """Return the first rows as PanelRows, at most ROWS."""
        raise NotImplementedError

    def get_context_data(self, parent_context):
        return {**super().get_context_data(parent_context), "panel": self, "rows": self.rows()}


class ReviewPanel(StaffPanel):
    """Pages in review, oldest first. It replaces Wagtail's own panel."""

    name = "waiting-for-review"
    heading = _("Waiting for review")
    order = 100
    columns = (_("Page"), _("Sent by"), _("Waiting since"))
    empty_message = _("There is nothing to review.")

    @property
    def listing_url(self):
        return f"{reverse('wagtailadmin_reports:workflow_tasks')}?reviewable=true"

    def rows(self):
        states = (
            TaskState.objects.reviewable_by(self.request.user)
            .select_related("revision__user")
            .prefetch_related("revision__content_object")
            .order_by("started_at", "pk")
        )
        return [
            PanelRow(state.revision.content_object, state.revision.user or "", state.started_at)
            for state in states[: self.ROWS]
        ]


class ScheduledPanel(StaffPanel):
    """Pages scheduled to be published, earliest first."""

    name = "scheduled"
    heading = _("Scheduled")
    order = 120
    columns = (_("Page"), _("Kind"), _("To be published"))
    listing_url = reverse_lazy("list_scheduled:index")

    def rows(self):
        return [
            PanelRow(page, page.page_type_display_name, page.publishes_at)
            for page in scheduled(Page.objects.all())[: self.ROWS]
        ]


class ExpiringPanel(StaffPanel):
    """Published pages that will expire within two months, earliest first."""

    name = "expires-soon"
    heading = _("Expires soon")
    order = 130
    columns = (_("Page"), _("Kind"), _("Expires"))
    listing_url = reverse_lazy("list_expiring:index")

    def rows(self):
        return [
            PanelRow(page, page.page_type_display_name, page.expire_at)
            for page in expire_soon(Page.objects.all())[: self.ROWS]
        ]


def add_staff_panels(request, panels):
    """Add the site's panels to those of the admin's home page, if the user may publish."""
    if may_publish(request.user):
        panels[:] = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
        panels += [ReviewPanel(request), ScheduledPanel(request), ExpiringPanel(request)]
