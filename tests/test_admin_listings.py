"""What staff find in the admin: listings of each kind of page, who sees them, their filters, and the menu."""

import csv
import io
from datetime import date
from itertools import product

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.admin.menu import admin_menu
from wagtail.models import Page

from cities.models import CityPage, MayorStatementPage
from demo.loader import without_indexing
from solidarity import languages
from solidarity.querysets import with_languages, written_in
from tests import factories
from tests.support.listings import listing, queries, queries_and_titles, shown, titles_in

LISTINGS = ["cities", "statements", "pledges", "projects", "news", "reports", "events", "visits"]
REPORTS = ["scheduled", "expiring", "links_down", "outdated-leaders"]


def make(name, site, city):
    """Make a page for a listing, about a city."""
    return {
        "cities": lambda: factories.CityPageFactory(parent=site.cities),
        "statements": lambda: factories.MayorStatementPageFactory(parent=city),
        "pledges": lambda: (
            factories.PledgeSignatoryFactory(pledge=factories.PledgePageFactory(parent=site.pledges), city=city).pledge
        ),
        "projects": lambda: factories.ProjectPageFactory(parent=site.projects, cities=[city]),
        "news": lambda: factories.NewsPageFactory(parent=site.news, cities=[city]),
        "reports": lambda: factories.ReportPageFactory(parent=site.reports, cities=[city]),
        "events": lambda: factories.EventPageFactory(parent=site.events, cities=[city]),
        "visits": lambda: factories.MentoringVisitPageFactory(parent=site.events, host_city=city, mentor_cities=[city]),
    }[name]()


def results_of(name):
    """Return the URL of a listing without what stands around it, as its script asks for it."""
    return reverse(f"list_{name}:index_results")


# Who sees what


@pytest.mark.parametrize("name", LISTINGS)
def test_staff_and_translators_see_drafts_of_every_city(client, site, athens, people, name):
    with without_indexing():
        page = make(name, site, athens)
    Page.objects.filter(pk=page.pk).update(live=False)
    for user in (people.editor, people.translator):
        client.force_login(user)
        assert page.title in shown(client, name)


@pytest.mark.parametrize("name", LISTINGS + REPORTS)
@pytest.mark.parametrize("view", ["index", "index_results"])
def test_an_officer_is_sent_away_from_listings(client, people, name, view):
    client.force_login(people.officer)
    response = client.get(reverse(f"list_{name}:{view}"))
    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))


def test_an_officer_who_asks_for_a_sheet_gets_none(client, people):
    client.force_login(people.officer)
    assert client.get(listing("cities"), {"export": "csv"}).status_code == 302


def test_a_translator_adds_nothing_and_an_editor_does(client, people):
    add = reverse("list_statements:choose_parent")
    client.force_login(people.translator)
    assert add not in client.get(listing("statements")).content.decode()
    client.force_login(people.editor)
    assert add in client.get(listing("statements")).content.decode()


def test_the_menu_speaks_of_what_staff_work_on(client, people):
    def labels(user):
        client.force_login(user)
        request = client.get(reverse("wagtailadmin_home")).wsgi_request
        return [str(item.label) for item in sorted(admin_menu.menu_items_for_request(request), key=lambda i: i.order)]

    ours = ["Cities", "Statements", "Pledges", "Projects", "News", "Reports", "Events"]
    seen = labels(people.editor)
    assert seen[:7] == ours
    rest = [label for label in seen[7:] if label != "Forms"]
    assert rest == ["Pages", "Images", "Documents", "Overviews", "Topics", "Settings", "Help"]
    assert labels(people.translator)[:7] == ours
    assert not set(labels(people.officer)) & set(ours)


def test_visits_stand_under_events(people):
    events = next(item for item in admin_menu.registered_menu_items if str(item.label) == "Events")
    assert [str(item.label) for item in events.menu.registered_menu_items] == ["Events", "Mentoring visits"]


# What the listings show


