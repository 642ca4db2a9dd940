"""Searches that find nothing: words that are like those typed, ways on, and what staff learn of it."""

from datetime import timedelta
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from solidarity.models import UnmatchedQuery
from tests import factories
from tests.support.html_tree import as_shown

SEARCH = "/en/search/"


# Nothing found


def test_similar_words_are_offered(client, news):
    news("Accommodation in Thessaloniki")
    html = as_shown(client.get(SEARCH, {"q": "acommodation"}).content.decode())
    assert '<a href="?q=Accommodation">Accommodation</a>' in html
    assert '<a href="?q=Thessaloniki">' in as_shown(client.get(SEARCH, {"q": "Tessaloniki"}).content.decode())
    assert "?q=Acc" not in as_shown(client.get(SEARCH, {"q": "zzzzzz"}).content.decode())


def test_of_words_that_find_the_same_one_is_offered(client, news):
    news("Refugee children")
    news("What refugees say")
    html = as_shown(client.get(SEARCH, {"q": "refugeees"}).content.decode())
    offered = html.partition("Did you mean")[2].partition("</ul>")[0]
    assert offered.count("?q=") == 1


def test_similar_words_are_of_the_readers_language(client, news):
    news("Housing", heading_el="Στέγαση προσφύγων")
    assert quote("Στέγαση") in as_shown(client.get("/el/search/", {"q": "στεγασιη"}).content.decode())
    assert "?q=Housing" not in as_shown(client.get("/el/search/", {"q": "housig"}).content.decode())


def test_where_nothing_is_found_there_are_ways_on(client, site, news):
    news("Housing")
    factories.TopicFactory(name_en="Schools & work")
    for query in ({}, {"q": "zzzzzz"}):
        html = as_shown(client.get(SEARCH, query).content.decode())
        assert 'href="?q=Schools%20%26%20work"' in html
        assert ">News</a>" in html


# What was searched in vain


def misses():
    return list(UnmatchedQuery.objects.order_by("pk").values_list("query", "language", "count", "last_day"))


def test_what_is_not_found_is_remembered_without_who_asked(client, site, news):
    news("Housing")
    for query in ("Zürich Ämter", "zurich amter", "housing"):
        client.get(SEARCH, {"q": query})
    client.get("/de/search/", {"q": "zurich amter"})
    today = timezone.localdate()
    assert misses() == [("zurich amter", "en", 2, today), ("zurich amter", "de", 1, today)]
    assert {field.name for field in UnmatchedQuery._meta.fields} == {"id", "query", "language", "count", "last_day"}


def test_hits_that_a_filter_leaves_out_are_no_miss(client, news):
    news("Housing")
    client.get(SEARCH, {"q": "housing", "kind": "city"})
    assert misses() == []


@pytest.mark.parametrize(
    "typed",
    ["maria@example.org", "maria (at) x@y", "+32 2 123 45 67", "AB1234567", "x" * 150 + " y", "long " * 30, '"*'],
)
def test_what_may_be_personal_or_is_no_question_is_not_remembered(site, typed):
    UnmatchedQuery.objects.note(typed, "en")
    assert misses() == []


def test_years_and_short_numbers_are_remembered(site):
    UnmatchedQuery.objects.note("summit 2017", "en")
    assert [query for query, *_rest in misses()] == ["summit 2017"]


def test_there_is_room_for_so_many_and_the_rarest_makes_way(site, monkeypatch):
    monkeypatch.setattr(UnmatchedQuery, "MOST", 2)
    for query in ("often", "often", "once", "new"):
        UnmatchedQuery.objects.note(query, "en")
    assert [query for query, *_rest in misses()] == ["often", "new"]


def test_robots_write_no_more_than_so_much_a_minute(site, monkeypatch):
    monkeypatch.setattr(UnmatchedQuery, "A_MINUTE", 3)
    for number in range(10):
        UnmatchedQuery.objects.note(f"query{number}", "en")
    assert len(misses()) == 3


def test_misses_are_forgotten_after_a_year(site):
    today = timezone.localdate()
    for query, day in (("kept", today - timedelta(days=365)), ("old", today - timedelta(days=366))):
        UnmatchedQuery.objects.note(query, "en", today=day)
    out = StringIO()
    call_command("delete_old_searches", stdout=out)
    assert [query for query, *_rest in misses()] == ["kept"]
    assert out.getvalue() == "1 searches forgotten.\n"


@pytest.mark.parametrize("view", ["report", "report_results"])
def test_staff_see_what_was_not_found_and_officers_do_not(client, site, editor, officer, view):
    UnmatchedQuery.objects.note("zurich", "de")
    client.force_login(editor)
    response = client.get(reverse(f"unmatched_queries:{view}"), {"ordering": "query", "language": "de"})
    assert "zurich" in as_shown(response.content.decode())
    assert "Deutsch" in as_shown(response.content.decode())
    assert "1 search without a hit" in as_shown(response.content.decode())
    client.force_login(officer)
    assert client.get(reverse(f"unmatched_queries:{view}")).status_code == 302


def test_staff_take_it_away_as_a_sheet(client, site, editor):
    UnmatchedQuery.objects.note("zurich", "de")
    client.force_login(editor)
    spreadsheet = b"".join(
        client.get(reverse("unmatched_queries:report"), {"export": "csv"}).streaming_content
    ).decode()
    assert spreadsheet.splitlines()[1].startswith("zurich,de,1,")
