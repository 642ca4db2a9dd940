"""Registers what staff use in the admin for pages of cities: listings, a report and a panel of the dashboard."""

from wagtail import hooks

from cities.admin.home_panels import SignOffPanel
from cities.admin.listings import CityListing, PledgeListing, ProjectListing, StatementListing
from cities.admin.reports import OutdatedLeadersReportViewSet
from solidarity.admin.home_panels import may_publish


@hooks.register("register_admin_viewset")
def register_viewsets():
    """Register the listings of cities, statements, pledges and projects, and the report on outdated leaders."""
    return [CityListing(), StatementListing(), PledgeListing(), ProjectListing(), OutdatedLeadersReportViewSet()]


@hooks.register("construct_homepage_panels")
def add_sign_off_panel(request, panels):
    """Add the panel of statements without sign-off for users who may publish."""
    if may_publish(request.user):
        panels.append(SignOffPanel(request))