def test_the_database_knows_in_which_languages_a_page_is_written(site):
    text = factories.body("Κείμενο")
    empty = {"body_en": None}
    for fields in (
        {},
        {"heading_el": "Μια πόλη"},
        {"heading_el": "Μια πόλη", "body_el": text},
        {"body_el": text},
        {"heading_el": "Μια πόλη", **empty},
        {"heading_el": "Μια πόλη", "body_el": "[]", "body_en": "[]"},
        {"heading_el": "", "heading_de": "Eine Stadt", "body_de": text, **empty},
    ):
        factories.CityPageFactory(parent=site.cities, **fields)
    pages = list(CityPage.objects.all())
    assert len({tuple(page.available_languages) for page in pages}) >= 3, "the cases are too much alike"
    for code in languages.codes():
        asked = set(CityPage.objects.filter(written_in(CityPage, code)))
        assert asked == {page for page in pages if code in page.available_languages}, code
    for page in with_languages(CityPage.objects.all()):
        assert page.languages_written.split() == page.available_languages, page.available_languages


def test_the_database_knows_so_of_pages_with_two_texts(athens):
    # A statement is written where its heading, its text and its quotation are, as far as it has them.
    for number, (body, quote) in enumerate(product(["", "en", "el", "en el"], repeat=2)):
        fields = {f"body_{code}": factories.body() if code in body.split() else None for code in ("en", "el")}
        fields |= {f"quote_{code}": "Words" if code in quote.split() else "" for code in ("en", "el")}
        factories.MayorStatementPageFactory(parent=athens, heading_el="Λόγια", slug=f"words-{number}", **fields)
    pages = list(with_languages(MayorStatementPage.objects.all()))
    assert {page.languages_written for page in pages} == {"", "en", "el", "en el"}
    for page in pages:
        assert page.languages_written.split() == page.available_languages, page.slug
    for code in ("en", "el", "de"):
        asked = set(MayorStatementPage.objects.filter(written_in(MayorStatementPage, code)))
        assert asked == {page for page in pages if code in page.available_languages}, code


def test_a_row_names_its_languages_for_those_who_cannot_see_the_codes(editor_client, site):
    factories.CityPageFactory(parent=site.cities, heading_el="Πόλη", body_el=factories.body())
    soup = BeautifulSoup(editor_client.get(listing("cities")).content, "lxml")
    rows = [
        [(tag.select_one("[aria-hidden]").text, tag.select_one("[lang]").text) for tag in cell.select("[title]")]
        for cell in soup.select("td.written-in")
    ]
    assert [("en", "English"), ("el", "Ελληνικά")] in rows


def test_many_cities_are_named_in_short(editor_client, site):
    project = factories.ProjectPageFactory(parent=site.projects)
    project.cities.set([factories.CityPageFactory(parent=site.cities, heading_en=f"Town {n}") for n in range(6)])
    project.save()
    text = " ".join(BeautifulSoup(editor_client.get(listing("projects")).content, "lxml").text.split())
    assert "Town 0, Town 1, Town 2 and 3 more" in text


@pytest.mark.parametrize("name", LISTINGS)
def test_the_number_of_queries_does_not_grow_with_the_rows(editor_client, site, athens, name):
    with without_indexing():
        for _ in range(3):
            make(name, site, athens)
        editor_client.get(listing(name))  # content types and the like are asked for once
        few = queries(editor_client, listing(name))
        for _ in range(12):
            make(name, site, athens)
    many, titles = queries_and_titles(editor_client, listing(name))
    assert len(titles) >= 15
    assert many == few


