"""A city requests that something published be withdrawn: who may, what for, and who is told."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from cities.models import WithdrawalRequest
from tests import factories
from tests.support.people import make_editor, officer_of
from tests.support.review import draft
from tests.support.withdrawals import HOME, ask_url, asked, decide_url, log_of, published_statement, signed_in, words_of


@pytest.fixture
def statement(athens):
    return published_statement(athens)


def test_an_officer_asks_and_the_page_stays(officer, editor, statement, django_capture_on_commit_callbacks, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://site.example"
    gone = make_editor(email="gone@eurocities.example", is_active=False)
    client = signed_in(officer)
    officer.wagtail_userprofile.preferred_language = "en"
    officer.wagtail_userprofile.save()
    page = BeautifulSoup(client.get(ask_url(statement)).content, "lxml")
    assert "On arrival" in page.get_text()
    assert page.select_one("textarea[name=reason]")

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ask_url(statement), {"reason": "  It was <b>a</b> mistake. "}, follow=True)

    assert response.redirect_chain == [(HOME, 302)]
    assert "EUROCITIES has been asked." in words_of(response)
    request = WithdrawalRequest.objects.get()
    assert (request.page.pk, request.asked_by, request.reason) == (statement.pk, officer, "It was <b>a</b> mistake.")
    assert Client().get(statement.url).status_code == 200
    entry = log_of(statement, "asked")
    assert entry.user == officer
    assert "It was <b>a</b> mistake." in str(entry.message)
    assert [message.to for message in mail.outbox] == [[editor.email]], f"and not {gone}"
    assert "On arrival" in mail.outbox[0].subject
    assert "It was <b>a</b> mistake." in mail.outbox[0].body
    assert "Nikos Papas" in mail.outbox[0].body
    assert f"https://site.example{decide_url(request)}" in mail.outbox[0].body


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001, "a\x00b"], ids=["none", "blank", "too long", "NUL"])
def test_a_reason_is_asked_for_beside_its_field(officer, statement, reason):
    response = signed_in(officer).post(ask_url(statement), {"reason": reason})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["reason"]
    assert not WithdrawalRequest.objects.exists()


def test_the_second_of_two_clicks_changes_nothing(officer, statement):
    client = signed_in(officer)
    client.post(ask_url(statement), {"reason": "The first."})
    with_words = client.post(ask_url(statement), {"reason": "The second."}, follow=True)
    assert with_words.redirect_chain == [(HOME, 302)]
    assert WithdrawalRequest.objects.get().reason == "The first."
    with pytest.raises(ValidationError, match="asked for already"):
        asked(statement, officer)


def test_it_can_be_asked_again_after_it_was_declined(officer, editor, statement):
    asked(statement, officer).decline(editor, "Please keep it.")
    asked(statement, officer)
    assert WithdrawalRequest.objects.open().count() == 1


def test_only_officers_of_the_city_ask(athens, site, statement, editor):
    berlin = factories.CityPageFactory(parent=site.cities, heading_en="Berlin")
    assert Client().post(ask_url(statement), {"reason": "Mine."}).url.startswith("/admin/login/")
    for user in (officer_of(berlin), editor):
        client = signed_in(user)
        for response in (client.get(ask_url(statement)), client.post(ask_url(statement), {"reason": "Mine."})):
            assert (response.status_code, response.url) == (302, HOME)
    assert not WithdrawalRequest.objects.exists()


def test_a_joint_pledge_that_stands_elsewhere_is_not_one_citys_to_withdraw(officer, athens, site):
    joint = factories.PledgePageFactory(parent=site.pledges)
    factories.PledgeSignatoryFactory(pledge=joint, city=athens)
    assert signed_in(officer).post(ask_url(joint), {"reason": "Ours."}).url == HOME
    assert not WithdrawalRequest.objects.exists()


def test_a_request_from_elsewhere_is_refused(officer, statement):
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(officer)
    assert forger.post(ask_url(statement), {"reason": "Forged."}).status_code == 403
    assert not WithdrawalRequest.objects.exists()


@pytest.mark.parametrize(
    ("choose", "words"),
    [
        (lambda athens: athens, "Only statements and pledges"),
        (lambda athens: draft(factories.MayorStatementPageFactory, athens), "not published"),
        (lambda athens: factories.PledgePageFactory(parent=athens, withdrawn_on=date(2021, 1, 1)), "withdrawn already"),
    ],
    ids=["the city's page", "a draft", "a withdrawn pledge"],
)
def test_what_cannot_be_withdrawn_is_said(athens, choose, words):
    page = choose(athens)
    client = signed_in(officer_of(athens))
    for response in (client.get(ask_url(page), follow=True), client.post(ask_url(page), follow=True)):
        assert words in words_of(response)
    assert not WithdrawalRequest.objects.exists()


@pytest.mark.parametrize("pk", [0, 1, 987654, 10**30])
def test_a_page_that_is_not_there_is_answered(athens, pk):
    client = signed_in(officer_of(athens))
    assert client.post(ask_url(pk), {"reason": "Why not?"}).status_code == 302
    assert client.post(decide_url(pk), {"grant": "yes"}).status_code == 302


def test_a_colleague_may_ask_for_what_another_officer_wrote(officer, athens, statement):
    colleague = officer_of(athens)
    statement.owner = officer
    statement.save()
    assert WithdrawalRequest.may_ask(colleague, statement)
    asked(statement, colleague)
