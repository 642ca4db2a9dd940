"""How PostgreSQL finds the stems of words: by its own dictionaries of each language, which here leave out no word.

As they come they drop stop words, so that a search for nothing else would be one for nothing, which every page has.
"""

from django.db import connection

from solidarity import languages

PREFIX = "solidarity_"


def config(language: str) -> str:
    """Return the name of the configuration of text search in a language; "simple" knows whole words alone."""
    known = languages.STEMMING.get(language)
    return f"{PREFIX}{known}" if known else "simple"


def sync() -> bool:
    """Make the configurations that are missing; tell whether there were any."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT cfgname FROM pg_ts_config WHERE pg_ts_config_is_visible(oid)")
        there = {name for (name,) in cursor.fetchall()}
        missing = [name for name in languages.STEMMING.values() if f"{PREFIX}{name}" not in there]
        for name in missing:
            own = f"{PREFIX}{name}"
            cursor.execute(f"CREATE TEXT SEARCH DICTIONARY {own} (TEMPLATE = pg_catalog.snowball, Language = {name})")
            cursor.execute(f"CREATE TEXT SEARCH CONFIGURATION {own} (COPY = pg_catalog.{name})")
            cursor.execute(
                f"ALTER TEXT SEARCH CONFIGURATION {own} ALTER MAPPING REPLACE pg_catalog.{name}_stem WITH {own}"
            )
    return bool(missing)
