"""Pages as files for a web server: which are written, under which generation, and what happens to those of before."""

import gzip
import os
import time
from types import SimpleNamespace

import brotli
import pytest
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from solidarity import generation
from solidarity.models import SiteSettings
from solidarity.page_cache import front
from solidarity.page_cache.front import PageFiles, moment_at, page_files
from solidarity.page_cache.stored import StoredResponse
from tests import factories
from tests.support.search import published


@pytest.fixture
def files(tmp_path, monkeypatch):
    """The files of pages, in a folder of their own."""
    monkeypatch.setattr(page_files, "root", tmp_path)
    monkeypatch.setattr(page_files, "is_used", True)
    monkeypatch.setattr(page_files, "_moment", "")
    monkeypatch.setattr(page_files, "_number", 0)
    roots = [SimpleNamespace(root_url="http://example.org"), SimpleNamespace(root_url="http://localhost")]
    monkeypatch.setattr(front, "Site", SimpleNamespace(get_site_root_paths=lambda: roots))
    return page_files


def stored(number=1, content=b"text" * 200, **headers):
    """A response of a page, that was made long ago."""
    given = {"Content-Type": "text/html; charset=utf-8", **front.CACHE_CONTROL, **headers}
    return StoredResponse(number, 900, list(given.items()), content, "etag", {})


def request(path="/en/news/", **environ):
    return RequestFactory().get(path, headers={"host": "example.org"}, **environ)


def written(files):
    """Return the paths of all files below a folder, without that of the encodings."""
    return sorted(str(path.relative_to(files.root)) for path in files.root.rglob("*") if path.is_file())


def test_a_page_is_written_in_each_encoding_twice_with_its_time(files):
    page = stored()
    assert files.write(request(), page)
    name = "http/example.org/en/news/index.html"
    assert written(files) == sorted(
        f"{folder}/{encoding}/{name}" for folder in ("kept/0", "made/1") for encoding in ("br", "gzip", "identity")
    )
    for folder in ("kept/0", "made/1"):
        assert brotli.decompress((files.root / folder / "br" / name).read_bytes()) == page.content
        assert gzip.decompress((files.root / folder / "gzip" / name).read_bytes()) == page.content
        assert (files.root / folder / "identity" / name).stat().st_mtime == page.modified_at


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/en/news/?page=2", {}),
        ("/en/news/index.html", {}),
        ("/en/news/.hidden/", {}),
        ("/en//news/", {}),
        (f"/en/{'n' * 300}/", {}),
        ("/en/news/", {"Content-Disposition": "attachment"}),
        ("/en/news/", {"X-Robots-Tag": "noindex"}),
        ("/en/news/", {"Content-Type": "text/plain"}),
        ("/en/news/", {"cache-control": "public, max-age=600"}),
        ("/en/feeds/news.rss", {"Content-Type": "application/rss+xml; charset=utf-8"}),  # without "noindex"
        ("/robots.txt", {"Content-Type": "text/plain; charset=utf-8"}),
        ("/data/cities.csv", {"Content-Type": "text/csv; charset=utf-8"}),
    ],
)
def test_what_nginx_would_not_send_as_the_site_does_is_not_written(files, path, headers):
    assert files.write(request(path), stored(**headers))
    assert written(files) == []


def test_what_was_made_within_this_second_is_written_later(files):
    assert not files.write(request(), stored()._replace(modified_at=int(time.time()) + 1))
    assert written(files) == []


def test_a_disk_that_fails_is_logged_once_and_takes_no_page_with_it(files, caplog):
    (files.root / "made").write_text("a file where a folder should be")
    for _time in range(3):
        assert files.write(request(), stored())
    [said] = [record.getMessage() for record in caplog.records]
    assert said.startswith("The files of pages could not be written")
    (files.root / "made").unlink()
    files.write(request(), stored())


def test_a_request_that_names_no_host_or_not_that_of_the_site_writes_nothing(files):
    for host in ("", "EXAMPLE.org", "example.org:8080", "www.example.org"):
        asked = request()
        asked.META["HTTP_HOST"] = host
        assert files.write(asked, stored())
    assert files.write(RequestFactory().get("/en/news/"), stored())
    assert written(files) == []


def test_moments_are_half_seconds():
    assert [moment_at(seconds) for seconds in (7.0, 7.4999, 7.5, 7.999)] == ["7-0", "7-0", "7-5", "7-5"]


