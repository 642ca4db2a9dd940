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
    PAGE_ADDRESS,
    Code,
    Dataset,
    Day,
    KnownDay,
    Names,
    Number,
    Text,
    WebAddress,
    YesNo,
    selected,
)

HEADING = Text("heading", _("The heading of the page."), translated=True)
TOPICS = Names(
    "topics", _("Short names of the topics."), lambda page: sorted(topic.slug for topic in page.topics.all())
)
CITIES_NAMED = Names(
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
        Text(
            "slug", _("Short name, as in the page's address. The other files refer to the city by it."), required=True
        ),
        Text("name", _("The name of the city."), "heading", translated=True),
        Text(
            "country",
            _("The country's code of two letters (ISO 3166-1)."),
            lambda city: city.country.code,
            ("country",),
        ),
        Number("latitude", _("Degrees north of the equator (WGS 84)."), decimals=True),
        Number("longitude", _("Degrees east of Greenwich (WGS 84)."), decimals=True),
        Code("status", _("How the city belongs to the initiative."), codes=tuple(CityPage.Status.choices)),
        KnownDay("joined_on", _("When the city joined."), precision="joined_on_precision"),
        Number("population", _("Inhabitants.")),
        Number("population_year", _("The year to which the figure refers.")),
        Text("population_source", _("Who counted the inhabitants."), translated=True),
        TOPICS,
        WebAddress("website", _("The city's own site.")),
        PAGE_ADDRESS,
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
        Code(
            "pillar",
            _("The part of the initiative's work that the pledge belongs to."),
            codes=tuple(PledgePage.Pillar.choices),
        ),
        KnownDay("made_on", _("When the pledge was made."), precision="made_on_precision"),
        Day("due_on", _("The day by which it is to be fulfilled.")),
        Number("number", _("The number pledged, by all signatories together.")),
        Code("unit", _("What the number counts."), codes=tuple(PledgePage.Unit.choices)),
        Names(
            "signatories",
            _("Short names of the cities that pledge."),
            lambda pledge: names_of(signatory.city for signatory in pledge.signatories.all()),
            refers_to="cities.slug",
        ),
        YesNo("joint", _("Whether several cities made the pledge together."), lambda pledge: pledge.is_joint),
        Text("addressees", _("To whom the pledge was made."), translated=True),
        Code(
            "status",
            _("The status of the pledge, derived from its dates and progress reports."),
            lambda pledge: pledge.status_on(),
            codes=tuple(PledgePage.Status.choices),
        ),
        Day(
            "status_on",
            _("The day for which the status and the number reached are given."),
            lambda pledge: timezone.localdate(),
        ),
        Number("reached", _("The last number reported."), lambda pledge: pledge.reached_on()),
        Day("withdrawn_on", _("The day on which the pledge was withdrawn.")),
        PAGE_ADDRESS,
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
        Number("pledge", _("Number of the pledge."), "pledge_id", refers_to="pledges.id", required=True),
        Text("city", _("Short name of the city."), "city_name", refers_to="cities.slug", required=True),
        Number("share", _("The city's own number. Empty where the number was promised together.")),
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
        Number("pledge", _("Number of the pledge."), "pledge_id", refers_to="pledges.id", required=True),
        Day("date", _("The day up to which this report covers progress."), required=True),
        Number("number", _("In all up to this day, in the pledge's unit, not since the last report.")),
        Code("unit", _("What the number counts."), codes=tuple(PledgePage.Unit.choices)),
        YesNo("completes", _("Whether the report says that a pledge without a number is fulfilled.")),
        Text("note", _("What was reached."), translated=True),
        WebAddress("evidence", _("Where it can be checked.")),
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
        Text("speaker", _("Who spoke."), required=True),
        Text("office", _("The office held."), translated=True),
        Day("in_office_from", _("The first day of the term of office.")),
        Day("in_office_until", _("The last day of the term of office; empty while it lasts or where it is not known.")),
        Names(
            "other_terms",
            _("Other terms of office of the same speaker, each as its first and last day with a slash between."),
            lambda statement: [other.term.interval for other in statement.other_terms.all()],
        ),
        Text("city", _("Short name of the city."), "city_name", refers_to="cities.slug", required=True),
        KnownDay("date", _("When it was said."), precision="date_precision"),
        Text("language_given", _("Code of the language it was given in.")),
        WebAddress("film", _("The address of the film."), "film_address"),
        PAGE_ADDRESS,
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
