"""A real copy as plain files: read with a parser, compared with the site that it was made of, served by nginx."""

import json
import shutil
from functools import cache
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from django.test import Client
from lxml import html
from wagtail.models import Page

from solidarity import languages
from solidarity.bake.folder import LIST
from solidarity.bake.links import Links
from solidarity.bake.redirect_files import HOSTED, NGINX
from solidarity.bake.urls_of_copy import CopyURLs
from tests.browser.server import free_port
from tests.support import databases
from tests.support.baked_site import PRIVATE, baked
from tests.support.nginx import nginx_of_copy

pytestmark = pytest.mark.xdist_group("baked")

HOST = "https://archive.example/copy"


@pytest.fixture(scope="module")
def trees(baked_site):
    """Every page of the copy as a tree, by its path in the folder."""
    folder = baked_site.folder
    return {path.relative_to(folder).as_posix(): html.parse(path).getroot() for path in folder.rglob("*.html")}


def test_every_link_leads_to_a_file_or_to_another_host(baked_site, trees):
    visited, external, broken = 0, set(), []
    for name, tree in trees.items():
        here = f"https://copy.example/some/folder/{name.removesuffix('index.html')}"
        for link in links_of(tree):
            visited += 1
            url = urljoin(here, link)
            if not url.startswith("https://copy.example/"):
                external.add(urlsplit(url).netloc)
            elif name.endswith("404.html") and not link.startswith("#"):
                if not file_at(baked_site.folder, url.removeprefix("https://copy.example/")).is_file():
                    broken.append(f"{link} in {name}")
            elif not url.startswith("https://copy.example/some/folder/"):
                broken.append(f"{link} in {name} leaves the folder")
            else:
                file = file_at(baked_site.folder, url.removeprefix("https://copy.example/some/folder/"))
                place = trees.get(file.relative_to(baked_site.folder).as_posix())
                fragment = unquote(urlsplit(url).fragment)
                if not file.is_file() or (fragment and place is not None and fragment not in ids_in(place)):
                    broken.append(f"{link} in {name}")
    print(f"visited {len(trees)} pages with {visited} links")
    assert not broken, "\n".join(broken[:40])
    assert len(trees) > 200
    assert visited > 10_000
    assert "example.org" in external


def test_no_link_for_readers_leads_back_to_the_site(baked_site, trees):
    own, visited = urlsplit(baked_site.url).netloc, 0
    for name, tree in trees.items():
        for element in tree.iter("a", "form", "img", "script", "source", "use"):
            visited += 1
            for attribute in ("href", "src", "action"):
                parts = urlsplit(element.get(attribute, ""))
                assert parts.netloc != own or parts.path.endswith(PRIVATE), f"{name}: {element.attrib}"
    assert visited > 10_000


def test_every_absolute_url_of_the_site_is_a_file_of_the_copy(baked_site):
    visited, broken = 0, []
    for path in baked_site.folder.rglob("*"):
        if path.suffix in (".html", ".xml", ".atom", ".rss", ".csv", ".jsonl", ".json", ".jsonld"):
            text = path.read_text(encoding="utf-8")
            for url in Links(CopyURLs(baked_site.url, "", True), print).absolute_url.findall(text):
                visited += 1
                rest = unquote(urlsplit(url.rstrip("&.")).path).removeprefix("/")
                known = file_at(baked_site.folder, rest).is_file()
                if not known and not rest.startswith(
                    ("api/v2/", PRIVATE, *(f"{c}/{PRIVATE}" for c in languages.codes()))
                ):
                    broken.append(f"{url} in {path.relative_to(baked_site.folder)}")
    assert not broken, "\n".join(broken[:40])
    assert visited > 2500


def test_each_page_says_what_the_site_says(baked_site, trees, process, django_db_blocker):
    visited = 0
    with django_db_blocker.unblock(), databases.connected_to_copy(baked_site.database, f"{process}_compared"):
        client = Client(headers={"host": urlsplit(baked_site.url).netloc})
        for page in Page.objects.live().public().filter(depth__gt=1):
            below = page.url_path.split("/", 2)[2]
            if below == "news/":
                continue  # which there has more items on a page
            for code in ("en", "el", "ar"):
                live = html.fromstring(client.get(f"/{code}/{below}").content)
                assert said_in(trees[f"{code}/{below}index.html"]) == said_in(live), f"/{code}/{below}"
                visited += 1
    assert visited > 50


def test_nothing_unpublished_or_private_is_in_it(baked_site):
    assert len(baked_site.unpublished) > 80
    assert PRIVATE in baked_site.unpublished
    for below in baked_site.unpublished:
        assert not (baked_site.folder / "en" / below / "index.html").exists(), below
    for code in languages.codes():
        index = json.loads((baked_site.folder / code / "search" / "index.json").read_text(encoding="utf-8"))
        named = {page["url"].removeprefix("../") for page in index["pages"]}
        assert len(named) > 15
        assert not named & set(baked_site.unpublished)
        for below in named:
            assert (baked_site.folder / code / below / "index.html").is_file()


def test_every_page_says_of_which_day_it_is_and_offers_nothing_that_needs_a_server(trees):
    assert len({name for name in trees if "/" in name}) > 200
    days = {"en": "3 February 2026", "de": "3. Februar 2026", "el": "3 Φεβρουαρίου 2026"}
    for name, tree in trees.items():
        code = name.split("/")[0]
        if tree.find(".//meta[@http-equiv='refresh']") is not None:
            continue
        policy = tree.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
        assert "script-src 'self'" in policy
        assert "frame-ancestors" not in policy
        if code in languages.codes():
            note = tree.find(".//aside[@data-copy-note]").text_content()
            assert days.get(code, "2026") in note, name
        assert all(form.get("role") == "search" for form in tree.findall(".//form")), name
        assert not tree.xpath("//*[@data-suggestions] | //input[@form] | //link[@rel='search']"), name


