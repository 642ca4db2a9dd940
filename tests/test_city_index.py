"""The directory of cities: what each filter leaves, how many cities each choice would give, and the order of names."""

import inspect
import subprocess
import sys
from copy import copy
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Page

from cities.models import CityIndexPage, CityPage, PledgeSignatory
from demo.loader import without_indexing
from solidarity.database.checks import check_collation
from solidarity.text import collation_key
from tests import factories

ROOT = Path(__file__).resolve().parent.parent


def city(site, heading, country="GR", **fields):
    return factories.CityPageFactory(parent=site.cities, heading_en=heading, country=country, **fields)


def pledge(site, pillar, *cities, **fields):
    made = factories.PledgePageFactory(parent=site.pledges, pillar=pillar, **fields)
    for one in cities:
        factories.PledgeSignatoryFactory(pledge=made, city=one)
    return made


def visit(site, host, *mentors):
    made = factories.MentoringVisitPageFactory(parent=site.events, host_city=host)
    made.mentor_cities.set(mentors)
    made.save()
    return made


def ask(site, **filters):
    """Return what the directory is about to show; it is not drawn, which takes most of a request's time."""
    return site.cities.serve(RequestFactory().get("/en/cities/", filters)).context_data


def names(site, **filters):
    """Return the names that the directory shows with some filters."""
    return [one.heading for one in ask(site, **filters)["page_obj"].object_list]


def counts(site, name, **filters):
    """Return what stands beside each choice of a filter, with other filters as they are."""
    choices = ask(site, **filters)["filters"].fields[name].choices
    return [str(label) for value, label in choices if value]


@pytest.fixture
def five(site):
    """Five cities that differ in all that can be filtered by."""
    with without_indexing():
        return make_five(site)


def make_five(site):
    housing = factories.TopicFactory(name_en="Housing", name_el="Στέγαση", slug="housing")
    work = factories.TopicFactory(name_en="Work", slug="work")
    found = {
        "Athens": city(site, "Athens"),
        "Piraeus": city(site, "Piraeus", status="supporter"),
        "Kiel": city(site, "Kiel", "DE"),
        "Bremen": city(site, "Bremen", "DE", status="former"),
        "Oslo": city(site, "Oslo", "NO"),
    }
    for name, topics in {"Athens": [housing, work], "Kiel": [work], "Oslo": [housing]}.items():
        found[name].topics.set(topics)
        found[name].save()
    pledge(site, "reception", found["Athens"], found["Kiel"])
    pledge(site, "advocacy", found["Athens"])
    pledge(site, "reception", found["Oslo"], withdrawn_on=timezone.localdate())
    pledge(site, "knowledge", found["Bremen"]).unpublish()
    visit(site, found["Athens"], found["Kiel"], found["Oslo"])
    visit(site, found["Kiel"], found["Athens"])
    visit(site, found["Bremen"], found["Piraeus"]).unpublish()
    return found


def test_each_filter_leaves_the_cities_that_fit(site, five):
    for filters, wanted in [
        ({"country": "DE"}, ["Bremen", "Kiel"]),
        ({"status": "supporter"}, ["Piraeus"]),
        ({"pillar": "reception"}, ["Kiel", "Athens"]),  # Oslo's is withdrawn
        ({"pillar": "knowledge"}, []),  # Bremen's is a draft
        ({"topic": "work"}, ["Kiel", "Athens"]),
        ({"mentoring": "host"}, ["Kiel", "Athens"]),
        ({"mentoring": "mentor"}, ["Kiel", "Athens", "Oslo"]),
        ({"mentoring": "any"}, ["Kiel", "Athens", "Oslo"]),
        ({"country": "DE", "pillar": "reception", "mentoring": "mentor"}, ["Kiel"]),
        ({"country": "NO", "pillar": "reception"}, []),
    ]:
        assert names(site, **filters) == wanted, filters


def test_a_pledge_withdrawn_from_tomorrow_on_still_stands(site, five):
    pledge(site, "assistance", five["Oslo"], withdrawn_on=timezone.localdate() + timedelta(days=1))
    assert names(site, pillar="assistance") == ["Oslo"]