@pytest.fixture
def moments(monkeypatch):
    """A clock that stands still, and a generation that the database has confirmed."""
    moments = SimpleNamespace(now=1_000.0, is_confirmed=True, withdrawn=0)
    monkeypatch.setattr(front, "time", SimpleNamespace(time=lambda: moments.now, monotonic=time.monotonic))
    monkeypatch.setattr(generation, "is_confirmed", lambda: moments.is_confirmed)
    monkeypatch.setattr(generation, "withdrawn_at", lambda: moments.withdrawn)
    return moments


def links(files):
    """Return which generation is current in which half second."""
    return {path.name: os.readlink(path) for path in (files.root / "now").iterdir()}


def test_a_generation_is_current_for_half_a_second_at_a_time(files, moments):
    files.renew(5)
    assert links(files) == {"1000-0": "../made/5"}
    moments.now += 0.6
    files.renew(5)
    assert links(files) == {"1000-5": "../made/5"}


def test_a_process_that_knows_an_earlier_generation_changes_nothing(files, moments):
    files.renew(5)
    PageFiles(str(files.root)).renew(4)
    assert links(files) == {"1000-0": "../made/5"}
    PageFiles(str(files.root)).renew(6)
    assert links(files) == {"1000-0": "../made/6"}


def test_nothing_is_current_that_the_database_has_not_confirmed(files, moments):
    moments.is_confirmed = False
    files.renew(5)
    assert not (files.root / "now").exists()


def kept(files):
    """Return the pages that would be sent while the application is down."""
    return sorted(str(path.relative_to(files.root / "last")) for path in (files.root / "last").rglob("index.html"))


def test_what_was_kept_for_a_failure_goes_when_a_page_is_taken_down(files, moments):
    files.renew(5)
    files.write(request(), stored(5))
    moments.now += 1
    files.renew(6)
    assert len(kept(files)) == 3
    moments.withdrawn, moments.now = 7, moments.now + 1
    files.renew(7)
    assert kept(files) == []
    files.write(request("/en/events/"), stored(7))
    moments.now += 1
    files.renew(7)
    assert len(kept(files)) == 3


def test_a_process_that_does_not_know_yet_brings_nothing_back(files, moments):
    moments.withdrawn = 7
    files.renew(7)
    moments.withdrawn = 0  # as another process has it for a moment
    other = PageFiles(str(files.root))
    other.renew(5)
    other.write(request(), stored(5))
    assert kept(files) == []
    moments.withdrawn, moments.now = 7, moments.now + 1
    other.renew(7)
    assert kept(files) == []


def test_links_of_former_moments_and_files_of_former_generations_go(files, moments):
    for number in (5, 5, 6):
        files.renew(number)
        files.write(request(), stored(number))
        moments.now += 1
    until = time.monotonic() + 20
    while (files.root / "made" / "5").exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert sorted(path.name for path in (files.root / "made").iterdir()) == ["6"]
    assert len(links(files)) == 1


@pytest.mark.parametrize("change", ["unpublish", "delete", "restrict"])
def test_taking_a_page_down_is_told_from_other_changes(keeping, site, change):
    page = factories.NewsPageFactory(parent=site.news)
    generation.current()
    before = generation.withdrawn_at()
    published(page, heading_en="Changed")
    generation.current()
    assert generation.withdrawn_at() == before
    if change == "restrict":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    else:
        getattr(page, change)()
    generation.current()
    assert generation.withdrawn_at() > before


def test_the_site_writes_what_visitors_ask_for(files, keeping, site, client, monkeypatch):
    monkeypatch.setattr("solidarity.seo.well_known.is_indexed", lambda request: True)
    monkeypatch.setattr(generation, "changed_at", lambda: time.time() - 10)
    SiteSettings.for_site(site.site)  # which is made when it is first asked for, and begins a generation
    content = client.get("/en/", headers={"host": "localhost"}).content
    number = generation.current()
    assert (files.root / "made" / str(number) / "identity/http/localhost/en/index.html").read_bytes() == content
    assert set(links(files).values()) == {f"../made/{number}"}


def test_without_a_folder_nothing_is_written(keeping, site, client, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    client.get("/en/")
    client.get("/en/")
    assert list(tmp_path.iterdir()) == []
