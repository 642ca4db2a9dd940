"""News and reports in the feeds."""

from urllib.parse import urljoin

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from news.models import NewsIndexPage, NewsPage, ReportIndexPage, ReportPage
from solidarity.feeds.sources import Attachment, FeedSource, register
from solidarity.text import strip_unprintable


@register
class News(FeedSource):
    name = "news"
    title = _("News")
    model = NewsPage
    listing = NewsIndexPage
    day = "date"

    def author(self, page):
        return page.outlet

    def original(self, page):
        return page.source_url


@register
class Reports(FeedSource):
    name = "reports"
    title = _("Reports")
    model = ReportPage
    listing = ReportIndexPage
    day = "published_on"
    related = ["files__document"]

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
