"""The versions of a page: what they name may be gone since, and a draft changes neither index."""

from modelcluster.models import ClusterableModel
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backend

from solidarity.models import ContentPage, HomePage
from tests import factories
from tests.support.filled_pages import chosen_pages, filled_page
from tests.support.page_editor import edit_url, publish, save_draft
from tests.support.search import published


def as_wagtail_reads(model, content):
    """Return the page of a version as modelcluster makes it, which looks up each key."""
    return ClusterableModel.from_serializable_data.__func__(model, content)


def test_what_is_gone_is_left_out_as_wagtail_does(site):
    chosen = chosen_pages(site)
    home = filled_page(HomePage, site, chosen)
    content = home.get_latest_revision().content
    whole = HomePage.from_serializable_data(content)
    assert whole.serializable_data() == as_wagtail_reads(HomePage, content).serializable_data()
    home.listing_image.delete()
    home.slides.all()[1].image.delete()
    chosen.pages[0].delete()  # a slide and a featured page go with it
    ours = HomePage.from_serializable_data(content)
    assert ours.serializable_data() == as_wagtail_reads(HomePage, content).serializable_data()
    assert ours.listing_image_id is None
    assert [(row.page_id, row.image_id) for row in ours.slides.all()] == [(chosen.pages[1].pk, None)]
    assert [row.page_id for row in ours.featured.all()] == [chosen.pages[1].pk]
    assert len(whole.slides.all()) == 2


def in_admin(words):
    """Return the pages that the admin's search finds."""
    return [page.pk for page in get_search_backend().search(words, ContentPage)]


def test_the_admin_finds_what_is_published_and_not_what_is_gone(admin_client, site):
    page = published(factories.ContentPageFactory(parent=site.home, heading_en="Oldword"))
    assert in_admin("oldword") == [page.pk]
    publish(admin_client, edit_url(page), page, heading_en="Newword")
    assert in_admin("newword") == [page.pk]
    assert not in_admin("oldword")
    ContentPage.objects.get(pk=page.pk).delete()
    assert not in_admin("newword")


def test_a_draft_that_is_no_page_yet_is_found(admin_client, site):
    page = factories.ContentPageFactory(parent=site.home, heading_en="Oldword", live=False)
    save_draft(admin_client, edit_url(page), page, heading_en="Newword")
    assert in_admin("newword") == [page.pk]


def test_references_are_noted_once_for_a_page_and_its_rows_and_not_for_a_draft(admin_client, site, monkeypatch):
    home = filled_page(HomePage, site, chosen_pages(site))
    noted, picture = [], factories.SiteImageFactory()
    write = ReferenceIndex.create_or_update_for_object
    monkeypatch.setattr(ReferenceIndex, "create_or_update_for_object", lambda page: (noted.append(page), write(page)))
    save_draft(admin_client, edit_url(home), home, listing_image=picture.pk)
    assert not noted
    assert publish(admin_client, edit_url(home), home).status_code == 302
    assert [page.pk for page in noted] == [home.pk]
