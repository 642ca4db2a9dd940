"""Sitemaps (https://www.sitemaps.org/protocol.html): an index, and a file per language of the pages written in it."""

from array import array
from collections.abc import Callable
from datetime import datetime
from functools import cache
from itertools import compress
from typing import Any, NamedTuple

from django.contrib.sitemaps import Sitemap, views
from django.http import Http404
from django.utils.functional import cached_property
from wagtail.models import Page, Site, get_page_models

from solidarity import languages
from solidarity.generation import kept
from solidarity.models import SitePage
from solidarity.querysets import with_languages

# Public views that are not pages of the tree, in all languages: solidarity/urls.py.
VIEWS = ("data/", "subscribe/")
OF_PAGES = ("path", "url_path", "last_published_at")  # what an entry shows of its page
PART = 250  # entries in one file, so that it takes as long on a large site as on a small one


def language_urls(site, url_path, codes):
    """Return the absolute URL of a page in each of some languages, by code."""
    below = url_path.removeprefix(site.root_page.url_path)
    return {code: f"{site.root_url}/{code}/{below}" for code in codes}


def alternates(urls):
    """Return URLs by language as pairs of hreflang and URL, with x-default last."""
    pairs = list(urls.items())
    return [*pairs, ("x-default", urls.get(languages.DEFAULT_LANGUAGE, pairs[0][1]))] if pairs else []


class Entry(NamedTuple):
    """What a sitemap names: a page, or a path below it."""

    pk: int
    below: str
    written: list[str]  # codes of languages


class PublishedPages(NamedTuple):
    """The published pages of a site in the order of the tree, as numbers: there may be very many of them."""

    pks: "array[int]"
    written: "array[int]"  # a bit for each language
    below: "array[int]"  # the place of the path below the page in ``paths_below``
    paths_below: list[str]

    @classmethod
    def of(cls, root: Page) -> "PublishedPages":
        """Ask for the pages at and below a front page, with one query for each type."""
        rows = [(root.path, view, root.pk, languages.codes()) for view in VIEWS]
        for model in get_page_models():
            if issubclass(model, SitePage):
                pages = with_languages(model.objects.live().descendant_of(root, inclusive=True))
                for path, pk, written in pages.values_list("path", "pk", "languages_written"):
                    rows += [(path, part, pk, written.split()) for part in ("", *model.subpaths)]
        paths_below = sorted({below for _path, below, _pk, _written in rows})
        found = cls(array("q"), array("L"), array("H"), paths_below)
        bits, places = bit_by_language(), {below: place for place, below in enumerate(paths_below)}
        for _path, below, pk, written in sorted(rows):
            found.pks.append(pk)
            found.written.append(sum(bits[code] for code in written))
            found.below.append(places[below])
        return found

    def in_language(self, code: str) -> "PublishedPages":
        """Return those that are written in a language."""
        bit = bit_by_language()[code]
        kept_here = [bool(written & bit) for written in self.written]
        columns = (array(one.typecode, compress(one, kept_here)) for one in (self.pks, self.written, self.below))
        return PublishedPages(*columns, self.paths_below)

    def part(self, first: int, last: int) -> list[Entry]:
        """Return the entries between two places."""
        bits = bit_by_language()
        return [
            Entry(pk, self.paths_below[below], [code for code, bit in bits.items() if written & bit])
            for pk, written, below in zip(
                self.pks[first:last], self.written[first:last], self.below[first:last], strict=True
            )
        ]


def bit_by_language() -> dict[str, int]:
    """Return a bit for each language."""
    return {code: 1 << place for place, code in enumerate(languages.codes())}


def last_changes_below(root: Page) -> dict[str, datetime]:
    """Return when a page or one below it was last published, of each page that has any, by its path.

    Such a page may list or show those below it.
    """
    changes: dict[str, datetime] = {}
    pages = Page.objects.live().descendant_of(root, inclusive=True).filter(last_published_at__isnull=False)
    for path, changed in pages.order_by().values_list("path", "last_published_at"):
        for end in range(len(path) - Page.steplen, 0, -Page.steplen):
            if changes.get(path[:end], changed) <= changed:
                changes[path[:end]] = changed
    return changes


class LanguageSitemap(Sitemap):
    """The sitemap of one language, in parts. Each entry has links to all languages of the page."""

    limit = PART

    def __init__(self, site: Site, language: str, everything: Callable[[], PublishedPages]) -> None:
        self.site, self.language, self.everything = site, language, everything

    def items(self) -> range:
        """Return the places of the entries, which are loaded for one part only."""
        return range(len(self.published.pks))

    @cached_property
    def published(self) -> PublishedPages:
        """The pages in this language."""
        name = f"sitemap of {self.site.root_page.pk} in {self.language}"
        return kept(name, lambda: self.everything().in_language(self.language), in_memory=False)

    def get_latest_lastmod(self) -> None:
        """Return nothing: the index is read as often as its sitemaps."""
        return

    def get_urls(self, page: Any = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        places = self.paginator.page(page).object_list
        entries = self.published.part(places.start, places.stop)
        rows = Page.objects.filter(pk__in={entry.pk for entry in entries}).values("pk", *OF_PAGES)
        pages = {row["pk"]: row for row in rows}
        root = self.site.root_page
        below = kept(f"last changes below {root.pk}", lambda: last_changes_below(root), in_memory=False)
        urls = []
        for entry in entries:
            row = pages[entry.pk]
            changes = [at for at in (row["last_published_at"], below.get(row["path"])) if at]
            by_language = language_urls(self.site, f"{row['url_path']}{entry.below}", entry.written)
            links = [{"lang_code": code, "location": url} for code, url in alternates(by_language)]
            changed = max(changes, default=None)
            urls.append({"location": by_language[self.language], "lastmod": changed, "alternates": links})
        return urls


def sitemaps_for(request):
    """Return the sitemap of each language, by code. Raises Http404 if no site has the request's host."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404("There is no site at this host.")
    root = site.root_page

    @cache
    def everything() -> PublishedPages:
        return kept(f"sitemap of {root.pk}", lambda: PublishedPages.of(root), in_memory=False)

    return {code: LanguageSitemap(site, code, everything) for code in languages.codes()}


def sitemap_index(request):
    """Respond with the sitemap index."""
    return views.index(request, sitemaps_for(request), sitemap_url_name="language_sitemap")


def language_sitemap(request, section):
    """Respond with the sitemap of a language; ``section`` is its code."""
    response = views.sitemap(request, sitemaps_for(request), section, template_name="sitemap.xml")
    response.query_keys = frozenset(["p"])
    return response
