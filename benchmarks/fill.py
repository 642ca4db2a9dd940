"""Fills a site with many pages of the types that lists show."""

from datetime import UTC, date, datetime, timedelta

from django.db import connection

from cities.models import CityPage, PledgeIndexPage, PledgePage, PledgeSignatory
from events.models import EventIndexPage, EventPage
from news.models import NewsIndexPage, NewsPage, ReportIndexPage, ReportPage
from solidarity.models import Topic
from tests.support.bulk_pages import bulk_create_pages

FIRST_DAY = date(2015, 1, 1)
PATTERNS = 400  # pages that differ from each other
SPREAD = 3600  # days over which the pages' dates are spread, which repeat after that


def day(at):
    """Return the date of a page by its place."""
    return FIRST_DAY + timedelta(days=at * 37 % SPREAD)


def moment(at, hours):
    """Return the beginning or end of an event by its place: half of them are to come."""
    return datetime(2020, 1, 1, 9 + hours, tzinfo=UTC) + timedelta(days=at * 1009 % 5000)


def fill(count):
    """Add as many published news, reports, events and pledges, each of a city, and of a topic but for pledges."""
    cities = list(CityPage.objects.live().values_list("pk", flat=True))
    topics = list(Topic.objects.values_list("pk", flat=True))
    common = {"introduction_en": "What happened, and to whom.", "introduction_el": "Τι συνέβη και σε ποιον."}
    of = {
        NewsPage: (NewsIndexPage, {"date": day, "kind": "news"}),
        ReportPage: (ReportIndexPage, {"published_on": day}),
        EventPage: (EventIndexPage, {"starts": lambda at: moment(at, 0), "ends": lambda at: moment(at, 3)}),
        PledgePage: (PledgeIndexPage, {"made_on": day, "pillar": "reception", "number": 10, "unit": "homes"}),
    }
    for model, (index, fields) in of.items():
        pks = bulk_create_pages(model, index.objects.get(), count, patterns=PATTERNS, **common, **fields)
        if model is PledgePage:
            rows = [PledgeSignatory(pledge_id=pk, city_id=cities[at % len(cities)]) for at, pk in enumerate(pks)]
            PledgeSignatory.objects.bulk_create(rows, batch_size=2_000)
            continue
        for name, others in (("cities", cities), ("topics", topics)):
            through = model._meta.get_field(name).remote_field.through
            own, other = f"{model._meta.model_name}_id", f"{through._meta.get_field(name_of(name)).name}_id"
            rows = [through(**{own: pk, other: others[at % len(others)]}) for at, pk in enumerate(pks)]
            through.objects.bulk_create(rows, batch_size=2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def name_of(name):
    """Return the name of the foreign key to a city or topic in the table between."""
    return {"cities": "citypage", "topics": "topic"}[name]
