"""Full-text search of folded words in a column: a tsvector on PostgreSQL, on SQLite a text that an FTS5 table indexes.

Django's own support is for PostgreSQL alone. See docs/decisions/search.md,
https://www.postgresql.org/docs/current/textsearch.html and https://www.sqlite.org/fts5.html.
"""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup, Value
from django.db.models.sql.compiler import SQLCompiler


def fts_table(model: type[models.Model]) -> str:
    """Return the name of SQLite's FTS5 table of the WordsFields of a model; its rowid is the model's primary key."""
    return f"{model._meta.db_table}_fts"


@dataclass(frozen=True)
class WordsQuery:
    """Folded words that all stand in a column, the last one at least as the beginning of a word if ``prefix`` is set.

    ``config`` names PostgreSQL's text search configuration, by which both the words and the column are stemmed.
    """

    words: tuple[str, ...]
    config: str
    prefix: bool = False

    def as_tsquery(self) -> str:
        """Return the text of a tsquery."""
        return " & ".join(f"'{word}'" for word in self.words) + (":*" if self.prefix else "")

    def as_match(self, column: str) -> str:
        """Return the text that FTS5's MATCH takes."""
        quoted = " AND ".join(f'"{word}"' for word in self.words)
        return f"{column} : ({quoted}{'*' if self.prefix else ''})"


class WordsField(models.TextField):
    """Folded words, separated by spaces. What is assigned is made by ``indexed()``; nothing is read back."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)


@WordsField.register_lookup
class Matches(Lookup):
    """Whether a WordsField holds what a WordsQuery asks for."""

    lookup_name = "matches"

    def get_prep_lookup(self) -> WordsQuery:
        return self.rhs

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} @@ to_tsquery(%s::regconfig, %s)", [*params, self.rhs.config, self.rhs.as_tsquery()]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        field, table = self.lhs.target, fts_table(self.lhs.target.model)
        key, _params = compiler.compile(field.model._meta.pk.get_col(self.lhs.alias))
        sql = f"{key} IN (SELECT rowid FROM {table} WHERE {table} MATCH %s)"  # noqa: S608 (names of our own)
        return sql, [self.rhs.as_match(field.column)]


def indexed(text: str, config: str) -> str | SearchVector:
    """Return the value of a WordsField for a text of folded words."""
    return SearchVector(Value(text), config=config) if connection.vendor == "postgresql" else text


def scores(rows: models.QuerySet, field: str, query: WordsQuery) -> dict[int, float]:
    """Return how well each row of a queryset fits a WordsQuery, by primary key: the greater the better.

    The rows must be those that match the query. PostgreSQL measures by ts_rank(), SQLite by bm25().
    """
    if connection.vendor == "postgresql":
        rank = SearchRank(F(field), SearchQuery(query.as_tsquery(), search_type="raw", config=query.config))
        return dict(rows.order_by().values_list("pk", rank))
    table = fts_table(rows.model)
    sql = f"SELECT rowid, -bm25({table}) FROM {table} WHERE {table} MATCH %s"  # noqa: S608 (names of our own)
    with connection.cursor() as cursor:
        cursor.execute(sql, [query.as_match(rows.model._meta.get_field(field).column)])
        return dict(cursor.fetchall())
