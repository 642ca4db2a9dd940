"""The open data on reports."""

from django.db.models import F, Prefetch
from django.utils.translation import gettext_lazy as _

from cities.data import CITIES_NAMED, HEADING, TOPICS, TOPICS_PREFETCHED, published_cities
from cities.models import CityPage
from news.models import ReportFile, ReportPage
from solidarity.models import SiteDocument
from solidarity.open_data import (
    CHANGED,
    LANGUAGES,
    NUMBER,
    PAGE_URL,
    ChoiceColumn,
    Dataset,
    FileURLsColumn,
    ListColumn,
    PartialDateColumn,
    TextColumn,
    selected,
)
from solidarity.querysets import in_public_collections


def reports():
    documents = in_public_collections(SiteDocument.objects.all())
    files = ReportFile.objects.filter(document__in=documents).select_related("document").order_by("language", "pk")
    pages = selected(ReportPage.objects.all(), REPORTS.columns).order_by(F("published_on").asc(nulls_last=True), "pk")
    return [pages.prefetch_related(Prefetch("files", files), published_cities("cities"), TOPICS_PREFETCHED)]


REPORTS = Dataset(
    "reports",
    _("Reports"),
    _("Reports, position papers, open letters, toolkits and infographics."),
    (
        NUMBER,
        HEADING,
        ChoiceColumn("document_type", _("What kind of document it is."), codes=tuple(ReportPage.DocumentType.choices)),
        PartialDateColumn("published_on", _("When it was published."), precision="date_precision"),
        TextColumn("edition", _("The edition."), translated=True),
        TextColumn("publisher", _("Who published it.")),
        CITIES_NAMED,
        TOPICS,
        ListColumn(
            "file_languages",
            _("Codes of the languages in which there is a file."),
            lambda report: [file.language for file in report.files.all()],
        ),
        FileURLsColumn(
            "files",
            _("The addresses of these files, in the same order."),
            lambda report: [file.document.url for file in report.files.all()],
        ),
        PAGE_URL,
        LANGUAGES,
        CHANGED,
    ),
    reports,
    pages=(ReportPage,),
    named=(CityPage,),
    keywords=(_("reports"), _("cities"), _("refugees")),
)

DATASETS = [REPORTS]
