"""Pledges in numbers: by pillar and year, as charts and tables, each joint number once, no unit with another."""

from datetime import date

import pytest
from django.utils import timezone, translation

from cities.charts import LONGEST_SPAN, PledgeCharts, years_shown
from cities.models import PledgePage
from cities.templatetags.city_tags import pledges_in_numbers
from tests import factories
from tests.support.html_tree import as_shown, parse

WITHDRAWN = date(2021, 1, 1)


def pledge(site, pillar, year, *cities, **fields):
    made = factories.PledgePageFactory(parent=site.pledges, pillar=pillar, made_on=date(year, 3, 1), **fields)
    for city in cities:
        factories.PledgeSignatoryFactory(pledge=made, city=city)
    return made


@pytest.fixture
def some(site):
    """Pledges of three years, two units and every status."""
    athens, kiel, ghent = (
        factories.CityPageFactory(parent=site.cities, heading_en=name) for name in ("Athens", "Kiel", "Ghent")
    )
    pledge(site, "reception", 2016, athens, kiel, ghent, number=5500, unit="places")  # joint, and open
    pledge(site, "reception", 2016, kiel, number=100, unit="places", due_on=date(2017, 1, 1))  # lapsed
    done = pledge(site, "advocacy", 2018, kiel, number=300, unit="homes")
    factories.PledgeProgressFactory(pledge=done, number=300)
    begun = pledge(site, "advocacy", 2018, athens)
    factories.PledgeProgressFactory(pledge=begun)
    pledge(site, "knowledge", 2019, ghent, number=7000, unit="homes", withdrawn_on=WITHDRAWN)
    pledge(site, "knowledge", 2019, ghent, number=40, unit="places").unpublish()


def rows(chart):
    """Return the rows of a chart's table, by their labels."""
    return {str(row.label): row.cells for row in chart.rows}


def charts():
    return PledgeCharts(PledgePage.objects.live())


def test_pledges_are_counted_by_pillar_year_and_status(some):
    by_pillar, by_year = charts().counts
    assert [str(head) for head in by_pillar.heads[1:]] == ["Fulfilled", "Under way", "Open", "Lapsed", "In all"]
    assert rows(by_pillar) == {
        "Exchange of knowledge": [0, 0, 0, 0, 0],  # what there was is withdrawn, or a draft
        "Advocacy": [1, 1, 0, 0, 2],
        "Help from city to city": [0, 0, 0, 0, 0],
        "Reception of asylum seekers": [0, 0, 1, 1, 2],
    }
    assert rows(by_year) == {"2016": [0, 0, 1, 1, 2], "2017": [0, 0, 0, 0, 0], "2018": [1, 1, 0, 0, 2]}
    assert by_pillar.sums == by_year.sums == [1, 1, 1, 1, 4]


def test_a_joint_number_counts_once_and_no_unit_is_added_to_another(some):
    places, homes = charts().units
    assert (places["total"]["pledged"], homes["total"]["pledged"]) == (5600, 300)
    assert [rows(chart) for chart in places["charts"]] == [
        {"Reception of asylum seekers": [5600, 2]},
        {"2016": [5600, 2]},
    ]
    assert [rows(chart) for chart in homes["charts"]] == [{"Advocacy": [300, 1]}, {"2018": [300, 1]}]
    for unit in (places, homes):
        assert {chart.sums[0] for chart in unit["charts"]} == {unit["total"]["pledged"]}


def test_that_most_pledges_speak_of_comes_first_however_large_other_numbers_are(site, some):
    pledge(site, "assistance", 2020, number=3_000_000, unit="euros")
    assert [total["unit"] for total in pledges_in_numbers()["totals"]] == ["places", "euros", "homes"]


def test_the_numbers_are_of_the_pledges_that_are_asked_about(some):
    numbers = PledgePage.objects.live().filter(pillar="advocacy").in_numbers()
    assert (numbers["count"], numbers["fulfilled"], numbers["cities"]) == (2, 1, 2)
    assert [total["unit"] for total in numbers["totals"]] == ["homes"]
    assert PledgePage.objects.filter(withdrawn_on=WITHDRAWN).in_numbers()["count"] == 0


def test_the_withdrawn_are_told_of_beside_the_charts_and_can_be_seen(client, some):
    text = as_shown(client.get("/en/pledges/").content.decode())
    assert "1 pledge was withdrawn and is not counted here." in text
    assert 'href="?status=withdrawn"' in text
    assert "7,000" not in text.partition('id="all-pledges"')[0]


