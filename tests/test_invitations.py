"""Officers of cities: invited by mail, accepted once, and looked after by staff alone."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from cities.models import CityCheck, CityTeam, Invitation
from solidarity import roles
from solidarity.models import User
from tests import factories

PASSWORD = "sea-otter-on-a-bench"
ACCOUNT = {"name": "Maria Del Mar", "password1": PASSWORD, "password2": PASSWORD}
INVITED = {"name": "Maria Rossi", "email": "maria@athens.example", "language": "el"}


@pytest.fixture
def team(athens):
    roles.sync()
    return CityTeam.of(athens)


@pytest.fixture
def other_team(site, team):
    return CityTeam.of(factories.CityPageFactory(parent=site.cities, heading_en="Berlin"))


@pytest.fixture
def editor(team):
    user = factories.UserFactory(email="editor@example.org", password=PASSWORD)
    user.groups.add(Group.objects.get(name=roles.EDITORS.name))
    return user


@pytest.fixture
def staff(client, editor):
    """A browser in which an editor is signed in."""
    client.force_login(editor)
    return client


@pytest.fixture
def invitation(team, editor):
    found = Invitation(team=team, **INVITED)
    found.send(by=editor)
    mail.outbox.clear()
    return found


@pytest.fixture
def officer(team, editor):
    user = factories.UserFactory(email="nikos@athens.example", password=PASSWORD)
    team.add(user, by=editor)
    return user


def city_page(team):
    return reverse("officers:city", args=[team.city_id])


def page(invitation):
    return reverse("invitation", args=[invitation.token])


def action(invitation, name):
    return reverse(f"officers:{name}", args=[invitation.team.city_id, invitation.pk])


def logged(team):
    """Return what the history of a city's page says about officers, oldest first."""
    entries = PageLogEntry.objects.filter(page_id=team.city_id, action__startswith="cities.").order_by("pk")
    return [entry.action.removeprefix("cities.") for entry in entries]


def expire(invitation):
    invitation.sent_at -= Invitation.VALID_FOR + timedelta(minutes=1)
    invitation.save()
    return invitation


def heading(response):
    return BeautifulSoup(response.content, "html.parser").h1.get_text(" ", strip=True)


def errors(response):
    assert response.status_code == 200
    return dict(response.context["form"].errors)


# Inviting


def test_an_invitation_is_mailed_in_its_language_with_a_link_that_opens(staff, team, client):
    assert staff.post(city_page(team), INVITED).status_code == 302

    sent = mail.outbox[0]
    assert sent.to == ["maria@athens.example"]
    assert "Αθήνα" in sent.subject
    assert "Αθήνα" in sent.body
    assert sent.extra_headers == {"Auto-Submitted": "auto-generated"}
    link = re.search(r"^http://127.0.0.1:8000(/invitation/\S+/)$", sent.body, re.MULTILINE).group(1)
    assert client.get(link).status_code == 200
    assert not User.objects.filter(email="maria@athens.example").exists()
    assert logged(team) == ["invited"]


def test_an_invitation_sent_twice_is_taken_once(staff, team):
    staff.post(city_page(team), INVITED)
    response = staff.post(city_page(team), {**INVITED, "email": "MARIA@athens.example"})
    assert list(errors(response)) == ["email"]
    assert Invitation.objects.count() == len(mail.outbox) == 1


@pytest.mark.parametrize("email", ["nikos@athens.example", "Nikos@Athens.example"])
def test_an_officer_of_the_city_is_not_invited_again(staff, team, officer, email):
    response = staff.post(city_page(team), {**INVITED, "email": email})
    assert errors(response) == {"email": ["This person is an officer of this city already."]}
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 121), ("email", "no address"), ("email", "a@b.example\0"), ("language", "xx")],
)
def test_what_is_wrong_is_said_beside_its_field(staff, team, field, value):
    response = staff.post(city_page(team), {**INVITED, field: value})
    assert list(errors(response)) == [field]
    assert response.context["form"][field].id_for_label in response.content.decode()
    assert not Invitation.objects.exists()


def test_a_name_on_two_lines_adds_no_header_to_the_mail(staff, team):
    staff.post(city_page(team), {**INVITED, "name": "Maria\nBcc: spy@example.org"})
    assert mail.outbox[0].recipients() == ["maria@athens.example"]
    assert "\nBcc" not in mail.outbox[0].message().as_string().split("\n\n")[0]


