"""Wagtail's backends of caches in front of a site, which here purge all at once, wait for no long time, and raise.

Wagtail's own know URLs alone, wait without end and only log what fails. ``purge_all`` has the name and the meaning of
https://github.com/wagtail/wagtail/pull/11978, which will take the place of this module.
"""

import json
from urllib.request import Request, urlopen

from wagtail.contrib.frontend_cache import backends
from wagtail.contrib.frontend_cache.backends.http import PurgeRequest

TIMEOUT = 5  # seconds
USER_AGENT = "solidarity-cities"


class HTTPBackend(backends.HTTPBackend):
    """Varnish, or what else takes the method PURGE: deploy/varnish.vcl drops all that it holds."""

    def purge_all(self) -> None:
        """Drop all. Raises an OSError where the cache does not answer, or refuses."""
        send(PurgeRequest(f"{self.cache_scheme}://{self.cache_netloc}/", headers={"User-Agent": USER_AGENT}))


class CloudflareBackend(backends.CloudflareBackend):
    """A zone of Cloudflare, of which all is dropped."""

    def purge_all(self) -> None:
        """Drop all. Raises an OSError where the API does not answer, or refuses, such as for too many requests."""
        headers = {
            "Authorization": f"Bearer {self.cloudflare_token}",
            "Content-Type": "application/json",
            "User-Agent": USER_AGENT,
        }
        body = json.dumps({"purge_everything": True}).encode()
        send(Request(self.cloudflare_purge_endpoint_url, body, headers, method="POST"))  # noqa: S310 (Wagtail's https)


def send(request: Request) -> None:
    """Send a request. Raises an OSError unless it is answered with success: urllib's errors are such."""
    with urlopen(request, timeout=TIMEOUT):  # noqa: S310 (an address of the operator's)
        pass
