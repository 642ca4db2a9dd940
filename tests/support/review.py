"""Drafts of pages, and pages that an officer has sent for review."""

import json
import re

from django.conf import settings
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse
from wagtail.models import PageLogEntry, Revision, TaskState, WorkflowState

from cities.models import MayorStatementPage
from tests import factories
from tests.support.page_editor import edit_url, shown_form

COMPLETE = {"approved_by": "The mayor's office", "approved_on": "2026-01-05"}

EXTRA_DATA = "workflow-action-extra-data"

OVER = "This page is not waiting for your decision."

REASON = "Give the “day”, <b>please</b> & thank you."


def send_for_review(page, user):
    """Save a draft of a page and submit it, as the editor does."""
    page.save_revision(user=user)
    return page.get_workflow().start(page, user)


def draft(factory, parent, user=None, **fields):
    """Make a page that was never published."""
    page = factory(parent=parent, live=False, **fields)
    page.save_revision(user=user)
    return page


def statement(athens, officer, **fields):
    """Make the draft of a statement as officers write it, without a body."""
    return draft(factories.MayorStatementPageFactory, athens, officer, owner=officer, body_en="[]", **fields)


def decision(client, page, action, reason=None, **changes):
    """Return what the editor's form sends with a decision on a page."""
    sent = {**shown_form(client, edit_url(page), page), **changes}
    return sent | {
        "action-workflow-action": "true",
        "workflow-action-name": action,
        EXTRA_DATA: json.dumps({} if reason is None else {"comment": reason}),
    }


def decide(client, user, page, action, reason=None, **changes):
    """Decide as the editor's buttons do, and return the answer."""
    client.force_login(user)
    return client.post(edit_url(page), decision(client, page, action, reason, **changes))


def decide_in_dialogue(client, user, page, action, reason=""):
    """Decide without the editor's form."""
    client.force_login(user)
    assert client.post(dialogue(page, "workflow_action", action), {"comment": reason}).status_code == 302


def dialogue(page, name, action="reject"):
    """Return the URL of the dialogue that asks for what goes with a decision, or takes the decision."""
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
        url.removeprefix(settings.WAGTAILADMIN_BASE_URL)
        for url in re.findall(r"https?://\S+", message.body)
        if url.startswith(f"{settings.WAGTAILADMIN_BASE_URL}/admin/")
    ]
