"""A city asks that something published be taken back; staff decide; nothing is deleted."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from cities.models import PledgePage, WithdrawalRequest
from tests import factories
from tests.support.people import make_editor, officer_of, set_language
from tests.support.review import draft, send_for_review

HOME = "/admin/"


@pytest.fixture
def officer(officer):
    """The officer, who reads Greek."""
    set_language(officer, "el")
    return officer


@pytest.fixture
def editor(editor):
    """The editor, who reads German."""
    set_language(editor, "de")
    return editor


@pytest.fixture
def statement(athens):
    page = factories.MayorStatementPageFactory(parent=athens, heading_en="On arrival", heading_el="Για την άφιξη")
    page.save_revision().publish()
    return page


@pytest.fixture
def pledge(athens):
    page = factories.PledgePageFactory(parent=athens, heading_en="Homes")
    page.save_revision().publish()
    return PledgePage.objects.get(pk=page.pk)


def ask_url(page):
    return reverse("cities_ask_withdrawal", args=[page if isinstance(page, int) else page.pk])


def decide_url(request):
    return reverse("cities_decide_withdrawal", args=[request if isinstance(request, int) else request.pk])


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def words_of(response):
    """Return what the messages on the page say."""
    assert response.status_code == 200
    return " ".join(str(message) for message in response.context["messages"])


def log_of(page, action):
    return PageLogEntry.objects.get(page=page.pk, action=f"cities.withdrawal_{action}")


def asked(page, officer, reason="It was a mistake."):
    return WithdrawalRequest.ask(page, officer, reason)


# Asking ---------------------------------------------------------------------------------------------


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


# Deciding -------------------------------------------------------------------------------------------


def test_staff_see_open_requests_the_oldest_first(officer, editor, athens, statement, pledge):
    assert "withdrawals" not in panels(editor)
    second, first = asked(statement, officer), asked(pledge, officer)
    WithdrawalRequest.objects.filter(pk=first.pk).update(asked_at=timezone.now() - timedelta(days=3))
    decided = factories.PledgePageFactory(parent=athens)
    asked(decided, officer).decline(editor, "No.")
    page = BeautifulSoup(signed_in(editor).get(HOME).content, "lxml")
    links = [link["href"] for link in page.select("#withdrawals-section td.title a")]
    assert links == [decide_url(first), decide_url(second)]
    assert panels(editor).index("withdrawals") == panels(editor).index("waiting-for-review") + 1
    assert "withdrawals" not in panels(officer)


def panels(user):
    return [panel.name for panel in signed_in(user).get(HOME).context["panels"]]


def test_a_statement_leaves_the_site_and_stays_in_the_admin(
    officer, editor, statement, django_capture_on_commit_callbacks
):
    request = asked(statement, officer)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in(editor).post(decide_url(request), {"grant": "yes"}, follow=True)

    assert response.redirect_chain == [(HOME, 302)]
    statement.refresh_from_db()
    assert not statement.live
    assert Client().get(statement.url).status_code == 404
    request.refresh_from_db()
    assert (request.decision, request.decided_by) == ("granted", editor)
    assert request.decided_at is not None
    assert log_of(statement, "granted").user == editor
    assert PageLogEntry.objects.filter(page=statement.pk, action="wagtail.unpublish").exists()
    assert [message.to for message in mail.outbox] == [[officer.email]]
    assert "Για την άφιξη" in mail.outbox[0].subject


def test_a_review_that_is_under_way_ends_with_the_withdrawal(officer, editor, statement, pledge):
    for page in (statement, pledge):
        page.save_revision(user=officer)
        send_for_review(page, officer)
        request = asked(page, officer)
        mail.outbox.clear()
        request.grant(editor)
        assert type(page).objects.get(pk=page.pk).current_workflow_state is None
        (message,) = mail.outbox
        assert message.to == [officer.email]
        assert "Published" not in message.subject, "what was sent is not on the site"


def test_a_pledge_is_marked_as_withdrawn_today_and_stays(officer, editor, pledge):
    request = asked(pledge, officer)
    signed_in(editor).post(decide_url(request), {"grant": "yes"})
    live = PledgePage.objects.get(pk=pledge.pk)
    today = timezone.localdate()
    assert (live.live, live.withdrawn_on, live.status) == (True, today, "withdrawn")
    assert live.get_latest_revision_as_object().withdrawn_on == today
    assert not live.has_unpublished_changes
    assert "Withdrawn" in Client().get(live.url).content.decode()
    assert log_of(live, "granted").user == editor


def test_a_pledges_draft_is_marked_too_and_stays_a_draft(officer, editor, pledge):
    pledge.heading_en = "Homes and schools"
    pledge.save_revision(user=officer)
    asked(pledge, officer).grant(editor)
    live = PledgePage.objects.get(pk=pledge.pk)
    waiting = live.get_latest_revision_as_object()
    today = timezone.localdate()
    assert (live.heading_en, live.withdrawn_on, live.has_unpublished_changes) == ("Homes", today, True)
    assert (waiting.heading_en, waiting.withdrawn_on) == ("Homes and schools", today)


def test_staff_decline_with_an_answer_and_nothing_changes(
    officer, editor, statement, django_capture_on_commit_callbacks
):
    request = asked(statement, officer)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(editor).post(decide_url(request), {"decline": "yes", "answer": "It's history."})
    request.refresh_from_db()
    assert (request.decision, request.answer, request.decided_by) == ("declined", "It's history.", editor)
    statement.refresh_from_db()
    assert statement.live
    entry = log_of(statement, "declined")
    assert entry.user == editor
    assert "It's history." in str(entry.message)
    assert [message.to for message in mail.outbox] == [[officer.email]]
    assert "It's history." in mail.outbox[0].body


@pytest.mark.parametrize("answer", ["", "   ", "x" * 1001, "a\x00b"], ids=["none", "blank", "too long", "NUL"])
def test_declining_needs_an_answer(officer, editor, statement, answer):
    request = asked(statement, officer)
    response = signed_in(editor).post(decide_url(request), {"decline": "yes", "answer": answer})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["answer"]
    with pytest.raises(ValidationError):
        request.decline(editor, "")
    assert WithdrawalRequest.objects.open().count() == 1


def test_a_form_without_a_decision_is_shown_again(officer, editor, statement):
    request = asked(statement, officer)
    assert signed_in(editor).post(decide_url(request), {"answer": "Hm."}).status_code == 200
    assert WithdrawalRequest.objects.open().count() == 1


def test_what_is_decided_is_not_decided_again(officer, statement):
    editor = make_editor()
    request = asked(statement, officer)
    late = WithdrawalRequest.objects.get(pk=request.pk)
    request.decline(editor, "No.")
    with pytest.raises(ValidationError, match="decided already"):
        late.grant(editor)
    response = signed_in(editor).post(decide_url(request), {"grant": "yes"}, follow=True)
    assert "decided already" in words_of(response)
    statement.refresh_from_db()
    assert statement.live
    assert WithdrawalRequest.objects.get().decision == "declined"


def test_only_those_who_publish_decide(officer, athens, site, statement):
    request = asked(statement, officer)
    assert Client().post(decide_url(request), {"grant": "yes"}).url.startswith("/admin/login/")
    berlin = factories.CityPageFactory(parent=site.cities, heading_en="Berlin")
    for user in (officer, officer_of(berlin)):
        client = signed_in(user)
        for response in (client.get(decide_url(request)), client.post(decide_url(request), {"grant": "yes"})):
            assert (response.status_code, response.url) == (302, HOME)
    statement.refresh_from_db()
    assert statement.live
    assert WithdrawalRequest.objects.open().count() == 1


def test_a_request_whose_page_was_deleted_is_gone(officer, statement):
    editor = make_editor()
    url = decide_url(asked(statement, officer))
    statement.delete()
    assert "no longer exists" in words_of(signed_in(editor).post(url, {"grant": "yes"}, follow=True))
    response = signed_in(officer).post(ask_url(statement.pk or 1), {"reason": "Again."})
    assert (response.status_code, response.url) == (302, HOME)


def test_what_staff_took_down_meanwhile_is_not_published_by_granting(officer, editor, statement, pledge):
    for page in (statement, pledge):
        request = asked(page, officer)
        page.refresh_from_db()
        page.unpublish()
        request.grant(editor)
        assert not type(page).objects.get(pk=page.pk).live


def test_a_pledge_that_cannot_be_saved_as_it_is_is_not_half_withdrawn(officer, pledge):
    editor = make_editor()
    request = asked(pledge, officer)
    tomorrow = timezone.localdate() + timedelta(days=1)
    PledgePage.objects.filter(pk=pledge.pk).update(made_on=tomorrow)
    response = signed_in(editor).post(decide_url(request), {"grant": "yes"}, follow=True)
    assert "before the pledge was made" in words_of(response)
    assert WithdrawalRequest.objects.open().count() == 1


def test_a_colleagues_lock_is_said(officer, statement, admin_user):
    editor = make_editor()
    request = asked(statement, officer)
    statement.locked, statement.locked_by, statement.locked_at = True, admin_user, timezone.now()
    statement.save()
    response = signed_in(editor).post(decide_url(request), {"grant": "yes"}, follow=True)
    assert "locked this page" in words_of(response)
    statement.refresh_from_db()
    assert statement.live
    assert WithdrawalRequest.objects.open().count() == 1


def test_where_the_officer_has_left_the_colleagues_are_told(
    officer, editor, athens, statement, django_capture_on_commit_callbacks
):
    officer_of(athens, email="colleague@athens.example")
    request = asked(statement, officer)
    officer.is_active = False
    officer.save()
    request.refresh_from_db()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        request.grant(editor)
    assert [message.to for message in mail.outbox] == [["colleague@athens.example"]]


def test_a_colleague_may_ask_for_what_another_officer_wrote(officer, athens, statement):
    colleague = officer_of(athens)
    statement.owner = officer
    statement.save()
    assert WithdrawalRequest.may_ask(colleague, statement)
    asked(statement, colleague)


@pytest.mark.parametrize("decision", ["grant", "decline"])
def test_who_asks_or_decides_is_not_told_of_it(
    officer, editor, athens, statement, decision, django_capture_on_commit_callbacks
):
    """An editor who serves the city as well: as the one who asks, and as a colleague of who has left."""
    officer.groups.add(*editor.groups.all())
    with django_capture_on_commit_callbacks(execute=True):
        request = asked(statement, officer)
    assert [message.to for message in mail.outbox] == [[editor.email]]
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        request.grant(officer) if decision == "grant" else request.decline(officer, "No.")
    assert mail.outbox == []

    other = asked(factories.PledgePageFactory(parent=athens), officer)
    officer.is_active = False
    officer.save()
    other.refresh_from_db()
    colleague = officer_of(athens, email="colleague@athens.example")
    colleague.groups.add(*editor.groups.all())
    third = officer_of(athens, email="third@athens.example")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        other.grant(colleague) if decision == "grant" else other.decline(colleague, "No.")
    assert [message.to for message in mail.outbox] == [[third.email]]