def test_somebody_with_an_account_serves_a_second_city_at_once(staff, other_team, team, officer):
    response = staff.post(city_page(other_team), {**INVITED, "email": "NIKOS@athens.example"}, follow=True)

    assert "has an account already" in response.content.decode()
    assert list(CityTeam.objects.of(officer)) == [team, other_team]
    assert not Invitation.objects.exists()
    assert mail.outbox[0].to == ["nikos@athens.example"]
    assert "/admin/" in mail.outbox[0].body
    assert "/invitation/" not in mail.outbox[0].body
    assert logged(other_team) == ["officer_added"]


def test_an_editor_who_is_invited_stays_an_editor(staff, team, editor):
    staff.post(city_page(team), {**INVITED, "email": editor.email})
    editor = User.objects.get(pk=editor.pk)
    assert editor in team.officers()
    assert editor.has_perm(roles.EDIT_ALL)

    team.remove(editor, by=editor)
    editor.refresh_from_db()
    assert editor.is_active


def test_an_account_that_was_closed_opens_only_when_the_invitation_is_accepted(staff, team, officer, client):
    team.remove(officer, by=None)
    officer.refresh_from_db()
    assert not officer.is_active

    response = staff.post(city_page(team), {**INVITED, "email": "NIKOS@athens.example"}, follow=True)
    assert "opens again when the invitation is accepted" in response.content.decode()
    officer.refresh_from_db()
    assert not officer.is_active

    client.logout()
    address = page(Invitation.objects.get())
    assert "which was closed" in client.get(address).content.decode()
    client.post(address, ACCOUNT)
    officer.refresh_from_db()
    assert officer.is_active
    assert officer.check_password(PASSWORD)
    assert list(team.officers()) == [officer]
    assert User.objects.count() == 2


def test_an_account_that_opens_again_may_not_do_what_it_once_might(team, editor, client):
    leaver = factories.AdminFactory(email="leaver@example.org", is_active=False)
    leaver.groups.add(Group.objects.get(name=roles.EDITORS.name))
    invitation = Invitation(team=team, name="A leaver", email="leaver@example.org", language="en")
    invitation.send(by=editor)

    client.post(page(invitation), ACCOUNT)

    leaver = User.objects.get(pk=leaver.pk)
    assert (leaver.is_active, leaver.is_superuser, leaver.is_staff) == (True, False, False)
    assert list(leaver.groups.all()) == [team.group]


# Sending again, withdrawing


def test_an_invitation_sent_again_has_a_fresh_link_and_the_old_one_is_void(staff, team, invitation, client):
    old = page(expire(invitation))
    staff.post(action(invitation, "send_again"))

    invitation.refresh_from_db()
    assert mail.outbox[0].to == ["maria@athens.example"]
    assert page(invitation) in mail.outbox[0].body
    assert client.get(old).status_code == 410
    assert client.get(page(invitation)).status_code == 200
    assert logged(team) == ["invited", "invitation_renewed"]


def test_an_invitation_that_is_withdrawn_leads_nowhere_and_may_be_made_again(staff, team, invitation, client):
    address = page(invitation)
    staff.post(action(invitation, "withdraw"))

    assert client.get(address).status_code == 410
    assert client.post(address, ACCOUNT).status_code == 410
    assert not User.objects.filter(email=invitation.email).exists()
    assert logged(team) == ["invited", "invitation_withdrawn"]
    assert staff.post(city_page(team), INVITED).status_code == 302


@pytest.mark.parametrize("name", ["send_again", "withdraw"])
def test_an_invitation_that_was_accepted_is_neither_sent_nor_withdrawn(staff, team, invitation, name):
    invitation.accept("Maria", PASSWORD)
    response = staff.post(action(invitation, name), follow=True)
    assert "accepted or withdrawn in the meantime" in response.content.decode()
    assert mail.outbox == []
    assert Invitation.objects.exists()


def test_an_invitation_is_withdrawn_once_by_those_who_click_twice(staff, team, invitation):
    address = action(invitation, "withdraw")
    staff.post(address)
    assert staff.post(address)["Location"] == city_page(team)
    assert logged(team) == ["invited", "invitation_withdrawn"]


def test_an_invitation_is_found_under_its_own_city_alone(staff, other_team, invitation):
    staff.post(reverse("officers:withdraw", args=[other_team.city_id, invitation.pk]))
    assert Invitation.objects.exists()


@pytest.mark.parametrize("name", ["send_again", "withdraw"])
def test_nothing_happens_by_following_a_link(staff, invitation, name):
    assert staff.get(action(invitation, name)).status_code == 405
    assert mail.outbox == []
    assert Invitation.objects.exists()


