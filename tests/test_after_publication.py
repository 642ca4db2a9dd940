"""What fails after a page was published is logged and made good later; the page is published all the same."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils.module_loading import import_string
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ReferenceIndex

from solidarity import redirects
from solidarity.models import ContentPage, SearchEntry, UnfinishedTask
from solidarity.search import indexing
from tests import factories
from tests.support.page_editor import add_url, edit_url, publish
from tests.support.search import published


def refused_by_the_database(*args, **kwargs):
    """Fail as a database does, which on PostgreSQL leaves the transaction unusable."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column FROM wagtailcore_page")


BROKEN = {
    "search": (indexing, "make_entry"),
    "redirects": (redirects, "add_redirects"),
    "references": (ReferenceIndex, "create_or_update_for_object"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_page_is_published_whatever_fails_after_it_and_that_is_made_good(
    site, admin_client, client, monkeypatch, caplog, django_capture_on_commit_callbacks, broken
):
    page = published(factories.ContentPageFactory(parent=site.home, slug="old", listing_image=None))
    picture = factories.SiteImageFactory()
    with monkeypatch.context() as patch:
        patch.setattr(*BROKEN[broken], refused_by_the_database)
        with django_capture_on_commit_callbacks(execute=True):
            response = publish(
                admin_client,
                edit_url(page),
                page,
                heading_en="Harbour",
                slug="new",
                listing_image=picture.pk,
                listing_image_decorative="on",
            )
        assert response.status_code == 302
        assert client.get("/en/new/").status_code == 200
        assert admin_client.get(edit_url(page)).status_code == 200
        assert "will be tried again" in caplog.text
        call_command("retry_tasks")
        assert UnfinishedTask.objects.filter(tries__gt=1).exists(), "it still fails"
    call_command("retry_tasks")
    assert not UnfinishedTask.objects.exists()
    assert SearchEntry.objects.get(page=page, language="en").title_shown == "Harbour"
    assert Redirect.objects.filter(old_path="/el/old", redirect_page=page).exists()
    assert ReferenceIndex.get_references_to(picture).exists()


def test_a_new_city_is_published_though_its_team_cannot_be_made(site, admin_client, monkeypatch):
    from cities.models import CityPage, CityTeam

    with monkeypatch.context() as patch:
        patch.setattr(CityTeam, "sync", refused_by_the_database)
        sent = {"heading_en": "Athens", "country": "GR", "slug": "athens"}
        assert publish(admin_client, add_url(site.cities, CityPage), CityPage, **sent).status_code == 302
        assert not CityTeam.objects.exists()
    call_command("retry_tasks")
    assert CityTeam.objects.get().has_current_names


def test_what_fails_for_ever_is_given_up_with_a_word(site, caplog):
    page = factories.ContentPageFactory(parent=site.home)
    for _try in range(UnfinishedTask.MOST_TRIES):
        UnfinishedTask.objects.note("solidarity.search.tasks.no_such", [page.pk], {}, "error")
    assert UnfinishedTask.objects.get().tries == UnfinishedTask.MOST_TRIES
    assert UnfinishedTask.objects.give_up() == 0
    assert "given up" in caplog.text


def test_what_is_gone_meanwhile_fails_no_more(site, monkeypatch):
    page = factories.ContentPageFactory(parent=site.home)
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "make_entry", refused_by_the_database)
        published(page)
    assert UnfinishedTask.objects.exists()
    ContentPage.objects.get().delete()
    call_command("retry_tasks")
    assert not UnfinishedTask.objects.exists()


@pytest.mark.django_db
def test_what_is_to_be_tried_again_is_found_where_its_module_has_gone():
    modules = import_module("solidarity.migrations.0011_tasks_of_moved_modules")
    functions = import_module("solidarity.migrations.0012_names_of_the_field")
    for before in [*modules.MOVED, *functions.TASKS]:
        UnfinishedTask.objects.note(before, [1, "/a/", "/b/"], {}, "error")
        modules.rename(apps, modules.MOVED.items())
        functions.rename_tasks(apps, functions.TASKS.items())
        assert import_string(UnfinishedTask.objects.get().task)
        UnfinishedTask.objects.all().delete()
