"""Alphabetical order and case-insensitive comparison of text, alike on SQLite and PostgreSQL.

PostgreSQL orders by the locale of its server. SQLite orders by code point, which puts Århus after Zürich and abc after
XYZ, and its LIKE ignores the case of the letters a to z only.
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
    """Return the expression that orders by a text field, ignoring case and diacritics."""
    return Collate(field, NAME)


def by_name():
    """Return the ordering of users."""
    return [alphabetically(field) for field in ("last_name", "first_name", "email")]


def sync():
    """Create PostgreSQL's collation with ICU's root locale; where the server is built without ICU, a plain one."""
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


def _compare(left, right):
    first, second = _key(left), _key(right)
    return (first > second) - (first < second)


@cache
def _pattern(pattern, escape):
    """Return a LIKE pattern as a regular expression."""
    escaped = f"{re.escape(escape)}(.)|" if escape else "(?!)()|"
    parts = re.split(f"{escaped}([%_])", pattern, flags=re.DOTALL)
    plain, found = parts[::3], [re.escape(parts[0])]
    for at, text in enumerate(plain[1:]):
        literal, wildcard = parts[3 * at + 1], parts[3 * at + 2]
        found += [re.escape(literal) if literal else {"%": ".*", "_": "."}[wildcard], re.escape(text)]
    return re.compile("".join(found).casefold(), re.DOTALL)


def _like(pattern, text, escape=""):
    """Return whether text matches a LIKE pattern, ignoring the case of letters in every script."""
    if pattern is None or text is None:
        return None
    return bool(_pattern(pattern, escape).fullmatch(str(text).casefold()))


@receiver(connection_created)
def register_sqlite_functions(connection, **kwargs):
    """Add the collation, and a LIKE that knows the letters of every script, to a connection to SQLite."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(NAME, _compare)
        for arguments in (2, 3):
            connection.connection.create_function("like", arguments, _like, deterministic=True)
