"""Whatever is left out of a page leaves no empty shell on it: no heading over nothing, no mark, comma or rule alone."""

import json
import re

import pytest
from django.db import models
from django.urls import reverse
from lxml import html
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, get_page_models

from cities.models import MayorStatementPage
from events.models import MentoringVisitPage
from solidarity.models import SitePage, SiteSettings
from tests import factories
from tests.support.page_checks import Visit, leaves_nothing_it_announces_empty, nests_properly
from tests.support.page_types import FORM_DATA

GONE = 999_999
COMMAS = re.compile(r".{,20}[,·]\s*[,·].{,20}")  # between which something was left out
# Blocks whose page, picture or document was deleted, or that lack all that they may lack.
HOLLOW = [
    {"type": "documents", "value": {"heading": "To download", "documents": [GONE]}},
    {"type": "pages", "value": {"heading": "Read on", "pages": [GONE]}},
    {"type": "call_to_action", "value": {"text": "", "label": "Join", "page": GONE, "address": ""}},
    {"type": "image", "value": {"image": {"image": GONE, "alt_text": "", "decorative": True}, "caption": "A harbour"}},
    {"type": "figure", "value": {"number": "300", "label": "homes", "source": ""}},
]
OWN = [model for model in get_page_models() if issubclass(model, SitePage)]


def make_bare(page):
    """Leave of a page what its columns need and its heading, and nothing that it may lack."""
    own = {field.name for field in Page._meta.get_fields()}
    for field in page._meta.concrete_fields:
        if field.name in own or field.name == "heading_en" or getattr(field, "is_original", False) or not field.blank:
            continue
        if field.null:
            setattr(page, field.name, None)
        elif isinstance(field, (models.CharField, models.TextField)):
            setattr(page, field.name, "")
    for relation in get_all_child_relations(type(page)):
        if relation.related_model.__module__.split(".")[0] != "wagtail":
            setattr(page, relation.get_accessor_name(), [])
    page.save(clean=False)
    return page


def shells(client, url):
    """Return the empty shells of a page, and whatever is wrong with its nesting."""
    visit = Visit(url, "en", client.get(url))
    assert visit.response.status_code == 200
    commas = COMMAS.findall(visit.html.text())
    return [*leaves_nothing_it_announces_empty(visit), *nests_properly(visit), *commas]


@pytest.fixture
def bare(site, athens):
    """Return a function that makes a page of a type with nothing on it that it may lack."""
    make_bare(athens)
    SiteSettings.objects.all().delete()

    def make(model):
        if model not in FORM_DATA:
            return make_bare(model.objects.get())
        parent, _data = FORM_DATA[model]
        needed = {"host_city": athens} if model is MentoringVisitPage else {}
        factory = getattr(factories, f"{model.__name__}Factory")
        return make_bare(factory(parent=athens if parent == "athens" else getattr(site, parent), **needed))

    return make


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_the_barest_page_of_each_type_has_no_empty_shell(client, bare, model):
    page = bare(model)
    assert shells(client, page.get_url()) == []
    if hasattr(page, "body_en"):
        page.body_en = json.dumps(HOLLOW)
        page.save(clean=False)
        text = client.get(page.get_url()).content.decode()
        assert shells(client, page.get_url()) == []
        assert ">300<" in text
        assert not any(words in text for words in ("To download", "Read on", "A harbour", "call-to-action"))


@pytest.mark.parametrize(
    ("said", "is_voice"),
    [
        ({}, False),
        ({"quote_el": "Καλωσορίζουμε"}, True),
        ({"quote_original": "Hoş geldiniz"}, True),
        ({"introduction_de": "Kiel ist ein sicherer Hafen."}, True),
        ({"video_url": "https://www.youtube.com/watch?v=aaaaaaaaaaa"}, True),
    ],
)
def test_a_statement_that_says_nothing_is_no_voice_on_the_front_page(client, bare, athens, said, is_voice):
    statement = bare(MayorStatementPage)
    assert statement.speaks is False
    for name, value in {"language_given": "tr", "speaker": "Nobody At All", **said}.items():
        setattr(statement, name, value)
    statement.save(clean=False)
    assert ("Nobody At All" in client.get("/en/").content.decode()) is is_voice
    city = client.get(statement.get_parent().get_url()).content.decode()
    assert ("Nobody At All" in city) is is_voice
    page = client.get(statement.get_url()).content.decode()
    marks = ("Given in", "Translated from")
    assert any(mark in page for mark in marks) is bool(said.keys() - {"introduction_de"})


def test_a_footer_without_contact_has_no_heading_for_it(client, site):
    ways = {"contact_email": "a@example.org", "contact_phone": "+32 2", "postal_address": "A street"}
    settings = SiteSettings.objects.filter(pk=SiteSettings.for_site(site.site).pk)
    assert "Contact" not in client.get("/en/").content.decode()
    for name, value in ways.items():
        settings.update(**{**dict.fromkeys(ways, ""), name: value})
        assert "Contact" in client.get("/en/").content.decode(), name
    settings.update(**dict.fromkeys(ways, ""))


def test_a_contact_that_cannot_be_seen_is_none(admin_client, site):
    url = reverse("wagtailsettings:edit", args=["solidarity", "sitesettings", site.site.pk])
    form = html.document_fromstring(admin_client.get(url).text).xpath("//form[.//*[@name='name_en']]")[0]
    sent = dict(form.form_values()) | {"postal_address": "\u200b\n\u00ad", "contact_phone": "\u2003"}
    assert admin_client.post(url, sent).status_code == 302
    assert "Contact" not in admin_client.get("/en/").content.decode()
