"""The published columns of pages: what each is called, what it means, how it is taken from a row and written down."""

import json
import unicodedata
from dataclasses import dataclass, field, replace
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from solidarity import languages
from solidarity.dates import iso_datetime, iso_partial_date
from solidarity.fields import column_name as language_column

# What a spreadsheet takes for the beginning of a formula (https://owasp.org/www-community/attacks/CSV_Injection), and
# the mark that is put before it. A text that begins with the mark gets another, so that taking one away always gives
# the text back.
ESCAPE = "'"
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", ESCAPE)
# What stands between the names of a list in a CSV file; no short name, code or address of ours has one in it.
SEPARATOR = ";"


def strip_controls(text):
    """Return a text without characters that are no part of any: controls and lone surrogates. Lines end by LF."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isprintable():
        return text
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


def escape_formula(text):
    """Return a text as a CSV file holds it: with a mark before what a spreadsheet would calculate."""
    return f"{ESCAPE}{text}" if text.startswith(FORMULA_STARTS) else text


@dataclass(frozen=True)
class DatasetColumn:
    """A column of a dataset.

    ``source`` is the name of the row's attribute, unless it is the column's own, or a function of the row; ``needs``
    are the fields that such a function reads. A translated column stands for one of each language.

    A page's columns are in the files of open data and in the read API, unless ``in_files`` or ``in_api`` is false.
    ``api`` is the serializer field by which the read API gives the column, where its kind alone does not say it.
    """

    name: str
    meaning: str | Promise
    source: object = ""
    needs: tuple = ()
    translated: bool = False
    language: str = ""
    refers_to: str = ""
    required: bool = False
    in_files: bool = True
    in_api: bool = True
    api: object = None

    kind: ClassVar = _("text")
    schema_type: ClassVar = "string"
    is_text: ClassVar = True

    def in_each_language(self):
        """Return the columns that this one stands for: itself, or one for each language."""
        if not self.translated:
            return [self]
        source = self.source or self.name
        return [
            replace(self, name=language_column(self.name, code), source=language_column(source, code), language=code)
            for code in languages.codes()
        ]

    @property
    def fields(self):
        """The names of the fields that are read for this column."""
        if self.needs or callable(self.source):
            return self.needs
        return (self.source or self.name,)

    def found(self, row):
        """Return what the row has for this column, as it is."""
        if callable(self.source):
            return self.source(row)
        name = self.source or self.name
        # A dataset may hold rows of several kinds, not all of which have everything.
        return getattr(row, name) if hasattr(type(row), name) or name in row.__dict__ else None

    def value(self, row, site):
        """Return the cell as JSON holds it: None where it is empty. ``site`` knows the addresses of pages."""
        found = self.found(row)
        return None if found is None or found == "" else self.written(found)

    def written(self, found):
        """Return what was found in a row as JSON holds it."""
        return strip_controls(str(found)) or None

    def csv_text(self, value):
        """Return a value as a CSV file holds it."""
        if value is None:
            return ""
        return escape_formula(value) if self.is_text else json.dumps(value)

    def schema(self):
        """Return the column's part of the Table Schema: https://datapackage.org/standard/table-schema/."""
        constraints = {**({"required": True} if self.required else {}), **self.constraints()}
        return {
            "name": self.name,
            "type": self.schema_type,
            "description": f"{self.meaning} ({self.language})" if self.language else str(self.meaning),
            **self.schema_details(),
            **({"constraints": constraints} if constraints else {}),
        }

    def schema_details(self):
        return {}

    def constraints(self):
        return {}


@dataclass(frozen=True)
class TextColumn(DatasetColumn):
    """Words."""


@dataclass(frozen=True)
class NumberColumn(DatasetColumn):
    """A number, whole unless it has decimals."""

    decimals: bool = False

    kind = _("number")
    is_text = False

    @property
    def schema_type(self):
        return "number" if self.decimals else "integer"

    def written(self, found):
        return float(found) if self.decimals else int(found)


@dataclass(frozen=True)
class BooleanColumn(DatasetColumn):
    """Something that is so or is not."""

    kind = _("true or false")
    schema_type = "boolean"
    is_text = False

    def written(self, found):
        return bool(found)


@dataclass(frozen=True)
class DateColumn(DatasetColumn):
    """A date that is known to the day."""

    kind = _("date")
    schema_type = "date"

    def written(self, found):
        return found.isoformat()


@dataclass(frozen=True)
class PartialDateColumn(DatasetColumn):
    """A date as exactly as it is known: 2017, 2017-03 or 2017-03-01.

    ``precision`` names the field that says how exactly; without it the date is found written like that.
    """

    precision: str = ""

    kind = _("date, perhaps without day or month")

    @property
    def fields(self):
        return (*super().fields, self.precision) if self.precision else super().fields

    def found(self, row):
        day = super().found(row)
        return iso_partial_date(day, getattr(row, self.precision)) if day and self.precision else day

    def constraints(self):
        return {"pattern": r"\d{4}(-\d{2}(-\d{2})?)?"}


@dataclass(frozen=True)
class DateTimeColumn(DatasetColumn):
    """A day and an hour, in UTC."""

    kind = _("date and time, UTC")
    schema_type = "datetime"

    def written(self, found):
        return iso_datetime(found)


@dataclass(frozen=True)
class ChoiceColumn(DatasetColumn):
    """One of a few words; ``codes`` are these with what they mean."""

    codes: tuple = ()

    kind = _("one of these values")

    def constraints(self):
        return {"enum": [code for code, _meaning in self.codes]}


@dataclass(frozen=True)
class ListColumn(DatasetColumn):
    """Several short names, codes or addresses; in CSV with semicolons between them."""

    kind = _("list")
    schema_type = "list"

    def value(self, row, site):
        return [name for name in map(strip_controls, self.found(row) or ()) if name]

    def csv_text(self, value):
        return escape_formula(SEPARATOR.join(value))

    def schema_details(self):
        return {"itemType": "string", "delimiter": SEPARATOR}


@dataclass(frozen=True)
class URLColumn(DatasetColumn):
    """An address on the web."""

    kind = _("address")

    def schema_details(self):
        return {"format": "uri"}


@dataclass(frozen=True)
class FileURLsColumn(ListColumn):
    """The addresses of files of the site, found as paths."""

    def value(self, row, site):
        return [site.file(path) for path in super().value(row, site)]


@dataclass(frozen=True)
class PageURLColumn(URLColumn):
    """The address of the row's page in the default language."""

    needs: tuple = field(default=("url_path",))

    def value(self, row, site):
        return site.page(row.url_path)


@dataclass(frozen=True)
class NestedColumn(DatasetColumn):
    """What stands in rows on a page, such as its key figures: in the read API alone, each row as an object."""

    in_files: bool = False

    kind = _("list")


# What most datasets begin or end with.
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
