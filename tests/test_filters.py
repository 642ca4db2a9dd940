"""Filters of pledges, news, reports, events and projects: what each leaves, how many each choice would give, and that
a list of thousands asks no more of the database than a short one."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from cities.models import PledgePage, PledgeSignatory, ProjectPage
from demo.loader import without_indexing
from events.models import EventPage, MentoringVisitPage
from events.querysets import AgendaQuerySet
from news.models import NewsPage, ReportPage
from tests import factories
from tests.support.bulk_pages import bulk_create_pages
from tests.support.shared_site import shared_site

NOW = timezone.now()
SOON = NOW + timedelta(days=20)


def about(page, cities=(), topics=()):
    """Name the cities and topics that a page is about."""
    page.cities.set(cities)
    if topics:
        page.topics.set(topics)
    page.save()
    return page


@pytest.fixture(scope="class")
def lists(django_db_setup, django_db_blocker):
    """Something of each kind, that differs in all that can be filtered by."""
    with shared_site(django_db_blocker) as site:
        with without_indexing():
            fill(site)
        yield site


def fill(site):
    athens, kiel, draft = (
        factories.CityPageFactory(parent=site.cities, heading_en=name) for name in ("Athens", "Kiel", "Nowhere")
    )
    housing, work = (factories.TopicFactory(name_en=name, slug=name.lower()) for name in ("Housing", "Work"))

    def news(heading, year, kind, *cities, topics=()):
        about(
            factories.NewsPageFactory(parent=site.news, heading_en=heading, date=date(year, 5, 1), kind=kind),
            cities,
            topics,
        )

    news("Launch", 2016, "news", athens, kiel, topics=[housing, work])
    news("Letter", 2017, "letter", athens, draft, topics=[housing])
    news("Film", 2017, "film")

    def report(heading, year, kind, *cities, topics=()):
        page = factories.ReportPageFactory(
            parent=site.reports, heading_en=heading, published_on=date(year, 5, 1), document_type=kind
        )
        about(page, cities, topics)

    report("Book", 2016, "report", athens, kiel, topics=[work])
    report("Tools", 2018, "toolkit", kiel, topics=[work, housing])

    def event(heading, starts, *cities, topics=()):
        about(factories.EventPageFactory(parent=site.events, heading_en=heading, starts=starts), cities, topics)

    event("Launch", datetime(2016, 10, 17, 9, tzinfo=UTC), athens, topics=[work])
    event("Table", datetime(2017, 6, 1, 9, tzinfo=UTC), athens, kiel, draft)
    event("Forum", SOON, kiel, topics=[housing])
    visit = factories.MentoringVisitPageFactory(parent=site.events, heading_en="Visit", host_city=athens)
    visit.mentor_cities.set([kiel, athens])
    visit.topics.set([housing])
    visit.save()

    for heading, year, cities in (("GROW", 2016, [athens, kiel]), ("IMPLEMENT", 2018, [kiel])):
        about(factories.ProjectPageFactory(
            parent=site.projects, heading_en=heading, starts=date(year, 1, 1), ends=date(2019, 1, 1)
        ), cities)  # fmt: skip
    about(factories.ProjectPageFactory(parent=site.projects, heading_en="Undated", starts=None), [athens])

    for pillar, year, cities in (
        ("reception", 2016, [athens, kiel]), ("advocacy", 2018, [kiel]), ("advocacy", 2016, [])
    ):  # fmt: skip
        pledge = factories.PledgePageFactory(parent=site.pledges, pillar=pillar, made_on=date(year, 3, 1))
        for city in cities:
            factories.PledgeSignatoryFactory(pledge=pledge, city=city)
    factories.PledgeProgressFactory(pledge=pledge, completes=True)
    draft.unpublish()


FILTERS = {
    "pledges": {"pillar", "status", "year", "city"},
    "news": {"kind", "year", "topic", "city"},
    "reports": {"document_type", "year", "topic", "city"},
    "events": {"period", "kind", "topic", "city"},
    "projects": {"year", "city"},
}
OTHERS = [{}, {"city": "kiel"}, {"topic": "work"}, {"year": "2016"}, {"period": "2017"}]


def ask(site, name, **filters):
    """Return what a list is about to show; it is not drawn, which takes most of a request's time."""
    return getattr(site, name).serve(RequestFactory().get(f"/en/{name}/", filters)).context_data


def names(site, name, **filters):
    """Return the headings that a list shows with some filters."""
    return [item.heading for item in ask(site, name, **filters)["page_obj"].object_list]


