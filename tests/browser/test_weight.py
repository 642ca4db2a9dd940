"""What a phone asks for to show a page of production, and how much that weighs."""

import shutil
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from demo.files import image_paths
from tests.browser.server import cut_pictures, process
from tests.support import databases
from tests.support.demo_site import ROOT, environment

MOST_REQUESTS = 12
MOST_KILOBYTES = 60  # on the way: compressed, with headers, before lazy pictures
PHONE = {"viewport": {"width": 360, "height": 780}, "is_mobile": True, "has_touch": True}
COLLECTED = {"DJANGO_SETTINGS_MODULE": "tests.settings_collected"}
FRONT_PAGES = ["/en/", "/ar/"]
WITH_PICTURE = ["/en/", "/ar/", "/en/cities/athens/"]
PICTURE = "athens"  # the first one of these pages
PICTURES = "() => [...document.images].map((one) => [one.loading, one.currentSrc])"
FIRST_PAINTED = """() => new Promise((resolve) => new PerformanceObserver((list) => {
  const img = list.getEntries().at(-1).element;
  resolve([img.tagName, img.fetchPriority, img.loading, img.currentSrc]);
}).observe({ type: "largest-contentful-paint", buffered: true }))"""


@pytest.fixture(scope="module")
def production(demonstration, tmp_path_factory):
    """The URL of the demonstration site with the static files of production, and one picture of its true weight."""
    folder = tmp_path_factory.mktemp("production")
    database = databases.named("production")
    databases.copy(demonstration.database, database)
    shutil.copytree(demonstration.media, folder / "media")
    shutil.copyfile(image_paths()[PICTURE], folder / f"media/original_images/{PICTURE}.webp")
    command = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(database, folder) | COLLECTED, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    with process(database, folder, **COLLECTED) as url:
        cut_pictures([url + path for path in WITH_PICTURE], folder / "server.log")
        yield url


class Sent:
    """What a page asked for: the URL of each request, and the bytes of its answer on the way."""

    def __init__(self, page):
        self.urls, self.sizes = {}, {}
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("Network.enable")
        self.devtools.on("Network.requestWillBeSent", self.note_url)
        self.devtools.on("Network.loadingFinished", self.note_size)

    def note_url(self, event):
        self.urls[event["requestId"]] = event["request"]["url"]

    def note_size(self, event):
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def bytes_without(self, left_out):
        """Return the bytes of all but some URLs."""
        return sum(size for number, size in self.sizes.items() if self.urls[number] not in left_out)


@pytest.fixture
def phone(visitor, production):
    """Return a function that opens a page as a phone with so many pixels to a dot, and gives it and what was Sent."""

    def open_page(path, pixels):
        page = visitor(base_url=production, device_scale_factor=pixels, **PHONE)
        page.watch.own = urlsplit(production).netloc
        sent = Sent(page)
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return page, sent

    return open_page


@pytest.mark.parametrize("pixels", [2, 3])
@pytest.mark.parametrize("path", FRONT_PAGES)
def test_the_front_page_is_light_on_a_phone(phone, path, pixels, record_property):
    page, sent = phone(path, pixels)
    lazy = {source for loading, source in page.evaluate(PICTURES) if loading == "lazy" and source}
    at_once = [url for url in sent.urls.values() if url not in lazy]
    weight = sent.bytes_without(lazy)
    record_property("visited", f"{len(sent.urls)} requests, {len(at_once)} before lazy pictures: {weight} bytes")
    assert len(sent.sizes) == len(sent.urls)  # each was answered
    assert len(lazy) >= 3
    (picture,) = (url for url in at_once if "/media/" in url)
    assert PICTURE in picture
    assert len(at_once) <= MOST_REQUESTS / 2
    assert len(sent.urls) <= MOST_REQUESTS + (path == "/ar/")  # Latin names in Arabic headings are of another font
    assert weight / 1024 <= MOST_KILOBYTES


@pytest.mark.parametrize("pixels", [2, 3])
@pytest.mark.parametrize("path", WITH_PICTURE)
def test_the_first_picture_is_what_a_phone_needs_and_asked_for_first(phone, path, pixels):
    page, _sent = phone(path, pixels)
    tag, priority, loading, source = page.evaluate(FIRST_PAINTED)
    assert (tag, priority, loading) == ("IMG", "high", "auto")
    assert "fill-720x" in source


def test_a_page_of_production_has_its_styles_and_scripts(phone):
    page, sent = phone("/en/cities/athens/", 2)
    paths = [urlsplit(url).path for url in sent.urls.values()]
    assert sorted(path.split(".")[0] for path in paths if path.endswith((".css", ".js"))) == [
        "/static/css/pages",
        "/static/css/site",
        "/static/js/site",
    ]
    page.locator("[data-menu-button]").click()  # its script is there
    assert page.locator("#main-menu").is_visible()
    ratio = "one => getComputedStyle(one).aspectRatio"
    assert page.locator(".city-head-picture img").evaluate(ratio) == "16 / 7"  # as cities.css says


def test_the_page_behind_a_link_is_fetched_once_the_mouse_rests_on_it(visitor, production):
    page = visitor(base_url=production)
    page.watch.own = urlsplit(production).netloc
    page.clock.install(time=0)
    page.clock.pause_at(1)  # from here time passes only when a test says so
    page.goto("/en/news/")
    page.wait_for_load_state("networkidle")
    requests = []
    page.on("request", lambda request: requests.append(request))
    # The page itself, a feed, a query, another site, the admin; then a page that the mouse only passes.
    page.evaluate(
        """() => document.querySelector("#content").insertAdjacentHTML("afterbegin",
          `<p id="links"><a href="/en/news/">a</a> <a href="/feeds/news.rss">b</a> <a href="/en/projects/?page=2">c</a>
          <a href="https://example.org/en/">d</a> <a href="/admin/">e</a> <a href="/en/events/">f</a>
          <a href="/en/reports/">g</a></p>`)"""
    )
    links = page.locator("#links a")
    for place in range(5):
        links.nth(place).hover()
        page.clock.run_for(1000)
    links.nth(5).hover()
    page.clock.run_for(50)
    with page.expect_request("**/en/reports/"):
        links.nth(6).hover()
        page.clock.run_for(100)
    links.nth(6).hover()
    page.clock.run_for(1000)
    fetched = [urlsplit(request.url).path for request in requests if request.resource_type != "image"]
    assert fetched == ["/en/reports/"]
