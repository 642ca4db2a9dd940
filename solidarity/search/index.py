"""How Wagtail's search index is written and asked in one language: docs/decisions/search.md.

Wagtail's backend writes the index and makes the expression that a database understands. Its own queries, though, read
every row where there are many: on PostgreSQL they join two columns for which there is no common index, on SQLite they
search once more for each row found. So here the expression is put to the one column that holds all words.
"""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import F, QuerySet
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
    """Return the Found for folded words that all stand somewhere on a page."""
    used = backend(language)
    return _ask(used, used.query_compiler_class, "body", words, language)


def search_titles(words, language):
    """Return the Found for folded words that all stand in the title, the last one at least as a beginning."""
    used = backend(language)
    return _ask(used, used.autocomplete_query_compiler_class, "autocomplete", words, language)


@dataclass
class Found:
    """The rows that a search finds, in no order."""

    rows: QuerySet
    scores: QuerySet  # pairs of a row's key and how well it fits: the greater the better; from the index alone


def _ask(used, compiler_class, column, words, language):
    # The mark comes first, for the last word is the one that may be a beginning.
    query = PlainText(" ".join([language_mark(language), *words]))
    compiler = compiler_class(SearchRow.objects.all(), query)
    ask = _ask_sqlite if connection.vendor == "sqlite" else _ask_postgresql
    return ask(compiler, compiler.get_config(used), column)


def _ask_postgresql(compiler, config, column):
    from django.contrib.postgres.search import SearchRank
    from wagtail.search.models import IndexEntry

    query = compiler.build_tsquery(compiler.query, config=config)
    rows = SearchRow.objects.filter(**{f"index_entries__{column}": query})
    kind = ContentType.objects.get_for_model(SearchRow)
    entries = IndexEntry.objects.filter(**{"content_type": kind, column: query})
    return Found(rows, entries.annotate(score=SearchRank(F(column), query)).values_list("object_id", "score"))


def _ask_sqlite(compiler, config, column):
    from wagtail.search.backends.database.sqlite.query import BM25, MatchExpression
    from wagtail.search.models import SQLiteFTSIndexEntry

    match = MatchExpression([column], compiler.build_search_query(compiler.query, config=config))
    entries = SQLiteFTSIndexEntry.objects.filter(match)
    rows = SearchRow.objects.filter(pk__in=entries.values("index_entry__object_id"))
    return Found(rows, entries.annotate(score=-BM25()).values_list("index_entry__object_id", "score"))
