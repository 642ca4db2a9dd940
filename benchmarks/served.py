"""The site over HTTP: requests in a second, beside those of references that are served in the same sitting."""

import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from wagtail.models import Site

from tests.browser.server import free_port
from tests.support.demo_site import ROOT
from tests.support.nginx import nginx

SECONDS = 4
ROUNDS = 3  # of which the best counts: what else a machine does only makes them slower
RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; default_type text/html; gzip_static on; gzip_vary on;
  server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


def wait_for(url: str, process: subprocess.Popen) -> None:
    """Return once a server answers; raise a RuntimeError where it stops or does not within a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server of {url} stopped.")
        try:
            with urlopen(url, timeout=30):  # noqa: S310 (http at this machine)
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError(f"Nothing answered at {url}")


@contextmanager
def running(command: list[str], path: str, port: int, **environment: str):
    """Give the URL of a path at a server."""
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}{path}"
    try:
        wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait()


def django(application: str, path: str, **environment: str):
    """Serve a WSGI application with one worker, as a context manager that gives the URL of a path."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1"]
    command += ["--port", str(port), "--no-access-log", application]
    return running(command, path, port, DJANGO_SETTINGS_MODULE="benchmarks.settings", **environment)


@contextmanager
def plain_file(content: bytes):
    """Give the URL of a compressed file that nginx serves."""
    port = free_port()
    with TemporaryDirectory(prefix="solidarity-benchmark-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "files").mkdir()
        (folder / "files" / "index.html.gz").write_bytes(content)
        (folder / "files" / "index.html").write_bytes(b"")
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
        with running(["nginx", "-c", str(folder / "nginx.conf")], "/index.html", port) as url:
            yield url


def rate(url: str) -> float:
    """Return how many requests in a second a server answers to four readers."""
    command = ["wrk", "--threads", "1", "--connections", "4", "--duration", f"{SECONDS}s"]
    command += ["--header", "Accept-Encoding: gzip", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise RuntimeError(f"{url} did not answer 200:\n{said}")
    return float(RATE.search(said)[1])


def rates() -> dict[str, float]:
    """Return the requests in a second of the front page and of its references, by name. Empty without the programs."""
    if missing := [program for program in ("wrk", "nginx") if not shutil.which(program)]:
        print(f"Not measured over HTTP: {' and '.join(missing)} must be installed.")
        return {}
    data = Path(os.environ["DATA_DIR"])
    data.chmod(0o755)
    own, port = {"PAGE_FILES": str(data / "pages"), "PRODUCTION_HOSTS": "127.0.0.1"}, free_port()
    Site.objects.update(hostname="127.0.0.1", port=port)  # files are written for the site's own address
    with django("solidarity.wsgi:application", "/en/", **own) as ours:
        with urlopen(Request(ours, headers={"Accept-Encoding": "gzip"})) as response:  # noqa: S310
            content = response.read()
        found: dict[str, float] = {}
        with (
            TemporaryDirectory(prefix="solidarity-benchmark-") as folder,
            plain_file(content) as file,
            nginx(Path(folder) / "nginx", port, urlsplit(ours).port, data),
        ):
            Path(folder).chmod(0o755)
            page = Path(folder) / "page"
            page.write_bytes(content)
            with django(
                "benchmarks.reference.wsgi:application", "/reference/constant/", CONSTANT=str(page)
            ) as constant:
                urls = {"front page": ours, "constant view": constant, "plain file": file}
                urls["front page behind nginx"] = f"http://127.0.0.1:{port}/en/"
                for _round in range(ROUNDS):
                    for name, url in urls.items():
                        found[name] = max(found.get(name, 0), rate(url))
    Site.objects.update(hostname="testserver", port=80)
    return found
