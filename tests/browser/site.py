"""A real server with the demonstration site, for browsers: its own process, its own files, its own database."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psycopg2
from psycopg2 import sql

from tests.browser.addresses import PAGES

ROOT = Path(__file__).resolve().parent.parent.parent
START = 120  # seconds that the server may take to answer


@contextmanager
def database(folder):
    """Give the address of an empty database: a file, or where the tests run on PostgreSQL, a new one at that server."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{folder}/solidarity.sqlite3"
        return
    name = f"browser_{os.getpid()}_{secrets.token_hex(4)}"
    address, _, options = given.partition("?")
    server = psycopg2.connect(given)
    server.autocommit = True  # a database is not made in a transaction
    try:
        with server.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"{address.rpartition('/')[0]}/{name}{'?' + options if options else ''}"
    finally:
        with server.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(folder):
    """Give the address of a running demonstration site, and what tests/browser/extra.py added to it."""
    with database(folder) as database_url:
        port = free_port()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
        environment |= {
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "SECRET_KEY": secrets.token_hex(32),
            "LAPTOP": "on",
            "HTTPS": "off",
            "DEBUG": "off",
            "PYTHONUNBUFFERED": "1",
            "BASE_URL": f"http://127.0.0.1:{port}",  # as mails name the site
            "EMAIL_URL": f"filemail:///{folder}/mails",
        }
        manage("migrate", "--verbosity", "0", env=environment)
        manage("load_demo", "--with-logins", env=environment)
        add_extra = "from tests.browser import extra; extra.add()"
        told = manage("shell", "--no-imports", "--command", add_extra, env=environment)
        with (folder / "server.log").open("w") as log:
            server = subprocess.Popen(
                [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_it_answers(server, f"{address}/sitemap.xml", folder / "server.log")
            cut_pictures([f"{address}/en/{path}" for path in PAGES.values()], folder / "server.log")
            yield address, {**json.loads(told.splitlines()[-1]), "mails": folder / "mails"}
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def manage(*arguments, env):
    """Run a command of manage.py and return what it printed; show all of it where it fails."""
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"manage.py {arguments[0]} failed:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def visit(address):
    """Fetch a page; raises URLError where it does not answer with 200."""
    with urlopen(address, timeout=START) as response:  # noqa: S310 (http at this machine)
        return response.read()


def cut_pictures(addresses, log):
    """Visit pages for the first time, which cuts their pictures; fail with the log where one is broken."""
    with ThreadPoolExecutor(2) as pool:
        try:
            list(pool.map(visit, addresses))
        except HTTPError as error:
            raise AssertionError(f"{error.url}: {error}\n{log.read_text()[-4000:]}") from error


def wait_until_it_answers(server, address, log):
    """Return once the server answers at an address; fail with its log where it stops or is too slow."""
    until = time.monotonic() + START
    while time.monotonic() < until:
        assert server.poll() is None, f"The server stopped:\n{log.read_text()}"
        try:
            visit(address)
            return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"The server did not answer within {START} seconds:\n{log.read_text()}")
