"""The panels of the admin's dashboard: "Your city" for officers, open withdrawal requests for staff."""

from wagtail.admin.ui.components import Component

from cities.models import CityOverview, CityTeam, WithdrawalRequest
from solidarity.models import SiteSettings


class YourCityPanel(Component):
    """The pages of an officer's cities, their editorial states, and what is due."""

    name = "your_city"
    template_name = "cities/admin/officer_home.html"
    order = 10

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        return {
            "request": request,
            "csrf_token": parent_context["csrf_token"],
            "overviews": [CityOverview(team.city) for team in CityTeam.objects.of(request.user)],
            "contact": SiteSettings.for_request(request).contact_email,
        }


class WithdrawalsPanel(Component):
    """The open withdrawal requests that the user may decide, the oldest first."""

    name = "withdrawals"
    template_name = "cities/admin/withdrawals_panel.html"
    order = 110  # below the panel of pages that wait for review

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {"withdrawals": WithdrawalRequest.objects.to_decide_by(user)}
