"""Every page can be addressed, and none hides where the site itself answers: search, the feeds, the comparison."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page, get_page_models

from cities.models import CityPage
from solidarity import languages
from solidarity.models import ContentPage, HomePage, SitePage
from solidarity.models.slugs import repair_slugs
from tests import factories
from tests.support.page_editor import add_url, edit_url, errors_of, publish, save_draft, shown_form
from tests.support.search import published

UNADDRESSABLE = ["Αθήνα", "αθηνα-2", "أثينا", "zürich", "中国", "a\u0301", "athens\u200b", "٣", "🏠", "𝐚"]


def test_what_the_site_has_beside_pages_is_taken():
    taken = {"search", "subscribe", "feeds", "calendars", "data", "pictures"}
    assert {slug for slug in HomePage.taken_slugs() if slug.isalnum()} == taken
    assert "_util" in HomePage.taken_slugs()


def test_an_editor_is_told_beside_the_slug(site, admin_client):
    url = add_url(site.home, ContentPage)
    for send in (publish, save_draft):
        response = send(admin_client, url, ContentPage, heading_en="How to find", slug="search")
        assert errors_of(response) == {"slug": ["This address is used by the site itself. Choose another."]}
    page = factories.ContentPageFactory(parent=site.home)
    assert "slug" in errors_of(publish(admin_client, edit_url(page), page, slug="feeds"))
    city = factories.CityPageFactory(parent=site.cities)
    assert "slug" in errors_of(publish(admin_client, edit_url(city), city, slug="compare"))


def test_a_slug_that_is_made_makes_way(site, admin_client):
    save_draft(admin_client, add_url(site.home, ContentPage), ContentPage, heading_en="Data", slug="")
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


def test_a_slug_of_other_letters_is_refused_with_one_that_would_do(site, admin_client):
    """Enter, Ctrl+S and the autosave send what the editor's script has not made its own of."""
    old = factories.CityPageFactory(parent=site.cities, slug="old")
    for url, page in ((add_url(site.cities, CityPage), CityPage), (edit_url(old), old)):
        form = {**shown_form(admin_client, url, page), "heading_en": "Athens", "country": "GR"}
        for action in ({"action-publish": "yes"}, {}):
            for slug, instead in (("Αθήνα", "“athina”"), ("zürich", "“zurich”"), ("🏠", "“athens”")):
                errors = errors_of(admin_client.post(url, {**form, **action, "slug": slug}))
                assert list(errors) == ["slug"]
                assert instead in errors["slug"][0]
    assert CityPage.objects.get().slug == "old"


def test_the_rule_stands_at_every_kind_of_page(site):
    kinds = [model for model in get_page_models() if issubclass(model, SitePage)]
    assert len(kinds) > 12
    for model in kinds:
        for slug in UNADDRESSABLE:
            page = model(heading_en="Athens", slug=slug)
            for clean in (page.full_clean, page.minimal_clean):
                with pytest.raises(ValidationError) as refused:
                    clean()
                assert "slug" in refused.value.message_dict, (model, clean)


def test_a_slug_that_is_taken_is_addressed_in_every_language(site, client):
    slugs = ["Athens", "a_b", "-", "_", "1", "x" * 255, "null", "event", "en"]
    for slug in slugs:
        factories.CityPageFactory(parent=site.cities, slug=slug)
    for code in languages.codes():
        assert client.get(f"/{code}/subscribe/").status_code == 200
        for slug in slugs:
            assert client.get(f"/{code}/cities/{slug}/").status_code == 200, (code, slug)
    for slug in slugs:
        for url in (f"feeds/cities/{slug}.atom", f"calendars/cities/{slug}.ics"):
            assert client.get(f"/ar/{url}").status_code == 200, url


def test_a_copy_takes_no_slug_that_a_page_could_not_have(site, admin_client):
    page = factories.ContentPageFactory(parent=site.home)
    copy = reverse("wagtailadmin_pages:copy", args=[page.pk])
    for slug in [*UNADDRESSABLE, "x" * 256, "a b", ""]:
        sent = {"new_title": "Copy", "new_slug": slug, "new_parent_page": site.home.pk}
        assert list(errors_of(admin_client.post(copy, sent))) == ["new_slug"], slug
    sent = {"new_title": "ά" * 201, "new_slug": "copy", "new_parent_page": site.home.pk}
    assert list(errors_of(admin_client.post(copy, sent))) == ["new_title"]


def test_a_version_of_before_the_rule_is_published_at_the_address_of_now(site):
    page = published(factories.ContentPageFactory(parent=site.home, slug="about"))
    old = page.latest_revision
    old.content["slug"] = "σχετικά"
    old.save()
    old.publish()
    assert ContentPage.objects.get().slug == "about"


def test_a_heading_without_a_latin_letter_still_gives_an_address(site, client, admin_client):
    url = add_url(site.cities, CityPage)
    form = {**shown_form(admin_client, url, CityPage), "country": "GR", "slug": ""}
    for heading, slug in (("🏠", "page"), ("—", "page-2"), ("中国", "zhongguo"), ("中国 🏠", "zhongguo-2")):
        for action in ({}, {"action-publish": "yes"}):
            assert admin_client.post(url, {**form, **action, "heading_en": heading}).status_code == 302
            page = CityPage.objects.latest("pk")
            assert page.slug == slug
            assert not page.live or client.get(page.url).status_code == 200
            if not page.live:
                page.delete()


def test_an_emptied_slug_is_made_anew(site, admin_client):
    page = factories.ContentPageFactory(parent=site.home, heading_en="", heading_el="Δούκας", slug="x")
    assert publish(admin_client, edit_url(page), page, slug="").status_code == 302
    assert ContentPage.objects.get().slug == "doukas"


def test_a_page_of_before_the_rule_gets_an_address_and_its_old_one_leads_there(
    site, client, django_capture_on_commit_callbacks
):
    city = published(factories.CityPageFactory(parent=site.cities, heading_el="Αθήνα", slug="old"))
    below = factories.MayorStatementPageFactory(parent=city, slug="mayor")
    Page.objects.filter(pk=city.pk).update(slug="αθήνα", url_path=f"{site.cities.url_path}αθήνα/")
    Page.objects.filter(pk=below.pk).update(url_path=f"{site.cities.url_path}αθήνα/mayor/")
    with django_capture_on_commit_callbacks(execute=True):
        repair_slugs()
    for code in languages.codes():
        assert client.get(f"/{code}/cities/athina/").status_code == 200
        assert client.get(f"/{code}/subscribe/").status_code == 200
        assert client.get(f"/{code}/cities/αθήνα/mayor/")["Location"] == f"/{code}/cities/athina/mayor/"
    assert published(CityPage.objects.get(pk=city.pk)).slug == "athina"
