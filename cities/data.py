"""The open data on cities, their leaders' statements and their pledges."""

from django.db.models import F, Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import CityPage, MayorStatementPage, PledgePage, PledgeProgress, PledgeSignatory
from solidarity.models import Topic
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
    NumberColumn,
    PartialDateColumn,
    TextColumn,
    URLColumn,
    selected,
)

HEADING = TextColumn("heading", _("The heading of the page."), translated=True)
TOPICS = ListColumn(
    "topics", _("Short names of the topics."), lambda page: sorted(topic.slug for topic in page.topics.all())
)
CITIES_NAMED = ListColumn(
    "cities",
    _("Short names of the cities."),
    lambda page: names_of(page.cities.all()),
    refers_to="cities.slug",
)
TOPICS_PREFETCHED = Prefetch("topics", Topic.objects.only("slug"))


def names_of(cities):
    """Return the short names of cities, in order."""
    return sorted(city.slug for city in cities)


def published_cities(lookup):
    """Return the lookup that fetches of published cities what their short names need."""
    return Prefetch(lookup, CityPage.objects.live().only("slug"))


def cities():
    pages = selected(CityPage.objects.all(), CITIES.columns).prefetch_related(TOPICS_PREFETCHED)
    return [pages.order_by("slug", "pk")]


CITIES = Dataset(
    "cities",
    _("Cities"),
    _("The cities that belong to the initiative, support it, or belonged to it once."),
    (
        NUMBER,
        TextColumn(
            "slug", _("Short name, as in the page's address. The other files refer to the city by it."), required=True
        ),
        TextColumn("name", _("The name of the city."), "heading", translated=True),
        TextColumn(
            "country",
            _("The country's code of two letters (ISO 3166-1)."),
            lambda city: city.country.code,
            ("country",),
        ),
        NumberColumn("latitude", _("Degrees north of the equator (WGS 84)."), decimals=True),
        NumberColumn("longitude", _("Degrees east of Greenwich (WGS 84)."), decimals=True),
        ChoiceColumn("status", _("How the city belongs to the initiative."), codes=tuple(CityPage.Status.choices)),
        PartialDateColumn("joined_on", _("When the city joined."), precision="joined_on_precision"),
        NumberColumn("population", _("Inhabitants.")),
        NumberColumn("population_year", _("The year to which the figure refers.")),
        TextColumn("population_source", _("Who counted the inhabitants."), translated=True),
        TOPICS,
        URLColumn("website", _("The city's own site.")),
        PAGE_URL,
        LANGUAGES,
        CHANGED,
    ),
    cities,
    pages=(CityPage,),
    keywords=(_("cities"), _("refugees"), _("reception and integration")),
    themes=("SOCI", "REGI"),
)


def pledges():
    signatories = PledgeSignatory.objects.filter(city__live=True).only("pledge", "city")
    pages = selected(PledgePage.objects.all(), PLEDGES.columns, "withdrawn_on")
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
    (
        NUMBER,
        HEADING,
        ChoiceColumn(
            "pillar",
            _("The part of the initiative's work that the pledge belongs to."),
            codes=tuple(PledgePage.Pillar.choices),
        ),
        PartialDateColumn("made_on", _("When the pledge was made."), precision="made_on_precision"),
        DateColumn("due_on", _("The day by which it is to be fulfilled.")),
        NumberColumn("number", _("The number pledged, by all signatories together.")),
        ChoiceColumn("unit", _("What the number counts."), codes=tuple(PledgePage.Unit.choices)),
        ListColumn(
            "signatories",
            _("Short names of the cities that pledge."),
            lambda pledge: names_of(signatory.city for signatory in pledge.signatories.all()),
            refers_to="cities.slug",
        ),
        BooleanColumn("joint", _("Whether several cities made the pledge together."), lambda pledge: pledge.is_joint),
        TextColumn("addressees", _("To whom the pledge was made."), translated=True),
        ChoiceColumn(
            "status",
            _("The status of the pledge, derived from its dates and progress reports."),
            lambda pledge: pledge.status_on(),
            codes=tuple(PledgePage.Status.choices),
        ),
        DateColumn(
            "status_on",
            _("The day for which the status and the number reached are given."),
            lambda pledge: timezone.localdate(),
        ),
        NumberColumn("reached", _("The last number reported."), lambda pledge: pledge.reached_on()),
        DateColumn("withdrawn_on", _("The day on which the pledge was withdrawn.")),
        PAGE_URL,
        LANGUAGES,
        CHANGED,
    ),
    pledges,
    pages=(PledgePage,),
    named=(CityPage,),
    keywords=(_("pledges"), _("cities"), _("refugees")),
    themes=("SOCI", "GOVE"),
    daily=True,
)


