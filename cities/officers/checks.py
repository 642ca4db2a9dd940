"""The view of the yearly check, with which an officer confirms that the city's page is still correct."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied

from cities.models import CityCheck, CityTeam


@require_POST
def confirm(request, city):
    """Record the yearly check of a city of which the user is an officer."""
    team = CityTeam.objects.of(request.user).filter(city__id=city).first()
    if not team:
        return permission_denied(request)
    if not team.city.live:
        messages.error(request, _("The page is not published, so there is nothing to check."))
    else:
        CityCheck.confirm(team.city, request.user)
        messages.success(request, _("Thank you. The city's page now says that it was checked today."))
    return redirect("wagtailadmin_home")
