from django.urls import Resolver404

from events.querysets import CALENDAR_YEARS

CALENDAR_FILE = "event.ics"
ROUTES = ["/", f"/{CALENDAR_FILE}"]


class CalendarFileMixin:
    """A page with an iCalendar file below its URL. If the URL changes, Wagtail redirects both routes."""

    @property
    def has_known_days(self):
        """Whether the page's days can be expressed in a calendar."""
        return self.first_day.year in CALENDAR_YEARS and self.last_day.year in CALENDAR_YEARS

    def get_route_paths(self):
        return ROUTES

    def resolve_subpage(self, path):
        # Wagtail resolves the route of a redirect before it follows it.
        if path not in ROUTES:
            raise Resolver404
