"""Error responses: pages in the reader's language for every refused request, with a link to go on.

Django and Wagtail respond to some of these with pages of their own, and to some with an empty body. Errors of the
server itself are shown by templates/500.html.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import JsonResponse
from django.http.request import DisallowedHost
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solidarity import languages
from solidarity.middleware import has_no_language, is_below_admin

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# How Django's reasons for a CSRF failure begin where the form was sent from another site.
FROM_ELSEWHERE = ("Origin checking failed", "Referer checking failed")


@dataclass(frozen=True)
class Refusal:
    """Why a request is refused: the HTTP status, a heading, and a text that says what to do."""

    status: int
    heading: str
    text: str
    # With this code Wagtail's editor shows the text where autosave failed, otherwise a general message.
    error_code: str = ""

    @property
    def message(self):
        """The text, with the limits that it mentions filled in."""
        return self.text % {
            "size": filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
            "fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
            "files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        }


NOT_UNDERSTOOD = Refusal(
    400,
    gettext_lazy("This request was not understood"),
    gettext_lazy(
        "The address or the form contains something that the site does not recognise. Go back, reload the page and try "
        "once more."
    ),
)
UNKNOWN_HOST = Refusal(
    400,
    gettext_lazy("The site has another address"),
    gettext_lazy("Under the address that you opened there is nothing. This is the right one:"),
)
SESSION_ENDED = Refusal(
    400,
    gettext_lazy("Your session has ended"),
    gettext_lazy(
        "You signed out in another tab while this was being sent. Sign in again, and look whether your changes were "
        "saved."
    ),
)
NOT_ALLOWED = Refusal(
    403,
    gettext_lazy("This is not allowed"),
    gettext_lazy("You may not open this, or the form was not sent from this site."),
)
NO_COOKIE = Refusal(
    403,
    gettext_lazy("Your browser did not send the site’s cookie"),
    gettext_lazy(
        "Nothing was saved. This form needs a cookie, by which the site knows that it was you who sent it. Allow "
        "cookies for this site in the settings of your browser. Then go back, load the page again and send the form "
        "once more."
    ),
)
OUT_OF_DATE = Refusal(
    403,
    gettext_lazy("This form is out of date"),
    gettext_lazy(
        "Nothing was saved. You have signed in or out in another tab since you opened the form. Go back and copy what "
        "you wrote, load the page again and send the form once more."
    ),
)
SIGNED_IN_ALREADY = Refusal(
    403,
    gettext_lazy("You are already signed in"),
    gettext_lazy("You have signed in in another tab since you opened this form. Simply go on."),
)
NOT_FOUND = Refusal(
    404,
    gettext_lazy("This page does not exist"),
    gettext_lazy("The address may be mistyped, or the page may have been moved or unpublished."),
)
ONLY_BY_BUTTON = Refusal(
    405,
    gettext_lazy("This address cannot be opened in this way"),
    gettext_lazy(
        "It belongs to a form or a button of the site. Go back to the page that you came from, and press the button "
        "there."
    ),
)
TOO_MUCH = Refusal(
    413,
    gettext_lazy("This form holds too much"),
    gettext_lazy(
        "Nothing was saved. A form may hold %(size)s of text, %(fields)s fields and %(files)s files. Go back: what you "
        "wrote may still be there. Shorten it, and upload pictures as files instead of pasting them into the text."
    ),
    error_code="validation_error",
)
BY_STATUS = {
    error_page.status: error_page for error_page in (NOT_UNDERSTOOD, NOT_ALLOWED, NOT_FOUND, ONLY_BY_BUTTON, TOO_MUCH)
}


class ErrorPagesMiddleware:
    """Middleware that gives empty error responses a page, and replaces that of Wagtail's admin for a 404."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        refusal = BY_STATUS.get(response.status_code)
        if not refusal or not is_bare(request, response) or not is_for_a_reader(request):
            return response
        page = response_for(request, refusal)
        for name, value in response.items():  # such as Allow, which a 405 must have
            if name not in ("Content-Type", "Content-Length"):
                page.headers.setdefault(name, value)
        return page


def is_bare(request, response):
    """Tell whether an error response has no body, or the page of Wagtail's admin."""
    if response.streaming or hasattr(response, "refusal"):
        return False
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return not response.content or (is_page and response.status_code == 404 and is_below_admin(request))


def is_for_a_reader(request):
    """Tell whether a request is for a page rather than from a script."""
    return request.accepts("text/html") and request.headers.get("X-Requested-With") != "XMLHttpRequest"


def bad_request(request, exception=None):
    """Respond with 400 or 413: a malformed request, too much form data, an interrupted session. Django's handler400."""
    if isinstance(exception, TOO_LARGE):
        return response_for(request, TOO_MUCH)
    return response_for(request, SESSION_ENDED if isinstance(exception, SessionInterrupted) else NOT_UNDERSTOOD)


def permission_denied(request, exception=None):
    """Respond with 403. Django's handler403."""
    return response_for(request, NOT_ALLOWED)


def page_not_found(request, exception=None):
    """Respond with 404. Django's handler404."""
    return response_for(request, NOT_FOUND)


def csrf_failure(request, reason=""):
    """Respond to a missing or wrong CSRF token, mostly from a form that was left open in another tab."""
    user = getattr(request, "user", None)
    if reason == REASON_NO_CSRF_COOKIE:
        return response_for(request, NO_COOKIE)
    if reason.startswith(FROM_ELSEWHERE):
        return response_for(request, NOT_ALLOWED)
    if user and user.is_authenticated and request.path_info == reverse("wagtailadmin_login"):
        return response_for(request, SIGNED_IN_ALREADY)
    return response_for(request, OUT_OF_DATE)


def reading_language(request):
    """Return the code of the reader's language: the admin's setting, else of the URL, else of Accept-Language.

    An error may occur before any middleware has activated it.
    """
    user = getattr(request, "user", None)
    profile = getattr(user, "wagtail_userprofile", None) if is_below_admin(request) else None
    if profile and profile.preferred_language:
        return profile.preferred_language
    if has_no_language(request):
        return languages.DEFAULT_LANGUAGE
    return translation.get_language_from_request(request, check_path=True)


def response_for(request, refusal):
    """Return the response for a Refusal: a page, or JSON for a script of the admin."""
    language = reading_language(request)
    with translation.override(language):
        if is_below_admin(request) and not request.accepts("text/html"):
            content = {"success": False, "error_code": refusal.error_code, "error_message": refusal.message}
            response = JsonResponse(content, status=refusal.status)
        else:
            template, context = error_page(request, refusal)
            response = render(request, template, {"refusal": refusal, **context}, status=refusal.status)
    response.refusal = refusal
    response["Content-Language"] = language
    if refusal.status != 404:  # a 404 does not depend on the user
        add_never_cache_headers(response)
    return response


def error_page(request, refusal):
    """Return the template and context for a Refusal. Public pages need the site, which depends on a valid host."""
    try:
        request.get_host()
    except DisallowedHost:
        path = f"/{translation.get_language()}/" if request.path == "/" else request.get_full_path()
        return "errors/unknown_host.html", {"refusal": UNKNOWN_HOST, "url": f"{settings.WAGTAILADMIN_BASE_URL}{path}"}
    if not is_below_admin(request):
        return "errors/site.html", {}
    user = getattr(request, "user", None)
    is_signed_in = bool(user) and user.is_authenticated and refusal is not SESSION_ENDED
    return "errors/admin.html", {"way_on": _("To the dashboard") if is_signed_in else _("Sign in")}
