"""What search finds: every kind of page by its own words, in every language, whatever the accents, the best first."""

import json
from datetime import date

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from wagtail.models import get_page_models

from solidarity import languages
from solidarity.models import SitePage
from solidarity.search.index import Hit
from solidarity.search.ranking import MOST_WORDS, filter_hits, query_words
from tests import factories
from tests.factories import body
from tests.support.search import found, hits_for, published
from tests.support.shared_site import shared_site

# Every kind of page


def city(site, **fields):
    return factories.CityPageFactory(parent=site.cities, **{"heading_en": "Athens", "heading_el": "Αθήνα", **fields})


def of_city(site):
    page = city(site)
    factories.KeyFigureFactory(city=page, label_el="χώρες καταγωγής")
    page.topics.add(factories.TopicFactory(name_el="Στέγαση"))
    return page, ["κείμενο", "Ελλάδα", "καταγωγής", "στέγαση"]


def of_statement(site):
    fields = {"speaker": "Γιώργος Καμίνης", "office_el": "δήμαρχος", "quote_el": "ανοιχτή πόλη"}
    original = {"language_given": "tr", "quote_original": "hoşgeldiniz"}
    page = factories.MayorStatementPageFactory(parent=published(city(site)), quote_en="", **fields, **original)
    return page, ["κείμενο", "Καμίνης", "δήμαρχος", "ανοιχτή", "Αθήνα", "Ελλάδα", "hosgeldiniz"]


def of_pledge(site):
    fields = {"addressees_el": "υπουργείο", "withdrawal_reason_el": "ανώτερη"}
    page = factories.PledgePageFactory(parent=published(city(site)), **fields)
    factories.PledgeProgressFactory(pledge=page, note_el="Παραδόθηκαν κλειδιά")
    return page, ["κείμενο", "υπουργείο", "ανώτερη", "κλειδιά", "Αθήνα"]


def of_project(site):
    fields = {"programme": "Erasmus", "funder": "Commission", "lead": "Nantes", "predecessors_note_el": "προηγούμενα"}
    page = factories.ProjectPageFactory(parent=site.projects, expert_partners=[], **fields)
    page.cities.add(published(city(site)))
    return page, ["κείμενο", "GROW", "Erasmus", "Commission", "Nantes", "προηγούμενα", "Αθήνα"]


def of_news(site):
    page = factories.NewsPageFactory(parent=site.news, kind="coverage", outlet="Kathimerini")
    page.cities.add(published(city(site)))
    page.topics.add(factories.TopicFactory(name_el="Στέγαση"))
    return page, ["κείμενο", "Kathimerini", "Αθήνα", "στέγαση"]


def of_report(site):
    page = factories.ReportPageFactory(parent=site.reports, publisher="Eurocities", edition_el="δεύτερη έκδοση")
    document = factories.SiteDocumentFactory(title="Τετράδιο")
    factories.ReportFileFactory(report=page, language="el", document=document)
    page.cities.add(published(city(site)))
    return page, ["κείμενο", "Eurocities", "έκδοση", "Τετράδιο", "Αθήνα"]


def of_event(site):
    places = {"venue": "Τεχνόπολη", "address": "Πειραιώς", "organiser": "Eurocities", "host": "Δήμος"}
    more = {"series": "Mayors", "audience_el": "δημάρχους"}
    page = factories.EventPageFactory(parent=site.events, **places, **more)
    page.cities.add(published(city(site)))
    return page, ["κείμενο", "Τεχνόπολη", "Πειραιώς", "Eurocities", "Δήμος", "Mayors", "δημάρχους", "Αθήνα"]


def of_visit(site):
    texts = {"objectives_el": "<p>στόχοι</p>", "people_met_el": "<p>σύμβουλοι</p>", "outcome_el": "<p>συμπέρασμα</p>"}
    page = factories.MentoringVisitPageFactory(
        parent=site.events, host_city=published(city(site)), funder="AMIF", method="ImpleMentoring", **texts
    )
    page.mentor_cities.add(published(factories.CityPageFactory(parent=site.cities, heading_el="Ουτρέχτη")))
    factories.DelegationMemberFactory(visit=page, name="Μαρία Ρόσση", role_el="υπεύθυνη", organisation="Gemeente")
    named = ["Αθήνα", "Ουτρέχτη", "AMIF", "ImpleMentoring", "Ρόσση", "υπεύθυνη", "Gemeente"]
    return page, ["κείμενο", "στόχοι", "σύμβουλοι", "συμπέρασμα", *named]


def below_home(make):
    return lambda site: (make(parent=site.home), ["κείμενο"] if make._meta.model.written_in else [])


