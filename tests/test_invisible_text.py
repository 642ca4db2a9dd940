"""Text that is there and cannot be seen is no translation, and hides none."""

import json

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import translation
from modeltranslation.translator import translator
from wagtail.blocks import StreamBlockValidationError
from wagtail.fields import RichTextField, StreamField
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cities.models import MayorStatementPage
from solidarity.blocks import BodyBlock, CharBlock, DescribedImageBlock, TextBlock
from solidarity.fields import column_name
from solidarity.models import ContentPage, SiteSettings
from solidarity.text import is_visible, is_visible_html
from tests import factories
from tests.support.page_editor import add_url, edit_url, errors_of, publish

INVISIBLE = {
    "spaces": " \t\n",
    "no-break spaces": "\u00a0\u202f",
    "spaces of other widths": "\u2003\u2009\u3000\u205f\u1680",
    "zero-width space": "\u200b",
    "zero-width joiners": "\u200c\u200d",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad\u00ad",
    "direction marks": "\u200e\u200f\u061c",
    "direction of a part": "\u202a\u202c\u2066\u2069\u202e",
    "word joiner": "\u2060",
    "invisible operators": "\u2062\u2064",
    "Hangul fillers": "\u3164\u115f\u1160\uffa0",
    "Khmer vowels that are not written": "\u17b4\u17b5",
    "Mongolian separators": "\u180e\u180b",
    "braille without a dot": "\u2800",
    "joiner of graphemes": "\u034f",
    "variation selectors": "\ufe0f\U000e0100",
    "tags": "\U000e0001\U000e0020",
    "no note": "\U0001d159",
    "where a picture was": "\ufffc",
    "line separators": "\u2028\u2029\u0085",
    "control characters": "\x07\x1b",
    "several": "\u200b \u00a0\ufeff",
}
VISIBLE = ["a", ".", "–", "٣", "🏠", "Ελ\u00adλάδα", "\u200fمرحبا", "می\u200cخواهم", "❤\ufe0f"]
WRAPPED = [
    "<p>{}</p>",
    '<p data-block-key="a1b2c">{}</p><p data-block-key="a1b2d"></p>',
    "<h3><b>{}</b></h3>",
    "<ul><li>{}</li></ul>",
    '<p><a href="https://example.org/">{}</a><br></p>',
    "<p>&nbsp;&#8203;&shy;&ZeroWidthSpace;{}</p>",
    "<p>{}</p><script>alert(1)</script><!-- note -->",
]
TRANSLATED = [
    (model, name)
    for model in translator.get_registered_models(abstract=False)
    if not model._meta.proxy and apps.is_installed(model._meta.app_config.name)
    for name in sorted(translator.get_options_for_model(model).fields)
]


@pytest.mark.parametrize("text", INVISIBLE.values(), ids=INVISIBLE)
def test_what_cannot_be_seen_is_known(text):
    assert not is_visible(text)
    assert not any(is_visible_html(wrapping.format(text)) for wrapping in WRAPPED)


@pytest.mark.parametrize("text", VISIBLE)
def test_what_can_be_seen_stays_as_it_is(text):
    assert is_visible(text)
    assert is_visible_html(f"<p>{text}</p>")
    assert CharBlock().clean(text) == text


