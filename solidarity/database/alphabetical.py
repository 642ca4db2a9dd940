"""Text in databases: the order of names and what counts as the same letter, alike on SQLite and PostgreSQL.

PostgreSQL orders names by the language of the server it runs on, SQLite by the numbers of their letters, which puts
Århus after Zürich and abc after XYZ; and for SQLite only letters from a to z are the same in upper and lower case.
"""

import re
from functools import cache, lru_cache

from django.db import DatabaseError, connection, transaction
from django.db.backends.signals import connection_created
from django.db.models.functions import Collate
from django.dispatch import receiver
from django.utils.translation import override

from solidarity import languages
from solidarity.text import collation_key

NAME = "alphabetical"


def alphabetically(field):
    """Return the expression that orders by a text field as a register does: without regard to case and marks."""
    return Collate(field, NAME)


def by_name():
    """Return what users are ordered by."""
    return [alphabetically(field) for field in ("last_name", "first_name", "email")]


def sync():
    """Make PostgreSQL's collation, that of Unicode; where the server was built without it, a plain one."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(f"CREATE COLLATION IF NOT EXISTS {NAME} (provider = icu, locale = 'und')")
        except DatabaseError:
            cursor.execute(f'CREATE COLLATION IF NOT EXISTS {NAME} FROM "C"')


@lru_cache(maxsize=20_000)
def _key(name):
    with override(languages.DEFAULT_LANGUAGE):
        return collation_key(name)


def _compare(one, other):
    first, second = _key(one), _key(other)
    return (first > second) - (first < second)


@cache
def _pattern(pattern, escape):
    """Return a pattern of LIKE as a regular expression."""
    escaped = f"{re.escape(escape)}(.)|" if escape else "(?!)()|"
    parts = re.split(f"{escaped}([%_])", pattern, flags=re.DOTALL)
    plain, found = parts[::3], [re.escape(parts[0])]
    for at, text in enumerate(plain[1:]):
        literal, wildcard = parts[3 * at + 1], parts[3 * at + 2]
        found += [re.escape(literal) if literal else {"%": ".*", "_": "."}[wildcard], re.escape(text)]
    return re.compile("".join(found).casefold(), re.DOTALL)


def _like(pattern, text, escape=""):
    """SQLite's LIKE for the letters of every language."""
    if pattern is None or text is None:
        return None
    return bool(_pattern(pattern, escape).fullmatch(str(text).casefold()))


@receiver(connection_created)
def teach_sqlite(connection, **kwargs):
    """Give a connection to SQLite the collation, and a LIKE that knows the letters of every language."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(NAME, _compare)
        for arguments in (2, 3):
            connection.connection.create_function("like", arguments, _like, deterministic=True)
