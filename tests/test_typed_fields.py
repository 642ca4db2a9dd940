"""What people have in other forms than a database keeps: long URLs, coordinates, languages, sums; the same on each."""

import json
from decimal import Decimal

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django_countries import countries

from cities.models import CityPage, MayorStatementPage, PledgePage
from news.models import NewsPage
from solidarity import languages
from solidarity.blocks import QuotationBlock
from solidarity.languages import spoken
from solidarity.models import SitePage
from solidarity.typed_fields import LargeNumberField, LongURLField, parse_degrees
from tests import factories
from tests.support.page_editor import add_url, edit_url, errors_of, publish

OURS = {"solidarity", "cities", "news", "events"}

# URLs


def fields_of(kind):
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            yield from (
                field for field in model._meta.get_fields() if isinstance(field, kind) and not field.auto_created
            )


def test_every_url_may_be_long():
    found = list(fields_of(models.URLField))
    assert len(found) > 8
    assert {field.max_length for field in found} == {LongURLField.LONGEST}


def test_a_url_of_two_thousand_characters_is_published_and_a_longer_one_refused(admin_client, client, site):
    def url(length):
        return "https://example.org/?q=".ljust(length, "x")

    typed = {"heading_en": "Far away", "slug": "far", "date": "2020-01-01", "outlet": "A paper"}
    form_url = add_url(site.news, NewsPage)
    response = publish(admin_client, form_url, NewsPage, **typed, source_url=url(2001))
    assert "source_url" in errors_of(response)
    assert url(2001) in response.content.decode(), "nothing typed is lost"
    assert publish(admin_client, form_url, NewsPage, **typed, source_url=url(2000)).status_code == 302
    assert url(2000) in client.get(NewsPage.objects.get().url).content.decode()


# Coordinates


@pytest.mark.parametrize(
    ("typed", "degrees"),
    [
        ("37.9838", "37.9838"),
        ("37.983810", "37.9838"),
        ("37.98385000001", "37.9839"),
        ("37,983810", "37.9838"),
        ("٣٧٫٩٨٣٨", "37.9838"),
        ("-8.6291", "-8.6291"),
        ("−8,629105", "-8.6291"),
        ("37.9838°", "37.9838"),
        (" 37.9838 ° N ", "37.9838"),
        ("n 37,9838", "37.9838"),
        ("33.8688 S", "-33.8688"),
        ("37° 59′ 1.7″ N", "37.9838"),
        ("37°59'02\"N", "37.9839"),
        ("37°59’N", "37.9833"),
        ("-0.00001", "0.0000"),
        ("\u200e37.9838", "37.9838"),
        ("+37.9838", "37.9838"),
        ("37˚59′01″N", "37.9836"),
        ("37.9838 Nord", "37.9838"),
        ("33,8688° Süd", "-33.8688"),
        ("12", "12.0000"),
    ],
)
def test_a_coordinate_is_taken_however_it_is_written(typed, degrees):
    field = CityPage._meta.get_field("latitude")
    assert str(field.clean(typed, None)) == degrees


@pytest.mark.parametrize(
    "typed",
    [
        "north",
        "37.98, 23.72",
        "37.98.38",
        "23.7 E",
        "N 37 S",
        "-37 S",
        "37° 61′",
        "NaN",
        "Infinity",
        "1e3",
        "91",
        "9" * 400,
    ],
)
def test_what_is_no_latitude_is_refused(typed):
    with pytest.raises(ValidationError):
        CityPage._meta.get_field("latitude").clean(typed, None)


def test_west_is_less_than_nothing():
    assert parse_degrees("8.6291 W", "EW") == Decimal("-8.6291")
    assert parse_degrees("23,7275 E", "EW") == Decimal("23.7275")


def test_coordinates_are_typed_in_the_form_and_stay_as_typed_where_they_are_refused(admin_client, athens):
    url = edit_url(athens)
    response = publish(admin_client, url, athens, latitude="37,983810", longitude="somewhere")
    assert list(errors_of(response)) == ["longitude"]
    assert 'value="somewhere"' in response.content.decode()
    assert publish(admin_client, url, athens, latitude="37,983810", longitude="23° 43′ 39″ E").status_code == 302
    city = CityPage.objects.get(pk=athens.pk)
    assert (str(city.latitude), str(city.longitude)) == ("37.9838", "23.7275")
    assert 'value="37.9838"' in admin_client.get(url).content.decode()


