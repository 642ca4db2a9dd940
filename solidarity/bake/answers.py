"""The site's own answers to a visitor, without a server: each request goes through all middleware in this process."""

from datetime import date
from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.urls import set_urlconf
from django.utils import translation
from django.utils.translation import get_language


class Answer(NamedTuple):
    """What the site answered: the status, the media type without parameters, the whole body, and two headers."""

    status: int
    media_type: str
    content: bytes
    location: str
    policy: str  # Content-Security-Policy


class CopyRequest(WSGIRequest):
    """A request for a page of the copy. No visitor's is one, so that only the copy can be without what needs a server.

    Templates leave that out where ``baked_on``, the day of the copy, is set; and nothing that is made for it is cached.
    """

    baked_on: date
    urlconf = "solidarity.bake.urls"


class Visitor:
    """Asks the site for its pages as somebody who has never signed in, at the site's own URL."""

    def __init__(self, site_url: str, baked_on: date) -> None:
        self.url, self.baked_on = urlsplit(site_url), baked_on
        self.handler = BaseHandler()
        self.handler.load_middleware()

    def get(self, url: str) -> Answer:
        """Return the answer at a path with a query string. What the site streams is read to its end."""
        with translation.override(get_language()):
            response = self.handler.get_response(self.request(url))
            content = b"".join(response)
        set_urlconf(None)  # back to those of the site itself
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
        location, policy = (response.headers.get(name, "") for name in ("Location", "Content-Security-Policy"))
        return Answer(response.status_code, media_type, content, location, policy)

    def request(self, url: str) -> WSGIRequest:
        """Return the request for a path with a query string."""
        path, _mark, query = url.partition("?")
        default_port = "443" if self.url.scheme == "https" else "80"
        request = CopyRequest(
            {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),  # as WSGI has it
                "QUERY_STRING": query,
                "HTTP_HOST": self.url.netloc,
                "SERVER_NAME": self.url.hostname,
                "SERVER_PORT": str(self.url.port or default_port),
                "REMOTE_ADDR": "127.0.0.1",
                "wsgi.url_scheme": self.url.scheme,
                "wsgi.input": BytesIO(),
            }
        )
        request.baked_on = self.baked_on
        return request