def offered(site, name, filter_name, **others):
    """Return what a filter offers: the label of each choice by its value."""
    return {value: str(label) for value, label in ask(site, name, **others)["filters"].fields[filter_name].choices}


LEFT = [
    ("news", {"city": "athens"}, ["Letter", "Launch"]),
    ("news", {"topic": "work"}, ["Launch"]),
    ("news", {"year": "2017", "kind": "film"}, ["Film"]),
    ("reports", {"document_type": "toolkit"}, ["Tools"]),
    ("reports", {"city": "athens", "topic": "work", "year": "2016"}, ["Book"]),
    ("projects", {"year": "2018"}, ["IMPLEMENT"]),
    ("projects", {"city": "athens"}, ["GROW", "Undated"]),
    ("events", {}, ["Forum"]),
    ("events", {"period": "past"}, ["Visit", "Table", "Launch"]),
    ("events", {"period": "all"}, ["Forum", "Visit", "Table", "Launch"]),
    ("events", {"period": "2017"}, ["Visit", "Table"]),
    ("events", {"period": "2017", "kind": "visits"}, ["Visit"]),
    ("events", {"period": "all", "topic": "housing"}, ["Forum", "Visit"]),
    ("events", {"period": "past", "city": "kiel"}, ["Visit", "Table"]),
    ("events", {"city": "athens"}, []),
]


# Filters that nothing fits, and for each of them how many there would be without it, if any.
EMPTY = [
    ("news", {"kind": "story", "year": "2017"}, {"kind": 2}),
    ("news", {"kind": "film", "city": "athens", "topic": "housing"}, {"kind": 2}),
    ("events", {"city": "athens"}, {"period": 3}),
    ("events", {"period": "2016", "kind": "visits"}, {"kind": 1}),
    ("pledges", {"pillar": "reception", "status": "fulfilled"}, {"pillar": 1, "status": 1}),
]


@pytest.mark.usefixtures("db")
class TestWithSomethingOfEach:
    @pytest.mark.parametrize("name", FILTERS)
    def test_the_counts_are_true(self, lists, name):
        fields = ask(lists, name)["filters"].fields
        assert set(fields) == FILTERS[name]
        for others in OTHERS:
            if set(others) <= set(fields):
                shown = ask(lists, name, **others)["filters"].fields
                for filter_name in set(fields) - set(others):
                    for value, label in shown[filter_name].choices:
                        if value or filter_name == "period":
                            found = len(names(lists, name, **others, **({filter_name: value} if value else {})))
                            assert label.endswith(f"({found})"), (label, value, others)

    def test_each_filter_leaves_what_fits(self, lists):
        for name, filters, wanted in LEFT:
            assert names(lists, name, **filters) == wanted, (name, filters)

    def test_pledges_are_filtered_by_the_cities_that_signed(self, lists):
        assert len(names(lists, "pledges", city="kiel")) == 2
        assert len(names(lists, "pledges", city="kiel", pillar="reception")) == 1
        assert offered(lists, "pledges", "status")["fulfilled"] == "Fulfilled (1)"
        assert offered(lists, "pledges", "status")["withdrawn"] == "Withdrawn (0)"

    def test_only_published_cities_are_offered_in_the_readers_order(self, lists):
        for name in FILTERS:
            assert [value for value in offered(lists, name, "city") if value] == ["athens", "kiel"], name

    def test_what_is_upcoming_is_counted_without_a_choice(self, lists):
        assert offered(lists, "events", "period") == {
            "": "Upcoming (1)",
            "past": "Past (3)",
            "all": "Past and upcoming (4)",
            **{str(SOON.year): f"{SOON.year} (1)"},
            "2017": "2017 (2)",
            "2016": "2016 (1)",
        }

    def test_a_host_that_is_named_as_mentor_too_is_counted_once(self, lists):
        assert offered(lists, "events", "city", period="past", kind="visits") == {
            "": "All cities", "athens": "Athens (1)", "kiel": "Kiel (1)"
        }  # fmt: skip

    @pytest.mark.parametrize("name", FILTERS)
    def test_what_a_filter_does_not_know_is_left_out_with_a_word(self, client, lists, name):
        empty_label = names(lists, name)
        for value in ("nonsense", "\x00", "<script>", "١", "-1", "9" * 400, "\udcff"):
            value = value.encode("utf-8", "surrogateescape")
            response = client.get(f"/en/{name}/", dict.fromkeys(sorted(FILTERS[name]), value))
            assert response.status_code == 200
            assert [item.heading for item in response.context["page_obj"].object_list] == empty_label
            labels = [str(field.label) for field in response.context["filters"].fields.values()]
            text = response.content.decode()
            assert f"These filters were ignored: {', '.join(labels)}." in text
            assert text.count("Unknown choice") == len(labels)
            assert "<script>" not in text

    def test_an_empty_list_leads_on_to_what_fewer_filters_would_give(self, client, lists):
        for name, filters, wanted in EMPTY:
            response = client.get(f"/en/{name}/", filters)
            text = response.content.decode()
            assert "Nothing here fits these filters." in text
            labels = {str(field.label): key for key, field in response.context["filters"].fields.items()}
            relaxed_filters = response.context["relaxed_filters"]
            assert {labels[str(relaxed["filter"])]: relaxed["count"] for relaxed in relaxed_filters} == wanted, (
                name,
                filters,
            )
            for relaxed in relaxed_filters:
                assert f'href="?{relaxed["query"].replace("&", "&amp;")}"' in text
                rest = {key: value for key, (value,) in parse_qs(relaxed["query"]).items()}
                assert len(names(lists, name, **rest)) == relaxed["count"]

    @pytest.mark.parametrize(
        ("name", "query"), [*((name, {}) for name in FILTERS), *((name, filters) for name, filters, _wanted in EMPTY)]
    )
    def test_filters_are_made_once_for_a_request(self, client, lists, monkeypatch, name, query):
        kind, made = type(getattr(lists, name)), []
        make = kind.filters
        monkeypatch.setattr(kind, "filters", lambda page: made.append(page) or make(page))
        assert client.get(f"/en/{name}/", query).status_code == 200
        assert len(made) == 1

    def test_past_events_keep_the_filters(self, client, lists):
        text = client.get("/en/events/", {"city": "kiel", "page": "1"}).content.decode()
        assert 'href="?city=kiel&amp;period=past"' in text


