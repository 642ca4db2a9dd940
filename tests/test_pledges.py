"""Pledges: whose they are, how their status follows from dates and reports, and that a joint number counts once."""

import re
from datetime import date, timedelta
from itertools import product

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from wagtail.models import Page

from cities.models import CityPage, PledgePage, PledgeProgress, unit_name
from cities.templatetags.city_tags import pledges_in_numbers
from solidarity.dates import format_day
from tests import factories
from tests.support.html_tree import as_shown

TODAY = date(2020, 6, 15)
EARLIER, YESTERDAY, TOMORROW = (TODAY + timedelta(days=days) for days in (-30, -1, 1))
# What may be reported: a day, a number, and whether it completes the pledge.
REPORTS = [
    (),
    ((TODAY, None, False),),
    ((TODAY, None, True),),
    ((TOMORROW, None, True),),
    ((TODAY, 99, False),),
    ((YESTERDAY, 100, False),),
    ((TOMORROW, 100, False),),
    ((YESTERDAY, 100, False), (TODAY, 99, False)),
    ((TODAY, 99, False), (TODAY, 100, False)),
    ((YESTERDAY, 100, False), (TODAY, None, False)),
    ((YESTERDAY, 0, False), (TODAY, None, True)),
    ((EARLIER, 100, False), (YESTERDAY, 90, False), (TODAY, 100, False)),
    ((EARLIER, 100, False), (YESTERDAY, 101, False), (TODAY, None, False)),
    ((EARLIER, 90, False), (YESTERDAY, 100, False), (TODAY, 90, False)),
    ((EARLIER, None, True), (YESTERDAY, 90, False)),
    ((EARLIER, 100, False), (YESTERDAY, 90, False), (TODAY, None, True)),
    ((EARLIER, 100, False), (TODAY, None, True)),
    ((TODAY, 100, False), (TODAY, 90, False)),
    ((TODAY, 90, False), (TODAY, 100, False)),
]


def expected(number, due_on, withdrawn_on, reports):
    """Say the rules once more, as the field says them: the status, and the day that its reason names, or None."""
    known = [report for report in reports if report[0] <= TODAY]
    numbers = [reached for _day, reached, _completes in known if reached is not None]
    if withdrawn_on in (YESTERDAY, TODAY):
        return "withdrawn", withdrawn_on
    if any(completes for _day, _reached, completes in known) or (number and numbers and numbers[-1] >= number):
        return "fulfilled", fulfilled_since(number, known)
    if due_on == YESTERDAY:
        return "lapsed", due_on
    return ("under_way", known[-1][0]) if known else ("open", None)


def fulfilled_since(number, reports):
    """Return the day of the first report from which on, report by report, the pledge is fulfilled to the end."""
    for at, (day, _reached, _completes) in enumerate(reports):
        after = [expected_fulfilment(number, reports[: end + 1]) for end in range(at, len(reports))]
        if all(after):
            return day
    return None


def expected_fulfilment(number, reports):
    """Tell whether the reports up to one say that a pledge is fulfilled."""
    numbers = [reached for _day, reached, _completes in reports if reached is not None]
    return any(completes for *_, completes in reports) or bool(number and numbers and numbers[-1] >= number)


def pledges_of(index, cases):
    """Make a pledge for each case, past what saving a page does, which hundreds of them need not wait for."""
    kind = ContentType.objects.get_for_model(PledgePage)
    for at, (number, due_on, withdrawn_on, reports) in enumerate(cases, start=1):
        place = {"path": f"{index.path}{at:04d}", "depth": index.depth + 1, "slug": f"pledge-{at}"}
        page = Page(**place, title="A pledge", content_type=kind, locale_id=index.locale_id)
        page.save_base(raw=True)
        pledge = PledgePage(page_ptr=page, pillar="reception", made_on=date(2020, 1, 1))
        pledge.number, pledge.unit = number, "places" if number else ""
        pledge.due_on, pledge.withdrawn_on = due_on, withdrawn_on
        pledge.save_base(raw=True)
        PledgeProgress.objects.bulk_create(
            PledgeProgress(pledge_id=pledge.pk, date=day, number=reached, completes=completes)
            for day, reached, completes in reports
        )
        yield pledge.pk


