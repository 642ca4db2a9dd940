"""Answers that are ready before Django is asked: who is sent them, and until when."""

from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.http import http_date

from solidarity import generation
from solidarity.models import SiteSettings
from solidarity.page_cache import ready
from solidarity.page_cache.ready import answering_first
from tests.support.search import published


@pytest.fixture
def lasting_connection():
    """The test's connection outlasts a request, as with Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def application(keeping, site, lasting_connection):
    """The site as a WSGI server calls it, and how often Django was asked."""
    SiteSettings.for_site(site.site)
    handler, asked = WSGIHandler(), []

    def django(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return handler(environ, start_response)

    served = answering_first(django)

    def ask(path="/en/", method="GET", **headers):
        environ = RequestFactory().generic(method, path, headers=headers).environ
        sent = {}
        content = served(environ, lambda status, pairs: sent.update(status=status, headers=dict(pairs)))
        response = HttpResponse(b"".join(content), status=int(sent["status"].split()[0]), headers=sent["headers"])
        content.close() if hasattr(content, "close") else None
        return response

    return SimpleNamespace(ask=ask, asked=asked)


def test_what_was_asked_twice_is_ready(application):
    first, second, third = (application.ask() for _time in range(3))
    assert len(application.asked) == 2
    assert third.content == second.content == first.content
    assert dict(third.items()) == dict(second.items())


@pytest.mark.parametrize(
    "asked",
    [
        {"cookie": "sessionid=1"},
        {"accept-encoding": "gzip"},
        {"host": "localhost"},
        {"if-modified-since": http_date(0)},
        {"range": "bytes=0-5"},
        {"path": "/el/"},
        {"path": "/en/?utm_source=letter"},
        {"method": "HEAD"},
    ],
    ids=lambda asked: ", ".join(asked),
)
def test_whoever_asks_for_something_else_is_answered_by_django(application, asked):
    for _time in range(2):
        application.ask()
    before = len(application.asked)
    application.ask(**asked)
    assert len(application.asked) == before + 1


def test_who_has_what_is_ready_is_told_so(application):
    for _time in range(2):
        first = application.ask()
    before = len(application.asked)
    again = application.ask(**{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "Content-Length" not in again
    assert len(application.asked) == before


def test_what_is_ready_ends_with_its_generation(application, athens):
    for _time in range(2):
        application.ask()
    published(athens, heading_en="Athína")
    assert "Athína" in application.ask().content.decode()


def test_what_is_ready_is_not_sent_where_the_number_would_be_read_again(application, monkeypatch):
    for _time in range(2):
        application.ask()
    before = len(application.asked)
    monkeypatch.setattr(generation, "FRESH", -1)
    application.ask()
    assert len(application.asked) == before + 1


def test_no_more_is_ready_than_fits(application, monkeypatch):
    monkeypatch.setattr(ready, "MOST", 2)
    for path in ("/en/", "/el/", "/fr/"):
        for _time in range(2):
            application.ask(path)
    assert len(ready.ready_answers._answers) <= 2