@pytest.mark.parametrize(
    ("zone", "starts", "year"),
    [
        ("Europe/Athens", datetime(2017, 12, 31, 22, 30, tzinfo=UTC), "2018"),  # half past midnight there
        ("Europe/Brussels", datetime(2017, 12, 31, 22, 30, tzinfo=UTC), "2017"),
        ("Atlantic/Reykjavik", datetime(2017, 12, 31, 23, 30, tzinfo=UTC), "2017"),
        ("Europe/Brussels", datetime(2017, 12, 31, 23, 30, tzinfo=UTC), "2018"),
    ],
)
def test_an_event_is_of_the_year_that_the_calendar_of_its_place_shows(site, zone, starts, year):
    factories.EventPageFactory(parent=site.events, heading_en="New Year", starts=starts, time_zone=zone)
    assert names(site, "events", period=year) == ["New Year"]
    assert list(offered(site, "events", "period"))[3:] == [year]


def test_events_and_visits_of_one_day_stand_in_their_order(site, athens):
    day = date(2017, 7, 10)
    factories.MentoringVisitPageFactory(
        parent=site.events, heading_en="Visit", host_city=athens, first_day=day, last_day=day
    )
    for heading, hour in (("Evening", 18), ("Morning", 8)):
        starts = datetime(2017, 7, 10, hour, tzinfo=UTC)
        factories.EventPageFactory(parent=site.events, heading_en=heading, starts=starts)
    assert names(site, "events", period="past") == ["Evening", "Morning", "Visit"]
    agenda = AgendaQuerySet(Page).child_of(site.events).next_first()
    assert [page.title for page in agenda] == ["Visit", "Morning", "Evening"]


def test_a_list_with_nothing_in_it_does_not_blame_the_filters(client, site):
    for name in ("pledges", "news", "reports", "projects"):
        text = client.get(f"/en/{name}/").content.decode()
        assert "Nothing is listed here yet." in text, name
        assert "Nothing here fits" not in text, name
        assert 'name="city"' not in text, name  # there is none to choose


# Thousands


def many_pledges(site, count, city, topic):
    made = bulk_create_pages(
        PledgePage,
        site.pledges,
        count,
        pillar=lambda at: PledgePage.Pillar.values[at % 4],
        made_on=lambda at: date(2010 + at % 10, 1, 1),
        number=lambda at: at + 1,
        unit="places",
    )
    PledgeSignatory.objects.bulk_create(PledgeSignatory(pledge_id=pk, city=city) for pk in made)


