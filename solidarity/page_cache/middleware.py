"""The middleware that stands before all others and answers visitors from what is stored."""

import time
from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import cc_delim_re, patch_cache_control

from solidarity import generation
from solidarity.page_cache.front import page_files
from solidarity.page_cache.ready import ready_answers
from solidarity.page_cache.store import Key, Store
from solidarity.page_cache.stored import StoredResponse

Response = TypeVar("Response", bound=HttpResponseBase)

# What is below these is served by another server in production, or not the same for everybody.
FILES = (settings.STATIC_URL, settings.MEDIA_URL)
NOT_STORED = ("/admin/", "/documents/")
# The response of the generation before is served for so long while another thread makes the new one.
OUTDATED_FOR = 0.5  # seconds
COMPRESSED = ("image/", "application/pdf", "application/vnd.")  # by themselves: pictures and documents
MOST_KNOWN = 10_000  # paths of which a process knows the parameters; beyond this number it begins anew
# What caches on the way and browsers may do with what is public: ask each time whether it has changed, which costs them
# little, and show what they have while the site does not answer.
PUBLIC = {"public": True, "max_age": 0, "s_maxage": 0, "stale_while_revalidate": 1, "stale_if_error": 7 * 24 * 3600}
NO_STORE = {"private": True, "no_store": True}  # of people who have signed in, and answers to what was sent
NO_CACHE = {"no_cache": True}  # errors and redirects, which may be another thing the next moment
# What was right when the database last answered: RFC 7234, section 5.5.1.
STALE = '110 - "Response is Stale"'


class PageCacheMiddleware:
    """Answers visitors without a session from stored responses, and stores those that are the same for everybody.

    A view names the parameters of the query string that it knows, by ``query_keys`` of its response: other ones make
    no difference. A response that does not name them is stored only if there is no query string, and one whose
    ``is_stored`` is false never, since there may be too many of its kind.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.gzip = GZipMiddleware(get_response)
        self.store = Store()
        ready_answers.clear()
        # The parameters that the view at a path knows, by host and path.
        self.known: dict[tuple[str, str], frozenset[str]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(FILES):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(NOT_STORED) or is_personal(request):
            return self._encoded(request, with_default(self.get_response(request), NO_STORE))
        if not (number := current_generation()):
            response = self._made(request)
            stored = as_stored(response, 0, time.time())
            return stored.answer(request) if stored else self._encoded(request, with_default(response, NO_CACHE))
        if not (key := self._key(request)):
            return self._make(request, number)
        page_files.renew(number)
        stored = self.store.get(key, number)
        if stored and stored.generation >= number:
            return self._current(request, key, number, stored)
        if stored and self.store.is_being_made(key) and is_recent():
            return stored.answer(request)
        with self.store.making(key, number) as found:
            return found.answer(request) if found else self._make(request, number, stored)

    def _current(self, request: HttpRequest, key: Key, number: int, stored: StoredResponse) -> HttpResponse:
        """Answer from a response of this generation, and have it ready for whoever asks for the same."""
        response = stored.answer(request)
        if not generation.is_confirmed():
            response.headers["Warning"] = STALE
        elif page_files.write(request, stored) and key[-1] == request.META.get("QUERY_STRING", ""):
            ready_answers.put(request.META, number, response, stored.file_etags)
        return response

    def _key(self, request: HttpRequest) -> Key | None:
        """Return what a response is stored under; None where it is not known yet which parameters make a difference."""
        place = (request.META.get("HTTP_HOST", ""), request.path_info)
        query = request.META.get("QUERY_STRING", "")
        if query:
            if (known := self.known.get(place)) is None:
                return None
            query = urlencode(sorted(pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] in known))
        return (request.scheme or "", *place, query)

    def _make(self, request: HttpRequest, number: int, outdated: StoredResponse | None = None) -> HttpResponseBase:
        """Have the views make a response, and store it where it is the same for everybody.

        Where they fail, what was stored before is better than nothing.
        """
        response = self._made(request)
        if outdated and response.status_code >= 500:
            return outdated.answer(request)
        stored = as_stored(response, number, generation.changed_at())
        if not stored:
            return self._encoded(request, with_default(response, NO_CACHE))
        if outdated and outdated.etag == stored.etag:  # readers who have it need not fetch it again
            stored = stored._replace(modified_at=outdated.modified_at, encoded=outdated.encoded)
        known = getattr(response, "query_keys", None)
        if known is not None:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            self.known[request.META.get("HTTP_HOST", ""), request.path_info] = known
        if request.method == "GET" and (known is not None or not request.META.get("QUERY_STRING")):
            key = self._key(request)
            if key and getattr(response, "is_stored", True):
                self.store.set(key, stored)
                page_files.write(request, stored)
        return stored.answer(request)

    def _encoded(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return what is not stored, in an encoding that its reader takes, and that gives no secret away (BREACH)."""
        if response.get("Content-Type", "").startswith(COMPRESSED):
            return response
        return self.gzip.process_response(request, response)

    def _made(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response of the views, as it is before it is encoded for anybody."""
        accepted = request.META.pop("HTTP_ACCEPT_ENCODING", None)
        try:
            return self.get_response(request)
        finally:
            if accepted is not None:
                request.META["HTTP_ACCEPT_ENCODING"] = accepted


def is_personal(request: HttpRequest) -> bool:
    """Tell whether a response may depend on who asks: somebody who has signed in, a preview, a copy as plain files."""
    if getattr(request, "is_preview", False) or hasattr(request, "baked_on"):
        return True
    return "HTTP_COOKIE" in request.META and settings.SESSION_COOKIE_NAME in request.COOKIES


def current_generation() -> int:
    """Return the generation; 0 where nothing is kept, or while the database does not answer and none is known."""
    try:
        return generation.current() if generation.may_keep() else 0
    except DatabaseError:
        return 0


def is_recent() -> bool:
    """Tell whether the generation has only just begun, so that the one before it may still be shown."""
    return time.time() - generation.changed_at() < OUTDATED_FOR


def as_stored(response: HttpResponseBase, number: int, changed_at: float) -> StoredResponse | None:
    """Return a response as one to everybody; None if it is not that."""
    if response.status_code != 200 or response.cookies or not isinstance(response, HttpResponse):
        return None
    if "ETag" in response:  # the view answers conditional requests by itself
        return None
    if not {name.lower() for name in cc_delim_re.split(response.get("Vary", "")) if name} <= {"accept-encoding"}:
        return None
    if any(word in response.get("Cache-Control", "") for word in ("private", "no-store", "no-cache")):
        return None
    return StoredResponse.of(with_default(response, PUBLIC), number, changed_at)


def with_default(response: Response, cache_control: Mapping[str, bool | int]) -> Response:
    """Return a response with directives for caches, unless its view has given it some."""
    if "Cache-Control" not in response:
        patch_cache_control(response, **cache_control)
    return response
