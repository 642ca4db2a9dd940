"""Measure the time and memory that a worker needs to send an open data file with many rows.

    SECRET_KEY=x SECURE_SITE=off python benchmarks/data.py [--rows 100000]

It creates cities and pledges in a temporary database, reads each file through the view, and prints the time and the
memory that it took above that of the idle worker. ``DATABASE_URL`` may name an empty PostgreSQL database; the default
is an SQLite file.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidarity.settings")
FILES = [("pledges", "csv"), ("pledges", "json"), ("cities", "csv"), ("cities", "jsonl"), ("signatories", "csv")]
LIMIT = 50  # MB above the idle worker


def resident():
    """Return the resident memory of this process, in MB. Raises RuntimeError on other systems than Linux."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("This needs Linux.")


def copies_of(page, count):
    """Insert copies of a page by plain SQL; return their primary keys."""
    from django.db import connection, transaction
    from wagtail.models import Page

    model, parent = type(page), page.get_parent()
    first = Page.objects.order_by("-pk").first().pk + 1
    numbers = range(first, first + count)
    quote = connection.ops.quote_name
    columns = [field.column for field in Page._meta.concrete_fields]
    own = [field.column for field in model._meta.local_concrete_fields if not field.primary_key]
    pages = quote(Page._meta.db_table)
    listed = ", ".join(map(quote, columns))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {listed} FROM {pages} WHERE id = %s", [page.pk])  # noqa: S608
        original = dict(zip(columns, cursor.fetchone(), strict=True))
        rows = []
        for number in numbers:
            path = parent.path + Page._int2str(number).rjust(page.steplen, "0")
            slug = f"copy-{number}"
            changed = {"id": number, "path": path, "slug": slug, "url_path": f"{parent.url_path}{slug}/"}
            rows.append(tuple({**original, **changed, "translation_key": uuid4().hex}.values()))
        values = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {pages} ({listed}) VALUES ({values})", rows)  # noqa: S608
        table, key, names = quote(model._meta.db_table), quote(model._meta.pk.column), ", ".join(map(quote, own))
        cursor.execute(
            f"INSERT INTO {table} ({key}, {names}) SELECT copies.id, {names} FROM {table}, "  # noqa: S608
            f"(SELECT id FROM {pages} WHERE id BETWEEN %s AND %s) AS copies WHERE {key} = %s",
            [numbers[0], numbers[-1], page.pk],
        )
    return numbers


def build(rows):
    """Create the database: as many cities, pledges, signatories and progress rows as ``rows``."""
    import django

    django.setup()
    from django.core.management import call_command
    from wagtail.models import Page, Site

    from cities.models import (
        CityIndexPage,
        CityPage,
        PledgeIndexPage,
        PledgePage,
        PledgeProgress,
        PledgeSignatory,
    )
    from solidarity import languages
    from solidarity.fields import column_name
    from solidarity.models import HomePage

    call_command("migrate", verbosity=0)
    Site.objects.all().delete()
    home = Page.get_first_root_node().add_child(instance=HomePage(heading_en="Home", slug="bench"))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    texts = {column_name("heading", code): f"A heading in {code}, as long as they are" for code in languages.codes()}
    lists = [home.add_child(instance=model(heading_en=model.__name__)) for model in (CityIndexPage, PledgeIndexPage)]
    city = lists[0].add_child(instance=CityPage(**texts, country="GR", latitude="37.9838", longitude="23.7275"))
    pledge = lists[1].add_child(
        instance=PledgePage(**texts, pillar="reception", made_on="2020-03-01", number=3, unit="homes")
    )
    cities = copies_of(city, rows)
    pledges = copies_of(pledge, rows)
    together = list(zip(cities, pledges, strict=True))
    signed = [PledgeSignatory(pledge_id=one, city_id=other, sort_order=0) for other, one in together]
    PledgeSignatory.objects.bulk_create(signed, batch_size=2000)
    reports = [PledgeProgress(pledge_id=one, date="2020-06-01", number=1, note_en="A report.") for one in pledges]
    PledgeProgress.objects.bulk_create(reports, batch_size=2000)


def sent(client, name, extension):
    """Read a file in chunks, compressed as for browsers; return its length, seconds and highest memory in MB."""
    began, highest, length = time.monotonic(), 0, 0
    response = client.get(f"/data/{name}.{extension}", headers={"accept-encoding": "gzip"})
    for number, chunk in enumerate(response.streaming_content):
        length += len(chunk)
        if number % 20 == 0:
            highest = max(highest, resident())
    return length, time.monotonic() - began, max(highest, resident())


def measure():
    """Send each file from this otherwise idle process, and print the cost; return the exit code."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.get("/data/cities.schema.json")  # what is loaded only once
    client.head("/data/cities.csv")
    idle = resident()
    print(f"{connection.vendor}, idle worker: {idle:.0f} MB")
    worst = 0
    for name, extension in FILES:
        length, seconds, highest = sent(client, name, extension)
        worst = max(worst, highest - idle)
        print(f"{name}.{extension:<5} {length / 2**20:6.1f} MB gzipped {seconds:6.1f} s  {highest - idle:+5.1f} MB")
    print(f"at most {worst:.1f} MB above the idle worker; allowed are {LIMIT} MB")
    return int(worst > LIMIT)


def main():
    """Create the database, then measure in another process; return the exit code."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.measure:
        return measure()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATA_DIR", folder)
        began = time.monotonic()
        build(options.rows)
        print(f"{options.rows} cities and pledges made in {time.monotonic() - began:.0f} s", flush=True)
        # In a process of its own, whose memory has not grown by creating the rows.
        return subprocess.call([sys.executable, __file__, "--measure"])  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
