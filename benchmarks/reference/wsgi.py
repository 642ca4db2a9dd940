"""A view without middleware that returns the bytes of a file, named by CONSTANT in the environment."""

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

from django.conf import settings  # noqa: E402

settings.MIDDLEWARE = []
settings.CONSTANT = Path(os.environ["CONSTANT"]).read_bytes()
application = get_wsgi_application()