def test_numbered_pages_filters_and_feeds_are_files(baked_site):
    folder = baked_site.folder
    for name in (
        "en/news/page-2/index.html",
        "ar/news/page-2/index.html",
        "en/events/period-past/index.html",
        "en/cities/country-CH/index.html",
        "en/feeds/all.atom",
        "el/feeds/cities/athens.json",
        "en/calendars/all.ics",
        "en/events/sample-mayors-forum/event.ics",
        "data/cities.csv",
        "data/cities.schema.json",
        "data/catalogue.jsonld",
        "sitemap-ar.xml",
        ".well-known/security.txt",
        "de/site.webmanifest",
        "static/js/carousel.js",
        "static/img/europe.svg",
    ):
        assert (folder / name).is_file(), name
    for kind in ("documents/*/*.pdf", "media/images/*.webp", "*/pictures/*.jpg", "static/fonts/*.woff2"):
        assert list(folder.glob(kind)), kind
    tree = ElementTree.parse(folder / "en/feeds/all.atom")  # noqa: S314 (our own)
    assert tree.findall("{http://www.w3.org/2005/Atom}entry")


def test_redirects_are_pages_and_stand_in_both_lists(baked_site, trees):
    link = trees["en/old-about/index.html"].find(".//a").get("href")
    assert link == "../about/"
    assert trees["el/old-about/index.html"].find(".//a").get("href") == "../about/"
    hosted = (baked_site.folder / HOSTED).read_text().splitlines()
    assert {"/en/old-about /en/about/ 301", "/en/old-about/ /en/about/ 301"} <= set(hosted)
    assert "/en/old-forum/event.ics /en/events/sample-mayors-forum/event.ics 301" in hosted
    assert '"/el/old-about/" "/el/about/";' in (baked_site.folder / NGINX).read_text().splitlines()


def test_nginx_serves_it(baked_site, tmp_path):
    port = free_port()
    with nginx_of_copy(tmp_path / "nginx", port, baked_site.folder):
        base = f"http://127.0.0.1:{port}"
        served = {
            "/": "text/html",
            "/el/": "text/html",
            "/en/feeds/all.atom": "application/atom+xml",
            "/en/calendars/all.ics": "text/calendar",
            "/data/cities.csv": "text/csv",
            "/de/site.webmanifest": "application/manifest+json",
            "/.well-known/security.txt": "text/plain",
        }
        for path, kind in served.items():
            with urlopen(f"{base}{path}") as response:  # noqa: S310 (http at this machine)
                assert response.headers.get_content_type() == kind, path
        with urlopen(f"{base}/el/old-about") as response:  # noqa: S310
            assert response.url == f"{base}/el/about/"
        missing = {"/el/no-such-page/": "el", "/no-such-page": "en", f"/{LIST}": "en"}
        for path, language in missing.items():
            with pytest.raises(HTTPError) as refused:
                urlopen(f"{base}{path}")  # noqa: S310
            assert refused.value.code == 404
            tree = html.fromstring(refused.value.read())
            assert tree.get("lang") == language, path


def test_a_second_run_changes_nothing_and_a_host_changes_every_link(baked_site, tmp_path, process, django_db_blocker):
    folder = tmp_path / "again"
    shutil.copytree(baked_site.folder, folder)
    with django_db_blocker.unblock(), databases.connected_to_copy(baked_site.database, f"{process}_again"):
        again = baked(folder, only="en")
        assert again.files["en"] > 100
        assert again.changed == 0
        assert not (folder / "de" / "about").exists()  # which this run did not find
        report = baked(folder, only="en", host=HOST)
    assert report.files == again.files
    assert report.changed > 100
    own, visited = urlsplit(baked_site.url).netloc, 0
    for path in folder.glob("en/**/*.html"):
        for link in links_of(html.parse(path).getroot()):
            visited += 1
            assert urlsplit(link).netloc != own or PRIVATE in link, f"{link} in {path.relative_to(folder)}"
            assert link.startswith(("#", "http", "webcal:", "mailto:", "tel:")), f"{link} in {path}"
    assert visited > 2500
    assert own not in (folder / "sitemap.xml").read_text()
    assert own.encode() not in (folder / "en/calendars/all.ics").read_bytes().replace(b"\r\n ", b"")


@cache
def ids_in(tree):
    """Return the ids of the elements of a page."""
    return set(tree.xpath("//@id"))


def links_of(tree):
    """Yield each URL that an element of a page leads to or loads."""
    for element in tree.iter():
        for name in ("href", "src", "poster", "action"):
            if element.get(name) is not None:
                yield element.get(name)
        for part in element.get("srcset", "").split(","):
            if part.strip():
                yield part.split()[0]


def file_at(folder: Path, rest: str) -> Path:
    """Return the file that a host sends for a URL, given what follows the folder's own in it."""
    path = unquote(urlsplit(rest).path)
    return folder / (f"{path}index.html" if path.endswith("/") or not path else path)


def said_in(tree):
    """Return what the main part of a page says, without what a copy leaves out: forms, and links to what needs them."""
    main = tree.get_element_by_id("content")
    left_out = "//form | //*[@data-copy-note] | //*[contains(@class, 'filter-links')] | //*[@class='city-card-pick']"
    for element in main.xpath(f".{left_out}".replace("| //", "| .//")):
        element.drop_tree()
    return main.text_content().split()