def test_the_model_and_the_database_agree_on_every_status(site):
    days = (None, YESTERDAY, TODAY, TOMORROW)
    combinations = list(product((None, 0, 100), days, days, REPORTS))
    cases = dict(zip(pledges_of(site.pledges, combinations), combinations, strict=True))

    pledges = {pledge.pk: pledge for pledge in PledgePage.objects.prefetch_related("progress")}
    by_model = {pk: str(pledge.status_on(TODAY)) for pk, pledge in pledges.items()}
    by_database = {
        pk: status
        for status in PledgePage.Status.values
        for pk in PledgePage.objects.with_status(status, TODAY).values_list("pk", flat=True)
    }
    for pk, case in cases.items():
        status, day = expected(*case)
        assert by_model[pk] == status, case
        assert by_database[pk] == by_model[pk], case
        reason = pledges[pk].standing_on(TODAY).reason
        assert (format_day(day) in reason) if day else not re.search(r"\d", reason), (case, reason)
    assert dict(PledgePage.objects.with_state(TODAY).values_list("pk", "state")) == by_model
    assert set(by_model.values()) == set(PledgePage.Status.values), "every status was tried"
    answers = sum(PledgePage.objects.with_status(status, TODAY).count() for status in PledgePage.Status.values)
    assert answers == len(cases), "each pledge has one status"


REASONS = {
    "100, 90, 100": ([(EARLIER, 100), (YESTERDAY, 90), (TODAY, 100)], TODAY),
    "exactly the number": ([(EARLIER, 99), (YESTERDAY, 100)], YESTERDAY),
    "more, and again": ([(EARLIER, 120), (YESTERDAY, 100)], EARLIER),
    "two of one day": ([(EARLIER, 100), (YESTERDAY, 90), (YESTERDAY, 100)], YESTERDAY),
}


@pytest.mark.parametrize("name", REASONS)
def test_a_page_cites_the_report_since_which_the_pledge_is_fulfilled(client, site, name):
    reports, since = REASONS[name]
    pledge = factories.PledgePageFactory(parent=site.pledges, number=100, unit="homes")
    for day, number in reports:
        factories.PledgeProgressFactory(pledge=pledge, date=day, number=number)
    html = client.get(pledge.url).content.decode()
    assert f"Fulfilled according to the report of {format_day(since)}." in html


def test_reports_of_a_preview_come_after_those_of_the_same_day_that_are_saved(site):
    pledge = factories.PledgePageFactory(parent=site.pledges, number=100, unit="homes")
    factories.PledgeProgressFactory(pledge=pledge, date=TODAY, number=100)
    pledge.progress.add(PledgeProgress(date=TODAY, number=80), PledgeProgress(date=TODAY, number=90))
    assert pledge.reached_on(TODAY) == 90
    assert pledge.status_on(TODAY) == "under_way"
    pledge.save()
    again = PledgePage.objects.with_state(TODAY).get(pk=pledge.pk)
    assert (again.reached_number, again.state) == (90, "under_way"), "saving it changes nothing of that"


def test_a_pledge_lapses_the_day_after_it_was_due(site):
    pledge = factories.PledgePageFactory(parent=site.pledges, due_on=TODAY)
    assert pledge.status_on(TODAY) == "open"
    assert pledge.status_on(TOMORROW) == "lapsed"


def test_a_report_on_the_future_counts_for_nothing_yet(site):
    pledge = factories.PledgePageFactory(parent=site.pledges, number=10, unit="homes")
    factories.PledgeProgressFactory(pledge=pledge, date=TOMORROW, number=10)
    assert pledge.reached_on(TODAY) is None
    assert pledge.reached_on(TOMORROW) == 10


@pytest.fixture
def joint_pledge(site):
    """A pledge of three cities together for 5,500 places."""
    pledge = factories.PledgePageFactory(parent=site.pledges, heading_en="Children", number=5500, unit="places")
    for name in ("Utrecht", "Ghent", "Kiel"):
        city = factories.CityPageFactory(parent=site.cities, heading_en=name)
        factories.PledgeSignatoryFactory(pledge=pledge, city=city)
    return PledgePage.objects.get(pk=pledge.pk)


def test_a_joint_number_counts_once_in_totals(site, joint_pledge):
    single = factories.PledgePageFactory(parent=site.pledges, number=100, unit="places")
    factories.PledgeSignatoryFactory(pledge=single, city=CityPage.objects.get(slug="kiel"))

    assert list(PledgePage.objects.totals()) == [{"unit": "places", "pledged": 5600, "pledges": 2}]
    numbers = pledges_in_numbers()
    assert numbers["count"] == 2
    assert numbers["cities"] == 3
    assert numbers["totals"][0]["pledged"] == 5600


def test_totals_of_joined_pledges_still_count_once(joint_pledge):
    signed = PledgePage.objects.of_city(CityPage.objects.get(slug="kiel"))
    assert [total["pledged"] for total in signed.totals()] == [5500]


