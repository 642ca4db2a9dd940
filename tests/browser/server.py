"""A real server with the demonstration site, for browsers: its own process, its own files, its own database."""

import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.support import databases
from tests.support.demo_pages import PAGES
from tests.support.demo_site import ROOT, environment

START = 120  # seconds that the server may take to answer


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(folder, demonstration):
    """Give the URL of a running site, a copy of the Demonstration with its files in a folder."""
    database = databases.named("served")
    databases.copy(demonstration.database, database)
    shutil.copytree(demonstration.media, folder / "media")
    with process(database, folder) as url:
        cut_pictures([f"{url}/en/{path}" for path in PAGES.values()], folder / "server.log")
        yield url


@contextmanager
def process(database, folder, **own):
    """Give the URL of a process of the site, on a database and a folder of files, with an environment of its own."""
    port = free_port()
    log = folder / "server.log"
    own |= {
        "BASE_URL": f"http://127.0.0.1:{port}",  # as mails name the site
        "EMAIL_URL": f"filemail:///{folder}/mails",
    }
    with log.open("a") as output:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environment(database, folder) | own,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_it_answers(server, f"{url}/sitemap.xml", log)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def visit(url):
    """Fetch a page; raises URLError where it does not answer with 200."""
    with urlopen(url, timeout=START) as response:  # noqa: S310 (http at this machine)
        return response.read()


def cut_pictures(urls, log):
    """Visit pages for the first time, which cuts their pictures; fail with the log where one is broken."""
    with ThreadPoolExecutor(2) as pool:
        try:
            list(pool.map(visit, urls))
        except HTTPError as error:
            raise AssertionError(f"{error.url}: {error}\n{log.read_text()[-4000:]}") from error


def wait_until_it_answers(server, url, log):
    """Return once the server answers at a URL; fail with its log where it stops or is too slow."""
    until = time.monotonic() + START
    while time.monotonic() < until:
        assert server.poll() is None, f"The server stopped:\n{log.read_text()}"
        try:
            visit(url)
            return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"The server did not answer within {START} seconds:\n{log.read_text()}")
