"""What the read API gives of news and reports, besides what it gives of every page."""

from wagtail.api import APIField
from wagtail.api.v2.utils import get_full_url

from cities.api import PUBLISHED_CITIES, TOPICS
from news.models import NewsPage, ReportPage
from solidarity.api.fields import NestedField, PartialDateField, translated
from solidarity.models import SiteDocument
from solidarity.querysets import in_public_collections


def file(found, field):
    if not in_public_collections(SiteDocument.objects.filter(pk=found.document_id)).exists():
        return None
    url = get_full_url(field.context["request"], found.document.url)
    return {"language": found.language, "title": found.document.title, "download_url": url}


FIELDS = {
    NewsPage: [
        APIField("date", serializer=PartialDateField("date_precision")),
        "kind",
        PUBLISHED_CITIES,
        TOPICS,
        "outlet",
        "source_url",
        *translated("reprint_note"),
        "video_url",
    ],
    ReportPage: [
        "document_type",
        APIField("published_on", serializer=PartialDateField("date_precision")),
        *translated("edition"),
        "publisher",
        APIField("files", serializer=NestedField(file)),
        PUBLISHED_CITIES,
        TOPICS,
    ],
}
