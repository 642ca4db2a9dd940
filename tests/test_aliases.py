"""An alias mirrors another page. None is made here, and one of before passes through every action of the admin."""

import pytest
from django.urls import reverse
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page

from cities.models import CityPage, PledgePage
from solidarity.models import ContentPage
from tests import factories
from tests.support.search import published


def act(client, name, page, form=None):
    """Do something with one page of the admin; return the status of the answer after it."""
    url = reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
    assert client.get(url, follow=True).status_code in (200, 405)
    return client.post(url, form or {}, follow=True).status_code


def act_on_all(client, name, pages, form=None):
    """Do something with several pages at once; return the status of the answer after it."""
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", name])
    url += "?next=/admin/&" + "&".join(f"id={page.pk}" for page in pages)
    assert client.get(url, follow=True).status_code == 200
    return client.post(url, form or {}, follow=True).status_code


@pytest.fixture
def page(site):
    return published(factories.ContentPageFactory(parent=site.home, slug="about"))


def alias_of(page, slug="mirror"):
    made = CreatePageAliasAction(page, update_slug=slug, user=factories.AdminFactory()).execute()
    return type(page).objects.get(pk=made.pk)


def test_a_copy_is_never_an_alias(site, admin_client, page):
    for original in (page, published(factories.CityPageFactory(parent=site.cities))):
        copy = reverse("wagtailadmin_pages:copy", args=[original.pk])
        shown = admin_client.get(copy)
        assert 'name="alias"' not in shown.content.decode()
        sent = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": original.get_parent().pk, "alias": "on"}
        assert admin_client.post(copy, sent, follow=True).status_code == 200
    assert not Page.objects.exclude(alias_of=None).exists()
    assert [model.objects.get(slug="copy").live for model in (ContentPage, CityPage)] == [False, False]


def test_an_alias_of_before_passes_through_every_action_on_one_page(site, admin_client, client, page):
    alias = alias_of(page)
    assert client.get("/en/mirror/").status_code == 200
    for name in ("edit", "history", "usage", "view_draft", "set_privacy", "workflow_history"):
        response = admin_client.get(reverse(f"wagtailadmin_pages:{name}", args=[alias.pk]))
        assert response.status_code in (200, 302), name
    sent = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": site.home.pk, "publish_copies": "on"}
    assert act(admin_client, "copy", alias, sent) == 200
    assert ContentPage.objects.get(slug="copy").alias_of is None
    assert admin_client.post(reverse("wagtailadmin_pages:edit", args=[alias.pk])).status_code == 405
    page = published(ContentPage.objects.get(pk=page.pk), heading_en="Changed")
    assert ContentPage.objects.get(pk=alias.pk).heading_en == "Changed"
    assert act(admin_client, "unpublish", alias) == 200
    assert client.get("/en/mirror/").status_code == 404
    target = factories.ContentPageFactory(parent=site.home, slug="target")
    moved = reverse("wagtailadmin_pages:move_confirm", args=[alias.pk, target.pk])
    assert admin_client.post(moved, follow=True).status_code == 200
    assert act(admin_client, "convert_alias", alias) == 200
    assert ContentPage.objects.get(pk=alias.pk).alias_of is None
    assert act(admin_client, "delete", alias) == 200
    assert not ContentPage.objects.filter(pk=alias.pk).exists()


def test_an_alias_of_before_passes_through_every_action_on_several(site, admin_client, client, page):
    alias, other = alias_of(page), published(factories.ContentPageFactory(parent=site.home))
    both, target = [alias, other], factories.ContentPageFactory(parent=site.home, slug="target")
    assert act_on_all(admin_client, "unpublish", both) == 200
    assert not Page.objects.filter(pk__in=[one.pk for one in both], live=True).exists()
    assert act_on_all(admin_client, "publish", both) == 200
    assert not Page.objects.filter(pk__in=[one.pk for one in both], live=True).exists(), "not by halves"
    assert act_on_all(admin_client, "publish", [other]) == 200
    assert Page.objects.get(pk=other.pk).live
    assert act_on_all(admin_client, "move", both, {"chooser": target.pk}) == 200
    assert Page.objects.get(pk=alias.pk).get_parent().pk == target.pk
    target.refresh_from_db()
    assert act_on_all(admin_client, "publish", [target], {"include_descendants": "on"}) == 200
    assert act_on_all(admin_client, "delete", both) == 200
    assert not Page.objects.filter(pk__in=[one.pk for one in both]).exists()


def test_an_alias_of_a_city_and_of_a_pledge_of_before_harm_nothing(site, admin_client, client):
    city = published(factories.CityPageFactory(parent=site.cities, heading_en="Athens", slug="athens"))
    pledge = published(factories.PledgePageFactory(parent=site.pledges))
    aliases = [alias_of(city), alias_of(pledge)]
    published(CityPage.objects.get(pk=city.pk), heading_en="Athína")
    published(PledgePage.objects.get(pk=pledge.pk), heading_en="Changed")
    for alias in aliases:
        assert client.get(Page.objects.get(pk=alias.pk).url).status_code == 200
    for url in ("/en/cities/", "/en/subscribe/", "/en/pledges/", "/data/cities.csv", "/api/v2/pages/"):
        assert client.get(url).status_code == 200
    for url in (reverse("list_cities:index"), reverse("list_pledges:index"), "/admin/"):
        assert admin_client.get(url).status_code == 200
