"""The cache in front of the site: how long it keeps what, and what purges it."""

import json
import socket
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from wagtail.contrib.frontend_cache.utils import get_backends

from solidarity import generation
from solidarity.frontend_cache import backends, configured, purging
from solidarity.models import Generation, SiteSettings, UnfinishedTask
from solidarity.outages import Outage
from tests import factories
from tests.support.front import server_that_remembers
from tests.support.page_editor import edit_url, publish
from tests.support.search import published
from tests.support.varnish_server import varnish
from tests.test_generation import NOT_SEEN, SEEN

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)  # two in the afternoon in Brussels


@pytest.fixture
def front(settings):
    """A cache in front that is purged."""
    with server_that_remembers() as front:
        settings.WAGTAILFRONTENDCACHE = configured(front.url)
        yield front


@pytest.fixture
def at_once(monkeypatch):
    """Purge at once, in the thread of the test."""
    monkeypatch.setattr(purging.purger, "ask", purging.purge)
    monkeypatch.setattr(purging, "outage", Outage(purging.logging.getLogger("purging"), "It is down.", "It is back."))


def shared_age(response):
    """Return for how many seconds caches that all share keep a response, as text."""
    [age] = [
        directive.removeprefix("s-maxage=")
        for directive in response["Cache-Control"].split(", ")
        if directive.startswith("s-maxage=")
    ]
    return age


# How it is named


@pytest.mark.parametrize(
    ("url", "backend", "attributes"),
    [
        ("http://varnish:6081", backends.HTTPBackend, {"cache_scheme": "http", "cache_netloc": "varnish:6081"}),
        ("https://cache.example", backends.HTTPBackend, {"cache_scheme": "https", "cache_netloc": "cache.example"}),
        (
            "cloudflare://t0ken_-X@0a1b",
            backends.CloudflareBackend,
            {"cloudflare_token": "t0ken_-X", "cloudflare_zoneid": "0a1b"},
        ),
    ],
)
def test_one_variable_names_it(url, backend, attributes):
    [made] = get_backends(configured(url)).values()
    assert type(made) is backend
    assert {name: getattr(made, name) for name in attributes} == attributes


@pytest.mark.parametrize("url", ["varnish:6081", "cloudflare://zone", "cloudfront://DISTRIBUTION", "http://"])
def test_what_names_none_is_refused(url):
    with pytest.raises(ImproperlyConfigured):
        configured(url)


def test_without_one_nothing_is_purged_and_caches_ask_each_time(keeping, site, client, monkeypatch):
    monkeypatch.setattr(purging.purger, "ask", lambda: pytest.fail("there is nothing to purge"))
    generation.advance()
    assert shared_age(client.get("/en/")) == "0"


# How long it keeps a page


def test_it_keeps_pages_until_the_clock_changes_them(keeping, front, at_once, site, client, clock):
    clock.set_to(NOON)
    SiteSettings.for_site(site.site)
    client.get("/en/")
    for url in ("/en/", "/el/news/", "/sitemap.xml", "/en/feeds/all.rss"):
        assert shared_age(client.get(url)) == str(10 * 3600), url  # until midnight in Brussels
    clock.set_to(NOON + timedelta(hours=9, seconds=0.5))
    for _time in range(2):  # also what is ready, and what is told to be known
        response = client.get("/en/")
        assert shared_age(response) == str(3600 - 1)
        assert shared_age(client.get("/en/", headers={"if-none-match": response["ETag"]})) == str(3600 - 1)
    published(factories.EventPageFactory(parent=site.events, starts=NOON, ends=NOON + timedelta(hours=9, minutes=20)))
    client.get("/en/")
    assert shared_age(client.get("/en/")) == str(20 * 60 - 1)


def test_it_is_not_given_what_is_of_a_generation_that_is_over(keeping, front, at_once, site, client, monkeypatch):
    client.get("/en/")
    number = generation.current()
    assert generation.seconds_left(number) > 0
    Generation.objects.advance(number + 7)  # as another process does
    assert generation.seconds_left(number) > 0  # for as long as this process does not know
    monkeypatch.setattr(generation, "FRESH", -1)
    assert generation.seconds_left(number) == 0


