"""What the read API gives of events and mentoring visits, besides what it gives of every page."""

from rest_framework.fields import ReadOnlyField
from wagtail.api import APIField

from cities.api import PUBLISHED_CITIES, TOPICS
from events.models import EventPage, MentoringVisitPage
from solidarity.api.fields import NestedField, PublishedPageField, PublishedPagesField, texts_by_language, translated


def member(found, field):
    return {
        "name": found.name,
        "role": texts_by_language(found, "role"),
        "organisation": found.organisation,
        "confirmed": found.confirmed,
    }


FIELDS = {
    EventPage: [
        APIField("first_day", serializer=ReadOnlyField(source="date_machine")),
        "starts",
        "ends",
        "all_day",
        "time_zone",
        "date_precision",
        "venue",
        "address",
        "organiser",
        "host",
        *translated("audience"),
        "registration_url",
        "registration_deadline",
        "status",
        "series",
        "edition",
        PUBLISHED_CITIES,
        TOPICS,
    ],
    MentoringVisitPage: [
        "first_day",
        "last_day",
        *translated("dates_note"),
        APIField("host_city", serializer=PublishedPageField()),
        APIField("mentor_cities", serializer=PublishedPagesField()),
        TOPICS,
        APIField("delegation", serializer=NestedField(member)),
        *translated("objectives", "people_met", "outcome"),
        "funder",
        "method",
        APIField("report", serializer=PublishedPageField()),
    ],
}
