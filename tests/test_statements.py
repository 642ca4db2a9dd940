"""What leaders said: who they are, whether they still hold office, and in which language they spoke."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.timezone import localdate

from cities.models import MayorStatementPage
from cities.templatetags.city_tags import recent_statements
from tests import factories
from tests.support.html_tree import as_shown

pytestmark = pytest.mark.django_db  # a page asks the database for its content type


def test_a_leader_is_former_from_the_day_after_the_term(athens):
    statement = MayorStatementPage(in_office_until=date(2019, 8, 31))
    assert not statement.has_left(date(2019, 8, 31))
    assert statement.has_left(date(2019, 9, 1))
    assert not MayorStatementPage().has_left(date(2019, 9, 1))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2011, 1, 1), date(2019, 8, 31), "2011–2019"),
        (date(2019, 1, 1), date(2019, 8, 31), "2019"),
        (None, date(2019, 8, 31), "until 2019"),
        (date(2011, 1, 1), None, "since 2011"),
        (date(2011, 1, 1), date(2999, 1, 1), "since 2011"),
        (None, None, ""),
    ],
)
def test_a_term_is_told_in_years(first, last, words):
    assert MayorStatementPage(in_office_from=first, in_office_until=last).term == words


def test_a_page_says_that_its_speaker_has_left(client, athens):
    statement = factories.MayorStatementPageFactory(parent=athens, in_office_until=date(2019, 8, 31))
    assert "no longer in office" in as_shown(client.get(statement.url).content.decode())


@pytest.mark.parametrize(
    ("reader", "text", "language", "translated"),
    [
        ("el", "Μια πόλη.", "el", False),
        ("en", "A city.", "en", True),
        ("de", "Μια πόλη.", "el", False),  # no German one: as it was given, not the English translation
    ],
)
def test_a_quotation_is_in_the_readers_language_else_as_it_was_given(reader, text, language, translated):
    statement = MayorStatementPage(quote_en="A city.", quote_el="Μια πόλη.", language_given="el")
    with translation.override(reader):
        quotation = statement.quotation
    assert (quotation.text, quotation.language, quotation.is_translation) == (text, language, translated)
    assert quotation.original == "Μια πόλη."


def test_an_original_in_no_language_of_the_site_is_kept_beside_its_translation():
    statement = MayorStatementPage(quote_en="A city.", quote_original="Miasto.", language_given="pl")
    quotation = statement.quotation
    assert (quotation.text, quotation.original, quotation.original_language) == ("A city.", "Miasto.", "pl")
    with translation.override("fr"):
        assert statement.quotation.text == "Miasto."


def test_without_any_quotation_the_film_speaks():
    assert MayorStatementPage(language_given="it").quotation is None


def test_a_translation_is_marked_and_the_original_can_be_read(client, athens):
    statement = factories.MayorStatementPageFactory(
        parent=athens, quote_en="A city.", quote_el="Μια πόλη.", language_given="el"
    )
    text = as_shown(client.get(statement.url).content.decode())
    assert "Translated from Greek" in text
    assert '<blockquote lang="el" dir="ltr">' in text


def test_quotation_marks_are_those_of_the_quotations_language():
    styles = (settings.BASE_DIR / "static/css/base.css").read_text()
    for rule in ("blockquote > :first-child::before {\n  content: open-quote;", "::after {\n  content: close-quote;"):
        assert rule in styles  # which mark that is, browsers know by the quotation's lang


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"in_office_from": date(2019, 1, 1), "in_office_until": date(2018, 1, 1)}, "in_office_until"),
        ({"language_given": ""}, "language_given"),
        ({"quote_original": "A city.", "language_given": "en"}, "quote_original"),
        ({"approved_by": "the mayor's office"}, "approved_on"),
        ({"approved_on": date(2019, 1, 1)}, "approved_by"),
        ({"approved_by": "A", "approved_on": localdate() + timedelta(days=1)}, "approved_on"),
        ({"video_url": "https://example.org/film"}, "video_url"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(athens, fields, wrong):
    with pytest.raises(ValidationError) as error:
        factories.MayorStatementPageFactory(parent=athens, **fields)
    assert list(error.value.message_dict) == [wrong]


def test_voices_are_of_different_cities_the_newest_first(site, athens):
    kiel = factories.CityPageFactory(parent=site.cities, heading_en="Kiel", country="DE")
    factories.MayorStatementPageFactory(parent=athens, speaker="first", date=date(2016, 1, 1))
    factories.MayorStatementPageFactory(parent=athens, speaker="second", date=date(2018, 1, 1))
    factories.MayorStatementPageFactory(parent=kiel, speaker="third", date=date(2017, 1, 1))
    factories.MayorStatementPageFactory(parent=kiel, speaker="undated", date=None)

    assert [statement.speaker for statement in recent_statements(3)] == ["second", "third"]
    assert [str(statement.city) for statement in recent_statements(3)] == ["Athens", "Kiel"]


def test_other_voices_leave_out_the_same_city(site, athens):
    kiel = factories.CityPageFactory(parent=site.cities, heading_en="Kiel", country="DE")
    one = factories.MayorStatementPageFactory(parent=athens, speaker="one")
    factories.MayorStatementPageFactory(parent=athens, speaker="deputy")
    factories.MayorStatementPageFactory(parent=kiel, speaker="other")
    assert [statement.speaker for statement in recent_statements(3, one)] == ["other"]


def test_statements_of_an_unpublished_page_are_no_voices(athens):
    statement = factories.MayorStatementPageFactory(parent=athens)
    statement.unpublish()
    assert recent_statements(3) == []
