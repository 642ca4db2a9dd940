"""The public record of statements."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cities.models import CityIndexPage, CityPage, MayorStatementPage, with_cities
from solidarity.api.fields import NestedField
from solidarity.feeds.sources import FeedSource
from solidarity.open_data import (
    CHANGED,
    LANGUAGES,
    NUMBER,
    PAGE_URL,
    Dataset,
    DateColumn,
    ListColumn,
    PartialDateColumn,
    TextColumn,
    URLColumn,
    selected,
)
from solidarity.public import PublicRecord, register


def other_term(row, field):
    """Return the representation of an OtherTerm in the read API, with dates as ISO 8601."""
    return {name: day and day.isoformat() for name, day in vars(row.term).items()}


COLUMNS = (
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
        api=NestedField(other_term),
    ),
    TextColumn(
        "city",
        _("Short name of the city."),
        "city_name",
        refers_to="cities.slug",
        required=True,
        in_api=False,  # the read API has the city as the page's parent
    ),
    PartialDateColumn("date", _("When it was said."), "subject_date", ("date", "date_precision")),
    TextColumn("quote", "What was said.", translated=True, in_files=False),
    TextColumn("language_given", _("Code of the language it was given in.")),
    TextColumn("quote_original", "What was said, in the language it was given in.", in_files=False),
    URLColumn("video_url", _("The address of the film.")),
    PAGE_URL,
    LANGUAGES,
    CHANGED,
)


def statements():
    """Return the querysets of the rows of the dataset of statements."""
    pages = MayorStatementPage.objects.of_published_cities()
    pages = selected(pages, COLUMNS).prefetch_related("other_terms")
    return [pages.order_by(F("date").asc(nulls_last=True), "pk")]


STATEMENTS = Dataset(
    "statements",
    _("Statements"),
    _(
        "Who spoke for a city on receiving refugees, in which office, when and in which language. The text itself is "
        "on the page."
    ),
    COLUMNS,
    statements,
    pages=(MayorStatementPage,),
    named=(CityPage,),
    keywords=(_("mayors"), _("cities"), _("refugees")),
    themes=("SOCI", "GOVE"),
)


class Statements(FeedSource):
    """Statements as a source of feeds."""

    name = "statements"
    title = _("Statements")
    model = MayorStatementPage
    listing = CityIndexPage
    day = "date"
    picture = "portrait"
    picture_filter = "fill-480x600|format-webp"
    position = 5

    def with_related(self, pages):
        return with_cities(pages.defer_streamfields())

    def summary(self, page):
        quotation = page.quotation
        return (quotation.text, quotation.language) if quotation else super().summary(page)

    def author(self, page):
        return page.speaker


register(PublicRecord(MayorStatementPage, COLUMNS, (STATEMENTS,), Statements()))