def signatories():
    signed = PledgeSignatory.objects.filter(pledge__live=True, city__live=True)
    return [signed.annotate(city_name=F("city__slug")).only("pledge", "share").order_by("pledge", "city_name")]


SIGNATORIES = Dataset(
    "signatories",
    _("Signatories of pledges"),
    _("Which city signed which pledge, and its share, only where each signatory promised a number of its own."),
    (
        NumberColumn("pledge", _("Number of the pledge."), "pledge_id", refers_to="pledges.id", required=True),
        TextColumn("city", _("Short name of the city."), "city_name", refers_to="cities.slug", required=True),
        NumberColumn("share", _("The city's own number. Empty where the number was promised together.")),
    ),
    signatories,
    pages=(PledgePage,),
    named=(CityPage,),
    keywords=(_("pledges"), _("cities"), _("refugees")),
    themes=("SOCI", "GOVE"),
)


def progress():
    reports = PledgeProgress.objects.filter(pledge__live=True, date__lte=timezone.localdate())
    return [reports.annotate(unit=F("pledge__unit")).order_by("pledge", "date", "pk")]


PROGRESS = Dataset(
    "progress",
    _("Progress of pledges"),
    _("What was reported of each pledge, and when."),
    (
        NumberColumn("pledge", _("Number of the pledge."), "pledge_id", refers_to="pledges.id", required=True),
        DateColumn("date", _("The day up to which this report covers progress."), required=True),
        NumberColumn("number", _("In all up to this day, in the pledge's unit, not since the last report.")),
        ChoiceColumn("unit", _("What the number counts."), codes=tuple(PledgePage.Unit.choices)),
        BooleanColumn("completes", _("Whether the report says that a pledge without a number is fulfilled.")),
        TextColumn("note", _("What was reached."), translated=True),
        URLColumn("evidence", _("Where it can be checked.")),
    ),
    progress,
    pages=(PledgePage,),
    keywords=(_("pledges"), _("cities"), _("refugees")),
    themes=("SOCI", "GOVE"),
    daily=True,
)


def statements():
    pages = MayorStatementPage.objects.of_published_cities()
    pages = selected(pages, STATEMENTS.columns).prefetch_related("other_terms")
    return [pages.order_by(F("date").asc(nulls_last=True), "pk")]


STATEMENTS = Dataset(
    "statements",
    _("Statements"),
    _(
        "Who spoke for a city on receiving refugees, in which office, when and in which language. The text itself is "
        "on the page."
    ),
    (
        NUMBER,
        TextColumn("speaker", _("Who spoke."), required=True),
        TextColumn("office", _("The office held."), translated=True),
        DateColumn("in_office_from", _("The first day of the term of office.")),
        DateColumn(
            "in_office_until", _("The last day of the term of office; empty while it lasts or where it is not known.")
        ),
        ListColumn(
            "other_terms",
            _("Other terms of office of the same speaker, each as its first and last day with a slash between."),
            lambda statement: [other.term.interval for other in statement.other_terms.all()],
        ),
        TextColumn("city", _("Short name of the city."), "city_name", refers_to="cities.slug", required=True),
        PartialDateColumn("date", _("When it was said."), precision="date_precision"),
        TextColumn("language_given", _("Code of the language it was given in.")),
        URLColumn("video_url", _("The address of the film.")),
        PAGE_URL,
        LANGUAGES,
        CHANGED,
    ),
    statements,
    pages=(MayorStatementPage,),
    named=(CityPage,),
    keywords=(_("mayors"), _("cities"), _("refugees")),
    themes=("SOCI", "GOVE"),
)

DATASETS = [CITIES, PLEDGES, SIGNATORIES, PROGRESS, STATEMENTS]
