"""Settings of the demonstration that the tests load and serve: a laptop's, but quicker.

Static files are found once and kept by browsers, and passwords are hashed at once.
"""

from solidarity.settings import *  # noqa: F403

WHITENOISE_AUTOREFRESH = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # as in tests/settings.py
