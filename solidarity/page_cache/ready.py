"""Answers that are ready to be sent, before Django makes a request of what the server hands over.

The middleware puts an answer here; the WSGI application asks for it by what the request says, letter for letter.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import quote_etag

from solidarity import generation
from solidarity.page_cache.front import page_files

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# What makes a difference to the answer. All else that a request says is left to the middleware.
ASKED = ("wsgi.url_scheme", "HTTP_HOST", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_ENCODING")
NOT_READY = ("HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")
MOST = 1_000


class ReadyAnswer(NamedTuple):
    """The answer to all requests that say the same, in one generation."""

    generation: int
    etags: set[str]  # as the application gives them, and as nginx gives them to the same bytes as a file
    headers: list[tuple[str, str]]
    content: bytes


class ReadyAnswers:
    """The answers that this process has ready; the bytes are those that the store holds."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, ...], ReadyAnswer] = {}

    def clear(self) -> None:
        """Forget all."""
        self._answers.clear()

    def put(self, environ: Environ, number: int, response: HttpResponse, file_etags: Iterable[str] = ()) -> None:
        """Have the response to a request ready for all who ask for the same in this generation.

        ``file_etags`` are those, without quotation marks, by which readers may know the same content from a file. None
        is ready behind a cache that is purged: that one asks rarely, and is told how much is left of the generation.
        """
        if settings.WAGTAILFRONTENDCACHE:
            return
        if response.status_code == 200 and environ.get("REQUEST_METHOD") == "GET":
            if len(self._answers) >= MOST:
                self._answers.clear()
            etags = {response.headers["ETag"], *(quote_etag(etag) for etag in file_etags)}
            self._answers[key_of(environ)] = ReadyAnswer(number, etags, list(response.items()), response.content)

    def get(self, environ: Environ) -> ReadyAnswer | None:
        """Return the answer to a request, if it is ready and still holds."""
        if environ.get("REQUEST_METHOD") != "GET" or any(name in environ for name in NOT_READY):
            return None
        if settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", ""):
            return None
        answer = self._answers.get(key_of(environ))
        is_current = answer and answer.generation == generation.known() and generation.is_confirmed()
        return answer if is_current else None


def key_of(environ: Environ) -> tuple[str, ...]:
    """Return what makes a difference to the answer to a request."""
    proxied = environ.get(settings.SECURE_PROXY_SSL_HEADER[0], "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return (*(environ.get(name, "") for name in ASKED), proxied)


ready_answers = ReadyAnswers()


def answering_first(application: Application) -> Application:
    """Return a WSGI application that sends what is ready, and hands over all else."""

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        ready = ready_answers.get(environ)
        if ready is None:
            return application(environ, start_response)
        page_files.renew(ready.generation)
        if environ.get("HTTP_IF_NONE_MATCH") in ready.etags:
            unsent = ("content-type", "content-length", "content-encoding")
            start_response("304 Not Modified", [pair for pair in ready.headers if pair[0].lower() not in unsent])
            return []
        start_response("200 OK", ready.headers)
        return [ready.content]

    return answer
