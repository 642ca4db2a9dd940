"""How Wagtail's search index is written and asked in one language: docs/decisions/search.md.

Wagtail's backend writes the index and makes the expression that a database understands. Its own queries, though, read
every row where there are many: on PostgreSQL they join two columns for which there is no common index, on SQLite they
search once more for each row found. So here the expression is put to the one column that holds all words.

On PostgreSQL an entry carries what is asked of each hit, so that thousands of them are not looked up among the rows.
"""

import json
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText

from solidarity.models.search import SearchRow, language_mark
from solidarity.search import stemming


class Hit(NamedTuple):
    """What is asked of a page found: all as text, for to read dates and names would take longer than the search.

    Lists of hits hold plain tuples in this order: Python's collector goes over instances of a class again and again,
    which for thousands of them takes longer than to make them. ``Hit._make`` names the parts of one, and
    ``Hit(*zip(*hits))`` the columns of many.
    """

    key: str
    date: str
    kind: str
    cities: str
    topics: str
    title_shown: str


_KEY, *ASKED = Hit._fields
BETWEEN = "\t"  # these in an entry; the last may hold it
ENTRY_FIELDS = ("title", "autocomplete", "body", "title_norm", "title_text", "body_text")


def backend(language):
    """Return Wagtail's search backend, told how PostgreSQL finds the stems of words in a language."""
    return get_search_backend("default", SEARCH_CONFIG=stemming.config(language))


def add(rows, language):
    """Put the words of rows, all of one language, into the index."""
    used = backend(language)
    if connection.vendor == "sqlite":
        used.add_bulk(SearchRow, rows)
    else:
        _add_postgresql(used, rows)


def _add_postgresql(used, rows):
    """Write entries as Wagtail does, but in place of its second copy of the text what is asked of each hit.

    The copy serves Wagtail's search for words that are alike, which is not used. It makes an entry many times as long.
    """
    from modelsearch.backends.database.postgres.postgres import ObjectIndexer
    from wagtail.search.models import IndexEntry

    kind, entries = ContentType.objects.get_for_model(SearchRow), []
    for row in rows:
        words = ObjectIndexer(row, used)
        vectors = {"title": words.title, "autocomplete": words.autocomplete, "body": words.body}
        entries.append(
            IndexEntry(
                content_type=kind, object_id=row.pk, title_norm=1, title_text=asked_of(row), body_text="", **vectors
            )
        )
    IndexEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["content_type", "object_id"], update_fields=ENTRY_FIELDS
    )


def asked_of(row):
    """Return what is asked of a hit, as an entry carries it."""
    day = row.date.isoformat() if row.date else ""
    return BETWEEN.join([day, row.kind, json.dumps(row.cities), json.dumps(row.topics), row.title_shown])


def search(words, language):
    """Return the Found for folded words that all stand somewhere on a page."""
    used = backend(language)
    return _ask(used, used.query_compiler_class, "body", words, language)


def search_titles(words, language):
    """Return the Found for folded words that all stand in the title, the last one at least as a beginning."""
    used = backend(language)
    return _ask(used, used.autocomplete_query_compiler_class, "autocomplete", words, language)


def of_kind(kind, language):
    """Return each row of a kind in a language as a hit."""
    return list(_asked_of(SearchRow.objects.filter(kind=kind, language=language)))


def _asked_of(rows):
    return rows.values_list("pk", *(Cast(name, TextField()) for name in ASKED))


@dataclass
class SearchResult:
    """The rows that a search finds, in no order."""

    rows: QuerySet
    scores: QuerySet  # pairs of a row's key and how well it fits: the greater the better; from the index alone
    asked: QuerySet

    def hits(self):
        """Return each row as a hit, a plain tuple in the order of Hit."""
        if connection.vendor == "sqlite":
            return list(self.asked)
        return [(key, *carried.split(BETWEEN, len(ASKED) - 1)) for key, carried in self.asked]


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
    scores = entries.annotate(score=SearchRank(F(column), query)).values_list("object_id", "score")
    return SearchResult(rows, scores, entries.values_list("object_id", "title_text"))


def _ask_sqlite(compiler, config, column):
    from wagtail.search.backends.database.sqlite.query import BM25, MatchExpression
    from wagtail.search.models import SQLiteFTSIndexEntry

    match = MatchExpression([column], compiler.build_search_query(compiler.query, config=config))
    entries = SQLiteFTSIndexEntry.objects.filter(match)
    rows = SearchRow.objects.filter(pk__in=entries.values("index_entry__object_id"))
    scores = entries.annotate(score=-BM25()).values_list("index_entry__object_id", "score")
    return SearchResult(rows, scores, _asked_of(rows))
