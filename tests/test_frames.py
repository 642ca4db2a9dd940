"""What stands around the editor's fields is rendered once, and is what Wagtail and Django render each time."""

import re

import pytest
from django.forms import Textarea, TextInput
from django.forms.renderers import DjangoTemplates
from django.template import engines
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from wagtail.admin.templatetags import wagtailadmin_tags

from solidarity import panels
from solidarity.admin import frames as tags
from solidarity.forms import frames
from solidarity.models import ContentPage
from tests.support.filled_pages import all_types, chosen_pages, filled_page
from tests.support.page_editor import edit_url, errors_of, shown_form

# Names that are given by chance, or at each request.
BY_CHANCE = re.compile(r'key(\\)*(&quot;|")\s*:\s*(\\)*(&quot;|")\w{5}|/(ping/wagtailcore/page|release)/[\d/]+|\w{64}')


@pytest.fixture
def unframed(monkeypatch):
    """Nothing is kept: each frame is rendered again."""

    def stop():
        def rendered(template, values, content, render):
            before, hole, after = render().partition(frames.HOLE)
            return mark_safe(f"{before}{frames.conditional_escape(content) if hole else ''}{after}")

        for module in (frames, tags, panels):
            monkeypatch.setattr(module, "framed", rendered)

    return stop


@pytest.mark.parametrize("model", all_types(), ids=lambda model: model.__name__)
def test_a_form_is_the_same_as_without_frames(admin_client, site, unframed, model):
    url = edit_url(filled_page(model, site, chosen_pages(site)))
    admin_client.get(url)
    framed = BY_CHANCE.sub("", admin_client.get(url).text)
    assert frames.HOLE not in framed
    unframed()
    assert framed == BY_CHANCE.sub("", admin_client.get(url).text)


def test_every_type_was_compared():
    assert len(all_types()) == 17


@pytest.mark.parametrize("value", ["", None, "Athens", "<b>'\"&", mark_safe("<b>"), 7])
@pytest.mark.parametrize("widget", [TextInput, Textarea], ids=lambda widget: widget.__name__)
def test_an_input_is_what_django_renders(widget, value):
    for attrs in ({"lang": "el", "id": "x"}, {"maxlength": 1, "required": True}, {"data-x": gettext_lazy("Heading")}):
        made = widget(attrs=attrs)
        for _time in range(2):
            ours = made.render("name", value, renderer=frames.FrameRenderer())
            assert ours == made.render("name", value, renderer=DjangoTemplates())


PANEL = """{% load wagtailadmin_tags %}{% panel id="x" heading=heading icon=icon is_required=required attrs=attrs %}
<p>{{ text }}</p>{% endpanel %}"""


@pytest.mark.parametrize("heading", ["Text", "<b>", mark_safe("<b>"), gettext_lazy("Heading"), ""])
def test_a_panel_is_what_wagtail_renders(heading, monkeypatch):
    for attrs in ({}, {"data-x": True}, {"data-x": 1}, {"data-x": "<"}):
        values = {"heading": heading, "icon": "link", "required": True, "attrs": attrs, "text": "a < b"}
        for code in ("en", "el"):
            with translation.override(code):
                ours = [engines["django"].from_string(PANEL).render(values) for _time in range(2)]
                with monkeypatch.context() as patch:
                    patch.setitem(wagtailadmin_tags.register.tags, "panel", wagtailadmin_tags.PanelNode.handle)
                    wagtails = engines["django"].from_string(PANEL).render(values)
                assert ours == [wagtails, wagtails]


def test_an_error_is_in_no_frame(admin_client, site):
    page = filled_page(ContentPage, site, chosen_pages(site))
    sent = {**shown_form(admin_client, edit_url(page), page), "heading_el": "x" * 300, "action-publish": "1"}
    refused = admin_client.post(edit_url(page), sent)
    [error] = errors_of(refused)["heading_el"]
    assert error in refused.text
    assert error not in admin_client.get(edit_url(page)).text


def test_no_more_is_kept_than_so_many(monkeypatch):
    monkeypatch.setattr(frames, "_frames", frames.LRUCache(3))
    for number in range(9):
        frames.framed("x", {"id": number}, "", lambda: frames.HOLE)
    assert len(frames._frames) == 3
