"""Feeds: what is new on the site, of a kind of page or on a topic, for programs that watch it on a reader's behalf.

Each feature says in its own ``public.py`` what feeds tell of its pages: see solidarity/public.py. What is in the feeds
is told to their users in docs/feeds.md.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import wraps
from urllib.parse import urljoin
from uuid import uuid5

from django.contrib.syndication.views import Feed
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Least, TruncDate
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.urls.converters import StringConverter
from django.utils import timezone
from django.utils.feedgenerator import Enclosure
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page, Site

from solidarity import languages
from solidarity.feeds.formats import FORMATS
from solidarity.fields import content_language
from solidarity.models import SiteSettings, Topic
from solidarity.querysets import with_pictures
from solidarity.text import collation_key, strip_unprintable

LENGTH = 50  # entries in a feed
WHOLE_SITE = "all"  # in the place of a kind's name
# How long a program may keep an answer before it asks again, in seconds.
FRESH = 15 * 60

KINDS = {}


class Extension(StringConverter):
    """How the address of a feed ends: it says the format."""

    regex = "|".join(FORMATS)


def register(source):
    """Add a source to the feeds, by its name and in its position."""
    sources = sorted([*KINDS.values(), source], key=lambda one: one.position)
    KINDS.clear()
    KINDS.update({one.name: one for one in sources})


@dataclass(frozen=True)
class Attachment:
    """A file or picture that goes with an entry."""

    url: str
    type: str
    size: int
    title: str = ""
    language: str = ""

    @property
    def enclosure(self):
        return Enclosure(self.url, str(self.size), self.type)


class FeedSource:
    """A kind of page that feeds tell of."""

    name = ""  # in the feed's address
    title = ""  # in words
    model = None
    listing = None  # the model of the page that lists them, if there is one
    day = ""  # the field that says on which day it happened, or is to happen
    related = ()  # what is loaded for all entries together
    position = 0  # among the feeds that the site offers
    picture = "listing_image"
    picture_filter = "fill-960x640|format-webp"  # as the pages themselves cut it

    def pages(self):
        """Return the published pages of this kind."""
        return self.model.objects.live().filter(first_published_at__isnull=False)

    @property
    def has_topics(self):
        return any(relation.name == "topics" for relation in self.model._meta.many_to_many)

    def own_day(self):
        """Return what a query orders by the page's own day with."""
        return F(self.day)

    def with_related(self, pages):
        """Return pages with all that their entries tell, in a number of queries that does not grow with them."""
        related = [*self.related, *(["topics"] if self.has_topics else [])]
        return with_pictures(pages.defer_streamfields().prefetch_related(*related), self.picture)

    def published(self, page):
        """Return when it happened or, if that is not known or was not before, when it came online."""
        day = getattr(page, self.day)
        if day is None or day >= timezone.localdate(page.first_published_at):
            return page.first_published_at.replace(microsecond=0)
        return timezone.make_aware(datetime.combine(day, time.min))

    def updated(self, page):
        """Return when what readers see was last changed."""
        return max(page.last_published_at or page.first_published_at, page.first_published_at).replace(microsecond=0)

    def summary(self, page):
        """Return a few sentences, and the code of the language that they are in."""
        return page.introduction or "", content_language(page, "introduction")

    def author(self, page):
        """Return who speaks or wrote, where that is not the site itself."""
        return ""

    def original(self, page):
        """Return the address of the original, where the page tells of something that stands elsewhere."""
        return ""

    def files(self, page, root):
        """Return the files of a page as Downloads, best first. ``root`` is the address that theirs are joined to."""
        return []

    def pictures(self, page, root):
        """Return the picture of a page as a list of one Download, or none."""
        image = getattr(page, self.picture)
        try:
            rendition = image and image.get_rendition(self.picture_filter)
            return [Attachment(urljoin(root, rendition.url), "image/webp", rendition.file.size)] if rendition else []
        except (SourceImageIOError, OSError):  # the file is gone
            return []


@dataclass(frozen=True)
class FeedEntry:
    kind: FeedSource
    page: Page


@dataclass(frozen=True)
class FeedSubject:
    """What a feed is about: the whole site, a kind of page, a topic or a city."""

    key: str  # what it is recognised by, whatever it is called
    url: str  # of the feed, on this site
    title: str
    description: str
    page: Page  # where people read the same
    pages: dict = field(default_factory=dict)  # by kind, a queryset


