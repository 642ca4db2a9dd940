"""Several processes of the site: what one publishes all show, and what is down takes no page with it."""

import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.core.cache import cache
from django.db import transaction

from cities.models import CityPage
from solidarity import generation, languages
from solidarity.frontend_cache import configured, purging
from tests.browser.server import free_port
from tests.browser.server import process as site_process
from tests.support import databases
from tests.support.keeping import forget
from tests.support.redis_server import redis_server
from tests.support.search import published
from tests.support.varnish_server import varnish

pytestmark = pytest.mark.xdist_group("site")

# Where a city's name stands.
WITH_NAME = ["", "cities/", "cities/athens/", "cities/athens/georgios-kaminis/", "feeds/cities/athens.rss"]
NAMED = [f"/{language}/{path}" for language in ("en", "el") for path in WITH_NAME]
VISIBLE_WITHIN = 1.0  # seconds


def get(url, method="GET", **headers):
    """Return the status and text at a URL."""
    request = Request(url, headers=headers, method=method)  # noqa: S310 (http at this machine)
    try:
        with urlopen(request, timeout=60) as response:  # noqa: S310 (likewise)
            text = response.read().decode(errors="replace")
            return SimpleNamespace(status=response.status, text=text, headers=response.headers)
    except HTTPError as error:
        return SimpleNamespace(status=error.code, text=error.read().decode(errors="replace"), headers=error.headers)


SITES = ["memory of each process", "Redis, behind Varnish"]


@pytest.fixture(scope="module")
def sites(demonstration, tmp_path_factory, process):
    """Two processes of each of SITES, all started at once; each site has a database of its own."""
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        started = []
        for number, name in enumerate(SITES):
            folder = tmp_path_factory.mktemp("processes")
            site = SimpleNamespace(name=name, redis=None, front="", own={}, folder=folder)
            site.database = databases.named(f"processes_{process}_{number}")
            databases.copy(demonstration.database, site.database)
            shutil.copytree(demonstration.media, folder / "media")
            if "Redis" in name:
                site.redis = stack.enter_context(redis_server(free_port(), folder))
                site.own["CACHE_URL"] = site.redis.url
            if "Varnish" in name:
                site.front_port = free_port()
                site.own["FRONTEND_CACHE_URL"] = f"http://127.0.0.1:{site.front_port}"
            begin = partial(site_process, site.database, folder, **site.own)
            started.append(
                (site, [pool.submit(lambda begin=begin: stack.enter_context(begin())) for _both in range(2)])
            )
        for site, urls in started:
            site.urls = [url.result() for url in urls]
            if "Varnish" in site.name:
                site.front = stack.enter_context(varnish(site.urls[0], site.folder, site.front_port))
        yield {site.name: site for site, _urls in started}


@pytest.fixture(params=SITES)
def processes(request, sites):
    """Each of the sites."""
    return sites[request.param]


@pytest.fixture
def with_front(sites):
    """The site with a cache in front."""
    [site] = [site for site in sites.values() if site.front]
    return site


@pytest.fixture
def publishing(django_db_blocker, settings, monkeypatch):
    """Let this process publish on a site meanwhile, as a third one of it."""
    monkeypatch.setattr(purging, "DELAYS", (purging.DELAYS[0], 2.0))

    @contextmanager
    def publishing(site):
        cache.clear()
        forget()
        settings.WAGTAILFRONTENDCACHE = configured(site.own.get("FRONTEND_CACHE_URL", ""))
        with django_db_blocker.unblock(), databases.connected_to(site.database):
            yield
            if thread := purging.purger.thread:
                thread.join()  # it asks the settings of the test
        forget()

    return publishing


@pytest.fixture
def publisher(processes, publishing):
    """A third process of each of the sites, which publishes: this one."""
    with publishing(processes):
        yield


def rename_athens(name):
    """Publish another name of a city, and return when that was committed."""
    headings = {f"heading_{code}": name for code in languages.codes()}
    with transaction.atomic():
        published(CityPage.objects.get(slug="athens"), **headings)
    return time.monotonic()


def test_what_one_process_publishes_every_other_shows_within_a_second(processes, publisher, record_property):
    pages = [f"{url}{path}" for url in processes.urls for path in NAMED]
    for page in pages:
        assert "Athína" not in get(page).text
    committed = rename_athens("Athína")
    time.sleep(max(0, VISIBLE_WITHIN - (time.monotonic() - committed)))
    missing = [page for page in pages if "Athína" not in get(page).text]
    rename_athens("Athens")
    assert not missing
    record_property("visited", f"{len(pages)} pages")
    assert len(pages) == 20


