"""The reader's language, and the addresses that have none."""

from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from solidarity import languages

# The files and programs' addresses below these are the same in every language.
WITHOUT_LANGUAGE = ("/api/", "/data/")


def has_no_language(request):
    """Tell whether a request is for something that is the same in every language."""
    return request.path_info.startswith(WITHOUT_LANGUAGE) and request.path_info != "/data/"


def is_below_admin(request):
    """Tell whether a request is for the admin, whoever asks."""
    return request.path_info.startswith("/admin/")


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but for what is the same in every language.

    There it neither looks at the reader's language, by which caches would keep eight copies, nor sends who asks for
    something that is not there on to a page. Nor does it lead out of the admin, which has no address with a language.
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
