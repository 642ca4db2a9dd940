"""The columns of open data: what each is called, what it means, how it is taken from a row and written down."""

import json
import unicodedata
from dataclasses import dataclass, field, replace
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from solidarity import languages
from solidarity.dates import machine_date, machine_moment
from solidarity.fields import column as language_column

# What a spreadsheet takes for the beginning of a formula (https://owasp.org/www-community/attacks/CSV_Injection), and
# the mark that is put before it. A text that begins with the mark gets another, so that taking one away always gives
# the text back.
MARK = "'"
GUARDED = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", MARK)
# What stands between the names of a list in a CSV file; no short name, code or address of ours has one in it.
BETWEEN = ";"


def plain(text):
    """Return a text without characters that are no part of any: controls and lone surrogates. Lines end by LF."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isprintable():
        return text
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


def guarded(text):
    """Return a text as a CSV file holds it: with a mark before what a spreadsheet would calculate."""
    return f"{MARK}{text}" if text.startswith(GUARDED) else text


@dataclass(frozen=True)
class Column:
    """A column of a dataset.

    ``source`` is the name of the row's attribute, unless it is the column's own, or a function of the row; ``needs``
    are the fields that such a function reads. A translated column stands for one of each language.
    """

    name: str
    meaning: str | Promise
    source: object = ""
    needs: tuple = ()
    translated: bool = False
    language: str = ""
    refers_to: str = ""
    required: bool = False

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
        return plain(str(found)) or None

    def csv_text(self, value):
        """Return a value as a CSV file holds it."""
        if value is None:
            return ""
        return guarded(value) if self.is_text else json.dumps(value)

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
class Text(Column):
    """Words."""


@dataclass(frozen=True)
class Number(Column):
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
class YesNo(Column):
    """Something that is so or is not."""

    kind = _("true or false")
    schema_type = "boolean"
    is_text = False

    def written(self, found):
        return bool(found)


@dataclass(frozen=True)
class Day(Column):
    """A date that is known to the day."""

    kind = _("date")
    schema_type = "date"

    def written(self, found):
        return found.isoformat()


@dataclass(frozen=True)
class KnownDay(Column):
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
        return machine_date(day, getattr(row, self.precision)) if day and self.precision else day

    def constraints(self):
        return {"pattern": r"\d{4}(-\d{2}(-\d{2})?)?"}


@dataclass(frozen=True)
class Moment(Column):
    """A day and an hour, in UTC."""

    kind = _("date and time, UTC")
    schema_type = "datetime"

    def written(self, found):
        return machine_moment(found)


@dataclass(frozen=True)
class Code(Column):
    """One of a few words; ``codes`` are these with what they mean."""

    codes: tuple = ()

    kind = _("one of these values")

    def constraints(self):
        return {"enum": [code for code, _meaning in self.codes]}


@dataclass(frozen=True)
class Names(Column):
    """Several short names, codes or addresses; in CSV with semicolons between them."""

    kind = _("list")
    schema_type = "list"

    def value(self, row, site):
        return [name for name in map(plain, self.found(row) or ()) if name]

    def csv_text(self, value):
        return guarded(BETWEEN.join(value))

    def schema_details(self):
        return {"itemType": "string", "delimiter": BETWEEN}


@dataclass(frozen=True)
class WebAddress(Column):
    """An address on the web."""

    kind = _("address")

    def schema_details(self):
        return {"format": "uri"}


@dataclass(frozen=True)
class FileAddresses(Names):
    """The addresses of files of the site, found as paths."""

    def value(self, row, site):
        return [site.file(path) for path in super().value(row, site)]


@dataclass(frozen=True)
class PageAddress(WebAddress):
    """The address of the row's page in the default language."""

    needs: tuple = field(default=("url_path",))

    def value(self, row, site):
        return site.page(row.url_path)


# What most datasets begin or end with.
NUMBER = Number(
    "id", _("Number of the page. It stays the same when the page is renamed or moved."), "pk", ("pk",), required=True
)
PAGE_ADDRESS = PageAddress(
    "address",
    _("The page's address in English. Replace “en” with another language's code to get the page in that language."),
    required=True,
)
LANGUAGES = Names(
    "languages",
    _("Codes of the languages in which the page is written."),
    lambda page: page.languages_written.split(),
)
CHANGED = Moment("published_at", _("When the page was last published."), "last_published_at")
