"""The cache of pages with many readers at once, with faults, and within its bounds."""

import gzip
import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from solidarity import generation
from solidarity.page_cache import middleware, store
from solidarity.page_cache.middleware import PageCacheMiddleware


def slow(answer="made"):
    """Return a view that waits to be let go, and how often it was called."""
    made, go = [], threading.Event()

    def view(request):
        made.append(request)
        go.wait(10)
        return HttpResponse(f"{answer} {len(made)}")

    return view, made, go


def ask_at_once(cache, count, path="/en/"):
    """Ask for a page in threads; return them and the list of what they were answered."""
    answers = []
    requests = [RequestFactory().get(path) for _number in range(count)]
    threads = [threading.Thread(target=lambda request=one: answers.append(cache(request).content)) for one in requests]
    for thread in threads:
        thread.start()
    return threads, answers


@pytest.fixture
def fixed(monkeypatch):
    """A generation without a database, which tests set."""
    fixed = SimpleNamespace(number=1, changed_at=0.0)
    monkeypatch.setattr(middleware, "current_generation", lambda: fixed.number)
    monkeypatch.setattr(generation, "changed_at", lambda: fixed.changed_at)
    return fixed


def wait_until(condition):
    until = threading.Event()
    for _time in range(1000):
        if condition():
            return
        until.wait(0.01)
    raise AssertionError("it did not happen within ten seconds")


def test_one_makes_a_page_while_others_wait(fixed):
    view, made, go = slow()
    threads, answers = ask_at_once(PageCacheMiddleware(view), 8)
    wait_until(lambda: made)
    go.set()
    for thread in threads:
        thread.join()
    assert answers == [b"made 1"] * 8
    assert len(made) == 1


def test_others_are_shown_the_one_before_while_it_has_only_just_changed(fixed, monkeypatch):
    view, made, go = slow()
    go.set()
    cache = PageCacheMiddleware(view)
    cache(RequestFactory().get("/en/"))
    go.clear()
    fixed.number = 2
    monkeypatch.setattr(middleware, "is_recent", lambda: True)
    threads, _answers = ask_at_once(cache, 1)
    wait_until(lambda: len(made) == 2)
    assert cache(RequestFactory().get("/en/")).content == b"made 1"
    go.set()
    threads[0].join()
    assert cache(RequestFactory().get("/en/")).content == b"made 2"


def test_it_has_only_just_changed_for_half_a_second(monkeypatch):
    now = datetime.now(UTC)
    monkeypatch.setattr(middleware, "time", SimpleNamespace(time=now.timestamp))
    monkeypatch.setattr(generation, "changed_at", lambda: (now - timedelta(seconds=0.4)).timestamp())
    assert middleware.is_recent()
    monkeypatch.setattr(generation, "changed_at", lambda: (now - timedelta(seconds=0.6)).timestamp())
    assert not middleware.is_recent()


def test_a_page_that_fails_leaves_the_one_before(fixed):
    responses = [HttpResponse("before"), HttpResponse("fault", status=500), HttpResponse("after")]
    cache = PageCacheMiddleware(lambda request: responses.pop(0))
    assert cache(RequestFactory().get("/en/")).content == b"before"
    fixed.number = 2
    assert cache(RequestFactory().get("/en/")).content == b"before"
    assert cache(RequestFactory().get("/en/")).content == b"after"


def test_a_fault_is_not_stored(fixed):
    responses = [HttpResponse("fault", status=500), HttpResponse("page")]
    cache = PageCacheMiddleware(lambda request: responses.pop(0))
    assert cache(RequestFactory().get("/en/")).status_code == 500
    assert cache(RequestFactory().get("/en/")).content == b"page"


def test_a_view_that_raises_lets_the_next_one_try(fixed):
    def view(request):
        raise ZeroDivisionError

    cache = PageCacheMiddleware(view)
    for _time in range(2):
        with pytest.raises(ZeroDivisionError):
            cache(RequestFactory().get("/en/"))


def test_memory_is_bounded_and_keeps_what_was_asked_for_last(fixed, settings):
    settings.PAGE_CACHE_MEMORY = 11_000
    made = []

    def view(request):
        made.append(request.path)
        return HttpResponse("x" * 1000)

    cache = PageCacheMiddleware(view)
    for path in ["/1/", "/2/", "/3/", "/4/", "/1/", "/5/", "/6/", "/1/"]:
        cache(RequestFactory().get(path))
    assert made.count("/1/") == 1
    assert made == ["/1/", "/2/", "/3/", "/4/", "/5/", "/6/"]
    cache(RequestFactory().get("/2/"))
    assert made.count("/2/") == 2


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("x", headers={"Vary": "Cookie"}),
        HttpResponse("x", headers={"Cache-Control": "private"}),
        HttpResponse("x", headers={"ETag": '"own"'}),
        HttpResponse("x", status=404),
    ],
    ids=["vary", "private", "own tag", "missing"],
)
def test_what_is_not_the_same_for_everybody_is_not_stored(fixed, response):
    made = []
    cache = PageCacheMiddleware(lambda request: made.append(1) or response)
    for _time in range(2):
        cache(RequestFactory().get("/en/"))
    assert len(made) == 2


def test_what_sets_a_cookie_is_not_stored(fixed):
    def view(request):
        response = HttpResponse("x")
        response.set_cookie("name", "value")
        return response

    cache = PageCacheMiddleware(view)
    assert "ETag" not in cache(RequestFactory().get("/en/"))


def test_what_is_not_stored_is_compressed_too(fixed):
    cache = PageCacheMiddleware(lambda request: HttpResponse("word " * 500, status=404))
    response = cache(RequestFactory().get("/en/", headers={"accept-encoding": "gzip"}))
    assert gzip.decompress(response.content) == b"word " * 500
    assert response["Content-Encoding"] == "gzip"


def test_what_is_not_stored_keeps_no_other_process_waiting(fixed, monkeypatch):
    views = [lambda request: HttpResponse("nothing here", status=404) for _process in range(2)]
    processes = [PageCacheMiddleware(view) for view in views]
    for process in processes:
        process.store._is_shared = True
    waited = []
    monkeypatch.setattr(store.time, "sleep", waited.append)
    for process in processes:
        assert process(RequestFactory().get("/en/nowhere/")).status_code == 404
    assert waited == []


def test_a_process_whose_view_fails_lets_the_one_that_waits_make_the_page(fixed, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 60.0)
    entered, go = threading.Event(), threading.Event()

    def failing(request):
        entered.set()
        go.wait(10)
        return HttpResponse("fault", status=500)

    processes = [PageCacheMiddleware(failing), PageCacheMiddleware(lambda request: HttpResponse("page"))]
    for process in processes:
        process.store._is_shared = True
    first, _answers = ask_at_once(processes[0], 1)
    assert entered.wait(10)
    second, answers = ask_at_once(processes[1], 1)
    go.set()
    for thread in first + second:
        thread.join(20)
    assert answers == [b"page"]