# Countries


def test_kosovo_has_a_name_in_every_language(client, site):
    factories.CityPageFactory(parent=site.cities, heading_en="Prishtina", country="XK")
    for code in languages.codes():
        with translation.override(code):
            name = countries.name("XK")
        assert name == Locale(code).territories["XK"], code
        assert name in client.get(f"/{code}/cities/").content.decode()


# Sums


def test_every_number_that_people_promise_may_be_large():
    names = {f"{field.model.__name__}.{field.name}" for field in fields_of(LargeNumberField)}
    assert names == {"CityPage.population", "PledgePage.number", "PledgeProgress.number", "PledgeSignatory.share"}


@pytest.mark.parametrize("number", [2_147_483_647, 2_147_483_648, 5_000_000_000, 999_999_999_999])
def test_a_large_sum_is_pledged_shown_and_added_up(client, site, number):
    for _twice in range(2):
        pledge = factories.PledgePageFactory(parent=site.pledges, number=number, unit="euros")
        factories.PledgeProgressFactory(pledge=pledge, number=number)
    assert [total["pledged"] for total in PledgePage.objects.totals()] == [2 * number]
    assert PledgePage.objects.with_status("fulfilled").count() == 2
    assert f"{2 * number:,}" in client.get("/en/pledges/").content.decode()
    rows = json.loads(client.get("/data/pledges.json").getvalue())["rows"]
    assert [row["number"] for row in rows] == [number, number]


@pytest.mark.parametrize(
    "typed",
    [
        *("664046", "664 046", "664.046", "664,046", "664'046", "664’046", "664\u00a0046", "664\u202f046"),
        *("٦٦٤٠٤٦", "٦٦٤٬٠٤٦", " 664046 ", "664046.0", "６６４０４６"),
    ],
)
def test_a_number_is_taken_in_groups_as_each_language_writes_it(typed):
    for field in fields_of(LargeNumberField):
        assert field.formfield().clean(typed) == 664046


@pytest.mark.parametrize(
    "typed", ["664.04", "6640.46", "1,5", "1.234,567", "664 046 people", "0.5 million", "66 40 46", "1.000,00"]
)
def test_what_is_no_whole_number_is_refused_with_an_example(admin_client, athens, typed):
    response = publish(admin_client, edit_url(athens), athens, population=typed)
    assert errors_of(response)["population"] == ["Write a whole number in digits, such as 664046."]
    assert f'value="{typed}"' in response.text, "nothing typed is lost"


def test_a_population_typed_in_groups_is_published(admin_client, athens):
    assert publish(admin_client, edit_url(athens), athens, population="664.046").status_code == 302
    athens.refresh_from_db()
    assert athens.population == 664046


@pytest.mark.parametrize("number", ["1000000000000", "9223372036854775808", "9" * 30, "-1", "1.5", "1e9", "٣x"])
def test_a_number_that_no_database_should_hold_is_refused_beside_its_field(admin_client, site, number):
    typed = {"heading_en": "Much", "pillar": "assistance", "made_on": "2020-01-01", "unit": "euros", "number": number}
    response = publish(admin_client, add_url(site.pledges, PledgePage), PledgePage, **typed)
    assert "number" in errors_of(response)


@pytest.mark.parametrize(
    ("name", "value"),
    [("population", "9223372036854775808"), ("population_year", "99999"), ("population_year", "-5")],
)
def test_other_numbers_out_of_range_are_refused_alike(admin_client, athens, name, value):
    assert name in errors_of(publish(admin_client, edit_url(athens), athens, **{name: value}))


