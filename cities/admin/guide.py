"""The guide for city officers (docs/officers.*.md) as a view of Wagtail's admin, in the user's language.

The files belong to the project and are not user input. HTML in them is escaped all the same, so that a mistake in a
file cannot inject markup into the admin. Their links point to sections or other sites, never to neighbouring files.
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
# The element that sets the direction of an Arabic file when it is read on its own; the view sets its own direction.
WRAPPER = re.compile(r'\A\s*<div dir="rtl">\s*|\s*</div>\s*\Z')
MARKDOWN = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class Guide:
    """A guide: its sections as pairs of an id and a heading, its text as HTML, and its language code."""

    sections: list[tuple[str, str]]
    html: SafeString
    language: str

    @property
    def direction(self):
        """The direction of the text: "ltr" or "rtl"."""
        return languages.direction(self.language)


def guide(code):
    """Return the Guide in a language, or in the default language if it is not translated."""
    file = FOLDER / f"officers.{code}.md"
    if not file.is_file():
        code, file = languages.DEFAULT_LANGUAGE, FOLDER / "officers.md"
    return parse(file.read_text(encoding="utf-8"), code)


def parse(text, code):
    """Return the Guide of a Markdown text.

    The first heading is dropped, since the view renders its own. Each section gets an id, so that it can be linked to.
    """
    _opening, _title, _closing, *tokens = MARKDOWN.parse(WRAPPER.sub("", text))
    sections = []
    for token, inner in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open" and token.tag == "h2":
            token.attrSet("id", f"section-{len(sections) + 1}")
            sections.append((token.attrGet("id"), inner.content))
    html = RendererHTML().render(tokens, MARKDOWN.options, {})
    return Guide(sections, mark_safe(html), code)  # the renderer has escaped HTML


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """Renders the guide for city officers."""

    template_name = "cities/admin/guide.html"
    page_title = _("Guide for city officers")
    header_icon = "help"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(guide=guide(get_language()), **kwargs)
