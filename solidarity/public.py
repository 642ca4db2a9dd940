"""What the site publishes about a page type besides the pages: declared once, by the app that owns the type.

An app's ``public.py`` registers one record for each of its page types; all of them are imported at startup. The open
data files, their schema, the fields of the read API and the tables of docs/data.md are derived from a record's columns;
the feed of the type and its entries in other feeds from its feed source. Search fields are declared by the model.
"""

from dataclasses import dataclass

from django.utils.module_loading import autodiscover_modules
from wagtail.models import Page

from solidarity.api import views as api
from solidarity.feeds import sources
from solidarity.open_data import Dataset, DatasetColumn, datasets

# By page model, in the order of the data page.
RECORDS: dict[type[Page], "PublicRecord"] = {}


@dataclass(frozen=True)
class PublicRecord:
    """The published columns of a page type, the datasets of its rows, and its feed source, if it has one."""

    model: type[Page]
    columns: tuple[DatasetColumn, ...]
    datasets: tuple[Dataset, ...] = ()
    feed: sources.FeedSource | None = None


def register(record: PublicRecord) -> None:
    """Publish a record. Raises ValueError if its page type already has one."""
    if record.model in RECORDS:
        raise ValueError(f"{record.model.__name__} has a public record already.")
    RECORDS[record.model] = record
    api.register(record.model, record.columns)
    for dataset in record.datasets:
        datasets.register(dataset)
    if record.feed:
        sources.register(record.feed)


def discover() -> None:
    """Import each app's ``public.py``."""
    autodiscover_modules("public")
