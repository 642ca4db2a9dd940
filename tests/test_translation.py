"""One page carries every language: each trap on the way there, held shut. See docs/decisions/translation.md."""

import json

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation
from modeltranslation.translator import translator
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex, get_page_models
from wagtail.test.utils.form_data import rich_text
from wagtail.users.models import UserProfile

from cities.models import CityPage, KeyFigure
from events.models import MentoringVisitPage
from solidarity import languages
from solidarity.fields import TranslatedFieldMixin, column_names
from solidarity.models import ContentPage, SitePage
from solidarity.panels import SEARCH_ENGINE_FIELDS
from tests import factories
from tests.support.page_editor import add_url, edit_url, errors_of, publish, save_draft, shown_form

pytestmark = pytest.mark.django_db  # a page asks the database for its content type

EVERY_LANGUAGE = languages.codes()


def in_database(model, pk, name):
    """Return what a column holds, read past modeltranslation."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {model._meta.db_table} WHERE page_ptr_id = %s", [pk])  # noqa: S608
        return cursor.fetchone()[0]


@pytest.fixture
def german_admin(admin_user):
    UserProfile.objects.create(user=admin_user, preferred_language="de")
    return admin_user


def translated_fields(model):
    """Return the names of the fields of a model's own table whose class says that they are translated."""
    return {
        field.name
        for field in model._meta.local_fields
        if isinstance(field, TranslatedFieldMixin) and field.is_original
    }


def test_what_is_translated_is_what_its_class_says():
    declared = {model: names for model in apps.get_models() if (names := translated_fields(model))}
    registered = {model: set(translator.get_options_for_model(model).fields) for model in declared}
    everything = set(translator.get_registered_models(abstract=True))

    assert registered == declared
    assert everything == set(declared)
    for model, names in declared.items():
        columns = {field.name for field in model._meta.local_fields if getattr(field, "language", None)}
        assert columns == {column for name in names for column in column_names(name)}, model
    fields = sum(map(len, declared.values()))
    print(f"{fields} translated fields of {len(declared)} models, {fields * len(EVERY_LANGUAGE)} columns")
    assert len(declared) >= 25, "the test went past the models"
    assert fields >= 126, "the test went past the fields"


def test_each_translated_field_of_a_page_has_its_place_in_the_editor():
    pages = [model for model in get_page_models() if issubclass(model, SitePage)]
    for model in pages:
        elsewhere = {*SEARCH_ENGINE_FIELDS, "listing_image_alt"}
        assert len(model.translated) == len(set(model.translated)), model
        assert {*model.translated} == translated_fields(model) - elsewhere, model
    assert len(pages) > 12, "the test went past the pages"


def test_a_page_in_greek_alone_is_published_from_a_german_admin(admin_client, german_admin, site):
    response = publish(
        admin_client, add_url(site.home, ContentPage), ContentPage, heading_el="Σχετικά με εμάς", slug="schetika"
    )

    assert response.status_code == 302
    page = ContentPage.objects.get()
    assert page.live
    assert page.title == page.heading_el == "Σχετικά με εμάς"
    assert not page.heading_de
    with translation.override("de"):
        assert page.heading == "Σχετικά με εμάς"


def test_a_page_without_any_heading_is_refused_beside_the_field(admin_client, site):
    response = publish(admin_client, add_url(site.home, ContentPage), ContentPage, introduction_en="No heading.")

    assert "heading_en" in errors_of(response)
    assert not ContentPage.objects.exists()


def test_an_emptied_rich_text_falls_back(admin_client, site, athens):
    visit = factories.MentoringVisitPageFactory(
        parent=site.events,
        host_city=athens,
        objectives_en="<p>Test the ideas.</p>",
        objectives_de="<p>Die Ideen erproben.</p>",
    )
    visit.mentor_cities.add(athens)
    visit.save()

    response = publish(admin_client, edit_url(visit), visit, objectives_de=rich_text("<p data-block-key='a1b2c'></p>"))

    assert response.status_code == 302
    visit = MentoringVisitPage.objects.get()
    assert visit.objectives_de == ""
    with translation.override("de"):
        assert "Test the ideas" in visit.objectives


