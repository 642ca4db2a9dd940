from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self):
        from cities.models import CityIndexPage
        from events.mentoring import MentoringFilter
        from events.models import EventPage
        from solidarity import generation

        CityIndexPage.offer_filter("mentoring", MentoringFilter)
        generation.add_moments(lambda now: EventPage.objects.live().moments(now))
