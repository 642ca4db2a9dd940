"""Sign-in: after several wrong passwords, the account and the IP address are locked for a while.

What was typed is counted, whether or not such an account exists, so that nobody can find out which accounts exist. A
view tells open pages of the admin whether their session is still alive.
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
    """Wagtail's form, with a translated label for the password."""

    password = forms.CharField(
        label=AuthenticationForm.base_fields["password"].label,
        strip=False,
        widget=LoginForm.base_fields["password"].widget,
    )


class SignInHandler(AxesDatabaseHandler):
    """Counts wrong passwords in the database: https://django-axes.readthedocs.io/."""

    def reset_user_attempts(self, request, credentials=None):
        """Reset the count of an account when its owner signs in.

        That of the IP address is kept: otherwise anybody with an account could guess other passwords without limit.
        """
        return self.reset_attempts(username=account_name(request, credentials))

    def waiting_time(self, request, credentials):
        """Return how long the lock lasts, as a timedelta."""
        counted = [
            attempts.aggregate(total=Sum("failures_since_start", default=0), last=Max("attempt_time"))
            for attempts in self.get_user_attempts(request, credentials)
        ]
        now = timezone.now()
        last = max(
            (failures["last"] for failures in counted if failures["total"] >= settings.AXES_FAILURE_LIMIT), default=now
        )
        return last + settings.AXES_COOLOFF_TIME - now


def account_name(request, credentials=None):
    """Return the typed user name, normalised as e-mail addresses are."""
    typed = (credentials or request.POST).get("username") or ""
    return normalize_email(typed)[:255]


def client_address(request):
    """Return the IP address of a request's client, or None if it is unknown; of IPv6 the /64 network.

    A proxy appends its client's address to X-Forwarded-For; the client may have forged what precedes it.
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
    if address.version == 6:  # a household has a whole /64 network
        address = ip_network((address.packed, 64), strict=False).network_address
    return str(address)


@never_cache
def locked_out(request, response, credentials):
    """Respond with 429 and the time to wait, in the place of the sign-in form."""
    wait = AxesProxyHandler.get_implementation().waiting_time(request, credentials)
    seconds = ceil(wait.total_seconds())
    page = render(request, "solidarity/locked_out.html", {"minutes": ceil(seconds / 60)}, status=429)
    page["Retry-After"] = seconds
    return page


@never_cache
def session(request):
    """Respond to a live session with what its forms need; the admin refuses all other requests.

    That is a CSRF token, and the limit of a form in bytes: a script does not send a larger one, so that no input is
    lost.
    """
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    too_much = _(
        "Nothing was saved, for this form holds more than %(size)s of text. What you typed is still on this page. "
        "Shorten it, and upload pictures as files instead of pasting them into the text."
    ) % {"size": filesizeformat(limit)}
    return JsonResponse({"token": get_token(request), "limit": limit, "tooMuch": too_much})
