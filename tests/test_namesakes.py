"""Two cities of one name: wherever a city is chosen, the country stands beside a name that occurs twice."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from cities.models import CityPage
from tests import factories
from tests.support.html_tree import as_shown
from tests.support.search import published

BOTH = {"Tripoli, Greece", "Tripoli, Libya"}


@pytest.fixture
def tripolis(site):
    """The capital of Arcadia, that of Libya, and Athens, whose name is its own."""
    names = {"heading_en": "Tripoli", "heading_ar": "طرابلس"}
    arcadia = factories.CityPageFactory(parent=site.cities, **names, heading_el="Τρίπολη", country="GR")
    libya = factories.CityPageFactory(parent=site.cities, **names, country="LY")
    athens = factories.CityPageFactory(parent=site.cities, heading_en="Athens", country="GR")
    return [published(city) for city in (arcadia, libya, athens)]


def again(cities):
    return [CityPage.objects.get(pk=city.pk) for city in cities]


def labels(cities, language="en"):
    with translation.override(language):
        return [city.label for city in again(cities)]


def test_a_name_that_occurs_twice_has_its_country_by_language(tripolis):
    assert labels(tripolis) == ["Tripoli, Greece", "Tripoli, Libya", "Athens"]
    assert labels(tripolis, "de") == ["Tripoli, Griechenland", "Tripoli, Libyen", "Athens"], "by what is fallen back to"
    assert labels(tripolis, "el") == ["Τρίπολη", "Tripoli", "Athens"], "in Greek they are not of one name"
    assert labels(tripolis, "ar")[:2] == ["طرابلس، اليونان", "طرابلس، ليبيا"]


def test_of_two_in_one_country_the_short_name_is_said(site):
    halle = [factories.CityPageFactory(parent=site.cities, heading_en="Halle", country="DE") for _once in range(2)]
    factories.CityPageFactory(parent=site.cities, heading_en="HALLE", country="BE")
    assert labels(halle) == ["Halle (halle), Germany", "Halle (halle-2), Germany"]


def test_a_draft_is_no_namesake_for_readers_and_is_one_for_editors(site, tripolis):
    factories.CityPageFactory(parent=site.cities, heading_en="Athens", country="US", live=False)
    *_others, athens = again(tripolis)
    assert (athens.label, athens.title) == ("Athens", "Athens, Greece")


def test_who_is_alone_again_needs_no_country(tripolis):
    arcadia, libya, _athens = tripolis
    libya.unpublish()
    assert labels(tripolis)[0] == "Tripoli"
    libya.save_revision().publish()
    assert labels(tripolis)[0] == "Tripoli, Greece"
    CityPage.objects.get(pk=libya.pk).delete()
    again_alone = CityPage.objects.get(pk=arcadia.pk)
    assert (again_alone.label, again_alone.title) == ("Tripoli", "Tripoli")


def test_editors_see_it_in_every_title_and_a_draft_keeps_its_own(admin_client, tripolis):
    assert [city.title for city in again(tripolis)] == ["Tripoli, Greece", "Tripoli, Libya", "Athens"]
    arcadia, libya, _athens = again(tripolis)
    arcadia.heading_en = "Tripolis"
    arcadia.save_revision()
    libya.save()
    arcadia.refresh_from_db()
    assert (arcadia.title, arcadia.draft_title) == ("Tripoli, Greece", "Tripolis")
    found = admin_client.get("/admin/pages/search/", {"q": "libya"}).content.decode()
    assert "Tripoli, Libya" in found


def options(client, path, name="city"):
    soup = BeautifulSoup(client.get(path).content, "lxml")
    return {option.get_text(strip=True).partition(" (")[0] for option in soup.select(f"select[name={name}] option")}


def test_everywhere_where_readers_choose_a_city_they_can_tell_them_apart(client, site, tripolis):
    for city in tripolis:
        news = published(factories.NewsPageFactory(parent=site.news, heading_en="Arrival", introduction_en="Welcome"))
        event = factories.EventPageFactory(parent=site.events)
        report = factories.ReportPageFactory(parent=site.reports)
        project = factories.ProjectPageFactory(parent=site.projects)
        pledge = factories.PledgePageFactory(parent=site.pledges, heading_en="A joint pledge")
        factories.PledgeSignatoryFactory(pledge=pledge, city=city)
        for page in (news, event, report, project):
            page.cities.add(city)
            page.save()
        published(news)
    for path in ("news/", "events/?period=past", "reports/", "projects/", "pledges/", "cities/compare/"):
        assert options(client, f"/en/{path}") >= BOTH, path
    assert options(client, "/en/search/?q=arrival") >= BOTH
    for path in ("subscribe/", "cities/compare/?city=tripoli&city=tripoli-2"):
        text = client.get(f"/en/{path}").content.decode()
        assert all(label in text for label in BOTH), path
    assert {hit["title"] for hit in client.get("/en/search/suggestions/?q=tripo").json()["suggestions"]} == BOTH
    for slug, label in (("tripoli", "Tripoli, Greece"), ("tripoli-2", "Tripoli, Libya")):
        assert label in client.get(f"/en/feeds/cities/{slug}.atom").content.decode()
        assert label in client.get(f"/en/calendars/cities/{slug}.ics").content.decode().replace("\\,", ",")
        assert f"<title>{label} " in as_shown(client.get(f"/en/cities/{slug}/").content.decode())


def test_the_country_stays_out_of_a_name_in_another_language(client, site, tripolis):
    factories.CityPageFactory(parent=site.cities, heading_el="Τρίπολη", heading_en="", country="LB", slug="lebanon")
    html = client.get("/el/subscribe/").content.decode()
    assert "Τρίπολη, Ελλάδα" in html
    project = factories.ProjectPageFactory(parent=site.projects)
    project.cities.add(*CityPage.objects.all())
    project.save()
    html = as_shown(client.get(f"/de/projects/{project.slug}/").content.decode())
    assert '<span lang="en" dir="ltr">Tripoli</span>, Libyen</a>' in html


def test_staff_choose_among_titles(admin_client, site, tripolis):
    for name in ("news", "pledges", "events", "statements"):
        url = reverse(f"list_{name}:index")
        assert {"Tripoli, Greece", "Tripoli, Libya"} <= options(admin_client, url)
    chosen = admin_client.get(reverse("wagtailadmin_choose_page"), {"page_type": "cities.CityPage", "q": "tripoli"})
    assert chosen.status_code == 200


def test_two_in_one_country_are_told_apart_wherever_readers_meet_them(client, site):
    """Each link to one of them, and each point of the map, has words of its own."""
    places = {"heading_en": "Halle", "country": "DE", "latitude": "51.5", "longitude": "12.0"}
    halle = [published(factories.CityPageFactory(parent=site.cities, **places)) for _once in range(2)]
    pledge = factories.PledgePageFactory(parent=site.pledges, heading_en="A joint pledge")
    for city in halle:
        factories.PledgeSignatoryFactory(pledge=pledge, city=city)
    project = factories.ProjectPageFactory(parent=site.projects)
    project.cities.add(*halle)
    published(project)
    block = [{"type": "pages", "value": {"heading": "See", "pages": [city.pk for city in halle]}}]
    published(factories.ContentPageFactory(parent=site.home, slug="see", body_en=json.dumps(block)))
    compared = "cities/compare/?city=halle&city=halle-2"
    for path in ("", "cities/", "see/", f"projects/{project.slug}/", f"pledges/{pledge.slug}/", compared):
        soup = BeautifulSoup(client.get(f"/en/{path}").content, "lxml")
        said = {"halle": set(), "halle-2": set()}
        for link in soup.select("main a[href^='/en/cities/halle']"):
            words = link.get("aria-label") or link.get_text(" ", strip=True)
            said[link["href"].rstrip("/").rpartition("/")[2]].add(words)
        assert all(said.values()), path
        assert not said["halle"] & said["halle-2"], (path, said)
    picks = BeautifulSoup(client.get("/en/cities/").content, "lxml").select(".city-card-pick .visually-hidden")
    assert {pick.get_text(strip=True) for pick in picks} == {"Halle (halle), Germany", "Halle (halle-2), Germany"}
