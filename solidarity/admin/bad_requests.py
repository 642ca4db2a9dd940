"""What no button of the admin sends: Wagtail fails on it, and it is answered as what it is, a request that is wrong.

docs/decisions/bad-requests.md says what this costs.
"""

import logging
from traceback import walk_tb

from django.core.exceptions import ValidationError
from django.db import DataError
from django.urls import NoReverseMatch
from django.utils import translation
from draftjs_exporter.error import ExporterException

from solidarity.admin.access import is_in_admin
from solidarity.admin.publishing import answer_to_invalid
from solidarity.middleware.error_pages import NOT_UNDERSTOOD, response_for

# What becomes of a number, a list, an address or formatted text that is none. Not what a full disk raises.
WRONG_VALUES = (
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
OURS = ("cities", "events", "news", "solidarity")
IN_PLACE_OF_LIBRARIES = ("solidarity.text.rich_text",)  # reads what a request carries as the exporter's own class would

logger = logging.getLogger(__name__)


class BadRequestsMiddleware:
    """Middleware that answers 400 where Wagtail's admin fails on what a request carries. Our own faults stay 500."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if not is_in_admin(request) or not carries_anything(request):
            return None
        if isinstance(error, ValidationError) and request.method == "POST":
            with translation.override(request.user.language):
                return answer_to_invalid(request, error)
        if not isinstance(error, WRONG_VALUES) or not is_raised_in_wagtail(error):
            return None
        logger.warning("Broken request: %s %s", request.method, request.path, exc_info=error)
        return response_for(request, NOT_UNDERSTOOD)


def carries_anything(request):
    """Tell whether a request holds more than the address of a page that is always there."""
    match = request.resolver_match
    return request.method != "GET" or bool(request.GET or match.args or match.kwargs)


def is_raised_in_wagtail(error):
    """Tell whether Wagtail's own code was at work when it failed, and none of ours that it had called."""
    modules = (frame.f_globals.get("__name__", "") for frame, _line in walk_tb(error.__traceback__))
    at_work = [module.partition(".")[0] for module in modules if module not in IN_PLACE_OF_LIBRARIES]
    return next((package for package in reversed(at_work) if package in ("wagtail", *OURS)), None) == "wagtail"
