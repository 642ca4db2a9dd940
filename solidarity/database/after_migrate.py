"""Steps that run after each ``migrate`` that leaves no migration unapplied.

After a partial run, such as ``migrate news 0003``, or ``migrate contenttypes`` on an empty database, tables and columns
that the steps query do not exist yet: then they are skipped.
"""

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate

_steps = []


def after_migrate(step):
    """Register a function without arguments to run after each complete ``migrate``, in the order of registration."""
    _steps.append(step)


def connect():
    """Run the steps at the ``post_migrate`` signal of the last app, when every app's permissions exist."""
    last = [app for app in apps.get_app_configs() if app.models_module][-1]
    post_migrate.connect(run, sender=last, dispatch_uid="after_migrate")


def run(**kwargs):
    """Run all steps in order, unless a migration is unapplied. A receiver of ``post_migrate``."""
    if not is_complete():
        return
    for step in _steps:
        step()


def is_complete():
    """Tell whether every migration is applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
