"""nginx in front of the site: pages as files while they are current, and as they were last while the site is down."""

import time
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from wagtail.models import Site

from cities.models import CityPage, PledgePage
from tests.browser.server import free_port
from tests.browser.server import process as site_process
from tests.support import databases
from tests.support.demo_pages import PAGES
from tests.support.keeping import forget
from tests.support.nginx import nginx
from tests.support.search import published

pytestmark = pytest.mark.xdist_group("site")

VISIBLE_WITHIN = 1.0  # seconds
# Headers that say when and by whom a response was sent.
OF_THE_SERVER = {"date", "server", "connection", "accept-ranges", "last-modified", "etag", "keep-alive", "vary"}
# Put beside a file's bytes, to tell who answered.
BY_NGINX = "accept-ranges"


def get(url, method="GET", **headers):
    """Return the status, headers by lower-case name, and bytes at a URL, as they are sent."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=60)
    connection.request(method, f"{parts.path}?{parts.query}" if parts.query else parts.path, headers=headers)
    response = connection.getresponse()
    found = SimpleNamespace(
        status=response.status, headers={name.lower(): value for name, value in response.getheaders()}
    )
    found.content = response.read()
    connection.close()
    return found


@pytest.fixture(scope="module")
def front(demonstration, tmp_path_factory, process, django_db_blocker):
    """A process of the site behind nginx, on a database of their own."""
    folder = tmp_path_factory.mktemp("front")
    data = folder / "data"
    data.mkdir()
    database = databases.named(f"front_{process}")
    databases.copy(demonstration.database, database)
    (data / "media").symlink_to(demonstration.media)
    port = free_port()
    with django_db_blocker.unblock(), databases.connected_to(database):
        Site.objects.update(hostname="127.0.0.1", port=port)
    own = {"PAGE_FILES": str(data / "pages"), "PRODUCTION_HOSTS": "127.0.0.1", "BEHIND_PROXY": "on"}
    with ExitStack() as stack:
        site = stack.enter_context(ExitStack())
        application = site.enter_context(site_process(database, data, **own))
        stack.enter_context(nginx(folder / "nginx", port, urlsplit(application).port, data))
        url = f"http://127.0.0.1:{port}"
        yield SimpleNamespace(
            url=url, application=application, database=database, data=data, stop=site.close, pages=data / "pages"
        )


@pytest.fixture
def publisher(front, django_db_blocker):
    """Another process, which publishes: this one."""
    cache.clear()
    forget()
    with django_db_blocker.unblock(), databases.connected_to(front.database):
        yield
    forget()


def from_file(url, **headers):
    """Return what nginx sends as a file, once it does."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = get(url, **headers)
        if BY_NGINX in found.headers:
            return found
        time.sleep(0.05)
    raise AssertionError(f"nginx does not send {url} as a file.")


def test_a_file_is_what_the_application_answers(front, record_property):
    paths = [f"/{language}/{path}" for language in ("en", "el", "ar") for path in PAGES.values()]
    paths += ["/en/feeds/news.rss", "/ar/feeds/news.atom", "/sitemap.xml", "/sitemap-el.xml"]
    for path in paths:
        for encoding in ("br", "gzip", ""):
            headers = {"Accept-Encoding": encoding, "Host": urlsplit(front.url).netloc}
            file = from_file(f"{front.url}{path}", **headers)
            made = get(f"{front.application}{path}", **headers)
            assert file.content == made.content, path
            named = [
                {name: value for name, value in answer.headers.items() if name not in OF_THE_SERVER}
                for answer in (file, made)
            ]
            for headers in named:
                policy = headers.pop("content-security-policy")
                headers["policy"] = {directive.strip() for directive in policy.split(";")}
            assert named[0] == named[1], path
            assert file.headers["vary"] == made.headers["vary"] == "Accept-Encoding"
            assert file.headers["last-modified"] == made.headers["last-modified"]
    record_property("visited", f"{len(paths)} paths in 3 encodings")
    assert len(paths) > 40


def test_a_reader_who_has_the_page_is_not_sent_it_again_by_either(front):
    path = "/en/cities/"
    file = from_file(f"{front.url}{path}", **{"Accept-Encoding": "br"})
    host = urlsplit(front.url).netloc
    made = get(f"{front.application}{path}", **{"Accept-Encoding": "br", "Host": host})
    assert file.headers["etag"] != made.headers["etag"]
    for url in (front.url, front.application):
        for answer in (file, made):
            for condition in (
                {"If-None-Match": answer.headers["etag"]},
                {"If-Modified-Since": answer.headers["last-modified"]},
            ):
                again = get(f"{url}{path}", **condition, **{"Accept-Encoding": "br", "Host": host})
                assert (again.status, again.content) == (304, b""), (url, condition)


