"""What staff get in the admin of cities' pages: listings, an overview and a panel of the dashboard."""

from wagtail import hooks

from cities.admin.home_panels import SignOffPanel
from cities.admin.listings import CityListing, PledgeListing, ProjectListing, StatementListing
from cities.admin.reports import OutdatedLeadersOverview
from solidarity.admin.home_panels import may_publish


@hooks.register("register_admin_viewset")
def listings():
    """Give the admin the listings of cities, statements, pledges and projects."""
    return [CityListing(), StatementListing(), PledgeListing(), ProjectListing(), OutdatedLeadersOverview()]


@hooks.register("construct_homepage_panels")
def panels_of_cities(request, panels):
    """Show statements without sign-off to those who may publish."""
    if may_publish(request.user):
        panels.append(SignOffPanel(request))
