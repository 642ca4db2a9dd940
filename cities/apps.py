from django.apps import AppConfig

from solidarity.database.after_migrate import after_migrate


class CitiesConfig(AppConfig):
    name = "cities"

    def ready(self):
        from cities import signals
        from cities.officers import notifications, review

        after_migrate(signals.sync)  # runs after the sync of the site's roles; see solidarity/apps.py
        review.connect()
        notifications.connect()
