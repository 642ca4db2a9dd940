"""What may happen while a page is in review: people leave, pages go, move and change, readers read on."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from cities.models import CityTeam, MayorStatementPage
from solidarity.models import User
from tests import factories
from tests.support.page_editor import edit_url
from tests.support.people import make_editor, officer_of
from tests.support.review import draft, send_for_review


@pytest.fixture
def colleague(athens):
    return officer_of(athens, email="colleague@athens.example", language="el")


@pytest.fixture
def editor(client, editor):
    """The editor who reviews: signed in, and told once a day."""
    User.objects.filter(pk=editor.pk).update(daily_digest=True)
    client.force_login(editor)
    return editor


def dialogue(page, action):
    state = TaskState.objects.get(workflow_state__object_id=str(page.pk), status=TaskState.STATUS_IN_PROGRESS)
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])


def decide(client, page, action, reason=""):
    """Decide as the reviewer who is signed in, and return the page as it is afterwards."""
    assert client.post(dialogue(page, action), {"comment": reason}).status_code == 302
    return MayorStatementPage.objects.get(pk=page.pk)


def told():
    return [message.to for message in mail.outbox]


@pytest.mark.parametrize("what", ["the statement", "the whole city"])
def test_a_page_that_was_deleted_breaks_nothing(client, athens, officer, sent, what):
    urls = [edit_url(sent), dialogue(sent, "approve"), dialogue(sent, "reject")]
    gone = sent if what == "the statement" else athens
    officer.groups.add(make_editor().groups.get())  # who sees both first pages' contents
    client.force_login(factories.AdminFactory())
    assert client.post(reverse("wagtailadmin_pages:delete", args=[gone.pk])).status_code == 302
    assert not MayorStatementPage.objects.exists()

    for user in (officer_of(*([athens] if gone is sent else [])), make_editor(), officer):
        client.force_login(user)
        assert client.get("/admin/").status_code in ([200] if user.groups.exists() else [302])
        for url in urls:
            assert client.get(url).status_code in (302, 404)
            assert client.post(url, {"comment": "Why?"}).status_code in (302, 404)
    client.force_login(make_editor())
    for name in ("workflow", "workflow_tasks", "site_history"):
        assert client.get(reverse(f"wagtailadmin_reports:{name}")).status_code == 200
    mail.outbox.clear()
    call_command("send_digest", stdout=None)
    assert mail.outbox == []


def test_the_colleague_is_told_where_the_officer_has_left(client, athens, officer, colleague, sent):
    CityTeam.get_or_create_for(athens).remove(officer, by=None)
    assert decide(client, sent, "approve").live
    assert told() == [[colleague.email]]


@pytest.mark.parametrize(("action", "notification"), [("approve", "approved"), ("reject", "rejected")])
def test_who_turned_a_mail_off_in_their_account_gets_none(client, officer, editor, sent, action, notification):
    UserProfile.objects.update_or_create(user=officer, defaults={f"{notification}_notifications": False})
    decide(client, sent, action, "Why?")
    assert told() == []


def test_a_reviewer_who_turned_mails_off_gets_none(athens, officer):
    silent, other = make_editor(email="silent@example.org"), make_editor(email="other@example.org")
    UserProfile.objects.update_or_create(user=silent, defaults={"submitted_notifications": False})
    send_for_review(draft(factories.MayorStatementPageFactory, athens, officer, owner=officer), officer)
    assert told() == [[other.email]]


def test_who_decides_is_not_told_of_the_outcome(client, athens, officer, colleague, sent):
    """An editor who serves the city as well, and an administrator who overrules the review of what is their own."""
    both = make_editor(email="both@example.org")
    both.groups.add(CityTeam.get_or_create_for(athens).group)
    CityTeam.get_or_create_for(athens).remove(officer, by=None)
    client.force_login(both)
    assert not decide(client, sent, "reject", "Give the day.").live
    assert told() == [[colleague.email]]
    admin = factories.AdminFactory()
    own = draft(factories.MayorStatementPageFactory, athens, admin, owner=admin)
    send_for_review(own, admin)
    mail.outbox.clear()
    client.force_login(admin)
    assert decide(client, own, "approve").live
    assert told() == []


def test_the_colleague_is_told_the_reason_where_the_officers_account_is_gone(client, officer, colleague, sent):
    officer.delete()
    assert not decide(client, sent, "reject", "Give the day.").live
    assert told() == [[colleague.email]]
    assert "Give the day." in mail.outbox[0].body
    client.force_login(colleague)
    assert "Give the day." in client.get("/admin/").content.decode()


def test_where_nobody_is_left_it_is_published_all_the_same(client, athens, officer, sent):
    CityTeam.get_or_create_for(athens).remove(officer, by=None)
    assert decide(client, sent, "approve").live
    assert told() == []


def test_a_city_that_was_renamed_keeps_its_submission(client, athens, officer, sent):
    athens.heading_en, athens.slug = "New Athens", "new-athens"
    athens.save()
    page = decide(client, sent, "approve")
    assert "/new-athens/" in page.full_url
    assert page.full_url in mail.outbox[0].body
    assert client.get(page.url).status_code == 200
    client.force_login(officer)
    assert "New Athens" in client.get("/admin/").content.decode()
    assert client.get(edit_url(page)).status_code == 200


def test_a_city_that_was_moved_keeps_its_submission(client, site, athens, officer, sent):
    factories.CityPageFactory(parent=site.cities, heading_en="Berlin")
    athens.move(site.cities, pos="last-child", user=None)
    page = decide(client, sent, "approve")
    assert client.get(page.url).status_code == 200
    assert told() == [[officer.email]]
    client.force_login(officer)
    assert client.get(edit_url(page)).status_code == 200


def test_a_statement_that_staff_moved_to_its_right_city_is_published_there(client, site, athens, officer, sent):
    berlin = factories.CityPageFactory(parent=site.cities, heading_en="Berlin")
    to = reverse("wagtailadmin_pages:move_confirm", args=[sent.pk, berlin.pk])
    assert client.post(to).status_code == 302
    page = decide(client, sent, "approve")
    assert page.get_parent().pk == berlin.pk
    assert "/berlin/" in page.full_url
    assert page.full_url in mail.outbox[0].body
    assert client.get(page.url).status_code == 200
    assert told() == [[officer.email]]


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_readers_read_what_was_published_until_an_amendment_is_approved(client, athens, officer, editor, action):
    page = factories.MayorStatementPageFactory(parent=athens, quote_en="Cities open their doors.")
    page.save_revision().publish()
    page.quote_en = "Cities keep their doors open."
    send_for_review(page, officer)
    page.refresh_from_db()

    def read():
        text = client.get(page.url).content.decode()
        return "open their doors" in text, "keep their doors" in text

    assert read() == (True, False)
    assert decide(client, page, action, "Why?").live
    assert read() == ((False, True) if action == "approve" else (True, False))


def test_what_is_approved_for_later_is_not_said_to_be_published(client, sent):
    sent.go_live_at = timezone.now() + timedelta(days=3)
    sent.save_revision()
    page = decide(client, sent, "approve")
    assert not page.live
    assert page.approved_schedule
    (message,) = mail.outbox
    assert "is published" not in message.body
    assert message.subject == "Approved, to be published later: On arrival"
    assert str(timezone.localtime(sent.go_live_at).day) in message.body
    assert page.full_url not in message.body


def test_an_amendment_approved_for_later_is_not_said_to_be_published(client, officer, sent):
    decide(client, sent, "approve")
    sent.refresh_from_db()
    sent.go_live_at = timezone.now() + timedelta(days=3)
    send_for_review(sent, officer)
    mail.outbox.clear()
    assert decide(client, sent, "approve").live
    (message,) = mail.outbox
    assert message.subject == "Approved, to be published later: On arrival"
    assert str(timezone.localtime(sent.go_live_at).day) in message.body


# What is published past the review -------------------------------------------------------------------


def review_of(page):
    return WorkflowState.objects.get(object_id=str(page.pk)).status


def test_what_staff_publish_past_the_review_ends_it_and_the_officer_is_told(client, officer, editor, sent):
    at_once = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{at_once}?id={sent.pk}")
    sent.refresh_from_db()
    assert sent.live
    assert review_of(sent) == WorkflowState.STATUS_CANCELLED
    (message,) = mail.outbox
    assert message.to == [officer.email]
    assert message.subject == "Published: On arrival"
    assert sent.full_url in message.body
    ended = PageLogEntry.objects.get(page=sent, action="wagtail.workflow.cancel")
    assert ended.user == editor


def test_the_review_of_an_amendment_goes_on_when_what_was_approved_earlier_is_published(client, officer, sent):
    sent.go_live_at = timezone.now() + timedelta(days=3)
    sent.save_revision()
    approved = decide(client, sent, "approve")
    planned = approved.scheduled_revision
    again = send_for_review(approved, officer)
    mail.outbox.clear()

    planned.approved_go_live_at = timezone.now() - timedelta(minutes=1)  # its day has come
    planned.content["go_live_at"] = planned.approved_go_live_at.isoformat()
    planned.save()
    call_command("publish_scheduled")

    sent.refresh_from_db()
    assert (sent.live, sent.live_revision_id) == (True, planned.pk)
    again.refresh_from_db()
    assert again.status == WorkflowState.STATUS_IN_PROGRESS
    assert told() == []
