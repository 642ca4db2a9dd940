"""The guide for city officers as a page of Wagtail's admin, in its user's language: docs/officers.*.md.

The files are the project's own and nobody's input. All the same HTML in them is shown as it is written, so that a file
that is changed by mistake cannot change the admin. Links lead to sections or to other sites, never to files beside it.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from solidarity import languages

FOLDER = settings.BASE_DIR / "docs"
# Turns a file from right to left where it is read on its own; the page here has its own direction.
WRAPPER = re.compile(r'\A\s*<div dir="rtl">\s*|\s*</div>\s*\Z')
MARKDOWN = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class Guide:
    """A guide: its sections as pairs of an id and a heading, its text as HTML, and the language it is in."""

    sections: list[tuple[str, str]]
    html: SafeString
    language: str

    @property
    def direction(self):
        return languages.direction(self.language)


def guide(code):
    """Return the guide in a language, or in English where there is none in it."""
    file = FOLDER / f"officers.{code}.md"
    if not file.is_file():
        code, file = languages.DEFAULT_LANGUAGE, FOLDER / "officers.md"
    return parse(file.read_text(encoding="utf-8"), code)


def parse(text, code):
    """Return a guide of Markdown. Its title is left out: the page has its own. Its sections get ids to be linked by."""
    _opening, _title, _closing, *tokens = MARKDOWN.parse(WRAPPER.sub("", text))
    sections = []
    for token, inner in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open" and token.tag == "h2":
            token.attrSet("id", f"section-{len(sections) + 1}")
            sections.append((token.attrGet("id"), inner.content))
    html = RendererHTML().render(tokens, MARKDOWN.options, {})
    return Guide(sections, mark_safe(html), code)  # rendered with HTML escaped


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the guide."""

    template_name = "cities/admin/guide.html"
    page_title = _("Guide for city officers")
    header_icon = "help"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(guide=guide(get_language()), **kwargs)
