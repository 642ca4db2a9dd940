"""The language of a request, URLs that have no language, and cookies that cannot be stored."""

from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from solidarity import languages
from solidarity.text import UNPRINTABLE

# URLs below these prefixes are the same in every language.
WITHOUT_LANGUAGE = ("/api/", "/data/")


def has_no_language(request):
    """Tell whether a request is for a URL that has no language."""
    return request.path_info.startswith(WITHOUT_LANGUAGE) and request.path_info != "/data/"


def is_below_admin(request):
    """Tell whether a request is for a URL of the admin, whether or not a user is signed in."""
    return request.path_info.startswith("/admin/")


class LanguageMiddleware(LocaleMiddleware):
    """Django's LocaleMiddleware, except for URLs without a language and missing pages of the admin.

    For a URL without a language it ignores the Accept-Language header, by which caches would store eight copies, and
    does not redirect a 404 to a URL with a language. The admin has no URLs with a language either.
    """

    def process_request(self, request):
        if not has_no_language(request):
            return super().process_request(request)
        translation.activate(languages.DEFAULT_LANGUAGE)
        request.LANGUAGE_CODE = languages.DEFAULT_LANGUAGE
        return None

    def process_response(self, request, response):
        if has_no_language(request) or (response.status_code == 404 and is_below_admin(request)):
            return response
        return super().process_response(request, response)


class PrintableCookiesMiddleware:
    """Drops the cookies whose values hold control characters, before sessions are looked up by them.

    A quoted cookie can hold any character by its octal number (RFC 2109), and PostgreSQL refuses a NUL in any text.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if not UNPRINTABLE.search(value)}
        return self.get_response(request)
