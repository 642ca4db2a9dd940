"""Staff decide on withdrawal requests: what is withdrawn and how, who is told, and that nothing is deleted."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from cities.models import PledgePage, WithdrawalRequest
from tests import factories
from tests.support.people import make_editor, officer_of, set_language
from tests.support.review import send_for_review
from tests.support.withdrawals import (
    HOME,
    ask_url,
    asked,
    decide_url,
    log_of,
    published_pledge,
    published_statement,
    signed_in,
    words_of,
)


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
    return published_statement(athens)


@pytest.fixture
def pledge(athens):
    return published_pledge(athens)


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
