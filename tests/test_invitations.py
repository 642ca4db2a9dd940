"""Officers of cities are invited by mail, and accept once."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from cities.models import CityTeam, Invitation
from solidarity import roles
from solidarity.models import User
from tests import factories
from tests.support.invitations import (
    ACCOUNT,
    INVITED,
    action,
    city_page,
    errors,
    expire,
    heading,
    in_greek,
    logged,
    page,
)
from tests.support.people import PASSWORD

# Inviting


def test_an_invitation_is_mailed_in_its_language_with_a_link_that_opens(editor_client, team, client):
    assert editor_client.post(city_page(team), INVITED).status_code == 302

    sent = mail.outbox[0]
    assert sent.to == ["maria@athens.example"]
    assert "Αθήνα" in sent.subject
    assert "Αθήνα" in sent.body
    assert sent.extra_headers == {"Auto-Submitted": "auto-generated"}
    link = re.search(r"^http://127.0.0.1:8000(/invitation/\S+/)$", sent.body, re.MULTILINE).group(1)
    assert client.get(link).status_code == 200
    assert not User.objects.filter(email="maria@athens.example").exists()
    assert logged(team) == ["invited"]


def test_each_link_opens_the_invitation_that_it_was_sent_with(client, team, other_team, editor):
    for one, email in ((team, "maria@athens.example"), (other_team, "anna@berlin.example")):
        Invitation(team=one, **{**INVITED, "email": email}).send(by=editor)
    for invitation in Invitation.objects.all():
        client.post(page(invitation), ACCOUNT)
        client.logout()
    for one, email in ((team, "maria@athens.example"), (other_team, "anna@berlin.example")):
        assert [user.email for user in one.officers()] == [email]


def test_an_invitation_sent_twice_is_taken_once(editor_client, team):
    editor_client.post(city_page(team), INVITED)
    response = editor_client.post(city_page(team), {**INVITED, "email": "MARIA@athens.example"})
    assert list(errors(response)) == ["email"]
    assert Invitation.objects.count() == len(mail.outbox) == 1


@pytest.mark.parametrize("email", ["nikos@athens.example", "Nikos@Athens.example"])
def test_an_officer_of_the_city_is_not_invited_again(editor_client, team, officer, email):
    response = editor_client.post(city_page(team), {**INVITED, "email": email})
    assert errors(response) == {"email": ["This person is an officer of this city already."]}
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 121), ("email", "no address"), ("email", "a@b.example\0"), ("language", "xx")],
)
def test_what_is_wrong_is_said_beside_its_field(editor_client, team, field, value):
    response = editor_client.post(city_page(team), {**INVITED, field: value})
    assert list(errors(response)) == [field]
    assert response.context["form"][field].id_for_label in response.content.decode()
    assert not Invitation.objects.exists()


def test_a_name_on_two_lines_adds_no_header_to_the_mail(editor_client, team):
    editor_client.post(city_page(team), {**INVITED, "name": "Maria\nBcc: spy@example.org"})
    assert mail.outbox[0].recipients() == ["maria@athens.example"]
    assert "\nBcc" not in mail.outbox[0].message().as_string().split("\n\n")[0]


def test_somebody_with_an_account_serves_a_second_city_at_once(editor_client, other_team, team, officer):
    response = editor_client.post(city_page(other_team), {**INVITED, "email": "NIKOS@athens.example"}, follow=True)

    assert "already has an account" in response.content.decode()
    assert list(CityTeam.objects.of(officer)) == [team, other_team]
    assert not Invitation.objects.exists()
    assert mail.outbox[0].to == ["nikos@athens.example"]
    assert "/admin/" in mail.outbox[0].body
    assert "/invitation/" not in mail.outbox[0].body
    assert logged(other_team) == ["officer_added"]


def test_an_editor_who_is_invited_stays_an_editor(editor_client, team, editor):
    editor_client.post(city_page(team), {**INVITED, "email": editor.email})
    editor = User.objects.get(pk=editor.pk)
    assert editor in team.officers()
    assert editor.has_perm(roles.EDIT_ALL)

    team.remove(editor, by=editor)
    editor.refresh_from_db()
    assert editor.is_active


def test_an_account_that_was_closed_opens_only_when_the_invitation_is_accepted(editor_client, team, officer, client):
    team.remove(officer, by=None)
    officer.refresh_from_db()
    assert not officer.is_active

    response = editor_client.post(city_page(team), {**INVITED, "email": "NIKOS@athens.example"}, follow=True)
    assert "reopened when the invitation is accepted" in response.content.decode()
    officer.refresh_from_db()
    assert not officer.is_active

    client.logout()
    url = page(Invitation.objects.get())
    closed = "You had an account on the website of Solidarity Cities, which was closed. "
    assert in_greek(f"{closed}Choose a password, and it is open again.") in client.get(url).content.decode()
    client.post(url, ACCOUNT)
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


def test_an_invitation_sent_again_has_a_fresh_link_and_the_old_one_is_void(editor_client, team, invitation, client):
    old = page(expire(invitation))
    editor_client.post(action(invitation, "send_again"))

    invitation.refresh_from_db()
    assert mail.outbox[0].to == ["maria@athens.example"]
    assert page(invitation) in mail.outbox[0].body
    assert client.get(old).status_code == 410
    assert client.get(page(invitation)).status_code == 200
    assert logged(team) == ["invited", "invitation_renewed"]


def test_an_invitation_that_is_withdrawn_leads_nowhere_and_may_be_made_again(editor_client, team, invitation, client):
    url = page(invitation)
    editor_client.post(action(invitation, "withdraw"))

    assert client.get(url).status_code == 410
    assert client.post(url, ACCOUNT).status_code == 410
    assert not User.objects.filter(email=invitation.email).exists()
    assert logged(team) == ["invited", "invitation_withdrawn"]
    assert editor_client.post(city_page(team), INVITED).status_code == 302


@pytest.mark.parametrize("name", ["send_again", "withdraw"])
def test_an_invitation_that_was_accepted_is_neither_sent_nor_withdrawn(editor_client, team, invitation, name):
    invitation.accept("Maria", PASSWORD)
    response = editor_client.post(action(invitation, name), follow=True)
    assert "accepted or withdrawn in the meantime" in response.content.decode()
    assert mail.outbox == []
    assert Invitation.objects.exists()


def test_an_invitation_is_withdrawn_once_by_those_who_click_twice(editor_client, team, invitation):
    url = action(invitation, "withdraw")
    editor_client.post(url)
    assert editor_client.post(url)["Location"] == city_page(team)
    assert logged(team) == ["invited", "invitation_withdrawn"]


def test_an_invitation_is_found_under_its_own_city_alone(editor_client, other_team, invitation):
    editor_client.post(reverse("officers:withdraw", args=[other_team.city_id, invitation.pk]))
    assert Invitation.objects.exists()


@pytest.mark.parametrize("name", ["send_again", "withdraw"])
def test_nothing_happens_by_following_a_link(editor_client, invitation, name):
    assert editor_client.get(action(invitation, name)).status_code == 405
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
    soup = BeautifulSoup(response.content, "lxml")
    assert soup.html["lang"] == "el"
    assert "Αθήνα" in heading(response)
    assert soup.find("input", {"name": "name"})["value"] == "Maria Rossi"
    assert soup.find("input", {"name": "email"})["value"] == "maria@athens.example"


def test_the_page_of_an_arabic_invitation_is_written_from_right_to_left(client, invitation):
    invitation.language = "ar"
    invitation.save()
    assert '<html lang="ar" dir="rtl"' in client.get(page(invitation)).content.decode()


def test_the_address_with_its_key_is_kept_to_this_site(client, invitation, in_production):
    for url in (page(invitation), reverse("invitation", args=["forged"])):
        response = client.get(url)
        assert response["Referrer-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"].startswith("noindex")


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
        assert heading(response) == in_greek("This invitation has been accepted")
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
    assert heading(client.get(old)) == in_greek("This link has expired")
    assert heading(client.post(old, ACCOUNT)) == in_greek("This link has expired")
    assert not team.officers().exists()
    assert mail.outbox == []

    response = client.post(old, {"fresh": "yes", "email": "spy@example.org"})

    assert heading(response) == in_greek("Check your email")
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
    user = factories.UserFactory(password="her-own-long-password")
    User.objects.filter(pk=user.pk).update(email="Maria@Athens.example")  # as it may come in past every form

    assert "password1" not in client.get(page(invitation)).content.decode()
    response = client.post(page(invitation), ACCOUNT)

    assert response["Location"] == reverse("wagtailadmin_home")
    user.refresh_from_db()
    assert user.check_password("her-own-long-password")
    assert list(team.officers()) == [user]
    assert "_auth_user_id" not in client.session
    assert heading(client.post(page(invitation))) == in_greek("This invitation has been accepted")
