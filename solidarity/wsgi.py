"""The WSGI entry point for production servers."""

import os
import re

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidarity.settings")
answer = get_wsgi_application()

# The encoding that a request names, in each spelling that Django knows.
ENCODING = re.compile(r";\s*charset[^;]*", re.IGNORECASE)


def application(environ, start_response):
    """Answer a request, and read it as UTF-8, the only encoding in which this site asks for anything.

    Django would read the address in the encoding that the Content-Type names while it makes the request, where no
    handler of errors is yet at work, and fails on what Python knows as no encoding of text, such as base64 or a NUL.
    """
    environ = {**environ, "CONTENT_TYPE": ENCODING.sub("", environ.get("CONTENT_TYPE") or "")}
    return answer(environ, start_response)
