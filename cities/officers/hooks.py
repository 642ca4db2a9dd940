"""Registers the admin's views for managing officers, and the log actions about officers and reviews."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cities.models import CityPage
from cities.officers import admin as admin_views
from solidarity import roles


@hooks.register("register_admin_urls")
def register_urls():
    """Return the URL patterns, all restricted to users who may invite officers."""
    patterns = [
        path("", admin_views.CitiesAndOfficersView.as_view(), name="report"),
        path("results/", admin_views.CitiesAndOfficersView.as_view(results_only=True), name="report_results"),
        path("<int:city_id>/", admin_views.OfficersView.as_view(), name="city"),
        path("<int:city_id>/remove/<int:user_id>/", admin_views.RemoveView.as_view(), name="remove"),
        path("<int:city_id>/invitations/<int:invitation_id>/send-again/", admin_views.send_again, name="send_again"),
        path("<int:city_id>/invitations/<int:invitation_id>/withdraw/", admin_views.withdraw, name="withdraw"),
    ]
    decorate_urlpatterns(patterns, permission_required(roles.INVITE))
    return [path("officers/", include((patterns, "officers")))]


class ReportMenuItem(MenuItem):
    """An item of the Reports menu for users who may invite officers."""

    def is_shown(self, request):
        return request.user.has_perm(roles.INVITE)


@hooks.register("register_reports_menu_item")
def register_report_menu_item():
    """Return the item of the report on cities and officers."""
    return ReportMenuItem(
        _("Cities and officers"), reverse("officers:report"), name="cities-and-officers", icon_name="group", order=650
    )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def add_officers_button(page, user, next_url=None, view_name=None):
    """Add a button from a city's page to its officers, for users who may invite officers."""
    if page.specific_class is CityPage and user.has_perm(roles.INVITE):
        yield Button(_("Officers"), reverse("officers:city", args=[page.pk]), icon_name="group", priority=16)


class OfficerLogFormatter(LogFormatter):
    """Formats a log entry with the officer's e-mail address."""

    def format_message(self, log_entry):
        return self.message % {"officer": log_entry.data.get("officer", "")}


class OverruledReviewLogFormatter(LogFormatter):
    """Formats a log entry about an administrator's decision on their own submission."""

    label = _("Review one's own submission")
    messages = {
        "approve": _("Approved their own submission, as an administrator"),
        "reject": _("Asked for changes in their own submission, as an administrator"),
    }

    def format_message(self, log_entry):
        return self.messages.get(log_entry.data.get("action"), self.label)


LOG_ACTIONS = {
    "cities.invited": (_("Invite an officer"), _("Invited %(officer)s as an officer")),
    "cities.invitation_renewed": (_("Send an invitation again"), _("Sent the invitation of %(officer)s again")),
    "cities.invitation_withdrawn": (_("Withdraw an invitation"), _("Withdrew the invitation of %(officer)s")),
    "cities.invitation_accepted": (_("Accept an invitation"), _("%(officer)s accepted the invitation")),
    "cities.officer_added": (_("Add an officer"), _("%(officer)s became an officer")),
    "cities.officer_removed": (_("Remove an officer"), _("%(officer)s is no longer an officer")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """Register the log actions about officers and reviews."""
    for action, (label, message) in LOG_ACTIONS.items():
        actions.register_action(action)(type("Formatter", (OfficerLogFormatter,), {"label": label, "message": message}))
    actions.register_action("cities.review_overruled")(OverruledReviewLogFormatter)