# Accepting


def test_who_accepts_is_an_officer_is_signed_in_and_finds_the_editor_in_their_language(client, team, invitation):
    response = client.post(page(invitation), ACCOUNT)

    assert response["Location"] == reverse("wagtailadmin_home")
    user = User.objects.get(email="maria@athens.example")
    assert (user.get_full_name(), user.first_name) == ("Maria Del Mar", "Maria")
    assert user.check_password(PASSWORD)
    assert list(team.officers()) == [user]
    assert UserProfile.get_for_user(user).preferred_language == "el"
    home = client.get(reverse("wagtailadmin_home"))
    assert home.status_code == 200
    assert '<html lang="el"' in home.content.decode()
    assert logged(team) == ["invited", "officer_added", "invitation_accepted"]


def test_the_page_speaks_the_invitations_language_and_knows_the_name(client, invitation):
    response = client.get(page(invitation), headers={"accept-language": "fr"})
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.html["lang"] == "el"
    assert "Αθήνα" in heading(response)
    assert soup.find("input", {"name": "name"})["value"] == "Maria Rossi"
    assert soup.find("input", {"name": "email"})["value"] == "maria@athens.example"


def test_the_page_of_an_arabic_invitation_is_written_from_right_to_left(client, invitation):
    invitation.language = "ar"
    invitation.save()
    assert '<html lang="ar" dir="rtl"' in client.get(page(invitation)).content.decode()


def test_the_address_with_its_key_is_kept_to_this_site(client, invitation):
    for address in (page(invitation), reverse("invitation", args=["forged"])):
        response = client.get(address)
        assert response["Referrer-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"password2": "another"}, "password2"),
        ({"password1": "short", "password2": "short"}, "password1"),
        ({"password1": "maria@athens.example", "password2": "maria@athens.example"}, "password1"),
        ({"password1": "12345678901", "password2": "12345678901"}, "password1"),
    ],
)
def test_a_bad_name_or_password_is_said_beside_its_field(client, team, invitation, changes, field):
    response = client.post(page(invitation), {**ACCOUNT, **changes})
    assert list(errors(response)) == [field]
    assert not team.officers().exists()
    assert PASSWORD not in response.content.decode()


def test_the_address_that_was_invited_cannot_be_exchanged(client, team, invitation):
    client.post(page(invitation), {**ACCOUNT, "email": "spy@example.org"})
    assert [user.email for user in team.officers()] == ["maria@athens.example"]


def test_an_invitation_opened_twice_says_that_it_was_accepted(client, team, invitation):
    client.post(page(invitation), ACCOUNT)
    client.logout()

    for response in (client.get(page(invitation)), client.post(page(invitation), {**ACCOUNT, "name": "Another"})):
        assert response.status_code == 200
        assert heading(response) == "This invitation has been accepted"
        assert reverse("wagtailadmin_home") in response.content.decode()
    assert [user.get_full_name() for user in team.officers()] == ["Maria Del Mar"]
    assert "_auth_user_id" not in client.session


def test_two_who_accept_at_once_make_one_account(invitation, team):
    same = Invitation.objects.get(pk=invitation.pk)
    assert invitation.accept("Maria", PASSWORD)
    assert same.accept("Another", "other-password") is None
    assert [user.first_name for user in team.officers()] == ["Maria"]


def test_an_expired_link_offers_a_fresh_one_to_the_invited_address_alone(client, team, invitation):
    old = page(expire(invitation))
    assert heading(client.get(old)) == "This link is too old"
    assert heading(client.post(old, ACCOUNT)) == "This link is too old"
    assert not team.officers().exists()
    assert mail.outbox == []

    response = client.post(old, {"fresh": "yes", "email": "spy@example.org"})

    assert heading(response) == "Look into your mail"
    assert [message.recipients() for message in mail.outbox] == [["maria@athens.example"]]
    invitation.refresh_from_db()
    assert page(invitation) in mail.outbox[0].body
    assert page(invitation) not in response.content.decode()
    assert client.post(old, {"fresh": "yes"}).status_code == 410, "the old link sends one mail, not many"
    assert len(mail.outbox) == 1
    assert client.post(page(invitation), ACCOUNT).status_code == 302


def test_a_link_that_still_works_sends_no_mail(client, invitation):
    client.post(page(invitation), {"fresh": "yes"})
    assert mail.outbox == []


