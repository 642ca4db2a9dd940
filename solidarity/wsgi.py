"""The WSGI entry point of production servers."""

import gc
import os
import re

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidarity.settings")
answer = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 (these read the settings)
from django.utils.translation import gettext, override  # noqa: E402

from solidarity import languages  # noqa: E402
from solidarity.page_cache.ready import answering_first  # noqa: E402

# The charset parameter of a Content-Type, in any spelling that Django accepts.
ENCODING = re.compile(r";\s*charset[^;]*", re.IGNORECASE)


def decoded(environ, start_response):
    """Hand a request over to Django, which decodes every request as UTF-8, the only encoding that the site uses.

    Django decodes the URL with the charset of the Content-Type when it creates the request, before any error handler is
    active, and fails on what is no text encoding, such as base64 or a NUL.
    """
    environ = {**environ, "CONTENT_TYPE": ENCODING.sub("", environ.get("CONTENT_TYPE") or "")}
    return answer(environ, start_response)


def warm_up():
    """Load what the first requests would load, and leave it out of Python's search for cycles from then on.

    https://docs.python.org/3/library/gc.html#gc.freeze. The threshold stays Python's own: with a higher one the rare
    search takes longer, and the slowest pages with it (docs/performance.md).
    """
    get_resolver().url_patterns  # noqa: B018 (imports all views)
    for code in languages.codes():
        with override(code):
            gettext("Search")
    gc.collect()
    gc.freeze()


application = answering_first(decoded)
warm_up()