def test_text_falls_back_to_english_then_to_the_first_language_there_is():
    page = CityPage(heading_el="Αθήνα", heading_nl="Athene")
    with translation.override("ar"):
        assert page.heading == "Αθήνα"
        page.heading_en = "Athens"
        assert page.heading == "Athens"
        page.heading_ar = "أثينا"
        assert page.heading == "أثينا"


def test_a_revision_older_than_a_language_keeps_what_is_live_in_it(athens):
    figure = factories.KeyFigureFactory(city=athens, label_en="origins", label_el="καταγωγές")
    athens = CityPage.objects.get()
    athens.introduction_en = "From the revision."
    revision = athens.save_revision()
    revision.content = {key: value for key, value in revision.content.items() if not key.endswith("_el")}
    for child in revision.content["key_figures"]:
        del child["label_el"], child["source_el"]
    revision.save()

    revision.publish()

    athens = CityPage.objects.get()
    assert athens.introduction_en == "From the revision."
    assert athens.heading_el == "Αθήνα"
    assert KeyFigure.objects.get(pk=figure.pk).label_el == "καταγωγές"


def test_a_revision_that_knows_a_language_may_empty_it(athens):
    athens.heading_el = ""
    athens.save_revision().publish()

    assert not CityPage.objects.get().heading_el


def test_copying_a_page_keeps_the_typed_title(admin_client, site):
    page = factories.ContentPageFactory(parent=site.home, heading_en="About", heading_de="Über uns")
    url = f"/admin/pages/{page.pk}/copy/"
    data = {
        "new_title": "About the network",
        "new_slug": "about-the-network",
        "new_parent_page": site.home.pk,
        "publish_copies": "on",
    }
    assert admin_client.post(url, data).status_code == 302

    copy = ContentPage.objects.get(slug="about-the-network")
    assert copy.heading_en == copy.title == "About the network"
    assert copy.heading_de == "Über uns"
    assert copy.get_latest_revision_as_object().heading_en == "About the network"


def test_a_new_slug_redirects_every_old_address_in_every_language(
    admin_client, site, django_capture_on_commit_callbacks
):
    page = factories.ContentPageFactory(parent=site.home, heading_en="About", slug="about")
    factories.ContentPageFactory(parent=page, heading_en="Team", slug="team")

    with django_capture_on_commit_callbacks(execute=True):
        publish(admin_client, edit_url(page), page, slug="who-we-are")

    for code in EVERY_LANGUAGE:
        for old, new in (("about", "who-we-are"), ("about/team", "who-we-are/team")):
            response = admin_client.get(f"/{code}/{old}/")
            assert (response.status_code, response.headers.get("Location")) == (301, f"/{code}/{new}/")


def test_a_move_redirects_every_old_address_in_every_language(admin_client, site):
    page = factories.ContentPageFactory(parent=site.home, heading_en="Team", slug="team")
    target = factories.ContentPageFactory(parent=site.home, heading_en="About", slug="about")

    admin_client.post(f"/admin/pages/{page.pk}/move/{target.pk}/confirm/")

    assert Redirect.objects.count() == len(EVERY_LANGUAGE)
    for code in EVERY_LANGUAGE:
        assert admin_client.get(f"/{code}/team/").headers["Location"] == f"/{code}/about/team/"


def test_the_admin_speaks_only_languages_that_pages_have(admin_client, settings):
    assert list(settings.WAGTAILADMIN_PERMITTED_LANGUAGES) == list(settings.LANGUAGES)
    page = admin_client.get("/admin/account/")
    forms = [panel.get_form() for panels in page.context["panels_by_tab"].values() for panel in panels]
    form = next(form for form in forms if "preferred_language" in form.fields)
    offered = {code for code, _name in form.fields["preferred_language"].choices if code}
    assert offered == set(EVERY_LANGUAGE)


