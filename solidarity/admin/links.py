"""Links to pages in rich text, as the editor is given them."""

from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler

from solidarity.blocks import chosen_pages


class LoadedPageLinkHandler(PageLinkElementHandler):
    """Gives the editor a link to a page, which the form may have loaded with all others."""

    def get_attribute_data(self, attrs):
        page = chosen_pages.loaded(attrs["id"])
        if not page:
            return super().get_attribute_data(attrs)
        parent = page.get_parent()
        return {"id": page.pk, "url": page.url, "parentId": parent.pk if parent else None}
