"""What SQLite and PostgreSQL do differently is the same here: each of these is run on both, and expects the same."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cities.models import CityPage, PledgePage
from news.models import NewsPage
from solidarity import languages
from solidarity.database.alphabetical import alphabetically
from solidarity.models import SiteDocument, Topic
from solidarity.search.ranking import content_words, stop_words
from solidarity.text import words
from tests import factories
from tests.factories import body
from tests.support.listings import shown
from tests.support.page_editor import add_url, edit_url, errors_of, publish
from tests.support.search import found, published

# Searches of stop words alone, in every language: what is asked, and a title that holds it.

STOP_WORDS = {
    "en": ("Who are we", "Who we are"),
    "fr": ("Qui nous sommes pour vous", "Ce que nous sommes pour vous et qui"),
    "de": ("Weil", "Weil wir es so wollen"),
    "el": ("για την και το", "Το και την για"),
    "es": ("Quien es por nosotros", "Es quien por nosotros"),
    "it": ("Chi siamo", "Chi noi siamo"),
    "nl": ("Wat wij zijn", "Wat zijn wij"),
    "ar": ("من هو في", "من هو في هذا"),
}


@pytest.mark.parametrize("language", languages.codes())
def test_a_search_of_stop_words_alone_finds_what_holds_them(site, language):
    asked, title = STOP_WORDS[language]
    plain = {"heading_en": "", "introduction_en": "", "body_en": "[]"}
    published(factories.NewsPageFactory(parent=site.news, **{**plain, f"heading_{language}": title}))
    other = {f"heading_{language}": "Amsterdam", f"body_{language}": body("Rotterdam")}
    published(factories.NewsPageFactory(parent=site.news, **{**plain, **other}))
    assert found(asked, language) == [title]
    assert found(asked.upper(), language) == [title]


@pytest.mark.parametrize("language", languages.codes())
def test_stop_words_need_not_stand_there_where_other_words_do(site, language):
    some = sorted(stop_words(language))
    assert len(some) > 50
    news = {"heading_en": "", f"heading_{language}": "Rotterdam", "introduction_en": "", "body_en": "[]"}
    published(factories.NewsPageFactory(parent=site.news, **news))
    assert found(f"{some[0]} Rotterdam {some[-1]}", language) == ["Rotterdam"]
    assert not found(" ".join(some[:3]), language)
    assert content_words(words(f"{some[0]} Rotterdam"), language) == ["rotterdam"]


ODD = ["and", "or not", "NOT", "near(", '"', "a*", "0en0", "-", "&", "!", "<->", ":*", "\\", "who's", "x\0y", "%", "_"]


@pytest.mark.parametrize("typed", ODD)
def test_no_operator_of_a_database_finds_everything(client, site, typed):
    for name in ("Amsterdam", "Rotterdam"):
        published(factories.NewsPageFactory(parent=site.news, heading_en=name, introduction_en="", body_en="[]"))
    assert not found(typed)
    assert client.get("/en/search/", {"q": typed}).status_code == 200
    assert client.get("/en/search/suggestions/", {"q": typed}).json() == {"suggestions": []}


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("Who are we", ["Who we are"]),
        ("zurich", ["Zürich"]),
        ("ZÜRICH", ["Zürich"]),
        ("Zuerich", ["Zürich"]),
        ("αθηνα", ["Αθήνα"]),
        ("ΑΘΉΝΑ", ["Αθήνα"]),
        ("st gallen", ["St.Gallen"]),
        ("the", []),
        ("cities", []),
        ("none", []),
        ("x\0y", None),
        ('"', None),
    ],
)
def test_staff_find_the_same(admin_client, site, typed, titles):
    for heading in ("Who we are", "Zürich", "Αθήνα", "St.Gallen", "A city"):
        published(factories.NewsPageFactory(parent=site.news, heading_en=heading, introduction_en="", body_en="[]"))
    assert admin_client.get(reverse("wagtailadmin_pages:search"), {"q": typed}).status_code == 200
    assert admin_client.get(reverse("wagtailadmin_choose_page_search"), {"q": typed}).status_code == 200
    if titles is not None:
        assert [page.title for page in Page.objects.type(NewsPage).autocomplete(typed)] == titles
        assert sorted(shown(admin_client, "news", q=typed)) == titles


def test_staff_find_files_whatever_the_marks(site):
    document = factories.SiteDocumentFactory(title="Réfugiés à Zürich")
    assert list(SiteDocument.objects.all().search("refugies zurich")) == [document]


# Order and case


NAMES = ["abc", "Århus", "Ghent", "Łódź", "Óbidos", "XYZ", "Zürich", "Αθήνα"]


def test_names_stand_as_in_a_register(admin_client, site):
    for name in (NAMES[at] for at in (5, 0, 7, 3, 1, 6, 2, 4)):
        factories.CityPageFactory(parent=site.cities, heading_en=name)
    assert list(CityPage.objects.order_by(alphabetically("title")).values_list("title", flat=True)) == NAMES
    assert shown(admin_client, "cities", ordering="title") == NAMES
    assert shown(admin_client, "cities", ordering="-title") == NAMES[::-1]


def test_letters_of_every_language_have_two_cases(db):
    get_user_model().objects.create_user("josé@example.org", first_name="Αθηνά")
    users = get_user_model().objects
    assert users.filter(email__iexact="JOSÉ@example.org").exists()
    assert users.filter(first_name__icontains="ΑΘΗΝ").exists()
    assert users.filter(first_name__istartswith="αθ").exists()
    assert not users.filter(email__iexact="jose@example.org").exists(), "a mark is no matter of case"
    for pattern in ("100%", "a_b", "back\\slash", "(x"):
        topic = factories.TopicFactory(name_en=f"{pattern} more")
        assert list(Topic.objects.filter(name_en__istartswith=pattern.upper())) == [topic]
    assert not Topic.objects.filter(name_en__istartswith="100x").exists()
    assert not Topic.objects.filter(name_en__istartswith="axb").exists()


def test_a_path_leads_on_in_whatever_letters(client, site, athens):
    Redirect.objects.create(old_path="/en/παλιά", redirect_page=athens)
    assert client.get("/en/ΠΑΛΙΆ/").status_code in (301, 302)


def test_null_matches_no_pattern(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT NULL LIKE 'a%%', 'A' LIKE NULL", [])
        assert cursor.fetchone() == (None, None)


# What only one of them refuses


def test_a_null_character_is_refused_or_left_out_wherever_it_is_typed(admin_client, client, site, athens):
    url = edit_url(athens)
    for name in ("heading_en", "introduction_en", "website"):
        assert name in errors_of(publish(admin_client, url, athens, **{name: "https://a.example/\0"})), name
    for path in (
        "/en/news/",
        "/en/search/",
        "/en/cities/",
        "/en/cities/compare/",
        "/api/v2/pages/",
        "/admin/pages/search/",
    ):
        for name in ("q", "city", "country", "year", "slug", "ordering", "page"):
            assert admin_client.get(path, {name: "a\0b"}).status_code in (200, 302, 400, 404), (path, name)
    assert client.post("/admin/login/", {"username": "a\0b", "password": "c\0d"}).status_code in (200, 302, 400, 429)


def test_a_null_character_within_json_reaches_no_database(admin_client, site):
    """Formatted text and tables come as JSON, which may hold one that no check of a form sees."""
    block = {
        "key": "a",
        "text": "one\0two",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [],
    }
    text = json.dumps({"blocks": [{**block, "data": {}}], "entityMap": {}})
    table = json.dumps({"data": [["a\0b", "c"]], "table_caption": "x\0y"})
    fields = {"heading_en": "Null", "slug": "null", "date": "2020-01-01", "body_en-count": "2"}
    for at, (kind, value) in enumerate((("paragraph", text), ("table", table))):
        fields |= {f"body_en-{at}-{name}": part for name, part in (("deleted", ""), ("order", at), ("type", kind))}
        fields |= {f"body_en-{at}-id": "", f"body_en-{at}-value": value}
    response = publish(admin_client, add_url(site.news, NewsPage), NewsPage, **fields)
    assert response.status_code in (200, 302)
    for page in NewsPage.objects.all():
        assert "\0" not in json.dumps(list(page.body_en.raw_data)), "what was taken holds none"
        assert "\\u0000" not in json.dumps(list(page.body_en.raw_data))


@pytest.mark.parametrize("number", ["2147483648", "9223372036854775808", "1" + "0" * 400, "-9223372036854775809"])
def test_a_number_out_of_range_is_no_error(admin_client, client, site, athens, number):
    lists = [
        f"/en/{path}={{}}" for path in ("news/?page", "news/?year", "pledges/?year", "search/?page", "cities/?page")
    ]
    api = [f"/api/v2/pages/?{name}={{}}" for name in ("child_of", "limit", "offset", "id")]
    public = [*lists, *api, "/api/v2/pages/{}/", "/documents/{}/a.pdf"]
    admin = ["/admin/pages/{}/", "/admin/pages/{}/edit/", "/admin/list/news/?p={}", "/admin/list/pledges/?city={}"]
    for path in public:
        assert client.get(path.format(number)).status_code in (200, 301, 302, 400, 404), path
    for path in admin:
        assert admin_client.get(path.format(number)).status_code in (200, 302, 400, 404), path


@pytest.mark.parametrize("length", [256, 2000])
def test_text_longer_than_its_column_is_refused_beside_its_field(admin_client, athens, length):
    response = publish(admin_client, edit_url(athens), athens, heading_en="x" * length, slug="x" * length)
    assert set(errors_of(response)) == {"heading_en", "slug"}
    pledge = {"heading_en": "y" * 200, "addressees_en": "z" * 2000, "pillar": "reception", "made_on": "2020-01-01"}
    response = publish(admin_client, add_url(athens, PledgePage), PledgePage, slug="y", **pledge)
    assert "addressees_en" in errors_of(response)


def test_the_longest_names_are_kept_by_all_that_follows(admin_client, client, site):
    """A heading and a slug of all their length: search, redirects and the log keep them too."""
    city = factories.CityPageFactory(parent=site.cities, heading_en="Ä" * 200, slug="a" * 200, country="GR")
    factories.CityPageFactory(parent=site.cities, heading_en="Ä" * 200, slug="b" * 200, country="BA")
    statement = factories.MayorStatementPageFactory(parent=city, heading_en="Ö" * 200, slug="c" * 200)
    published(city)
    published(statement)
    city.refresh_from_db()
    assert len(city.title) <= 255
    response = publish(admin_client, edit_url(city), city, slug="d" * 200)
    assert response.status_code == 302
    assert client.get(f"/en/cities/{'d' * 200}/{'c' * 200}/").status_code == 200
