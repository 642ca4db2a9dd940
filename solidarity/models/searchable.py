"""What search reads of a page."""

from dataclasses import dataclass

from django.contrib.admin.utils import get_fields_from_path
from django.db import models
from django.utils.translation import gettext_lazy as _

from solidarity.blocks.extraction import passages
from solidarity.dates import PartialDate


@dataclass(frozen=True)
class SearchKind:
    """What search calls pages of a kind: a word for the address, and one for readers."""

    code: str
    label: str


class SearchableMixin:
    """A page that the readers' search finds: solidarity/search/."""

    search_kind = SearchKind("page", _("Page"))
    # The translated fields that search finds the page by, in the order in which it looks for words to show.
    searched = ["introduction"]
    # The paths to what the page is found by the name of: cities and topics, and all else that the methods below read.
    search_relations = []

    @property
    def subject_date(self):
        """The date of what the page is about, as a PartialDate; an unknown one where it is about no date."""
        return PartialDate(None)

    @classmethod
    def loaded_for_search(cls, pages):
        """Return pages of this kind as a list, with all that the methods below read."""
        return list(pages.prefetch_related(*cls.search_relations))

    @classmethod
    def found_by_name_of(cls, instance):
        """Return the pages of this kind that search finds by the name of a city's page or a topic."""
        condition = models.Q(pk__in=[])
        for path in cls.search_relations:
            if get_fields_from_path(cls, path)[-1].related_model is type(instance):
                condition |= models.Q(**{path: instance})
        return cls.objects.filter(condition).distinct()

    def search_passages(self, language):
        """Yield what the page says to a reader of a language, as pairs of the text's own language and plain text."""
        yield from passages(self, self.searched, language)

    def search_names(self):
        """Return other names that the page is found by, in the active language."""
        return []

    def search_cities(self):
        """Return the pages of the cities that the page is about."""
        return []

    def search_topics(self):
        """Return the topics of the page."""
        return []
