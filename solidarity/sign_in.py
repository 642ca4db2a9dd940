"""Signing in: after several wrong passwords an account, and the address they came from, have to wait.

What was typed counts, so that nobody learns by this which accounts there are. And what a page left open asks: whether
its session goes on.
"""

from ipaddress import ip_address, ip_network
from math import ceil

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.db.models import Max, Sum
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin.forms.auth import LoginForm

from solidarity.text import normalize_email


class SignInForm(LoginForm):
    """Wagtail's, with a label for the password: without one it would be the field's name, in English."""

    password = forms.CharField(
        label=AuthenticationForm.base_fields["password"].label,
        strip=False,
        widget=LoginForm.base_fields["password"].widget,
    )


class SignInHandler(AxesDatabaseHandler):
    """Counts wrong passwords in the database."""

    def reset_user_attempts(self, request, credentials=None):
        """Forget an account's own wrong passwords when its owner signs in.

        Those of the address stay: whoever has an account could otherwise try passwords of others without end.
        """
        return self.reset_attempts(username=account_name(request, credentials))

    def waiting_time(self, request, credentials):
        """Return how long whoever is locked out has to wait."""
        counted = [
            attempts.aggregate(number=Sum("failures_since_start", default=0), last=Max("attempt_time"))
            for attempts in self.get_user_attempts(request, credentials)
        ]
        now = timezone.now()
        last = max((one["last"] for one in counted if one["number"] >= settings.AXES_FAILURE_LIMIT), default=now)
        return last + settings.AXES_COOLOFF_TIME - now


def account_name(request, credentials=None):
    """Return the account that was typed in one spelling, whatever its case."""
    typed = (credentials or request.POST).get("username") or ""
    return normalize_email(typed)[:255]


def client_address(request):
    """Return the address that a request comes from, or None where it is not known.

    A proxy adds the address it was asked from to the end of X-Forwarded-For; what stands before may be made up.
    """
    if settings.BEHIND_PROXY:
        given = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    else:
        given = request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(given)
    except ValueError:
        return None
    address = getattr(address, "ipv4_mapped", None) or address
    if address.version == 6:  # a household has 2⁶⁴ of them
        address = ip_network((address.packed, 64), strict=False).network_address
    return str(address)


@never_cache
def locked_out(request, response, credentials):
    """Say when to try again, in the place of what the sign-in form would have answered."""
    wait = AxesProxyHandler.get_implementation().waiting_time(request, credentials)
    seconds = ceil(wait.total_seconds())
    page = render(request, "solidarity/locked_out.html", {"minutes": ceil(seconds / 60)}, status=429)
    page["Retry-After"] = seconds
    return page


@never_cache
def session(request):
    """Answer those whose session goes on with what their forms need; the admin refuses all others.

    That is a token, and how many bytes a form may hold: one that holds more is not sent, so that nothing typed is lost.
    """
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    too_much = _(
        "Nothing was saved, for this form holds more than %(size)s of text. What you typed is still on this page. "
        "Shorten it, and upload pictures as files instead of pasting them into the text."
    ) % {"size": filesizeformat(limit)}
    return JsonResponse({"token": get_token(request), "limit": limit, "tooMuch": too_much})