@pytest.mark.parametrize("token", ["x", "1.1:1:1", "%00", "ß:ß:ß", "a" * 3000])
def test_a_forged_link_gets_a_kind_page(client, invitation, token):
    for response in (client.get(f"/invitation/{token}/"), client.post(f"/invitation/{token}/", ACCOUNT)):
        assert response.status_code == 410
    assert not User.objects.filter(email=invitation.email).exists()


def test_the_number_of_an_invitation_does_not_open_another(client, team, invitation):
    pk, _dot, rest = invitation.token.partition(".")
    assert client.get(f"/invitation/{int(pk) + 1}.{rest}/").status_code == 410


def test_without_the_pages_own_token_nothing_is_accepted(invitation, team):
    assert Client(enforce_csrf_checks=True).post(page(invitation), ACCOUNT).status_code == 403
    assert not team.officers().exists()


def test_who_has_an_account_by_now_keeps_its_password_and_signs_in_with_it(client, team, invitation):
    user = factories.UserFactory(email="Maria@athens.example", password="her-own-long-password")

    assert "password1" not in client.get(page(invitation)).content.decode()
    response = client.post(page(invitation), ACCOUNT)

    assert response["Location"] == reverse("wagtailadmin_home")
    user.refresh_from_db()
    assert user.check_password("her-own-long-password")
    assert list(team.officers()) == [user]
    assert "_auth_user_id" not in client.session
    assert heading(client.post(page(invitation))) == "This invitation has been accepted"


# Removing


def test_an_officer_of_two_cities_who_leaves_one_still_serves_the_other(staff, team, other_team, officer, editor):
    other_team.add(officer, by=editor)
    address = reverse("officers:remove", args=[team.city_id, officer.pk])
    assert "can still sign in" in staff.get(address).content.decode()

    staff.post(address)

    officer.refresh_from_db()
    assert officer.is_active
    assert list(CityTeam.objects.of(officer)) == [other_team]
    assert logged(team) == ["officer_added", "officer_removed"]


def test_an_officer_who_leaves_the_last_city_can_no_longer_sign_in_and_drafts_stay(staff, team, officer, client):
    team.city.heading_en = "Athens, of old"
    team.city.save_revision(user=officer)
    address = reverse("officers:remove", args=[team.city_id, officer.pk])
    text = staff.get(address).content.decode()
    assert "no longer sign in" in text
    assert "drafts" in text
    officer.refresh_from_db()
    assert officer.is_active, "looking changes nothing"

    assert staff.post(address).status_code == 302
    assert "is no officer of Athens" in staff.post(address, follow=True).content.decode(), "removed twice"

    officer.refresh_from_db()
    assert not officer.is_active
    assert team.city.get_latest_revision_as_object().heading_en == "Athens, of old"
    assert logged(team).count("officer_removed") == 1
    client.logout()
    response = client.post(reverse("wagtailadmin_login"), {"username": officer.email, "password": PASSWORD})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


# What staff see


def test_the_history_of_a_city_says_what_happened_to_its_officers(staff, team, invitation):
    invitation.accept("Maria", PASSWORD)
    text = staff.get(reverse("wagtailadmin_pages:history", args=[team.city_id])).content.decode()
    assert "Invited maria@athens.example as an officer" in text
    assert "maria@athens.example accepted the invitation" in text


def test_a_city_says_plainly_that_it_has_too_few_officers(staff, team, editor):
    words = ["There is no officer", "There is one officer only", "A city should have two"]

    def said():
        text = staff.get(city_page(team)).content.decode()
        return [word in text for word in words]

    assert said() == [True, False, True]
    team.add(factories.UserFactory(), by=editor)
    assert said() == [False, True, True]
    team.add(factories.UserFactory(), by=editor)
    assert said() == [False, False, False]


def report(staff, **choices):
    response = staff.get(reverse("officers:report"), choices)
    assert response.status_code == 200
    return response


def test_the_report_shows_what_staff_ask(staff, team, officer, invitation, editor):
    officer.last_login = timezone.now() - timedelta(days=400)
    officer.save()
    CityCheck.objects.create(city=team.city, checked_on="2024-02-03", checked_by=officer)
    CityCheck.objects.create(city=team.city, checked_on="2023-02-03", checked_by=officer)
    left = factories.UserFactory(first_name="Gone", is_active=False, last_login=timezone.now())
    left.groups.add(team.group)

    text = " ".join(
        BeautifulSoup(report(staff).content, "html.parser").select_one("table.wide-report").get_text(" ").split()
    )

    assert "Athens One officer only Maria Rossi" in text
    assert str(officer.last_login.year) in text
    assert "Gone" not in text
    assert "Maria Rossi: open until" in text
    assert "Feb. 3, 2024" in text
    expire(invitation)
    assert "Maria Rossi: expired on" in report(staff).content.decode()
    assert city_page(team) in report(staff).content.decode()


