"""The cache in front of the site, a CDN or Varnish, and how it is purged: docs/decisions/cdn.md."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

BACKENDS = "solidarity.frontend_cache.backends"


def configured(url: str) -> dict[str, dict[str, Any]]:
    """Return Wagtail's setting WAGTAILFRONTENDCACHE for the URL of a cache; empty where there is none.

    The URL is ``http://host:port`` for Varnish, ``cloudflare://token@zone`` for Cloudflare. Raises ImproperlyConfigured
    if it is another.
    """
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and parts.netloc:
        return {"default": {"BACKEND": f"{BACKENDS}.HTTPBackend", "LOCATION": url}}
    if parts.scheme == "cloudflare" and parts.username and parts.hostname:
        tokens = {"BEARER_TOKEN": parts.username, "ZONEID": parts.hostname}
        return {"default": {"BACKEND": f"{BACKENDS}.CloudflareBackend", **tokens}}
    raise ImproperlyConfigured("FRONTEND_CACHE_URL is neither http://host:port nor cloudflare://token@zone.")
