"""What tests about officers ask and say: URLs, what the log says, what a form answers."""

from datetime import timedelta

from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import PageLogEntry

from cities.models import Invitation
from tests.support.people import PASSWORD

ACCOUNT = {"name": "Maria Del Mar", "password1": PASSWORD, "password2": PASSWORD}
INVITED = {"name": "Maria Rossi", "email": "maria@athens.example", "language": "el"}


def city_page(team):
    return reverse("officers:city", args=[team.city_id])


def page(invitation):
    return reverse("invitation", args=[invitation.token])


def action(invitation, name):
    return reverse(f"officers:{name}", args=[invitation.team.city_id, invitation.pk])


def logged(team):
    """Return what the history of a city's page says about officers, oldest first."""
    entries = PageLogEntry.objects.filter(page_id=team.city_id, action__startswith="cities.").order_by("pk")
    return [entry.action.removeprefix("cities.") for entry in entries]


def expire(invitation):
    invitation.sent_at -= Invitation.VALID_FOR + timedelta(minutes=1)
    invitation.save()
    return invitation


def heading(response):
    return BeautifulSoup(response.content, "lxml").h1.get_text(" ", strip=True)


def errors(response):
    assert response.status_code == 200
    return dict(response.context["form"].errors)


def in_greek(words):
    """Return a text of the interface in the language that INVITED reads."""
    with translation.override(INVITED["language"]):
        return gettext(words)
