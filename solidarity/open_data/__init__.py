"""Open data: datasets that the site publishes as files, each declared once.

A feature declares its columns and datasets in its own ``public.py``: see solidarity/public.py. The CSV, JSON and JSON
Lines files, their schema, the table on the data page and the catalogue are derived from a dataset's columns:
docs/data.md.
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
