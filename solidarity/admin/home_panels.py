"""What staff see first: what waits for them, in panels of a few rows that lead to the full lists."""

from dataclasses import dataclass

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page, TaskState
from wagtail.permissions import page_permission_policy

from solidarity.querysets import expire_soon, scheduled


def may_publish(user):
    """Tell whether a user decides what is published: the panels are for them."""
    return page_permission_policy.user_has_permission(user, "publish")


@dataclass(frozen=True)
class PanelRow:
    """A page in a panel: its name and what the panel says of it, the latter with a moment or without."""

    page: Page
    said: str = ""
    moment: object = None

    @property
    def url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])


class StaffPanel(Component):
    """A few rows of what waits for staff. Without ``when_empty`` it is not shown while there are none."""

    template_name = "admin/dashboard_panel.html"
    ROWS = 8
    name = ""
    heading = ""
    columns = ()
    when_empty = ""
    all_url = ""

    def __init__(self, request):
        self.request = request

    def rows(self):
        """Return the first rows, of which there are no more than ROWS."""
        raise NotImplementedError

    def get_context_data(self, parent_context):
        return {**super().get_context_data(parent_context), "panel": self, "rows": self.rows()}


class ReviewPanel(StaffPanel):
    """What was sent for review, oldest first. It takes the place of Wagtail's own panel."""

    name = "waiting-for-review"
    heading = _("Waiting for review")
    order = 100
    columns = (_("Page"), _("Sent by"), _("Waiting since"))
    when_empty = _("There is nothing to review.")

    @property
    def all_url(self):
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
    """What will be published by itself, the next first."""

    name = "scheduled"
    heading = _("Scheduled")
    order = 120
    columns = (_("Page"), _("Kind"), _("To be published"))
    all_url = reverse_lazy("list_scheduled:index")

    def rows(self):
        return [
            PanelRow(page, page.page_type_display_name, page.publishes_at)
            for page in scheduled(Page.objects.all())[: self.ROWS]
        ]


class ExpiringPanel(StaffPanel):
    """What will soon be taken from the site, the next first."""

    name = "expires-soon"
    heading = _("Expires soon")
    order = 130
    columns = (_("Page"), _("Kind"), _("Expires"))
    all_url = reverse_lazy("list_expiring:index")

    def rows(self):
        return [
            PanelRow(page, page.page_type_display_name, page.expire_at)
            for page in expire_soon(Page.objects.all())[: self.ROWS]
        ]


def staff_panels(request, panels):
    """Put the panels of the site among those of the dashboard, if the user may publish."""
    if may_publish(request.user):
        panels[:] = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
        panels += [ReviewPanel(request), ScheduledPanel(request), ExpiringPanel(request)]
