"""Serving of uploads by Django in development; in production the web server does.

Public are renditions, and the avatars that the admin shows. Documents are served by Wagtail's own view
(``/documents/…``), which checks the permissions of private collections. Originals of images are not served, since they
still hold the camera's metadata.
"""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

# Folders of MEDIA_ROOT: the ``upload_to`` of Wagtail's renditions and user profiles. An allow list, since a file system
# that ignores case would find a denied folder by another spelling.
OPEN_FOLDERS = ("images", "avatar_images")


def serve_upload(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return a file below one of OPEN_FOLDERS, or raise Http404.

    ``path`` is relative to MEDIA_ROOT, as the URL has it.
    """
    path = posixpath.normpath(path)
    if path.split("/")[0] not in OPEN_FOLDERS:
        raise Http404
    try:
        return serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except (OSError, ValueError) as error:  # the name is too long or invalid for the file system
        raise Http404 from error