def test_each_choice_says_how_many_cities_it_would_give(site, five):
    assert counts(site, "country") == ["Germany (2)", "Greece (2)", "Norway (1)"]
    assert counts(site, "status") == ["Member (3)", "Supporter (1)", "Former member (1)"]
    assert [label[-3:] for label in counts(site, "pillar")] == ["(0)", "(1)", "(0)", "(2)"]
    assert counts(site, "topic") == ["Housing (2)", "Work (2)"]
    assert [label[-3:] for label in counts(site, "mentoring")] == ["(3)", "(2)", "(3)"]


def test_the_counts_go_by_the_other_filters_as_they_are(site, five):
    assert counts(site, "country", topic="work") == ["Germany (1)", "Greece (1)", "Norway (0)"]
    # Its own choice does not count, or all others would read nought.
    assert counts(site, "country", country="NO") == counts(site, "country")
    assert counts(site, "topic", country="NO") == ["Housing (1)", "Work (0)"]


def test_the_counts_are_true(site, five):
    others = {"country": "GR", "mentoring": "any"}
    for name, field in ask(site, **others)["filters"].fields.items():
        for value, label in field.choices if name != "sort" else ():
            if value:
                found = names(site, **{**others, name: value})
                assert str(label).endswith(f"({len(found)})"), (name, value)


def test_a_count_is_written_as_the_reader_writes_numbers(site):
    form = site.cities.filter_form(site.cities.filters(), {})
    form.fields["country"].choices = [("", "All"), ("GR", "Greece")]
    with translation.override("de"):
        form.show_counts("country", {"GR": 1200})
    assert form.fields["country"].choices == [("", "All"), ("GR", "Greece (1.200)")]


def test_what_a_filter_does_not_know_is_left_out_with_a_word(client, site):
    city(site, "Athens")
    for name in ("country", "status", "pillar", "topic", "mentoring", "sort"):
        for value in ("nonsense", "\x00", "<script>", "x" * 5000):
            response = client.get(
                "/en/cities/", {name: value, "status": "member"} if name != "status" else {name: value}
            )
            assert response.status_code == 200
            assert len(response.context["page_obj"].object_list) == 1
            label = str(response.context["filters"].fields[name].label)
            assert f"These filters were ignored: {label}." in response.content.decode()
            assert "<script>" not in response.content.decode()


def test_the_filters_are_a_form_to_be_shared(client, five):
    text = client.get("/en/cities/", {"country": "DE", "sort": "name"}).content.decode()
    assert '<form class="filters" method="get" action="/en/cities/#results">' in text
    assert '<option value="DE" selected>' in text
    assert '<option value="name" selected>' in text


def test_choices_stand_in_the_readers_order(client, five):
    form = client.get("/el/cities/").context["filters"]
    assert [value for value, _label in form.fields["country"].choices] == ["", "DE", "GR", "NO"]  # Γ, Ε, Ν
    assert [value for value, _label in form.fields["topic"].choices] == ["", "housing", "work"]  # Σ before W


def test_the_list_goes_by_name_or_by_joining_date(site):
    city(site, "Zurich", "CH", joined_on=date(2016, 10, 17))
    city(site, "Ghent", "BE", joined_on=date(2019, 1, 1), joined_on_precision="year")
    city(site, "Århus", "DK")
    city(site, "Athens", joined_on=date(2016, 10, 17))

    assert names(site) == ["Ghent", "Århus", "Athens", "Zurich"]  # Belgium, Denmark, Greece, Switzerland
    assert names(site, sort="name") == ["Århus", "Athens", "Ghent", "Zurich"]
    assert names(site, sort="newest") == ["Ghent", "Athens", "Zurich", "Århus"]  # when is not known, so last
    assert names(site, sort="oldest") == ["Athens", "Zurich", "Ghent", "Århus"]


def test_a_list_that_is_not_by_country_names_it_with_each_city(client, five):
    assert "Norway" not in client.get("/en/cities/").content.decode().partition('id="city-list"')[2].replace(
        '<h2 class="country-name">Norway</h2>', ""
    )
    assert "Norway" in client.get("/en/cities/", {"sort": "name"}).content.decode().partition('id="city-list"')[2]


NAMES = ["Århus", "Aarhus", "Łódź", "Lyon", "Çanakkale", "Cologne", "Zürich", "Zagreb", "Ørland", "Oslo", "Ñuble",
         "Nantes", "Αθήνα", "Θεσσαλονίκη", "أثينا", "برلين"]  # fmt: skip
