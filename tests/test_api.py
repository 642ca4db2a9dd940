"""The read API: what is published, to everybody the same, so often and no more; and no question breaks it."""

import json
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import CollectionViewRestriction, Page

from cities.models import CityPage
from demo.loader import without_indexing
from solidarity.api import views
from tests import factories
from tests.support.shared_site import shared_site

PAGES = "/api/v2/pages/"
# What says something of people who work on the site, or of what is not published.
SECRET = {
    "owner", "latest_revision", "live_revision", "locked_by", "approved_by", "approved_on", "portrait_consent",
    "to_address", "from_address", "submissions", "draft_title", "go_live_at", "expire_at", "uploaded_by_user",
    "collection", "file", "file_hash",
}  # fmt: skip


def fill(site):
    athens = factories.CityPageFactory(parent=site.cities, heading_en="Athens", heading_el="Αθήνα")
    berlin = factories.CityPageFactory(parent=site.cities, heading_en="Berlin")
    factories.KeyFigureFactory(city=athens)
    athens.topics.add(factories.TopicFactory(slug="housing"))
    athens.listing_image = factories.SiteImageFactory()
    athens.save()
    pledge = factories.PledgePageFactory(parent=site.pledges, number=300, unit="homes", made_on_precision="year")
    for city in (athens, berlin):
        factories.PledgeSignatoryFactory(pledge=pledge, city=city)
    factories.PledgeProgressFactory(pledge=pledge, number=120)
    factories.MayorStatementPageFactory(parent=athens, approved_by="Her office", approved_on=date(2020, 1, 1))
    visit = factories.MentoringVisitPageFactory(parent=site.events, host_city=athens)
    visit.mentor_cities.add(berlin)
    factories.DelegationMemberFactory(visit=visit)
    report = factories.ReportPageFactory(parent=site.reports)
    factories.ReportFileFactory(report=report)
    visit.report = report
    visit.save()
    for page in (
        factories.NewsPageFactory(parent=site.news),
        factories.EventPageFactory(parent=site.events),
        factories.ProjectPageFactory(parent=site.projects),
    ):
        page.cities.add(athens)
        page.save()
    factories.ContentPageFactory(parent=site.home)
    factories.FormPageFactory(parent=site.home)


@pytest.fixture(scope="class")
def everything(django_db_setup, django_db_blocker):
    """A page of each kind that names others, for all tests of a class."""
    with shared_site(django_db_blocker) as site:
        fill(site)
        yield


def get(client, url, **headers):
    response = client.get(url, headers=headers)
    assert response.status_code == 200, response.content
    return response.json()


def detail(client, page):
    return get(client, f"{PAGES}{page.pk}/")


