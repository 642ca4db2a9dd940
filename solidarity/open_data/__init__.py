"""Open data: what the site gives away as files, each described once.

A feature declares its columns and datasets in its own ``public.py``: see solidarity/public.py. From a dataset's columns
come the CSV, JSON and JSON Lines files, their schema, the table on the data page and the catalogue: docs/data.md.
"""

from solidarity.open_data.columns import (
    CHANGED,
    LANGUAGES,
    NUMBER,
    PAGE_URL,
    BooleanColumn,
    ChoiceColumn,
    DatasetColumn,
    DateColumn,
    DateTimeColumn,
    FileURLsColumn,
    ListColumn,
    NestedColumn,
    NumberColumn,
    PartialDateColumn,
    TextColumn,
    URLColumn,
)
from solidarity.open_data.datasets import Dataset, selected

__all__ = [
    "CHANGED",
    "LANGUAGES",
    "NUMBER",
    "PAGE_URL",
    "ChoiceColumn",
    "DatasetColumn",
    "Dataset",
    "DateColumn",
    "FileURLsColumn",
    "PartialDateColumn",
    "DateTimeColumn",
    "ListColumn",
    "NestedColumn",
    "NumberColumn",
    "TextColumn",
    "URLColumn",
    "BooleanColumn",
    "selected",
]
