"""Countries bear the names that they have today, spelt as each language spells them."""

import pytest
from babel.core import Locale
from django.utils.translation import override
from django_countries import countries as all_countries

from cities.models import CityPage
from solidarity import languages
from solidarity.languages import countries

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
        ("en", "BA", "Bosnia and Herzegovina"),
        ("de", "SZ", "Eswatini"),
        ("de", "SA", "Saudi-Arabien"),
        ("ar", "DK", "الدانمرك"),
        ("ar", "ET", "إثيوبيا"),
        ("el", "PS", "Παλαιστίνη"),
    ],
)
def test_a_country_is_called_by_its_present_name(code, country, name):
    with override(code):
        assert CityPage(country=country).country.name == name
        assert dict(all_countries)[country] == name


@pytest.mark.parametrize("code", languages.codes())
def test_names_are_those_of_cldr_in_the_readers_language(code):
    with override(code):
        names = dict(all_countries)
        assert len(names) > 240
        known = Locale(code).territories
        found = {country: name for country, name in names.items() if country not in countries.SHORT}
        assert found == {country: known[country].replace(" & ", " and ") for country in found}
        assert CityPage(country="BA").country.name == names["BA"]
    assert "&" not in "".join(names.values())


def test_the_names_that_cldr_has_long_are_short_in_every_language():
    for country, english in countries.SHORT.items():
        said = set()
        for code in languages.codes():
            with override(code):
                name = CityPage(country=country).country.name
                assert len(name) <= len(english) + 3, name
                said.add(name)
        assert len(said) > 2, said