@pytest.mark.parametrize("name", LISTINGS)
def test_a_sheet_holds_what_the_listing_shows(editor_client, site, athens, name):
    page = make(name, site, athens)
    response = editor_client.get(listing(name), {"export": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    row = next(row for row in rows if row["Title"] == page.title)
    assert (row["Languages"], row["State"]) == ("en", "live")
    assert editor_client.get(listing(name), {"export": "xlsx"}).status_code == 200


def test_pages_without_a_date_come_last_either_way(editor_client, athens):
    for heading, day in [("Old", date(2015, 1, 1)), ("None", None), ("New", date(2020, 1, 1))]:
        factories.MayorStatementPageFactory(parent=athens, heading_en=heading, date=day)
    assert shown(editor_client, "statements") == ["New", "Old", "None"]
    assert shown(editor_client, "statements", ordering="date") == ["Old", "New", "None"]


def test_an_empty_listing_says_so(editor_client):
    assert "There are no pledges to display." in editor_client.get(listing("pledges")).content.decode()


# Filters


def test_cities_are_found_by_country_and_status(editor_client, site, athens):
    factories.CityPageFactory(parent=site.cities, heading_en="Ghent", country="BE", status="supporter")
    assert shown(editor_client, "cities", country="BE") == ["Ghent"]
    assert shown(editor_client, "cities", status="member") == ["Athens"]


@pytest.mark.parametrize("name", [name for name in LISTINGS if name != "cities"])
def test_pages_are_found_by_city_and_year(editor_client, site, athens, name):
    with without_indexing():
        ghent = factories.CityPageFactory(parent=site.cities, heading_en="Ghent")
        of_athens, of_ghent = make(name, site, athens), make(name, site, ghent)
    response = editor_client.get(listing(name), {"city": athens.pk})
    assert titles_in(response) == [of_athens.title]
    year = {"pledges": 2020, "reports": 2016}.get(name, 2017)
    assert f'value="{year}"' in response.content.decode()  # to choose from
    assert set(shown(editor_client, name, year=year)) == {of_athens.title, of_ghent.title}


def test_pages_are_found_by_what_marks_their_kind(editor_client, site, athens):
    factories.PledgePageFactory(parent=site.pledges, heading_en="Advice", pillar="advocacy")
    factories.PledgePageFactory(parent=site.pledges, heading_en="Late", due_on=date(2020, 6, 1))
    factories.NewsPageFactory(parent=site.news, heading_en="A film", kind="film")
    factories.NewsPageFactory(parent=site.news, heading_en="A story", kind="story")
    factories.ReportPageFactory(parent=site.reports, heading_en="A letter", document_type="letter")
    factories.EventPageFactory(parent=site.events, heading_en="Off", status="cancelled")
    assert shown(editor_client, "pledges", pillar="advocacy") == ["Advice"]
    assert shown(editor_client, "pledges", status="lapsed") == ["Late"]
    assert shown(editor_client, "news", kind="film") == ["A film"]
    assert shown(editor_client, "reports", document_type="toolkit") == []
    assert shown(editor_client, "events", status="cancelled") == ["Off"]


def test_statements_without_sign_off_are_found(editor_client, athens):
    factories.MayorStatementPageFactory(parent=athens, heading_en="Unsigned")
    factories.MayorStatementPageFactory(
        parent=athens, heading_en="Signed", approved_by="The office", approved_on=date(2020, 1, 1)
    )
    assert shown(editor_client, "statements", sign_off="missing") == ["Unsigned"]


def test_pages_are_found_by_state(editor_client, site):
    factories.NewsPageFactory(parent=site.news, heading_en="Out")
    factories.NewsPageFactory(parent=site.news, heading_en="In", live=False)
    factories.NewsPageFactory(parent=site.news, heading_en="Changed", has_unpublished_changes=True)
    assert set(shown(editor_client, "news", state="live")) == {"Out", "Changed"}
    assert shown(editor_client, "news", state="changed") == ["Changed"]
    assert shown(editor_client, "news", state="draft") == ["In"]


def test_pages_that_lack_a_language_are_found(editor_client, site):
    factories.NewsPageFactory(parent=site.news, heading_en="Only English")
    factories.NewsPageFactory(parent=site.news, heading_en="Both", heading_el="Και τα δύο", body_el=factories.body())
    factories.NewsPageFactory(parent=site.news, heading_en="Half", heading_el="Μισό")
    assert set(shown(editor_client, "news", missing_in="el")) == {"Only English", "Half"}
    assert shown(editor_client, "news", missing_in="en") == []


@pytest.mark.parametrize("name", LISTINGS)
def test_one_can_search_and_filter_at_once(editor_client, site, athens, name):
    page = make(name, site, athens)
    page.heading_en = "Zanzibar"
    page.save()
    chosen = {"q": "zanzi", "state": "live", "missing_in": "ar"}
    if name != "cities":
        chosen["city"] = athens.pk
    assert shown(editor_client, name, **chosen) == ["Zanzibar"]
    assert shown(editor_client, name, **{**chosen, "state": "draft"}) == []


@pytest.mark.parametrize("name", LISTINGS + REPORTS)
def test_nonsense_in_the_address_does_no_harm(editor_client, name):
    chosen = {"city": "x", "year": "x", "state": "x", "missing_in": "xx", "ordering": "password", "p": "x"}
    assert editor_client.get(listing(name), chosen).status_code == 200
    for words in ['"', "' % \\ ( *", "AND", "a OR", 'Ghent"']:
        assert editor_client.get(results_of(name), {"q": words}).status_code == 200
