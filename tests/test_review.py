"""The review: who is told of a submission, how it is decided, and who may decide."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.messages import get_messages
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext
from wagtail.models import PageLogEntry, Revision, TaskState, WorkflowState

from cities.models import CityTeam, MayorStatementPage
from solidarity.models import User
from tests import factories
from tests.support.officers import draft, editor, officer_of, send_for_review
from tests.support.page_editor import add_address, edit_address, save_draft, shown_form
from tests.support.staff import people_of_all_roles

COMPLETE = {"approved_by": "The mayor's office", "approved_on": "2026-01-05"}
EXTRA_DATA = "workflow-action-extra-data"
OVER = "This page is not waiting for your decision."
REASON = "Give the “day”, <b>please</b> & thank you."


@pytest.fixture
def officer(athens):
    return officer_of(athens, email="officer@athens.example", language="el")


@pytest.fixture
def reviewer(athens):
    return editor(email="reviewer@example.org")


@pytest.fixture
def sent(athens, officer, reviewer):
    """A statement that an officer has sent for review."""
    page = statement(athens, officer, heading_en="On arrival")
    send_for_review(page, officer)
    mail.outbox.clear()
    return page


def statement(athens, officer, **fields):
    """Make the draft of a statement as officers write it, without a body."""
    return draft(factories.MayorStatementPageFactory, athens, officer, owner=officer, body_en="[]", **fields)


@pytest.fixture
def both(athens):
    """An editor who serves a city as well."""
    user = editor(email="both@example.org")
    user.groups.add(CityTeam.of(athens).group)
    return user


def decision(client, page, action, reason=None, **changes):
    """Return what the editor's form sends with a decision on a page."""
    sent = {**shown_form(client, edit_address(page), page), **changes}
    return sent | {
        "action-workflow-action": "true",
        "workflow-action-name": action,
        EXTRA_DATA: json.dumps({} if reason is None else {"comment": reason}),
    }


def decide(client, user, page, action, reason=None, **changes):
    """Decide as the editor's buttons do, and return the answer."""
    client.force_login(user)
    return client.post(edit_address(page), decision(client, page, action, reason, **changes))


def decide_in_dialogue(client, user, page, action, reason=""):
    """Decide without the editor's form."""
    client.force_login(user)
    assert client.post(dialogue(page, "workflow_action", action), {"comment": reason}).status_code == 302


def dialogue(page, name, action="reject"):
    """Return the address of the dialogue that asks for what goes with a decision, or takes the decision."""
    state = TaskState.objects.get(workflow_state__object_id=str(page.pk), status=TaskState.STATUS_IN_PROGRESS)
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk, action, state.pk])


def state_of(page):
    return WorkflowState.objects.filter(object_id=str(page.pk)).latest("created_at").status


