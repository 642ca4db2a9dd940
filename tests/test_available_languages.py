"""In which languages a page is written: the database gives the same answer as the page itself, in both ways to ask."""

from cities.models import MayorStatementPage
from solidarity import languages
from solidarity.querysets import with_languages, written_in
from tests import factories

TEXT = factories.body("Words")
STATEMENTS = [
    {"body_en": "[]", "quote_en": ""},
    {"body_en": TEXT, "quote_en": "", "heading_el": "E", "heading_de": "D"},
    {"body_en": "[]", "quote_en": "", "heading_el": "E", "heading_de": "D"},
    {"body_el": TEXT, "quote_en": "", "heading_el": "E", "heading_de": "D"},
    {"body_en": "[]", "quote_en": "", "quote_de": "Q", "heading_el": "E", "heading_de": "D"},
    {"body_en": "[]", "body_de": TEXT, "quote_de": "Q", "quote_el": "Q", "heading_el": "E", "heading_de": "D"},
    {"body_de": TEXT, "quote_en": " ", "heading_en": "", "heading_de": "D"},
    {"body_en": "[]", "body_de": TEXT, "quote_en": "Q", "heading_el": "E", "heading_de": "D"},
]


def test_the_database_knows_the_languages_of_each_page(site, athens):
    for fields in STATEMENTS:
        factories.MayorStatementPageFactory(parent=athens, **fields)
    pages = list(with_languages(MayorStatementPage.objects.all()))
    assert [page.languages_written.split() for page in pages] == [page.available_languages for page in pages]
    assert len({page.languages_written for page in pages}) > 4
    for code in languages.codes():
        condition = written_in(MayorStatementPage, code)
        written = {page for page in pages if code in page.available_languages}
        assert set(MayorStatementPage.objects.filter(condition)) == written
        assert set(MayorStatementPage.objects.exclude(condition)) == set(pages) - written
    cities = with_languages(type(athens).objects.all())
    assert [page.languages_written.split() for page in cities] == [page.available_languages for page in cities]


def test_what_is_null_is_not_written(site, athens):
    factories.MayorStatementPageFactory(parent=athens)
    MayorStatementPage.objects.update(heading_de=None, quote_de=None, body_de=None, heading_el=None)
    [page] = with_languages(MayorStatementPage.objects.all())
    assert page.languages_written.split() == page.available_languages == ["en"]
    assert MayorStatementPage.objects.exclude(written_in(MayorStatementPage, "de")).exists()
