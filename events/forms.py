"""The editor's form of an event: times are typed as the clock of the place shows them."""

from events.zones import ZONES, read_in_zone, shown_in_form
from solidarity.dates import year_error
from solidarity.forms import SitePageForm

TIMES = ["starts", "ends", "registration_deadline"]


class EventPageForm(SitePageForm):
    """Shows and reads the times of an event in the zone of its place."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in TIMES:
            moment = getattr(self.instance, name)
            if name in self.fields and moment:
                self.initial[name] = shown_in_form(moment, self.instance.time_zone)

    def clean(self):
        cleaned = super().clean()
        zone = cleaned.get("time_zone")
        for name in TIMES:
            if error := year_error(cleaned.get(name)):  # before a zone leads beyond what Python can count
                self.add_error(name, error)
            elif cleaned.get(name) and zone in ZONES:
                cleaned[name] = read_in_zone(cleaned[name], zone)
        return cleaned
