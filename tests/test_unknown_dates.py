"""A page whose date nobody knows: that is asked before publication, said to readers, last in lists, and counted."""

import csv
from datetime import date
from io import StringIO

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cities.charts import PledgeCharts
from cities.models import PledgePage
from news.models import NewsPage, ReportPage
from solidarity.models import SearchEntry
from solidarity.search import indexing as rows
from tests import factories
from tests.support.page_editor import add_url, errors_of, publish, save_draft, shown_form


class Kind:
    """A kind of page whose date may not be known."""

    def __init__(self, model, factory, parent, date, precision):
        self.model, self.factory, self.parent = model, factory, parent
        self.date, self.precision = date, precision

    def make(self, site, heading, day=None, precision="none", **fields):
        dates = {self.date: day, self.precision: "day" if day else precision}
        return self.factory(parent=getattr(site, self.parent), heading_en=heading, **dates, **fields)

    def typed(self, **changes):
        own = {"pillar": "reception"} if self.model is PledgePage else {}
        return {"heading_en": "Of old", "slug": "of-old", **own, **changes}


NEWS = Kind(NewsPage, factories.NewsPageFactory, "news", "date", "date_precision")
REPORT = Kind(ReportPage, factories.ReportPageFactory, "reports", "published_on", "date_precision")
PLEDGE = Kind(PledgePage, factories.PledgePageFactory, "pledges", "made_on", "made_on_precision")
KINDS = pytest.mark.parametrize("kind", [NEWS, REPORT, PLEDGE], ids=["news", "report", "pledge"])


@KINDS
def test_the_date_is_asked_for_before_publication_and_not_before(admin_client, site, kind):
    url = add_url(getattr(site, kind.parent), kind.model)
    assert shown_form(admin_client, url, kind.model)[kind.date] == ""
    response = publish(admin_client, url, kind.model, **kind.typed())
    assert list(errors_of(response)) == [kind.date]
    both = {kind.date: "5.6.2027", kind.precision: "none"}
    assert list(errors_of(publish(admin_client, url, kind.model, **kind.typed(**both)))) == [kind.precision]
    assert not kind.model.objects.exists()
    assert save_draft(admin_client, url, kind.model, **kind.typed()).status_code == 302
    assert getattr(kind.model.objects.get(), kind.date) is None


@KINDS
def test_it_may_be_said_that_nobody_knows_it(admin_client, client, site, kind):
    url = add_url(getattr(site, kind.parent), kind.model)
    sent = kind.typed(**{kind.precision: "none"})
    assert publish(admin_client, url, kind.model, **sent).status_code == 302
    page = kind.model.objects.get()
    assert page.live
    assert getattr(page, kind.date) is None
    for language, words in (("en", "date not known"), ("de", "Datum unbekannt"), ("ar", "التاريخ غير معروف")):
        text = client.get(f"/{language}/{kind.parent}/of-old/").content.decode()
        assert words in text
        assert 'datetime=""' not in text
        assert 'datePublished":""' not in text
    assert kind.model.objects.first().subject_date.day is None


@KINDS
def test_no_other_way_to_publication_passes_by_the_question(admin_client, site, kind):
    page = kind.make(site, "Draft", date(2015, 1, 1), live=False)
    setattr(page, kind.date, None)
    page.save_revision(clean=False)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = admin_client.post(f"{url}?id={page.pk}&next={reverse('wagtailadmin_home')}", follow=True)
    assert "Give the date or, beside it" in response.content.decode()
    assert not kind.model.objects.get().live


@KINDS
def test_a_model_without_a_date_is_no_page_for_readers(site, kind):
    with pytest.raises(ValidationError) as refused:
        kind.make(site, "Undated", precision="day")
    assert list(refused.value.message_dict) == [kind.date]


@KINDS
def test_those_of_unknown_date_stand_last_and_are_counted_among_themselves(client, site, kind):
    kind.make(site, "Unknown")
    kind.make(site, "Older", date(2015, 1, 1))
    kind.make(site, "Newer", date(2019, 1, 1))
    listed = [page.heading for page in kind.model.objects.newest_first()]
    assert listed == ["Newer", "Older", "Unknown"]
    assert kind.model.objects.all().years() == [2019, 2015, None]
    page = BeautifulSoup(client.get(f"/en/{kind.parent}/").content, "lxml")
    years = {option["value"]: option.text.strip() for option in page.select("select[name=year] option")}
    assert years["unknown"] == "Not known (1)"
    assert list(years) == ["", "2019", "2015", "unknown"]
    page = BeautifulSoup(client.get(f"/en/{kind.parent}/?year=unknown").content, "lxml")
    assert [row.text.strip() for row in page.select(".row-title")] == ["Unknown"]
    page = BeautifulSoup(client.get(f"/en/{kind.parent}/?year=2019").content, "lxml")
    assert [row.text.strip() for row in page.select(".row-title")] == ["Newer"]


