"""Withdrawal requests: published pages to withdraw, the views, and what they answer."""

from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from cities.models import PledgePage, WithdrawalRequest
from tests import factories

HOME = "/admin/"


def published_statement(city):
    page = factories.MayorStatementPageFactory(parent=city, heading_en="On arrival", heading_el="Για την άφιξη")
    page.save_revision().publish()
    return page


def published_pledge(city):
    page = factories.PledgePageFactory(parent=city, heading_en="Homes")
    page.save_revision().publish()
    return PledgePage.objects.get(pk=page.pk)


def ask_url(page):
    return reverse("cities_ask_withdrawal", args=[page if isinstance(page, int) else page.pk])


def decide_url(request):
    return reverse("cities_decide_withdrawal", args=[request if isinstance(request, int) else request.pk])


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def words_of(response):
    """Return what the messages on the page say."""
    assert response.status_code == 200
    return " ".join(str(message) for message in response.context["messages"])


def log_of(page, action):
    return PageLogEntry.objects.get(page=page.pk, action=f"cities.withdrawal_{action}")


def asked(page, officer, reason="It was a mistake."):
    return WithdrawalRequest.ask(page, officer, reason)
