"""Feeds of new pages: of the whole site, of a page type or of a topic.

Each feature declares its feed source in its own ``public.py``: see solidarity/public.py. docs/feeds.md tells users what
the feeds contain.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import wraps
from typing import Any
from urllib.parse import urljoin
from uuid import uuid5

from django.contrib.syndication.views import Feed
from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Least, TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.urls.converters import StringConverter
from django.utils import timezone
from django.utils.feedgenerator import Enclosure, SyndicationFeed
from django.utils.functional import Promise
from django.utils.translation import get_language
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from solidarity import languages
from solidarity.feeds.formats import FORMATS, Item
from solidarity.fields import content_language
from solidarity.generation import kept
from solidarity.models import SitePage, SiteSettings, Topic
from solidarity.querysets import with_pictures
from solidarity.text import collation_key, strip_unprintable

LENGTH = 50  # entries in a feed
WHOLE_SITE = "all"  # in the place of a source's name

KINDS: dict[str, "FeedSource"] = {}


class Extension(StringConverter):
    """The URL converter of a feed's extension, which names its format."""

    regex = "|".join(FORMATS)


def register(source: "FeedSource") -> None:
    """Add a source to KINDS, in the order of the sources' positions."""
    sources = sorted([*KINDS.values(), source], key=lambda one: one.position)
    KINDS.clear()
    KINDS.update({one.name: one for one in sources})


@dataclass(frozen=True)
class Attachment:
    """A file or image that belongs to an entry: its absolute URL, media type and size in bytes."""

    url: str
    type: str
    size: int
    title: str = ""
    language: str = ""

    @property
    def enclosure(self) -> Enclosure:
        """The attachment as Django's feed generators take it."""
        return Enclosure(self.url, str(self.size), self.type)


class FeedSource:
    """What feeds tell of a page type. A feature makes a subclass for each type of its own."""

    name = ""  # in the feed's URL
    title: str | Promise = ""  # as readers see it
    model: type[SitePage]
    listing: type[SitePage] | None = None  # the index page model, if there is one
    day = ""  # the date field of what the page tells of
    related: Sequence[str] = ()  # relations to prefetch
    position = 0  # in the order of feeds
    picture = "listing_image"
    picture_filter = "fill-960x640|format-webp"  # the rendition that the pages use

    def pages(self) -> PageQuerySet:
        """Return the published pages of this type."""
        return self.model.objects.live().filter(first_published_at__isnull=False)

    @property
    def has_topics(self) -> bool:
        """Whether pages of this type have topics."""
        return any(relation.name == "topics" for relation in self.model._meta.many_to_many)

    def own_day(self) -> Combinable:
        """Return the expression of the page's own date for a query."""
        return F(self.day)

    def with_related(self, pages: PageQuerySet) -> list[SitePage]:
        """Return pages with all relations that their entries need, in a constant number of queries."""
        related = [*self.related, *(["topics"] if self.has_topics else [])]
        return with_pictures(pages.defer_streamfields().prefetch_related(*related), self.picture)

    def published(self, page: SitePage) -> datetime:
        """Return the page's own date, if it is before the first publication, else the time of that; aware."""
        day = getattr(page, self.day)
        if day is None or day >= timezone.localdate(page.first_published_at):
            return page.first_published_at.replace(microsecond=0)
        return timezone.make_aware(datetime.combine(day, time.min))

    def updated(self, page: SitePage) -> datetime:
        """Return when the page was last published."""
        return max(page.last_published_at or page.first_published_at, page.first_published_at).replace(microsecond=0)

    def summary(self, page: SitePage) -> tuple[str, str | None]:
        """Return the introduction and the code of the language that it is in."""
        return page.introduction or "", content_language(page, "introduction")

    def author(self, page: SitePage) -> str:
        """Return the name of the speaker or author, if that is not the site itself."""
        return ""

    def original(self, page: SitePage) -> str:
        """Return the URL of the original, if the page refers to something published elsewhere."""
        return ""

    def files(self, page: SitePage, root: str) -> list[Attachment]:
        """Return the files of a page as Attachments, best first. ``root`` is the site's root URL."""
        return []

    def pictures(self, page: SitePage, root: str) -> list[Attachment]:
        """Return the image of a page as a list of one Attachment, or an empty list. ``root`` is the site's root URL."""
        image = getattr(page, self.picture)
        try:
            rendition = image and image.get_rendition(self.picture_filter)
            return [Attachment(urljoin(root, rendition.url), "image/webp", rendition.file.size)] if rendition else []
        except (SourceImageIOError, OSError):  # the file is missing
            return []