def test_it_is_not_given_what_may_be_over_while_the_database_is_down(keeping, front, at_once, site, monkeypatch):
    number = generation.current()

    def fail(_self):
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(generation, "FRESH", -1)
        patch.setattr(type(Generation.objects.all()), "numbers", fail)
        assert generation.current() == number
        assert generation.seconds_left(number) == 0
    generation._state = generation.State()
    assert generation.seconds_left(number) > 0
    assert generation.seconds_left(0) == 0


def test_it_is_not_given_what_is_not_for_everybody(keeping, front, at_once, site, client, editor):
    missing = client.get("/en/nothing/")
    assert (missing.status_code, missing["Cache-Control"]) == (404, "no-cache")
    client.force_login(editor)
    assert client.get("/en/")["Cache-Control"] == "private, no-store"


def test_an_answer_is_made_for_each_so_that_it_says_what_is_left(keeping, front, at_once, site, client):
    from solidarity.page_cache.ready import ready_answers

    for _time in range(3):
        response = client.get("/en/")
    assert shared_age(response) != "0"
    assert not ready_answers._answers


# What purges it


@pytest.mark.parametrize("change", SEEN, ids=lambda change: change.__name__)
def test_what_readers_see_purges_all(keeping, front, at_once, site, athens, change):
    front.asked.clear()
    change(site, athens)
    assert {(method, path) for method, path, _headers, _body in front.asked} == {("PURGE", "/")}


@pytest.mark.parametrize("change", NOT_SEEN, ids=lambda change: change.__name__)
def test_what_readers_do_not_see_purges_nothing(keeping, front, at_once, site, athens, change):
    factories.SiteImageFactory()
    front.asked.clear()
    change(site, athens)
    assert not front.asked


def test_what_is_published_by_the_clock_purges(keeping, front, at_once, site):
    page = factories.NewsPageFactory(parent=site.news, live=False)
    page.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    front.asked.clear()
    call_command("publish_scheduled")
    page.refresh_from_db()
    assert page.live
    assert front.asked


def test_a_release_and_a_command_purge(keeping, front, at_once, db):
    call_command("begin_generation")
    assert front.asked


def test_cloudflare_drops_the_whole_zone(front, settings, monkeypatch):
    backend = backends.CloudflareBackend({"BEARER_TOKEN": "t0ken", "ZONEID": "zone"})
    assert backend.cloudflare_purge_endpoint_url.startswith("https://api.cloudflare.com/")
    backend.cloudflare_purge_endpoint_url = f"{front.url}/zones/zone/purge_cache"
    backend.purge_all()
    [(method, path, headers, body)] = front.asked
    assert (method, path, headers["Authorization"]) == ("POST", "/zones/zone/purge_cache", "Bearer t0ken")
    assert json.loads(body) == {"purge_everything": True}
    front.status = 429
    with pytest.raises(OSError, match="429"):
        backend.purge_all()


def test_who_is_silent_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(backends, "TIMEOUT", 0.05)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(TimeoutError):
            backends.HTTPBackend({"LOCATION": f"http://127.0.0.1:{silent.getsockname()[1]}"}).purge_all()


# Varnish, as operators are given it


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    """A server behind Varnish, and the URL of Varnish."""
    with server_that_remembers() as behind, varnish(behind.url, tmp_path_factory.mktemp("varnish")) as behind.front:
        yield behind


def status(url, method="GET", **headers):
    """Return the status at a URL."""
    try:
        with urlopen(Request(url, headers=headers, method=method), timeout=60) as response:  # noqa: S310 (http)
            return response.status
    except HTTPError as error:
        return error.code


