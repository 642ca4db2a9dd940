"""One walk over the whole demonstration site, on which every guard looks at every page."""

import re
from collections import Counter, defaultdict
from types import SimpleNamespace
from urllib.parse import urlencode, urljoin, urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.db import connection
from django.test import Client
from wagtail.models import Page

from cities.models import CityIndexPage
from solidarity import languages
from solidarity.models import FormPage, HomePage, ListingPage
from tests.support.page_checks import (
    CHECKS,
    Visit,
    alternates,
    canonical_urls,
    cookies,
    is_own,
    linked_urls,
    sets_no_cookie,
)
from tests.support.stored_texts import stored_texts
from tests.support.template_queries import QueryCounter

HOST = settings.WAGTAILADMIN_BASE_URL  # as the demonstration calls its site
FOR_PROGRAMS = (".atom", ".rss", ".json", ".ics")
COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.S | re.M)
NAMED_IN_FILES = re.compile(r"""(?:url\(["']?|@import\s+["']|\bfrom\s*["']|\bimport\s*["'])([^"')]+)""")


class Crawl:
    """What was visited and what each guard found."""

    def __init__(self):
        self.client = Client(raise_request_exception=False, headers={"host": urlsplit(HOST).netloc})
        self.status = {}  # by URL
        self.first_seen = {}  # URL: the page or file that names it
        self.visited = Counter()  # by guard
        self.breaches = defaultdict(list)  # by guard
        self.answers = []  # each answer of a status that it should not have
        self.queries = Counter()  # the most, by page type
        self.template_queries = set()  # each query that a template started by itself
        self.alternates = {}  # by URL: its hreflang URLs by language
        self.titles, self.descriptions = defaultdict(list), defaultdict(list)  # URLs, by language and words
        self.written = {}  # as alternates, only of pages at a URL in a language that they are written in
        self.sitemap = {}  # the same, as the sitemap names them
        self.homes = {}  # by language: the Visit
        self.texts = stored_texts()
        self.runs = 0  # of text
        self.files = {}  # styles, scripts and fonts by URL: the content

    def walk(self):
        """Look at every published page in every language, then at all else that they name."""
        for page in Page.objects.live().filter(depth__gt=1).specific():
            self.visit_page(page)
        for code in languages.codes():
            self.visit(f"{HOST}/{code}/data/", code, SimpleNamespace(available_languages=languages.codes()))
            self.visit(f"{HOST}/{code}/no-such-page/", code, status=404)
            self.visit(f"{HOST}/{code}/subscribe/", code, SimpleNamespace(available_languages=languages.codes()))
        self.follow()
        for url in self.read_sitemap(f"{HOST}/sitemap.xml"):
            self.read_sitemap(url)

    def read_sitemap(self, url):
        """Note the pages that a sitemap names, and return all URLs in it."""
        tree = ElementTree.fromstring(self.get(url).getvalue())  # noqa: S314 (our own)
        names = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}
        for entry in tree.findall("map:url", names):
            links = {link.get("hreflang"): link.get("href") for link in entry.findall("xhtml:link", names)}
            self.sitemap[entry.find("map:loc", names).text] = links
        return [location.text for location in tree.findall("*/map:loc", names)]

    def get(self, url):
        """Return the answer to a request, read to its end, with whatever Django streams of it."""
        response = self.client.get(url.removeprefix(HOST))
        if response.streaming:
            # Read to its end it closes itself; closed by hand it would take the database's connection with it.
            response.streaming_content = [response.getvalue()]
        return response

    def visit(self, url, language, page=None, status=200, sent=None):
        """Look at one page with every guard, and return the Visit."""
        if sent is None:
            response = self.get(url)
        else:
            response = self.client.post(url.removeprefix(HOST), sent, headers={"origin": HOST})
        self.status[url] = 200 if response.status_code == status else response.status_code
        if response.status_code != status:
            self.answers.append(f"{url}: {response.status_code}, not {status}")
            return None
        visit = Visit(url, language, response, page, self.texts)
        for guard in CHECKS:
            self.visited[guard] += 1
            self.breaches[guard] += [f"{url}: {breach}" for breach in guard(visit)]
        self.runs += visit.runs
        for link in alternates(visit):
            if not link.get("type") and "?" not in url:
                self.alternates.setdefault(url, {})[link.get("hreflang")] = link.get("href")
        if canonical_urls(visit) == [url] and sent is None:
            self.titles[language, visit.find("title")[0].text()].append(url)
            if "?" not in url:
                self.written[url] = self.alternates.get(url)
                descriptions = [meta for meta in visit.find("meta") if meta.get("name") == "description"]
                for words in (meta.get("content") for meta in descriptions):
                    self.descriptions[language, words].append(url)
        for found in [*visit.loaded, *linked_urls(visit)]:
            if is_own(visit, found):
                self.first_seen.setdefault(found.partition("#")[0], url)
        return visit

    def visit_page(self, page):
        """Look at a page in every language; a form also with errors and when sent, a list at all it can show."""
        for code in languages.codes():
            url = f"{HOST}/{code}/{page.url_path.split('/', 2)[2]}"
            counter = QueryCounter()
            with connection.execute_wrapper(counter):
                visit = self.visit(url, code, page)
            self.template_queries |= counter.in_templates
            if visit is None:
                continue
            if code != languages.DEFAULT_LANGUAGE:  # in the first language pictures were cut
                kind = type(page).__name__
                self.queries[kind] = max(self.queries[kind], counter.count)
            if isinstance(page, HomePage):
                self.homes[code] = visit
            if isinstance(page, FormPage):
                self.visit(url, code, page, sent={"leave_empty": ""})
                self.visit(f"{url}?sent=1", code, page)
            if isinstance(page, ListingPage):
                self.visit_list(visit)
            if isinstance(page, CityIndexPage):
                # It is there in the page's languages, and tells programs no more of itself.
                self.visit(f"{url}compare/", code, SimpleNamespace(available_languages=page.available_languages))
                # Without the page: a combination names no other languages.
                self.visit(f"{url}compare/?city=athens&city=amsterdam&city=nobody&city=gaziantep", code)

    def visit_list(self, visit):
        """Look at each numbered page of a list, and in one language of each direction at choices of each filter."""
        queries = [link.get("href") for link in visit.find("a") if (link.get("href") or "").startswith("?")]
        if visit.language in ("en", "ar"):
            offered = defaultdict(list)
            for option in visit.find("option"):
                select = next(at.get("name") for at in option.with_ancestors() if at.tag == "select")
                offered[select].append(option.get("value"))
            for select, choices in offered.items():  # the first and the last stand for all of a filter
                tried = {*choices[:2], choices[-1], "nonsense"} - {""}  # an empty one is left out of the URL
                queries += ["?" + urlencode({select: choice}) for choice in tried]
        for query in queries:
            if (url := urljoin(visit.url, query)) not in self.status:
                self.visit(url, visit.language, visit.page)

    def is_known(self, url):
        """Say whether a URL was visited, or is a filter, a feed or a calendar visited in another language."""
        own = url.removeprefix(HOST).split("/", 2)
        one_for_all = "?" in url or url.endswith(FOR_PROGRAMS)
        return url in self.status or (
            one_for_all and any(f"{HOST}/{code}/{own[-1]}" in self.status for code in languages.codes())
        )

    def follow(self):
        """Ask for every URL that was named and is not known, and for what styles and scripts name in turn."""
        while waiting := [url for url in self.first_seen if not self.is_known(url)]:
            for url in waiting:
                if self.is_known(url):  # by now
                    continue
                response = self.get(url)
                self.status[url] = response.status_code
                self.breaches[sets_no_cookie] += [f"{url}: {breach}" for breach in cookies(response)]
                if url.endswith((".css", ".js", ".woff2")) and response.status_code == 200:
                    self.files[url] = response.getvalue()
                if url.endswith((".css", ".js")) and response.status_code == 200:
                    for found in NAMED_IN_FILES.findall(COMMENT.sub("", self.files[url].decode())):
                        self.first_seen.setdefault(urljoin(url, found), url)