@pytest.mark.parametrize(
    ("choice", "cities"),
    [("none", ["Berlin"]), ("one", ["Athens"]), ("enough", []), ("nonsense", ["Athens", "Berlin"])],
)
def test_the_report_is_filtered_by_the_number_of_officers(staff, team, other_team, officer, choice, cities):
    found = report(staff, officers=choice).context["object_list"]
    assert [team.city.title for team in found] == cities


@pytest.mark.parametrize("ordering", ["-city__title", "officers_count", "-last_sign_in", "last_checked", "nonsense"])
def test_the_report_is_sorted(staff, team, other_team, ordering):
    assert len(report(staff, ordering=ordering).context["object_list"]) == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_report_is_taken_along(staff, team, other_team, officer, invitation, kind):
    response = report(staff, export=kind)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if kind == "csv":
        assert "Athens,1,Maria Rossi" in content.decode()


def test_the_report_asks_as_often_for_many_cities_as_for_few(
    staff, site, team, editor, django_assert_num_queries, django_assert_max_num_queries
):
    def fill(number):
        for _number in range(number):
            city_team = CityTeam.of(factories.CityPageFactory(parent=site.cities))
            city_team.add(factories.UserFactory(), by=editor)
            Invitation(team=city_team, **INVITED).send(by=editor)

    fill(3)
    report(staff)
    with django_assert_max_num_queries(40) as few:
        report(staff)
    fill(27)
    with django_assert_num_queries(len(few)):
        report(staff)


def test_pages_of_a_city_whose_group_was_deleted_mend_it(staff, team, officer):
    team.group.delete()
    assert report(staff).status_code == 200
    assert report(staff, export="csv").status_code == 200
    assert staff.get(city_page(team)).status_code == 200
    team.refresh_from_db()
    assert team.group


def test_a_city_leads_to_its_officers_and_the_menu_to_the_report(staff, site, team):
    assert city_page(team) in staff.get(reverse("wagtailadmin_pages:edit", args=[team.city_id])).content.decode()
    assert city_page(team) in staff.get(reverse("wagtailadmin_explore", args=[site.cities.pk])).content.decode()
    assert reverse("officers:report") in staff.get(reverse("wagtailadmin_home")).content.decode()


def test_what_is_no_city_has_no_officers(staff, site, team):
    assert staff.get(reverse("officers:city", args=[site.cities.pk]), follow=True).status_code == 404


def test_an_officer_sees_nothing_of_it_and_changes_nothing(client, team, officer, invitation):
    colleague = factories.UserFactory()
    team.add(colleague, by=None)
    before = (logged(team), list(Invitation.objects.values()), list(User.objects.values("pk", "is_active")))
    client.force_login(officer)
    addresses = [
        reverse("officers:report"),
        reverse("officers:report_results"),
        city_page(team),
        reverse("officers:remove", args=[team.city_id, colleague.pk]),
        action(invitation, "send_again"),
        action(invitation, "withdraw"),
    ]
    for address in addresses:
        for response in (client.get(address), client.post(address, {**INVITED, "email": "friend@example.org"})):
            assert response.status_code == 302
            assert response["Location"] == reverse("wagtailadmin_home")
    assert mail.outbox == []
    assert (logged(team), list(Invitation.objects.values()), list(User.objects.values("pk", "is_active"))) == before
    text = client.get(reverse("wagtailadmin_pages:edit", args=[team.city_id])).content.decode()
    assert city_page(team) not in text
    assert reverse("officers:report") not in text


def test_a_stranger_is_asked_to_sign_in(client, team):
    response = client.post(city_page(team), INVITED)
    assert response["Location"].startswith(reverse("wagtailadmin_login"))
    assert not Invitation.objects.exists()


def test_a_mail_server_that_is_down_costs_the_mail_alone(
    staff, team, mail_server_down, caplog, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert staff.post(city_page(team), INVITED).status_code == 302
    assert Invitation.objects.count() == 1
    assert "could not be sent" in caplog.text
    caplog.clear()
    address = page(expire(Invitation.objects.get()))
    with django_capture_on_commit_callbacks(execute=True):
        assert staff.post(address, {"fresh": "yes"}).status_code == 200
    assert "could not be sent" in caplog.text
