"""The public records of news and reports: open data, API, feeds. See solidarity/public.py."""

from urllib.parse import urljoin

from django.db.models import F, Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.api.v2.utils import get_full_url

from cities.models import CityPage
from cities.public.columns import CITIES, HEADING, TOPICS, TOPICS_PREFETCHED, published_cities
from news.models import NewsIndexPage, NewsPage, ReportFile, ReportIndexPage, ReportPage
from solidarity.api.fields import NestedField
from solidarity.feeds.sources import Attachment, FeedSource
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
    URLColumn,
    selected,
)
from solidarity.public import PublicRecord, register
from solidarity.querysets import in_public_collections
from solidarity.text import strip_unprintable

NEWS_COLUMNS = (
    PartialDateColumn("date", "When it was published or happened.", "subject_date", ("date", "date_precision")),
    ChoiceColumn("kind", "What kind of news it is.", codes=tuple(NewsPage.Kind.choices)),
    CITIES,
    TOPICS,
    TextColumn("outlet", "Who published it first."),
    URLColumn("source_url", "Where it was published first."),
    TextColumn("reprint_note", "With whose permission it stands here.", translated=True),
    URLColumn("video_url", _("The address of the film.")),
)


class News(FeedSource):
    """News as a source of feeds."""

    name = "news"
    title = _("News")
    model = NewsPage
    listing = NewsIndexPage
    day = "date"
    position = 1

    def author(self, page):
        return page.outlet

    def original(self, page):
        return page.source_url


def report_file(row, field):
    """Return the representation of a ReportFile in the read API, or None if its collection is private."""
    if not in_public_collections(SiteDocument.objects.filter(pk=row.document_id)).exists():
        return None
    url = get_full_url(field.context["request"], row.document.url)
    return {"language": row.language, "title": row.document.title, "download_url": url}


REPORT_COLUMNS = (
    NUMBER,
    HEADING,
    ChoiceColumn("document_type", _("What kind of document it is."), codes=tuple(ReportPage.DocumentType.choices)),
    PartialDateColumn("published_on", _("When it was published."), "subject_date", ("published_on", "date_precision")),
    TextColumn("edition", _("The edition."), translated=True),
    TextColumn("publisher", _("Who published it.")),
    CITIES,
    TOPICS,
    ListColumn(
        "file_languages",
        _("Codes of the languages in which there is a file."),
        lambda report: [file.language for file in report.files.all()],
        in_api=False,  # the read API gives the language with each file
    ),
    FileURLsColumn(
        "files",
        _("The addresses of these files, in the same order."),
        lambda report: [file.document.url for file in report.files.all()],
        api=NestedField(report_file),
    ),
    PAGE_URL,
    LANGUAGES,
    CHANGED,
)


def reports():
    """Return the querysets of the rows of the dataset of reports."""
    documents = in_public_collections(SiteDocument.objects.all())
    files = ReportFile.objects.filter(document__in=documents).select_related("document").order_by("language", "pk")
    pages = selected(ReportPage.objects.all(), REPORT_COLUMNS).order_by(F("published_on").asc(nulls_last=True), "pk")
    return [pages.prefetch_related(Prefetch("files", files), published_cities("cities"), TOPICS_PREFETCHED)]


REPORTS = Dataset(
    "reports",
    _("Reports"),
    _("Reports, position papers, open letters, toolkits and infographics."),
    REPORT_COLUMNS,
    reports,
    pages=(ReportPage,),
    named=(CityPage,),
    keywords=(_("reports"), _("cities"), _("refugees")),
)


class Reports(FeedSource):
    """Reports as a source of feeds, with their files as attachments."""

    name = "reports"
    title = _("Reports")
    model = ReportPage
    listing = ReportIndexPage
    day = "published_on"
    related = ["files__document"]
    position = 2

    def author(self, page):
        return page.publisher

    def files(self, page, root):
        own_language_first = sorted(page.files.all(), key=lambda file: file.language != get_language())
        return [
            Attachment(
                urljoin(root, file.document.url),
                file.document.content_type,
                file.document.get_file_size() or 0,
                strip_unprintable(file.document.title),
                file.language,
            )
            for file in own_language_first
        ]


register(PublicRecord(NewsPage, NEWS_COLUMNS, feed=News()))
register(PublicRecord(ReportPage, REPORT_COLUMNS, (REPORTS,), Reports()))
