"""What follows ``migrate``, on real databases: it waits where tables or columns are not there that it asks for."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from solidarity import roles
from tests.support import databases

EDITORS = Group.objects.filter(name=roles.EDITORS.name)


@pytest.fixture
def migrating(process, django_db_blocker):
    """Return a function that connects to a copy of a database meanwhile, which may be migrated to and fro."""

    def connected(source, name):
        return databases.connected_to_copy(source, f"{process}_{name}")

    with django_db_blocker.unblock():
        yield connected
    ContentType.objects.clear_cache()  # they have other numbers there


@pytest.fixture
def nothing(django_test_environment):
    """A database without tables."""
    return databases.build_once("nothing", None, lambda made: None)


@pytest.mark.parametrize("app", ["contenttypes", "auth", "wagtailcore"])
def test_an_empty_database_takes_the_migrations_of_one_app(nothing, migrating, app):
    with migrating(nothing, f"only_{app}"):
        call_command("migrate", app, verbosity=0)
        tables = connection.introspection.table_names()
    assert "django_content_type" in tables
    assert "solidarity_searchentry" not in tables


@pytest.mark.parametrize("app", ["news", "events"])
def test_it_waits_while_a_database_goes_back_and_runs_when_it_is_complete(empty_database, migrating, app):
    with migrating(empty_database, f"back_{app}"):
        EDITORS.all().delete()
        call_command("migrate", app, "0001", verbosity=0)
        assert not EDITORS.all().exists()
        call_command("migrate", verbosity=0)
        assert EDITORS.get().permissions.exists()


OWN = ("solidarity", "cities", "events", "news")


def test_every_migration_has_a_way_back():
    ours = [one for key, one in MigrationLoader(None).disk_migrations.items() if key[0] in OWN]
    stuck = [
        f"{migration}: {operation}"
        for migration in ours
        for operation in migration.operations
        if not operation.reversible
    ]
    assert not stuck
    assert {migration.app_label for migration in ours} == {*OWN}