def test_a_page_is_served_by_each_process_without_being_made_again(processes):
    for url in processes.urls:
        first = get(f"{url}/en/cities/")
        again = get(f"{url}/en/cities/", **{"If-None-Match": first.headers["ETag"]})
        assert (first.status, again.status) == (200, 304)


def test_while_redis_is_down_pages_are_served_and_changes_shown(sites, publishing):
    [site] = [site for site in sites.values() if site.redis]
    site.redis.stop()
    try:
        for url in site.urls:
            assert get(f"{url}/en/news/").status == 200
        with publishing(site):
            committed = rename_athens("Athína")
            time.sleep(max(0, VISIBLE_WITHIN - (time.monotonic() - committed)))
            for url in site.urls:
                assert "Athína" in get(f"{url}/en/cities/athens/").text
            rename_athens("Athens")
    finally:
        site.redis.start()


def test_while_the_database_is_down_pages_that_are_stored_are_served(processes):
    paths = ["/en/", "/el/cities/athens/", "/en/news/?kind=story", "/sitemap.xml"]
    for url in processes.urls:
        for path in paths:
            assert get(f"{url}{path}").status == 200
    with databases.stopped(processes.database):
        time.sleep(generation.FRESH + 0.1)  # so that the number would be read again
        for url in processes.urls:
            for path in paths:
                assert get(f"{url}{path}").status == 200, path
            assert get(f"{url}/en/news/?kind=letter").status == 500
    time.sleep(generation.FRESH + 0.1)
    for url in processes.urls:
        assert get(f"{url}/en/news/?kind=letter").status == 200


# Behind a cache in front


def test_behind_a_cache_all_languages_show_within_a_second_what_is_published(with_front, publishing, record_property):
    pages = [f"{with_front.front}/{code}/{path}" for code in languages.codes() for path in WITH_NAME]
    for page in pages:
        assert "Athína" not in get(page).text
    assert all(is_hit(get(page)) for page in pages)
    with publishing(with_front), asked_all_the_while(f"{with_front.urls[0]}/en/"):
        committed = rename_athens("Athína")
        asked = 0
        while time.monotonic() < committed + VISIBLE_WITHIN:  # readers ask all the while
            get(pages[asked % len(pages)])
            asked += 1
        missing = [page for page in pages if "Athína" not in get(page).text]
        rename_athens("Athens")
    assert not missing
    assert not [page for page in pages if "Athína" in get(page).text]
    record_property("visited", f"{len(pages)} pages, {asked} requests meanwhile")
    assert len(pages) == 8 * len(WITH_NAME)


@contextmanager
def asked_all_the_while(url):
    """Ask for a URL again and again meanwhile, so that its process knows the number and does not read it anew."""
    stop = threading.Event()

    def ask():
        while not stop.wait(0.02):
            get(url)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def is_hit(response):
    """Tell whether Varnish had a response already: it names the request that it was made for as well."""
    return len(response.headers["X-Varnish"].split()) == 2


def test_a_draft_leaves_what_a_cache_keeps(with_front, publishing):
    page = f"{with_front.front}/en/cities/athens/"
    get(page)
    with publishing(with_front):
        CityPage.objects.get(slug="athens").save_revision()
        assert purging.purger.thread is None
    assert is_hit(get(page))


def test_a_cache_keeps_nothing_for_who_has_signed_in_and_one_copy_for_each_encoding(with_front):
    page = f"{with_front.front}/en/"
    for _time in range(2):
        signed_in = get(page, Cookie="consent=yes; sessionid=abc")
        assert not is_hit(signed_in)
        assert signed_in.headers["Cache-Control"] == "private, no-store"
    for encoding in ("br", "gzip", None):
        accepted = {"Accept-Encoding": f"deflate, {encoding}"} if encoding else {}
        plain = [get(page, Cookie="consent=yes", **accepted) for _time in range(2)]
        assert is_hit(plain[1])
        assert {response.headers["Content-Encoding"] for response in plain} == {encoding}
    again = get(page, **{"If-None-Match": plain[1].headers["ETag"]})
    assert (again.status, is_hit(again)) == (304, True)
