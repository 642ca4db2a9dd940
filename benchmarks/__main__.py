"""What the site costs, beside references that are measured in the same sitting: ``make bench``.

It loads the demonstration into a temporary database, adds news, reports, events and pledges until there are 20, 2,000
and 20,000 of each, and prints ratios, which machines differ little in; milliseconds stand beside them. It writes all
into a file, and says where a ratio is worse than in docs/performance.md. ``DATABASE_URL`` may name an empty database of
PostgreSQL.
"""

import argparse
import json
import os
import re
import sys
from dataclasses import asdict
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from benchmarks import editor, served  # noqa: E402
from benchmarks.fill import fill  # noqa: E402
from benchmarks.measure import Figures, measured  # noqa: E402
from benchmarks.reference.models import BarePage  # noqa: E402
from tests.support.demo_pages import PAGES  # noqa: E402
from tests.support.demo_site import ROOT, load  # noqa: E402

SIZES = (20, 2_000, 20_000)
# What readers ask for, besides a page of each type.
OTHERS = {
    "second page of news": "news/?page=2",
    "news of a city": "news/?city=athens",
    "past events": "events/?period=past",
    "feed": "feeds/all.rss",
    "calendar": "calendars/all.ics",
    "search": "search/?q=athens",
    "open data": "data/",
}
# What Wagtail's own documentation has a site begin with.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
READER = {"accept-encoding": "gzip"}
# With the cookie of a session, a page is made anew for each request.
ANEW = {**READER, "cookie": f"{settings.SESSION_COOKIE_NAME}=none"}
PERFORMANCE = ROOT / "docs" / "performance.md"
ROW = re.compile(r"^\| (?P<name>[^|]+) \| (?P<ratio>[0-9.]+) \|", re.MULTILINE)
TOLERANCE = 1.25  # times a committed ratio


def prepare() -> None:
    """Make the database, with the demonstration and a page of Wagtail as large as the front page."""
    call_command("migrate", verbosity=0)
    load()
    Site.objects.update(hostname="testserver", port=80)
    front_page = Client().get("/en/").content
    text = front_page.decode().replace("<", "[").replace(">", "]")
    Page.get_first_root_node().add_child(instance=BarePage(title="Bare", slug="bare", body=f"<p>{text[:-700]}</p>"))
    settings.BARE_URL_PATH, settings.CONSTANT = BarePage.objects.get().url_path, front_page


def references() -> dict[str, Figures]:
    """Return what the references cost in this process."""
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        bare = Client(headers=READER)
        figures = {"page of Wagtail": measured(lambda: bare.get("/reference/bare/"))}
    with override_settings(MIDDLEWARE=[]):
        constant = Client(headers=READER)
        figures["constant view"] = measured(lambda: constant.get("/reference/constant/"))
    return figures


def pages() -> dict[str, Figures]:
    """Return what each page costs that is made anew."""
    client = Client(headers=ANEW)
    urls = {**PAGES, **OTHERS}
    found = {}
    for name, path in urls.items():
        found[name] = measured(lambda path=path: client.get(f"/en/{path}"))
    found["sitemap"] = measured(lambda: client.get("/sitemap-en.xml"))
    return found


def beside_references() -> dict:
    """Return what is measured once: references, the front page out of the cache, the editor, and all over HTTP."""
    reader = Client(headers=READER)
    return {
        "references": {name: asdict(one) for name, one in references().items()},
        "cached": asdict(measured(lambda: reader.get("/en/"))),
        "editor": {name: [asdict(one) for one in both] for name, both in editor.figures().items()},
        "http": served.rates(),
    }


def ratios(results: dict) -> dict[str, float]:
    """Return the ratios that docs/performance.md names."""
    few, many = (results["pages"][str(size)] for size in (SIZES[0], results["sizes"][-1]))
    bare, constant = results["references"]["page of Wagtail"], results["references"]["constant view"]
    found = {
        "front page made anew / page of Wagtail, CPU": few["HomePage"]["cpu"] / bare["cpu"],
        "front page cached / constant view, CPU": results["cached"]["cpu"] / constant["cpu"],
    }
    for name in few:
        found[f"{name} at {results['sizes'][-1]:,} / at {SIZES[0]}, p50"] = many[name]["p50"] / few[name]["p50"]
    for name, (ours, others) in results["editor"].items():
        found[f"{name} of an editor / of a page of Wagtail, CPU"] = ours["cpu"] / others["cpu"]
    if rates := results["http"]:
        found["constant view / front page, requests"] = rates["constant view"] / rates["front page"]
        file = rates["plain file"]
        found["plain file by nginx / front page by the application, requests"] = file / rates["front page"]
        found["plain file by nginx / front page behind nginx, requests"] = file / rates["front page behind nginx"]
    return found


def warnings(found: dict[str, float]) -> list[str]:
    """Return where a ratio is worse than the one that is committed."""
    committed = {row["name"].strip(): float(row["ratio"]) for row in ROW.finditer(PERFORMANCE.read_text())}
    return [
        f"{name}: {ratio:.2f}, not {committed[name]:.2f}"
        for name, ratio in found.items()
        if name in committed and ratio > committed[name] * TOLERANCE
    ]


def main() -> None:
    """Measure all, and say it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("var/bench.json"), help="the file of all figures")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="stop at so many pages of a type")
    options = parser.parse_args()
    prepare()
    results: dict = {"sizes": [size for size in SIZES if size <= options.most], "pages": {}}
    there = 0
    for size in results["sizes"]:
        fill(size - there)
        there = size
        print(
            f"\n{size:,} of each type",
            f"{'queries':>40} {'CPU ms':>8} {'p50 ms':>8} {'p99 ms':>8} {'bytes':>9}",
            sep="\n",
        )
        figures = pages()
        for name, one in figures.items():
            print(f"{name:32} {one.queries:7} {one.cpu:8.1f} {one.p50:8.1f} {one.p99:8.1f} {one.size:9,}")
        results["pages"][str(size)] = {name: asdict(one) for name, one in figures.items()}
        if size == SIZES[0]:
            results |= beside_references()
    found = ratios(results)
    print("\nRatios")
    for name, ratio in found.items():
        print(f"{name:72} {ratio:7.2f}")
    results["ratios"] = found
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(results, indent=1))
    print(f"\nAll figures are in {options.output}.")
    for warning in warnings(found):
        print(f"WORSE than docs/performance.md says: {warning}", file=sys.stderr)


if __name__ == "__main__":
    main()
