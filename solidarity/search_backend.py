"""Wagtail's search in the database, for what people type and however a list was narrowed before."""

import re

from wagtail.search.backends import database
from wagtail.search.utils import MAX_QUERY_STRING_LENGTH


class WordsOnly:
    """Takes a quotation mark for no more than a gap between words: in SQLite's own language one alone is an error."""

    def _search(self, query_compiler_class, query, *args, **kwargs):
        if isinstance(query, str):
            query = re.sub(r'["\0]', " ", query)[:MAX_QUERY_STRING_LENGTH].strip()
        return super()._search(query_compiler_class, query, *args, **kwargs)


class AnyFilter:
    """Searches in any list, such as pictures of one tag, though the index does not know by what it was narrowed."""

    def check(self):
        pass


def SearchBackend(params):
    """Return the search of the database that the site runs on."""
    kind = type(database.SearchBackend(params))
    compilers = {
        name: type("QueryCompiler", (AnyFilter, getattr(kind, name)), {})
        for name in ("query_compiler_class", "autocomplete_query_compiler_class")
    }
    return type("SearchBackend", (WordsOnly, kind), compilers)(params)
