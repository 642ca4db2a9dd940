"""Measure how much longer hostile requests take than ordinary ones: ``python benchmarks/odd_requests.py``.

It requests every public view of the demonstration site, in a temporary database, once ordinarily and once with each of
a list of long, large and repeated values, and prints for each view the ratio of the slowest to the ordinary request. It
measures CPU time, in which SQLite runs as well, so that the result does not depend on the load of the machine.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from urllib.parse import quote

folder = TemporaryDirectory(prefix="solidarity-benchmark-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidarity.settings")
os.environ |= {"SECRET_KEY": "for-a-benchmark", "DEV_SERVER": "on", "SECURE_SITE": "off", "DATA_DIR": folder.name}
os.environ["DATABASE_URL"] = f"sqlite:///{folder.name}/benchmark.sqlite3"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django  # noqa: E402

django.setup()

import logging  # noqa: E402
from itertools import count  # noqa: E402

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from tests.support.public_views import public_views  # noqa: E402

LIMIT = 10
# Times below this one are too short to be compared: they count as this long.
SHORTEST = 0.005  # seconds
VALUES = {
    "10,000 letters": "a" * 10_000,
    "10,000 signs of Arabic that are words": "ﷺ" * 10_000,
    "10,000 marks on one letter": "a" + "\u0301" * 10_000,
    "5,000 words": "ab " * 5000,
    "200 words to find": "solidarity cities refugees housing " * 50,
    "10,000 brackets": "(" * 10_000,
    "10,000 commas": "a," * 5000,
    "a regular expression": "(a+)+$" * 1000,
    "quotation marks": '"' * 10_000,
    "5,000 digits": "9" * 5000,
    "a large number": "999999999",
    "everything": "*",
}
HEADERS = {
    "Accept-Language": "ar-" * 20_000,
    "Accept": "a/b;q=0.1," * 5000,
    "Accept-Encoding": "gzip;q=0.1," * 5000,
    "If-None-Match": '"x",' * 10_000,
    "Range": "bytes=" + "0-0," * 10_000,
    "Cookie": "a=b;" * 10_000,
}
addresses = (f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in count(1))  # the API throttles by IP address


def nasty_requests(view):
    """Yield the hostile requests to a view: a description, the path, the query string and the headers."""
    parameters = view.parameters or ("q",)
    for name, value in VALUES.items():
        yield f"{name} in each parameter", view.url, "&".join(f"{key}={quote(value)}" for key in parameters), {}
        yield f"{name} in its path", f"{view.url.rstrip('/')}{quote(value)}/", "", {}
    for key in parameters:
        yield f"{key} 900 times", view.url, f"{key}=athens&" * 900, {}
    yield "900 unknown parameters", view.url, "&".join(f"x{n}={n}" for n in range(900)), {}
    for name, value in HEADERS.items():
        yield f"a long {name}", view.url, view.query, {name: value}


def seconds(path, query, headers):
    """Return the CPU time of a response, read to its end. Raises RuntimeError for a response of 500 or more."""
    client = Client(raise_request_exception=False)
    started = process_time()
    response = client.get(f"{path}?{query}", headers={"host": "localhost", **headers}, REMOTE_ADDR=next(addresses))
    if response.streaming:
        response.getvalue()
    took = process_time() - started
    if response.status_code >= 500:
        raise RuntimeError(f"{response.status_code}: {path}?{query[:200]} {headers}")
    return max(took, SHORTEST)


def main():
    """Load the demonstration, run all requests and print the ratios."""
    logging.disable()
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    views, _missing = public_views()
    worst, asked = 0, 0
    for view in views:
        for _ in range(2):
            seconds(view.url, view.query, {})  # warm-up: what is cached by the first request does not count
        plain = sorted(seconds(view.url, view.query, {}) for _ in range(3))[1]
        requests = list(nasty_requests(view))
        times = sorted(((seconds(*rest), at) for at, (_what, *rest) in enumerate(requests)), reverse=True)[:3]
        asked += len(requests)
        # The slowest may have been interrupted: the faster of two runs counts.
        took, at = max((min(once, seconds(*requests[at][1:])), at) for once, at in times)
        worst = max(worst, took / plain)
        print(
            f"{took / plain:5.1f}  {plain * 1000:5.0f} ms  {took * 1000:5.0f} ms  {view}: {requests[at][0]}", flush=True
        )
    print(f"{len(views)} views, {asked} nasty requests, the worst {worst:.1f} times the plain page, of at most {LIMIT}")


if __name__ == "__main__":
    main()