@dataclass(frozen=True)
class FeedEntry:
    """A page in a feed, with its source."""

    kind: FeedSource
    page: SitePage


@dataclass(frozen=True)
class FeedSubject:
    """The subject of a feed: the whole site, a page type, a topic or a city."""

    key: str  # a stable identifier, whatever the title
    url: str  # of the feed, relative to the site's root
    title: str
    description: str
    page: Page  # the page with the same content
    pages: dict[FeedSource, PageQuerySet] = field(default_factory=dict)


def newest(subject: FeedSubject, count: int) -> list[FeedEntry]:
    """Return the entries of a subject, as ``newest_pks`` orders them, with all that they need."""
    chosen = kept(f"feed of {subject.key} {count}", lambda: newest_pks(subject.pages, count), in_memory=False)
    entries = {}
    for kind in subject.pages:
        pks = [pk for name, pk in chosen if name == kind.name]
        for page in kind.with_related(kind.pages().filter(pk__in=pks)) if pks else []:
            entries[page.pk] = FeedEntry(kind, page)
    return [entries[pk] for _name, pk in chosen if pk in entries]


def newest_pks(pages: dict[FeedSource, PageQuerySet], count: int) -> list[tuple[str, int]]:
    """Return source and primary key of the pages published last.

    Among those of one day, the one with the latest date of its own comes first.

    The order follows the day of publication, so that a subscriber misses nothing, however old. Within a day it follows
    the page's own date, since many pages are published on one day when a site is filled; those without a date come
    last.
    """
    rows = []
    for kind, selected in pages.items():
        online_on = TruncDate("first_published_at")
        own_day = Least(Coalesce(kind.own_day(), Value(date.min)), online_on)
        ordered = selected.annotate(online_on=online_on, own_day=own_day).order_by(
            "-online_on", "-own_day", "-first_published_at", "-pk"
        )
        columns = ordered.values_list("online_on", "own_day", "first_published_at", "pk")
        rows += [(row, kind) for row in columns[:count]]
    chosen = sorted(rows, key=lambda row: row[0], reverse=True)[:count]
    return [(kind.name, row[-1]) for row, kind in chosen]


def page_id(page: SitePage, language: str) -> str:
    """Return an id of a page in a language that survives changes of its URL, its texts and the site's host."""
    return uuid5(page.translation_key, language).urn


