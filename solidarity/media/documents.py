"""How documents are served: by Wagtail's own view, with what caches may do, and an ETag for each file."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from wagtail.documents.models import AbstractDocument

from solidarity.page_cache.middleware import PUBLIC, current_generation, is_personal
from solidarity.page_cache.stored import kept_in_front

View = Callable[..., HttpResponseBase]


def conditional(view: View) -> View:
    """Return Wagtail's view of documents, whose files caches may keep where everybody may read them.

    Who has no session is given a file only of a collection without restrictions; else a form, or a redirect.
    """

    @wraps(view)
    def serve(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        number = current_generation()
        response = view(request, *args, **named)
        if response.get("Content-Encoding") == "None":  # so Wagtail says of what is not encoded
            del response["Content-Encoding"]
        if is_file(response) and not is_personal(request):
            patch_cache_control(response, **PUBLIC)
            response["Cache-Control"] = kept_in_front(response["Cache-Control"], number)
        return response

    return serve


def is_file(response: HttpResponseBase) -> bool:
    """Tell whether a response of that view is the file of a document, or says that the reader has it."""
    return response.status_code in (200, 304) and "ETag" in response


def make_etag(document: AbstractDocument) -> None:
    """Have the hash of a document ready, of which Wagtail makes its ETag: what no form has saved has none."""
    try:
        document.get_file_hash()
    except OSError:
        pass  # the file is missing, and the view answers 404
