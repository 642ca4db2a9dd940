"""The editor: every kind of page opens, has a tab for each language, and is published with one Greek heading."""

import re
from html import unescape

import pytest
from django.utils import translation
from wagtail import hooks
from wagtail.blocks.base import BlockWidget

from cities.models import CityPage, PledgePage
from news.models import NewsPage, ReportPage
from solidarity import languages
from solidarity.fields import BodyWidget, packed_blocks
from solidarity.models import ContentPage, FormPage, HomePage
from tests import factories
from tests.support.html_tree import as_shown
from tests.support.page_editor import add_url, edit_url, form_in, publish, shown_form
from tests.support.page_types import FORM_DATA, form_data, index_types, page_types

HEADING = "Μια σελίδα"


@pytest.fixture
def parents(site, athens):
    """The pages under which others are made, by name."""
    return {**vars(site), "athens": athens}


@pytest.mark.parametrize("model", FORM_DATA, ids=lambda model: model.__name__)
def test_a_page_with_one_greek_heading_is_previewed_published_and_edited(admin_client, client, parents, athens, model):
    parent, fields = form_data(model, athens)
    url = add_url(parents[parent], model)
    sent = {**shown_form(admin_client, url, model), "heading_el": HEADING, "slug": "mia-selida", **fields}

    # Before it is saved:
    assert admin_client.post(f"{url}preview/", sent).json()["is_valid"]
    response = admin_client.get(f"{url}preview/?mode=el")
    assert response.status_code == 200
    assert f"<h1>{HEADING}</h1>" in as_shown(response.content.decode())
    assert not model.objects.filter(slug="mia-selida").exists()

    response = admin_client.post(url, {**sent, "action-publish": "yes"})
    errors = response.context["form"].errors if response.status_code == 200 else {}
    assert response.status_code == 302, errors
    page = model.objects.get(slug="mia-selida")
    assert (page.title, page.live) == (HEADING, True)
    for code in ("en", "el", "ar"):
        with translation.override(code):
            text = as_shown(client.get(page.get_url()).content.decode())
        mark = "" if code == "el" else ' lang="el" dir="ltr"'
        assert f"<h1{mark}>{HEADING}</h1>" in text

    # The editor opens again, with a tab for each language:
    response = admin_client.get(edit_url(page))
    text, sent = response.text, form_in(response, page)
    for code, name in languages.LANGUAGES:
        assert f'name="heading_{code}"' in text
        assert name in text
    assert 'name="heading"' not in text
    response = admin_client.post(edit_url(page), {**sent, "action-publish": "yes"})
    assert response.status_code == 302, "saving it unchanged"


@pytest.mark.parametrize("name", ["home", "cities", "pledges", "projects", "news", "reports", "events"])
def test_the_front_page_and_every_list_can_be_edited(admin_client, parents, name):
    page = parents[name]
    assert publish(admin_client, edit_url(page), page, heading_el=HEADING).status_code == 302
    assert type(page).objects.get().heading_el == HEADING


def test_there_is_one_front_page_and_one_list_of_each_kind(admin_client, parents):
    for model in [HomePage, *index_types()]:
        parent = parents["root"] if model is HomePage else parents["home"]
        assert not model.can_create_at(parent), model


def test_a_page_stands_only_where_it_belongs(parents):
    places = {model: {type(parents[parent])} for model, (parent, _fields) in FORM_DATA.items()}
    places[ContentPage] = {HomePage, ContentPage}
    places[PledgePage] = {type(parents["pledges"]), CityPage}
    for model, allowed in places.items():
        assert set(model.allowed_parent_page_models()) == allowed, model


def test_a_page_cannot_be_made_private(parents):
    assert all(model.private_page_options == [] for model in page_types())


def test_a_picture_needs_a_description_or_to_be_decorative(admin_client, parents):
    image = factories.SiteImageFactory()
    url = add_url(parents["home"], ContentPage)
    changes = {"heading_en": "About", "slug": "about", "listing_image": image.pk}

    response = publish(admin_client, url, ContentPage, **changes)
    assert list(response.context["form"].errors) == ["listing_image_decorative"]

    response = publish(admin_client, url, ContentPage, **changes, listing_image_alt_el="Ένα λιμάνι")
    assert response.status_code == 302


