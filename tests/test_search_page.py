"""The page of search: hits with the words marked, filters, numbered pages, what to do when nothing is found."""

import json
from datetime import date
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo.loader import without_indexing
from solidarity import languages
from solidarity.search import indexing
from solidarity.search.excerpts import excerpt, mark
from solidarity.search.signals import defer_indexing
from solidarity.search.spelling import similar_words
from tests import factories
from tests.factories import body
from tests.support.html_tree import as_shown, parse
from tests.support.page_checks import CHECKS, Visit, names_the_languages_it_is_written_in
from tests.support.search import published
from tests.support.shared_site import shared_site

SEARCH = "/en/search/"


def shown(response):
    """Return the titles of the hits on a page, in order."""
    assert response.status_code == 200
    return [row.title_shown for row in response.context["page_obj"].object_list]


# Marks and excerpts


@pytest.mark.parametrize(
    ("text", "searched", "marked"),
    [
        ("In Zürich", ["zurich"], "In <mark>Zürich</mark>"),
        ("In Zürich", ["zuerich"], "In <mark>Zürich</mark>"),
        ("Straße & Haus", ["strasse"], "<mark>Straße</mark> &amp; Haus"),
        ("<b>Haus</b>", ["b"], "&lt;<mark>b</mark>&gt;Haus&lt;/<mark>b</mark>&gt;"),
        ("Το Μόναχο", ["μοναχο"], "Το <mark>Μόναχο</mark>"),
        ("إلى المُهَاجِرين", ["مهاجرين"], "إلى <mark>المُهَاجِرين</mark>"),
        ("Flücht\u00adlinge", ["fluchtlinge"], "<mark>Flücht\u00adlinge</mark>"),
        ("Houses and housing", ["housing"], "Houses and <mark>housing</mark>"),
        ("The housings", ["housing"], "The <mark>housings</mark>"),
        ("Two cities", ["city"], "Two <mark>cities</mark>"),
        ("Nothing of it", ["city"], "Nothing of it"),
        ("a b a", ["a", "b"], "<mark>a</mark> <mark>b</mark> <mark>a</mark>"),
    ],
)
def test_words_are_marked_as_they_are_written(text, searched, marked):
    assert mark(text, searched) == marked


def test_the_excerpt_is_of_the_text_that_holds_most_of_the_words():
    passages = [["en", "Housing."], ["de", "Wohnen"], ["en", "Of schools and housing."]]
    assert excerpt(passages, ["housing", "schools"], "en").html == "Of <mark>schools</mark> and <mark>housing</mark>."


def test_a_long_text_is_cut_around_the_words():
    cut = excerpt([["el", "before " * 100 + "housing" + " after" * 100]], ["housing"], "en")
    assert cut.language == "el"
    assert cut.html.startswith("… before")
    assert cut.html.endswith("after …")
    assert "<mark>housing</mark>" in cut.html
    assert len(cut.html) < 300


def test_without_the_words_the_text_is_shown_from_its_beginning():
    assert excerpt([["en", "First. " * 3]], ["x"], "en").html.startswith("First.")
    assert excerpt([], ["x"], "en").html == ""


@pytest.mark.parametrize("text", ["x" * 5000, "a" + " " * 5000, "\n" * 300 + "word", "word"])
def test_no_text_is_too_odd_to_be_cut(text):
    for searched in (["word"], ["a"], ["x" * 40], []):
        assert len(excerpt([["en", text]], searched, "en").html) < 6000


# The page


def test_hits_are_counted_and_shown_with_what_they_are(client, site, athens, news):
    published(athens)
    item = news("Housing", heading_el="Στέγαση", body_en=body("Much <b>housing</b> &amp; more."), introduction_en="")
    item.cities.add(athens)
    published(item)
    html = as_shown(client.get(SEARCH, {"q": "housing"}).content.decode())
    assert "1 hit for" in html
    assert "<mark>Housing</mark></a>" in html
    assert "Much <mark>housing</mark> &amp; more." in html
    assert f'href="{item.get_url()}"' in html
    assert ">Athens</p>" in html
    assert '<time datetime="2017-07-17">17 July 2017</time>' in html
    assert "<title>Search: housing – " in html


def test_a_hit_by_the_name_of_a_topic_or_city_shows_that_name(client, athens, news):
    item = news("First lessons")
    item.topics.add(factories.TopicFactory(name_en="Language"), factories.TopicFactory(name_en="Work"))
    item.cities.add(athens)
    published(item)
    for query, note in (("language", "Athens · <mark>Language</mark>"), ("athens", "<mark>Athens</mark>")):
        html = as_shown(client.get(SEARCH, {"q": query}).content.decode())
        assert f'<p class="row-note">{note}</p>' in html


def test_text_that_fell_back_says_its_language(client, news):
    news("", heading_de="Wohnen", body_en=None, introduction_en="", body_de=body("Wohnen in der Stadt"))
    html = as_shown(client.get("/ar/search/", {"q": "wohnen"}).content.decode())
    assert ' lang="de" dir="ltr"><mark>Wohnen</mark></a>' in html
    assert '<p class="row-text" lang="de" dir="ltr"><mark>Wohnen</mark>' in html


