"""How the files of the open data are asked for: what is sent anew, how it is compressed, and what is not there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from solidarity.models import SiteSettings
from tests import factories


def test_a_file_that_has_not_changed_is_not_sent_again(client, athens):
    athens.save_revision().publish()
    first = client.get("/data/cities.csv")
    first.getvalue()
    again = client.get("/data/cities.csv", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again["ETag"] == first["ETag"]
    assert again["Access-Control-Allow-Origin"] == "*"
    since = client.get("/data/cities.csv", headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304


def tag(client, name):
    return client.head(f"/data/{name}.csv")["ETag"]


def test_each_change_that_readers_see_gives_another_tag(client, site, athens):
    pledge = factories.PledgePageFactory(parent=site.pledges)
    factories.PledgeSignatoryFactory(pledge=pledge, city=athens)
    seen = {tag(client, "pledges")}

    def changed():
        known = len(seen)
        seen.add(tag(client, "pledges"))
        return len(seen) > known

    assert not changed()
    pledge.save_revision()  # a draft
    assert not changed()
    pledge.save_revision().publish()
    assert changed()
    athens.unpublish()
    assert changed()
    athens.save_revision().publish()
    assert changed()
    factories.PledgePageFactory(parent=site.pledges)
    assert changed()
    pledge.move(athens, pos="last-child")
    assert changed()
    pledge.refresh_from_db()
    pledge.delete()
    assert changed()
    settings = SiteSettings.for_site(site.site)
    settings.data_licence = "CC0-1.0"
    settings.save()
    assert changed()


def test_the_day_makes_another_file_of_what_is_derived_from_it(client, athens, monkeypatch):
    before = tag(client, "pledges"), tag(client, "cities")
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)
    assert tag(client, "pledges") != before[0]
    assert tag(client, "cities") == before[1]


@pytest.mark.parametrize("extension", ["csv", "json", "jsonl"])
def test_a_file_says_its_name_its_kind_and_that_all_may_read_it(client, athens, extension):
    response = client.get(f"/data/cities.{extension}")
    response.getvalue()
    assert response.streaming
    assert f'filename="solidarity-cities-cities.{extension}"' in response["Content-Disposition"]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "public" in response["Cache-Control"]
    assert 'rel="describedby"' in response["Link"]
    assert 'rel="license"' in response["Link"]
    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"


def test_a_file_is_compressed_while_it_is_sent(client, athens):
    response = client.get("/data/cities.csv", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert response.getvalue()[:2] == b"\x1f\x8b"


def test_who_asks_for_the_head_alone_gets_no_rows(client, athens):
    response = client.head("/data/cities.json")
    assert not response.streaming
    assert response["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("query", ["?language=xx", "?x=%00&y=%ff", "?" + "a" * 3000, "?format=../../etc", "?page=-1"])
def test_a_file_takes_no_questions(client, athens, query):
    response = client.get(f"/data/cities.csv{query}")
    assert response.status_code == 200
    assert b"athens" in response.getvalue()


@pytest.mark.parametrize("path", ["cities.xml", "city.csv", ".csv", "cities.csv/", "cities", "cities/", "%00.csv"])
def test_a_file_that_there_is_not_is_not_found(client, site, path):
    assert client.get(f"/data/{path}").status_code == 404


def test_the_bare_address_leads_to_the_data_page(client, site):
    assert client.get("/data/", headers={"accept-language": "el"})["Location"] == "/el/data/"


def test_a_file_cannot_be_written(client, site):
    assert client.post("/data/cities.csv").status_code == 405