def test_a_visitor_purges_nothing(behind):
    page = f"{behind.front}/page"
    assert status(page, "PURGE") == 200
    assert status(page, "PURGE", **{"X-Forwarded-For": "203.0.113.7"}) == 405  # as the proxy hands it over


@pytest.mark.parametrize("sent", ["203.0.113.7", "198.51.100.1, 203.0.113.7"])
def test_the_site_is_told_the_address_of_the_visitor(behind, sent):
    behind.asked.clear()
    assert status(f"{behind.front}/{sent[:3]}", **{"X-Forwarded-For": sent}) == 200
    [(_method, _path, headers, _body)] = behind.asked
    assert headers["X-Forwarded-For"] == sent


# When it cannot be purged


def test_a_page_is_published_though_the_cache_is_down_and_it_is_purged_later(
    keeping, front, at_once, site, admin_client, client, caplog
):
    page = published(factories.ContentPageFactory(parent=site.home, slug="harbour", heading_en="Harbour"))
    front.status = 503
    front.asked.clear()
    for heading in ("Port", "Haven"):
        assert publish(admin_client, edit_url(page), page, heading_en=heading).status_code == 302
    assert "Haven" in client.get("/en/harbour/").content.decode()
    assert [record.message for record in caplog.records if record.name == "purging"] == [
        "It is down. (HTTPError: HTTP Error 503: Service Unavailable)"
    ]
    assert UnfinishedTask.objects.get().task == "solidarity.frontend_cache.purging.purge_all"
    call_command("retry_tasks")
    assert UnfinishedTask.objects.exists(), "it still fails"
    front.status = 200
    front.asked.clear()
    call_command("retry_tasks")
    assert len(front.asked) == 1
    assert not UnfinishedTask.objects.exists()
    generation.advance()
    assert "It is back." in caplog.messages


def test_the_database_may_be_down_as_well(front, at_once, monkeypatch):
    front.status = 503

    def fail(*args):
        raise OperationalError

    monkeypatch.setattr(UnfinishedTask.objects, "note", fail)
    purging.purge()
    assert front.asked


# When it is purged


@pytest.fixture
def purger(monkeypatch):
    """A Purger whose thread is run by the test, by a clock that its sleep moves on."""
    clock = SimpleNamespace(now=1000.01, purged=[], during={})

    def sleep(seconds):
        clock.now += seconds
        clock.during.pop(len(clock.purged), lambda: None)()

    class Thread:
        def __init__(self, target, name):
            self.run = target

        def start(self):
            clock.started = clock.now

    monkeypatch.setattr(purging, "time", SimpleNamespace(monotonic=lambda: clock.now, sleep=sleep))
    monkeypatch.setattr(purging, "threading", SimpleNamespace(Lock=purging.threading.Lock, Thread=Thread))
    monkeypatch.setattr(purging, "purge", lambda: clock.purged.append(round(clock.now - 1000, 3)))
    clock.purger = purging.Purger()
    return clock


def test_it_is_purged_when_every_process_knows_and_once_more_for_what_was_on_its_way(purger):
    purger.purger.ask()
    purger.purger.thread.run()
    first, second = purger.purged
    assert generation.FRESH < first < 1.0
    assert second > 4.99
    assert purger.purger.thread is None
    purger.purger.ask()
    assert purger.purger.thread is not None


def test_what_changes_together_is_purged_once(purger):
    for _time in range(50):
        purger.purger.ask()
        purger.now += 0.001
    purger.purger.thread.run()
    assert len(purger.purged) == 2


def test_what_changes_while_it_is_being_purged_is_purged_within_a_second_as_well(purger):
    asked = []

    def ask():
        asked.append(purger.now - 1000)
        purger.purger.ask()

    purger.during = dict.fromkeys(range(8), ask)
    purger.purger.ask()
    purger.purger.thread.run()
    assert len(asked) == 8
    for moment in asked:
        assert any(generation.FRESH < purged - moment < 0.8 for purged in purger.purged), moment
        assert any(purged - moment > 4.99 for purged in purger.purged), moment
