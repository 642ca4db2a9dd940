"""What only the demonstration needs is no part of production."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUN = """
import sys
sys.modules["yaml"] = sys.modules["fpdf"] = None  # as where they are not installed
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
"""


@pytest.fixture
def in_production(tmp_path):
    """Run a command of a site on which nothing but requirements.txt is installed."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "solidarity.settings",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": "sqlite://:memory:",
        "SECRET_KEY": "x" * 50,
    }

    def run(*command):
        return subprocess.run(
            [sys.executable, "-c", RUN, *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_the_site_needs_nothing_of_it(in_production):
    done = in_production("check")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_demonstration_says_what_is_missing(in_production):
    done = in_production("load_demo")
    assert done.returncode != 0
    assert done.stderr.strip() == "CommandError: yaml is missing: pip install -r requirements-demo.lock"


def test_its_requirements_stand_apart():
    names = (ROOT / "requirements.txt").read_text().lower()
    assert "pyyaml" not in names
    assert "fpdf2" not in names