def test_a_joint_number_is_never_split_between_cities(client, joint_pledge):
    assert joint_pledge.is_joint
    assert [signatory.share for signatory in joint_pledge.signatories.all()] == [None, None, None]
    for url in [joint_pledge.url, *(city.url for city in CityPage.objects.all())]:
        text = client.get(url).content.decode()
        assert "5,500" in text
        assert "together" in text
        assert "1,833" not in text


def test_a_share_is_shown_only_where_it_was_given(client, joint_pledge):
    first = joint_pledge.signatories.first()
    first.share = 317
    first.save()
    text = as_shown(client.get(joint_pledge.url).content.decode())
    assert text.count("– 317<") == 1


def test_a_pledge_under_a_city_is_that_citys(athens):
    pledge = factories.PledgePageFactory(parent=athens)
    assert [signatory.city_id for signatory in PledgePage.objects.get(pk=pledge.pk).signatories.all()] == [athens.pk]
    assert not pledge.is_joint


def test_a_city_signs_a_pledge_once(site, athens):
    pledge = factories.PledgePageFactory(parent=site.pledges)
    factories.PledgeSignatoryFactory(pledge=pledge, city=athens)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.PledgeSignatoryFactory(pledge=pledge, city=athens)


def test_a_withdrawn_pledge_is_in_no_sum(site, athens):
    for withdrawn_on in (None, timezone.localdate()):
        pledge = factories.PledgePageFactory(
            parent=site.pledges, number=10, unit="homes", withdrawn_on=withdrawn_on, pillar="reception"
        )
        factories.PledgeSignatoryFactory(pledge=pledge, city=athens)
    numbers = pledges_in_numbers()
    assert numbers["count"] == 1
    assert [total["pledged"] for total in numbers["totals"]] == [10]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"due_on": date(2020, 2, 1)}, "due_on"),
        ({"withdrawn_on": date(2020, 2, 1)}, "withdrawn_on"),
        ({"number": 10}, "unit"),
        ({"number": 0, "unit": "homes"}, "number"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(site, fields, wrong):
    with pytest.raises(ValidationError) as error:
        factories.PledgePageFactory(parent=site.pledges, made_on=date(2020, 3, 1), **fields)
    assert list(error.value.message_dict) == [wrong]


def test_progress_of_a_day_to_come_cannot_be_reported(site):
    pledge = factories.PledgePageFactory(parent=site.pledges)
    report = factories.PledgeProgressFactory.build(pledge=pledge, date=timezone.localdate() + timedelta(days=1))
    with pytest.raises(ValidationError, match="day to come"):
        report.clean()


def test_a_number_says_itself_whether_a_pledge_is_fulfilled(site):
    pledge = factories.PledgePageFactory(parent=site.pledges, number=10, unit="homes")
    report = factories.PledgeProgressFactory.build(pledge=pledge, number=9, completes=True)
    with pytest.raises(ValidationError) as error:
        report.clean()
    assert list(error.value.message_dict) == ["completes"]


@pytest.mark.parametrize(("reached", "share"), [(None, 0), (0, 0), (450, 45), (999, 99), (1000, 100), (2500, 100)])
def test_the_share_reached_stays_between_none_and_all(site, reached, share):
    pledge = factories.PledgePageFactory(parent=site.pledges, number=1000, unit="homes")
    factories.PledgeProgressFactory(pledge=pledge, number=reached)
    assert pledge.share_reached == share


def test_a_unit_agrees_with_its_number():
    assert unit_name("places", 1) == "place"
    assert unit_name("places", 5500) == "places"
    assert unit_name("people", 1) == "person"
    assert unit_name("", 3) == ""
    with translation.override("ar"):
        forms = {unit_name("homes", number) for number in (1, 2, 3, 11, 100)}
    assert len(forms) >= 3, "Arabic has more forms than two: are the message files compiled?"


def test_the_list_is_filtered_by_pillar_status_and_year(client, site):
    factories.PledgePageFactory(parent=site.pledges, heading_en="Open", pillar="advocacy", made_on=date(2019, 1, 1))
    done = factories.PledgePageFactory(parent=site.pledges, heading_en="Done", pillar="reception")
    factories.PledgeProgressFactory(pledge=done, completes=True)

    def shown(**filters):
        return [pledge.heading for pledge in client.get("/en/pledges/", filters).context["page_obj"].object_list]

    assert shown() == ["Done", "Open"]
    assert shown(pillar="advocacy") == ["Open"]
    assert shown(status="fulfilled") == ["Done"]
    assert shown(year="2019") == ["Open"]
    assert shown(status="open", year="2020") == []
