from django.apps import AppConfig

from solidarity.database.after_migrate import after_migrate


class CitiesConfig(AppConfig):
    name = "cities"

    def ready(self):
        from cities import signals
        from cities.officers import notifications, review

        after_migrate(signals.sync)  # after the roles of the whole site; see solidarity/apps.py
        review.connect()
        notifications.connect()
