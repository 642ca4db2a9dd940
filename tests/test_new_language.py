"""A ninth language costs a line in solidarity/languages/__init__.py and migrations that only add columns."""

import json
import os
import subprocess
import sys

from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from solidarity import languages

TELL = """
import json, django
django.setup()
from tests.test_new_language import operations
print(json.dumps(operations()))
"""


def operations():
    """Return the operations that makemigrations would write, as app, kind and name."""
    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    return [
        [app, type(operation).__name__, getattr(operation, "name", "")]
        for app, migrations in changes.items()
        for migration in migrations
        for operation in migration.operations
    ]


def operations_with(settings_module):
    """Return the same with other settings, of another process: models are built once, with the languages of theirs."""
    done = subprocess.run(
        [sys.executable, "-c", TELL],
        capture_output=True,
        text=True,
        check=False,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings_module, "DATABASE_URL": "sqlite://:memory:"},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_ninth_language_only_adds_columns():
    found = operations_with("tests.settings_ninth_language")

    assert {app for app, _kind, _name in found} == {"solidarity", "cities", "news", "events"}
    assert {kind for _app, kind, _name in found} == {"AddField"}
    assert all(name.endswith("_pt") for _app, _kind, name in found)


def test_without_it_no_migration_is_missing():
    assert operations() == []


def test_a_language_stands_in_one_place():
    assert list(settings.LANGUAGES) == languages.LANGUAGES
    assert settings.MODELTRANSLATION_FALLBACK_LANGUAGES["default"] == tuple(languages.codes())


def test_a_new_languages_direction_follows_its_script():
    assert languages.direction("ar") == languages.direction("fa") == languages.direction("ar-EG") == "rtl"
    assert languages.direction("el") == languages.direction("pt") == "ltr"
