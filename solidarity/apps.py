from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SolidarityConfig(AppConfig):
    name = "solidarity"
    verbose_name = _("Solidarity Cities")

    def ready(self):
        # Each is imported for what it registers: checks, forms' fields, receivers.
        from solidarity import alphabetical, checks, date_fields, signals, tasks  # noqa: F401
        from solidarity.models import addresses
        from solidarity.search import receivers, rows  # noqa: F401 (likewise)

        post_migrate.connect(sync_roles, sender=last_app(), dispatch_uid="sync_roles")
        post_migrate.connect(alphabetical.sync, sender=last_app(), dispatch_uid="sync_collation")
        post_migrate.connect(rows.fill_where_missing, sender=last_app(), dispatch_uid="fill_search")
        post_migrate.connect(addresses.mend_slugs, sender=last_app(), dispatch_uid="mend_slugs")
        post_migrate.connect(tasks.finish, sender=last_app(), dispatch_uid="finish_tasks")
        autodiscover_modules("feeds")  # where each feature registers its kinds of pages


def sync_roles(plan=(), **kwargs):
    """Make the groups match the roles, unless the database goes back to a time before them."""
    from solidarity import roles

    if not any(backwards for _migration, backwards in plan):
        roles.sync()


def last_app():
    """Return the app that ``migrate`` comes to last: by then every app's permissions are there."""
    return [app for app in apps.get_app_configs() if app.models_module][-1]
