"""Cities side by side: what the table says of each, what it does not know, and what it was asked in vain."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cities.models import CityCheck
from demo.loader import without_indexing
from tests import factories
from tests.support.html_tree import as_shown

ADDRESS = "/en/cities/compare/"


def compare(client, *slugs, language="en"):
    return client.get(f"/{language}/cities/compare/", {"city": slugs})


def rows(response):
    """Return the table's rows as lists of words, by their heading."""
    found = {}
    for row in re.findall(r"<tr.*?</tr>", response.content.decode(), re.S):
        cells = [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)
        ]
        found[cells[0]] = cells[1:]
    return found


@pytest.fixture
def cities(site):
    """Five cities."""
    with without_indexing():
        return [
            factories.CityPageFactory(parent=site.cities, heading_en=name, country=country)
            for name, country in [("Athens", "GR"), ("Berlin", "DE"), ("Ghent", "BE"), ("Kiel", "DE"), ("Oslo", "NO")]
        ]


def test_none_or_one_city_explains_and_offers_the_choice(client, cities):
    nothing, alone = compare(client), compare(client, "athens")
    assert "two at least, four at the most" in nothing.content.decode()
    assert "One city alone cannot be compared." in alone.content.decode()
    for response in (nothing, alone):
        assert response.status_code == 200
        assert not rows(response)
        assert response.content.decode().count('<option value="oslo"') == 4
    assert '<option value="athens" selected>' in as_shown(alone.content.decode())


def test_two_to_four_cities_stand_in_the_order_asked_for(client, cities):
    for slugs in (["kiel", "athens"], ["oslo", "ghent", "berlin", "athens"]):
        response = compare(client, *slugs)
        assert [city.slug for city in response.context["comparison"].cities] == slugs
        assert [column.city.slug for column in response.context["comparison"].columns] == slugs


def test_more_than_four_are_cut_with_a_word(client, cities):
    response = compare(client, *(city.slug for city in cities))
    assert len(response.context["comparison"].columns) == 4
    assert "Only the first four cities are compared." in response.content.decode()


def test_the_same_city_twice_is_one(client, cities):
    assert not compare(client, "athens", "athens").context["comparison"].columns


def test_an_unknown_city_is_left_out_with_a_word(client, cities):
    for odd in ("no-such-city", "\x00", "x" * 4000, "<b>", "ATHENS"):
        response = compare(client, "athens", odd, "berlin")
        assert response.status_code == 200
        assert [column.city.slug for column in response.context["comparison"].columns] == ["athens", "berlin"]
        text = response.content.decode()
        assert "1 requested city is not known here and was ignored." in text
        assert "<b>" not in text


def test_a_draft_is_unknown(client, cities):
    cities[0].unpublish()
    response = compare(client, "athens", "berlin")
    assert response.context["comparison"].unknown == 1
    assert "Athens" not in response.content.decode()


def test_what_is_not_known_is_said(client, cities):
    found = rows(compare(client, "athens", "berlin"))
    for row in ("Joined", "Inhabitants", "Topics", "Last checked"):
        assert found[row] == ["not given", "not given"], row
    for row in ("Advocacy", "All statements", "Joint projects"):
        assert found[row] == ["nothing yet", "nothing yet"], row
    assert found["News items"] == ["0", "0"]


def test_the_facts_of_each_city(client, site, cities, editor):
    athens, berlin = cities[:2]
    athens.joined_on, athens.joined_on_precision = date(2016, 10, 17), "month"
    athens.population, athens.population_year, athens.population_source_en = 643452, 2021, "ELSTAT"
    athens.topics.set([factories.TopicFactory(name_en="Housing"), factories.TopicFactory(name_en="Work")])
    athens.status = "former"
    athens.save()
    CityCheck.objects.create(city=athens, checked_on=date(2020, 1, 1))
    CityCheck.objects.create(city=athens, checked_on=date(2021, 6, 5))
    project = factories.ProjectPageFactory(parent=site.projects, acronym="GROW")
    project.cities.set([athens, berlin])
    project.save()
    for _number in range(2):
        item = factories.NewsPageFactory(parent=site.news)
        item.cities.add(berlin)
        item.save()

    found = rows(compare(client, "athens", "berlin"))
    assert found["Status"] == ["Former member", "Member"]
    assert found["Joined"] == ["October 2016", "not given"]
    assert found["Inhabitants"][0] == "643,452 2021 · ELSTAT"
    assert found["Topics"] == ["Housing , Work", "not given"]
    assert found["Last checked"] == ["5 June 2021", "not given"]
    assert found["Joint projects"] == ["GROW", "GROW"]
    assert found["News items"] == ["0", "2"]