def name_them(model, made, city, topic):
    """Name a city, and where the kind has topics a topic, with many pages."""
    own = model._meta.model_name
    through = model.cities.through
    through.objects.bulk_create(through(**{f"{own}_id": pk, "citypage_id": city.pk}) for pk in made)
    if hasattr(model, "topics"):
        through = model.topics.through
        through.objects.bulk_create(through(**{f"{own}_id": pk, "topic_id": topic.pk}) for pk in made)


def many_news(site, count, city, topic):
    made = bulk_create_pages(NewsPage, site.news, count, date=lambda at: date(2010 + at % 10, 1, 1), kind="news")
    name_them(NewsPage, made, city, topic)


def many_reports(site, count, city, topic):
    made = bulk_create_pages(ReportPage, site.reports, count, published_on=lambda at: date(2010 + at % 10, 1, 1))
    name_them(ReportPage, made, city, topic)


def many_projects(site, count, city, topic):
    made = bulk_create_pages(ProjectPage, site.projects, count, starts=lambda at: date(2010 + at % 10, 1, 1))
    name_them(ProjectPage, made, city, topic)


def many_events(site, count, city, topic):
    """Make half of them visits; half are yet to come, in years that are the same however many there are."""
    starts = [datetime(NOW.year + years, 6, 1, 9, tzinfo=UTC) for years in (-2, -1, 2, 3)]
    made = bulk_create_pages(
        EventPage,
        site.events,
        count // 2,
        starts=lambda at: starts[at % 4],
        ends=lambda at: starts[at % 4] + timedelta(hours=3),
    )
    name_them(EventPage, made, city, topic)
    visits = bulk_create_pages(
        MentoringVisitPage,
        site.events,
        count - count // 2,
        first_day=lambda at: starts[at % 4].date(),
        last_day=lambda at: starts[at % 4].date(),
        host_city=city,
    )
    for through, key, pk in (
        (MentoringVisitPage.mentor_cities.through, "citypage_id", city.pk),
        (MentoringVisitPage.topics.through, "topic_id", topic.pk),
    ):
        through.objects.bulk_create(through(mentoringvisitpage_id=visit, **{key: pk}) for visit in visits)


# How many are made, what is asked for on two pages, and with how many filters at once. The events that come first
# may all be of one kind, which saves the queries of the other: here they always are.
MANY = {
    "pledges": (many_pledges, "", "year=2012&status=open&city=c&pillar=assistance"),
    "news": (many_news, "", "year=2012&kind=news&topic=t&city=c"),
    "reports": (many_reports, "", "year=2012&document_type=report&topic=t&city=c"),
    "events": (many_events, "period=all&kind=visits", "period=past&kind=events&topic=t&city=c"),
    "projects": (many_projects, "", "year=2012&city=c"),
}


def load(client, url):
    """Return how many queries a list takes, how many objects are made of rows, and how many items it finds."""
    made = []

    def note(sender, **kwargs):
        made.append(sender)

    post_init.connect(note)
    try:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
    finally:
        post_init.disconnect(note)
    assert response.status_code == 200
    return len(queries), len(made), response.context["page_obj"].paginator.count


@pytest.mark.parametrize("name", MANY)
def test_three_thousand_take_as_many_queries_and_objects_as_thirty(client, site, name):
    make, plain, filtered = MANY[name]
    city = factories.CityPageFactory(parent=site.cities, slug="c")
    topic = factories.TopicFactory(slug="t")
    urls = [f"/en/{name}/?{query}" for query in (plain, f"{plain}&page=2", filtered)]
    make(site, 30, city, topic)
    client.get(urls[0])  # what is asked once, whatever is listed
    few = [load(client, url) for url in urls]
    make(site, 2970, city, topic)
    much = [load(client, url) for url in urls]
    assert all(more > 50 * found > 0 for (*_load, more), (*_rest, found) in zip(much, few, strict=True))
    assert [queries for queries, *_rest in much] == [queries for queries, *_rest in few]
    # On the first page stand twelve of either, and no others are loaded.
    assert few[0][2] > 12
    assert much[0][1] == few[0][1]


def test_many_makes_pages_as_they_are(client, site):
    bulk_create_pages(NewsPage, site.news, 3, date=date(2017, 1, 1))
    page = NewsPage.objects.get(slug="many-2")
    assert page.get_parent().specific == site.news
    assert client.get(page.url).status_code == 200
    assert Page.find_problems() == ([], [], [], [], [])
