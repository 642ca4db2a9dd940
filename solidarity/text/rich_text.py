"""Fixes of Wagtail's rich text: links to unpublished pages, nested lists, and line breaks."""

from django.utils.html import escape
from draftjs_exporter import html as exporter
from draftjs_exporter.constants import BLOCK_TYPES
from draftjs_exporter.dom import DOM
from draftjs_exporter.options import Options
from draftjs_exporter.wrapper_state import Wrapper, WrapperState
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.html_to_contentstate import HtmlToContentStateHandler
from wagtail.rich_text.pages import PageLinkHandler


class PublishedPageLinkHandler(PageLinkHandler):
    """Renders a link to a page while it is published, otherwise one without href: see ``without_dead_links``."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        urls = [page.url if page and page.live else None for page in cls.get_many(attrs_list)]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]


class NestedListState(WrapperState):
    """Nests lists correctly in draftjs_exporter.

    Draft.js stores only the type and depth of each item. The package starts a new list after a nested one of another
    type, so that numbering restarts, and loses items that follow deeper ones of another type.
    """

    __slots__ = ()

    def __init__(self, block_options, blocks, *engine):  # newer versions also pass the engine
        super().__init__(block_options, blocks, *engine)
        deepest = 0
        for block in blocks:
            is_item = Options.get(block_options, block.get("type", "unstyled"), BLOCK_TYPES.FALLBACK).wrapper
            block["depth"] = min(block.get("depth", 0), deepest)  # at most one below the previous item
            deepest = block["depth"] + 1 if is_item else 0

    def get_wrapper_elt(self, options, depth):
        self.stack.slice(depth + 1)
        if self.stack.length() > depth and self.stack.head().type != options.wrapper:
            self.stack.slice(depth)
        if self.stack.length() == depth:
            wrapper = Wrapper(depth, options)
            if depth:
                DOM.append_child(self.stack.head().last_child, wrapper.elt)
            self.stack.append(wrapper)
        return self.stack.head().elt


exporter.WrapperState = NestedListState  # the package has no setting for it


class BreakHandler(HtmlToContentStateHandler):
    """Also parses ``<br>`` without an end tag as a line break for the editor; Wagtail's own handler fails on it."""

    def handle_starttag(self, name, attrs):
        super().handle_starttag(name, attrs)
        if name == "br":
            super().handle_endtag(name)

    def handle_endtag(self, name):
        if name != "br":  # the start tag has ended it
            super().handle_endtag(name)


class RichTextArea(DraftailRichTextArea):
    """Wagtail's editor of formatted text, which the settings replace by this one: it is given breaks as well."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.converter.html_to_contentstate_handler = BreakHandler(self.features)
