"""Settings of the benchmarks: the site's own as in production, on a temporary database, and references beside it."""

import os
from tempfile import mkdtemp

os.environ.setdefault("DATA_DIR", mkdtemp(prefix="solidarity-benchmark-"))
os.environ.setdefault("SECRET_KEY", "for-a-benchmark")
os.environ |= {"SECURE_SITE": "off", "DEV_SERVER": "on", "DEBUG": "off", "ALLOWED_HOSTS": "*"}

from solidarity.settings import *  # noqa: E402, F403
from solidarity.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.reference"]
ROOT_URLCONF = "benchmarks.reference.urls"
WHITENOISE_AUTOREFRESH = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; nothing to protect here
EMAIL_BACKEND = MAIL_TRANSPORT = "django.core.mail.backends.dummy.EmailBackend"
