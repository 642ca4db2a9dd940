"""The published columns of pages: name, meaning, how a value is read from a row, and how it is written."""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.fields import Field
from wagtail.models import Page

from solidarity import languages
from solidarity.dates import PartialDate, iso_datetime
from solidarity.fields import column_name as language_column

if TYPE_CHECKING:
    from solidarity.open_data.datasets import SiteURLs

# A value of a row in the files of open data.
JSONValue = str | float | bool | list[str] | None

# What spreadsheets parse as the start of a formula (https://owasp.org/www-community/attacks/CSV_Injection), and the
# character that is prepended to escape it. A text that begins with this character is escaped as well, so that removing
# one always restores the text.
ESCAPE = "'"
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", ESCAPE)
# The separator of lists in a CSV file; no slug, code or URL of the site contains it.
SEPARATOR = ";"


def strip_controls(text: str) -> str:
    """Return a text without control characters and lone surrogates, with LF as line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isprintable():
        return text
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


def escape_formula(text: str) -> str:
    """Return a text for a CSV file, escaped if a spreadsheet would calculate it."""
    return f"{ESCAPE}{text}" if text.startswith(FORMULA_STARTS) else text


@dataclass(frozen=True)
class DatasetColumn:
    """A column of a dataset.

    ``source`` is a function of the row or the name of the row's attribute, by default the column's own name; ``needs``
    are the fields that such a function reads. A translated column stands for one column per language.

    A page's columns are part of the open data files and of the read API, unless ``in_files`` or ``in_api`` is false.
    ``api`` is the serializer field of the read API, where it does not follow from the column's class.
    """

    name: str
    meaning: str | Promise
    source: str | Callable[[Any], object] = ""
    needs: tuple[str, ...] = ()
    translated: bool = False
    language: str = ""
    refers_to: str = ""
    required: bool = False
    in_files: bool = True
    in_api: bool = True
    api: Field | None = None

    kind: ClassVar[str | Promise] = _("text")
    is_text: ClassVar = True

    @property
    def schema_type(self) -> str:
        """The type in the column's field descriptor."""
        return "string"

    def in_each_language(self) -> list[Self]:
        """Return the columns that this one stands for: itself, or one per language."""
        if not self.translated:
            return [self]
        source = str(self.source or self.name)
        return [
            replace(self, name=language_column(self.name, code), source=language_column(source, code), language=code)
            for code in languages.codes()
        ]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the model fields to load for this column."""
        if self.needs or callable(self.source):
            return self.needs
        return (self.source or self.name,)

    def found(self, row: Model) -> Any:
        """Return the row's value for this column, unconverted."""
        if callable(self.source):
            return self.source(row)
        name = self.source or self.name
        # A dataset may have rows of several models, not all of which have every attribute.
        return getattr(row, name) if hasattr(type(row), name) or name in row.__dict__ else None

    def value(self, row: Model, site: "SiteURLs") -> JSONValue:
        """Return the value for JSON; None if it is empty. ``site`` is the SiteURLs of the request."""
        found = self.found(row)
        return None if found is None or found == "" else self.written(found)

    def written(self, found: Any) -> JSONValue:
        """Return a row's value converted for JSON."""
        return strip_controls(str(found)) or None

    def csv_text(self, value: Any) -> str:
        """Return a JSON value as the text of a CSV cell."""
        if value is None:
            return ""
        return escape_formula(value) if self.is_text else json.dumps(value)

    def schema(self) -> dict[str, object]:
        """Return the column's field descriptor of Table Schema: https://datapackage.org/standard/table-schema/."""
        constraints = {**({"required": True} if self.required else {}), **self.constraints()}
        return {
            "name": self.name,
            "type": self.schema_type,
            "description": f"{self.meaning} ({self.language})" if self.language else str(self.meaning),
            **self.schema_details(),
            **({"constraints": constraints} if constraints else {}),
        }

    def schema_details(self) -> dict[str, object]:
        """Return further properties of the field descriptor."""
        return {}

    def constraints(self) -> dict[str, object]:
        """Return the constraints of the field descriptor."""
        return {}


