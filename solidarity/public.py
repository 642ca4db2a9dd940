"""What the site publishes of a type of page besides the page itself, declared once by the app that owns the type.

An app's ``public.py`` registers one record for each of its types; all are imported when the site starts. From the
columns of a record come the files of open data, their schema, the fields of the read API and the tables of
docs/data.md; its feed source makes the feed of the type and its entries in all others. What search takes of a page is
part of its model.
"""

from dataclasses import dataclass

from django.utils.module_loading import autodiscover_modules
from wagtail.models import Page

from solidarity.api import views as api
from solidarity.feeds import sources
from solidarity.open_data import Dataset, DatasetColumn, datasets

# By type of page, in the order of the data page.
RECORDS = {}


@dataclass(frozen=True)
class PublicRecord:
    """The published columns of a type of page, the datasets that hold its rows, and its feed source, if it has one."""

    model: type[Page]
    columns: tuple[DatasetColumn, ...]
    datasets: tuple[Dataset, ...] = ()
    feed: sources.FeedSource | None = None


def register(record):
    """Publish what a record says. Raises ValueError for a type of page that has one already."""
    if record.model in RECORDS:
        raise ValueError(f"{record.model.__name__} has a public record already.")
    RECORDS[record.model] = record
    api.register(record.model, record.columns)
    for dataset in record.datasets:
        datasets.register(dataset)
    if record.feed:
        sources.register(record.feed)


def discover():
    """Import each app's ``public.py``."""
    autodiscover_modules("public")
