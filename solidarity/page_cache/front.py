"""Pages as files that a web server in front sends by itself, as long as they are of the current generation.

The folder, ``PAGE_FILES``, is read by deploy/nginx/page_files.conf:

``made/<generation>/<encoding>/<scheme>/<host>/<path>``
    a page of one generation; ``index.html`` is added to a path that ends with a slash.
``now/<half second>``
    a link to the generation that was current then. The web server looks below the link of the half second in which it
    is asked. So one request in half a second goes to the application, which makes the link, and where no application
    answers no page counts as current.
``last/<encoding>/<scheme>/<host>/<path>``
    a page as it was last made, to be sent while the application or its database is down.

docs/decisions/page-files.md has the reasons.
"""

import logging
import os
import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from wagtail.models import Site

from solidarity import generation
from solidarity.page_cache.files import write_file
from solidarity.page_cache.stored import StoredResponse

logger = logging.getLogger(__name__)

# The encodings that are written; who takes none of them is rare. "identity" is its name in RFC 9110, section 12.5.3.
ENCODINGS = ("br", "gzip", "identity")
# By the end of a path: the headers that depend on it, as deploy/nginx/page_files.conf sends them.
BY_PATH = {
    "/": {"content-type": "text/html; charset=utf-8"},
    ".atom": {"content-type": "application/atom+xml; charset=utf-8", "x-robots-tag": "noindex"},
    ".rss": {"content-type": "application/rss+xml; charset=utf-8", "x-robots-tag": "noindex"},
    ".xml": {"content-type": "application/xml", "x-robots-tag": "noindex, noodp, noarchive"},  # sitemaps
}
# What caches are told; where a view tells them another thing, its response is not written.
CACHE_CONTROL = {"cache-control": "public, max-age=0, s-maxage=0, stale-while-revalidate=1, stale-if-error=604800"}
# The other headers that it sends, which are the same for all files but for the language.
OF_ALL = {
    "content-language", "content-security-policy", "cross-origin-opener-policy", "referrer-policy",
    "strict-transport-security", "x-content-type-options", "x-frame-options",
}  # fmt: skip
LONGEST = 200  # bytes of a part of a path; most file systems take 255
QUIET = 60  # seconds in which a disk that fails is logged once


class PageFiles:
    """The folder of files, as one process of the application writes it; others write the same.

    Without a folder it does nothing.
    """

    def __init__(self, root: str) -> None:
        self.root = Path(root)
        self.is_used = bool(root)
        self._moment = ""
        self._number = 0
        self._logged_at = float("-inf")

    def renew(self, number: int) -> None:
        """Let the web server send the files of a generation for the rest of this half second.

        To be called with each request; it does something once in half a second, and only where the database has
        confirmed the generation.
        """
        if not self.is_used:
            return
        moment = moment_at(time.time())
        if moment == self._moment or not generation.is_confirmed():
            return
        self._moment = moment
        try:
            self._forget_withdrawn()
            self._point(moment, number)
            if number != self._number:
                self._number = number
                self._delete_outdated(number)
        except OSError:
            self._log()

    def write(self, request: HttpRequest, stored: StoredResponse) -> bool:
        """Write a stored response, unless it is written already; tell whether nothing remains to be done.

        Something remains within the second in which the page was made: it might change once more in that second, and
        its time would tell no difference.
        """
        if not self.is_used or not is_written(request, stored):
            return True
        if time.time() <= stored.modified_at:
            return False
        name = f"{request.scheme}/{request.META['HTTP_HOST']}{request.path_info}"
        if name.endswith("/"):
            name += "index.html"
        try:
            if not is_at_home(request):
                return True
            for encoding in ENCODINGS:
                made = self.root / "made" / str(stored.generation) / encoding / name
                if not made.exists():
                    write_file(made, stored.encoded_as(encoding), stored.modified_at)
                    _link(made, self.root / "last" / encoding / name)
        except (OSError, DatabaseError):
            self._log()
        return True

    def _point(self, moment: str, number: int) -> None:
        """Make the link of a moment, unless another process has made one to this or a later generation."""
        links = self.root / "now"
        links.mkdir(parents=True, exist_ok=True)
        link = links / moment
        with suppress(FileNotFoundError):
            if int(os.readlink(link).rpartition("/")[2]) >= number:
                return
        temporary = links / f".{os.getpid()}-{threading.get_ident()}"
        with suppress(FileExistsError):
            temporary.symlink_to(f"../made/{number}")
        temporary.replace(link)
        for other in links.iterdir():
            if other.name < moment and not other.name.startswith("."):
                other.unlink(missing_ok=True)

    def _delete_outdated(self, number: int) -> None:
        """Delete the files of former generations; in the background, since there may be many."""
        made = self.root / "made"
        if made.exists():
            outdated = [folder for folder in made.iterdir() if folder.name != str(number)]
            threading.Thread(target=_delete, args=(outdated,), daemon=True).start()

    def _forget_withdrawn(self) -> None:
        """Delete what is kept for a failure, once a page was taken down since: it is not to be seen again."""
        withdrawn = str(generation.withdrawn_at())
        mark = self.root / "withdrawn"
        if mark.exists() and mark.read_text() == withdrawn:
            return
        last = self.root / "last"
        if last.exists():
            away = self.root / "made" / f"withdrawn-{withdrawn}-{os.getpid()}"
            away.parent.mkdir(exist_ok=True)
            with suppress(FileNotFoundError):
                last.rename(away)
            _delete([away])
        write_file(mark, withdrawn.encode(), time.time())

    def _log(self) -> None:
        """Log that the disk fails, once in a while: pages are served without it."""
        if time.monotonic() - self._logged_at > QUIET:
            self._logged_at = time.monotonic()
            logger.exception("The files of pages in %s could not be written.", self.root)


def moment_at(seconds: float) -> str:
    """Return the name of the half second of a time, in seconds since 1970; nginx makes the same of its ``$msec``."""
    return f"{int(seconds)}-{0 if seconds % 1 < 0.5 else 5}"


def is_written(request: HttpRequest, stored: StoredResponse) -> bool:
    """Tell whether a web server can send a response as the application would."""
    if request.META.get("QUERY_STRING") or not stored.is_worth_encoding:
        return False
    path = request.path_info
    parts = path.split("/")
    if path.endswith("/index.html") or any(part.startswith(".") or len(part.encode()) > LONGEST for part in parts):
        return False
    if "HTTP_HOST" not in request.META or "//" in path or "\0" in path:
        return False
    headers = {name.lower(): value for name, value in stored.headers}
    by_path = BY_PATH.get("/" if path.endswith("/") else Path(path).suffix, {})
    return {name: headers[name] for name in headers if name not in OF_ALL} == CACHE_CONTROL | by_path


def is_at_home(request: HttpRequest) -> bool:
    """Tell whether a request names a site as its record does: any other port would be another copy of each page."""
    asked = f"{request.scheme}://{request.META['HTTP_HOST']}"
    return any(asked == site.root_url for site in Site.get_site_root_paths())


def _link(file: Path, target: Path) -> None:
    """Give a file a second name, in the place of what has that name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{os.getpid()}-{threading.get_ident()}")
    temporary.unlink(missing_ok=True)
    os.link(file, temporary)
    temporary.replace(target)


def _delete(folders: list[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


page_files = PageFiles(settings.PAGE_FILES)
