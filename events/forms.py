"""The page editor's form of an event, in which times are entered in the time zone of the event's place."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.zones import read_in_zone, shown_in_form, start_of_day
from solidarity.dates import year_error
from solidarity.forms import SitePageForm

TIMES = ["starts", "ends", "registration_deadline"]


class EventPageForm(SitePageForm):
    """Converts the times of an event between UTC and the time zone of its place."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone_before = self.instance.time_zone
        self.moments_before = {name: getattr(self.instance, name) for name in TIMES}
        for name in TIMES:
            if name not in self.fields:
                continue
            self.fields[name].by_wall_clock = True
            self.fields[name].takes_date_alone = name != "registration_deadline"
            if moment := self.moments_before[name]:
                self.initial[name] = shown_in_form(moment, self.zone_before)

    def clean(self):
        cleaned = super().clean()
        zone = cleaned.get("time_zone", self.zone_before)  # the stored one if the submitted one is invalid
        for name in TIMES:
            if error := year_error(cleaned.get(name)):  # first, since a conversion could exceed datetime's range
                self.add_error(name, error)
            elif cleaned.get(name):
                self._read_time(name, zone)
        return cleaned

    def _read_time(self, name, zone):
        """Replace an entered local time by the moment in UTC, or add an error to the field."""
        typed, before = self.cleaned_data[name], self.moments_before[name]
        if name != "registration_deadline" and self.cleaned_data.get("all_day"):
            self.cleaned_data[name] = start_of_day(typed.date(), zone)  # hours are ignored
        elif self.fields[name].is_date_alone:
            self.add_error(name, _("Write the time as well, or mark the event as lasting whole days."))
        elif zone == self.zone_before and typed == self.initial.get(name):
            # Unchanged, so the stored moment is kept: the form shows neither seconds nor, at the end of daylight
            # saving time, which of two equal local times is meant.
            self.cleaned_data[name] = before
        else:
            try:
                self.cleaned_data[name] = read_in_zone(typed, zone)
            except ValidationError as error:
                self.add_error(name, error)