def test_a_quotation_says_the_language_it_was_given_in(client, news):
    said = {"text": "Hoş geldiniz", "speaker": "A", "role": "", "language": "tr"}
    news("Said", introduction_en="", body_en=json.dumps([{"type": "quotation", "value": said}]))
    html = as_shown(client.get(SEARCH, {"q": "hos geldiniz"}).content.decode())
    assert '<p class="row-text" lang="tr" dir="ltr"><mark>Hoş</mark> <mark>geldiniz</mark>' in html


def test_pages_are_numbered(client, news):
    with defer_indexing():
        for number in range(12):
            news("Housing", date=date(2000 + number, 1, 1))
    first, second = (client.get(SEARCH, {"q": "housing", "page": page}) for page in ("1", "2"))
    assert (len(shown(first)), len(shown(second))) == (10, 2)
    assert 'href="?q=housing&amp;page=2"' in first.content.decode()
    for page in ("abc", "3", "0", "-1", "9" * 50, "\x00"):
        assert client.get(SEARCH, {"q": "housing", "page": page}).status_code == 404


def test_filters_narrow_and_say_how_many_each_gives(client, site, athens, news):
    published(athens)
    topic = factories.TopicFactory(name_en="Work", slug="work")
    item = news("Training", date=date(2016, 1, 1))
    item.cities.add(athens)
    item.topics.add(topic)
    published(item)
    published(factories.ReportPageFactory(parent=site.reports, heading_en="Training for all"))
    chosen = {"q": "training", "kind": "news", "city": "athens", "topic": "work", "year": "2016"}
    for name in ("kind", "city", "topic", "year"):
        assert shown(client.get(SEARCH, {"q": "training", name: chosen[name]})) == (
            ["Training", "Training for all"] if name == "year" else ["Training"]
        )
    html = client.get(SEARCH, chosen).content.decode()
    for option in ('value="athens" selected>Athens (1)', 'value="work" selected>Work (1)', 'value="news" selected>'):
        assert option in html
    assert shown(client.get(SEARCH, {**chosen, "kind": "report"})) == []


def test_years_are_offered_newest_first_and_all_else_by_its_name(client, athens, news):
    for year, name in ((2016, "Zürich"), (2019, "Åre"), (2017, "Berlin")):
        item = news("Training", date=date(year, 1, 1))
        item.cities.add(factories.CityPageFactory(parent=athens.get_parent(), heading_en=name))
        published(item)
    fields = client.get(SEARCH, {"q": "training"}).context["filters"].fields
    assert [value for value, _label in fields["year"].choices] == ["", "2019", "2017", "2016"]
    assert [label for _value, label in fields["city"].choices][1:] == ["Åre (1)", "Berlin (1)", "Zürich (1)"]


def test_a_filter_that_is_not_understood_is_left_out_with_a_word(client, news):
    news("Housing")
    response = client.get(SEARCH, {"q": "housing", "city": "nowhere", "year": "x\x00", "other": "1"})
    assert shown(response) == ["Housing"]
    assert response.context["filters"].ignored == ["City", "Year"]


def test_as_many_queries_for_thirty_hits_as_for_three(client, site, athens, monkeypatch):
    monkeypatch.setattr("solidarity.search.views.HITS_PER_PAGE", 50)
    published(athens)

    def queries(count):
        with without_indexing():
            made = factories.NewsPageFactory.create_batch(
                count, parent=site.news, heading_en="Housing", cities=[athens], first_published_at=timezone.now()
            )
        indexing.refresh([item.pk for item in made])
        client.get(SEARCH, {"q": "housing"})
        with CaptureQueriesContext(connection) as context:
            assert len(shown(client.get(SEARCH, {"q": "housing"}))) >= count
        return len(context)

    few = queries(3)
    assert queries(27) == few
    assert few <= 14


@pytest.fixture(scope="class")
def housing_everywhere(django_db_setup, django_db_blocker):
    """News and a topic of one word, for all tests of a class."""
    with shared_site(django_db_blocker) as site:
        factories.TopicFactory(name_en="Housing", name_el="Στέγαση")
        published(factories.NewsPageFactory(parent=site.news, heading_en="Housing", heading_fr="Logement housing"))
        yield


@pytest.mark.usefixtures("db")
class TestHoweverItIsAsked:
    @pytest.mark.parametrize("language", languages.codes())
    @pytest.mark.parametrize("query", ["", "?q=housing", "?q=nothing+of+it", "?q=%22", "?q=housing&kind=city"])
    def test_the_page_keeps_to_what_holds_for_all(self, client, housing_everywhere, language, query):
        response = client.get(f"/{language}/search/{query}", headers={"host": "localhost"})
        visit = Visit(f"http://localhost/{language}/search/{query}", language, response)
        guards = [guard for guard in CHECKS if guard != names_the_languages_it_is_written_in]
        assert [line for guard in guards for line in guard(visit)] == []

    @pytest.mark.parametrize(
        "query",
        [
            *[
                "q=%00",
                "q=%22",
                "q=*",
                "q=a:b",
                "q=%E2%80%8F",
                "q=%ff%fe",
                "q=%ED%A0%80",
                "q=a&q=b",
                "kind=%00",
                "page=1",
            ],
            *["q=%3Cscript%3E", "year=%D9%A2", "q=%25s%27%22%5C", "q=x&city=" + "y" * 5_000, "q=" + "x" * 10_000],
        ],
    )
    def test_odd_questions_are_answered(self, client, housing_everywhere, query):
        for path in (SEARCH, "/ar/search/", "/en/search/suggestions/"):
            assert client.get(f"{path}?{query}").status_code == 200
        assert "<script>" not in client.get(f"{SEARCH}?{query}").content.decode()


