"""The editor of each role: which fields it has and no more, and that all others keep their values."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from solidarity import languages
from solidarity.fields import column_names
from tests import factories
from tests.support.page_editor import edit_url, form_in, save_draft


def words(*names):
    """Return the names of the columns of some fields, in every language."""
    return {column for name in names for column in column_names(name)}


ALWAYS = {"comment_notifications"}
PICTURE = {"listing_image", "listing_image_decorative"}
SETTINGS = {"slug", "go_live_at", "expire_at"}
SEARCH = words("meta_title", "meta_description")
TEXT = words("introduction", "listing_image_alt", "body")
HEADING = words("heading")

STATEMENT = {
    "speaker",
    "in_office_from",
    "in_office_until",
    "language_given",
    "date",
    "date_precision",
    "video_url",
    "quote_original",
    "portrait",
    "portrait_consent",
    "approved_by",
    "approved_on",
}
STATEMENT_WORDS = words("office", "quote")
CITY = {"population", "population_year", "website", "topics", *PICTURE}
CITY_OF_STAFF = {"status", "joined_on", "joined_on_precision", "country", "latitude", "longitude"}
PLEDGE = {"pillar", "made_on", "made_on_precision", "due_on", "number", "unit", "letter", *PICTURE}
NEWS = {"date", "date_precision", "kind", "cities", "topics", "outlet", "source_url", "video_url", *PICTURE}

FIELDS = {
    ("statement", "officer"): STATEMENT_WORDS | STATEMENT,
    ("statement", "translator"): STATEMENT_WORDS | HEADING | TEXT | SEARCH,
    ("statement", "editor"): STATEMENT_WORDS | HEADING | TEXT | SEARCH | STATEMENT | PICTURE | SETTINGS,
    ("city", "officer"): TEXT | words("population_source") | CITY,
    ("city", "translator"): HEADING | TEXT | SEARCH | words("population_source"),
    ("city", "editor"): HEADING | TEXT | SEARCH | words("population_source") | CITY | CITY_OF_STAFF | SETTINGS,
    ("pledge", "officer"): HEADING | TEXT | words("addressees") | PLEDGE,
    ("pledge", "translator"): HEADING | TEXT | SEARCH | words("addressees", "withdrawal_reason"),
    ("pledge", "editor"): HEADING
    | TEXT
    | SEARCH
    | words("addressees", "withdrawal_reason")
    | PLEDGE
    | {"withdrawn_on"}
    | SETTINGS,
    ("news", "translator"): HEADING | TEXT | SEARCH | words("reprint_note"),
    ("news", "editor"): HEADING | TEXT | SEARCH | words("reprint_note") | NEWS | SETTINGS,
}
ROWS = {
    "key_figures": ({"value", "year", "ORDER", "DELETE"}, words("label", "source")),
    "signatories": ({"city", "share", "ORDER", "DELETE"}, set()),
    "progress": ({"date", "number", "completes", "evidence", "DELETE"}, words("note")),
}


@pytest.fixture
def made(site, athens):
    """Return a function that makes a page of a kind, with something in the fields that some role is not shown."""
    common = {"listing_image": factories.SiteImageFactory(), "listing_image_decorative": True}
    common |= {"meta_title_en": "For search engines", "heading_en": "Written by staff"}

    def city():
        facts = {"population": 664046, "population_year": 2011, "website": "https://athens.gr"}
        for name, value in {**common, **facts, "joined_on": date(2016, 1, 1)}.items():
            setattr(athens, name, value)
        factories.KeyFigureFactory(city=athens)
        athens.save_revision()
        return athens

    def pledge():
        page = factories.PledgePageFactory(parent=athens, number=300, unit="places", **common)
        return factories.PledgeProgressFactory(pledge=page, number=200).pledge

    kinds = {
        "city": city,
        "pledge": pledge,
        "statement": lambda: factories.MayorStatementPageFactory(parent=athens, **common),
        "news": lambda: factories.NewsPageFactory(parent=site.news, outlet="A newspaper", **common),
    }
    return lambda kind: kinds[kind]()


@pytest.fixture
def sign_in(client, people):
    def sign_in(role):
        client.force_login(getattr(people, role))
        return client

    return sign_in


def has_these_fields_and_no_more(response, kind, role):
    """Look at a form that was asked for."""
    form = response.context["form"]
    assert set(form.fields) - ALWAYS == FIELDS[kind, role]

    # A field that is in the form and not on the page would be emptied by each save.
    text = response.content.decode()
    inputs = set(re.findall(r'\bname="(\w+)"', text))
    bodies = {name for name in words("body") if f'id="{name}"' in text}
    assert set(form.fields) - ALWAYS - bodies == set(form.fields) & inputs - ALWAYS

    for relation in set(form.formsets) & set(ROWS):
        facts, translated = ROWS[relation]
        (row,) = form.formsets[relation].forms
        open_fields = {name for name, field in row.fields.items() if not field.disabled} - {"id"}
        assert open_fields == (translated if role == "translator" else facts | translated), relation


def test_an_officer_has_no_form_of_news(sign_in, made):
    assert sign_in("officer").get(edit_url(made("news"))).status_code == 302


VOLATILE = {"latest_revision_created_at", "draft_title", "has_unpublished_changes", "latest_revision", "sort_order"}


def content(page):
    """Return what the latest version of a page holds, with '' for nothing."""
    latest = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    return filled(latest.serializable_data())


def filled(data):
    return {
        name: [filled(row) if isinstance(row, dict) else row for row in value]
        if isinstance(value, list)
        else value or ""
        for name, value in data.items()
        if name not in VOLATILE
    }


FORGED = {
    "heading_en": "Forged",
    "meta_title_en": "Forged",
    "introduction_en": "Forged",
    "slug": "forged",
    "go_live_at": "2030-01-01 10:00",
    "listing_image": "",
    "speaker": "Forged",
    "approved_by": "Forged",
    "approved_on": "2020-01-01",
    "status": "former",
    "country": "DE",
    "joined_on": "2001-01-01",
    "population": "1",
    "website": "https://forged.example",
    "pillar": "advocacy",
    "number": "1",
    "withdrawn_on": "2021-01-01",
    "date": "2001-01-01",
    "outlet": "Forged",
    "cities": [],
    "owner": "1",
    "live": "",
    "title": "Forged",
    "first_published_at": "2001-01-01",
}


@pytest.mark.parametrize(("kind", "role"), FIELDS)
def test_a_role_has_these_fields_and_no_more_and_what_it_does_not_see_keeps_its_value(sign_in, made, kind, role):
    page, allowed = made(kind), FIELDS[kind, role]
    client = sign_in(role)
    shown = client.get(edit_url(page))
    has_these_fields_and_no_more(shown, kind, role)
    if role == "editor":  # who sees it all
        return
    before = content(page)
    forged = {name: value for name, value in FORGED.items() if name not in allowed}
    if role == "translator":
        forged |= {"key_figures-0-value": "Forged", "key_figures-0-DELETE": "on", "progress-0-number": "1"}
        forged |= {"progress-0-DELETE": "on", "signatories-0-DELETE": "on", "signatories-0-share": "1"}
    mine = "quote_en" if kind == "statement" else "introduction_en"

    response = client.post(edit_url(page), {**form_in(shown, page), **forged, mine: "Mine."})

    assert response.status_code == 302
    after = content(page)
    ignored = words("body")  # which the editor marks with keys of its own
    assert {name for name in before if before[name] != after[name] and name not in ignored} == {mine}
    assert after[mine] == "Mine."


def test_a_translator_translates_a_row_and_adds_none(sign_in, made):
    city = made("city")
    client = sign_in("translator")
    assert save_draft(client, edit_url(city), city, **{"key_figures-0-label_el": "χώρες"}).status_code == 302
    (figure,) = content(city)["key_figures"]
    assert (figure["label_el"], figure["value"]) == ("χώρες", "over 120")

    forged = {"key_figures-TOTAL_FORMS": "2", "key_figures-1-value": "9", "key_figures-1-label_en": "more"}
    save_draft(client, edit_url(city), city, **forged)
    assert len(content(city)["key_figures"]) == 1


def test_each_languages_field_says_its_language_and_direction(admin_client, athens):
    soup = BeautifulSoup(admin_client.get(edit_url(athens)).content, "lxml")
    for code in languages.codes():
        for name in ("heading", "introduction", "population_source"):
            field = soup.select_one(f"#id_{name}_{code}")
            assert (field["lang"], field["dir"]) == (code, "rtl" if code == "ar" else "ltr")