def value_for(field, text):
    """Return a text as a field of its kind would be given it."""
    if isinstance(field, StreamField):
        blocks = [
            {"type": "paragraph", "value": f"<p>{text}</p>"},
            {"type": "heading", "value": text},
            {"type": "table", "value": {"data": [[text, None], ["", text]], "table_header_choice": "row"}},
        ]
        return field.to_python(json.dumps(blocks))
    return f"<p>{text}</p>" if isinstance(field, RichTextField) else text


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "name"), TRANSLATED, ids=lambda value: getattr(value, "__name__", value))
def test_no_translated_field_keeps_it(model, name):
    assert len(TRANSLATED) > 60
    greek = model._meta.get_field(column_name(name, "el"))
    english = model._meta.get_field(column_name(name, "en"))
    for text in INVISIBLE.values():
        instance = model(**{english.name: value_for(english, "Words"), greek.name: value_for(greek, text)})
        kept = greek.get_prep_value(greek.pre_save(instance, add=False))
        assert kept in ("", "[]", []), text
        with translation.override("el"):
            assert getattr(instance, name) == getattr(instance, english.name)
        assert english.pre_save(instance, add=False) == value_for(english, "Words")


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["\u200b", "\u00a0", "\u3164", "\u2800", "\ufeff\u00ad"])
def test_a_page_in_the_editor_falls_back(admin_client, client, site, text):
    page = factories.ContentPageFactory(parent=site.home, slug="about", heading_en="About us")
    sent = {"heading_el": text, "introduction_el": text, "meta_title_el": text, "meta_description_el": text}
    assert publish(admin_client, edit_url(page), page, **sent).status_code == 302
    page = ContentPage.objects.get()
    assert not any(getattr(page, name) for name in sent)
    shown = client.get("/el/about/").text
    assert "About us" in shown
    assert "What the page is about." in shown
    assert page.available_languages == ["en"]


@pytest.mark.django_db
def test_a_heading_that_nobody_sees_is_none(admin_client, site):
    response = publish(admin_client, add_url(site.home, ContentPage), ContentPage, heading_en="\u200b")
    assert "heading_en" in errors_of(response)


@pytest.mark.django_db
def test_a_name_that_nobody_sees_is_none(admin_client, athens):
    response = publish(
        admin_client,
        add_url(athens, MayorStatementPage),
        MayorStatementPage,
        heading_en="x",
        speaker="\u2060\u00a0",
    )
    assert "speaker" in errors_of(response)


@pytest.mark.django_db
@pytest.mark.parametrize("wrapping", WRAPPED[:4])
def test_a_body_that_nobody_sees_is_refused_beside_its_block(admin_client, site, wrapping):
    page = factories.ContentPageFactory(parent=site.home)
    body = nested_form_data({"body_el": streamfield([("paragraph", rich_text(wrapping.format("\u200b\u00a0")))])})
    errors = errors_of(publish(admin_client, edit_url(page), page, **body))
    assert isinstance(errors["body_el"].as_data()[0], StreamBlockValidationError)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        ("heading", "\u200b", None),
        ("quotation", {"text": "\u200b", "speaker": "Anna", "role": "", "language": "en"}, "text"),
        ("quotation", {"text": "Words", "speaker": "\u3164", "role": "", "language": "en"}, "speaker"),
        ("figure", {"number": "5", "label": "\u2060", "source": "UNHCR"}, "label"),
        ("call_to_action", {"text": "", "label": "\u00ad", "page": None, "address": "https://example.org/"}, "label"),
    ],
)
def test_a_block_of_words_that_nobody_sees_is_refused(kind, value, field):
    block = BodyBlock().child_blocks[kind]
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(value))
    assert field is None or set(refused.value.block_errors) == {field}


@pytest.mark.parametrize("block", [CharBlock(required=False), TextBlock(required=False)])
def test_what_need_not_be_there_is_empty(block):
    assert block.clean("\u200b") == ""


@pytest.mark.django_db
def test_a_picture_is_not_described_by_what_nobody_sees():
    image = factories.SiteImageFactory()
    image.contextual_alt_text, image.decorative = "\u200b\u00a0", False
    with pytest.raises(ValidationError) as refused:
        DescribedImageBlock().clean(image)
    assert set(refused.value.block_errors) == {"alt_text"}


@pytest.mark.django_db
def test_settings_fall_back_too(site):
    settings = SiteSettings.for_site(site.site)
    settings.name_en, settings.name_el = "Solidarity Cities", "\u200b"
    settings.save()
    with translation.override("el"):
        assert SiteSettings.objects.get().name == "Solidarity Cities"
