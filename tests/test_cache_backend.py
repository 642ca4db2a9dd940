"""The cache on Redis: what it holds is shared, and while it does not answer, the site works without it."""

import logging
import pickle
import socket

import pytest

from solidarity import cache_backend
from solidarity.cache_backend import ResilientRedisCache
from solidarity.page_cache.store import Store
from solidarity.page_cache.stored import StoredResponse
from tests.browser.server import free_port
from tests.support.redis_server import redis_server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with redis_server(free_port(), tmp_path_factory.mktemp("redis")) as running:
        yield running


@pytest.fixture
def cache(server):
    cache = ResilientRedisCache(server.url, {})
    cache.clear()
    return cache


@pytest.fixture
def gone():
    """A cache whose server does not exist."""
    return ResilientRedisCache(f"redis://127.0.0.1:{free_port()}/0", {})


def test_it_holds_what_is_put_into_it(cache):
    cache.set("name", {"of": "Athens"})
    assert cache.get("name") == {"of": "Athens"}
    assert not cache.add("name", "another")
    assert cache.add("other", 1)
    assert cache.incr("other") == 2
    assert cache.get_many(["name", "other", "none"]) == {"name": {"of": "Athens"}, "other": 2}
    assert cache.touch("other", 60)
    assert cache.has_key("other")
    assert cache.delete("other")
    assert cache.set_many({"a": 1, "b": 2}) == []
    cache.delete_many(["a"])
    assert (cache.get("a", "none"), cache.get("b")) == ("none", 2)
    cache.clear()
    assert cache.get("name") is None
    with pytest.raises(ValueError, match="not found"):
        cache.incr("nothing")


def test_a_server_that_is_gone_is_a_miss(gone):
    gone.set("name", 1)
    assert gone.get("name", "nothing") == "nothing"
    assert gone.add("name", 1)  # whoever asks whether another process is at work works
    assert gone.get_many(["name"]) == {}
    assert not gone.touch("name")
    assert not gone.has_key("name")
    assert not gone.delete("name")
    assert gone.set_many({"name": 1}) == ["name"]
    gone.delete_many(["name"])
    gone.clear()
    with pytest.raises(ValueError, match="not found"):
        gone.incr("name")


def test_it_is_said_once_a_minute(gone, caplog, monkeypatch):
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(cache_backend, "PAUSE", 0)
    for _time in range(5):
        gone.get("name")
    assert len(caplog.records) == 1
    monkeypatch.setattr(cache_backend, "LOGGED_EVERY", 0)
    gone.get("name")
    assert len(caplog.records) == 2


def test_after_a_failure_it_is_not_asked_for_a_while(cache, server, monkeypatch):
    cache.set("name", 1)
    monkeypatch.setattr(cache_backend, "TIMEOUT", 0.05)
    server.stop()
    assert cache.get("name") is None
    server.start()
    cache_of_another = ResilientRedisCache(server.url, {})
    cache_of_another.set("name", 2)
    assert cache.get("name") is None
    cache._asked_again_at = 0
    assert cache.get("name") == 2


def test_a_silent_server_is_given_up_on():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        cache = ResilientRedisCache(f"redis://127.0.0.1:{silent.getsockname()[1]}/0", {})
        assert cache.get("name", "nothing") == "nothing"


def test_what_an_earlier_release_stored_and_nobody_can_read_is_a_miss(cache, server):
    raw = pickle.dumps(Store)[:-10]
    cache._cache.get_client("x", write=True).set(cache.make_key("old"), raw)
    assert cache.get("old", "nothing") == "nothing"
    assert cache.get_many(["old"]) == {}


@pytest.fixture
def shared(settings, cache, monkeypatch):
    """The cache of pages on Redis."""
    settings.CACHES = {"default": {"BACKEND": "solidarity.cache_backend.ResilientRedisCache"}}
    monkeypatch.setattr("solidarity.page_cache.store.cache", cache)


def stored(generation, text="page"):
    return StoredResponse(generation, 0, [("Content-Type", "text/html")], text.encode(), "tag", {})


KEY = ("http", "testserver", "/en/", "")


def test_a_page_that_one_process_made_another_serves(shared):
    one, other = Store(), Store()
    one.set(KEY, stored(2))
    assert other.get(KEY, 2) == stored(2)


def test_a_process_takes_the_newer_of_two(shared):
    one, other = Store(), Store()
    other.set(KEY, stored(1, "old"))
    one.set(KEY, stored(2, "new"))
    assert other.get(KEY, 2).content == b"new"


def test_one_process_makes_a_page_while_another_waits(shared):
    one, other = Store(), Store()
    with one.making(KEY, 1) as found:
        assert found is None
        one.set(KEY, stored(1))
        with other.making(KEY, 1) as found_by_other:
            assert found_by_other == stored(1)


def test_without_the_server_each_process_makes_its_own(shared, monkeypatch, gone):
    monkeypatch.setattr("solidarity.page_cache.store.cache", gone)
    one, other = Store(), Store()
    with one.making(KEY, 1) as found:
        assert found is None
        one.set(KEY, stored(1))
    assert one.get(KEY, 1) == stored(1)
    with other.making(KEY, 1) as found:
        assert found is None
