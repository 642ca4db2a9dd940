"""The database backend for SQLite, named in the settings.

https://docs.djangoproject.com/en/5.2/ref/databases/#subclassing-the-built-in-database-backends
"""

from django.db.backends.sqlite3 import base, features
from django.db.utils import OperationalError
from django.utils.functional import cached_property


class DatabaseFeatures(features.DatabaseFeatures):
    """Django's features of SQLite, with another test of JSON support."""

    @cached_property
    def supports_json_field(self):
        """Whether this SQLite has the JSON functions.

        Django tests it in a transaction, which in the mode IMMEDIATE waits for the write lock; while another process
        holds it, each model with a JSONField would fail the check "SQLite does not support JSONFields". The test needs
        no lock.
        """
        with self.connection.cursor() as cursor:
            try:
                cursor.execute("SELECT JSON('{}')")
            except OperationalError:
                return False
        return True


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection to SQLite, with these features."""

    features_class = DatabaseFeatures
