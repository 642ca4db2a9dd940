"""Settings of the demonstration that is served with the static files of production, the site's own alone."""

from tests.settings_served import *  # noqa: F403

STORAGES["staticfiles"] = {"BACKEND": "solidarity.static_files.BundledStaticFilesStorage"}  # noqa: F405
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]  # visitors need none of the admin's
WHITENOISE_USE_FINDERS = False
