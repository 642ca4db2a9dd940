"""Every CSV file writes dates in one form, that of the open data: ISO 8601, whatever language it is asked for in."""

import csv
import re
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import Page

from cities.models import CityCheck
from solidarity.models import FormField, FormPage, UnmatchedQuery
from tests import factories
from tests.support.people import officer_of, set_language

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# Anything that looks like a date in another form: with slashes or dots, with the name of a month, or with a space.
OTHER = re.compile(r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d |(?i:juni|june|ιουν|يونيو)|\d \w+ 20\d\d")


@pytest.fixture
def content(site):
    athens = factories.CityPageFactory(
        parent=site.cities, heading_en="Athens", joined_on=date(2017, 1, 1), joined_on_precision="year"
    )
    june = date(2017, 6, 1)
    factories.MayorStatementPageFactory(parent=athens, date=june, date_precision="month", in_office_from=june)
    factories.PledgePageFactory(parent=site.pledges, made_on=june)
    factories.ProjectPageFactory(parent=site.projects, starts=june, ends=date(2019, 1, 1), dates_precision="month")
    factories.NewsPageFactory(parent=site.news, date=june, date_precision="month")
    factories.ReportPageFactory(parent=site.reports, published_on=june, date_precision="year")
    factories.EventPageFactory(
        parent=site.events,
        starts=datetime(2017, 6, 1, 18, tzinfo=UTC),
        ends=datetime(2017, 6, 2, 22, tzinfo=UTC),
        time_zone="Europe/Brussels",
    )
    factories.MentoringVisitPageFactory(parent=site.events, first_day=june, last_day=date(2017, 6, 4), host_city=athens)
    Page.objects.update(
        latest_revision_created_at=datetime(2026, 6, 5, 22, 30, 10, 123456, tzinfo=UTC),
        last_published_at=datetime(2026, 6, 5, 22, 30, 10, 123456, tzinfo=UTC),
    )
    return athens


def spreadsheet(client, url, **query):
    """Return the rows of the CSV file of a listing, as dictionaries."""
    response = client.get(url, {**query, "export": "csv"})
    assert response.status_code == 200
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


LISTINGS = {
    "cities": {"Joined": "2017"},
    "statements": {"Date": "2017-06", "Approved": ""},
    "pledges": {"Made": "2017-06-01"},
    "projects": {"Starts": "2017-06", "Ends": "2019-01"},
    "news": {"Date": "2017-06"},
    "reports": {"Published": "2017"},
    "events": {"First day": "2017-06-01", "Last day": "2017-06-02"},
    "visits": {"First day": "2017-06-01", "Last day": "2017-06-04"},
    "outdated-leaders": {"In office from": "2017-06-01", "Date of the statement": "2017-06"},
}


@pytest.mark.parametrize(("name", "dates"), LISTINGS.items(), ids=LISTINGS)
def test_listings_write_dates_as_exactly_as_they_are_known(admin_client, content, name, dates):
    (row,) = spreadsheet(admin_client, reverse(f"list_{name}:index"))
    assert {label: row[label] for label in dates} == dates
    assert row["Last change"] == "2026-06-05T22:30:10Z"


@pytest.mark.parametrize("language", ["en", "de", "el", "ar"])
def test_the_language_of_who_asks_changes_no_date(admin_client, admin_user, content, language):
    set_language(admin_user, language)
    for name in LISTINGS:
        for row in spreadsheet(admin_client, reverse(f"list_{name}:index")):
            assert not [value for value in row.values() if OTHER.search(value)], name


def test_whole_dates_are_dates_in_a_workbook(admin_client, content):
    book = admin_client.get(reverse("list_events:index"), {"export": "xlsx"})
    headings, values = load_workbook(BytesIO(book.getvalue())).active.values
    row = dict(zip(headings, values, strict=True))
    assert row["First day"] == date(2017, 6, 1)
    assert row["Last change"] == datetime(2026, 6, 5, 22, 30, 10, 123000)


def test_what_visitors_sent_stands_in_the_same_form(admin_client, site):
    page = FormPage.objects.get(pk=factories.FormPageFactory(parent=site.home, slug="contact").pk)
    page.form_fields.all().delete()
    for number, kind in enumerate(["date", "datetime"]):
        FormField.objects.create(page=page, sort_order=number, field_type=kind, label_en=kind, required=False)
    admin_client.post("/en/contact/", {"date": "5 June 2026", "datetime": "5.6.2026 18:30"})
    FormSubmission.objects.update(submit_time=datetime(2026, 6, 5, 22, 30, 10, 5, tzinfo=UTC))
    (row,) = spreadsheet(admin_client, reverse("wagtailforms:list_submissions", args=[page.pk]))
    assert list(row.values()) == ["2026-06-05T22:30:10Z", "2026-06-05", "2026-06-05T18:30:00"]


def test_the_sheet_of_officers_and_that_of_searches_have_the_same_form(admin_client, content):
    officer = officer_of(content, last_login=datetime(2026, 6, 5, 22, 30, 10, 5, tzinfo=UTC))
    CityCheck.objects.create(city=content, checked_by=officer, checked_on=date(2026, 6, 4))
    (row,) = spreadsheet(admin_client, reverse("officers:report"))
    assert "2026-06-05T22:30:10Z" in row.values()
    assert "2026-06-04" in row.values()
    UnmatchedQuery.objects.create(query="nothing", language="en", last_day=date(2026, 6, 5))
    (row,) = spreadsheet(admin_client, reverse("unmatched_queries:report"))
    assert "2026-06-05" in row.values()


@pytest.mark.parametrize("name", ["site_history", "aging_pages", "locked_pages"])
def test_wagtails_own_reports_have_the_same_form(admin_client, admin_user, content, name):
    content.locked, content.locked_by = True, admin_user
    content.locked_at = datetime(2026, 6, 5, 22, 30, 10, 5, tzinfo=UTC)
    content.save_revision(user=admin_user, log_action=True)
    content.save()
    rows = spreadsheet(admin_client, reverse(f"wagtailadmin_reports:{name}"))
    assert rows
    written = [value for row in rows for value in row.values()]
    assert any(MOMENT.fullmatch(value) for value in written)
    assert not [value for value in written if OTHER.search(value)]


@pytest.mark.parametrize("name", ["cities", "statements", "pledges", "progress", "reports", "events"])
def test_the_open_data_have_the_same_form(client, content, name):
    text = client.get(f"/data/{name}.csv").getvalue().decode("utf-8-sig")
    assert not OTHER.search(text)