def test_a_picture_that_is_refused_is_not_also_said_to_lack_a_description(admin_client, parents):
    image = factories.SiteImageFactory()
    page = factories.ContentPageFactory(parent=parents["home"], listing_image=image)

    response = publish(admin_client, edit_url(page), page, listing_image=image.pk + 1)

    assert list(response.context["form"].errors) == ["listing_image"]


def test_a_slide_is_made_in_the_editor(admin_client, parents):
    image = factories.SiteImageFactory()
    home = parents["home"]
    slide = {"heading_el": HEADING, "image": image.pk, "image_decorative": "on", "link_url": "https://example.org/"}
    changes = {f"slides-0-{name}": value for name, value in slide.items()}
    changes |= {"slides-TOTAL_FORMS": "1", "slides-0-ORDER": "1", "slides-0-id": ""}

    assert publish(admin_client, edit_url(home), home, **changes).status_code == 302

    assert [slide.heading for slide in type(home).objects.get().slides.all()] == [HEADING]


def test_what_a_slide_lacks_is_said_in_the_editor(admin_client, parents):
    home = parents["home"]
    changes = {"slides-TOTAL_FORMS": "1", "slides-0-ORDER": "1", "slides-0-id": "", "slides-0-heading_el": HEADING}

    response = publish(admin_client, edit_url(home), home, **changes)

    assert "link_url" in response.context["form"].formsets["slides"].errors[0]
    assert f'value="{HEADING}"' in response.content.decode()


@pytest.mark.parametrize("model", [FormPage, CityPage, PledgePage, ReportPage], ids=lambda model: model.__name__)
def test_a_page_with_children_is_shown_again_as_it_was(admin_client, parents, athens, model):
    made = {
        FormPage: lambda: factories.FormPageFactory(parent=parents["home"]),
        CityPage: lambda: factories.KeyFigureFactory(city=athens).city,
        PledgePage: lambda: (
            factories.PledgeProgressFactory(pledge=factories.PledgePageFactory(parent=parents["pledges"])).pledge
        ),
        ReportPage: lambda: (
            factories.ReportFileFactory(report=factories.ReportPageFactory(parent=parents["reports"])).report
        ),
    }[model]()
    page = model.objects.get(pk=made.pk)
    before = page.serializable_data()
    response = publish(admin_client, edit_url(page), page)
    assert response.status_code == 302
    after = model.objects.get(pk=page.pk).serializable_data()
    for relation in ("form_fields", "key_figures", "progress", "files"):
        assert [without_place(child) for child in after.get(relation, [])] == [
            without_place(child) for child in before.get(relation, [])
        ]


def without_place(child):
    """Return a child's data without its place, which the editor numbers anew, and with '' for what is not there."""
    return {name: value or "" for name, value in child.items() if name != "sort_order"}


def test_the_editor_shows_the_form_that_it_takes(admin_client, parents):
    assert "heading_el" in shown_form(admin_client, add_url(parents["home"], ContentPage), ContentPage)


def without_keys(blocks):
    """Return what a script is told of blocks, without the names that empty paragraphs and items are given by chance."""
    return re.sub(r'\\"key\\": \\"\w{5}\\"|"id": "[\w-]{36}"', "", blocks)


def test_the_blocks_of_a_body_are_worked_out_once_for_each_language():
    bodies = [ContentPage._meta.get_field(f"body_{code}").stream_block for code in languages.codes()]
    packed_blocks.cache_clear()
    for code in ("en", "de"):
        with translation.override(code):
            wagtails = BlockWidget(bodies[0])
            told = {unescape(BodyWidget(body).block_json) for body in bodies}
            assert [without_keys(blocks) for blocks in told] == [without_keys(wagtails.block_json)]
            assert str(BodyWidget(bodies[0]).media) == str(wagtails.media)
    assert packed_blocks.cache_info().misses == 2


def test_a_draft_that_saves_itself_while_it_is_published_leaves_it_published(admin_client, parents):
    page = factories.NewsPageFactory(parent=parents["news"], heading_en="As it was", live=False)
    url = edit_url(page)
    sent = {**shown_form(admin_client, url, page), "heading_en": "As it was then"}

    def publish(request, loaded):
        NewsPage.objects.get(pk=page.pk).save_revision().publish()

    with hooks.register_temporarily("before_edit_page", publish):
        answer = admin_client.post(url, sent, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "invalid_revision"
    assert "published in the meantime" in answer.json()["error_message"]
    page.refresh_from_db()
    assert page.live
    assert page.heading_en == "As it was"
