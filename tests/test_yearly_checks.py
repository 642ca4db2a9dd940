"""The yearly check: officers are asked, confirm with one click, and readers see when."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from cities.models import CityCheck, CityPage, CityTeam
from tests import factories
from tests.support.page_editor import add_url, shown_form
from tests.support.people import make_editor, officer_of
from tests.support.review import draft

TODAY = date(2026, 6, 1)
YEAR = CityCheck.EVERY


def check_url(city):
    return reverse("cities_check", args=[city.pk if hasattr(city, "pk") else city])


def words_of(response):
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize(
    ("checks", "due"),
    [
        ([], True),
        ([TODAY - YEAR], True),
        ([TODAY - YEAR + timedelta(days=1)], False),
        ([TODAY - 3 * YEAR, TODAY - timedelta(days=5)], False),
        ([TODAY - 3 * YEAR, TODAY - 2 * YEAR], True),
    ],
    ids=["never checked", "a year ago", "a day less than a year ago", "long ago and lately", "long ago twice"],
)
def test_a_page_is_due_a_year_after_its_last_check(athens, checks, due):
    for day in checks:
        CityCheck.objects.create(city=athens, checked_on=day)
    assert CityPage.objects.due_for_check(TODAY).filter(pk=athens.pk).exists() == due


def test_a_page_that_is_not_published_is_not_due(athens):
    athens.unpublish()
    assert not CityPage.objects.due_for_check().exists()


def test_one_click_records_the_check_and_tells_readers(officer_client, officer, client, athens):
    home = BeautifulSoup(officer_client.get("/admin/").content, "lxml")
    form = home.select_one(f'form[action="{check_url(athens)}"]')
    assert form["method"] == "post"
    assert form.select_one("[name=csrfmiddlewaretoken]")
    assert "Everything is still correct" in form.get_text()

    response = officer_client.post(check_url(athens), follow=True)

    assert "Thank you" in words_of(response)
    check = CityCheck.objects.get()
    assert (check.city, check.checked_on, check.checked_by) == (athens, timezone.localdate(), officer)
    entry = PageLogEntry.objects.get(action="cities.checked")
    assert (entry.page.pk, entry.user) == (athens.pk, officer)
    assert str(entry.message) == "Found correct in the yearly check"
    text = client.get(athens.url).content.decode()
    assert f"Checked on {timezone.localdate().day} " in text
    home = BeautifulSoup(officer_client.get("/admin/").content, "lxml")
    assert not home.select(f'form[action="{check_url(athens)}"]'), "it is not asked for twice on a day"
    assert "We ask again on" in home.get_text()


def test_a_second_click_and_a_colleagues_change_nothing(officer_client, client, officer, athens):
    officer_client.post(check_url(athens))
    assert officer_client.post(check_url(athens)).status_code == 302
    client.force_login(officer_of(athens))
    assert client.post(check_url(athens)).status_code == 302
    assert CityCheck.objects.get().checked_by == officer
    assert PageLogEntry.objects.filter(action="cities.checked").count() == 1


def test_a_page_can_be_checked_before_it_is_due(officer_client, officer, athens):
    CityCheck.objects.create(city=athens, checked_on=timezone.localdate() - timedelta(days=30))
    home = BeautifulSoup(officer_client.get("/admin/").content, "lxml")
    assert not home.select(".your-city-due")
    assert home.select_one(f'form[action="{check_url(athens)}"]')
    officer_client.post(check_url(athens))
    assert CityCheck.objects.count() == 2


def test_only_the_citys_officers_check_it(client, athens, site):
    berlin = factories.CityPageFactory(parent=site.cities, heading_en="Berlin")
    assert client.post(check_url(athens)).url.startswith("/admin/login/")
    for user in (officer_of(berlin), make_editor()):
        client.force_login(user)
        response = client.post(check_url(athens), follow=True)
        assert response.status_code == 200
        assert "you do not have permission" in words_of(response)
    assert not CityCheck.objects.exists()


@pytest.mark.parametrize("number", [0, 987654, 10**30])
def test_a_city_that_is_not_there_is_answered(officer_client, number):
    response = officer_client.post(check_url(number), follow=True)
    assert "you do not have permission" in words_of(response)


def test_looking_records_nothing(officer_client, athens):
    assert officer_client.get(check_url(athens)).status_code == 405
    assert not CityCheck.objects.exists()


def test_a_request_from_elsewhere_records_nothing(athens, officer):
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(officer)
    assert forger.post(check_url(athens)).status_code == 403
    assert not CityCheck.objects.exists()


def test_a_page_that_is_not_published_cannot_be_checked(officer_client, athens):
    athens.unpublish()
    response = officer_client.post(check_url(athens), follow=True)
    assert "not published" in words_of(response)
    assert not CityCheck.objects.exists()


def test_readers_see_the_last_check_in_their_language_for_one_query(client, athens):
    athens.save_revision().publish()
    client.get(athens.url)
    with CaptureQueriesContext(connection) as before:
        assert "Checked on" not in client.get(athens.url).content.decode()
    CityCheck.objects.create(city=athens, checked_on=date(2024, 1, 5))
    CityCheck.objects.create(city=athens, checked_on=date(2026, 2, 3))
    with CaptureQueriesContext(connection) as after:
        text = client.get(athens.url).content.decode()
    assert "Checked on 3 February 2026" in text
    assert len(after) == len(before)
    assert len([query for query in after if "cities_citycheck" in query["sql"]]) == 1
    assert "Geprüft am 3. Februar 2026" in client.get(athens.url.replace("/en/", "/de/")).content.decode()


def test_the_preview_of_a_city_that_was_never_saved_shows_no_check(admin_client, athens, site):
    CityCheck.objects.create(city=athens)
    add = add_url(site.cities, CityPage)
    sent = {**shown_form(admin_client, add, CityPage), "heading_en": "Kiel", "slug": "kiel", "country": "DE"}
    assert admin_client.post(f"{add}preview/", sent).json()["is_valid"]
    response = admin_client.get(f"{add}preview/?mode=en")
    assert response.status_code == 200
    assert "Checked on" not in response.content.decode()


# Asking by mail -------------------------------------------------------------------------------------


def ask(capture):
    """Run the command and return the mails it sends, by address."""
    mail.outbox.clear()
    with capture(execute=True):
        call_command("request_city_checks")
    return {message.to[0]: message for message in mail.outbox}


def test_each_officer_of_a_due_city_is_asked_in_their_language(
    athens, site, django_capture_on_commit_callbacks, settings
):
    settings.WAGTAILADMIN_BASE_URL = "https://site.example"
    officer_of(athens, language="en", email="one@athens.example", first_name="Anna", last_name="<b>")
    officer_of(athens, language="el", email="two@athens.example")
    officer_of(athens, email="gone@athens.example", is_active=False)
    checked = factories.CityPageFactory(parent=site.cities, heading_en="Berlin")
    CityCheck.confirm(checked, officer_of(checked, email="one@berlin.example"))
    hidden = draft(factories.CityPageFactory, site.cities, heading_en="Kiel")
    officer_of(hidden, email="one@kiel.example")

    sent = ask(django_capture_on_commit_callbacks)

    assert set(sent) == {"one@athens.example", "two@athens.example"}
    message = sent["one@athens.example"]
    assert message.subject == "Is the page of Athens still correct?"
    assert "Dear Anna <b>," in message.body
    assert "https://site.example/admin/" in message.body
    assert "Αθήνα" in sent["two@athens.example"].subject


def test_a_city_is_asked_once_a_year_at_most(athens, officer, django_capture_on_commit_callbacks):
    assert ask(django_capture_on_commit_callbacks)
    assert not ask(django_capture_on_commit_callbacks)
    team = CityTeam.objects.get(city=athens)
    assert team.asked_on == timezone.localdate()
    today = timezone.localdate()
    assert team.ask_for_check(today + YEAR - timedelta(days=1)) == 0
    assert team.ask_for_check(today + YEAR) == 1


def test_a_city_without_officers_is_asked_when_it_has_some(athens, django_capture_on_commit_callbacks):
    assert not ask(django_capture_on_commit_callbacks)
    officer_of(athens)
    assert ask(django_capture_on_commit_callbacks)


def test_nobody_is_asked_again_before_the_check_is_due(athens, officer):
    team = CityTeam.objects.get(city=athens)
    CityCheck.objects.create(city=athens, checked_on=TODAY)
    assert team.ask_for_check(TODAY + YEAR - timedelta(days=1)) == 0
    assert team.ask_for_check(TODAY + YEAR) == 1


def test_the_command_says_how_many_it_asked(athens, officer, capsys):
    call_command("request_city_checks")
    assert capsys.readouterr().out == "1 officers asked.\n"
