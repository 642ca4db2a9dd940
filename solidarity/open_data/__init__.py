"""Open data: what the site gives away as files, each described once.

A feature lists its datasets in its own ``data.py``; solidarity/urls.py gathers them. From a dataset's columns come the
CSV, JSON and JSON Lines files, their schema, the table on the data page and the catalogue: docs/data.md.
"""

from solidarity.open_data.columns import (
    CHANGED,
    LANGUAGES,
    NUMBER,
    PAGE_URL,
    BooleanColumn,
    ChoiceColumn,
    DateColumn,
    DateTimeColumn,
    FileURLsColumn,
    ListColumn,
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
    "Dataset",
    "DateColumn",
    "FileURLsColumn",
    "PartialDateColumn",
    "DateTimeColumn",
    "ListColumn",
    "NumberColumn",
    "TextColumn",
    "URLColumn",
    "BooleanColumn",
    "selected",
]
