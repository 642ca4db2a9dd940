"""Requests that no form of the admin sends: where Wagtail raises an exception, the response is 400 instead of 500.

docs/decisions/bad-requests.md tells what this costs.
"""

import logging
from traceback import walk_tb

from django.core.exceptions import ValidationError
from django.db import DataError
from django.shortcuts import render
from django.urls import NoReverseMatch
from django.utils import translation
from draftjs_exporter.error import ExporterException

from solidarity.admin.access import is_in_admin
from solidarity.admin.publishing import redirect_with_errors
from solidarity.middleware.error_pages import NOT_UNDERSTOOD, response_for

# What Wagtail raises for a malformed number, list, URL or rich text. A full disk raises none of these.
INVALID_INPUT_ERRORS = (
    ArithmeticError,
    AttributeError,
    DataError,
    ExporterException,
    LookupError,
    NoReverseMatch,
    RecursionError,
    TypeError,
    ValueError,
)
PROJECT_PACKAGES = ("cities", "events", "news", "solidarity")
LIBRARY_REPLACEMENTS = ("solidarity.text.rich_text",)  # parses content in the place of draftjs_exporter

logger = logging.getLogger(__name__)


class BadRequestsMiddleware:
    """Middleware that responds with 400 where Wagtail's admin fails on what a request carries.

    An error in this project's own code remains a 500.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if not is_in_admin(request) or not has_input(request):
            return None
        if isinstance(error, ValidationError) and request.method == "POST":
            with translation.override(request.user.language):
                return redirect_with_errors(request, error)
        if isinstance(error, ValidationError) and request.resolver_match.url_name == "preview_on_add":
            # Wagtail looks twice, and in between another page may have taken the slug, such as this one's own draft.
            with translation.override(request.user.language):
                return render(request, "wagtailadmin/generic/preview_error.html")
        if not isinstance(error, INVALID_INPUT_ERRORS) or not is_raised_in_wagtail(error):
            return None
        logger.warning("Broken request: %s %s", request.method, request.path, exc_info=error)
        return response_for(request, NOT_UNDERSTOOD)


def has_input(request):
    """Tell whether a request carries parameters, or is more than a GET of a fixed URL."""
    match = request.resolver_match
    return request.method != "GET" or bool(request.GET or match.args or match.kwargs)


def is_raised_in_wagtail(error):
    """Tell whether the innermost frame of a traceback that belongs to Wagtail or to this project belongs to Wagtail."""
    modules = (frame.f_globals.get("__name__", "") for frame, _line in walk_tb(error.__traceback__))
    packages = [module.partition(".")[0] for module in modules if module not in LIBRARY_REPLACEMENTS]
    own = ("wagtail", *PROJECT_PACKAGES)
    return next((package for package in reversed(packages) if package in own), None) == "wagtail"
