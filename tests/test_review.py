"""The review: who is told of a submission, how it is decided, and who may decide."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext
from wagtail.models import TaskState

from solidarity.models import User
from tests import factories
from tests.support.page_editor import edit_url, save_draft
from tests.support.people import make_editor, set_language
from tests.support.review import (
    COMPLETE,
    EXTRA_DATA,
    REASON,
    decide,
    decide_in_dialogue,
    decision,
    dialogue,
    kept,
    paths,
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


# Who is told of a submission -------------------------------------------------------------------------


def test_each_reviewer_gets_one_mail_whose_links_open(client, athens, officer, editor):
    second = make_editor(email="second@example.org")
    make_editor(email="gone@example.org", is_active=False)
    factories.AdminFactory(email="admin@example.org")
    page = statement(athens, officer, heading_en="Ours & theirs")
    send_for_review(page, officer)
    page.current_workflow_state.cancel(user=officer)
    mail.outbox.clear()
    client.force_login(officer)  # whose admin speaks Greek
    assert save_draft(client, edit_url(page), page, **COMPLETE, **{"action-submit": "yes"}).status_code == 302

    assert sorted(message.to for message in mail.outbox) == [[editor.email], [second.email]]
    message = mail.outbox[0]
    assert message.subject == "Waiting for your review: Ours & theirs"
    assert str(officer) in message.body
    client.force_login(editor)
    assert paths(message)[0] == edit_url(page)
    for path in paths(message):
        assert client.get(path).status_code == 200


def test_who_sends_is_not_told(athens, editor, both):
    send_for_review(statement(athens, both), both)
    assert [message.to for message in mail.outbox] == [[editor.email]]


def test_one_mail_a_day_takes_the_place_of_the_others(client, athens, officer, editor, sent):
    daily = make_editor(email="daily@example.org", daily_digest=True, language="de")
    make_editor(email="gone@example.org", daily_digest=True, is_active=False)
    send_for_review(statement(athens, officer, heading_en="Second"), officer)
    assert [message.to for message in mail.outbox] == [[editor.email]]
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


def test_there_is_no_daily_mail_where_nothing_waits(client, editor, sent):
    make_editor(daily_digest=True)
    decide_in_dialogue(client, editor, sent, "approve")
    mail.outbox.clear()
    call_command("send_digest", stdout=None)
    assert mail.outbox == []


def test_reviewers_alone_choose_one_mail_a_day(client, people, admin_user):
    people.admin = admin_user
    url, field = reverse("wagtailadmin_account"), "digest-daily_digest"
    forms = {}
    for role, user in vars(people).items():
        client.force_login(user)
        soup = BeautifulSoup(client.get(url).content, "lxml")
        forms[role] = {
            box["name"]: box.get("value", "") for box in soup.select("form input[name]:not([type=checkbox])")
        }
        for choice in soup.select("select:has([selected])"):
            forms[role][choice["name"]] = choice.select_one("[selected]")["value"]
        assert bool(soup.select(f"[name={field}]")) == (role == "editor"), role
        assert client.post(url, {**forms[role], field: "on"}).status_code == 302
        assert User.objects.get(pk=user.pk).daily_digest == (role == "editor"), role
    client.force_login(people.editor)
    assert client.post(url, forms["editor"]).status_code == 302
    assert not User.objects.get(pk=people.editor.pk).daily_digest


# What is asked for, and what is published ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["collect_workflow_action_data", "workflow_action"])
def test_the_dialogue_asks_for_a_reason(client, editor, sent, name):
    client.force_login(editor)
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


def test_changes_are_not_asked_for_without_a_reason(client, editor, sent):
    client.force_login(editor)
    form = decision(client, sent, "reject", quote_en="Changed by staff.")
    before = kept(sent)
    for data in ("", "{}", '{"comment": "  "}', '{"comment": null}', "[]", "{", "null"):
        response = client.post(edit_url(sent), form | {EXTRA_DATA: data})
        assert "Say what should be changed, and why." in said(response), data
    form.pop(EXTRA_DATA)
    assert "Say what should be changed, and why." in said(client.post(edit_url(sent), form))
    assert kept(sent) == before


def test_what_a_button_does_not_send_with_an_approval_does_no_harm(client, editor, sent):
    client.force_login(editor)
    form = decision(client, sent, "approve")
    for data in ("{", '{"comment": null}', '{"user": 1, "update": false}'):
        with transaction.atomic():
            assert client.post(edit_url(sent), form | {EXTRA_DATA: data}).status_code == 302
            sent.refresh_from_db()
            assert (state_of(sent), sent.live) == ("approved", True), data
            assert TaskState.objects.get().comment == "", data
            transaction.set_rollback(True)


def test_the_officer_reads_the_reason_in_their_language(client, officer, editor, sent):
    decide(client, editor, sent, "reject", REASON)
    (message,) = mail.outbox
    assert message.to == [officer.email]
    with translation.override("el"):
        assert message.subject == gettext("Please change: %(title)s") % {"title": "On arrival"}
        assert gettext("The reason:") in message.body
    assert REASON in message.body
    client.force_login(officer)
    assert paths(message) == [edit_url(sent)]
    for path in ("/admin/", edit_url(sent)):
        text = client.get(path).content.decode()
        assert escape(REASON) in text, path


def test_what_is_approved_is_published_and_the_officer_is_told(client, officer, editor, sent):
    decide(client, editor, sent, "approve")
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
    client, editor, sent, action, reason, later, outcome
):
    response = decide(client, editor, sent, action, reason, go_live_at=later)
    assert response["Location"] == reverse("wagtailadmin_home")
    assert f"{outcome}: On arrival" in said(response)


@pytest.mark.parametrize(("action", "reason"), [("approve", None), ("reject", REASON)])
def test_what_staff_changed_can_be_compared(client, officer, editor, sent, action, reason):
    decide(client, editor, sent, action, reason, quote_en="Changed by staff.", introduction_en="Added by staff.")
    (message,) = mail.outbox
    compare = paths(message)[-1]
    assert "/revisions/compare/" in compare
    client.force_login(officer)
    fields = [row.get_text(" ") for row in BeautifulSoup(client.get(compare).content, "lxml").select("main tbody tr")]
    assert len(fields) == 2, "each field once, also those that are not in the officer's form"
    assert any("Changed by staff." in field and sent.quote_en in field for field in fields)
    assert any("Added by staff." in field for field in fields)


def test_what_staff_changed_in_an_earlier_round_is_not_said_again(client, officer, editor, sent):
    decide(client, editor, sent, "reject", REASON, quote_en="Changed by staff.")
    client.force_login(officer)
    answer = save_draft(client, edit_url(sent), sent, **COMPLETE, **{"action-submit": "yes"})
    assert answer.status_code == 302
    mail.outbox.clear()
    decide(client, editor, sent, "approve")
    assert paths(mail.outbox[0]) == []
