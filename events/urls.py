"""The URLs of calendars: see solidarity/urls.py."""

from django.urls import path, re_path

from events import calendars
from events.models.calendar_file import CALENDAR_FILE

localized_urlpatterns = [
    path("calendars/all.ics", calendars.all_events, name="calendar"),
    path("calendars/topics/<slug:slug>.ics", calendars.topic_calendar, name="topic_calendar"),
    path("calendars/cities/<slug:slug>.ics", calendars.city_calendar, name="city_calendar"),
    re_path(rf"^(?P<path>(?:[\w\-]+/)+){CALENDAR_FILE}$", calendars.event_file, name="event_file"),
]