# Languages


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("tr", "tr"),
        ("Turkish", "tr"),
        ("türkisch", "tr"),
        ("TURC", "tr"),
        ("Türkçe", "tr"),
        ("Τουρκικά", "tr"),
        ("Romany", "rom"),
        ("romani", "rom"),
        ("Soranî", "ckb"),
        ("tigrinya", "ti"),
        ("Ladin", "lld"),
        ("Arbëreshë Albanian", "aae"),
        ("deu", "de"),
        ("Greek Sign Language", "gss"),
        ("asturiano", "ast"),
        ("davvisámegiella", "se"),
        (" Catalan ", "ca"),
        ("Vlaams", "nl"),
        ("Flemish", "nl"),
        ("Flämisch", "nl"),
        ("Φλαμανδικά", "nl"),
        ("Farsi", "fa"),
        ("Persian (Farsi)", "fa"),
        ("Dari", "prs"),
        ("Kurmancî", "kmr"),
        ("Kurdî", "ku"),
        ("کوردی", "ku"),
        ("كوردي", "ku"),
        ("Valencian", "ca"),
        ("valencià", "ca"),
        ("castellano", "es"),
        ("Moldovan", "ro"),
        ("crnogorski", "cnr"),
        ("Sámi", "se"),
        ("Bokmål", "nb"),
        ("Norwegian (Bokmål)", "nb"),
        ("Norsk", "no"),
        ("Brazilian Portuguese", "pt"),
        ("Pushto", "ps"),
        ("Serbo-Croat", "sh"),
        ("Mandarin", "zh"),
        ("Klingon?", None),
        ("xx", None),
    ],
)
def test_a_language_is_found_by_any_of_its_names(typed, code):
    assert spoken.find(typed) == code


def test_all_languages_are_offered_by_name_and_each_finds_itself(admin_client):
    for reader in ("en", "el"):
        with translation.override(reader):
            names = {code: spoken.name_of(code) for code in spoken.english_names()}
            lost = [name for name in list(names.values())[::40] if not spoken.find(name)]
        assert len(names) > 7000
        assert not lost
    offered = admin_client.get("/admin/languages/").json()["languages"]
    assert {"Romany", "Greek Sign Language", "Catalan"} <= set(offered)


def test_the_direction_is_that_of_the_script():
    for identifier in locale_identifiers():
        locale = Locale.parse(identifier)
        if not locale.script and not locale.territory:
            assert languages.direction(locale.language) == locale.text_direction, identifier
    assert languages.direction("ary") == languages.direction("rhg") == "rtl"


def test_an_editor_names_the_language_of_a_statement(admin_client, client, athens):
    typed = {"speaker": "Anna", "office_en": "mayor", "heading_en": "Anna", "slug": "anna", "quote_original": "Lacho"}
    url = add_url(athens, MayorStatementPage)
    response = publish(admin_client, url, MayorStatementPage, **typed, language_given="Gibberish")
    assert "language_given" in errors_of(response)
    assert 'value="Gibberish"' in response.content.decode()
    response = publish(admin_client, url, MayorStatementPage, **typed, language_given="Romany")
    assert response.status_code == 302, errors_of(response)
    statement = MayorStatementPage.objects.get()
    assert statement.language_given == "rom"
    assert 'value="Romany"' in admin_client.get(edit_url(statement)).content.decode()
    assert "Given in Romany" in client.get(statement.url).content.decode()


def test_a_block_of_a_quotation_takes_names_and_codes_and_keeps_what_it_does_not_know():
    block = QuotationBlock()
    typed = {"text": "Lacho drom", "speaker": "Anna", "role": "", "language": "romani"}
    assert block.clean(block.to_python(typed))["language"] == "rom"
    assert block.get_form_state(block.to_python({**typed, "language": "rom"}))["language"] == "Romany"
    with pytest.raises(ValidationError) as error:
        block.clean(block.to_python({**typed, "language": "gibberish"}))
    assert list(error.value.block_errors) == ["language"]
    assert block.get_form_state(block.to_python({**typed, "language": "gibberish"}))["language"] == "gibberish"


def test_no_column_of_ours_is_shorter_than_what_its_form_takes(site):
    """What SQLite would keep and PostgreSQL refuse: a form's limit is the column's."""
    for model in apps.get_models():
        if not issubclass(model, SitePage):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.CharField) and field.editable and not field.choices:
                form_field = field.formfield()
                assert form_field.max_length == field.max_length, field
