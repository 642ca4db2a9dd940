"""Pages as files that a web server in front sends by itself, as long as they are of the current generation.

The folder, ``PAGE_FILES``, is read by deploy/nginx/page_files.conf:

``made/<generation>/<encoding>/<scheme>/<host>/<path>``
    a page of one generation; ``index.html`` is added to a path that ends with a slash.
``now/<half second>``
    a link to the generation that was current then. The web server looks below the link of the half second in which it
    is asked. So one request in half a second goes to the application, which makes the link, and where no application
    answers no page counts as current.
``kept/<withdrawal>/<encoding>/<scheme>/<host>/<path>``
    a page as it was last made since a page was last taken down.
``last``
    a link to the latest of these, whose pages are sent while the application or its database is down.

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
from solidarity.outages import Outage
from solidarity.page_cache.files import write_file
from solidarity.page_cache.stored import StoredResponse

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

outage = Outage(
    logging.getLogger(__name__),
    "The files of pages could not be written; pages are served without them.",
    "The files of pages are written again.",
)


class PageFiles:
    """The folder of files, as one process of the application writes it; others write the same.

    Without a folder it does nothing.
    """

    def __init__(self, root: str) -> None:
        self.root = Path(root)
        self.is_used = bool(root)
        self._moment = ""
        self._number = 0

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
            withdrawal = generation.withdrawn_at()
            self._point(self.root / "now" / moment, "../made", number)
            # What was kept before a page was taken down is not to be seen again; a process that does not know yet goes
            # on writing where nobody looks.
            self._point(self.root / "last", "kept", withdrawal)
            for link in (self.root / "now").iterdir():
                if link.name < moment and not link.name.startswith("."):
                    link.unlink(missing_ok=True)
            if number != self._number:
                self._number = number
                outdated = [*self._before("made", number), *self._before("kept", withdrawal)]
                # In the background, since there may be many files.
                threading.Thread(target=_delete, args=(outdated,), daemon=True).start()
        except OSError as error:
            outage.failed(error)

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
                    _link(made, self.root / "kept" / str(generation.withdrawn_at()) / encoding / name)
            outage.recovered()
        except (OSError, DatabaseError) as error:
            outage.failed(error)
        return True

    def _point(self, link: Path, folder: str, number: int) -> None:
        """Have a link lead to a number in a folder, unless another process has it lead there or to a later one."""
        link.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            if int(os.readlink(link).rpartition("/")[2]) >= number:
                return
        temporary = link.with_name(f".{os.getpid()}-{threading.get_ident()}")
        temporary.unlink(missing_ok=True)
        temporary.symlink_to(f"{folder}/{number}")
        temporary.replace(link)

    def _before(self, folder: str, number: int) -> list[Path]:
        """Return what a folder holds of lower numbers; another process may know a higher one already."""
        return [one for one in (self.root / folder).glob("*") if int(one.name) < number]


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
