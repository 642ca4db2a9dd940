"""What staff get in the admin: its menu in their own words, overviews, and the panels of the dashboard."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from solidarity.dashboard import staff_panels
from solidarity.overviews import ExpiringOverview, ScheduledOverview

OVERVIEWS = _("Overviews")

hooks.register("construct_homepage_panels", staff_panels)


@hooks.register("construct_main_menu")
def name_overviews(request, items):
    """Give Wagtail's reports another name: on this site reports are documents that the initiative publishes."""
    for item in items:
        if item.name == "reports":
            item.label = OVERVIEWS


@hooks.register("register_admin_viewset")
def overviews():
    """Give the admin the overviews across all kinds of pages."""
    return [ScheduledOverview(), ExpiringOverview()]
