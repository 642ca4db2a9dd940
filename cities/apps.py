from django.apps import AppConfig
from django.db.models.signals import post_migrate

from solidarity.apps import last_app


class CitiesConfig(AppConfig):
    name = "cities"

    def ready(self):
        from cities import review, signals

        # After the roles of the whole site; see solidarity/apps.py.
        post_migrate.connect(signals.sync, sender=last_app(), dispatch_uid="sync_teams")
        review.connect()
