"""The WSGI entry point for production servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidarity.settings")
answer = get_wsgi_application()


def application(environ, start_response):
    """Answer a request, without a Content-Type that holds a NUL: Django fails on it before it could refuse it."""
    if "%00" in environ.get("CONTENT_TYPE", ""):
        environ = {**environ, "CONTENT_TYPE": ""}
    return answer(environ, start_response)
