"""How much longer the nastiest requests take than the plain page: ``python benchmarks/odd_requests.py``.

It asks every public view of the demonstration site, in a database that goes when it ends, for its plain page and for
each of a list of long, large and repeated values, and prints for each view how many times as long the worst one took.
It counts the time of the processor, in which SQLite works as well, so that it is the same on a busy machine.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from urllib.parse import quote

folder = TemporaryDirectory(prefix="solidarity-benchmark-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidarity.settings")
os.environ |= {"SECRET_KEY": "for-a-benchmark", "LAPTOP": "on", "HTTPS": "off", "DATA_DIR": folder.name}
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
# What is too quick to measure says nothing about times: all below it counts as this long.
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
addresses = (f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in count(1))  # each may ask the API so often


def nasty_requests(view):
    """Yield what makes a request to a view nasty in words, its path, query and headers."""
    parameters = view.parameters or ("q",)
    for name, value in VALUES.items():
        yield f"{name} in each parameter", view.address, "&".join(f"{key}={quote(value)}" for key in parameters), {}
        yield f"{name} in its path", f"{view.address.rstrip('/')}{quote(value)}/", "", {}
    for key in parameters:
        yield f"{key} 900 times", view.address, f"{key}=athens&" * 900, {}
    yield "900 unknown parameters", view.address, "&".join(f"x{n}={n}" for n in range(900)), {}
    for name, value in HEADERS.items():
        yield f"a long {name}", view.address, view.query, {name: value}


def seconds(path, query, headers):
    """Return how long an answer takes, read to its end."""
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
    logging.disable()
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    views, _missing = public_views()
    worst, asked = 0, 0
    for view in views:
        for _ in range(2):
            seconds(view.address, view.query, {})  # what the first one makes for all is not counted
        plain = sorted(seconds(view.address, view.query, {}) for _ in range(3))[1]
        requests = list(nasty_requests(view))
        times = sorted(((seconds(*rest), at) for at, (_what, *rest) in enumerate(requests)), reverse=True)[:3]
        asked += len(requests)
        # The slowest may have been interrupted: of two tries the quicker one counts.
        took, at = max((min(once, seconds(*requests[at][1:])), at) for once, at in times)
        worst = max(worst, took / plain)
        print(
            f"{took / plain:5.1f}  {plain * 1000:5.0f} ms  {took * 1000:5.0f} ms  {view}: {requests[at][0]}", flush=True
        )
    print(f"{len(views)} views, {asked} nasty requests, the worst {worst:.1f} times the plain page, of at most {LIMIT}")


if __name__ == "__main__":
    main()