def kept(page):
    """Return all that a decision could change."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (MayorStatementPage, Revision, WorkflowState, TaskState, PageLogEntry)
    ] + [len(mail.outbox)]


def said(response):
    """Return the messages that the next page of the admin will show."""
    assert response.status_code == 302
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def paths(message):
    """Return the paths of the links into the admin in a mail."""
    return [
        address.removeprefix(settings.WAGTAILADMIN_BASE_URL)
        for address in re.findall(r"https?://\S+", message.body)
        if address.startswith(f"{settings.WAGTAILADMIN_BASE_URL}/admin/")
    ]


# Who is told of a submission -------------------------------------------------------------------------


def test_each_reviewer_gets_one_mail_whose_links_open(client, athens, officer, reviewer):
    second = editor(email="second@example.org")
    editor(email="gone@example.org", is_active=False)
    factories.AdminFactory(email="admin@example.org")
    page = statement(athens, officer, heading_en="Ours & theirs")
    send_for_review(page, officer)
    page.current_workflow_state.cancel(user=officer)
    mail.outbox.clear()
    client.force_login(officer)  # whose admin speaks Greek
    assert save_draft(client, edit_address(page), page, **COMPLETE, **{"action-submit": "yes"}).status_code == 302

    assert sorted(message.to for message in mail.outbox) == [[reviewer.email], [second.email]]
    message = mail.outbox[0]
    assert message.subject == "Waiting for your review: Ours & theirs"
    assert str(officer) in message.body
    client.force_login(reviewer)
    assert paths(message)[0] == edit_address(page)
    for path in paths(message):
        assert client.get(path).status_code == 200


def test_who_sends_is_not_told(athens, reviewer, both):
    send_for_review(statement(athens, both), both)
    assert [message.to for message in mail.outbox] == [[reviewer.email]]


def test_one_mail_a_day_takes_the_place_of_the_others(client, athens, officer, reviewer, sent):
    daily = editor(email="daily@example.org", daily_digest=True, language="de")
    editor(email="gone@example.org", daily_digest=True, is_active=False)
    send_for_review(statement(athens, officer, heading_en="Second"), officer)
    assert [message.to for message in mail.outbox] == [[reviewer.email]]
    mail.outbox.clear()

    call_command("send_digest", stdout=None)
    (message,) = mail.outbox
    assert message.to == [daily.email]
    with translation.override("de"):
        words = gettext("Waiting for review, oldest first:")
    assert message.body.startswith(words)
    assert message.body.index("On arrival") < message.body.index("Second")
    client.force_login(daily)
    assert len(paths(message)) == 2
    for path in paths(message):
        assert client.get(path).status_code == 200


def test_there_is_no_daily_mail_where_nothing_waits(client, reviewer, sent):
    editor(daily_digest=True)
    decide_in_dialogue(client, reviewer, sent, "approve")
    mail.outbox.clear()
    call_command("send_digest", stdout=None)
    assert mail.outbox == []


def test_reviewers_alone_choose_one_mail_a_day(client, site, athens):
    people = people_of_all_roles(athens)
    people.admin = factories.AdminFactory()
    address, field = reverse("wagtailadmin_account"), "digest-daily_digest"
    forms = {}
    for role, user in vars(people).items():
        client.force_login(user)
        soup = BeautifulSoup(client.get(address).content, "lxml")
        forms[role] = {
            box["name"]: box.get("value", "") for box in soup.select("form input[name]:not([type=checkbox])")
        }
        for choice in soup.select("select:has([selected])"):
            forms[role][choice["name"]] = choice.select_one("[selected]")["value"]
        assert bool(soup.select(f"[name={field}]")) == (role == "editor"), role
        assert client.post(address, {**forms[role], field: "on"}).status_code == 302
        assert User.objects.get(pk=user.pk).daily_digest == (role == "editor"), role
    client.force_login(people.editor)
    assert client.post(address, forms["editor"]).status_code == 302
    assert not User.objects.get(pk=people.editor.pk).daily_digest


# What is asked for, and what is published ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["collect_workflow_action_data", "workflow_action"])
def test_the_dialogue_asks_for_a_reason(client, reviewer, sent, name):
    client.force_login(reviewer)
    before = kept(sent)
    for reason in ({}, {"comment": ""}, {"comment": " \n "}):
        response = client.post(dialogue(sent, name), reason, headers={"x-requested-with": "XMLHttpRequest"})
        field = BeautifulSoup(response.json()["html"], "lxml").select_one(".w-field__wrapper, .w-field")
        assert field.select_one("[name=comment]")
        assert "This field is required." in field.get_text()
        assert kept(sent) == before
    response = client.post(dialogue(sent, name), {"comment": REASON}, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.json()["step"] == "success"
    assert state_of(sent) == ("needs_changes" if name == "workflow_action" else "in_progress")


def test_changes_are_not_asked_for_without_a_reason(client, reviewer, sent):
    client.force_login(reviewer)
    form = decision(client, sent, "reject", quote_en="Changed by staff.")
    before = kept(sent)
    for data in ("", "{}", '{"comment": "  "}', '{"comment": null}', "[]", "{", "null"):
        response = client.post(edit_address(sent), form | {EXTRA_DATA: data})
        assert "Say what should be changed, and why." in said(response), data
    form.pop(EXTRA_DATA)
    assert "Say what should be changed, and why." in said(client.post(edit_address(sent), form))
    assert kept(sent) == before


def test_what_a_button_does_not_send_with_an_approval_does_no_harm(client, reviewer, sent):
    client.force_login(reviewer)
    form = decision(client, sent, "approve")
    for data in ("{", '{"comment": null}', '{"user": 1, "update": false}'):
        with transaction.atomic():
            assert client.post(edit_address(sent), form | {EXTRA_DATA: data}).status_code == 302
            sent.refresh_from_db()
            assert (state_of(sent), sent.live) == ("approved", True), data
            assert TaskState.objects.get().comment == "", data
            transaction.set_rollback(True)


def test_the_officer_reads_the_reason_in_their_language(client, officer, reviewer, sent):
    decide(client, reviewer, sent, "reject", REASON)
    (message,) = mail.outbox
    assert message.to == [officer.email]
    with translation.override("el"):
        assert message.subject == gettext("Please change: %(title)s") % {"title": "On arrival"}
        assert gettext("The reason:") in message.body
    assert REASON in message.body
    client.force_login(officer)
    assert paths(message) == [edit_address(sent)]
    for path in ("/admin/", edit_address(sent)):
        text = client.get(path).content.decode()
        assert escape(REASON) in text, path


def test_what_is_approved_is_published_and_the_officer_is_told(client, officer, reviewer, sent):
    decide(client, reviewer, sent, "approve")
    sent.refresh_from_db()
    assert sent.live
    assert sent.quote_en in client.get(sent.url).content.decode()
    (message,) = mail.outbox
    assert message.to == [officer.email]
    with translation.override("el"):
        assert message.subject == gettext("Published: %(title)s") % {"title": "On arrival"}
        assert f" {sent.full_url}\n" in f"{message.body}\n"
    assert paths(message) == [], "nothing was changed"


@pytest.mark.parametrize(
    ("action", "reason", "later", "outcome"),
    [
        ("approve", None, "", "Published"),
        ("approve", None, "2100-01-01 10:00", "Approved, to be published later"),
        ("reject", REASON, "", "Changes asked for"),
    ],
)
def test_who_has_decided_is_told_what_became_of_it_and_led_to_where_the_next_one_waits(
    client, reviewer, sent, action, reason, later, outcome
):
    response = decide(client, reviewer, sent, action, reason, go_live_at=later)
    assert response["Location"] == reverse("wagtailadmin_home")
    assert f"{outcome}: On arrival" in said(response)


@pytest.mark.parametrize(("action", "reason"), [("approve", None), ("reject", REASON)])
def test_what_staff_changed_can_be_compared(client, officer, reviewer, sent, action, reason):
    decide(client, reviewer, sent, action, reason, quote_en="Changed by staff.", introduction_en="Added by staff.")
    (message,) = mail.outbox
    compare = paths(message)[-1]
    assert "/revisions/compare/" in compare
    client.force_login(officer)
    fields = [row.get_text(" ") for row in BeautifulSoup(client.get(compare).content, "lxml").select("main tbody tr")]
    assert len(fields) == 2, "each field once, also those that are not in the officer's form"
    assert any("Changed by staff." in field and sent.quote_en in field for field in fields)
    assert any("Added by staff." in field for field in fields)


def test_what_staff_changed_in_an_earlier_round_is_not_said_again(client, officer, reviewer, sent):
    decide(client, reviewer, sent, "reject", REASON, quote_en="Changed by staff.")
    client.force_login(officer)
    answer = save_draft(client, edit_address(sent), sent, **COMPLETE, **{"action-submit": "yes"})
    assert answer.status_code == 302
    mail.outbox.clear()
    decide(client, reviewer, sent, "approve")
    assert paths(mail.outbox[0]) == []


# Nobody reviews their own -----------------------------------------------------------------------------


@pytest.fixture
def own(athens, both, reviewer):
    """A statement sent by an editor who serves its city."""
    page = statement(athens, both, heading_en="Our own")
    send_for_review(page, both)
    mail.outbox.clear()
    return page


def test_who_sent_it_is_offered_no_decision(client, both, reviewer, own):
    for user, offered in ((both, False), (reviewer, True)):
        client.force_login(user)
        text = client.get(edit_address(own)).content.decode()
        assert ('data-workflow-action-name="approve"' in text) == offered
        assert 'name="action-publish"' not in text, "approving publishes, and tells the officer"


def test_who_sent_it_does_not_decide(client, both, own):
    before = kept(own)
    client.force_login(both)
    form = decision(client, own, "approve", REASON)
    for action in ("approve", "reject"):
        assert OVER in said(client.post(edit_address(own), form | {"workflow-action-name": action}))
        assert client.post(dialogue(own, "workflow_action", action), {"comment": REASON}).status_code == 302
    assert kept(own) == before


def test_who_sent_it_does_not_publish_it_and_loses_no_text(client, both, own):
    client.force_login(both)
    form = shown_form(client, edit_address(own), own) | {"quote_en": "Typed just now.", "action-publish": "yes"}
    assert "a colleague decides" in said(client.post(edit_address(own), form))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert "a colleague decides" in said(client.post(f"{bulk}?id={own.pk}"))
    above = f"{bulk}?id={own.get_parent().pk}"
    assert "a colleague decides" in said(client.post(above, {"include_descendants": "on"}))
    own.refresh_from_db()
    assert not own.live
    assert own.get_latest_revision_as_object().quote_en == "Typed just now."
    assert state_of(own) == "in_progress"


def test_a_colleague_decides(client, reviewer, own):
    decide_in_dialogue(client, reviewer, own, "approve")
    own.refresh_from_db()
    assert own.live


def test_an_administrator_may_overrule_and_the_history_says_so(client, athens, reviewer):
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
def test_a_second_decision_is_answered_and_changes_nothing(client, reviewer, sent, first):
    client.force_login(reviewer)
    form = decision(client, sent, "approve", REASON, quote_en="Changed")
    addresses = [dialogue(sent, "workflow_action", action) for action in ("approve", "reject")]
    decide_in_dialogue(client, editor(), sent, first, REASON)
    before = kept(sent)

    client.force_login(reviewer)
    for action in ("approve", "reject"):
        assert OVER in said(client.post(edit_address(sent), form | {"workflow-action-name": action}))
    for address in addresses:
        assert "is not waiting for review" in said(client.post(address, {"comment": REASON}))
    assert kept(sent) == before


def test_a_decision_on_an_earlier_round_is_refused(client, officer, reviewer, sent):
    address = dialogue(sent, "workflow_action", "approve")
    sent.current_workflow_task_state.reject(user=reviewer, comment=REASON)
    sent.current_workflow_state.resume(user=officer)
    before = kept(sent)
    client.force_login(reviewer)
    assert client.post(address).status_code == 302
    assert kept(sent) == before


def test_a_new_statement_is_sent_for_review_at_once(client, athens, officer, reviewer):
    """Also the way of the very first submission, which has no page before it."""
    send_for_review(athens, officer)  # makes the review
    athens.current_workflow_state.cancel(user=officer)
    mail.outbox.clear()
    client.force_login(officer)
    words = {"speaker": "Anna Muster", "office_el": "Δήμαρχος", "quote_el": "Ναι.", "language_given": "el"}
    sent = {**words, **COMPLETE, "action-submit": "yes"}
    assert save_draft(client, add_address(athens, MayorStatementPage), MayorStatementPage, **sent).status_code == 302
    page = MayorStatementPage.objects.get()
    assert (page.live, state_of(page)) == (False, "in_progress")
    assert [message.to for message in mail.outbox] == [[reviewer.email]]
