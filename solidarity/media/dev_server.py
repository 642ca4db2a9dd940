"""Uploads, as Django itself serves them on a laptop; in production the web server does.

What visitors may read here are renditions, and the pictures of accounts that the admin shows. Documents have one door,
Wagtail's own (``/documents/…``), which asks who may read a private collection; originals of pictures have none,
for they still hold what the camera wrote into them.
"""

import posixpath

from django.conf import settings
from django.http import Http404
from django.views.static import serve

# Folders of MEDIA_ROOT, by ``upload_to`` of Wagtail's renditions and user profiles. A list of what is open, not of what
# is closed: a file system that ignores case would find a closed folder by another spelling.
OPEN_FOLDERS = ("images", "avatar_images")


def serve_upload(request, path):
    """Return a file below one of OPEN_FOLDERS, or raise Http404.

    ``path`` is relative to MEDIA_ROOT, as the URL has it.
    """
    path = posixpath.normpath(path)
    if path.split("/")[0] not in OPEN_FOLDERS:
        raise Http404
    try:
        return serve(request, path, document_root=settings.MEDIA_ROOT)
    except (OSError, ValueError) as error:  # a name that is too long for the file system, or holds what no name can
        raise Http404 from error
