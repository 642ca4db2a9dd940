"""No page hides where the site itself answers: search, the feeds, the comparison of cities."""

from django.urls import reverse

from solidarity.models import ContentPage, HomePage
from tests import factories
from tests.editor import add_address, edit_address, errors_of, publish, save_draft


def test_what_the_site_has_beside_pages_is_taken():
    taken = {"search", "subscribe", "feeds", "calendars", "data", "pictures"}
    assert {slug for slug in HomePage.taken_slugs() if slug.isalnum()} == taken


def test_an_editor_is_told_beside_the_slug(site, admin_client):
    address = add_address(site.home, ContentPage)
    for send in (publish, save_draft):
        response = send(admin_client, address, ContentPage, heading_en="How to find", slug="search")
        assert errors_of(response) == {"slug": ["This address is used by the site itself. Choose another."]}
    page = factories.ContentPageFactory(parent=site.home)
    assert "slug" in errors_of(publish(admin_client, edit_address(page), page, slug="feeds"))
    city = factories.CityPageFactory(parent=site.cities)
    assert "slug" in errors_of(publish(admin_client, edit_address(city), city, slug="compare"))


def test_a_slug_that_is_made_makes_way(site, admin_client):
    save_draft(admin_client, add_address(site.home, ContentPage), ContentPage, heading_en="Data", slug="")
    assert ContentPage.objects.get(title="Data").slug == "data-2"


def test_neither_a_move_nor_a_copy_hides_a_page(site, admin_client):
    page = factories.ContentPageFactory(
        parent=factories.ContentPageFactory(parent=site.home), heading_en="Search", slug="search"
    )
    assert not page.can_move_to(site.home)
    sent = {"new_title": "Search", "new_slug": "search", "new_parent_page": site.home.pk}
    copy = reverse("wagtailadmin_pages:copy", args=[page.pk])
    assert "new_slug" in errors_of(admin_client.post(copy, sent))
    assert admin_client.post(copy, {**sent, "new_slug": "searching"}).status_code == 302