def test_a_joint_pledge_is_named_as_joint_and_never_divided(client, site, cities):
    joint = factories.PledgePageFactory(parent=site.pledges, heading_en="Together", number=5500, unit="places")
    for city in cities:
        factories.PledgeSignatoryFactory(pledge=joint, city=city)
    alone = factories.PledgePageFactory(parent=site.pledges, heading_en="Alone", number=300, unit="homes")
    factories.PledgeSignatoryFactory(pledge=alone, city=cities[0])
    shared = factories.PledgePageFactory(
        parent=site.pledges, heading_en="Shares", pillar="assistance", number=30, unit="people"
    )
    for city, share in zip(cities[:2], (10, 20), strict=True):
        factories.PledgeSignatoryFactory(pledge=shared, city=city, share=share)

    response = compare(client, "athens", "berlin")
    athens, berlin = rows(response)["Reception of asylum seekers"]
    assert "Together jointly with 4 other cities, 5,500 places of all together Open" in athens
    assert "Alone 300 homes Open" in athens
    assert berlin == "Together jointly with 4 other cities, 5,500 places of all together Open"
    athens, berlin = rows(response)["Help from city to city"]
    assert "its own share: 10" in athens
    assert "its own share: 20" in berlin
    assert "30" not in athens
    assert not re.search(r"1,100|2,750", response.content.decode())


def test_a_withdrawn_pledge_is_marked_and_a_draft_left_out(client, site, cities):
    for heading, live in (("Taken back", True), ("Unseen", False)):
        pledge = factories.PledgePageFactory(
            parent=site.pledges, heading_en=heading, withdrawn_on=timezone.localdate(), live=live
        )
        factories.PledgeSignatoryFactory(pledge=pledge, city=cities[0])
    cell = rows(compare(client, "athens", "berlin"))["Reception of asylum seekers"][0]
    assert cell == "Taken back Withdrawn"


def test_only_leaders_whose_term_is_known_and_not_over_are_in_office(client, cities):
    last_year = timezone.localdate() - timedelta(days=365)
    for speaker, term in {
        "Anna In": {"in_office_from": date(2019, 1, 1)},
        "Ben Out": {"in_office_from": date(2011, 1, 1), "in_office_until": last_year},
        "Cleo Unknown": {},
    }.items():
        factories.MayorStatementPageFactory(parent=cities[0], speaker=speaker, **term)
    factories.MayorStatementPageFactory(parent=cities[1], speaker="Dora Out", in_office_until=last_year)
    factories.MayorStatementPageFactory(parent=cities[2], speaker="Eve Unknown")
    found = rows(compare(client, "athens", "berlin", "ghent", "kiel"))
    assert found["Leaders in office who spoke"] == ["Anna In mayor since 2019", "nobody", "not given", "nobody"]
    for speaker in ("Anna In", "Ben Out", "Cleo Unknown"):
        assert speaker in found["All statements"][0]


def test_combinations_are_not_for_search_engines_and_pages_of_their_own(client, cities, in_production):
    plain, chosen = client.get(ADDRESS), compare(client, "athens", "berlin")
    assert "X-Robots-Tag" not in plain
    assert chosen["X-Robots-Tag"] == "noindex"
    assert f'hreflang="en" href="http://localhost{ADDRESS}"' in plain.content.decode()
    assert f'rel="canonical" href="http://localhost{ADDRESS}"' in plain.content.decode()
    for mark in ('rel="alternate"', 'rel="canonical"', "og:url"):
        assert mark not in chosen.content.decode(), mark
    assert "ld+json" not in plain.content.decode()  # of the directory


def test_another_language_shows_the_same_comparison(client, cities):
    text = compare(client, "athens", "berlin").content.decode()
    assert 'href="/de/cities/compare/?city=athens&amp;city=berlin"' in text
    assert compare(client, "athens", "berlin", language="ar").status_code == 200


def test_the_directory_offers_each_city_for_comparison(client, cities):
    text = client.get("/en/cities/").content.decode()
    assert f'<form class="compare-bar" id="compare" method="get" action="{ADDRESS}#results">' in text
    for city in cities:
        assert f'<input type="checkbox" name="city" value="{city.slug}" form="compare">' in text


def test_no_page_lies_below_the_comparison(client, cities):
    for url in ("/en/cities/compare/more/", "/en/news/compare/", "/en/compare/", "/en/cities/athens/compare/"):
        assert client.get(url).status_code == 404


def test_four_cities_with_much_take_as_many_queries_as_two_with_little(client, site, cities):
    def queries(*slugs):
        compare(client, *slugs)
        with CaptureQueriesContext(connection) as found:
            assert compare(client, *slugs).status_code == 200
        return len(found)

    def one_more_of_each():
        pledge = factories.PledgePageFactory(parent=site.pledges)
        for city in cities:
            factories.PledgeSignatoryFactory(pledge=pledge, city=city)
            factories.MayorStatementPageFactory(parent=city)
        factories.PledgeProgressFactory(pledge=pledge)
        factories.ProjectPageFactory(parent=site.projects, cities=cities)
        factories.NewsPageFactory(parent=site.news, cities=cities)

    one_more_of_each()
    few = queries("athens", "berlin")
    for _ in range(3):
        one_more_of_each()
    assert queries("athens", "berlin", "ghent", "kiel") == few
