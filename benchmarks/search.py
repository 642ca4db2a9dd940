"""Measure the time of the first page of search results among many pages: ``python benchmarks/search.py``.

It fills an empty database with generated pages in every language and requests each query through the site's view.
``DATABASE_URL`` names the database, which can be reused; the default is an SQLite file in a temporary folder.
"""

import argparse
import os
import random
import statistics
import sys
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

folder = TemporaryDirectory(prefix="solidarity-benchmark-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidarity.settings")
os.environ |= {"SECRET_KEY": "for-a-benchmark", "DEV_SERVER": "on", "SECURE_SITE": "off", "DATA_DIR": folder.name}
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django  # noqa: E402

django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from news.models import NewsIndexPage, NewsPage  # noqa: E402
from solidarity import languages  # noqa: E402
from solidarity.models import HomePage, SearchEntry  # noqa: E402
from solidarity.search import index  # noqa: E402
from solidarity.search.ranking import find, query_words  # noqa: E402

HOME = "Benchmark"
CHUNK = 4000
BODY = 160  # words of a body
CITIES = ["Zürich", "Αθήνα", "München", "Gdańsk", "Barcelona", "Málaga", "Milano", "Utrecht", "Nantes", "Nicosia"]
TOPICS = ["housing", "education", "work", "health"]
SYLLABLES = "ba re mi so lu ta ne ko vi da pe gra sti hol ung tion ent".split()
# Words of many, of some and of few pages; inflected forms; two and three at once; and none.
QUERIES = [
    "zurich", "Αθηνα", "münchen", "common1", "common5", "middle3", "middle70 middle9", "middle40", "rare17", "rare400",
    "gdansk housing", "middle12 rare90", "middle1 middle2 middle3", "rar", "nosuchword", "barcelona common2", "malaga",
]  # fmt: skip


class Words:
    """A vocabulary with word frequencies by Zipf's law, as in real languages."""

    def __init__(self, seed, count=20_000):
        self.chance = random.Random(seed)
        named = [f"common{n}" for n in range(20)] + [f"middle{n}" for n in range(80)] + [f"rare{n}" for n in range(500)]
        made = ["".join(self.chance.choices(SYLLABLES, k=self.chance.randint(2, 4))) for _ in range(count - len(named))]
        self.known = named[:100] + made[:400] + named[100:] + made[400:]
        self.often = list(accumulate(1 / (rank + 10) for rank in range(count)))

    def text(self, count):
        """Return a text of ``count`` words."""
        return " ".join(self.chance.choices(self.known, cum_weights=self.often, k=count))


def make_tree(count):
    """Create a home page and news pages below it; return the primary keys of the latter."""
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    home = Page.get_first_root_node().add_child(instance=HomePage(heading_en=HOME, slug="home"))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    news = home.add_child(instance=NewsIndexPage(heading_en="News", slug="news"))
    kind = ContentType.objects.get_for_model(NewsPage)
    pages = [
        Page(
            title=f"Page {number}",
            slug=f"page-{number}",
            content_type=kind,
            locale=news.locale,
            path=Page._get_path(news.path, news.depth + 1, number),
            depth=news.depth + 1,
            url_path=f"{news.url_path}page-{number}/",
        )
        for number in range(1, count + 1)
    ]
    Page.objects.bulk_create(pages, batch_size=CHUNK)
    Page.objects.filter(pk=news.pk).update(numchild=count)
    return list(Page.objects.filter(depth=news.depth + 1).values_list("pk", flat=True))


def make_entries(pks):
    """Create the search entries of the pages."""
    vocabularies = {code: Words(code) for code in languages.codes()}
    chance = random.Random(1)
    for code in languages.codes():
        for start in range(0, len(pks), CHUNK):
            entries = []
            for pk in pks[start : start + CHUNK]:
                # Every other page is written in one language only, which all readers see.
                vocabulary = vocabularies[code if pk % 2 else languages.DEFAULT_LANGUAGE]
                city, topic = chance.choice(CITIES), chance.choice(TOPICS)
                entries.append(
                    SearchEntry(
                        page_id=pk,
                        language=code,
                        kind=chance.choice(["news", "news", "report", "event", "statement", "pledge"]),
                        title_shown=vocabulary.text(7).capitalize(),
                        title_language=code,
                        passages=[[code, vocabulary.text(25)], [code, vocabulary.text(BODY)]],
                        names=f"{city}\n{topic}",
                        cities={city.lower(): city},
                        topics={topic: topic},
                        date=date(2015, 1, 1) + timedelta(days=chance.randrange(4000)),
                    )
                )
            with transaction.atomic():
                index.write(entries)


def milliseconds(client, language, query):
    """Return the time of a search request, in milliseconds."""
    started = perf_counter()
    response = client.get(f"/{language}/search/", {"q": query}, headers={"host": "localhost"})
    assert response.status_code == 200
    return (perf_counter() - started) * 1000


def measure(rounds):
    """Request every query in every language and print the times."""
    client, times = Client(), []
    for query in QUERIES:
        milliseconds(client, "en", query)  # warm-up: what is cached by the first request does not count
        own = [milliseconds(client, code, query) for _ in range(rounds) for code in languages.codes()]
        times += own
        hits, middle = len(find(query_words(query), "en")), statistics.median(own)
        print(f"  {query:26} {hits:>6} hits  p50 {middle:6.0f} ms  max {max(own):6.0f} ms")
    slowest = sorted(times)[int(len(times) * 0.95)]
    print(f"{connection.vendor}: p50 {statistics.median(times):.0f} ms, p95 {slowest:.0f} ms of {len(times)} searches")


def main():
    """Create the pages unless the database has them, then measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=2)
    given = options.parse_args()
    call_command("migrate", verbosity=0)
    if HomePage.objects.exclude(heading_en=HOME).exists():
        sys.exit("There is a site in this database. A benchmark needs an empty one, or its own of the last time.")
    if not HomePage.objects.exists():
        started = perf_counter()
        make_entries(make_tree(given.pages))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        print(f"{SearchEntry.objects.count()} entries made in {perf_counter() - started:.0f} s")
    measure(given.rounds)


if __name__ == "__main__":
    main()
