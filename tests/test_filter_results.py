"""What filters come back with: the count, what was chosen to take away, a framed map, and a URL to pass on."""

import re
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.utils import translation

from cities.map import CityMap, Frame
from cities.map.projection import HEIGHT, WIDTH
from cities.models.city_index import country_phrase
from solidarity.fields import TextInLanguage
from solidarity.forms.filters import FilterSelect
from tests import factories
from tests.support.html_tree import as_shown, parse
from tests.support.search import published

LISTS = ["cities", "pledges", "news", "reports", "events", "projects"]


def elements(response):
    """Return the elements of an answer, in the order of the page."""
    _root, found, _slips = parse(response.content.decode())
    return found


def by_class(response, name):
    """Return the elements of a class."""
    return [one for one in elements(response) if name in (one.get("class") or "").split()]


@pytest.fixture
def filled(site):
    """Two of each that can be filtered, about cities of two countries."""
    athens = factories.CityPageFactory(parent=site.cities, heading_en="Athens", country="GR", slug="athens")
    kiel = factories.CityPageFactory(parent=site.cities, heading_en="Kiel", country="DE", slug="kiel")
    work = factories.TopicFactory(name_en="Work", slug="work")
    for year, kind, cities in ((2016, "news", [athens]), (2017, "film", [athens, kiel])):
        item = factories.NewsPageFactory(parent=site.news, date=f"{year}-05-01", kind=kind)
        item.cities.set(cities)
        item.topics.set([work])
        published(item)
        pledge = factories.PledgePageFactory(parent=site.pledges, made_on=f"{year}-05-01")
        for city in cities:
            factories.PledgeSignatoryFactory(pledge=pledge, city=city)
    return SimpleNamespace(athens=athens, kiel=kiel)


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        *((f"/en/{name}/?city=&year=&page=", f"/en/{name}/") for name in LISTS),
        ("/en/cities/?country=DE&status=&sort=", "/en/cities/?country=DE"),
        ("/en/news/?city=athens&topic=&page=1", "/en/news/?city=athens&page=1"),
        ("/ar/search/?q=athens&kind=&city=&year=", "/ar/search/?q=athens"),
        ("/en/search/?q=+", "/en/search/"),
        (
            "/el/cities/compare/?city=athens&city=kiel&city=&city=",
            "/el/cities/compare/?city=athens&city=kiel",
        ),
        ("/en/search/?q=%CE%91%CE%B8%CE%AE%CE%BD%CE%B1&kind=", "/en/search/?q=%CE%91%CE%B8%CE%AE%CE%BD%CE%B1"),
    ],
)
def test_empty_parameters_are_dropped(client, filled, asked, left):
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (302, left)
    assert client.get(left).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        *(f"/en/{name}/" for name in LISTS),
        "/en/news/?city=athens&kind=film",
        "/en/news/?city=kiel&kind=news",  # nothing
        "/en/events/?period=past",
        "/en/cities/compare/",
        "/en/cities/compare/?city=athens",
        "/en/cities/compare/?city=athens&city=kiel",
        "/en/search/?q=athens",
    ],
)
def test_a_form_of_filters_leads_to_results_that_take_the_focus(client, filled, url):
    published(filled.athens)
    response = client.get(url)
    forms = [one for one in elements(response) if "filters" in (one.get("class") or "").split()]
    results = [one for one in elements(response) if one.get("id") == "results"]
    assert len(results) == 1
    assert results[0].get("tabindex") in ("-1", "0")
    assert results[0].name()
    assert all(form.get("action").endswith("#results") for form in forms)
    assert forms or "events" in url or "reports" in url or "projects" in url


