"""Bakes the site: from every public page in every language on to all that any of it links to or loads."""

import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from solidarity import languages
from solidarity.bake.answers import Answer, Visitor
from solidarity.bake.folder import Folder
from solidarity.bake.links import Links
from solidarity.bake.redirect_files import Moved, language_of, lists, redirects
from solidarity.bake.urls_of_copy import CopyURLs, Target

# Where the walk begins, besides the pages.
FOR_ALL = ("/", "/404.html", "/robots.txt", "/humans.txt", "/sitemap.xml")
IN_EACH_LANGUAGE = ("data/", "subscribe/", "search/", "search/index.json", "404.html", "site.webmanifest")
# The site has it only if it knows whom to write to.
MAY_BE_MISSING = "/.well-known/security.txt"
MISSING_PAGE = "/404.html"
UPLOADS = ("/documents/", "/media/")  # what people uploaded, in whatever encoding, stays as it is
MANIFEST, CALENDAR = "application/manifest+json", "text/calendar"
STYLES, SCRIPTS = ("text/css",), ("text/javascript", "application/javascript")
FOR_PROGRAMS = ("text/", "application/json", "application/xml", "application/ld+json", "application/geo+json")


@dataclass
class Report:
    """What a run did: files and bytes by the first part of the path, what changed, and what could not be baked."""

    files: Counter[str] = field(default_factory=Counter)
    bytes: Counter[str] = field(default_factory=Counter)
    redirects: int = 0
    changed: int = 0
    removed: int = 0
    failures: list[str] = field(default_factory=list)


def bake(site: Site, path: Path, host: str = "", today: date | None = None) -> Report:
    """Write a site as plain files into a folder, and return the Report.

    With a ``host``, such as https://archive.example.org, links name it, otherwise they are relative. Raises NotACopy
    for a folder with other files.
    """
    return Walk(site, Folder(path), host.rstrip("/"), today or timezone.localdate()).run()


