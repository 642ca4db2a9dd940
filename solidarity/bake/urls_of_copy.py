"""Where a URL of the site is in the copy: the file, and how another file of the copy links to it."""

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from solidarity import languages

# What needs a server, or is nobody else's business, is not in the copy.
NOT_BAKED = ("/admin/", "/api/", "/invitation/")
OWN_SCHEMES = ("http", "https", "webcal")
SEARCHES = tuple(f"/{code}/search/" for code in languages.codes())  # whose script reads the query string
# What a file system and every static host take in the place of a parameter.
PARAMETER = re.compile(r"[A-Za-z0-9][\w.-]{0,79}", re.ASCII)
LONGEST_NAME = 255  # bytes; of a file, on most file systems


@dataclass(frozen=True)
class Target:
    """A URL of the site that is in the copy: what the site is asked for, and the file that holds the answer."""

    url: str  # path and query string
    path: str  # in the copy, percent-encoded; a folder's ends with a slash
    after: str = ""  # what a link adds to the path: the fragment, and the query string of a search

    @property
    def file(self) -> str:
        """The path of the file below the folder of the copy."""
        return unquote(self.path).removeprefix("/") + ("index.html" if self.path.endswith("/") else "")


@dataclass(frozen=True)
class CopyURLs:
    """Finds the place of each URL in a copy of the site at ``site_url``, for readers who reach it at ``copy_url``.

    Both are without a slash at their end. If ``is_relative``, links between files are relative, so that the copy works
    wherever it lies; what has to be absolute, such as canonical URLs, feeds and sitemaps, names ``copy_url``.
    """

    site_url: str
    copy_url: str
    is_relative: bool
    closed: tuple[str, ...] = ()  # paths of private pages, with all below them

    def target(self, url: str, seen_at: str = "/") -> Target | None:
        """Return the Target of a URL found at a path of the site; None if it is of another host or not in the copy."""
        return self._target(urljoin(f"{self.site_url}{seen_at}", url.strip()))

    @lru_cache(maxsize=20_000)  # noqa: B019 (there is one CopyURLs in a run; most links stand on every page)
    def _target(self, url: str) -> Target | None:
        parts = urlsplit(url)
        if parts.scheme not in OWN_SCHEMES or parts.netloc != urlsplit(self.site_url).netloc:
            return None
        path, query, fragment = parts.path or "/", parts.query, parts.fragment and f"#{parts.fragment}"
        if "." not in posixpath.basename(path) and not path.endswith("/"):
            path += "/"  # as all URLs of the site that name no file
        if f"{path}/".startswith((*NOT_BAKED, *self.closed)) or not is_safe(path):
            return None
        if path in SEARCHES:
            return Target(path, path, f"?{query}{fragment}" if query else fragment)
        pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair != ("page", "1")]
        if not all(PARAMETER.fullmatch(part) for pair in pairs for part in pair):
            return None
        named = [f"{name}-{value}" for name, value in pairs]
        if path.endswith("/"):
            place = path + "".join(f"{part}/" for part in named)
        else:
            stem, extension = posixpath.splitext(path)
            place = "-".join([stem, *named]) + extension
        asked = "&".join(f"{name}={value}" for name, value in pairs)
        return Target(f"{path}?{asked}" if asked else path, quote(unquote(place), safe="/~@:!$&'()*+,;="), fragment)

    def link(self, target: Target, place: str) -> str:
        """Return the link from a file of the copy, given its path (``Target.path``), to another."""
        if not self.is_relative:
            return self.absolute(target)
        folder, name = posixpath.split(target.path)
        relative = posixpath.relpath(folder, posixpath.dirname(place))
        return f"{name if relative == '.' and name else f'{relative}/{name}'}{target.after}"

    def absolute(self, target: Target) -> str:
        """Return the absolute URL of a file of the copy."""
        return f"{self.copy_url}{target.path}{target.after}"

    def from_root(self, target: Target) -> str:
        """Return the link for a file that is shown at any URL, such as that of a missing page."""
        root = urlsplit(self.copy_url).path if self.is_relative else self.copy_url
        return f"{root}{target.path}{target.after}"

    def outside(self, url: str, seen_at: str) -> str:
        """Return the link to what is not in the copy: that of the site itself, where it is one of its own."""
        return urljoin(f"{self.site_url}{seen_at}", url.strip())


def is_safe(path: str) -> bool:
    """Tell whether the path of a URL can be that of a file, below the folder of the copy and no other."""
    parts = unquote(path).strip("/").split("/")
    return path == "/" or all(
        part not in ("", ".", "..") and part.isprintable() and "\\" not in part and len(part.encode()) <= LONGEST_NAME
        for part in parts
    )
