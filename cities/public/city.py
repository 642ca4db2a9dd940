"""The public record of cities."""

from django.utils.translation import gettext_lazy as _

from cities.models import CityIndexPage, CityPage
from cities.public.columns import TOPICS, TOPICS_PREFETCHED
from solidarity.api.fields import CodeField, NestedField, texts_by_language
from solidarity.feeds.sources import FeedSource
from solidarity.open_data import (
    CHANGED,
    LANGUAGES,
    NUMBER,
    PAGE_URL,
    ChoiceColumn,
    Dataset,
    NestedColumn,
    NumberColumn,
    PartialDateColumn,
    TextColumn,
    URLColumn,
    selected,
)
from solidarity.public import PublicRecord, register


def key_figure(row, field):
    """Return the representation of a KeyFigure in the read API."""
    return {
        "value": row.value,
        "label": texts_by_language(row, "label"),
        "year": row.year,
        "source": texts_by_language(row, "source"),
    }


COLUMNS = (
    NUMBER,
    TextColumn(
        "slug",
        _("Short name, as in the page's address. The other files refer to the city by it."),
        required=True,
        in_api=False,
    ),
    TextColumn("name", _("The name of the city."), "heading", translated=True, in_api=False),
    TextColumn(
        "country",
        _("The country's code of two letters (ISO 3166-1)."),
        lambda city: city.country.code,
        ("country",),
        api=CodeField(),
    ),
    NumberColumn("latitude", _("Degrees north of the equator (WGS 84)."), decimals=True),
    NumberColumn("longitude", _("Degrees east of Greenwich (WGS 84)."), decimals=True),
    ChoiceColumn("status", _("How the city belongs to the initiative."), codes=tuple(CityPage.Status.choices)),
    PartialDateColumn("joined_on", _("When the city joined."), "joined", ("joined_on", "joined_on_precision")),
    NumberColumn("population", _("Inhabitants.")),
    NumberColumn("population_year", _("The year to which the figure refers.")),
    TextColumn("population_source", _("Who counted the inhabitants."), translated=True),
    TOPICS,
    URLColumn("website", _("The city's own site.")),
    NestedColumn("key_figures", "Figures that the city gives of itself.", api=NestedField(key_figure)),
    PAGE_URL,
    LANGUAGES,
    CHANGED,
)


def cities():
    """Return the querysets of the rows of the dataset of cities."""
    pages = selected(CityPage.objects.all(), COLUMNS).prefetch_related(TOPICS_PREFETCHED)
    return [pages.order_by("slug", "pk")]


CITIES = Dataset(
    "cities",
    _("Cities"),
    _("The cities that belong to the initiative, support it, or belonged to it once."),
    COLUMNS,
    cities,
    pages=(CityPage,),
    keywords=(_("cities"), _("refugees"), _("reception and integration")),
    themes=("SOCI", "REGI"),
)


class Cities(FeedSource):
    """New cities as a source of feeds."""

    name = "cities"
    title = _("Cities")
    model = CityPage
    listing = CityIndexPage
    day = "joined_on"
    position = 8


register(PublicRecord(CityPage, COLUMNS, (CITIES,), Cities()))
