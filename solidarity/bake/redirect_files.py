"""The redirects of the site for hosts that run no program: two lists, and a page for hosts that read neither.

``_redirects`` is read by Netlify and Cloudflare Pages, ``redirects.nginx.map`` by nginx. The page leads
on by ``meta refresh``, and names its target for those whose browser does not follow.
"""

import posixpath
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urljoin

from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from solidarity import languages

HOSTED, NGINX = "_redirects", "redirects.nginx.map"
SAFE = "/%:@!&'()*+,=~-._"  # what a path may hold besides letters and digits


class Moved(NamedTuple):
    """A path that the site redirects, where to, and whether for good."""

    path: str
    url: str
    is_permanent: bool

    @property
    def status(self) -> int:
        """The status of HTTP."""
        return 301 if self.is_permanent else 302


def redirects(site: Site) -> Iterator[Moved]:
    """Yield the redirects of a site that lead somewhere, by path: those of moved pages, and those that staff made."""
    rows = Redirect.get_for_site(site).select_related("redirect_page").order_by("old_path", "site")
    for row in rows.iterator():
        page = row.redirect_page
        if "?" in row.old_path or (page and not page.live):
            continue  # no file has a query string
        with translation.override(language_of(row.old_path)):
            url = row.link
        if not url:
            continue
        if not page:
            yield Moved(row.old_path, url, row.is_permanent)
            continue
        for part in page.specific.get_route_paths():
            yield Moved(f"{row.old_path}{part.rstrip('/')}", urljoin(url, part.lstrip("/")), row.is_permanent)


def language_of(path: str) -> str:
    """Return the language that a path begins with, else the one in which the site is written first."""
    code = path.strip("/").split("/")[0]
    return code if code in languages.codes() else languages.DEFAULT_LANGUAGE


def lists(moved: list[tuple[Moved, str]]) -> dict[str, bytes]:
    """Return the files of both lists by name, given each redirect with its link from the root of the host."""
    hosted, nginx = [], []
    for one, link in moved:
        path = quote(one.path, safe=SAFE)
        spellings = [path] if "." in posixpath.basename(path) else [path, f"{path}/"]
        hosted += [f"{spelling} {link} {one.status}\n" for spelling in spellings]
        nginx += [f'"{in_nginx(spelling)}" "{in_nginx(link)}";\n' for spelling in spellings]
    return {HOSTED: "".join(hosted).encode(), NGINX: "".join(nginx).encode()}


def in_nginx(text: str) -> str:
    """Return text as it stands in quotation marks in nginx's configuration, where $ begins a variable."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "%24")
