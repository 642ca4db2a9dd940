"""The public record of pledges, with datasets of their signatories and of their progress reports."""

from django.db.models import F, Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import CityPage, PledgeIndexPage, PledgePage, PledgeProgress, PledgeSignatory
from cities.public.columns import HEADING, names_of, published_cities
from solidarity.api.fields import NestedField, RelatedField, texts_by_language
from solidarity.feeds.sources import FeedSource
from solidarity.open_data import (
    CHANGED,
    LANGUAGES,
    NUMBER,
    PAGE_URL,
    BooleanColumn,
    ChoiceColumn,
    Dataset,
    DateColumn,
    ListColumn,
    NestedColumn,
    NumberColumn,
    PartialDateColumn,
    TextColumn,
    URLColumn,
    selected,
)
from solidarity.public import PublicRecord, register

KEYWORDS = (_("pledges"), _("cities"), _("refugees"))
THEMES = ("SOCI", "GOVE")


def signatory(row, field):
    """Return the representation of a PledgeSignatory in the read API, or None if the city is unpublished."""
    return {"city": field.page(row.city), "share": row.share} if row.city.live else None


def progress_report(row, field):
    """Return the representation of a PledgeProgress in the read API."""
    return {
        "date": row.date.isoformat(),
        "number": row.number,
        "completes": row.completes,
        "note": texts_by_language(row, "note"),
        "evidence": row.evidence,
    }


class PledgeStatusField(RelatedField):
    """The status of a pledge on the current day, and the number reached by then."""

    def __init__(self):
        super().__init__(source="*")

    def to_representation(self, pledge):
        today = timezone.localdate()
        return {
            "on": today.isoformat(),
            "status": str(pledge.status_on(today)),
            "reached": pledge.reached_on(today),
        }


UNIT = ChoiceColumn("unit", _("What the number counts."), codes=tuple(PledgePage.Unit.choices))
COLUMNS = (
    NUMBER,
    HEADING,
    ChoiceColumn(
        "pillar",
        _("The part of the initiative's work that the pledge belongs to."),
        codes=tuple(PledgePage.Pillar.choices),
    ),
    PartialDateColumn("made_on", _("When the pledge was made."), "subject_date", ("made_on", "made_on_precision")),
    DateColumn("due_on", _("The day by which it is to be fulfilled.")),
    NumberColumn("number", _("The number pledged, by all signatories together.")),
    UNIT,
    ListColumn(
        "signatories",
        _("Short names of the cities that pledge."),
        lambda pledge: names_of(signatory.city for signatory in pledge.signatories.all()),
        refers_to="cities.slug",
        api=NestedField(signatory),
    ),
    BooleanColumn("joint", _("Whether several cities made the pledge together."), lambda pledge: pledge.is_joint),
    TextColumn("addressees", _("To whom the pledge was made."), translated=True),
    ChoiceColumn(
        "status",
        _("The status of the pledge, derived from its dates and progress reports."),
        lambda pledge: pledge.status_on(),
        codes=tuple(PledgePage.Status.choices),
        in_api=False,  # there the status, its day and the number reached are one object
    ),
    DateColumn(
        "status_on",
        _("The day for which the status and the number reached are given."),
        lambda pledge: timezone.localdate(),
        in_api=False,
    ),
    NumberColumn("reached", _("The last number reported."), lambda pledge: pledge.reached_on(), in_api=False),
    NestedColumn("standing", "The status of the day, and the number reached by then.", api=PledgeStatusField()),
    DateColumn("withdrawn_on", _("The day on which the pledge was withdrawn.")),
    TextColumn("withdrawal_reason", "Why the pledge was withdrawn.", translated=True, in_files=False),
    NestedColumn("progress", "What was reported of the pledge, and when.", api=NestedField(progress_report)),
    PAGE_URL,
    LANGUAGES,
    CHANGED,
)


def pledges():
    """Return the querysets of the rows of the dataset of pledges."""
    signatories = PledgeSignatory.objects.filter(city__live=True).only("pledge", "city")
    pages = selected(PledgePage.objects.all(), COLUMNS, "withdrawn_on")
    return [
        pages.order_by(F("made_on").asc(nulls_last=True), "pk").prefetch_related(
            Prefetch("signatories", signatories),
            published_cities("signatories__city"),
            Prefetch("progress", PledgeProgress.objects.only("pledge", "date", "number", "completes")),
        )
    ]


PLEDGES = Dataset(
    "pledges",
    _("Pledges"),
    _(
        "What cities promised. A number pledged belongs to all signatories together and is given here once: it is "
        "never divided among them."
    ),
    COLUMNS,
    pledges,
    pages=(PledgePage,),
    named=(CityPage,),
    keywords=KEYWORDS,
    themes=THEMES,
    daily=True,
)


def signatories():
    """Return the querysets of the rows of the dataset of signatories."""
    signed = PledgeSignatory.objects.filter(pledge__live=True, city__live=True)
    return [signed.annotate(city_name=F("city__slug")).only("pledge", "share").order_by("pledge", "city_name")]


PLEDGE_ID = NumberColumn("pledge", _("Number of the pledge."), "pledge_id", refers_to="pledges.id", required=True)
SIGNATORIES = Dataset(
    "signatories",
    _("Signatories of pledges"),
    _("Which city signed which pledge, and its share, only where each signatory promised a number of its own."),
    (
        PLEDGE_ID,
        TextColumn("city", _("Short name of the city."), "city_name", refers_to="cities.slug", required=True),
        NumberColumn("share", _("The city's own number. Empty where the number was promised together.")),
    ),
    signatories,
    pages=(PledgePage,),
    named=(CityPage,),
    keywords=KEYWORDS,
    themes=THEMES,
)


def progress():
    """Return the querysets of the rows of the dataset of progress reports."""
    reports = PledgeProgress.objects.filter(pledge__live=True, date__lte=timezone.localdate())
    return [reports.annotate(unit=F("pledge__unit")).order_by("pledge", "date", "pk")]


PROGRESS = Dataset(
    "progress",
    _("Progress of pledges"),
    _("What was reported of each pledge, and when."),
    (
        PLEDGE_ID,
        DateColumn("date", _("The day up to which this report covers progress."), required=True),
        NumberColumn("number", _("In all up to this day, in the pledge's unit, not since the last report.")),
        UNIT,
        BooleanColumn("completes", _("Whether the report says that a pledge without a number is fulfilled.")),
        TextColumn("note", _("What was reached."), translated=True),
        URLColumn("evidence", _("Where it can be checked.")),
    ),
    progress,
    pages=(PledgePage,),
    keywords=KEYWORDS,
    themes=THEMES,
    daily=True,
)


class Pledges(FeedSource):
    """Pledges as a source of feeds."""

    name = "pledges"
    title = _("Pledges")
    model = PledgePage
    listing = PledgeIndexPage
    day = "made_on"
    position = 6


register(PublicRecord(PledgePage, COLUMNS, (PLEDGES, SIGNATORIES, PROGRESS), Pledges()))
