"""What no button sends: forged and broken requests of people who are signed in, and what they must not reach."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Page

from cities.models import MayorStatementPage
from solidarity.models import SiteDocument, SiteImage, User
from tests import factories
from tests.support.page_editor import add_url, edit_url, save_draft, shown_form
from tests.support.people import make_editor, officer_of
from tests.support.review import draft, send_for_review

SENT = {
    "speaker": "Ann",
    "office_en": "Mayor",
    "quote_en": "We welcome.",
    "language_given": "en",
    "approved_by": "Her office",
    "approved_on": "2024-01-01",
    "action-submit": "yes",
}


def at_once(model, action, *pages_or_files):
    """Return the URL that does something to many pages or files at once."""
    url = reverse("wagtail_bulk_action", args=[model._meta.app_label, model._meta.model_name, action])
    return f"{url}?{'&'.join(f'id={one.pk}' for one in pages_or_files)}"


@pytest.fixture
def officer(client, officer):
    """The officer, who is signed in."""
    client.force_login(officer)
    return officer


def decide(client, page, action, reason="", **changes):
    """Take a decision on what was sent for review, as the editor does, with changes made on the way."""
    form = shown_form(client, edit_url(page), type(page).objects.get(pk=page.pk))
    decision = {
        "action-workflow-action": "yes",
        "workflow-action-name": action,
        "workflow-action-extra-data": f'{{"comment": "{reason}"}}',
    }
    return client.post(edit_url(page), {**form, **changes, **decision})


# Many things at once


@pytest.mark.parametrize("factory", [factories.SiteImageFactory, factories.SiteDocumentFactory])
def test_many_files_are_deleted_at_once(admin_client, factory):
    files = [factory(), factory()]
    assert admin_client.post(at_once(type(files[0]), "delete", *files)).status_code == 302
    assert not type(files[0]).objects.exists()


def test_an_officer_does_nothing_to_many_files_at_once(client, officer, team, athens, picture):
    factories.MayorStatementPageFactory(parent=athens, portrait=picture)
    document = factories.SiteDocumentFactory(collection=team.collection)
    client.post(at_once(SiteImage, "delete", picture))
    client.post(at_once(SiteDocument, "delete", document))
    assert SiteImage.objects.exists()
    assert SiteDocument.objects.exists()


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_an_officer_learns_no_name_of_anothers_draft_where_many_pages_are_chosen(client, officer, other_team, action):
    secret = draft(factories.MayorStatementPageFactory, other_team.city, heading_en="Hush-hush")
    for chosen in (at_once(Page, action, secret), f"{at_once(Page, action)}id=all"):
        assert "Hush-hush" not in client.get(chosen, follow=True).content.decode()


@pytest.mark.parametrize("below", [False, True])
def test_nobody_publishes_their_own_submission_among_many(editor_client, editor, athens, below):
    own = draft(factories.MayorStatementPageFactory, athens)
    send_for_review(own, editor)
    chosen, form = (athens, {"include_descendants": "on"}) if below else (own, {})
    editor_client.post(at_once(Page, "publish", chosen), form)
    own.refresh_from_db()
    assert not own.live


def test_other_pages_are_published_many_at_once(editor_client, athens):
    one = draft(factories.MayorStatementPageFactory, athens)
    editor_client.post(at_once(Page, "publish", one))
    one.refresh_from_db()
    assert one.live


# What is deleted


def test_a_translator_deletes_nothing(client, translator, athens):
    client.force_login(translator)
    page = draft(factories.MayorStatementPageFactory, athens)
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert Page.objects.filter(pk=page.pk).exists()


# Mails and the review


def test_a_name_with_an_apostrophe_stands_in_the_mail_as_it_is(client, officer, editor, athens):
    User.objects.filter(pk=officer.pk).update(first_name="Niall", last_name="O'Brien")
    page = draft(factories.MayorStatementPageFactory, athens, officer)
    mail.outbox.clear()
    save_draft(client, edit_url(page), page, **SENT)
    [sent] = mail.outbox
    assert "Niall O'Brien" in sent.body


def test_a_line_break_in_a_title_costs_no_mail(
    client, officer, editor, athens, mails_by_tasks, django_capture_on_commit_callbacks
):
    url = add_url(athens, MayorStatementPage)
    with django_capture_on_commit_callbacks(execute=True):
        save_draft(client, url, MayorStatementPage, **{**SENT, "speaker": "Ann\nBcc: all@example.org"})
    [sent] = mail.outbox
    assert sent.subject.endswith("Ann Bcc: all@example.org on Solidarity Cities")
    assert sent.to == [editor.email]
    assert not sent.bcc


def sent_back(athens, officer, editor):
    """Make a statement that an officer sent for review and an editor asked to change."""
    page = draft(factories.MayorStatementPageFactory, athens, officer, body_en="[]")
    send_for_review(page, officer)
    page.current_workflow_task_state.reject(user=editor, comment="Shorter, please.")
    return page


def test_who_sent_a_page_again_is_told_what_became_of_it(client, officer, editor, athens):
    page = sent_back(athens, officer, editor)
    colleague = officer_of(athens, email="eleni@athens.example")
    client.force_login(colleague)
    save_draft(client, edit_url(page), MayorStatementPage.objects.get(pk=page.pk), **SENT)
    client.force_login(editor)
    mail.outbox.clear()
    decide(client, page, "approve")
    assert [sent.to for sent in mail.outbox] == [[colleague.email]]
    assert MayorStatementPage.objects.get(pk=page.pk).live


def test_nobody_reviews_what_they_sent_again_for_a_colleague(client, officer, editor, athens):
    page = sent_back(athens, officer, editor)
    client.force_login(editor)
    save_draft(client, edit_url(page), MayorStatementPage.objects.get(pk=page.pk), **SENT)
    for action in ("action-workflow-action", "action-publish"):
        form = shown_form(client, edit_url(page), MayorStatementPage.objects.get(pk=page.pk))
        client.post(edit_url(page), {**form, action: "yes", "workflow-action-name": "approve"})
        assert not MayorStatementPage.objects.get(pk=page.pk).live
    client.force_login(make_editor(email="other@example.org"))
    decide(client, page, "approve")
    assert MayorStatementPage.objects.get(pk=page.pk).live


def test_the_officer_opens_what_the_mail_says_has_changed(client, officer, editor, athens):
    page = draft(factories.MayorStatementPageFactory, athens, officer, body_en="[]")
    send_for_review(page, officer)
    client.force_login(editor)
    mail.outbox.clear()
    decide(client, page, "approve", quote_en="We welcome everybody.")
    [sent] = mail.outbox
    client.force_login(officer)
    [comparison] = [word for word in sent.body.split() if "/compare/" in word]
    shown = client.get(comparison.removeprefix("http://127.0.0.1:8000"))
    assert shown.status_code == 200
    assert "everybody" in shown.content.decode()


def test_what_was_published_is_not_overwritten(client, officer, editor, athens):
    page = draft(factories.MayorStatementPageFactory, athens, officer, owner=officer)
    save_draft(client, edit_url(page), page, **SENT)
    sent = MayorStatementPage.objects.get(pk=page.pk).latest_revision
    sent.task_states.get().approve(user=editor)
    page = MayorStatementPage.objects.get(pk=page.pk)
    assert page.live_revision == sent
    save_draft(client, edit_url(page), page, quote_en="Another.", overwrite_revision_id=sent.pk)
    sent.refresh_from_db()
    assert sent.content["quote_en"] == SENT["quote_en"]
    mine = MayorStatementPage.objects.get(pk=page.pk).latest_revision
    assert mine.content["quote_en"] == "Another."
    # A draft of one's own is saved over, as the editor does by itself.
    save_draft(client, edit_url(page), page, quote_en="A third.", overwrite_revision_id=mine.pk)
    mine.refresh_from_db()
    assert mine.content["quote_en"] == "A third."