@pytest.mark.parametrize("active", EVERY_LANGUAGE)
def test_the_original_columns_stay_empty_whichever_language_is_active(site, active):
    with translation.override(active):
        city = factories.CityPageFactory(
            parent=site.cities, heading_en="Athens", heading_de="Athen", population_source_en="ELSTAT"
        )
        city.introduction_de = "Die Hauptstadt."
        city.save()
        revision = city.save_revision()
        revision.publish()

    assert in_database(CityPage, city.pk, "heading") == ""
    assert in_database(CityPage, city.pk, "introduction") == ""
    assert in_database(CityPage, city.pk, "population_source") == ""
    assert json.loads(in_database(CityPage, city.pk, "body") or "[]") == []
    assert in_database(CityPage, city.pk, "introduction_de") == "Die Hauptstadt."
    assert revision.content["heading"] == ""
    assert json.loads(revision.content["body"]) == []
    assert revision.content["heading_de"] == "Athen"


def test_a_picture_in_a_body_is_referred_to_once(site):
    image = factories.SiteImageFactory()
    value = {"image": {"image": image.pk, "alt_text": "A harbour", "decorative": False}, "caption": ""}
    body = json.dumps([{"type": "image", "value": value}])
    page = factories.ContentPageFactory(parent=site.home, body_en=body)

    references = ReferenceIndex.get_references_to(image).filter(object_id=str(page.pk))
    assert [reference.model_path.split(".")[0] for reference in references] == ["body_en"]


def test_the_title_is_the_default_languages_heading_else_the_first_there_is(site):
    page = factories.ContentPageFactory(parent=site.home, heading_en="", heading_nl="Over ons", heading_de="Über uns")
    assert page.title == "Über uns"
    page.heading_en = "About"
    page.save()
    assert Page.objects.get(pk=page.pk).title == "About"


def test_a_heading_that_is_too_long_is_not_also_said_to_be_missing(admin_client, site):
    response = save_draft(admin_client, add_url(site.home, ContentPage), ContentPage, heading_el="α" * 201)
    assert list(response.context["form"].errors) == ["heading_el"]


def test_a_draft_is_named_by_its_heading_too(admin_client, site):
    response = save_draft(admin_client, add_url(site.home, ContentPage), ContentPage, heading_ar="من نحن")

    assert response.status_code == 302
    page = ContentPage.objects.get()
    assert not page.live
    assert (page.title, page.slug) == ("من نحن", "mn-nhn")

    save_draft(admin_client, edit_url(page), page, heading_en="About us")
    assert Page.objects.get(pk=page.pk).draft_title == "About us"


@pytest.mark.parametrize(
    ("column", "heading", "slug"),
    [("heading_el", "Αθήνα", "athina"), ("heading_ar", "أثينا", "thyn"), ("heading_fr", "Où aller", "ou-aller")],
)
def test_a_slug_is_ascii_and_unique_in_any_script(site, column, heading, slug):
    texts = {"heading_en": "", column: heading}
    first = factories.ContentPageFactory(parent=site.home, **texts)
    second = factories.ContentPageFactory(parent=site.home, **texts)

    assert first.slug.isascii()
    assert first.slug == slug
    assert second.slug == f"{slug}-2"


def test_an_editor_previews_a_page_in_each_language(admin_client, site):
    page = factories.ContentPageFactory(
        parent=site.home, **{name: f"Heading in {name[-2:]}" for name in column_names("heading")}
    )
    url = f"/admin/pages/{page.pk}/edit/preview/"
    form = shown_form(admin_client, edit_url(page), page)
    for mode in EVERY_LANGUAGE:
        assert admin_client.post(f"{url}?mode={mode}", form).json()["is_valid"], mode
        shown = admin_client.get(f"{url}?mode={mode}").content.decode()
        assert f'<html lang="{mode}"' in shown
        assert f"Heading in {mode}" in shown
        with translation.override(mode):
            assert page.default_preview_mode == mode, "what the editor is shown first"


def test_the_explorer_finds_a_page_by_its_heading_in_any_language(admin_client, athens):
    athens.heading_ar = "أثينا"
    athens.save()
    for words in ("Athens", "Αθή", "أثي"):
        found = admin_client.get("/admin/pages/search/", {"q": words}).content.decode()
        assert edit_url(athens) in found, words
