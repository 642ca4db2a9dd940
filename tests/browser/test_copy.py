"""The copy as plain files in a browser, from a server that knows nothing but files, in a folder below its root."""

from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from solidarity.models import SearchEntry
from solidarity.text import words
from tests.support import databases

FIELD = "#search-words"
HITS = "[data-hits] article"


class Quiet(SimpleHTTPRequestHandler):
    """What `python -m http.server` answers with, without its log."""

    def log_message(self, *arguments):
        pass


@contextmanager
def files_served(folder):
    """Give the URL of a server of the files in a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def site_url(baked_site):
    """The URL of the copy, in the place of that of the running site: a folder below the root of a host."""
    with files_served(baked_site.folder.parent) as url:
        yield f"{url}/{baked_site.folder.name}/"


@pytest.fixture
def page(visitor):
    """A page of a visitor; no page of the copy may ask another host for anything."""
    page = visitor()
    yield page
    assert page.watch.foreign == []


def search(page, language, typed):
    """Search for something on the page of search in a language."""
    page.goto(f"{language}/search/")
    page.locator(FIELD).fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


@pytest.mark.parametrize(
    ("language", "typed", "title"),
    [
        ("en", "athens", "Athens"),
        ("en", "ZÜRICH", "Zurich"),
        ("en", "ath", "Athens"),
        ("el", "αθηνα", "Αθήνα"),
        ("el", "ΑΘΉΝΑ", "Αθήνα"),
        ("ar", "اثينا", "أثينا"),
        ("ar", "أَثِينَا", "أثينا"),
    ],
)
def test_a_city_is_found_by_its_name(page, language, typed, title):
    search(page, language, typed)
    expect(page.locator(HITS).first.locator("a")).to_have_text(title)
    page.locator(HITS).first.locator("a").click()
    page.wait_for_url(f"**/{language}/cities/*/")
    expect(page.locator("h1")).to_contain_text(title)


def test_a_search_has_a_url_goes_back_and_says_where_nothing_is_found(page):
    page.goto("en/search/?q=kaminis")
    expect(page.locator(HITS).first.locator("a")).to_contain_text("Kaminis")
    expect(page.locator(FIELD)).to_have_value("kaminis")
    page.locator(FIELD).fill("nothingofthekind")
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_contain_text("No page was found.")
    expect(page.locator(HITS)).to_have_count(0)
    page.go_back()
    expect(page.locator(HITS).first).to_be_visible()
    expect(page.locator("[role=status]")).to_contain_text("Pages found:")


def test_words_are_folded_as_on_the_server(page, baked_site, django_db_blocker):
    with django_db_blocker.unblock(), databases.connected_to(baked_site.database):
        texts = [
            text
            for entry in SearchEntry.objects.filter(page__live=True)
            for text in (entry.title_shown, entry.names, *(text for _language, text in entry.passages))
        ]
    texts += ["ΟΔΟΣ Straße", "Łódź Århus İstanbul", "بِسْمِ للمدينة والمدن", "ﬁn №5 ½"]
    page.goto("en/search/")
    folded = page.evaluate(
        """async (texts) => {
            const { wordsOf } = await import(document.querySelector("script[src*=copy-search]").src);
            const { folded } = await (await fetch("index.json")).json();
            return texts.map((text) => wordsOf(text, folded));
        }""",
        texts,
    )
    assert len(texts) > 300
    assert folded == [words(text) for text in texts]


def test_every_page_is_there_without_script(visitor):
    page = visitor(java_script_enabled=False)
    page.goto("el/search/")
    expect(page.locator("noscript .hint")).to_be_visible()
    page.get_by_role("link", name="Αθήνα", exact=True).click()
    page.wait_for_url("**/el/cities/athens/")


@pytest.mark.parametrize("width", [1440, 360])
def test_a_reader_goes_from_the_front_door_to_a_list_and_a_page(visitor, width):
    page = visitor(viewport={"width": width, "height": 800})
    page.goto("")
    page.get_by_role("link", name="العربية").click()
    page.wait_for_url("**/ar/")
    expect(page.locator("[data-copy-note]")).to_be_visible()
    page.goto("en/news/")
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**/en/news/page-2/")
    page.locator("main article a").first.click()
    page.wait_for_url("**/en/news/*/")
    page.goto("en/cities/")
    page.locator(".filter-links summary").first.click()
    page.locator(".filter-links details[open] a").first.click()
    page.wait_for_url("**/en/cities/country-*/#results")
    expect(page.locator(".chip").first).to_be_visible()
    page.locator(".chip").first.click()
    page.wait_for_url("**/en/cities/#results")
    assert page.watch.foreign == []


def test_a_redirect_leads_on(page):
    page.goto("en/old-about/")
    page.wait_for_url("**/en/about/")
