"""Staff look after the officers of cities, and nobody else does."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cities.models import CityCheck, CityTeam, Invitation
from solidarity.models import User
from tests import factories
from tests.support.invitations import INVITED, action, city_page, expire, logged, page
from tests.support.people import PASSWORD
from tests.support.review import draft, send_for_review
from tests.support.spreadsheets import spreadsheet_rows


def report(editor_client, **choices):
    response = editor_client.get(reverse("officers:report"), choices)
    assert response.status_code == 200
    return response


# Removing


def test_an_officer_of_two_cities_who_leaves_one_still_serves_the_other(
    editor_client, team, other_team, officer, editor
):
    other_team.add(officer, by=editor)
    url = reverse("officers:remove", args=[team.city_id, officer.pk])
    assert "can still sign in" in editor_client.get(url).content.decode()

    editor_client.post(url)

    officer.refresh_from_db()
    assert officer.is_active
    assert list(CityTeam.objects.of(officer)) == [other_team]
    assert logged(team) == ["officer_added", "officer_removed"]


def test_an_officer_who_leaves_the_last_city_can_no_longer_sign_in_and_drafts_stay(
    editor_client, team, officer, client
):
    team.city.heading_en = "Athens, of old"
    team.city.save_revision(user=officer)
    url = reverse("officers:remove", args=[team.city_id, officer.pk])
    text = editor_client.get(url).content.decode()
    assert "no longer be able to sign in" in text
    assert "drafts" in text
    officer.refresh_from_db()
    assert officer.is_active, "looking changes nothing"

    assert editor_client.post(url).status_code == 302
    assert "is not an officer of Athens" in editor_client.post(url, follow=True).content.decode(), "removed twice"

    officer.refresh_from_db()
    assert not officer.is_active
    assert team.city.get_latest_revision_as_object().heading_en == "Athens, of old"
    assert logged(team).count("officer_removed") == 1
    client.logout()
    response = client.post(reverse("wagtailadmin_login"), {"username": officer.email, "password": PASSWORD})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


# What staff see


def test_the_history_of_a_city_says_what_happened_to_its_officers(editor_client, team, invitation):
    invitation.accept("Maria", PASSWORD)
    text = editor_client.get(reverse("wagtailadmin_pages:history", args=[team.city_id])).content.decode()
    assert "Invited maria@athens.example as an officer" in text
    assert "aria@athens.example accepted the invitation" in text  # Wagtail 8 begins with a capital


def test_a_city_says_plainly_that_it_has_too_few_officers(editor_client, team, editor):
    words = ["There is no officer", "There is only one officer", "A city should have two"]

    def said():
        text = editor_client.get(city_page(team)).content.decode()
        return [word in text for word in words]

    assert said() == [True, False, True]
    team.add(factories.UserFactory(), by=editor)
    assert said() == [False, True, True]
    team.add(factories.UserFactory(), by=editor)
    assert said() == [False, False, False]


def test_the_report_shows_what_staff_ask(editor_client, team, officer, invitation, editor):
    officer.last_login = timezone.now() - timedelta(days=400)
    officer.save()
    CityCheck.objects.create(city=team.city, checked_on="2024-02-03", checked_by=officer)
    CityCheck.objects.create(city=team.city, checked_on="2023-02-03", checked_by=officer)
    left = factories.UserFactory(first_name="Gone", is_active=False, last_login=timezone.now())
    left.groups.add(team.group)

    shown = BeautifulSoup(report(editor_client).content, "lxml")
    text = " ".join(shown.select_one("table.wide-report").get_text(" ").split())

    assert f"Athens One officer only {officer}" in text
    assert str(officer.last_login.year) in text
    assert "Gone" not in text
    assert "Maria Rossi: open until" in text
    assert "3 February 2024" in text
    assert shown.select_one(".pagination__end").get_text(strip=True) == "1 city"
    expire(invitation)
    assert "Maria Rossi: expired on" in report(editor_client).content.decode()
    assert city_page(team) in report(editor_client).content.decode()


@pytest.mark.parametrize(
    ("choice", "cities"),
    [("none", ["Berlin"]), ("one", ["Athens"]), ("enough", []), ("nonsense", ["Athens", "Berlin"])],
)
def test_the_report_is_filtered_by_the_number_of_officers(editor_client, team, other_team, officer, choice, cities):
    found = report(editor_client, officers=choice).context["object_list"]
    assert [team.city.title for team in found] == cities


@pytest.mark.parametrize("ordering", ["-city__title", "officers_count", "-last_sign_in", "last_checked", "nonsense"])
def test_the_report_is_sorted(editor_client, team, other_team, ordering):
    assert len(report(editor_client, ordering=ordering).context["object_list"]) == 2


def test_the_report_has_the_cities_in_the_order_of_their_names(editor_client, team, site):
    for name in ("Zagreb", "Ørland", "Porto"):
        CityTeam.get_or_create_for(factories.CityPageFactory(parent=team.city.get_parent(), heading_en=name))
    names = ["Athens", "Ørland", "Porto", "Zagreb"]

    def shown(**choices):
        return [row.city.title for row in report(editor_client, **choices).context["object_list"]]

    assert shown() == names
    assert shown(officers="none", ordering="-city__title") == names[::-1]


def test_the_report_tells_of_each_city_its_own_last_check(editor_client, team, other_team):
    CityCheck.objects.create(city=team.city, checked_on="2024-02-03")
    CityCheck.objects.create(city=other_team.city, checked_on="2025-02-03")
    found = report(editor_client).context["object_list"]
    assert [(one.city.title, str(one.last_checked)) for one in found] == [
        ("Athens", "2024-02-03"),
        ("Berlin", "2025-02-03"),
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_report_is_taken_along(editor_client, team, other_team, officer, invitation, kind):
    rows = spreadsheet_rows(report(editor_client, export=kind))
    assert rows[0][:3] == ["City", "Number of officers", "Officers"]
    assert [row[:3] for row in rows[1:]] == [["Athens", "1", str(officer)], ["Berlin", "0", ""]]


def test_no_sheet_takes_the_name_of_an_officer_or_a_page_for_a_formula(admin_client, athens, officer, editor):
    User.objects.filter(pk=officer.pk).update(first_name="=1+1", last_name="")
    send_for_review(draft(factories.MayorStatementPageFactory, athens, officer, heading_en="=3+3"), officer)
    spreadsheets = ("officers:report", "wagtailadmin_reports:workflow", "wagtailadmin_reports:site_history")
    cells = set()
    for spreadsheet in spreadsheets:
        cells |= {
            cell for row in spreadsheet_rows(admin_client.get(reverse(spreadsheet), {"export": "csv"})) for cell in row
        }
    assert {"'=1+1", "'=3+3"} <= cells
    assert [cell for cell in cells if cell.startswith("=")] == []


def test_the_report_asks_as_often_for_many_cities_as_for_few(
    editor_client, site, team, editor, django_assert_num_queries, django_assert_max_num_queries
):
    def fill(number):
        for _number in range(number):
            city_team = CityTeam.get_or_create_for(factories.CityPageFactory(parent=site.cities))
            city_team.add(factories.UserFactory(), by=editor)
            Invitation(team=city_team, **INVITED).send(by=editor)

    fill(3)
    report(editor_client)
    with django_assert_max_num_queries(40) as few:
        report(editor_client)
    fill(27)
    with django_assert_num_queries(len(few)):
        report(editor_client)


def test_pages_of_a_city_whose_group_was_deleted_mend_it(editor_client, team, officer):
    team.group.delete()
    assert report(editor_client).status_code == 200
    assert report(editor_client, export="csv").status_code == 200
    assert editor_client.get(city_page(team)).status_code == 200
    team.refresh_from_db()
    assert team.group


def test_a_city_leads_to_its_officers_and_the_menu_to_the_report(editor_client, site, team):
    assert (
        city_page(team) in editor_client.get(reverse("wagtailadmin_pages:edit", args=[team.city_id])).content.decode()
    )
    assert city_page(team) in editor_client.get(reverse("wagtailadmin_explore", args=[site.cities.pk])).content.decode()
    assert reverse("officers:report") in editor_client.get(reverse("wagtailadmin_home")).content.decode()


def test_what_is_no_city_has_no_officers(editor_client, site, team):
    assert editor_client.get(reverse("officers:city", args=[site.cities.pk]), follow=True).status_code == 404


def state(team):
    """Return what the pages about officers can change."""
    return logged(team), list(Invitation.objects.values()), list(User.objects.order_by("pk").values("pk", "is_active"))


def test_an_officer_sees_nothing_of_it_and_changes_nothing(client, team, officer, invitation):
    colleague = factories.UserFactory()
    team.add(colleague, by=None)
    before = state(team)
    client.force_login(officer)
    urls = [
        reverse("officers:report"),
        reverse("officers:report_results"),
        city_page(team),
        reverse("officers:remove", args=[team.city_id, colleague.pk]),
        action(invitation, "send_again"),
        action(invitation, "withdraw"),
    ]
    for url in urls:
        for response in (client.get(url), client.post(url, {**INVITED, "email": "friend@example.org"})):
            assert response.status_code == 302
            assert response["Location"] == reverse("wagtailadmin_home")
    assert mail.outbox == []
    assert state(team) == before
    text = client.get(reverse("wagtailadmin_pages:edit", args=[team.city_id])).content.decode()
    assert city_page(team) not in text
    assert reverse("officers:report") not in text


def test_a_stranger_is_asked_to_sign_in(client, team):
    response = client.post(city_page(team), INVITED)
    assert response["Location"].startswith(reverse("wagtailadmin_login"))
    assert not Invitation.objects.exists()


def test_a_mail_server_that_is_down_costs_the_mail_alone(
    editor_client, team, mail_server_down, caplog, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert editor_client.post(city_page(team), INVITED).status_code == 302
    assert Invitation.objects.count() == 1
    assert "could not be sent" in caplog.text
    caplog.clear()
    url = page(expire(Invitation.objects.get()))
    with django_capture_on_commit_callbacks(execute=True):
        assert editor_client.post(url, {"fresh": "yes"}).status_code == 200
    assert "could not be sent" in caplog.text
