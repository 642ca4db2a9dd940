"""A busy SQLite file: commands wait for whoever writes, or say so in plain words."""

import fcntl
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BUSY = "Another process is writing into the database. Try again when it has finished.\n"


@pytest.fixture
def start(tmp_path):
    """Start a command of a site whose data lie in a folder of the test; it does not wait for others that write."""
    given = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if name not in given}
    environment |= {"DATA_DIR": str(tmp_path), "SECRET_KEY": "for-tests", "DEV_SERVER": "on", "SQLITE_TIMEOUT": "0"}

    def start(*command):
        return subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.fixture
def writer(tmp_path):
    """Somebody who writes into the site's SQLite file and has not finished."""
    with closing(sqlite3.connect(tmp_path / "solidarity.sqlite3", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("BEGIN IMMEDIATE")
        yield


def test_checks_do_not_wait_for_the_write_lock(start, writer):
    process = start("check", "--database", "default")
    _output, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")


def test_a_command_that_cannot_write_says_so_in_plain_words(start, writer):
    process = start("migrate")
    _output, errors = process.communicate()
    assert (process.returncode, errors) == (1, BUSY)


def test_who_prepares_a_site_waits_for_whoever_does_so_already(start, tmp_path):
    with (tmp_path / "preparing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = start("prepare_demo")
        assert process.stdout.readline() == "Another process is preparing this site; waiting for it ...\n"
        process.kill()
        process.communicate()
    assert not (tmp_path / "solidarity.sqlite3").exists()
