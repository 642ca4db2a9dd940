"""Publishing past the editor's form: many pages at once, by a review, by the clock, as a copy."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cities.models import MayorStatementPage
from solidarity.models import ContentPage
from tests import factories
from tests.support.page_editor import add_url, edit_url, save_draft


@pytest.fixture
def unfinished(site, admin_client, athens):
    """A draft that was saved without what a published statement must have."""
    url, sent = add_url(athens, MayorStatementPage), {"heading_en": "A statement", "speaker": ""}
    assert save_draft(admin_client, url, MayorStatementPage, **sent).status_code == 302
    return MayorStatementPage.objects.get()


def publish_all(client, *pages, **form):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{url}?next=/admin/&{'&'.join(f'id={page.pk}' for page in pages)}", form, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_a_draft_that_lacks_something_is_not_published_among_many(admin_client, site, athens, unfinished):
    other = factories.ContentPageFactory(parent=site.home, live=False)
    for response in (
        publish_all(admin_client, other, unfinished),
        publish_all(admin_client, athens, include_descendants="on"),
    ):
        assert response.status_code == 200
        assert "“A statement” cannot be published as it stands. Speaker: This field" in said(response)
        assert response.redirect_chain[-1][0] == edit_url(unfinished)
    assert not Page.objects.filter(pk__in=[other.pk, unfinished.pk], live=True).exists()
    assert publish_all(admin_client, other).status_code == 200
    assert Page.objects.get(pk=other.pk).live


def test_a_review_does_not_approve_what_cannot_be_published(admin_client, admin_user, site, unfinished):
    unfinished.get_workflow().start(unfinished, admin_user)
    unfinished.refresh_from_db()
    state = unfinished.current_workflow_task_state
    action = reverse("wagtailadmin_pages:workflow_action", args=[unfinished.pk, "approve", state.pk])
    response = admin_client.post(action, {"comment": ""}, follow=True)
    assert response.status_code == 200
    assert "Nothing was changed. Speaker: This field" in said(response)
    page = MayorStatementPage.objects.get()
    assert not page.live
    assert page.workflow_in_progress, "the decision is still to be taken"


def test_what_cannot_be_published_any_more_holds_up_no_other_that_is_scheduled(site, caplog):
    due = timezone.now() - timedelta(minutes=1)
    first, second = (factories.ContentPageFactory(parent=site.home, live=False) for _ in range(2))
    for page, slug in ((first, "taken"), (second, "free")):
        page.slug = slug
        revision = page.save_revision(approved_go_live_at=due)
    factories.ContentPageFactory(parent=site.home, slug="taken")
    call_command("publish_scheduled")
    assert [ContentPage.objects.get(pk=page.pk).live for page in (first, second)] == [False, True]
    assert revision.content["slug"] == "free"
    assert "cannot be published" in caplog.text
    call_command("publish_scheduled")


def test_a_page_of_before_a_rule_is_copied_but_its_copy_not_published(site, admin_client):
    page = factories.ContentPageFactory(parent=site.home)
    ContentPage.objects.filter(pk=page.pk).update(expire_at="9999-12-31T23:59Z")
    copy = reverse("wagtailadmin_pages:copy", args=[page.pk])
    sent = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": site.home.pk, "publish_copies": "on"}
    response = admin_client.post(copy, sent)
    assert response.status_code == 200
    assert "2100" in str(response.context["form"].errors["publish_copies"])
