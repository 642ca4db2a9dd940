"""Wagtail's search in the database, for what people type and however a list was narrowed before.

It compares words as the readers' search does, so that every database finds the same: without case, marks and endings.
"""

from copy import copy
from importlib import import_module

from wagtail.search.backends import database
from wagtail.search.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.search.utils import MAX_QUERY_STRING_LENGTH

from solidarity.text import transliterations, words


def with_words(query):
    """Return a query in which each text is its words as they are compared; "" where no word is left of it.

    The explorer's search is made of what was typed and of phrases in quotation marks.
    """
    match query:
        case str():
            return " ".join(words(query))[:MAX_QUERY_STRING_LENGTH]
        case PlainText() | Phrase() | Fuzzy():
            changed = copy(query)
            changed.query_string = with_words(query.query_string)
            return changed if changed.query_string else ""
        case And() | Or():
            changed = copy(query)
            changed.subqueries = [kept for one in query.subqueries if (kept := with_words(one))]
            return changed if changed.subqueries else ""
        case Boost() | Not():
            changed = copy(query)
            changed.subquery = with_words(query.subquery)
            return changed if changed.subquery else ""
    return query


class FoldedMixin:
    """Takes no more of a query than its words: a quotation mark alone is an error in SQLite's own language."""

    def __init__(self, params):
        # On PostgreSQL the database's own language, which drops some words, unless another is asked for.
        super().__init__({"SEARCH_CONFIG": "simple", **params})

    def _search(self, query_compiler_class, query, *args, **kwargs):
        return super()._search(query_compiler_class, with_words(query), *args, **kwargs)


class AnyFilterMixin:
    """Searches in any list, such as pictures of one tag, though the index does not know by what it was narrowed."""

    def check(self):
        pass


def folded(indexer):
    """Return an indexer that writes words as they are compared, but for what brings its words folded."""

    class Indexer(indexer):
        is_folded = True

        def prepare_value(self, value):
            text = "" if value is None else super().prepare_value(value)  # what is empty is not the word "None"
            return (
                text
                if not getattr(self.obj, "search_auto_update", True)
                else " ".join([*words(text), *transliterations(text)])
            )

    return Indexer


def SearchBackend(params):
    """Return the search of the database that the site runs on."""
    kind = type(database.SearchBackend(params))
    module = import_module(kind.__module__)  # whose index makes its indexers by this name
    if not getattr(module.ObjectIndexer, "is_folded", False):
        module.ObjectIndexer = folded(module.ObjectIndexer)
    compilers = {
        name: type("QueryCompiler", (AnyFilterMixin, getattr(kind, name)), {})
        for name in ("query_compiler_class", "autocomplete_query_compiler_class")
    }
    return type("SearchBackend", (FoldedMixin, kind), compilers)(params)