class SiteFeed(Feed):
    """The feed of the whole site, or of one page type. An instance serves one request."""

    item_guid_is_permalink = False

    def __init__(self, feed_type: type[SyndicationFeed], extension: str) -> None:
        self.feed_type = feed_type
        self.extension = extension

    def get_object(self, request: HttpRequest, **named: str) -> FeedSubject:
        self.request = request
        self.site = Site.find_for_request(request)
        self.settings = SiteSettings.for_request(request)
        self.site_name = strip_unprintable(self.settings.display_name)
        return self.subject(**named)

    def subject(self, name: str) -> FeedSubject:
        """Return the FeedSubject that a URL names; raises Http404 for an unknown one."""
        home = self.site.root_page
        if name == WHOLE_SITE:
            return FeedSubject(
                key=WHOLE_SITE,
                url=reverse("feed", args=[name, self.extension]),
                title="",
                description=self.settings.strapline,
                page=home,
                pages={kind: kind.pages() for kind in KINDS.values()},
            )
        if name not in KINDS:
            raise Http404("There is no such kind of page.")
        kind = KINDS[name]
        listing = kind.listing.objects.live().first() if kind.listing else None
        return FeedSubject(
            key=name,
            url=reverse("feed", args=[name, self.extension]),
            title=str(kind.title),
            description=listing.introduction if listing else "",
            page=listing or home,
            pages={kind: kind.pages()},
        )

    def title(self, subject: FeedSubject) -> str:
        return strip_unprintable(f"{subject.title} – {self.site_name}" if subject.title else self.site_name)

    def description(self, subject: FeedSubject) -> str:
        return strip_unprintable(subject.description or "") or self.title(subject)

    subtitle = description

    def link(self, subject: FeedSubject) -> str:
        return subject.page.get_full_url(self.request)

    def feed_url(self, subject: FeedSubject) -> str:
        return urljoin(self.site.root_url, subject.url)

    def feed_guid(self, subject: FeedSubject) -> str:
        return uuid5(self.site.root_page.translation_key, f"{subject.key}/{get_language()}").urn

    def author_name(self) -> str:
        return self.site_name

    def author_link(self) -> str:
        return self.site.root_page.get_full_url(self.request)

    def feed_extra_kwargs(self, subject: FeedSubject) -> dict[str, datetime]:
        return {"since": (subject.page.last_published_at or datetime.fromtimestamp(0, UTC)).replace(microsecond=0)}

    def items(self, subject: FeedSubject) -> list[FeedEntry]:
        return newest(subject, LENGTH)

    def item_title(self, entry: FeedEntry) -> str:
        return strip_unprintable(entry.page.heading or entry.page.title)

    def item_description(self, entry: FeedEntry) -> None:  # type: ignore[override]  # each format writes the summary
        return None

    def item_link(self, entry: FeedEntry) -> str:
        return entry.page.get_full_url(self.request)

    def item_guid(self, entry: FeedEntry) -> str:
        return page_id(entry.page, get_language() or languages.DEFAULT_LANGUAGE)

    def item_pubdate(self, entry: FeedEntry) -> datetime:
        return entry.kind.published(entry.page)

    def item_updateddate(self, entry: FeedEntry) -> datetime:
        return entry.kind.updated(entry.page)

    def item_author_name(self, entry: FeedEntry) -> str | None:
        return strip_unprintable(entry.kind.author(entry.page)) or None

    def item_extra_kwargs(self, entry: FeedEntry) -> Item:
        kind, page = entry.kind, entry.page
        summary, summary_language = kind.summary(page)
        return {
            "language": content_language(page, "heading") or get_language(),
            "summary": strip_unprintable(summary),
            "summary_language": summary_language or get_language(),
            "topics": {topic.slug: strip_unprintable(str(topic)) for topic in page.topics.all()}
            if kind.has_topics
            else {},
            "files": kind.files(page, self.site.root_url),
            "pictures": kind.pictures(page, self.site.root_url),
            "original": kind.original(page),
        }


class TopicFeed(SiteFeed):
    """The feed of a topic."""

    def subject(self, slug: str) -> FeedSubject:
        topic = Topic.objects.get(slug=slug)
        return FeedSubject(
            key=f"topics/{topic.pk}",
            url=reverse("topic_feed", args=[topic.slug, self.extension]),
            title=str(topic),
            description="",
            page=self.site.root_page,
            pages={kind: kind.pages().filter(topics=topic) for kind in KINDS.values() if kind.has_topics},
        )


def not_indexed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Exclude the responses of a view from search engines."""

    @wraps(view)
    def serve(request: HttpRequest, *args: Any, **named: str) -> HttpResponse:
        response = view(request, *args, **named)
        response["X-Robots-Tag"] = "noindex"
        return response

    return serve


def feed_view(feed_class: type[SiteFeed]) -> Callable[..., HttpResponse]:
    """Return the view of a feed class; the extension in the URL names one of the FORMATS."""

    @not_indexed
    def serve(request: HttpRequest, extension: str, **named: str) -> HttpResponse:
        return feed_class(FORMATS[extension], extension)(request, **named)

    return serve


feed = feed_view(SiteFeed)
topic_feed = feed_view(TopicFeed)


def subscribe(request: HttpRequest) -> HttpResponse:
    """Show all feeds and calendars, and what they are for."""
    return render(
        request,
        "solidarity/subscribe.html",
        {
            "urls": languages.urls("subscribe"),
            "kinds": KINDS.values(),
            "topics": sorted(Topic.objects.all(), key=lambda topic: collation_key(str(topic))),
        },
    )
