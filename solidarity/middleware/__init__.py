"""The site and the language of a request, URLs that have no language, and cookies that cannot be stored."""

from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from wagtail.models import Site

from solidarity import languages
from solidarity.generation import kept
from solidarity.media.documents import is_file
from solidarity.text import UNPRINTABLE

# URLs below these prefixes are the same in every language.
WITHOUT_LANGUAGE = ("/api/", "/data/")
# The files below these are the same in every language, though what is said of a missing one is not.
SAME_IN_EVERY_LANGUAGE = ("/sitemap", "/robots.txt", "/humans.txt", "/.well-known/")


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
        if response.status_code == 200 and request.path_info.startswith(SAME_IN_EVERY_LANGUAGE):
            return response
        if request.path_info.startswith("/documents/") and is_file(response):
            return response
        return super().process_response(request, response)


class SiteMiddleware:
    """Finds the site of a request and its front page among what is kept, where Wagtail would ask the database.

    It is found anew below the admin, in which the site itself is edited.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_below_admin(request):
            try:
                host, port = request.get_host(), request.get_port()
                request._wagtail_site = kept(f"site at {host} {port}", lambda: site_of(request))
            except (DisallowedHost, DatabaseError):
                pass  # whatever looks for the site meets it again
        return self.get_response(request)


def site_of(request):
    """Return the site of a request, with its front page as a HomePage; None if there is no site."""
    site = Site.find_for_request(request)
    if site:
        site.root_page = site.root_page.specific
    return site


class PrintableCookiesMiddleware:
    """Drops the cookies whose values hold control characters, before sessions are looked up by them.

    A quoted cookie can hold any character by its octal number (RFC 2109), and PostgreSQL refuses a NUL in any text.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if not UNPRINTABLE.search(value)}
        return self.get_response(request)