@KINDS
def test_nobody_is_offered_a_year_that_is_not_known_where_all_are(client, site, kind):
    kind.make(site, "Known", date(2015, 1, 1))
    kind.make(site, "Known too", date(2016, 1, 1))
    page = BeautifulSoup(client.get(f"/en/{kind.parent}/").content, "lxml")
    assert [option["value"] for option in page.select("select[name=year] option")] == ["", "2016", "2015"]


@KINDS
def test_staff_find_and_sort_them(admin_client, site, kind):
    kind.make(site, "Unknown")
    kind.make(site, "Known", date(2015, 1, 1))
    name = {"news": "news", "reports": "reports", "pledges": "pledges"}[kind.parent]
    for ordering in (kind.date, f"-{kind.date}"):
        text = admin_client.get(reverse(f"list_{name}:index"), {"ordering": ordering}).content.decode()
        assert text.rindex("Known") < text.rindex("Unknown")
    found = admin_client.get(reverse(f"list_{name}:index"), {"year": "unknown"})
    assert [page.heading for page in found.context["object_list"]] == ["Unknown"]
    found = admin_client.get(reverse(f"list_{name}:index"), {"year": "2015"})
    assert [page.heading for page in found.context["object_list"]] == ["Known"]


@KINDS
def test_machines_are_told_no_date(client, site, kind):
    page = kind.make(site, "Unknown", slug="unknown", first_published_at=timezone.now())
    app, model = kind.model._meta.app_label, kind.model.__name__
    told = client.get(f"/api/v2/pages/{page.pk}/").json()
    assert told[kind.date] is None, (app, model)
    listed = client.get("/api/v2/pages/", {"type": f"{app}.{model}", "fields": kind.date})
    assert listed.status_code == 200
    feed = feedparser.parse(client.get(f"/en/feeds/{kind.parent}.atom").content)
    assert [entry.title for entry in feed.entries] == ["Unknown"]  # as of the day it came online
    for language in ("en", "el"):
        assert client.get(f"/{language}/{kind.parent}/unknown/").status_code == 200
    rows.refresh([page.pk])
    assert SearchEntry.objects.filter(page=page, date__isnull=True).count() == 8
    assert client.get("/en/search/?q=Unknown").status_code == 200


@pytest.mark.parametrize(("kind", "column"), [(REPORT, "published_on"), (PLEDGE, "made_on")], ids=["report", "pledge"])
def test_open_data_leave_it_empty_and_last(client, site, kind, column):
    kind.make(site, "Unknown")
    kind.make(site, "In part", date(2015, 1, 1))
    kind.model.objects.filter(title="In part").update(**{kind.precision: "year"})
    kind.make(site, "Known", date(2019, 3, 2))
    spreadsheet = csv.DictReader(StringIO(client.get(f"/data/{kind.parent}.csv").getvalue().decode("utf-8-sig")))
    assert [row[column] for row in spreadsheet] == ["2015", "2019-03-02", ""]


def test_charts_count_pledges_of_unknown_date_in_a_row_of_their_own(client, site):
    for number, day in enumerate([date(2015, 1, 1), date(2017, 1, 1), None]):
        PLEDGE.make(site, f"Pledge {number}", day, number=10 * (number + 1), unit="homes")
    charts = PledgeCharts(PledgePage.objects.live())
    by_year = charts.counts[1]
    assert [(row.label, row.length) for row in by_year.rows] == [
        ("2015", 1),
        ("2016", 0),
        ("2017", 1),
        ("Not known", 1),
    ]
    assert [row.label for row in charts.units[0]["charts"][1].rows] == ["2015", "2016", "2017", "Not known"]
    assert "Not known" in client.get("/en/pledges/").content.decode()


def test_charts_of_nothing_but_pledges_of_unknown_date(client, site):
    PLEDGE.make(site, "Pledge", number=10, unit="homes")
    assert client.get("/en/pledges/").status_code == 200


def test_news_without_a_date_does_not_lead_the_front_page(client, site):
    NEWS.make(site, "Dated", date(2015, 1, 1))
    NEWS.make(site, "Undated")
    page = BeautifulSoup(client.get("/en/").content, "lxml")
    assert page.select_one(".lead-row .row-title").text.strip() == "Dated"
