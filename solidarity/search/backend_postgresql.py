"""The editor's search on PostgreSQL, which the settings name."""

from wagtail.search.backends.database.postgres import postgres

from solidarity.search.backend import AnyFilterMixin, FoldedIndexMixin, FoldedQueryMixin


class QueryCompiler(AnyFilterMixin, postgres.PostgresSearchQueryCompiler):
    """Of a search for whole words."""


class AutocompleteQueryCompiler(AnyFilterMixin, postgres.PostgresAutocompleteQueryCompiler):
    """Of a search whose last word may be a beginning."""


class Index(FoldedIndexMixin, postgres.PostgresIndex):
    """Of folded words."""


class SearchBackend(FoldedQueryMixin, postgres.PostgresSearchBackend):
    """Folds what it indexes and what it searches for."""

    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index
