from django.urls import Resolver404

CALENDAR_FILE = "event.ics"
ROUTES = ["/", f"/{CALENDAR_FILE}"]


class HasCalendarFile:
    """A page that can be had for a calendar as well, below its address. When that changes, both are redirected."""

    def get_route_paths(self):
        return ROUTES

    def resolve_subpage(self, path):
        # Wagtail asks before it redirects to a part of a page.
        if path not in ROUTES:
            raise Resolver404
