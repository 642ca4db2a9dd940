"""What follows each ``migrate`` that leaves the database as the code expects it.

It is left out where only some of the migrations are applied: after ``migrate news 0003``, or ``migrate contenttypes``
on an empty database, tables and columns are not there that these steps ask for.
"""

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate

_steps = []


def after_migrate(step):
    """Let a function without arguments run after each complete ``migrate``, after those that asked before it."""
    _steps.append(step)


def connect():
    """Run the steps when ``migrate`` comes to the last app: by then every app's permissions are there."""
    last = [app for app in apps.get_app_configs() if app.models_module][-1]
    post_migrate.connect(run, sender=last, dispatch_uid="after_migrate")


def run(**kwargs):
    """Run all steps in their order, unless a migration is not applied. Takes what ``post_migrate`` sends."""
    if not is_complete():
        return
    for step in _steps:
        step()


def is_complete():
    """Tell whether every migration is applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
