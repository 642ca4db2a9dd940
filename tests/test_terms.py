"""Terms of office: one person may have had several, and another person of the same name speaks for another city."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cities.models import MayorStatementPage, OtherTerm, Term
from cities.models.terms import in_order, in_words, is_former
from tests import factories
from tests.support.page_editor import add_url, errors_of, publish

TODAY = date(2026, 6, 1)
GONE, BACK, SOON = Term(date(2007, 1, 1), date(2014, 8, 31)), Term(date(2023, 9, 1), None), Term(date(2027, 1, 1), None)


@pytest.mark.parametrize(
    ("terms", "former", "words"),
    [
        ([], False, ""),
        ([GONE], True, "2007–2014"),
        ([BACK, GONE], False, "2007–2014, since 2023"),
        ([GONE, Term(date(2017, 1, 1), date(2019, 1, 1))], True, "2007–2014, 2017–2019"),
        ([GONE, Term(date(2023, 1, 1), TODAY)], False, "2007–2014, since 2023"),
        ([GONE, SOON], True, "2007–2014, from 2027"),
        ([Term(None, date(2001, 1, 1)), GONE], True, "until 2001, 2007–2014"),
        ([GONE, Term(GONE.first, None)], True, "2007–2014"),
        ([GONE, Term(None, GONE.last)], True, "2007–2014"),
        ([GONE, GONE], True, "2007–2014"),
    ],
)
def test_terms_are_told_in_their_order_and_the_last_one_decides(terms, former, words):
    ordered = in_order([*terms, Term(None, None)])
    assert (is_former(ordered, TODAY), in_words(ordered, TODAY)) == (former, words)


def test_a_mayor_who_is_back_is_in_office_everywhere(client, site, athens):
    statement = factories.MayorStatementPageFactory(
        parent=athens, speaker="Anna Back", in_office_from=GONE.first, in_office_until=GONE.last
    )
    OtherTerm.objects.create(statement=statement, first_day=BACK.first)
    factories.CityPageFactory(parent=site.cities, heading_en="Berlin")
    html = client.get(statement.url).content.decode()
    assert "2007–2014, since 2023" in html
    assert "no longer in office" not in html
    assert '"startDate":"2023"' in html
    assert "2007–2014, since 2023" in client.get(athens.url).content.decode()
    [column, _berlin] = client.get("/en/cities/compare/?city=athens&city=berlin").context["comparison"].columns
    assert [one.speaker for one in column.in_office] == ["Anna Back"]
    [row] = json.loads(client.get("/data/statements.json").getvalue())["rows"]
    assert row["other_terms"] == ["2023-09-01/.."]
    api = client.get(f"/api/v2/pages/{statement.pk}/").json()
    assert api["other_terms"] == [{"first": "2023-09-01", "last": None}]


def test_another_statement_of_the_same_person_tells_of_the_later_term(client, site, athens):
    berlin = factories.CityPageFactory(parent=site.cities, heading_en="Berlin")
    old = factories.MayorStatementPageFactory(
        parent=athens, speaker="Anna Back", in_office_from=GONE.first, in_office_until=GONE.last
    )
    for city, speaker in ((berlin, "Anna Back"), (athens, "Ben Other")):
        factories.MayorStatementPageFactory(parent=city, speaker=speaker, in_office_from=BACK.first)
    assert "no longer in office" in client.get(old.url).content.decode(), "those are other people"
    factories.MayorStatementPageFactory(parent=athens, speaker="ANNA Back", in_office_from=BACK.first)
    html = client.get(old.url).content.decode()
    assert "no longer in office" not in html
    assert "2007–2014, since 2023" in html


def other_terms(*days):
    """Return what the form sends for other terms, given pairs of first and last day."""
    rows = [{"first_day": first, "last_day": last} for first, last in days]
    return nested_form_data({"other_terms": inline_formset(rows)})


def test_several_terms_are_typed_in_the_form(admin_client, athens):
    url = add_url(athens, MayorStatementPage)
    typed = {"speaker": "Anna Back", "office_en": "mayor", "heading_en": "Anna", "slug": "anna"}
    typed["in_office_from"] = "2007-01-01"
    wrong = other_terms(("2023-09-01", "2022-01-01"), ("", ""))
    response = publish(admin_client, url, MayorStatementPage, **typed, in_office_until="2014-08-31", **wrong)
    errors_of(response)
    rows = response.context["form"].formsets["other_terms"].forms
    assert [list(row.errors) for row in rows] == [["last_day"], ["first_day"]]
    right = other_terms(("2023-09-01", ""))
    response = publish(admin_client, url, MayorStatementPage, **typed, in_office_until="2014-08-31", **right)
    assert response.status_code == 302, errors_of(response)
    assert MayorStatementPage.objects.get(speaker="Anna Back").term == "2007–2014, since 2023"


def test_a_later_term_without_end_may_be_outdated_and_one_that_is_young_is_not(athens):
    today = timezone.localdate()
    ended = {"in_office_from": date(1990, 1, 1), "in_office_until": date(1999, 1, 1)}
    old, young, over = (
        factories.MayorStatementPageFactory(parent=athens, speaker=name, **ended) for name in ("Old", "Young", "Over")
    )
    OtherTerm.objects.create(statement=old, first_day=today - timedelta(days=366 * 6))
    OtherTerm.objects.create(statement=young, first_day=today - timedelta(days=366 * 4))
    OtherTerm.objects.create(statement=over, first_day=date(2001, 1, 1), last_day=date(2005, 1, 1))
    assert list(MayorStatementPage.objects.perhaps_outdated()) == [old]
    assert old.in_office_since == today - timedelta(days=366 * 6), "not the day on which a term began that is over"
    assert over.in_office_since is None
    assert over.left_on == date(2005, 1, 1)