KINDS = {
    "CityPage": of_city,
    "MayorStatementPage": of_statement,
    "PledgePage": of_pledge,
    "ProjectPage": of_project,
    "NewsPage": of_news,
    "ReportPage": of_report,
    "EventPage": of_event,
    "MentoringVisitPage": of_visit,
    "ContentPage": below_home(factories.ContentPageFactory),
    "FormPage": below_home(factories.FormPageFactory),
    "HomePage": lambda site: (site.home, []),
    "CityIndexPage": lambda site: (site.cities, []),
    "PledgeIndexPage": lambda site: (site.pledges, []),
    "ProjectIndexPage": lambda site: (site.projects, []),
    "NewsIndexPage": lambda site: (site.news, []),
    "ReportIndexPage": lambda site: (site.reports, []),
    "EventIndexPage": lambda site: (site.events, []),
}


def test_every_kind_of_page_is_tried():
    assert set(KINDS) == {model.__name__ for model in get_page_models() if issubclass(model, SitePage)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_found_by_its_own_words(site, kind):
    page, own = KINDS[kind](site)
    written = {"heading_el": "Επικεφαλίδα", "introduction_el": "Εισαγωγή"}
    if "body" in page.translated:
        written["body_el"] = body("Πρώτο κείμενο")
    published(page, **written)
    for word in ["επικεφαλιδα", "εισαγωγη", *own]:
        assert "Επικεφαλίδα" in found(word, "el"), word


def test_all_blocks_that_carry_text_are_searched(site):
    image = factories.SiteImageFactory()
    document = factories.SiteDocumentFactory()
    blocks = [
        ("heading", "alpha"),
        ("paragraph", "<p>beta&amp; <b>gam</b>ma</p>"),
        ("image", {"image": {"image": image.pk, "alt_text": "delta", "decorative": False}, "caption": "epsilon"}),
        ("image", {"image": {"image": image.pk, "alt_text": "hidden", "decorative": True}, "caption": ""}),
        ("quotation", {"text": "zeta", "speaker": "eta", "role": "theta", "language": "tr"}),
        ("figure", {"number": "5,500", "label": "iota", "source": "kappa"}),
        ("film", {"address": "https://vimeo.com/1", "title": "lambda", "note": "my"}),
        ("documents", {"heading": "ny", "documents": [{"type": "item", "id": "1", "value": document.pk}]}),
        ("table", {"data": [["xi", None], ["omikron", ""]], "table_caption": "rho"}),
        ("call_to_action", {"text": "sigma", "label": "tau", "page": site.news.pk, "address": ""}),
        ("pages", {"heading": "phi", "pages": [{"type": "item", "id": "1", "value": site.news.pk}]}),
        ("questions", [{"type": "item", "id": "1", "value": {"question": "chi", "answer": "<p>psi</p>"}}]),
    ]
    page = factories.ContentPageFactory(
        parent=site.home,
        heading_en="Blocks",
        body_en=json.dumps([{"type": kind, "value": value} for kind, value in blocks]),
    )
    published(page)
    names = (
        "alpha beta gamma delta epsilon zeta eta theta 5 500 iota kappa lambda my ny xi omikron rho sigma tau phi chi"
    )
    for word in [*names.split(), "psi"]:
        assert found(word) == ["Blocks"], word
    assert not found("hidden")
    assert not found("vimeo")


# Languages


def test_a_page_in_one_language_is_found_in_all_by_what_is_shown_there(site):
    published(factories.NewsPageFactory(parent=site.news, heading_en="", heading_it="Accoglienza"))
    for language in languages.codes():
        assert found("accoglienza", language) == ["Accoglienza"]


def test_what_readers_of_a_language_do_not_see_does_not_find_it(site):
    published(factories.NewsPageFactory(parent=site.news, heading_en="Housing", heading_de="Wohnen"))
    assert found("housing") == ["Housing"]
    assert found("wohnen", "de") == ["Wohnen"]
    assert not found("housing", "de")
    assert not found("wohnen")


def test_the_word_that_keeps_languages_apart_is_no_hit(site):
    published(factories.NewsPageFactory(parent=site.news, heading_en="Housing"))
    assert not hits_for("0de0")
    assert found("0en housing") == []


@pytest.mark.parametrize(
    ("language", "written", "asked"),
    [
        ("en", "The cities welcome refugees", "city refugee"),
        ("fr", "Les réfugiés accueillis", "réfugié accueilli"),
        ("de", "Die Wohnungen der Städte", "Wohnung"),
        ("el", "Οι δεσμεύσεις των πόλεων", "δέσμευσης"),
        ("es", "Los refugiados acogidos", "refugiado acogido"),
        ("it", "Le accoglienze dei rifugiati", "rifugiato"),
        ("nl", "De gemeenten werken samen", "gemeente"),
        ("ar", "المهاجرون في المدن", "مهاجر"),
    ],
)
def test_other_forms_of_a_word_are_found_on_postgresql(site, language, written, asked):
    published(factories.NewsPageFactory(parent=site.news, **{"heading_en": "x", f"body_{language}": body(written)}))
    knows_stems = connection.vendor == "postgresql"
    assert [len(hits_for(words, language)) for words in (written, asked)] == [1, 1 if knows_stems else 0]


# Order


def test_titles_come_first_and_then_what_holds_the_word_more_often(site):
    for heading, text in [
        ("Once", "Much is said of other things, and housing is named once in a long text about many things."),
        ("Often", "Housing, housing and housing."),
        ("Housing", "The title is the word."),
        ("On housing in cities", "The title has the word."),
        ("Housings", "The title begins so."),
    ]:
        published(factories.NewsPageFactory(parent=site.news, heading_en=heading, body_en=body(text)))
    order = found("housing")
    assert order[:2] == ["Housing", "On housing in cities"]
    assert order[2:] == ["Housings", "Often", "Once"]


def test_of_what_fits_as_well_the_newest_comes_first(site):
    for year in (2016, 2018, 2017):
        news = factories.NewsPageFactory(parent=site.news, heading_en=f"Year {year}", date=date(year, 1, 1))
        published(news, body_en=body("Housing."))
    assert found("housing") == ["Year 2018", "Year 2017", "Year 2016"]


def test_where_very_many_pages_hold_the_words_the_newest_come_first(site, monkeypatch):
    monkeypatch.setattr("solidarity.search.ranking.RANKED", 1)
    for year, text in ((2016, "Housing, housing, housing."), (2018, "Much else, and housing.")):
        news = factories.NewsPageFactory(parent=site.news, heading_en=f"Year {year}", date=date(year, 1, 1))
        published(news, body_en=body(text))
    assert found("housing") == ["Year 2018", "Year 2016"]


# What is typed


def test_all_words_must_be_there(site):
    published(factories.NewsPageFactory(parent=site.news, heading_en="Housing in Ghent"))
    assert found("ghent housing")
    assert not found("ghent schools")


def test_a_search_has_bounds():
    assert query_words("a " * 500) == ["a"]
    assert len(query_words(" ".join(f"w{number}" for number in range(100)))) == MOST_WORDS
    assert all(len(word) <= 40 for word in query_words("x" * 10_000))


ODD = [
    *["", " ", '"', "'", "*", ":", "AND", "a OR", "NEAR(", "-", "(", "%", "\\", "a:b", "^a", "{title}", "&|!<->", "_"],
    *["\x00", "a\x00b", "\u200f", "\u202e", "\ud800", "ß", "ı", "0", "😀", "'; DROP TABLE", "a" * 10_000, "a " * 5_000],
]


@pytest.fixture(scope="class")
def housing_item(django_db_setup, django_db_blocker):
    """A page that could be found, for all tests of a class."""
    with shared_site(django_db_blocker) as site:
        published(factories.NewsPageFactory(parent=site.news, heading_en="Housing"))
        yield


@pytest.mark.usefixtures("db")
class TestWhateverIsTyped:
    @pytest.mark.parametrize("typed", ODD)
    def test_nothing_that_is_typed_is_an_error(self, housing_item, typed):
        try:
            hits_for(typed)
        except DatabaseError as error:
            pytest.fail(f"{typed!r}: {error}")


# Filters


def test_counts_follow_the_other_filters(site):
    ghent, riga = (
        published(factories.CityPageFactory(parent=site.cities, heading_en=name)) for name in ("Ghent", "Riga")
    )
    topic = factories.TopicFactory(name_en="Work", slug="work")
    for year, cities in ((2016, [ghent]), (2017, [ghent, riga]), (2017, [riga])):
        news = factories.NewsPageFactory(parent=site.news, heading_en="Training", date=date(year, 1, 1))
        news.cities.set(cities)
        news.topics.set([topic])
        published(news)
    published(factories.ReportPageFactory(parent=site.reports, heading_en="Training", published_on=date(2017, 1, 1)))
    hits = hits_for("training")

    def counts(**chosen):
        fitting, choices = filter_hits(hits, chosen)
        return len(fitting), {name: {value: count for value, _label, count in of} for name, of in choices.items()}

    assert counts() == (
        4,
        {
            "kind": {"news": 3, "report": 1},
            "city": {"ghent": 2, "riga": 2},
            "topic": {"work": 3},
            "year": {"2016": 1, "2017": 3},
        },
    )
    number, of = counts(city="ghent", year="2017")
    assert number == 1
    assert of["city"] == {"ghent": 1, "riga": 2}
    assert of["year"] == {"2016": 1, "2017": 1}
    assert of["kind"] == {"news": 1, "report": 0}


# What is asked of a hit


def test_hits_hold_what_filters_ask_whatever_stands_in_a_title(site):
    for fields in ({"heading_en": "Work\tat\thome", "date": date(2016, 2, 1)}, {"heading_en": "Work"}):
        news = factories.NewsPageFactory(parent=site.news, **fields)
        news.cities.add(published(factories.CityPageFactory(parent=site.cities, heading_en=f"Gh\u00ebnt {news.pk}")))
        published(news)
    hits = hits_for("work")
    assert len(hits) == 2
    fitting, choices = filter_hits(hits, {"year": "2016"})
    assert [Hit._make(hit).title_shown for hit in fitting] == ["Work\tat\thome"]
    assert len(choices["city"]) == 2
    assert {str(label)[:5] for _value, label, _count in choices["city"]} == {"Gh\u00ebnt"}
