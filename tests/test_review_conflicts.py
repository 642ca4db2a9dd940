"""Who may not decide on a submission: whoever sent it, and whoever comes after another's decision."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import PageLogEntry

from cities.models import MayorStatementPage
from tests import factories
from tests.support.page_editor import add_url, edit_url, save_draft, shown_form
from tests.support.people import make_editor, set_language
from tests.support.review import (
    COMPLETE,
    OVER,
    REASON,
    decide_in_dialogue,
    decision,
    dialogue,
    kept,
    said,
    send_for_review,
    state_of,
    statement,
)


@pytest.fixture
def officer(officer):
    """The officer, who reads Greek."""
    set_language(officer, "el")
    return officer


# Nobody reviews their own -----------------------------------------------------------------------------


@pytest.fixture
def own(athens, both, editor):
    """A statement sent by an editor who serves its city."""
    page = statement(athens, both, heading_en="Our own")
    send_for_review(page, both)
    mail.outbox.clear()
    return page


def test_who_sent_it_is_offered_no_decision(client, both, editor, own):
    for user, offered in ((both, False), (editor, True)):
        client.force_login(user)
        text = client.get(edit_url(own)).content.decode()
        assert ('data-workflow-action-name="approve"' in text) == offered
        assert 'name="action-publish"' not in text, "approving publishes, and tells the officer"


def test_who_sent_it_does_not_decide(client, both, own):
    before = kept(own)
    client.force_login(both)
    form = decision(client, own, "approve", REASON)
    for action in ("approve", "reject"):
        assert OVER in said(client.post(edit_url(own), form | {"workflow-action-name": action}))
        assert client.post(dialogue(own, "workflow_action", action), {"comment": REASON}).status_code == 302
    assert kept(own) == before


def test_who_sent_it_does_not_publish_it_and_loses_no_text(client, both, own):
    client.force_login(both)
    form = shown_form(client, edit_url(own), own) | {"quote_en": "Typed just now.", "action-publish": "yes"}
    assert "a colleague decides" in said(client.post(edit_url(own), form))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert "a colleague decides" in said(client.post(f"{bulk}?id={own.pk}"))
    above = f"{bulk}?id={own.get_parent().pk}"
    assert "a colleague decides" in said(client.post(above, {"include_descendants": "on"}))
    own.refresh_from_db()
    assert not own.live
    assert own.get_latest_revision_as_object().quote_en == "Typed just now."
    assert state_of(own) == "in_progress"


def test_a_colleague_decides(client, editor, own):
    decide_in_dialogue(client, editor, own, "approve")
    own.refresh_from_db()
    assert own.live


def test_an_administrator_may_overrule_and_the_history_says_so(client, athens, editor):
    admin = factories.AdminFactory()
    page = statement(athens, admin)
    send_for_review(page, admin)
    decide_in_dialogue(client, admin, page, "approve")
    page.refresh_from_db()
    assert page.live
    (entry,) = PageLogEntry.objects.filter(page=page.pk, action="cities.review_overruled")
    assert (entry.user, entry.data) == (admin, {"action": "approve"})
    assert client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).status_code == 200


def test_an_administrator_who_decides_on_what_others_sent_overrules_nothing(client, sent):
    decide_in_dialogue(client, factories.AdminFactory(), sent, "approve")
    assert not PageLogEntry.objects.filter(action="cities.review_overruled").exists()


# A second decision --------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["approve", "reject"])
def test_a_second_decision_is_answered_and_changes_nothing(client, editor, sent, first):
    client.force_login(editor)
    form = decision(client, sent, "approve", REASON, quote_en="Changed")
    urls = [dialogue(sent, "workflow_action", action) for action in ("approve", "reject")]
    decide_in_dialogue(client, make_editor(), sent, first, REASON)
    before = kept(sent)

    client.force_login(editor)
    for action in ("approve", "reject"):
        assert OVER in said(client.post(edit_url(sent), form | {"workflow-action-name": action}))
    for url in urls:
        assert "is not waiting for review" in said(client.post(url, {"comment": REASON}))
    assert kept(sent) == before


def test_a_decision_on_an_earlier_round_is_refused(client, officer, editor, sent):
    url = dialogue(sent, "workflow_action", "approve")
    sent.current_workflow_task_state.reject(user=editor, comment=REASON)
    sent.current_workflow_state.resume(user=officer)
    before = kept(sent)
    client.force_login(editor)
    assert client.post(url).status_code == 302
    assert kept(sent) == before


def test_a_new_statement_is_sent_for_review_at_once(client, athens, officer, editor):
    """Also the way of the very first submission, which has no page before it."""
    send_for_review(athens, officer)  # makes the review
    athens.current_workflow_state.cancel(user=officer)
    mail.outbox.clear()
    client.force_login(officer)
    words = {"speaker": "Anna Muster", "office_el": "Δήμαρχος", "quote_el": "Ναι.", "language_given": "el"}
    sent = {**words, **COMPLETE, "action-submit": "yes"}
    assert save_draft(client, add_url(athens, MayorStatementPage), MayorStatementPage, **sent).status_code == 302
    page = MayorStatementPage.objects.get()
    assert (page.live, state_of(page)) == (False, "in_progress")
    assert [message.to for message in mail.outbox] == [[editor.email]]
