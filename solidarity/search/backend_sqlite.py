"""The editor's search on SQLite, which the settings name."""

from wagtail.search.backends.database.sqlite import sqlite

from solidarity.search.backend import AnyFilterMixin, FoldedIndexMixin, FoldedQueryMixin


class QueryCompiler(AnyFilterMixin, sqlite.SQLiteSearchQueryCompiler):
    """Of a search for whole words."""


class AutocompleteQueryCompiler(AnyFilterMixin, sqlite.SQLiteAutocompleteQueryCompiler):
    """Of a search whose last word may be a beginning."""


class Index(FoldedIndexMixin, sqlite.SQLiteIndex):
    """Of folded words."""


class SearchBackend(FoldedQueryMixin, sqlite.SQLiteSearchBackend):
    """Folds what it indexes and what it searches for."""

    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index
