"""Sitemaps (https://www.sitemaps.org/protocol.html): an index, and a file per language of the pages written in it."""

from collections import namedtuple

from django.contrib.sitemaps import Sitemap, views
from django.http import Http404
from django.utils.functional import cached_property
from wagtail.models import Page, Site, get_page_models

from solidarity import languages
from solidarity.models import SitePage
from solidarity.querysets import with_languages

PublishedPage = namedtuple("PublishedPage", "path url_path published written")
# Public views that are not pages of the tree, in all languages: solidarity/urls.py.
VIEWS = ("data/", "subscribe/")


def language_urls(site, url_path, codes):
    """Return the absolute URL of a page in each of some languages, by code."""
    below = url_path.removeprefix(site.root_page.url_path)
    return {code: f"{site.root_url}/{code}/{below}" for code in codes}


def alternates(urls):
    """Return URLs by language as pairs of hreflang and URL, with x-default last."""
    pairs = list(urls.items())
    return [*pairs, ("x-default", urls.get(languages.DEFAULT_LANGUAGE, pairs[0][1]))] if pairs else []


class PublishedPages:
    """The published pages of a site with their languages: one query per page type."""

    def __init__(self, site):
        self.site = site

    @cached_property
    def pages(self):
        """The pages and views, in the order of the tree."""
        root = self.site.root_page
        found = [PublishedPage(root.path, f"{root.url_path}{view}", None, languages.codes()) for view in VIEWS]
        for model in get_page_models():
            if issubclass(model, SitePage):
                pages = model.objects.live().descendant_of(root, inclusive=True)
                rows = with_languages(pages).values_list("path", "url_path", "last_published_at", "languages_written")
                found += [
                    PublishedPage(path, f"{url}{part}", at, written.split())
                    for path, url, at, written in rows
                    for part in ("", *model.subpaths)
                ]
        return sorted(found, key=lambda page: (page.path, page.url_path))

    @cached_property
    def last_changes(self):
        """By path, when a page or a descendant was last published: a page may list or show those below it."""
        changes = {}
        for page in self.pages:
            if page.published:
                for end in range(len(page.path), 0, -Page.steplen):
                    above = page.path[:end]
                    changes[above] = max(page.published, changes.get(above, page.published))
        return changes


class LanguageSitemap(Sitemap):
    """The sitemap of one language. Each entry has links to all languages of the page."""

    limit = 10_000  # entries; with nine links each a file stays well below the limit of 50 MB

    def __init__(self, published, language):
        self.published, self.language = published, language

    def items(self):
        return [page for page in self.published.pages if self.language in page.written]

    def lastmod(self, page):
        return self.published.last_changes.get(page.path)

    def get_urls(self, page=1, site=None, protocol=None):
        entries = []
        for item in self.paginator.page(page).object_list:
            urls = language_urls(self.published.site, item.url_path, item.written)
            links = [{"lang_code": code, "location": url} for code, url in alternates(urls)]
            entries.append({"location": urls[self.language], "lastmod": self.lastmod(item), "alternates": links})
        return entries


def sitemaps_for(request):
    """Return the sitemap of each language, by code. Raises Http404 if no site has the request's host."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404("There is no site at this host.")
    published = PublishedPages(site)
    return {code: LanguageSitemap(published, code) for code in languages.codes()}


def sitemap_index(request):
    """Respond with the sitemap index."""
    return views.index(request, sitemaps_for(request), sitemap_url_name="language_sitemap")


def language_sitemap(request, section):
    """Respond with the sitemap of a language; ``section`` is its code."""
    return views.sitemap(request, sitemaps_for(request), section, template_name="sitemap.xml")
