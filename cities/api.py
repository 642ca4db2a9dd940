"""What the read API gives of cities, statements, pledges and projects, besides what it gives of every page."""

from django.utils import timezone
from wagtail.api import APIField

from cities.models import CityPage, MayorStatementPage, PledgePage, ProjectPage
from solidarity.api.fields import (
    Code,
    Decimal,
    Known,
    PublishedPage,
    PublishedPages,
    Related,
    Rows,
    Topics,
    texts_of,
    translated,
)

PUBLISHED_CITIES = APIField("cities", serializer=PublishedPages())
TOPICS = APIField("topics", serializer=Topics())


def figure(found, field):
    return {
        "value": found.value,
        "label": texts_of(found, "label"),
        "year": found.year,
        "source": texts_of(found, "source"),
    }


def signatory(found, field):
    return {"city": field.page(found.city), "share": found.share} if found.city.live else None


def report(found, field):
    return {
        "date": found.date.isoformat(),
        "number": found.number,
        "completes": found.completes,
        "note": texts_of(found, "note"),
        "evidence": found.evidence,
    }


def other_term(found, field):
    return {name: day and day.isoformat() for name, day in vars(found.term).items()}


class Standing(Related):
    """Where a pledge stands today: what follows from its dates and reports."""

    def __init__(self):
        super().__init__(source="*")

    def to_representation(self, pledge):
        today = timezone.localdate()
        return {
            "on": today.isoformat(),
            "status": str(pledge.status_on(today)),
            "reached": pledge.reached_on(today),
        }


FIELDS = {
    CityPage: [
        APIField("country", serializer=Code()),
        APIField("latitude", serializer=Decimal()),
        APIField("longitude", serializer=Decimal()),
        "status",
        APIField("joined_on", serializer=Known("joined_on_precision")),
        "population",
        "population_year",
        *translated("population_source"),
        "website",
        TOPICS,
        APIField("key_figures", serializer=Rows(figure)),
    ],
    MayorStatementPage: [
        "speaker",
        *translated("office"),
        "in_office_from",
        "in_office_until",
        APIField("other_terms", serializer=Rows(other_term)),
        *translated("quote"),
        "language_given",
        "quote_original",
        APIField("date", serializer=Known("date_precision")),
        "film_address",
    ],
    PledgePage: [
        "pillar",
        APIField("made_on", serializer=Known("made_on_precision")),
        "due_on",
        "number",
        "unit",
        *translated("addressees", "withdrawal_reason"),
        "withdrawn_on",
        APIField("standing", serializer=Standing()),
        APIField("signatories", serializer=Rows(signatory)),
        APIField("reports", serializer=Rows(report)),
    ],
    ProjectPage: [
        "acronym",
        "programme",
        "funder",
        "lead",
        PUBLISHED_CITIES,
        APIField("starts", serializer=Known("dates_precision")),
        APIField("ends", serializer=Known("dates_precision")),
        APIField("predecessor", serializer=PublishedPage()),
        *translated("predecessors_note"),
        "website",
    ],
}
