"""The reader's language, the addresses that have none, and the one encoding of all."""

from django.http import HttpResponseBadRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from solidarity import languages

# The files and programs' addresses below these are the same in every language.
WITHOUT_LANGUAGE = ("/api/", "/data/")


def has_no_language(request):
    """Tell whether a request is for something that is the same in every language."""
    return request.path_info.startswith(WITHOUT_LANGUAGE) and request.path_info != "/data/"


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but for what is the same in every language.

    There it neither looks at the reader's language, by which caches would keep eight copies, nor sends who asks for
    something that is not there on to a page.
    """

    def process_request(self, request):
        if not has_no_language(request):
            return super().process_request(request)
        translation.activate(languages.DEFAULT_LANGUAGE)
        request.LANGUAGE_CODE = languages.DEFAULT_LANGUAGE
        return None

    def process_response(self, request, response):
        return response if has_no_language(request) else super().process_response(request, response)


class UTF8Middleware:
    """Reads every address and form as UTF-8, the only encoding in which this site asks for anything.

    Django would read them in what the Content-Type names, and fails where Python knows that as no encoding of text.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.encoding and request.encoding.lower() != "utf-8":
            if request.method not in ("GET", "HEAD"):
                return HttpResponseBadRequest()
            # So that there is nothing to read in the other encoding: Django reads it once more before it lets go of it.
            request.GET = None
            request.encoding = "utf-8"
        return self.get_response(request)
