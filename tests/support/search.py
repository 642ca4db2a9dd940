"""What tests of search share: to publish as editors do, and to search as readers do."""

from solidarity.models import SearchEntry
from solidarity.search.ranking import find, query_words


def published(page, **changes):
    """Publish a page with changes, by a revision, as the editor does; return it."""
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def hits_for(words, language="en"):
    """Return the hits of a search in a language."""
    return find(query_words(words), language)


def found(words, language="en"):
    """Return the titles of the pages that a search finds in a language, in order."""
    keys = [key for key, *_ in hits_for(words, language)]
    entries = SearchEntry.objects.in_bulk(keys)
    return [entries[key].title_shown for key in keys]
