"""How Wagtail's search index is written and asked in one language: docs/decisions/search.md."""

from dataclasses import dataclass

from django.db import connection
from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText

from solidarity import languages
from solidarity.models.search import SearchRow, language_mark


def backend(language):
    """Return Wagtail's search backend, told how PostgreSQL finds the stems of words in a language."""
    return get_search_backend("default", SEARCH_CONFIG=languages.STEMMING.get(language, "simple"))


def add(rows, language):
    """Put the words of rows, all of one language, into the index."""
    backend(language).add_bulk(SearchRow, rows)


def search(words, language):
    """Return the Results for folded words that all stand somewhere on a page."""
    return Results(backend(language).search(*_asked(words, language), order_by_relevance=False))


def search_titles(words, language):
    """Return the Results for folded words that all stand in the title, the last one at least as a beginning."""
    return Results(backend(language).autocomplete(*_asked(words, language), order_by_relevance=False))


def _asked(words, language):
    # The mark comes first, for the last word is the one that may be a beginning.
    return PlainText(" ".join([language_mark(language), *words])), SearchRow.objects.filter(language=language)


@dataclass
class Results:
    """What a search of Wagtail's finds.

    On SQLite its own queries go through all rows and search once more for each, which takes seconds where there are
    many. So there its expression is put to the index itself, which the mark of the language keeps to the right rows.
    """

    found: object

    def rows(self):
        """Return the rows, in no order."""
        if connection.vendor == "sqlite":
            return SearchRow.objects.filter(pk__in=self._entries().values("index_entry__object_id"))
        return self.found.get_queryset().order_by()

    def scores(self):
        """Return pairs of a row's key and how well it fits: the greater the better."""
        if connection.vendor == "sqlite":
            from wagtail.search.backends.database.sqlite.query import BM25

            scored = self._entries().annotate(score=-BM25())
            return scored.values_list("index_entry__object_id", "score")
        return self.found.annotate_score("score").get_queryset().order_by().values_list("pk", "score")

    def _entries(self):
        # There are these only where the database is SQLite.
        from wagtail.search.backends.database.sqlite.query import MatchExpression
        from wagtail.search.models import SQLiteFTSIndexEntry

        compiler = self.found.query_compiler
        match = MatchExpression(compiler.FTS_TABLE_FIELDS, compiler.build_search_query(compiler.query))
        return SQLiteFTSIndexEntry.objects.filter(match)