@pytest.mark.parametrize(
    "headers", [{"Cookie": "sessionid=abc"}, {"Cookie": "a=b; sessionid=abc"}, {"Accept-Encoding": "gzip;q=0"}]
)
def test_who_is_not_like_all_others_is_answered_by_the_application(front, headers):
    from_file(f"{front.url}/en/news/")
    found = get(f"{front.url}/en/news/", **headers)
    assert (found.status, BY_NGINX in found.headers) == (200, False)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/en/news/index.html", 404), ("/en/news", 301), ("/en/news/?page=2", 200), ("/en/nowhere/", 404)],
)
def test_other_addresses_are_answered_by_the_application(front, path, status):
    from_file(f"{front.url}/en/news/")
    found = get(f"{front.url}{path}")
    assert (found.status, BY_NGINX in found.headers) == (status, False)


def test_what_is_sent_to_a_page_reaches_the_application(front):
    from_file(f"{front.url}/en/contact/")
    assert get(f"{front.url}/en/contact/", method="POST").status == 200  # the form, with its errors
    assert get(f"{front.url}/en/news/", method="DELETE").status == 405


def test_closed_folders_stay_closed(front):
    documents = [path.name for path in (front.data / "media" / "documents").iterdir()]
    originals = [path.name for path in (front.data / "media" / "original_images").iterdir()]
    assert get(f"{front.url}/media/documents/{documents[0]}").status == 404
    assert get(f"{front.url}/media/original_images/{originals[0]}").status == 404
    pictures = [path.name for path in (front.data / "media" / "images").iterdir()]
    assert get(f"{front.url}/media/images/{pictures[0]}").status == 200
    assert get(f"{front.url}/media/images/../documents/{documents[0]}").status == 404


def test_a_change_is_shown_within_a_second(front, publisher, record_property):
    pages = [
        f"{front.url}/{language}/{path}" for language in ("en", "el") for path in ("", "cities/", "cities/athens/")
    ]
    athens = CityPage.objects.get(slug="athens")
    for name in ("Athína", "Athens"):
        for page in pages:
            from_file(page)
        published(athens, heading_en=name, heading_el=name)
        time.sleep(VISIBLE_WITHIN)
        for page in pages:
            assert name in get(page).content.decode(), page
        for page in pages:
            assert name in from_file(page).content.decode(), page
    record_property("visited", f"{len(pages)} pages")


def test_files_of_former_generations_are_deleted(front, publisher):
    page = f"{front.url}/en/cities/athens/"
    from_file(page)
    former = {path.name for path in (front.pages / "made").iterdir()}
    published(CityPage.objects.get(slug="athens"))
    time.sleep(VISIBLE_WITHIN)
    from_file(page)
    until = time.monotonic() + 30
    while time.monotonic() < until and former & {path.name for path in (front.pages / "made").iterdir()}:
        time.sleep(0.05)
    assert len(list((front.pages / "made").iterdir())) == 1
    assert len(list((front.pages / "now").iterdir())) <= 3


def test_while_the_database_is_down_what_is_known_is_sent_as_stale(front):
    known = [f"{front.url}/en/", f"{front.url}/el/cities/athens/"]
    for page in known:
        from_file(page)
    with databases.stopped(front.database):
        time.sleep(VISIBLE_WITHIN + 0.1)
        for page in known:
            found = get(page)
            assert (found.status, found.headers["warning"]) == (200, '110 - "Response is Stale"')
            assert b"<h1" in found.content
        assert get(f"{front.url}/en/news/?kind=letter").status == 503
    time.sleep(VISIBLE_WITHIN)
    assert "warning" not in get(known[0]).headers


# The last, since it stops the application.
def test_while_the_application_is_down_the_last_pages_are_sent_as_stale(front, publisher):
    known, withdrawn = f"{front.url}/en/cities/athens/", PledgePage.objects.live().first()
    address = f"{front.url}{urlsplit(withdrawn.get_url()).path}"
    from_file(address)
    withdrawn.unpublish()
    time.sleep(VISIBLE_WITHIN)
    content = from_file(known).content
    front.stop()
    time.sleep(VISIBLE_WITHIN)
    found = get(known)
    assert (found.status, found.content) == (200, content)
    assert found.headers["warning"] == '110 - "Response is Stale"'
    assert found.headers["content-language"] == "en"
    for path in (urlsplit(address).path, "/en/never-asked-for/", "/en/news/?page=2", "/admin/"):
        found = get(f"{front.url}{path}")
        assert (found.status, found.headers["retry-after"]) == (503, "60"), path
        assert "خطأ" in found.content.decode()
        assert found.headers["cache-control"] == "no-store"
    assert Path(front.pages / "last").exists()
