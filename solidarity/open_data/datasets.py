"""Datasets: their rows and columns, and when they last changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, Min, Model, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Site
from wagtail.query import PageQuerySet

from solidarity import languages
from solidarity.models import Topic
from solidarity.open_data.columns import DatasetColumn, JSONValue
from solidarity.querysets import with_languages

ROWS_AT_ONCE = 500
# By name, in the order of the data page.
DATASETS: dict[str, "Dataset"] = {}
# Actions of Wagtail's log that change what readers see; edits of drafts do not.
PUBLIC_ACTIONS = ["wagtail.publish", "wagtail.unpublish", "wagtail.delete", "wagtail.move", "wagtail.copy"]


def register(dataset: "Dataset") -> None:
    """Add a dataset to DATASETS."""
    DATASETS[dataset.name] = dataset


@dataclass(frozen=True)
class SiteURLs:
    """Makes absolute URLs of a site's pages and files without a query for each."""

    root: str
    home_path: str

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Return the SiteURLs of a request; raises Http404 if no site has its host."""
        if not (site := Site.find_for_request(request)):
            raise Http404("There is no site at this host.")
        return cls(site.root_url, site.root_page.url_path)

    def page(self, url_path: str, language: str = languages.DEFAULT_LANGUAGE) -> str:
        """Return the URL of the page with a ``url_path`` of Wagtail's tree."""
        return f"{self.root}/{language}/{url_path.removeprefix(self.home_path)}"

    def file(self, path: str) -> str:
        """Return the absolute URL of a path."""
        return f"{self.root}{path}"


@dataclass(frozen=True)
class Change:
    """The state of a dataset: how many pages it has, when the first was published, when any last changed."""

    pages: int
    issued: datetime | None
    modified: datetime | None


@dataclass(frozen=True)
class Dataset:
    """Rows that are published as a file.

    ``querysets`` is a function that returns querysets of published objects, of one or more models, with everything
    loaded that the columns need. ``pages`` are the page types of the rows, or those that the rows belong to; ``named``
    those that rows refer to, whose publication changes a row as well. A ``daily`` dataset depends on the current date.
    """

    name: str
    title: str | Promise
    description: str | Promise
    columns: tuple[DatasetColumn, ...]
    querysets: Callable[[], Iterable[QuerySet]]
    pages: tuple[type[Page], ...]
    named: tuple[type[Page], ...] = ()
    keywords: tuple[str | Promise, ...] = ()
    themes: tuple[str, ...] = ("SOCI",)
    daily: bool = False

    @cached_property
    def cells(self) -> list[DatasetColumn]:
        """The columns of the files, with a translated column as one per language."""
        return [cell for column in self.columns if column.in_files for cell in column.in_each_language()]

    def rows(self) -> Iterator[Model]:
        """Yield the rows, loaded in batches."""
        for queryset in self.querysets():
            yield from queryset.iterator(chunk_size=ROWS_AT_ONCE)

    def values(self, site: SiteURLs) -> Iterator[list[JSONValue]]:
        """Yield each row as a list of values, in the order of ``cells``."""
        cells = self.cells
        for row in self.rows():
            yield [cell.value(row, site) for cell in cells]

    def count(self) -> int:
        """Return the number of rows."""
        return sum(queryset.count() for queryset in self.querysets())

    def last_change(self) -> Change:
        """Return the current Change of the dataset.

        It follows from the dates of publication, and from Wagtail's log of pages unpublished, moved or deleted and of
        topics renamed: a handful of fast queries, independent of the number of rows.
        """
        own = list(ContentType.objects.get_for_models(*self.pages).values())
        others = list(ContentType.objects.get_for_models(*self.named, Page).values())  # moves are logged for Page
        pages = Page.objects.live().filter(content_type__in=[*own, *others]).order_by()
        published = pages.aggregate(
            pages=Count("pk"),
            first=Min("first_published_at", filter=Q(content_type__in=own)),
            last=Max("last_published_at"),
        )
        logged = PageLogEntry.objects.filter(content_type__in=[*own, *others], action__in=PUBLIC_ACTIONS)
        topics = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Topic))
        moments = [published["last"], *(log.aggregate(last=Max("timestamp"))["last"] for log in (logged, topics))]
        if self.daily:
            moments.append(datetime.combine(timezone.localdate(), time.min, timezone.get_current_timezone()))
        return Change(
            published["pages"], published["first"], max((moment for moment in moments if moment), default=None)
        )


def selected(pages: PageQuerySet, columns: Iterable[DatasetColumn], *more: str) -> PageQuerySet:
    """Return the published pages of a queryset with the fields that columns need, and ``languages_written``."""
    names = {field.name for field in pages.model._meta.get_fields()}
    cells = [cell for column in columns if column.in_files for cell in column.in_each_language()]
    needed = [name for cell in cells for name in cell.fields if name in names or name == "pk"]
    return with_languages(pages.live()).only(*needed, *more)
