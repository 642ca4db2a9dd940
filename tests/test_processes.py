"""Several processes of the site: what one publishes all show, and what is down takes no page with it."""

import shutil
import time
from contextlib import ExitStack
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.core.cache import cache

from cities.models import CityPage
from solidarity import generation
from tests.browser.server import free_port
from tests.browser.server import process as site_process
from tests.support import databases
from tests.support.keeping import forget
from tests.support.redis_server import redis_server
from tests.support.search import published

pytestmark = pytest.mark.xdist_group("site")

# Where a city's name stands, in two languages.
NAMED = [
    f"/{language}/{path}"
    for language in ("en", "el")
    for path in ("", "cities/", "cities/athens/", "cities/athens/georgios-kaminis/", "feeds/cities/athens.rss")
]
VISIBLE_WITHIN = 1.0  # seconds


def get(url, **headers):
    """Return the status and text at a URL."""
    try:
        with urlopen(Request(url, headers=headers), timeout=60) as response:  # noqa: S310 (http at this machine)
            return SimpleNamespace(status=response.status, text=response.read().decode(), headers=response.headers)
    except HTTPError as error:
        return SimpleNamespace(status=error.code, text=error.read().decode(errors="replace"), headers=error.headers)


@pytest.fixture(scope="module", params=["memory of each process", "Redis"])
def processes(request, demonstration, tmp_path_factory, process):
    """Two processes of the site on one database, with a cache of each or one that they share."""
    folder = tmp_path_factory.mktemp("processes")
    database = databases.named(f"processes_{process}_{request.param_index}")
    databases.copy(demonstration.database, database)
    shutil.copytree(demonstration.media, folder / "media")
    own, redis = {}, None
    with ExitStack() as stack:
        if request.param == "Redis":
            redis = stack.enter_context(redis_server(free_port(), folder))
            own["CACHE_URL"] = redis.url
        urls = [stack.enter_context(site_process(database, folder, **own)) for _number in range(2)]
        yield SimpleNamespace(urls=urls, database=database, redis=redis)


@pytest.fixture
def publisher(processes, django_db_blocker):
    """A third process, which publishes: this one."""
    cache.clear()
    forget()
    with django_db_blocker.unblock(), databases.connected_to(processes.database):
        yield
    forget()


def rename_athens(name):
    """Publish another name of a city, and return when that was committed."""
    published(CityPage.objects.get(slug="athens"), heading_en=name, heading_el=name)
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


def test_while_the_cache_is_down_pages_are_served_and_changes_shown(processes, publisher):
    if not processes.redis:
        assert generation.FRESH < VISIBLE_WITHIN  # what is in the memory of a process goes with it
        return
    processes.redis.stop()
    try:
        for url in processes.urls:
            assert get(f"{url}/en/news/").status == 200
        rename_athens("Athína")
        time.sleep(VISIBLE_WITHIN)
        for url in processes.urls:
            assert "Athína" in get(f"{url}/en/cities/athens/").text
        rename_athens("Athens")
    finally:
        processes.redis.start()


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
