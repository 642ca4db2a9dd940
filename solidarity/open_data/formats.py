"""The file formats of datasets. Each yields a file in chunks, so that its size does not matter."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from solidarity.open_data.datasets import Dataset, SiteURLs

T = TypeVar("T")
JSONObject = dict[str, Any]  # as json.dumps() takes it
ROWS_A_CHUNK = 200
BOM = "\ufeff"  # the byte order mark, by which Excel recognises UTF-8


def batched(items: Iterable[T]) -> Iterator[list[T]]:
    """Yield items in lists of ROWS_A_CHUNK, so that each chunk of a response is large enough to send."""
    items = iter(items)
    while batch := list(islice(items, ROWS_A_CHUNK)):
        yield batch


def csv_chunks(dataset: Dataset, site: SiteURLs, about: JSONObject) -> Iterator[str]:
    """Yield a dataset as CSV (RFC 4180), in UTF-8 with a BOM, without which Excel decodes it wrongly."""
    cells = dataset.cells
    yield BOM + csv_lines([[cell.name for cell in cells]])
    for rows in batched(dataset.values(site)):
        yield csv_lines([cell.csv_text(value) for cell, value in zip(cells, values, strict=True)] for values in rows)


def csv_lines(rows: Iterable[Iterable[str]]) -> str:
    """Return rows of cells as lines of CSV."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines.getvalue()


def json_rows(dataset: Dataset, site: SiteURLs) -> Iterator[str]:
    """Yield each row as a JSON object without line breaks."""
    names = [cell.name for cell in dataset.cells]
    for values in dataset.values(site):
        yield json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False)


def json_chunks(dataset: Dataset, site: SiteURLs, about: JSONObject) -> Iterator[str]:
    """Yield a dataset as one JSON document: its description, then its rows."""
    yield json.dumps(about, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "rows": ['
    comma = "\n"
    for rows in batched(json_rows(dataset, site)):
        yield comma + ",\n".join(rows)
        comma = ",\n"
    yield "\n]}\n"


def json_lines_chunks(dataset: Dataset, site: SiteURLs, about: JSONObject) -> Iterator[str]:
    """Yield a dataset as JSON Lines, one object per line: https://jsonlines.org/."""
    for rows in batched(json_rows(dataset, site)):
        yield "\n".join(rows) + "\n"


@dataclass(frozen=True)
class FileFormat:
    """A file format: its extension, name, media type, and code in the EU's authority table of file types."""

    extension: str
    name: str
    media_type: str
    chunks: Callable[[Dataset, SiteURLs, JSONObject], Iterator[str]]
    file_type: str = ""

    @property
    def content_type(self) -> str:
        """The value of the Content-Type header."""
        return f"{self.media_type}; charset=utf-8"


FORMATS = (
    FileFormat("csv", "CSV", "text/csv", csv_chunks, "CSV"),
    FileFormat("json", "JSON", "application/json", json_chunks, "JSON"),
    FileFormat("jsonl", "JSON Lines", "application/jsonl", json_lines_chunks),
)