def newest(pages, count):
    """Return the entries that came online last. Of those that came on one day, what happened last stands first.

    It goes by when they came online so that a subscriber misses nothing, however old; and by their own day after that,
    for much comes on one day when a site is filled. Those that are not dated follow the others of that day.
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
    entries = {}
    for kind in pages:
        numbers = [row[-1] for row, of_kind in chosen if of_kind is kind]
        for page in kind.with_related(kind.pages().filter(pk__in=numbers)):
            entries[page.pk] = FeedEntry(kind, page)
    return [entries[row[-1]] for row, _kind in chosen if row[-1] in entries]


def page_id(page, language):
    """Return an id of a page in a language that outlives changes of its address, its words and the site's host."""
    return uuid5(page.translation_key, language).urn


class SiteFeed(Feed):
    """The newest of the whole site, or of one kind. One of these is made for each request."""

    item_guid_is_permalink = False

    def __init__(self, feed_type, extension):
        self.feed_type = feed_type
        self.extension = extension

    def get_object(self, request, **named):
        self.request = request
        self.site = Site.find_for_request(request)
        self.settings = SiteSettings.for_request(request)
        self.site_name = strip_unprintable(self.settings.name or "Solidarity Cities")
        return self.subject(**named)

    def subject(self, name):
        """Return the Subject that an address names."""
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

    def title(self, subject):
        return strip_unprintable(f"{subject.title} – {self.site_name}" if subject.title else self.site_name)

    def description(self, subject):
        return strip_unprintable(subject.description or "") or self.title(subject)

    subtitle = description

    def link(self, subject):
        return subject.page.get_full_url(self.request)

    def feed_url(self, subject):
        return urljoin(self.site.root_url, subject.url)

    def feed_guid(self, subject):
        return uuid5(self.site.root_page.translation_key, f"{subject.key}/{get_language()}").urn

    def author_name(self):
        return self.site_name

    def author_link(self):
        return self.site.root_page.get_full_url(self.request)

    def feed_extra_kwargs(self, subject):
        return {"since": (subject.page.last_published_at or datetime.fromtimestamp(0, UTC)).replace(microsecond=0)}

    def items(self, subject):
        return newest(subject.pages, LENGTH)

    def item_title(self, entry):
        return strip_unprintable(entry.page.heading or entry.page.title)

    def item_description(self, entry):
        return None  # each format makes its own of the summary

    def item_link(self, entry):
        return entry.page.get_full_url(self.request)

    def item_guid(self, entry):
        return page_id(entry.page, get_language())

    def item_pubdate(self, entry):
        return entry.kind.published(entry.page)

    def item_updateddate(self, entry):
        return entry.kind.updated(entry.page)

    def item_author_name(self, entry):
        return strip_unprintable(entry.kind.author(entry.page)) or None

    def item_extra_kwargs(self, entry):
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
    """The newest on a topic."""

    def subject(self, slug):
        topic = Topic.objects.get(slug=slug)
        return FeedSubject(
            key=f"topics/{topic.pk}",
            url=reverse("topic_feed", args=[topic.slug, self.extension]),
            title=str(topic),
            description="",
            page=self.site.root_page,
            pages={kind: kind.pages().filter(topics=topic) for kind in KINDS.values() if kind.has_topics},
        )


def conditional(view):
    """Let a view be asked again and again: who has the answer already is told so, and search engines leave it out."""

    @conditional_page
    @cache_control(public=True, max_age=FRESH)
    @wraps(view)
    def serve(request, *args, **named):
        response = view(request, *args, **named)
        response["X-Robots-Tag"] = "noindex"
        return response

    return serve


def feed_view(feed_class):
    """Return the view of a class of feeds, which an address asks for in one of the FORMATS."""

    @conditional
    def serve(request, extension, **named):
        return feed_class(FORMATS[extension], extension)(request, **named)

    return serve


feed = feed_view(SiteFeed)
topic_feed = feed_view(TopicFeed)


def subscribe(request):
    """Show all feeds and calendars, and say in plain words what they are good for."""
    return render(
        request,
        "solidarity/subscribe.html",
        {
            "urls": languages.urls("subscribe"),
            "kinds": KINDS.values(),
            "topics": sorted(Topic.objects.all(), key=lambda topic: collation_key(str(topic))),
        },
    )