def test_the_parts_of_a_bar_are_as_long_as_their_numbers(site, some):
    pledge(site, "reception", 2018)
    by_pillar, _by_year = charts().counts
    bars = {
        str(row.label): [(part.kind.value, part.start, part.length) for part in row.parts] for row in by_pillar.rows
    }
    assert bars["Reception of asylum seekers"] == [("open", "0.000%", "66.667%"), ("lapsed", "66.667%", "33.333%")]
    assert bars["Advocacy"] == [("fulfilled", "0.000%", "33.333%"), ("under_way", "33.333%", "33.333%")]
    assert bars["Help from city to city"] == []


def test_years_without_a_pledge_are_shown_between_others_unless_there_are_too_many():
    assert list(years_shown({2019: 1, 2016: 1})) == [2016, 2017, 2018, 2019]
    assert list(years_shown({2016: 1, 2016 - LONGEST_SPAN: 1, 1: 1})) == [1, 2016 - LONGEST_SPAN, 2016]
    assert list(years_shown({})) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_chart_has_a_caption_and_a_table_of_the_same_numbers(client, site, some, language):
    pledge(site, "advocacy", 2017, number=10, unit="places")
    pledge(site, "assistance", 2019, number=20, unit="homes")
    root, elements, slips = parse(as_shown(client.get(f"/{language}/pledges/").content.decode()))
    assert slips == []
    figures = [element for element in elements if "chart" in (element.get("class") or "").split()]
    assert len(figures) == 6
    captions = set()
    for figure in figures:
        inside = [element for element in elements if figure in element.with_ancestors()]
        (caption,) = (element for element in inside if element.tag == "figcaption")
        captions.add(caption.text())
        (drawing,) = (element for element in inside if (element.get("class") or "").split()[:1] == ["bars"])
        assert drawing.get("aria-hidden") == "true"  # the table says the same
        heads = [element for element in inside if element.tag == "th" and element.get("scope") == "row"]
        drawn = [element.text() for element in inside if element.get("class") == "bar-label"]
        assert [head.text() for head in heads[:-1]] == drawn
        totals = [element.text() for element in inside if element.get("class") == "bar-number"]
        cells = [[cell.text() for cell in head.parent.children if getattr(cell, "tag", "") == "td"] for head in heads]
        assert totals == [row[-1] if len(row) > 2 else row[0] for row in cells[:-1]]
    assert len(captions) == 6


def test_what_would_be_a_chart_of_one_bar_is_said_in_words(client, site, some):
    pledge(site, "reception", 2018, number=10, unit="places")  # another year
    places, homes = (unit["single"] for unit in charts().units)
    assert (places, homes) == (False, True)
    text = as_shown(client.get("/en/pledges/").content.decode())
    assert "Advocacy, 2018, 1 pledge</p>" in text
    assert text.count("<figure") == 4


@pytest.mark.parametrize("language", ["en", "el", "ar"])
def test_statuses_are_told_in_words(client, some, language):
    _root, elements, _slips = parse(as_shown(client.get(f"/{language}/pledges/").content.decode()))
    key = next(element for element in elements if element.get("class") == "chart-key")
    with translation.override(language):
        wanted = [str(PledgePage.Status(status).label) for status in ("fulfilled", "under_way", "open", "lapsed")]
    assert [item.text() for item in key.children if getattr(item, "tag", "") == "li"] == wanted


def test_numbers_are_written_as_the_reader_writes_them(client, some):
    for language, number in (("en", "5,600"), ("de", "5.600")):
        assert f"<strong>{number}</strong>" in as_shown(client.get(f"/{language}/pledges/").content.decode())


def test_a_number_without_a_known_unit_is_drawn_nowhere(site, some):
    nameless = pledge(site, "reception", 2018)
    PledgePage.objects.filter(pk=nameless.pk).update(number=9)
    assert [unit["total"]["unit"] for unit in charts().units] == ["places", "homes"]


@pytest.mark.parametrize("query", ["?status=open", "?city=athens", "?year=2016&pillar=reception"])
def test_charts_are_of_all_pledges_and_stand_on_the_list_of_all(client, some, query):
    assert "charts" in client.get("/en/pledges/").context
    found = client.get(f"/en/pledges/{query}")
    assert "charts" not in found.context
    assert '<p class="more"><a href="/en/pledges/">' in as_shown(found.content.decode())


def test_a_list_without_pledges_has_no_charts(client, site):
    text = as_shown(client.get("/en/pledges/").content.decode())
    assert "<figure" not in text
    assert "Nothing is listed here yet." in text


def test_a_pledge_withdrawn_today_is_in_no_chart_of_today(site, some):
    made = pledge(site, "reception", 2018, number=1000, unit="homes", withdrawn_on=timezone.localdate())
    assert made.is_withdrawn
    assert charts().units[1]["total"]["pledged"] == 300
    assert charts().withdrawn == 2
