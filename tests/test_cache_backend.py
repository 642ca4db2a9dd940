"""The cache on Redis or in the database: what it holds is shared, and while it does not answer the site works."""

import logging
import pickle
import socket

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import OperationalError, connection, connections, transaction

from solidarity import cache_backend, outages
from solidarity.cache_backend import ResilientCache, ResilientDatabaseCache, ResilientRedisCache
from solidarity.database.checks import check_cache_table
from solidarity.outages import Outage
from solidarity.page_cache.store import Store
from solidarity.page_cache.stored import StoredResponse
from tests.browser.server import free_port
from tests.support.redis_server import redis_server


@pytest.fixture(autouse=True)
def nothing_said_yet(monkeypatch):
    """No test before has told the log of an outage."""
    outage = ResilientCache.outage
    monkeypatch.setattr(ResilientCache, "outage", Outage(outage._logger, outage._failed, outage._recovered))


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
def in_database(db, settings):
    """A cache in the tests' database, as the site is told to use it."""
    settings.CACHES = {"default": {"BACKEND": f"{cache_backend.__name__}.ResilientDatabaseCache", "LOCATION": "kept"}}
    call_command("createcachetable")
    return caches["default"]


@pytest.fixture
def gone():
    """A cache whose server does not exist."""
    return ResilientRedisCache(f"redis://127.0.0.1:{free_port()}/0", {})


@pytest.fixture
def without_table(db):
    """A cache in a table that nobody has made."""
    return ResilientDatabaseCache("missing", {})


@pytest.fixture(params=["cache", "in_database"])
def answering(request):
    """Each cache that answers."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["gone", "without_table"])
def down(request):
    """Each cache that does not."""
    return request.getfixturevalue(request.param)


def test_it_holds_what_is_put_into_it(answering):
    cache = answering
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


def test_what_does_not_answer_is_a_miss(down):
    gone = down
    gone.set("name", 1)
    assert gone.get("name", "nothing") == "nothing"
    assert gone.add("name", 1)  # whoever asks whether another process is at work works
    assert gone.get_many(["name"]) == {}
    assert not gone.touch("name")
    assert not gone.has_key("name")
    assert not gone.delete("name")
    assert gone.set_many({"name": 1}) in (["name"], [])  # Django's cache in the database counts none that failed
    gone.delete_many(["name"])
    gone.clear()
    with pytest.raises(ValueError, match="not found"):
        gone.incr("name")


def test_it_is_said_once_a_minute(down, caplog, monkeypatch):
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(cache_backend, "PAUSE", 0)
    for _time in range(5):
        down.get("name")
        down.set_many({"name": 1})
    assert [record.name for record in caplog.records] == ["solidarity.cache_backend"]
    monkeypatch.setattr(outages, "LOGGED_EVERY", 0)
    down.get("name")
    assert len(caplog.records) == 2


def test_a_table_that_is_missing_leaves_the_transaction_as_it_was(without_table, monkeypatch):
    monkeypatch.setattr(cache_backend, "PAUSE", 0)
    with transaction.atomic():
        without_table.set("name", 1)
        assert without_table.get("name") is None
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)


def test_a_database_that_is_gone_is_a_miss(in_database, monkeypatch):
    def refuse(*args):
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(type(connections["default"]), "cursor", refuse)
        assert in_database.get("name", "nothing") == "nothing"


def test_pages_are_served_though_the_table_is_missing(keeping, site, client, settings, monkeypatch):
    backend = f"{cache_backend.__name__}.ResilientDatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "missing"}}
    assert isinstance(caches["default"], ResilientDatabaseCache)
    for _time in range(2):
        assert client.get("/en/").status_code == 200


def test_a_table_that_is_missing_is_said_before_a_release(in_database):
    assert check_cache_table() == []
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE kept")
    assert [warning.id for warning in check_cache_table()] == ["solidarity.W002"]


def test_a_cache_elsewhere_needs_no_table(settings):
    assert "locmem" in settings.CACHES["default"]["BACKEND"]
    assert check_cache_table() == []


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