def chips(response):
    """Return what was chosen and the query that takes it away, in order."""
    found = by_class(response, "chip")
    return {one.name().split(": ", 1)[1]: parse_qs(urlsplit(one.get("href")).query) for one in found}


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("/en/cities/?country=DE", {"Country: Germany": {}}),
        (
            "/en/cities/?country=GR&status=member&sort=name",
            {
                "Country: Greece": {"status": ["member"], "sort": ["name"]},
                "Status: Member": {"country": ["GR"], "sort": ["name"]},
            },
        ),
        (
            "/en/news/?city=athens&year=2017&page=1",
            {"Year: 2017": {"city": ["athens"]}, "City: Athens": {"year": ["2017"]}},
        ),
        ("/en/pledges/?pillar=nonsense&city=kiel", {"City: Kiel": {}}),
        ("/en/events/?period=past", {"When: Past": {}}),
        ("/en/search/?q=work&kind=news", {"Kind: News": {"q": ["work"]}}),
        ("/en/news/", {}),
        ("/en/cities/?sort=name", {}),
    ],
)
def test_what_was_chosen_can_be_taken_away(client, filled, url, wanted):
    response = client.get(url)
    assert chips(response) == wanted
    for one in by_class(response, "chip"):
        assert one.get("href").startswith(urlsplit(url).path)
        assert "?#" not in one.get("href")
        assert client.get(one.get("href")).status_code == 200


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/en/cities/?country=DE", "1 city in Germany"),
        ("/en/cities/", "2 cities"),
        ("/de/cities/?country=DE", "1 Stadt (Deutschland)"),
        ("/en/cities/?country=GR&status=member", "1 city in Greece · Member"),
        ("/en/news/?city=athens", "2 items · Athens"),
        ("/en/events/?period=past", "0 past events"),
    ],
)
def test_the_count_says_what_it_counts(client, filled, url, words):
    (count,) = by_class(client.get(url), "result-count")
    assert count.text() == words


def test_a_country_has_its_article_in_english_alone():
    assert [country_phrase(code) for code in ("NL", "GB", "DE")] == [
        "the Netherlands",
        "the United Kingdom",
        "Germany",
    ]
    with translation.override("nl"):
        assert country_phrase("NL") == "Nederland"


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        ("/en/cities/", "/en/cities/"),
        ("/en/cities/?country=DE&utm_source=mail", "/en/cities/?country=DE"),
        ("/el/news/?kind=film&year=nonsense", "/el/news/?kind=film"),
        ("/en/cities/compare/?city=athens&city=kiel&city=nowhere", "/en/cities/compare/?city=athens&city=kiel"),
        ("/en/search/?q=work&kind=news", "/en/search/?q=work&kind=news"),
        ("/en/subscribe/", "/en/subscribe/"),
    ],
)
def test_the_address_on_paper_is_of_what_stands_on_the_screen(client, filled, url, printed):
    (line,) = by_class(client.get(url), "print-only")
    assert urlsplit(line.text().split(" ")[0])._replace(scheme="", netloc="").geturl() == printed


def test_a_numbered_page_is_printed_with_its_number(client, site):
    for _number in range(13):
        factories.NewsPageFactory(parent=site.news)
    (line,) = by_class(client.get("/en/news/?page=2"), "print-only")
    assert line.text().split(" ")[0].endswith("/en/news/?page=2")
    assert by_class(client.get("/en/no-such-page/"), "print-only") == []


# The map


def placed(latitude, longitude):
    return SimpleNamespace(latitude=latitude, longitude=longitude, pledges_signed=1, country=SimpleNamespace(code="GR"))


FRAMED = {
    "one city": ([placed(37.98, 23.73)], 3),
    "one country": ([placed(37.98, 23.73), placed(40.64, 22.94)], 3),
    "at the edge": ([placed(71.1, 25.8), placed(69.6, 18.9)], 3),
    "a region": ([placed(50.8, 4.3), placed(60.2, 24.9)], 2),
    "all of Europe": ([placed(38.7, -9.1), placed(69.6, 18.9), placed(37.1, 37.4)], 1),
    "nothing": ([], 1),
}


@pytest.mark.parametrize("name", FRAMED)
def test_the_map_is_framed_to_what_was_found(name):
    cities, zoom = FRAMED[name]
    shown = CityMap(cities, is_framed=True)
    left, top, width, height = map(float, shown.frame.view.split())
    assert shown.frame.zoom == zoom
    assert width / height == pytest.approx(WIDTH / HEIGHT, rel=0.01)
    assert (left >= 0, top >= 0, left + width <= WIDTH + 1, top + height <= HEIGHT + 1) == (True,) * 4
    for point in shown.points:
        assert left < point.x < left + width
        assert top < point.y < top + height