def test_search_engines_keep_no_page_of_hits(client, site, in_production):
    assert client.get(SEARCH, {"q": "housing"})["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get(SEARCH)


def test_other_languages_lead_to_the_same_search(client, news):
    news("Housing")
    html = client.get(SEARCH, {"q": "housing & schools"}).content.decode()
    assert 'href="/ar/search/?q=housing+%26+schools"' in html


def test_the_page_can_only_be_read(client, site):
    assert client.post(SEARCH).status_code == 405


def test_words_of_a_new_title_are_offered_at_once(keeping, client, news):
    news("Housing")
    assert similar_words(["harbuor"], "en") == []
    news("Harbour")
    assert similar_words(["harbuor"], "en") == ["Harbour"]
    with CaptureQueriesContext(connection) as asked:
        assert similar_words(["harbuor"], "en") == ["Harbour"]
    assert not asked.captured_queries


# Suggestions, and other ways to the page


def test_pages_are_suggested_by_the_beginning_of_their_title(client, athens, news):
    published(athens)
    news("The mayor of Athens speaks", heading_el="Ο δήμαρχος μιλά")
    answer = client.get("/en/search/suggestions/", {"q": "ath"})
    assert answer["Cache-Control"] == "public, max-age=300"
    assert not answer.cookies
    assert answer.json()["suggestions"] == [
        {"title": "Athens", "kind": "City", "url": "/en/cities/athens/", "lang": "en", "dir": "ltr"},
        {
            "title": "The mayor of Athens speaks",
            "kind": "News",
            "url": "/en/news/the-mayor-of-athens-speaks/",
            "lang": "en",
            "dir": "ltr",
        },
    ]
    in_arabic = client.get("/ar/search/suggestions/", {"q": "ath"}).json()["suggestions"][0]
    assert (in_arabic["url"], in_arabic["lang"], in_arabic["dir"]) == ("/ar/cities/athens/", "en", "ltr")


def test_one_letter_suggests_nothing_and_many_pages_only_the_first(client, news, django_assert_max_num_queries):
    with defer_indexing():
        for number in range(12):
            news(f"Housing {number}")
    assert client.get("/en/search/suggestions/", {"q": "h"}).json() == {"suggestions": []}
    with django_assert_max_num_queries(6):
        assert len(client.get("/en/search/suggestions/", {"q": "hous"}).json()["suggestions"]) == 8


def test_every_page_leads_to_search_and_tells_browsers_of_it(client, site):
    html = client.get("/el/").content.decode()
    _root, elements, _slips = parse(html)
    assert any(e.tag == "a" and e.get("href") == "/el/search/" for e in elements)
    assert any(
        e.tag == "link" and e.get("rel") == "search" and e.get("href") == "/el/search/opensearch.xml" for e in elements
    )
    assert "search.css" not in html
    answer = client.get("/el/search/opensearch.xml", headers={"host": "localhost"})
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 (our own)
    (url,) = root.iter("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert url.get("template") == "http://localhost/el/search/?q={searchTerms}"


def test_a_page_that_does_not_exist_offers_to_search(client, site):
    response = client.get("/de/no-such-page/")
    assert response.status_code == 404
    assert 'action="/de/search/"' in response.content.decode()


@pytest.mark.django_db
def test_what_is_found_in_other_languages_keeps_the_filters_that_fit_there(client, site):
    news = {"parent": site.news, "heading_de": "Wohnungsbau", "heading_en": "Building", "introduction_de": "Hallo"}
    published(factories.NewsPageFactory(**news))
    published(factories.PledgePageFactory(parent=site.pledges, heading_en="Homes", heading_de="Wohnungsbau"))

    def elsewhere(query):
        found = client.get(f"{SEARCH}?q=wohnungsbau{query}").context["elsewhere"]
        return {one["code"]: (one["count"], one["url"].partition("?")[2]) for one in found}

    assert elsewhere("") == {"de": (2, "q=wohnungsbau")}
    assert elsewhere("&kind=pledge") == {"de": (1, "q=wohnungsbau&kind=pledge")}
    [found] = client.get(f"{SEARCH}?q=wohnungsbau&kind=pledge").context["elsewhere"]
    assert len(shown(client.get(found["url"]))) == 1
    # Where nothing fits them, they are left out of the number and of the URL alike.
    for none in ("&kind=event", "&kind=nonsense", "&kind=%00", "&year=0000", "&year=٢٠١٧", "&city=a%22b", "&topic=x"):
        assert elsewhere(none) == elsewhere(""), none
