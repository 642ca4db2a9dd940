"""Guards over the whole demonstration site: every page in every language, every list, every file they name."""

import gzip
import re
import shutil
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.core.cache import cache
from wagtail.models import get_page_models

from solidarity import languages
from solidarity.models import SitePage
from tests.support import databases
from tests.support.page_checks import CHECKS, marks_text_in_another_language
from tests.support.site_crawl import COMMENT, HOST, NAMED_IN_FILES, Crawl

pytestmark = pytest.mark.xdist_group("site")

# The queries that a page of each type starts at most, once it has been shown in another language.
MOST_QUERIES = {
    "CityIndexPage": 8,
    "CityPage": 7,
    "ContentPage": 6,
    "EventIndexPage": 9,
    "EventPage": 7,
    "FormPage": 8,
    "HomePage": 4,
    "MayorStatementPage": 8,
    "MentoringVisitPage": 10,
    "NewsIndexPage": 8,
    "NewsPage": 7,
    "PledgeIndexPage": 10,
    "PledgePage": 8,
    "ProjectIndexPage": 7,
    "ProjectPage": 7,
    "ReportIndexPage": 9,
    "ReportPage": 9,
}

# Kilobytes on the way to the reader: text is compressed, as one file of each kind; fonts are so already.
HOME_PAGE, STYLES, SCRIPTS, FONTS = 9, 10, 4, 46


@pytest.fixture(scope="module")
def crawl(demonstration, process, django_db_blocker):
    """A walk over a copy of the demonstration site, taken once."""
    shutil.copytree(demonstration.media, settings.MEDIA_ROOT, dirs_exist_ok=True)
    database = databases.connected_to_copy(demonstration.database, f"{process}_survey")
    with django_db_blocker.unblock(), database:
        cache.clear()
        crawl = Crawl()
        crawl.walk()
        cache.clear()
    return crawl


@pytest.fixture
def hold(record_property):
    """Say how much was looked at, fail on each breach, and also where too little was looked at."""

    def check(breaches, count, of_what, at_least):
        record_property("visited", f"{count} {of_what}")
        print(f"visited {count} {of_what}")
        assert not breaches, f"{len(breaches)} in {count} {of_what}:\n" + "\n".join(breaches[:40])
        assert count >= at_least

    return check


@pytest.mark.parametrize("guard", CHECKS, ids=lambda guard: guard.__name__)
def test_every_page(crawl, hold, guard):
    hold(crawl.breaches[guard], crawl.visited[guard], "pages", at_least=1200)


def test_every_run_of_text_says_its_language(crawl, hold):
    hold(crawl.breaches[marks_text_in_another_language], crawl.runs, "runs of text", at_least=100_000)


def test_every_address_that_a_page_or_file_names_answers(crawl, hold):
    dead = [
        f"{url}: {status}, named in {crawl.first_seen.get(url)}"
        for url, status in crawl.status.items()
        if status != 200
    ]
    hold(crawl.answers + dead, len(crawl.status), "addresses", at_least=1600)


def test_pages_name_each_other_as_the_same_in_another_language(crawl, hold):
    breaches = []
    for url, named in crawl.alternates.items():
        own = languages_of(url)
        if own in named and named[own] != url:
            breaches.append(f"{url} calls itself {named[own]}")
        breaches += [
            f"{url} names {other}, which does not name the same"
            for other in named.values()
            if crawl.alternates.get(other) != named
        ]
    hold(breaches, len(crawl.alternates), "pages", at_least=1000)


@pytest.mark.parametrize("what", ["titles", "descriptions"])
def test_no_two_pages_have_the_same_title_or_description(crawl, hold, what):
    found = getattr(crawl, what)
    breaches = [f"{words} stands at {', '.join(at)}" for (_language, words), at in found.items() if len(set(at)) > 1]
    hold(breaches, len(found), what, at_least=450)


def test_the_sitemap_names_every_page_as_it_names_itself(crawl, hold):
    breaches = [f"{url} is not in the sitemap" for url in crawl.written.keys() - crawl.sitemap.keys()]
    breaches += [
        f"{url}: the sitemap says {links}, the page {crawl.written.get(url)}"
        for url, links in crawl.sitemap.items()
        if links != crawl.written.get(url)
    ]
    hold(breaches, len(crawl.sitemap), "pages in the sitemap", at_least=450)


def languages_of(url):
    """Return the language code in a URL."""
    return url.removeprefix(HOST).split("/")[1]


def test_every_type_of_page_keeps_to_its_queries(crawl, hold):
    types = {model.__name__ for model in get_page_models() if issubclass(model, SitePage)}
    assert types == set(crawl.queries) == set(MOST_QUERIES)
    breaches = [
        f"{name}: {count} queries, not {MOST_QUERIES[name]}"
        for name, count in crawl.queries.items()
        if count > MOST_QUERIES[name]
    ]
    hold(breaches, len(crawl.queries), "types of pages", at_least=17)


def test_no_query_starts_in_a_template(crawl, hold):
    hold(sorted(crawl.template_queries), len(crawl.queries), "types of pages", at_least=17)


@pytest.mark.parametrize("language", languages.codes())
def test_the_home_page_is_light(crawl, language):
    home = crawl.homes[language]
    styles = with_imports({name for name in home.loaded if name.endswith(".css")}, crawl.files)
    scripts = with_imports({name for name in home.loaded if name.endswith(".js")}, crawl.files)
    fonts = fonts_for(home.html.text(), crawl.files)
    assert styles
    assert scripts
    assert fonts
    assert kilobytes(gzip.compress(home.response.content, 6)) <= HOME_PAGE
    assert kilobytes(gzip.compress(b"".join(crawl.files[name] for name in styles), 6)) <= STYLES
    assert kilobytes(gzip.compress(b"".join(crawl.files[name] for name in scripts), 6)) <= SCRIPTS
    assert kilobytes(*(crawl.files[name] for name in fonts)) <= FONTS


def with_imports(texts, files):
    """Return the URLs of scripts or styles and of those that they load in turn."""
    waiting, found = list(texts), set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        named = {urljoin(name, part) for part in NAMED_IN_FILES.findall(COMMENT.sub("", files[name].decode()))}
        waiting += [part for part in named - found if part.endswith((".css", ".js"))]
    return found


def kilobytes(*contents):
    return sum(map(len, contents)) / 1024


def fonts_for(text, files):
    """Return the URLs of the fonts that hold a letter of a text, by their unicode-range in the styles."""
    styles = COMMENT.sub("", next(body.decode() for name, body in files.items() if name.endswith("/fonts.css")))
    fonts = set()
    for face in re.findall(r"@font-face\s*{(.*?)}", styles, re.S):
        file = re.search(r"""url\(["']?\.\.(/[^"')]+)""", face)
        ranges = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face)
        spans = [range(int(first, 16), int(last or first, 16) + 1) for first, last in ranges]
        if file and any(ord(letter) in span for span in spans for letter in set(text)):
            fonts.add(next(name for name in files if name.endswith(file[1])))
    return fonts