LATIN = ["Aarhus", "Århus", "Çanakkale", "Cologne", "Łódź", "Lyon", "Nantes", "Ñuble", "Ørland", "Oslo", "Zagreb",
         "Zürich"]  # fmt: skip
GREEK, ARABIC = ["Αθήνα", "Θεσσαλονίκη"], ["أثينا", "برلين"]


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        *((code, LATIN + GREEK + ARABIC) for code in ("en", "fr", "de", "it", "nl", "es")),
        ("el", GREEK + LATIN + ARABIC),
        ("ar", ARABIC + LATIN + GREEK),
    ],
)
def test_names_stand_where_a_register_of_the_language_has_them(language, wanted):
    with translation.override(language):
        assert sorted(NAMES, key=collation_key) == wanted


def test_a_letter_of_its_own_follows_its_neighbour():
    with translation.override("es"):
        assert sorted(["Ñuble", "Nuremberg", "Oviedo"], key=collation_key) == ["Nuremberg", "Ñuble", "Oviedo"]
    with translation.override("en"):
        assert sorted(["Ñuble", "Nuremberg", "Oviedo"], key=collation_key) == ["Ñuble", "Nuremberg", "Oviedo"]


def test_other_apps_add_filters_without_being_imported(site):
    assert "mentoring" in site.cities.filters()
    assert "mentoring" not in inspect.getsource(CityIndexPage)


def queries_and_points(client, url):
    """Return how many queries the directory takes, and how many cities are on its map."""
    with CaptureQueriesContext(connection) as found:
        response = client.get(url)
    assert response.status_code == 200
    return len(found), len(response.context["map"].points)


def copies(pattern, count):
    """Make copies of a published city, written straight into the database: one by one they would take minutes."""
    parent = pattern.get_parent()
    pages = []
    first = 1000 + CityPage.objects.count()
    for number in range(first, first + count):
        page = copy(pattern.page_ptr)
        page.pk, page.translation_key, page.slug = None, uuid4(), f"copy-{number}"
        page.path = Page._get_path(parent.path, parent.depth + 1, number)
        page.url_path = f"{parent.url_path}{page.slug}/"
        pages.append(page)
    made = []
    for number, page in enumerate(Page.objects.bulk_create(pages)):
        one = copy(pattern)
        one.__dict__.update({field.attname: getattr(page, field.attname) for field in Page._meta.fields})
        one.page_ptr_id, one.latitude, one.longitude = page.pk, 36 + number % 30, number % 30
        one.save_base(raw=True, force_insert=True)
        made.append(one)
    return made


@pytest.fixture
def make_cities(site):
    """Return a function that makes so many cities more, each with a topic, a pledge and a part in a visit."""
    topic = factories.TopicFactory(slug="t")
    joint = factories.PledgePageFactory(parent=site.pledges)
    pattern = city(site, "City", latitude=50, longitude=10)

    def make(count):
        cities = copies(pattern, count)
        through = type(cities[0]).topics.through
        through.objects.bulk_create(through(citypage=one, topic=topic) for one in cities)
        PledgeSignatory.objects.bulk_create(PledgeSignatory(pledge=joint, city=one) for one in cities)
        visit(site, cities[0], *cities[1:])

    return make


@pytest.mark.parametrize("query", ["", "?sort=name&country=GR&topic=t&pillar=reception&mentoring=any"])
def test_three_hundred_cities_take_as_many_queries_as_thirty(client, make_cities, query):
    url = f"/en/cities/{query}"
    make_cities(30)
    client.get(url)  # what is asked once
    few, _points = queries_and_points(client, url)
    make_cities(300)
    much, points = queries_and_points(client, url)
    assert much == few
    assert points > 300


def test_names_sort_without_icu_and_a_check_says_so():
    assert check_collation() == []
    code = """
import sys
sys.modules["icu"] = None  # as where it is not installed
from solidarity.database.checks import check_collation
from solidarity.text import collation_key
print(sorted(["Zürich", "Łódź", "Athens", "Århus"], key=collation_key))
print([warning.id for warning in check_collation()])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "['Århus', 'Athens', 'Łódź', 'Zürich']\n['solidarity.W001']\n", done.stderr