def keys(value):
    """Yield every name in a JSON document."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


@pytest.mark.usefixtures("db")
class TestOfEverything:
    @pytest.fixture
    def athens(self, db, everything):
        return CityPage.objects.get(slug="athens")

    def test_every_published_page_is_listed_and_can_be_had(self, client, everything):
        pages = Page.objects.live().filter(depth__gt=1)
        listed = get(client, PAGES, **{})["items"]
        assert {item["id"] for item in listed} == {page.pk for page in pages}
        for page in pages.specific():
            found = detail(client, page)
            assert found["meta"]["type"] == f"{page._meta.app_label}.{type(page).__name__}"
            assert not SECRET & set(keys(found)), type(page)
            text = json.dumps(found)
            assert "example.org" not in text
            assert "Her office" not in text
        assert not list(client.get(PAGES).cookies)

    def test_a_pledge_tells_as_much_as_its_page(self, client, everything, site):
        pledge = site.pledges.get_children().specific().get()
        found = detail(client, pledge)
        assert (found["made_on"], found["number"], found["unit"]) == ("2020", 300, "homes")
        assert (found["standing"]["status"], found["standing"]["reached"]) == ("under_way", 120)
        assert [(signatory["city"]["slug"], signatory["share"]) for signatory in found["signatories"]] == [
            ("athens", None),
            ("berlin", None),
        ]
        assert [report["note"] for report in found["progress"]] == [{"en": "A report."}]

    def test_what_is_not_published_is_neither_given_nor_named(self, client, everything, athens):
        named = {page.pk: json.dumps(detail(client, page)) for page in Page.objects.live().filter(depth__gt=1)}
        assert sum("Athens" in text for number, text in named.items() if number != athens.pk) >= 5
        athens.get_children().first().delete()
        athens.refresh_from_db()
        athens.unpublish()
        assert client.get(f"{PAGES}{athens.pk}/").status_code == 404
        for page in Page.objects.live().filter(depth__gt=1):
            assert "Athens" not in json.dumps(detail(client, page)), page.specific

    @pytest.mark.parametrize("kind", ["images", "documents"])
    def test_files_are_given_where_readers_find_them(self, client, everything, athens, kind):
        url = f"/api/v2/{kind}/"
        factories.SiteImageFactory()  # on no page
        factories.SiteDocumentFactory()
        [file] = get(client, url)["items"]
        assert get(client, f"{url}{file['id']}/")["id"] == file["id"]
        assert not SECRET & set(keys(get(client, f"{url}?fields=*")))
        Page.objects.filter(depth__gte=4).update(live=False)
        assert get(client, url)["items"] == []
        assert client.get(f"{url}{file['id']}/").status_code == 404

    @pytest.mark.parametrize("kind", ["images", "documents"])
    def test_files_in_a_private_collection_are_never_given(self, admin_client, everything, athens, site, kind):
        report = site.reports.get_children().specific().get()
        for file in (athens.listing_image, report.files.get().document):
            CollectionViewRestriction.objects.create(collection=file.collection, restriction_type="login")
        assert get(admin_client, f"/api/v2/{kind}/")["items"] == []
        assert detail(admin_client, report)["files"] == []

    def test_the_original_of_a_picture_is_not_given(self, client, everything, athens):
        athens.listing_image.get_rendition("width-40")
        found = detail(client, athens)
        assert [size["width"] for size in found["listing_image"]["renditions"]] == [40]
        assert "original_images" not in json.dumps(found)

    def test_lists_can_be_asked_for_by_kind_place_and_code(self, client, everything, athens, site):
        def asked(query):
            return {item["id"] for item in get(client, PAGES + query)["items"]}

        assert len(asked("?type=cities.CityPage")) == 2
        assert asked("?type=cities.CityPage&country=GR&status=former") == set()
        assert asked(f"?child_of={site.cities.pk}&slug=athens") == {athens.pk}
        assert len(asked("?type=cities.CityPage,news.NewsPage")) == 3
        listed = get(client, f"{PAGES}?type=cities.CityPage&order=-slug&fields=heading,country")["items"]
        assert [(item["heading"]["en"], item["country"]) for item in listed] == [("Berlin", "GR"), ("Athens", "GR")]


def test_the_bare_address_names_what_can_be_asked_for(client, site):
    for url in get(client, "/api/v2/").values():
        assert "items" in get(client, url.removeprefix("http://testserver"))


def test_no_kind_of_page_gives_a_secret():
    for model in [Page, *views.FIELDS]:
        assert not SECRET & set(views.PagesAPI.get_available_fields(model))


def test_texts_come_by_language_and_none_stands_in_for_another(client, athens):
    found = detail(client, athens)
    assert found["heading"] == {"en": "Athens", "el": "Αθήνα"}
    assert list(found["body"]) == ["en"]
    assert set(found["urls"]) == set(athens.available_languages)


def test_whoever_asks_gets_the_same(client, athens):
    answers = [client.get(f"{PAGES}{athens.pk}/", headers={"accept-language": code}).content for code in ("en", "el")]
    assert answers[0] == answers[1]
    assert b"/en/cities/athens/" in answers[0]


def test_a_draft_of_a_published_page_stays_one(client, athens):
    athens.heading_en = "Not yet"
    athens.save_revision()
    assert detail(client, athens)["heading"]["en"] == "Athens"


@pytest.mark.parametrize(
    "query",
    [
        "foo=1", "search=athens", "site=localhost", "site=x:y", "locale=en", "translation_of=1", "format=api",
        "limit=-1", "limit=1000", "limit=x", "limit=", "limit=1e9", "offset=-1", "offset=" + "9" * 30, "offset=٣",
        "limit=5&limit=6", "fields=secret", "fields=owner", "fields=body", "fields=cities", "fields=(", "fields=a(b",
        "fields=" + "a(" * 300, "order=random", "order=heading", "order=owner", "order=--id", "order=,",
        "type=nothing", "type=a.b", "type=auth.Group", "type=solidarity.SitePage", "type=.", "type=a.b.c",
        "child_of=x", "child_of=999999", "child_of=-1", "child_of=1", "descendant_of=" + "9" * 40, "ancestor_of=root",
        "child_of=root&descendant_of=root", "slug=%00", "slug=" + "a" * 600, "slug=%ff%00", "heading=Athens",
        "made_on=x", "id=1", "latitude=1", "_=1", "slug=%E2%80%AE",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused(client, site, athens, query):
    response = client.get(f"{PAGES}?{query}")
    assert response.status_code == 400, response.content
    assert response.json()["message"]
    assert "traceback" not in response.content.decode().lower()


@pytest.mark.parametrize("query", ["slug=%27--", "slug=.*", "slug=٣", "child_of=root", "limit=0", "offset=999999999"])
def test_odd_questions_have_answers(client, site, athens, query):
    assert client.get(f"{PAGES}?{query}").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["pages/x/", "pages/99999999999999999999999/", "pages/0/", "pages/find/?id=1", "pages/1.json", "users/", "%00/"],
)
def test_what_is_not_there_is_not_found(client, site, path):
    assert client.get(f"/api/v2/{path}").status_code == 404


@pytest.mark.parametrize("query", ["limit=1", "foo=1", "fields=owner", "fields=%00"])
def test_a_single_page_takes_few_questions(client, athens, query):
    assert client.get(f"{PAGES}{athens.pk}/?{query}").status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_nothing_can_be_written(client, site, method):
    assert getattr(client, method)(PAGES).status_code == 405


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "*/*", "image/png;q=x", ""])
def test_the_answer_is_json_whatever_is_liked(client, site, accept):
    response = client.get(PAGES, headers={"accept": accept})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "public" in response["Cache-Control"]
    assert response["Vary"] == "Accept-Encoding"


def test_an_address_asks_so_often_and_no_more(client, site, monkeypatch, settings):
    monkeypatch.setattr(views.IPRateThrottle, "rate", "3/min")
    now = [1000.0]
    monkeypatch.setattr(views.IPRateThrottle, "timer", lambda self: now[0])
    for _time in range(3):
        assert client.get(PAGES).status_code == 200
    refused = client.get(PAGES)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert client.get(PAGES, headers={"x-forwarded-for": "203.0.113.9"}).status_code == 429, "an address made up"
    assert client.get(PAGES, REMOTE_ADDR="203.0.113.7").status_code == 200
    settings.BEHIND_PROXY = True
    assert client.get(PAGES, headers={"x-forwarded-for": "198.51.100.1, 203.0.113.9"}).status_code == 200
    settings.BEHIND_PROXY = False
    now[0] += 60
    assert client.get(PAGES).status_code == 200


def test_bad_questions_count_as_well(client, site, monkeypatch):
    monkeypatch.setattr(views.IPRateThrottle, "rate", "2/min")
    for _time in range(2):
        assert client.get(f"{PAGES}?x=1").status_code == 400
    assert client.get(PAGES).status_code == 429


def test_the_limit_is_the_one_that_is_documented():
    assert views.IPRateThrottle.rate == "120/min"


@pytest.mark.parametrize("model", list(views.FIELDS))
def test_a_list_of_twenty_costs_as_many_queries_as_one_of_three(client, site, athens, model):
    places = {
        "cities": site.cities, "pledges": site.pledges, "projects": site.projects, "news": site.news,
        "reports": site.reports, "events": site.events,
    }  # fmt: skip
    factory = getattr(factories, f"{model.__name__}Factory")
    parent = next(
        (place for place in [*places.values(), athens] if type(place) in model.allowed_parent_page_models()), athens
    )
    url = f"{PAGES}?type={model._meta.label}&fields=*"

    def queries():
        cache.clear()
        get(client, url)  # what is asked once for all
        with CaptureQueriesContext(connection) as asked:
            found = get(client, url)
        return len(found["items"]), len(asked)

    needed = {"host_city": athens} if model.__name__ == "MentoringVisitPage" else {}
    with without_indexing():
        factory.create_batch(3, parent=parent, **needed)
        rows, few = queries()
        factory.create_batch(15, parent=parent, **needed)
    more_rows, many = queries()
    assert more_rows == rows + 15
    assert many == few
    assert few < 12
