"""Signing in: who guesses passwords has to wait, learns nothing by it, and keeps nobody else out."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse

from solidarity import languages
from solidarity.sign_in import client_address
from tests import factories
from tests.support.people import PASSWORD

LIMIT = 10
WRONG = "not-the-password"
HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def try_password(client, site):
    """Send the sign-in form."""

    def send(email="admin@example.org", password=WRONG, address=HERE, **headers):
        return client.post(
            reverse("wagtailadmin_login"),
            {"username": email, "password": password},
            REMOTE_ADDR=address,
            headers=headers,
        )

    return send


@pytest.fixture
def fail(try_password):
    """Send wrong passwords, and return the last answer."""

    def send(times, *args, **kwargs):
        return [try_password(*args, **kwargs) for _time in range(times)][-1]

    return send


def is_in(client):
    return "_auth_user_id" in client.session


def later(minutes):
    """Let time pass for what was counted."""
    for attempt in AccessAttempt.objects.all():
        then = attempt.attempt_time - timedelta(minutes=minutes)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=then)


def words(response):
    """Return what a page says, but for the tokens of its form and what was typed."""
    text = re.sub(r'"\w{64}"', "", response.content.decode())
    return re.sub(r'value="\w+@example.org"', "", text)


def test_the_right_password_signs_in_whatever_the_case_of_the_address(client, admin_user, try_password):
    assert try_password("ADMIN@example.org", PASSWORD)["Location"] == reverse("wagtailadmin_home")
    assert is_in(client)


def test_an_account_has_to_wait_after_too_many_wrong_passwords(client, admin_user, try_password, fail):
    assert fail(LIMIT - 1).status_code == 200
    assert fail(1).status_code == 429
    assert try_password(password=PASSWORD).status_code == 429, "from here"
    assert try_password(password=PASSWORD, address=THERE).status_code == 429, "from elsewhere"
    assert try_password("Admin@Example.org", PASSWORD, address=THERE).status_code == 429, "in another case"
    assert not is_in(client)


def test_an_account_waits_wherever_the_passwords_came_from(admin_user, try_password, fail):
    for number in range(LIMIT):
        response = try_password(address=f"192.0.2.{number + 10}", user_agent=f"browser {number}")
    assert response.status_code == 429


def test_an_address_has_to_wait_whichever_accounts_it_tries(client, admin_user, try_password, fail):
    for number in range(LIMIT):
        response = try_password(f"person{number}@example.org", user_agent=f"browser {number}")
    assert response.status_code == 429
    assert try_password(password=PASSWORD).status_code == 429
    assert try_password(password=PASSWORD, address=THERE).status_code == 302


def test_the_wait_ends_after_a_quarter_of_an_hour_and_does_not_grow(client, admin_user, try_password, fail):
    fail(LIMIT)
    later(14)
    assert fail(5).status_code == 429
    later(1)
    assert try_password(password=PASSWORD).status_code == 302
    assert is_in(client)


def test_signing_in_forgets_the_wrong_passwords_before(client, admin_user, try_password, fail):
    fail(LIMIT - 1)
    try_password(password=PASSWORD)
    client.logout()
    assert fail(LIMIT - 1).status_code == 200


def test_signing_in_does_not_pay_for_guesses_at_others(client, admin_user, try_password, fail):
    factories.UserFactory(email="spy@example.org", password=PASSWORD)
    fail(LIMIT - 1)
    try_password("spy@example.org", PASSWORD)
    client.logout()
    assert fail(1).status_code == 429


def test_nobody_learns_whether_an_account_exists(admin_user, fail):
    left = factories.UserFactory(email="left@example.org", password=PASSWORD, is_active=False)
    people = [("admin@example.org", HERE), ("nobody@example.org", THERE), (left.email, "192.0.2.3")]
    for times, status in ((1, 200), (LIMIT - 1, 429), (1, 429)):
        answers = [fail(times, email, address=address) for email, address in people]
        assert [answer.status_code for answer in answers] == [status] * 3
        assert len({words(answer) for answer in answers}) == 1
    assert fail(1, left.email, PASSWORD, address="192.0.2.4").status_code == 429


def test_an_account_that_was_closed_is_told_what_a_wrong_password_is_told(admin_user, try_password):
    factories.UserFactory(email="left@example.org", password=PASSWORD, is_active=False)
    assert words(try_password("left@example.org", PASSWORD)) == words(try_password("admin@example.org"))


def test_the_page_says_when_to_try_again_and_how_to_get_a_new_password(admin_user, fail):
    response = fail(LIMIT)
    soup = BeautifulSoup(response.content, "lxml")
    assert "try again in 15 minutes" in soup.main.get_text(" ", strip=True)
    assert soup.main.find("a", href=reverse("wagtailadmin_password_reset"))
    assert 890 <= int(response["Retry-After"]) <= 900
    assert "no-store" in response["Cache-Control"]
    assert "axes" not in response.content.decode().lower()

    later(14.5)
    assert "try again in one minute" in fail(1).content.decode()


@pytest.mark.parametrize(("code", "direction"), [("de", "ltr"), ("ar", "rtl")])
def test_the_page_speaks_the_readers_language(admin_user, fail, code, direction):
    text = fail(LIMIT, accept_language=code).content.decode()
    assert f'<html lang="{code}" dir="{direction}"' in text


def test_only_signing_in_waits(client, admin_user, fail):
    fail(LIMIT)
    assert client.get("/en/", REMOTE_ADDR=HERE).status_code == 200
    assert client.get(reverse("wagtailadmin_login"), REMOTE_ADDR=HERE).status_code == 200
    client.post(reverse("wagtailadmin_password_reset"), {"email": admin_user.email}, REMOTE_ADDR=HERE)
    assert mail.outbox[0].to == [admin_user.email]
    client.force_login(admin_user)
    assert client.get(reverse("wagtailadmin_home"), REMOTE_ADDR=HERE).status_code == 200


@pytest.mark.parametrize("email", ["", " ", "\0", "x" * 5000, "'\"<script>", "ß" * 200])
def test_whatever_is_typed_gets_an_answer(client, site, fail, email):
    assert fail(LIMIT + 1, email).status_code in (200, 429)


def test_letters_that_are_alike_in_one_case_only_are_one_account(admin_user, try_password):
    spellings = ["susi@example.org", "SUSI@Example.org", "ſuſi@example.org", " susi@example.org "] * 3
    answers = [try_password(email, address=f"192.0.2.{number}") for number, email in enumerate(spellings, 10)]
    assert answers[LIMIT - 1].status_code == 429
    assert AccessAttempt.objects.values("username").distinct().count() == 1


def test_no_password_is_kept(admin_user, try_password):
    try_password(password="almost-the-right-one")
    assert "almost-the-right-one" not in str(list(AccessAttempt.objects.values()))


def test_who_signed_in_is_not_listed_and_old_counts_are_deleted(client, admin_user, try_password, fail):
    fail(3)
    later(16)
    try_password(email="other@example.org")
    assert AccessAttempt.objects.count() == 1
    try_password(password=PASSWORD)
    assert is_in(client)
    assert not AccessLog.objects.exists()


def test_the_editor_shows_nothing_of_it(client, admin_user, fail):
    fail(3)
    client.force_login(admin_user)
    text = client.get(reverse("wagtailadmin_home")).content.decode().lower()
    text += client.get(reverse("wagtailusers_groups:add")).content.decode().lower()
    assert "axes" not in text
    assert "access attempt" not in text


@pytest.mark.parametrize(
    ("proxy", "remote", "forwarded", "address"),
    [
        (False, "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        (True, "10.0.0.1", "192.0.2.1", "192.0.2.1"),
        (True, "10.0.0.1", "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        (True, "10.0.0.1", "", None),
        (True, "10.0.0.1", "nonsense", None),
        (False, "", "192.0.2.1", None),
        (False, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        (False, "::ffff:192.0.2.1", "", "192.0.2.1"),
    ],
)
def test_the_address_is_the_visitors_own(rf, settings, proxy, remote, forwarded, address):
    settings.BEHIND_PROXY = proxy
    assert client_address(rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)) == address


def test_an_address_cannot_be_made_up_without_a_proxy(admin_user, try_password):
    for number in range(LIMIT):
        response = try_password(f"person{number}@example.org", x_forwarded_for=f"198.51.100.{number}")
    assert response.status_code == 429


def test_visitors_behind_one_proxy_do_not_wait_for_each_other(settings, admin_user, try_password):
    settings.BEHIND_PROXY = True
    for number in range(LIMIT):
        try_password(f"person{number}@example.org", x_forwarded_for=f"198.51.100.{number}, {HERE}")
    assert try_password(password=PASSWORD, x_forwarded_for=HERE).status_code == 429
    assert try_password(password=PASSWORD, x_forwarded_for=THERE).status_code == 302


# A page left open


def test_an_open_page_learns_whether_its_session_goes_on(client, admin_user):
    by_script = {"headers": {"x-requested-with": "XMLHttpRequest"}}
    assert client.get(reverse("session"), **by_script).status_code == 403
    client.force_login(admin_user)
    answer = client.get(reverse("session"), **by_script)
    assert answer.json()["token"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.codes())
def test_every_field_of_the_form_has_a_label_in_the_readers_language(client, language):
    page = BeautifulSoup(client.get("/admin/login/", headers={"Accept-Language": language}).content, "lxml")
    labels = {label["for"]: label.get_text(strip=True) for label in page.select("label[for]")}
    assert {"id_username", "id_password"} <= set(labels)
    if language not in ("en", "it"):  # where a password is called so
        assert not {"Password", "Email address", "Remember me"} & {label.strip("* ") for label in labels.values()}
