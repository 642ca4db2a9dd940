"""Dates in every form where one is typed: the day first, ISO 8601 always, never today for what is not understood."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import django_filters
import pytest
import wagtail.admin
from bs4 import BeautifulSoup
from django import forms
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import override
from wagtail.admin.filters import WagtailFilterSet
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import Page

from cities.models import MayorStatementPage, PledgePage, ProjectPage
from news.models import NewsPage
from solidarity import languages
from solidarity.dates import DatePrecision
from solidarity.dates.fields import TypedDateField, TypedDateTimeField
from solidarity.models import FormField, FormPage, HomePage, SitePage
from tests import factories
from tests.support.page_editor import add_url, edit_url, errors_of, publish, save_draft, shown_form
from tests.support.people import officer_of, set_language

JUNE = date(2027, 6, 5)
WRITTEN = {
    "en": "05/06/2027",
    "fr": "5 juin 2027",
    "de": "5.6.2027",
    "el": "5 Ιουνίου 2027",
    "es": "5 de junio de 2027",
    "it": "5 giugno 2027",
    "nl": "5-6-2027",
    "ar": "٥/٦/٢٠٢٧",
}


def all_subclasses(cls):
    return {cls, *(deeper for below in cls.__subclasses__() for deeper in all_subclasses(below))}


def fields_of(form):
    """Return the fields of a form, those of its rows among them."""
    yield from form.fields.values()
    for formset in getattr(form, "formsets", {}).values():
        yield from formset.empty_form.fields.values()


@pytest.mark.parametrize("model", sorted(all_subclasses(SitePage) - {SitePage}, key=str), ids=lambda one: one.__name__)
def test_every_date_of_every_editor_is_read_in_this_way(model, admin_user, site):
    if model._meta.abstract:
        return
    form = model.get_edit_handler().get_form_class()(instance=model(), parent_page=site.home, for_user=admin_user)
    for field in fields_of(form):
        if isinstance(field, forms.DateField | forms.DateTimeField):
            assert isinstance(field, TypedDateField | TypedDateTimeField), field.label
            assert "31/12/2027" in field.help_text


def test_every_date_of_every_filter_is_read_in_this_way(admin_client):
    admin_client.get(reverse("wagtailadmin_home"))  # by then every listing is loaded
    read = 0
    for filters in all_subclasses(WagtailFilterSet):
        for name, one in filters.base_filters.items():
            if isinstance(one, django_filters.DateFromToRangeFilter | django_filters.DateTimeFilter):
                parts = getattr(one.field, "fields", [one.field])
                assert all(isinstance(part, TypedDateField | TypedDateTimeField) for part in parts), (filters, name)
                read += 1
    assert read >= 8


@pytest.mark.parametrize("language", languages.codes())
def test_weeks_begin_on_monday_and_numbers_of_dates_with_the_day(language):
    with override(language):
        assert get_format("FIRST_DAY_OF_WEEK") == 1
        written = date_format(JUNE, "SHORT_DATE_FORMAT")
        assert written.replace("\u200f", "").lstrip("0").startswith("5"), written


def test_a_date_typed_in_the_editor_is_read_in_each_language(admin_client, admin_user, site):
    url = add_url(site.news, NewsPage)
    form = shown_form(admin_client, url, NewsPage)
    assert form["date"] == ""  # and not today
    for language, typed in WRITTEN.items():
        set_language(admin_user, language)
        sent = {**form, "heading_en": "June", "slug": f"june-{language}", "date": typed, "action-publish": "yes"}
        assert admin_client.post(url, sent).status_code == 302, language
        news = NewsPage.objects.get(slug=f"june-{language}")
        assert news.date == JUNE, language
    assert shown_form(admin_client, edit_url(news), news)["date"] == "05/06/2027"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("05/06/27", "four digits"),
        ("31/02/2027", "no such day"),
        ("12/31/2027", "twelve months"),
        ("next week", "not understood"),
    ],
)
def test_what_is_not_understood_stays_as_it_was_typed_with_a_word(admin_client, site, typed, said):
    url = add_url(site.news, NewsPage)
    response = publish(admin_client, url, NewsPage, heading_en="June", slug="june", date=typed)
    assert list(errors_of(response)) == ["date"]
    assert said in str(errors_of(response)["date"])
    box = BeautifulSoup(response.content, "lxml").select_one("#id_date")
    assert box["value"] == typed
    assert not NewsPage.objects.exists()


def test_it_is_refused_in_the_language_of_who_types(admin_client, admin_user, site):
    said = set()
    for language in languages.codes():
        set_language(admin_user, language)
        response = publish(
            admin_client, add_url(site.news, NewsPage), NewsPage, heading_en="June", slug="june", date="05/06/27"
        )
        errors = BeautifulSoup(response.content, "lxml").select(".error-message")
        said.update(error.get_text(strip=True) for error in errors)  # one in each language, and no other
    assert len(said) == len(languages.codes())
    assert all("31/12/2027" in one for one in said)


def test_an_officer_signs_off_on_the_day_that_was_typed(client, site):
    athens = factories.CityPageFactory(parent=site.cities, heading_en="Athens")
    client.force_login(officer_of(athens))
    url = add_url(athens, MayorStatementPage)
    words = {"speaker": "Nefeli Examplou", "office_en": "Mayor", "quote_en": "Welcome.", "language_given": "en"}
    for number, typed in enumerate(["15.10.2026", "15 October 2026", "2026-10-15", "15/10/2026"]):
        changes = {**words, "approved_by": f"Office {number}", "approved_on": typed, "in_office_from": "1.9.2023"}
        assert save_draft(client, url, MayorStatementPage, **changes).status_code == 302
        draft = MayorStatementPage.objects.get(approved_by=f"Office {number}").get_latest_revision_as_object()
        assert draft.approved_on == date(2026, 10, 15), typed
        assert draft.in_office_from == date(2023, 9, 1)
    response = save_draft(client, url, MayorStatementPage, **words, approved_by="Nobody", approved_on="soon")
    assert list(errors_of(response)) == ["approved_on"]
    assert not MayorStatementPage.objects.filter(approved_by="Nobody").exists()


def test_days_in_rows_of_a_form_and_deadlines_are_read_alike(admin_client, site):
    pledge = factories.PledgePageFactory(parent=site.pledges, made_on=date(2020, 1, 1))
    form = shown_form(admin_client, edit_url(pledge), pledge)
    row = {"date": "5 juin 2021", "number": "3", "id": "", "DELETE": ""}
    sent = {
        **form,
        "progress-TOTAL_FORMS": "1",
        **{f"progress-0-{name}": value for name, value in row.items()},
        "due_on": "31.12.2030",
        "withdrawn_on": "",
        "action-publish": "yes",
    }
    assert admin_client.post(edit_url(pledge), sent).status_code == 302
    pledge = PledgePage.objects.get()
    assert pledge.due_on == date(2030, 12, 31)
    assert pledge.progress.get().date == date(2021, 6, 5)


def test_publication_is_planned_for_the_day_that_was_typed(admin_client, site):
    page = factories.NewsPageFactory(parent=site.news)
    plan = {"go_live_at": "05/06/2099 08:00", "expire_at": "6 July 2099, 18 h"}
    assert publish(admin_client, edit_url(page), page, **plan).status_code == 302
    planned = NewsPage.objects.get().get_latest_revision_as_object()
    assert planned.go_live_at == datetime(2099, 6, 5, 6, tzinfo=UTC)
    assert planned.expire_at == datetime(2099, 7, 6, 16, tzinfo=UTC)
    response = publish(admin_client, edit_url(page), page, go_live_at="05/06/2099")
    assert "time as well" in str(errors_of(response)["go_live_at"])  # midnight was not said
    response = publish(admin_client, edit_url(page), page, go_live_at="29/03/2099 02:30")
    assert "no such time" in str(errors_of(response)["go_live_at"])


def test_slides_are_shown_from_the_day_that_was_typed(admin_user):
    form = HomePage.get_edit_handler().get_form_class()
    field = form(instance=HomePage(), for_user=admin_user).formsets["slides"].empty_form.fields["shown_from"]
    assert field.clean("5.6.2027 18:30") == datetime(2027, 6, 5, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept", "precision"),
    [
        ("2017", date(2017, 1, 1), "year"),
        ("March 2017", date(2017, 3, 1), "month"),
        ("1.3.2017", date(2017, 3, 1), "day"),
    ],
)
def test_a_month_or_a_year_alone_says_how_exactly_the_date_is_known(admin_client, site, typed, kept, precision):
    sent = {"heading_en": "Old", "slug": "old", "date": typed}
    assert publish(admin_client, add_url(site.news, NewsPage), NewsPage, **sent).status_code == 302
    news = NewsPage.objects.get()
    assert (news.date, news.date_precision) == (kept, precision)


def test_a_project_of_one_year_may_begin_and_end_in_it(admin_client, site):
    sent = {"heading_en": "Short", "slug": "short", "starts": "March 2019", "ends": "2019"}
    assert publish(admin_client, add_url(site.projects, ProjectPage), ProjectPage, **sent).status_code == 302
    project = ProjectPage.objects.get()
    assert project.dates_precision == DatePrecision.YEAR


@pytest.fixture
def form(site):
    page = FormPage.objects.get(pk=factories.FormPageFactory(parent=site.home, slug="contact").pk)
    page.form_fields.all().delete()
    for number, kind in enumerate(["date", "datetime"]):
        FormField.objects.create(page=page, sort_order=number, field_type=kind, label_en=kind, required=False)
    return page


def answers():
    return [submission.form_data for submission in FormSubmission.objects.order_by("pk")]


@pytest.mark.parametrize("language", languages.codes())
def test_visitors_type_dates_in_their_language(client, form, language):
    sent = {"date": WRITTEN[language], "datetime": f"{WRITTEN[language]} 18:30"}
    assert client.post(f"/{language}/contact/", sent).status_code == 302
    assert answers() == [{"date": "2027-06-05", "datetime": "2027-06-05T18:30:00"}]
    assert "5" in mail.outbox[0].body.split("date: ")[1][:3]


def test_visitors_are_told_the_order_in_their_language_and_keep_what_they_typed(client, form):
    FormField.objects.filter(label_en="date").update(help_text_en="The day you arrive.")
    for language in languages.codes():
        page = BeautifulSoup(client.get(f"/{language}/contact/").content, "lxml")
        box = page.select_one("#id_date")
        hint = page.select_one(f"#{box['aria-describedby']}")
        assert "31/12/2027" in hint.text
        assert hint.get("lang") is None  # that of the page; the words of the editor say theirs
        assert hint.select_one("span").get("lang", language) == "en"
    response = client.post("/de/contact/", {"date": "morgen", "datetime": "2027-06-05"})
    page = BeautifulSoup(response.content, "lxml")
    assert page.select_one("#id_date")["value"] == "morgen"
    assert page.select_one("#id_datetime")["value"] == "2027-06-05"
    assert "31/12/2027" in page.select_one("#id_date_error").text
    assert "18:30" in page.select_one("#id_datetime_error").text
    assert answers() == []


def test_no_zone_has_a_part_in_what_visitors_say(client, form):
    assert client.post("/en/contact/", {"datetime": "28/03/2027 02:30"}).status_code == 302  # no such time in Brussels
    assert answers()[0]["datetime"] == "2027-03-28T02:30:00"


def test_filters_say_what_they_did_not_understand_and_take_what_they_do(admin_client, site):
    page = factories.NewsPageFactory(parent=site.news, heading_en="Of the day")
    Page.objects.filter(pk=page.pk).update(latest_revision_created_at=datetime(2026, 6, 5, 12, tzinfo=UTC))
    for name in ("list_news:index", "list_news:index_results"):
        for typed, found in (("5.6.2026", True), ("6 June 2026", False), ("٥/٦/٢٠٢٦", True)):
            response = admin_client.get(reverse(name), {"latest_revision_created_at_from": typed})
            assert ("Of the day" in response.content.decode()) is found, (name, typed)
        response = admin_client.get(reverse(name), {"latest_revision_created_at_from": "31.2.2026"})
        assert "There is no such day in the calendar." in response.content.decode(), name


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("wagtailadmin_reports:site_history", "timestamp_to"),
        ("wagtailadmin_reports:aging_pages", "last_published_at"),
        ("wagtailadmin_reports:locked_pages", "locked_at_from"),
        ("wagtailadmin_reports:workflow", "created_at_from"),
        ("wagtailusers_users:index", "last_login_from"),
    ],
)
def test_wagtails_own_filters_take_and_refuse_dates_alike(admin_client, site, name, parameter):
    for typed, refused in (("5.6.2026", False), ("5 giugno 2026", False), ("5.6.26", True), ("31/12/9999", False)):
        text = admin_client.get(reverse(name), {parameter: typed}).content.decode()
        assert ("Write the year with four digits" in text) is refused, (name, typed)


def test_what_is_saved_by_itself_may_still_lack_its_date(admin_client, site):
    url = add_url(site.news, NewsPage)
    assert save_draft(admin_client, url, NewsPage, heading_en="Half", slug="half").status_code == 302
    assert NewsPage.objects.get().get_latest_revision_as_object().date is None
    assert timezone.localdate().isoformat() not in json.dumps(NewsPage.objects.get().latest_revision.content["date"])


def test_our_template_of_filters_holds_all_of_wagtails(settings):
    name = "wagtailadmin/shared/listing/filter_partials.html"
    ours = (settings.BASE_DIR / "templates" / name).read_text()
    wagtails = (Path(wagtail.admin.__file__).parent / "templates" / name).read_text()
    without_spaces = ["".join(text.split()) for text in (wagtails.split("\n", 1)[1], ours)]
    assert without_spaces[0] in without_spaces[1]
