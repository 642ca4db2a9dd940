"""Countries bear the names that they have today, spelt as each language spells them."""

import pytest
from babel.core import Locale
from django.utils.translation import override
from django_countries import countries as all_countries

from cities.models import CityPage
from solidarity import countries, languages

pytestmark = pytest.mark.django_db  # a page knows its type from the database


@pytest.mark.parametrize(
    ("code", "country", "name"),
    [
        ("es", "CY", "Chipre"),
        ("es", "AD", "Andorra"),
        ("ar", "ES", "إسبانيا"),
        ("ar", "EE", "إستونيا"),
        ("el", "MK", "Βόρεια Μακεδονία"),
        ("it", "MK", "Macedonia del Nord"),
        ("el", "LV", "Λετονία"),
        ("fr", "CZ", "Tchéquie"),
        ("nl", "BY", "Belarus"),
        ("en", "CZ", "Czechia"),
    ],
)
def test_a_country_is_called_by_its_present_name(code, country, name):
    with override(code):
        assert CityPage(country=country).country.name == name
        assert dict(all_countries)[country] == name


@pytest.mark.parametrize("code", languages.codes())
def test_names_from_cldr_follow_the_readers_language(code):
    with override(code):
        names = {country: CityPage(country=country).country.name for country in countries.FROM_CLDR}
    assert names == {country: Locale(code).territories[country] for country in countries.FROM_CLDR}