@dataclass(frozen=True)
class TextColumn(DatasetColumn):
    """Text."""


@dataclass(frozen=True)
class NumberColumn(DatasetColumn):
    """A number, an integer unless it has ``decimals``."""

    decimals: bool = False

    kind = _("number")
    is_text = False

    @property
    def schema_type(self) -> str:
        return "number" if self.decimals else "integer"

    def written(self, found: Any) -> float:
        return float(found) if self.decimals else int(found)


@dataclass(frozen=True)
class BooleanColumn(DatasetColumn):
    """True or false."""

    kind = _("true or false")
    schema_type = "boolean"
    is_text = False

    def written(self, found: object) -> bool:
        return bool(found)


@dataclass(frozen=True)
class DateColumn(DatasetColumn):
    """A date that is known to the day."""

    kind = _("date")
    schema_type = "date"

    def written(self, found: date) -> str:
        return found.isoformat()


@dataclass(frozen=True)
class PartialDateColumn(DatasetColumn):
    """A PartialDate, without its unknown parts: 2017, 2017-03 or 2017-03-01."""

    kind = _("date, perhaps without day or month")

    def written(self, found: PartialDate) -> str | None:
        return found.isoformat() or None

    def constraints(self) -> dict[str, object]:
        return {"pattern": r"\d{4}(-\d{2}(-\d{2})?)?"}


@dataclass(frozen=True)
class DateTimeColumn(DatasetColumn):
    """A date and time, in UTC."""

    kind = _("date and time, UTC")
    schema_type = "datetime"

    def written(self, found: datetime) -> str:
        return iso_datetime(found)


@dataclass(frozen=True)
class ChoiceColumn(DatasetColumn):
    """One of a few values; ``codes`` are pairs of value and meaning."""

    codes: tuple[tuple[str, str | Promise], ...] = ()

    kind = _("one of these values")

    def constraints(self) -> dict[str, object]:
        return {"enum": [code for code, _meaning in self.codes]}


@dataclass(frozen=True)
class ListColumn(DatasetColumn):
    """Several slugs, codes or URLs; in CSV separated by semicolons."""

    kind = _("list")
    schema_type = "list"

    def value(self, row: Model, site: "SiteURLs") -> list[str]:
        return [name for name in map(strip_controls, self.found(row) or ()) if name]

    def csv_text(self, value: list[str]) -> str:
        return escape_formula(SEPARATOR.join(value))

    def schema_details(self) -> dict[str, object]:
        return {"itemType": "string", "delimiter": SEPARATOR}


@dataclass(frozen=True)
class URLColumn(DatasetColumn):
    """A URL."""

    kind = _("address")

    def schema_details(self) -> dict[str, object]:
        return {"format": "uri"}


@dataclass(frozen=True)
class FileURLsColumn(ListColumn):
    """The absolute URLs of files of the site, read from the row as paths."""

    def value(self, row: Model, site: "SiteURLs") -> list[str]:
        return [site.file(path) for path in super().value(row, site)]


@dataclass(frozen=True)
class PageURLColumn(URLColumn):
    """The absolute URL of the row's page in the default language."""

    needs: tuple[str, ...] = field(default=("url_path",))

    def value(self, row: Page, site: "SiteURLs") -> str:
        return site.page(row.url_path)


@dataclass(frozen=True)
class NestedColumn(DatasetColumn):
    """Inline rows of a page, such as its key figures: only in the read API, each as an object."""

    in_files: bool = False

    kind = _("list")


# Columns that most datasets share.
NUMBER = NumberColumn(
    "id",
    _("Number of the page. It stays the same when the page is renamed or moved."),
    "pk",
    ("pk",),
    required=True,
    in_api=False,
)
PAGE_URL = PageURLColumn(
    "url",
    _("The page's address in English. Replace “en” with another language's code to get the page in that language."),
    required=True,
    in_api=False,
)
LANGUAGES = ListColumn(
    "languages",
    _("Codes of the languages in which the page is written."),
    lambda page: page.languages_written.split(),
    in_api=False,
)
CHANGED = DateTimeColumn("published_at", _("When the page was last published."), "last_published_at", in_api=False)
