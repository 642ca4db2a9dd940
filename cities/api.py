"""What the read API gives of cities, statements, pledges and projects, besides what it gives of every page."""

from django.utils import timezone
from wagtail.api import APIField

from cities.models import CityPage, MayorStatementPage, PledgePage, ProjectPage
from solidarity.api.fields import (
    CodeField,
    DecimalNumberField,
    NestedField,
    PartialDateField,
    PublishedPageField,
    PublishedPagesField,
    RelatedField,
    TopicsField,
    texts_by_language,
    translated,
)

PUBLISHED_CITIES = APIField("cities", serializer=PublishedPagesField())
TOPICS = APIField("topics", serializer=TopicsField())


def figure(found, field):
    return {
        "value": found.value,
        "label": texts_by_language(found, "label"),
        "year": found.year,
        "source": texts_by_language(found, "source"),
    }


def signatory(found, field):
    return {"city": field.page(found.city), "share": found.share} if found.city.live else None


def report(found, field):
    return {
        "date": found.date.isoformat(),
        "number": found.number,
        "completes": found.completes,
        "note": texts_by_language(found, "note"),
        "evidence": found.evidence,
    }


def other_term(found, field):
    return {name: day and day.isoformat() for name, day in vars(found.term).items()}


class PledgeStatusField(RelatedField):
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
        APIField("country", serializer=CodeField()),
        APIField("latitude", serializer=DecimalNumberField()),
        APIField("longitude", serializer=DecimalNumberField()),
        "status",
        APIField("joined_on", serializer=PartialDateField("joined_on_precision")),
        "population",
        "population_year",
        *translated("population_source"),
        "website",
        TOPICS,
        APIField("key_figures", serializer=NestedField(figure)),
    ],
    MayorStatementPage: [
        "speaker",
        *translated("office"),
        "in_office_from",
        "in_office_until",
        APIField("other_terms", serializer=NestedField(other_term)),
        *translated("quote"),
        "language_given",
        "quote_original",
        APIField("date", serializer=PartialDateField("date_precision")),
        "video_url",
    ],
    PledgePage: [
        "pillar",
        APIField("made_on", serializer=PartialDateField("made_on_precision")),
        "due_on",
        "number",
        "unit",
        *translated("addressees", "withdrawal_reason"),
        "withdrawn_on",
        APIField("standing", serializer=PledgeStatusField()),
        APIField("signatories", serializer=NestedField(signatory)),
        APIField("reports", serializer=NestedField(report)),
    ],
    ProjectPage: [
        "acronym",
        "programme",
        "funder",
        "lead",
        PUBLISHED_CITIES,
        APIField("starts", serializer=PartialDateField("dates_precision")),
        APIField("ends", serializer=PartialDateField("dates_precision")),
        APIField("predecessor", serializer=PublishedPageField()),
        *translated("predecessors_note"),
        "website",
    ],
}
