"""Settings of the tests: the site's own, as on a laptop, with files in a folder that goes when they end."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

files = TemporaryDirectory(prefix="solidarity-tests-")

os.environ.setdefault("SECRET_KEY", "for-tests-only")
os.environ.update(DATA_DIR=files.name, SECURE_SITE="off", DEV_SERVER="on", DEBUG="off")

from solidarity.settings import *  # noqa: E402, F403

MEDIA_ROOT = Path(files.name) / "media"
STATIC_ROOT = Path(files.name) / "static"
STATIC_ROOT.mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; nothing to protect here
# Django's test runner puts this in the place of EMAIL_BACKEND as well, so that each mail lies in mail.outbox at once;
# tests/test_mail.py puts the site's own back.
MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
