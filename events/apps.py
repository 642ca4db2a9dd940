from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self):
        from cities.models import CityIndexPage
        from events.mentoring import MentoringFilter

        CityIndexPage.offer_filter("mentoring", MentoringFilter)
