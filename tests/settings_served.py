"""Settings of the site that the browser tests visit: a laptop's, but files are found once, and kept by browsers."""

from solidarity.settings import *  # noqa: F403

WHITENOISE_AUTOREFRESH = False
