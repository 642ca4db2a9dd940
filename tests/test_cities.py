"""Cities: their list by country, their facts, and what the rest of the site says of them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from cities.models import CityPage
from tests import factories

pytestmark = pytest.mark.django_db  # a page asks the database for its content type


def test_the_list_goes_by_country_then_name_in_the_readers_language(site):
    for heading, german, country in [
        ("Zurich", "Zürich", "CH"),
        ("Ghent", "Gent", "BE"),
        ("Örebro", "", "SE"),
        ("Oslo", "", "NO"),
        ("Lucerne", "Luzern", "CH"),
    ]:
        factories.CityPageFactory(parent=site.cities, heading_en=heading, heading_de=german, country=country)

    def names():
        return [city.heading for city in CityPage.objects.live().by_country_and_name()]

    assert names() == ["Ghent", "Oslo", "Örebro", "Lucerne", "Zurich"]  # Belgium, Norway, Sweden, Switzerland
    with translation.override("de"):
        assert names() == ["Gent", "Oslo", "Örebro", "Luzern", "Zürich"]  # Belgien, Norwegen, Schweden, Schweiz
    with translation.override("el"):
        assert names()[0] == "Ghent"  # Βέλγιο


def test_the_filter_offers_only_countries_that_have_a_city(client, site):
    factories.CityPageFactory(parent=site.cities, heading_en="Athens", country="GR")
    factories.CityPageFactory(parent=site.cities, heading_en="Kiel", country="DE")
    draft = factories.CityPageFactory(parent=site.cities, heading_en="Oslo", country="NO")
    draft.unpublish()

    page = client.get("/en/cities/")
    offered = [code for code, _name in page.context["filters"].fields["country"].choices]
    assert offered == ["", "DE", "GR"]

    shown = client.get("/en/cities/", {"country": "DE"}).context["page_obj"].object_list
    assert [city.heading for city in shown] == ["Kiel"]


def test_cities_are_filtered_by_status(client, site):
    factories.CityPageFactory(parent=site.cities, heading_en="Athens")
    factories.CityPageFactory(parent=site.cities, heading_en="Riga", country="LV", status="former")

    shown = client.get("/en/cities/", {"status": "former"}).context["page_obj"].object_list
    assert [city.heading for city in shown] == ["Riga"]


@pytest.mark.parametrize(
    ("precision", "words"), [("day", "17 October 2016"), ("month", "October 2016"), ("year", "2016")]
)
def test_when_a_city_joined_is_said_as_exactly_as_it_is_known(precision, words):
    city = CityPage(joined_on=date(2016, 10, 17), joined_on_precision=precision)
    assert str(city.joined) == words
    assert not CityPage().joined


@pytest.mark.parametrize(("field", "value"), [("latitude", 91), ("longitude", -181), ("population_year", 1200)])
def test_a_place_off_the_earth_is_refused(site, field, value):
    with pytest.raises(ValidationError) as error:
        factories.CityPageFactory(parent=site.cities, **{field: value})
    assert field in error.value.message_dict


def test_a_website_is_shown_by_its_host():
    assert CityPage(website="https://www.cityofathens.gr/en/node").website_shown == "cityofathens.gr"
    assert CityPage().website_shown == ""


def test_a_citys_page_shows_its_key_figures_with_year_and_source(client, athens):
    factories.KeyFigureFactory(city=athens, value="over 120", label_en="origins", year=2016, source_en="the city")
    text = client.get(athens.url).content.decode()
    for part in ("over 120", "origins", "2016", "the city"):
        assert part in text


def test_a_citys_page_gathers_what_the_site_says_of_it(client, site, athens):
    other = factories.CityPageFactory(parent=site.cities, heading_en="Kiel", country="DE")
    for city, word in ((athens, "ours"), (other, "theirs")):
        factories.MayorStatementPageFactory(parent=city, speaker=f"Speaker {word}")
        pledge = factories.PledgePageFactory(parent=site.pledges, heading_en=f"Pledge {word}")
        factories.PledgeSignatoryFactory(pledge=pledge, city=city)
        pages = [
            factories.NewsPageFactory(parent=site.news, heading_en=f"News {word}"),
            factories.ReportPageFactory(parent=site.reports, heading_en=f"Report {word}"),
            factories.EventPageFactory(parent=site.events, heading_en=f"Event {word}"),
            factories.ProjectPageFactory(parent=site.projects, heading_en=f"Project {word}"),
        ]
        for page in pages:
            page.cities.add(city)
            page.save()
        factories.MentoringVisitPageFactory(parent=site.events, heading_en=f"Visit {word}", host_city=city)

    text = client.get(athens.url).content.decode()

    for kind in ("Speaker", "Pledge", "News", "Report", "Event", "Project", "Visit"):
        assert f"{kind} ours" in text, kind
        assert f"{kind} theirs" not in text, kind


def test_a_city_that_a_pledge_elsewhere_names_cannot_be_deleted(admin_client, site, athens):
    pledge = factories.PledgePageFactory(parent=site.pledges)
    factories.PledgeSignatoryFactory(pledge=pledge, city=athens)

    admin_client.post(f"/admin/pages/{athens.pk}/delete/")
    assert CityPage.objects.filter(pk=athens.pk).exists()

    pledge.delete()
    admin_client.post(f"/admin/pages/{athens.pk}/delete/")
    assert not CityPage.objects.filter(pk=athens.pk).exists()
