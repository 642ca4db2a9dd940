"""A stored response: the bytes of a public page in the encodings that readers take, and its conditional answers."""

import gzip
import re
import time
from collections.abc import Callable
from hashlib import blake2b
from math import ceil
from typing import NamedTuple

import brotli
import zstandard
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import cc_delim_re
from django.utils.http import http_date, parse_http_date_safe, quote_etag

from solidarity import generation

# In the order in which they are preferred: the smallest first. The levels take about as long as gzip's sixth.
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=5),
    "zstd": zstandard.ZstdCompressor(level=9).compress,
    "gzip": lambda content: gzip.compress(content, 6, mtime=0),
}
# What is smaller is sent as it is: it fits into one packet either way.
SMALLEST = 400  # bytes
# Headers that say how a response is sent, which are another matter for each reader.
OF_ONE_RESPONSE = {"content-length", "content-encoding", "etag", "last-modified", "vary", "date", "set-cookie"}
NOT_KEPT = "s-maxage=0"  # of Cache-Control: caches on the way ask each time
QUALITY = re.compile(r";\s*q\s*=\s*([0-9.]+)")


class StoredResponse(NamedTuple):
    """A response to everybody who asks for a URL in one generation."""

    generation: int
    modified_at: int  # seconds since 1970
    headers: list[tuple[str, str]]
    content: bytes
    etag: str  # of the content alone, without quotation marks: what has not changed need not be sent again
    encoded: dict[str, bytes]  # each is made when it is first asked for

    @classmethod
    def of(cls, response: HttpResponse, generation: int, changed_at: float) -> "StoredResponse":
        """Make one of a response that was made in a generation, which began at a time, in seconds since 1970."""
        headers = [(name, value) for name, value in response.items() if name.lower() not in OF_ONE_RESPONSE]
        content = response.content
        # Rounded up, since a date has whole seconds only; unless the view knows better.
        modified_at = parse_http_date_safe(response.get("Last-Modified", ""))
        if modified_at is None:
            modified_at = ceil(changed_at)
        return cls(generation, modified_at, headers, content, blake2b(content, digest_size=12).hexdigest(), {})

    @property
    def size(self) -> int:
        """The bytes in memory, of which the encodings take about as much again as a third of the content each."""
        return 2 * len(self.content) + sum(len(name) + len(value) for name, value in self.headers) + 500

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the response to a request: 304 where the reader has it, else the bytes in an encoding it takes."""
        encoding = accepted_encoding(request.META.get("HTTP_ACCEPT_ENCODING", "")) if self.is_worth_encoding else ""
        etag = quote_etag(f"{self.etag}-{encoding}" if encoding else self.etag)
        if self._is_known(request):
            response = HttpResponse(status=304)
            del response.headers["Content-Type"]
        else:
            content = self.encoded_as(encoding)
            response = HttpResponse(b"" if request.method == "HEAD" else content)
            response.headers["Content-Length"] = str(len(content))
            if encoding:
                response.headers["Content-Encoding"] = encoding
        for name, value in self.headers:
            if response.status_code != 304 or name.lower() != "content-type":
                response.headers[name] = value
        if "Cache-Control" in response.headers:
            response.headers["Cache-Control"] = kept_in_front(response.headers["Cache-Control"], self.generation)
        response.headers["ETag"] = etag
        if time.time() >= self.modified_at:  # within the same second, there may be another change yet
            response.headers["Last-Modified"] = http_date(self.modified_at)
        response.headers["Vary"] = "Accept-Encoding"
        return response

    def _is_known(self, request: HttpRequest) -> bool:
        """Tell whether a conditional request says that its reader has this content: RFC 9110, section 13.2.2."""
        if known := request.META.get("HTTP_IF_NONE_MATCH"):
            tags = (tag.removeprefix("W/").strip('"') for tag in cc_delim_re.split(known.strip()))
            return any(tag == "*" or tag.partition("-")[0] == self.etag or tag in self.file_etags for tag in tags)
        since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
        return since is not None and since >= self.modified_at

    @property
    def file_etags(self) -> set[str]:
        """The ETags that nginx gives the content as a file, in any encoding: its time and size as hexadecimals."""
        return {f"{self.modified_at:x}-{len(content):x}" for content in (self.content, *self.encoded.values())}

    @property
    def is_worth_encoding(self) -> bool:
        """Whether the content is sent in an encoding to those who take one."""
        return len(self.content) >= SMALLEST

    def encoded_as(self, encoding: str) -> bytes:
        """Return the content in an encoding, by its name in Content-Encoding; as it is for none and "identity"."""
        if encoding not in ENCODERS:
            return self.content
        if encoding not in self.encoded:
            self.encoded[encoding] = ENCODERS[encoding](self.content)
        return self.encoded[encoding]


def accepted_encoding(accepted: str) -> str:
    """Return the encoding to send, given an Accept-Encoding header: RFC 9110, section 12.5.3. Empty for none."""
    if not accepted:
        return ""
    qualities = {}
    for part in accepted.lower().split(","):
        name, _semicolon, parameters = part.strip().partition(";")
        quality = QUALITY.match(f";{parameters}") if parameters else None
        qualities[name.strip()] = not quality or float(quality[1]) > 0
    return next((encoding for encoding in ENCODERS if qualities.get(encoding, qualities.get("*"))), "")


def kept_in_front(directives: str, number: int) -> str:
    """Return the directives of what was made in a generation, by which a cache that is purged keeps it until it ends.

    A cache that is not purged asks each time, as the page cache says: docs/decisions/cdn.md.
    """
    if not settings.WAGTAILFRONTENDCACHE or NOT_KEPT not in directives:
        return directives
    return directives.replace(NOT_KEPT, f"s-maxage={generation.seconds_left(number)}")
