"""Open data: what is in the files, how it is written, and that each says what it holds."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import CollectionViewRestriction

from cities.models import CityPage
from demo.loader import without_indexing
from solidarity import languages
from solidarity.models import SiteDocument
from solidarity.open_data.columns import escape_formula, strip_controls
from solidarity.open_data.datasets import DATASETS
from tests import factories
from tests.support.open_data import one, read, rows, table
from tests.support.shared_site import shared_site

NAMES = [dataset.name for dataset in DATASETS.values()]


def fill(site):
    topic = factories.TopicFactory(slug="housing")
    athens = factories.CityPageFactory(
        parent=site.cities, heading_en="Athens", heading_el="Αθήνα", longitude="-8.6291", latitude="41.1579"
    )
    athens.topics.add(topic)
    athens.save()
    pledge = factories.PledgePageFactory(
        parent=site.pledges, heading_en='A "pledge", in\ntwo lines', number=300, unit="homes", due_on=date(2030, 1, 1)
    )
    berlin = factories.CityPageFactory(parent=site.cities, heading_en="Berlin", heading_de="Berlin")
    for city in (athens, berlin):
        factories.PledgeSignatoryFactory(pledge=pledge, city=city)
    factories.PledgeProgressFactory(pledge=pledge, number=120, note_en="=1+1")
    factories.MayorStatementPageFactory(parent=athens, speaker="Γιώργος", in_office_from=date(2011, 1, 1))
    factories.EventPageFactory(parent=site.events, venue="Hall; with, signs", time_zone="Europe/Athens")
    visit = factories.MentoringVisitPageFactory(parent=site.events, host_city=athens)
    visit.mentor_cities.add(berlin)
    visit.save()
    report = factories.ReportPageFactory(parent=site.reports)
    factories.ReportFileFactory(report=report)
    report.cities.add(athens)
    report.save()


@pytest.fixture(scope="class")
def everything(django_db_setup, django_db_blocker):
    """Something in each file, with signs that a format could stumble over, for all tests of a class."""
    with shared_site(django_db_blocker) as site:
        with without_indexing():
            fill(site)
        yield


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_site_has_files_of_no_rows(client, site, name):
    assert table(client, name) == []
    assert rows(client, name) == []
    assert read(client, name, "jsonl") == ""


def check(field, value):
    """Check a value of a JSON file against its part of the schema."""
    rules = field.get("constraints", {})
    if field["type"] == "list":
        assert all(isinstance(item, str) and field["delimiter"] not in item for item in value)
        return
    if value is None:
        assert not rules.get("required"), field
        return
    kinds = {"integer": int, "number": float, "boolean": bool}
    assert type(value) is kinds.get(field["type"], str), field
    if field["type"] == "date":
        date.fromisoformat(value)
    if field["type"] == "datetime":
        datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")
    assert value in rules.get("enum", [value])
    assert "pattern" not in rules or re.fullmatch(rules["pattern"], value)


def from_csv(field, text):
    """Return what a cell of a CSV file says, read as docs/data.md tells."""
    if field["type"] in ("integer", "number", "boolean"):
        return json.loads(text) if text else None
    text = text.removeprefix("'")
    if field["type"] == "list":
        return text.split(field["delimiter"]) if text else []
    return text or None


@pytest.mark.usefixtures("db")
class TestWithSomethingInEachFile:
    @pytest.mark.parametrize("dataset", DATASETS.values(), ids=NAMES)
    def test_the_formats_hold_the_same_and_what_the_schema_says(self, client, everything, dataset):
        schema = client.get(f"/data/{dataset.name}.schema.json").json()
        names = [field["name"] for field in schema["fields"]]
        assert len(set(names)) == len(names)
        in_csv, in_json = table(client, dataset.name), rows(client, dataset.name)
        assert in_json
        assert [json.loads(line) for line in read(client, dataset.name, "jsonl").splitlines()] == in_json
        for cells, row in zip(in_csv, in_json, strict=True):
            assert list(cells) == list(row) == names
            for field in schema["fields"]:
                value = row[field["name"]]
                check(field, value)
                assert from_csv(field, cells[field["name"]]) == value, field

    @pytest.mark.parametrize("dataset", DATASETS.values(), ids=NAMES)
    def test_what_a_column_refers_to_is_there(self, client, everything, dataset):
        schema = client.get(f"/data/{dataset.name}.schema.json").json()
        for cell in (cell for cell in dataset.cells if cell.refers_to):
            resource, field = cell.refers_to.split(".")
            there = {row[field] for row in rows(client, resource)}
            values = [row[cell.name] for row in rows(client, dataset.name)]
            in_lists = isinstance(values[0], list)
            named = {name for value in values for name in (value if in_lists else [value]) if name is not None}
            assert named
            assert named <= there
            # A list is no key: a Table Schema has keys for single values alone.
            key = {"fields": [cell.name], "reference": {"resource": resource, "fields": [field]}}
            assert (key in schema.get("foreignKeys", [])) != in_lists

    def test_a_number_below_zero_stays_a_number(self, client, everything):
        cells = {row["slug"]: row for row in table(client, "cities")}["athens"]
        assert (cells["latitude"], cells["longitude"]) == ("41.1579", "-8.6291")

    def test_a_joint_number_stands_once_and_is_never_divided(self, client, everything):
        pledge = one(client, "pledges")
        assert (pledge["number"], pledge["joint"], pledge["signatories"]) == (300, True, ["athens", "berlin"])
        assert [(row["city"], row["share"]) for row in rows(client, "signatories")] == [
            ("athens", None),
            ("berlin", None),
        ]

    def test_the_status_of_a_pledge_is_derived_for_the_day_beside_it(self, client, everything):
        pledge = one(client, "pledges")
        assert (pledge["status"], pledge["reached"]) == ("under_way", 120)
        assert pledge["status_on"] == timezone.localdate().isoformat()

    def test_a_statement_gives_who_spoke_but_not_the_words(self, client, everything):
        row = one(client, "statements")
        assert (row["speaker"], row["office_en"], row["city"]) == ("Γιώργος", "mayor", "athens")
        assert "many origins" not in read(client, "statements", "jsonl")

    def test_events_and_visits_share_a_file(self, client, everything):
        event, visit = rows(client, "events")
        assert (event["kind"], event["host_city"], event["starts"]) == ("event", None, "2017-09-18T09:00:00Z")
        assert (visit["kind"], visit["host_city"], visit["starts"]) == ("visit", "athens", None)
        assert (visit["first_day"], visit["last_day"], visit["venue"]) == ("2017-07-10", "2017-07-12", None)

    def test_what_is_not_published_is_in_no_file(self, client, everything, site):
        assert all(rows(client, name) for name in NAMES)
        for page in site.home.get_descendants().filter(depth__gte=4):
            page.unpublish()
        for name in NAMES:
            assert rows(client, name) == [], name

    def test_an_unpublished_city_is_named_nowhere(self, client, everything):
        CityPage.objects.get(slug="athens").unpublish()
        for name in NAMES:
            named = [value for row in rows(client, name) for value in row.values()]
            assert "athens" not in named
            assert not [value for value in named if isinstance(value, list) and "athens" in value], name

    def test_a_file_in_a_private_collection_is_not_given(self, client, everything):
        assert one(client, "reports")["file_languages"] == ["en"]
        collection = SiteDocument.objects.get().collection
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        report = one(client, "reports")
        assert (report["file_languages"], report["files"]) == ([], [])

    def test_the_address_of_a_file_leads_to_it(self, client, everything):
        [url] = one(client, "reports")["files"]
        answer = client.get(url.removeprefix("http://localhost"))
        assert answer.status_code == 200
        answer.getvalue()

    def test_a_json_file_says_what_it_is(self, client, everything):
        document = json.loads(read(client, "pledges", "json"))
        assert document["licence"]["name"] == "CC-BY-4.0"
        assert set(document["title"]) == set(languages.codes())
        assert document["schema"] == "http://localhost/data/pledges.schema.json"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "'quoted", "＝1", "''"])
def test_a_formula_is_no_formula_in_a_csv_file_and_can_be_had_back(client, site, text):
    factories.CityPageFactory(parent=site.cities, heading_en=text)
    [cells] = table(client, "cities")
    assert cells["name_en"] == f"'{text}"
    assert one(client, "cities")["name_en"] == text


@pytest.mark.parametrize("text", ["a=b", "1-2", "mail@example.org", "Ἀθήνα"])
def test_other_texts_stand_in_a_csv_file_as_they_are(text):
    assert escape_formula(text) == text


def test_signs_that_are_no_text_are_left_out():
    assert strip_controls("a\x00b\x07c\x9f\ud800d\r\ne\rf\tg") == "abcd\ne\nf\tg"
    assert strip_controls("می‌خواهم") == "می‌خواهم"  # a joiner that is no letter, but belongs to the word


def test_no_language_stands_in_for_another(client, site):
    factories.CityPageFactory(parent=site.cities, heading_en="", heading_el="Αθήνα", population_source_de="Amt")
    with translation.override("fr"):
        row = one(client, "cities")
    assert {code for code in languages.codes() if row[f"name_{code}"]} == {"el"}
    assert {code for code in languages.codes() if row[f"population_source_{code}"]} == {"de"}


def test_the_languages_are_those_that_the_page_is_written_in(client, athens):
    factories.MayorStatementPageFactory(parent=athens, heading_el="Λόγια", office_el="δήμαρχος", body_el="")
    factories.MayorStatementPageFactory(parent=athens, heading_el="Λόγια", quote_el="Καλώς", body_en="", body_el="")
    statements = type(athens).objects.get(pk=athens.pk).get_children().specific()
    shown = {row["id"]: row["languages"] for row in rows(client, "statements")}
    assert shown == {page.pk: page.available_languages for page in statements}
    assert list(shown.values()) == [["en"], ["en", "el"]]


def test_the_address_is_the_pages_own(client, athens):
    with translation.override(languages.DEFAULT_LANGUAGE):
        assert one(client, "cities")["url"] == athens.full_url


@pytest.mark.parametrize(("precision", "shown"), [("day", "2016-10-17"), ("month", "2016-10"), ("year", "2016")])
def test_a_date_says_no_more_than_is_known(client, site, precision, shown):
    factories.CityPageFactory(parent=site.cities, joined_on=date(2016, 10, 17), joined_on_precision=precision)
    factories.EventPageFactory(
        parent=site.events,
        starts=datetime(2016, 10, 17, 8, tzinfo=UTC),
        ends=datetime(2016, 10, 17, 9, tzinfo=UTC),
        date_precision=precision,
    )
    assert one(client, "cities")["joined_on"] == shown
    event = one(client, "events")
    assert (event["first_day"], event["last_day"]) == (shown, shown)
    assert (event["starts"] is not None) == (precision == "day")


def test_a_share_is_given_where_each_signatory_has_its_own(client, site, athens):
    pledge = factories.PledgePageFactory(parent=site.pledges, number=20, unit="places")
    factories.PledgeSignatoryFactory(pledge=pledge, city=athens, share=20)
    assert one(client, "signatories") == {"pledge": pledge.pk, "city": "athens", "share": 20}


def test_a_report_of_a_day_to_come_is_left_out(client, site):
    pledge = factories.PledgePageFactory(parent=site.pledges, number=10, unit="homes")
    factories.PledgeProgressFactory(pledge=pledge, number=10, date=timezone.localdate() + timedelta(days=1))
    assert rows(client, "progress") == []
    assert one(client, "pledges")["reached"] is None


def test_the_last_day_is_that_of_the_place(client, site):
    late = datetime(2017, 9, 18, 22, 30, tzinfo=UTC)  # the next day in Athens
    factories.EventPageFactory(parent=site.events, starts=late, time_zone="Europe/Athens")
    assert one(client, "events")["first_day"] == "2017-09-19"


def test_fifteen_rows_cost_as_many_queries_as_three(client, site):
    def more(count):
        for _one in range(count):
            topic = factories.TopicFactory()
            city = factories.CityPageFactory(parent=site.cities, topics=[topic])
            pledge = factories.PledgePageFactory(parent=site.pledges, number=3, unit="homes")
            factories.PledgeSignatoryFactory(pledge=pledge, city=city)
            factories.PledgeProgressFactory(pledge=pledge, number=1)
            factories.MayorStatementPageFactory(parent=city)
            named = {"cities": [city], "topics": [topic]}
            factories.EventPageFactory(parent=site.events, **named)
            factories.MentoringVisitPageFactory(
                parent=site.events, host_city=city, mentor_cities=[city], topics=[topic]
            )
            report = factories.ReportPageFactory(parent=site.reports, **named)
            factories.ReportFileFactory(report=report)

    def queries_and_rows(name):
        read(client, name)
        with CaptureQueriesContext(connection) as queries:
            rows = len(table(client, name))
        return len(queries), rows

    with without_indexing():
        more(3)
        few = {name: queries_and_rows(name) for name in NAMES}
        more(12)
    many = {name: queries_and_rows(name) for name in NAMES}
    assert {name: queries for name, (queries, _rows) in many.items()} == {
        name: queries for name, (queries, _rows) in few.items()
    }
    assert min(rows for _queries, rows in many.values()) >= 15
