from django.urls import Resolver404

from events.querysets import CALENDAR_YEARS

CALENDAR_FILE = "event.ics"
ROUTES = ["/", f"/{CALENDAR_FILE}"]


class CalendarFileMixin:
    """A page that can be had for a calendar as well, below its address. When that changes, both are redirected."""

    @property
    def has_known_days(self):
        """Whether a calendar can hold it."""
        return self.first_day.year in CALENDAR_YEARS and self.last_day.year in CALENDAR_YEARS

    def get_route_paths(self):
        return ROUTES

    def resolve_subpage(self, path):
        # Wagtail asks before it redirects to a part of a page.
        if path not in ROUTES:
            raise Resolver404
