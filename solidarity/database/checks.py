"""System checks of the machine: https://docs.djangoproject.com/en/5.2/topics/checks/"""

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import DatabaseError, connection

from solidarity import text


@register
def check_collation(**kwargs):
    """Warn where PyICU is missing, without which names are not in the order of each language."""
    if text.Collator is not None:
        return []
    return [
        Warning(
            "PyICU cannot be imported: names are sorted by their letters without marks, in every language alike.",
            hint="Install PyICU, where pyicu-wheels has no build for this machine.",
            id="solidarity.W001",
        )
    ]


@register(Tags.caches, deploy=True)
def check_cache_table(**kwargs):
    """Warn where the cache is a table of the database that nobody has made. The site works, and keeps nothing there."""
    cache = settings.CACHES["default"]
    if not cache["BACKEND"].endswith("DatabaseCache"):
        return []
    try:
        if cache["LOCATION"] in connection.introspection.table_names():
            return []
    except DatabaseError:
        return []  # where the database does not answer, there is something else to mend first
    return [
        Warning(
            f"The cache is to be in the table {cache['LOCATION']} of the database, which is missing.",
            hint="Run manage.py createcachetable.",
            id="solidarity.W002",
        )
    ]
