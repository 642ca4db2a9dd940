"""What a page says of itself to search engines and other programs."""

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from solidarity import linked_data
from solidarity.fields import TranslatedCharField, TranslatedTextField, content_language


class MetadataMixin(models.Model):
    """A page with a title and a description for search engines, and linked data."""

    # What a page of this kind is to programs: for Open Graph, and as a thing of schema.org.
    shared_as = "website"
    linked_type = "WebPage"

    meta_title = TranslatedCharField(
        _("title for search engines"), max_length=120, help_text=_("If it is to differ from the heading.")
    )
    meta_description = TranslatedTextField(
        _("description for search engines"),
        max_length=320,
        help_text=_("If it is to differ from the introduction."),
    )

    class Meta:
        abstract = True

    @property
    def title_field(self):
        """The name of the field that search engines take the title from.

        It is the one made for them only where it is in the language in which the page itself is shown.
        """
        return self._made_for_search_engines("meta_title", "heading")

    @property
    def description_field(self):
        """The name of the field that search engines take the description from; see ``title_field``."""
        return self._made_for_search_engines("meta_description", "introduction")

    @property
    def title_shown(self):
        """What a search engine shows as the page's title."""
        return getattr(self, self.title_field)

    @property
    def description(self):
        """What a search engine shows of the page, as plain text."""
        return strip_tags(getattr(self, self.description_field))

    def _made_for_search_engines(self, name, otherwise):
        language = content_language(self, name)
        return name if language and language == content_language(self, otherwise) else otherwise

    def linked_data(self, shown, request):
        """Return what the page says to programs about what it shows, as objects of schema.org.

        Each type of page states its own. ``shown`` is a linked_data.PageContext.
        """
        return [linked_data.jsonld(self.linked_type, **self.linked_facts(shown))]

    def linked_facts(self, shown):
        """Return what every page says to programs of itself."""
        return {
            "@id": shown.url,
            "url": shown.url,
            "name": self.heading,
            "description": self.description,
            "inLanguage": shown.language,
            "image": shown.picture,
            "datePublished": linked_data.isoformat(self.first_published_at),
            "dateModified": linked_data.isoformat(self.last_published_at),
            "publisher": shown.organization,
        }
