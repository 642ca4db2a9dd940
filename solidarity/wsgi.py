"""The WSGI entry point of production servers."""

import os
import re

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidarity.settings")
answer = get_wsgi_application()

from solidarity.page_cache.ready import answering_first  # noqa: E402 (it reads the settings)

# The charset parameter of a Content-Type, in any spelling that Django accepts.
ENCODING = re.compile(r";\s*charset[^;]*", re.IGNORECASE)


def decoded(environ, start_response):
    """Hand a request over to Django, which decodes every request as UTF-8, the only encoding that the site uses.

    Django decodes the URL with the charset of the Content-Type when it creates the request, before any error handler is
    active, and fails on what is no text encoding, such as base64 or a NUL.
    """
    environ = {**environ, "CONTENT_TYPE": ENCODING.sub("", environ.get("CONTENT_TYPE") or "")}
    return answer(environ, start_response)


application = answering_first(decoded)
