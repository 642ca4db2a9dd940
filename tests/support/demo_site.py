"""The demonstration as the tests walk over it: loaded once for all, with small images and some pages more."""

import json
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from unittest import mock

from PIL import Image

from tests.support import databases

ROOT = Path(__file__).resolve().parents[2]
SIZE = (360, 240)
LOAD = "from tests.support import demo_site; demo_site.load()"


@dataclass
class Demonstration:
    """The database and media of the demonstration, to be copied, and facts from tests/support/demo_extras.py."""

    database: str
    media: Path
    facts: dict


def demonstration_from(empty_database):
    """Return the Demonstration of this run of tests, loaded into a copy of an empty database."""
    data = databases.folder() / "demonstration"
    database = databases.build_once("demonstration", empty_database, lambda made: make(made, data))
    return Demonstration(database, data / "media", json.loads((data / "facts.json").read_text()))


def make(database, data):
    """Load the demonstration into a database, and its files below a folder, as the site itself does."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", LOAD]
    done = subprocess.run(command, cwd=ROOT, env=environment(database, data), capture_output=True, text=True)
    assert done.returncode == 0, f"The demonstration could not be loaded:\n{done.stdout}\n{done.stderr}"


def environment(database, data):
    """Return the environment of a site with a database and a folder of files."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "tests.settings_served",
        "DATA_DIR": str(data),
        "DATABASE_URL": databases.url(database),
        "SECRET_KEY": secrets.token_hex(32),
        "DEV_SERVER": "on",
        "SECURE_SITE": "off",
        "DEBUG": "off",
        "PYTHONUNBUFFERED": "1",
    }


def small_image(name):
    """Return what the demonstration's own ``read_image`` returns, but small: it is resized and encoded more quickly."""
    file = BytesIO()
    Image.new("RGB", SIZE, "teal").save(file, "WEBP")
    return f"{name}.webp", file.getvalue(), *SIZE


def load():
    """Load it, in the process of the site."""
    from django.conf import settings
    from django.core.management import call_command

    from tests.support import demo_extras

    with mock.patch("demo.files.read_image", small_image):
        call_command("load_demo", "--with-logins")
    (settings.DATA_DIR / "facts.json").write_text(json.dumps(demo_extras.add()))