def test_a_frame_keeps_points_at_their_size():
    styles = (settings.BASE_DIR / "static/css/map.css").read_text()
    for zoom in Frame.ZOOMS:
        assert re.search(rf"\.{Frame(zoom).style} {{\n  --map-zoom: {zoom:g};", styles)
    whole, framed = (CityMap([placed(50.85, 4.35)] * 4, is_framed=framed) for framed in (False, True))
    for far, near in zip(whole.points, framed.points, strict=True):
        assert near.moved_by == pytest.approx(far.moved_by / 3)
        assert near.is_moved == far.is_moved


def test_only_a_filtered_directory_is_framed(client, filled):
    for city, latitude in ((filled.athens, "37.98"), (filled.kiel, "54.32")):
        published(city, latitude=latitude, longitude="15.00")
    pages = [client.get(f"/en/cities/{query}").content.decode() for query in ("", "?sort=name", "?country=DE")]
    views = [re.search(r'viewBox="(\d[\d ]+)" width="1940"', as_shown(page))[1] for page in pages]
    assert views[0] == views[1] == f"0 0 {WIDTH} {HEIGHT}"
    assert views[2] != views[0]


# Words in another language, and in search


def test_a_choice_says_its_language_where_it_is_not_the_readers(client, filled):
    published(filled.kiel, heading_en="", heading_el="Κίελο")
    text = client.get("/en/news/?city=kiel").content.decode()
    assert '<option value="kiel" dir="ltr" lang="el" selected>Κίελο (1)</option>' in text
    assert '<option value="athens">Athens (2)</option>' in text
    assert text.count('<span lang="el" dir="ltr">Κίελο</span>') == 2  # the count and the chip
    arabic = TextInLanguage.written("<أثينا>", "ar")
    field = FilterSelect(choices=[("a", arabic)]).render("city", "a")
    assert '<option value="a" dir="rtl" lang="ar" selected>&lt;أثينا&gt;</option>' in field


def test_a_hit_names_cities_in_the_language_of_their_names(client, filled):
    published(filled.kiel, heading_en="", heading_el="Κίελο")
    text = client.get("/en/search/?q=work&kind=news").content.decode()
    assert '<span lang="el" dir="ltr">Κίελο</span>' in text
    assert '<option value="kiel" dir="ltr" lang="el">Κίελο (1)</option>' in text


def test_a_search_in_vain_says_what_other_languages_have(client, news, django_assert_max_num_queries):
    news("A visit to the port", heading_de="Ein Besuch im Hafen", heading_ar="زيارة إلى الميناء")
    news("Another", heading_de="Noch ein Besuch")
    with django_assert_max_num_queries(60):
        response = client.get("/en/search/", {"q": "Besuch"})
    assert response.context["elsewhere"] == [
        {"code": "de", "name": "Deutsch", "url": "/de/search/?q=Besuch", "count": 2}
    ]
    assert '<a href="/de/search/?q=Besuch" hreflang="de" lang="de" dir="ltr">Deutsch</a>' in as_shown(
        response.content.decode()
    )
    assert client.get("/de/search/", {"q": "Besuch"}).context["page_obj"].paginator.count == 2
    assert "elsewhere" not in client.get("/en/search/", {"q": "visit"}).context
    assert client.get("/en/search/", {"q": "xyzzy"}).context["elsewhere"] == []
    assert client.get("/fr/search/", {"q": "الميناء"}).context["elsewhere"][0]["code"] == "ar"
    assert client.get("/en/search/", {"q": "der Besuch"}).context["elsewhere"][0]["count"] == 2, "der says nothing"


def test_each_kind_of_page_leads_to_all_of_its_kind(client, filled):
    for page in (filled.athens, filled.kiel):
        published(page)
    response = client.get("/en/search/")
    links = [one for one in elements(response) if (one.get("href") or "").startswith("?kind=")]
    assert len(links) >= 4
    counts = {code: count for code, _label, count in response.context["kinds"]}
    for kind in ("city", "news"):
        assert f"?kind={kind}#results" in [link.get("href") for link in links]
        listed = client.get("/en/search/", {"kind": kind})
        assert listed.context["page_obj"].paginator.count == counts[kind]
        assert "query_shown" in listed.context
    assert client.get("/en/search/?kind=nonsense").context["hits"] == []