class Walk:
    """One run. It holds one answer at a time, and of the others their URLs."""

    def __init__(self, site: Site, folder: Folder, host: str, today: date) -> None:
        self.site, self.folder, self.host = site, folder, host
        urls = CopyURLs(site.root_url, host or site.root_url, not host, tuple(private_paths(site)))
        self.urls, self.links = urls, Links(urls, self.found)
        self.visitor = Visitor(site.root_url, today)
        self.waiting: deque[Target] = deque()
        self.seen_at: dict[str, str] = {}  # by URL: where it was found first
        self.holds: dict[str, str] = {}  # by file: the URL whose answer it holds
        self.here = ""
        self.now = time.time()
        self.report = Report()

    def run(self) -> Report:
        """Ask for everything, write it, and delete what is no longer there."""
        for url in start(self.site):
            self.find(url)
        while self.waiting:
            target = self.waiting.popleft()
            self.here = target.url
            self.bake(target)
        if self.host:  # whoever names the host wants it to be found
            self.put("robots.txt", f"User-agent: *\n\nSitemap: {self.urls.copy_url}/sitemap.xml\n".encode())
        self.put_redirects()
        self.put(".nojekyll", b"")  # GitHub Pages leaves out files such as _redirects otherwise
        self.folder.finish(is_whole=not self.report.failures)
        self.report.changed, self.report.removed = self.folder.changed, self.folder.removed
        for name, size in self.folder.sizes.items():
            part = name.split("/")[0] if "/" in name else ""
            self.report.files[part] += 1
            self.report.bytes[part] += size
        return self.report

    def find(self, url: str) -> None:
        if target := self.urls.target(url):
            self.found(target)

    def found(self, target: Target) -> None:
        """Remember a URL to be asked for, unless it is known."""
        if target.url not in self.seen_at:
            self.seen_at[target.url] = self.here
            self.waiting.append(target)

    def bake(self, target: Target) -> None:
        """Ask the site for a URL, and write the file with its answer."""
        answer = self.visitor.get(target.url)
        if answer.location and 300 <= answer.status < 400:
            self.put_moved(target, Moved(urlsplit(target.url).path, answer.location, answer.status in (301, 308)))
        elif answer.status == 200:
            self.claim(target, self.rewritten(target, answer))
        elif target.url != MAY_BE_MISSING:
            self.fail(target.url, f"the site answers {answer.status}")

    def rewritten(self, target: Target, answer: Answer) -> bytes:
        """Return what the copy holds in the place of an answer."""
        kind, content = answer.media_type, answer.content
        if target.url.startswith(UPLOADS):
            return content
        if kind == "text/html":
            is_anywhere = target.path.endswith(MISSING_PAGE)
            return self.links.html(content.decode(), target, answer.policy, is_anywhere).encode()
        if kind == MANIFEST:
            return self.links.manifest(content.decode(), target).encode()
        if kind == CALENDAR:
            return self.links.calendar(content)
        if kind in STYLES:
            self.links.follow_styles(content.decode(), target)
        elif kind in SCRIPTS:
            self.links.follow_scripts(content.decode(), target)
        elif kind.startswith(FOR_PROGRAMS) or kind.endswith(("+xml", "+json")):
            return self.links.text(content.decode()).encode()
        return content

    def claim(self, target: Target, content: bytes) -> None:
        """Write a file, unless another URL has it already."""
        if (other := self.holds.setdefault(target.file, target.url)) != target.url:
            self.fail(target.url, f"its file is that of {other}")
        else:
            self.put(target.file, content)

    def put(self, name: str, content: bytes) -> None:
        self.folder.put(name, content, self.now)

    def fail(self, url: str, why: str) -> None:
        self.report.failures.append(f"{url}: {why} (found at {self.seen_at.get(url) or 'the start'})")

    def put_redirects(self) -> None:
        """Write the redirects of the site: as lists, and each as a page where nothing else is."""
        moved = []
        for one in redirects(self.site):
            self.report.redirects += 1
            target = self.urls.target(one.url)
            moved.append((one, self.urls.from_root(target) if target else self.urls.outside(one.url, "/")))
            if place := self.urls.target(quote(one.path)):
                self.put_moved(place, one)
        for name, content in lists(moved).items():
            self.put(name, content)

    def put_moved(self, place: Target, moved: Moved) -> None:
        """Write the page of a redirect, where nothing else is: hosts that know no redirects show it."""
        is_page = place.path.endswith(("/", ".html", ".htm"))
        blocked = any(parent in self.holds for parent in parents(place.file))
        if not is_page or blocked or place.file in self.holds:
            return
        target = self.urls.target(moved.url, place.url)
        if target and target.file == place.file:
            return  # from a URL without a slash at its end
        self.holds[place.file] = place.url
        language = language_of(place.path)
        context = {
            "language": language,
            "direction": languages.direction(language),
            "link": self.links.one(moved.url, place),
            "canonical": self.links.one(moved.url, place, is_absolute=True),
        }
        self.put(place.file, render_to_string("bake/moved.html", context).encode())


def start(site: Site) -> Iterator[str]:
    """Yield the URLs at which the walk begins: all public pages, in every language, and what no page links to."""
    yield from FOR_ALL
    yield MAY_BE_MISSING
    root = site.root_page
    pages = Page.objects.live().public().descendant_of(root, inclusive=True).order_by("path")
    below = [url_path.removeprefix(root.url_path) for url_path in pages.values_list("url_path", flat=True)]
    for code in languages.codes():
        for path in (*below, *IN_EACH_LANGUAGE):
            yield f"/{code}/{path}"


def private_paths(site: Site) -> Iterator[str]:
    """Yield the paths of the pages that not everybody may read, in every language; what is below them is closed too."""
    root = site.root_page
    for restriction in PageViewRestriction.objects.select_related("page"):
        path = restriction.page.url_path
        if path.startswith(root.url_path):
            yield from (f"/{code}/{path.removeprefix(root.url_path)}" for code in languages.codes())


def parents(name: str) -> Iterator[str]:
    """Yield the paths above that of a file, which are folders and no files."""
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name
