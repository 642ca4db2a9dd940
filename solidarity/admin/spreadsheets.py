"""Import of spreadsheets as common programs save them, for Wagtail's import of redirects.

In Europe these programs write semicolons where the decimal separator is a comma; text in UTF-8 with a BOM, in UTF-16 or
in the country's code page; and their own formats, .xlsx and .ods.
"""

import csv
import re
from io import BytesIO, StringIO
from itertools import islice
from os.path import splitext
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects import base_formats, views
from wagtail.contrib.redirects.forms import ImportForm

from solidarity.admin.encodings import CHOICES, decode
from solidarity.media.document_checks import COMPOUND, kind_of, refuse_compound
from solidarity.media.uploads import EMPTY

SEPARATORS = ";\t,|"
SNIFFED_ROWS = 50  # rows
MAX_COLUMNS = 1000  # columns
NAMESPACES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}


def parse_rows(text):
    """Return the rows of delimited text. The delimiter is the one that splits most rows into as many cells."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first_line, _newline, rest = text.partition("\n")
    if hint := re.fullmatch(r'"?sep=(.)"?', first_line, re.IGNORECASE):  # Excel's own declaration of the delimiter
        return list(csv.reader(StringIO(rest), delimiter=hint[1]))

    def fits(separator):
        widths = [len(row) for row in islice(csv.reader(StringIO(text), delimiter=separator), SNIFFED_ROWS) if row]
        widest = max(widths, default=1)
        return (widest > 1, widths.count(widest) / max(len(widths), 1), widest)

    return list(csv.reader(StringIO(text), delimiter=max(SEPARATORS, key=fits)))


def cell_text(cell):
    """Return the value of a cell as text: whole numbers without a decimal point, None as an empty string."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def dataset(rows):
    """Return rows as Wagtail's Dataset: cells trimmed, empty rows removed, and all rows as wide as the widest one."""
    rows = [[cell_text(cell).strip().lstrip("\ufeff") for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if rows and any(cell.startswith(("/", "http://", "https://")) for cell in rows[0]):
        # Without headings, Wagtail would take the first row for them and leave it out.
        rows.insert(0, [gettext("Column %(number)s") % {"number": index + 1} for index in range(len(rows[0]))])
    width = max((index + 1 for row in rows for index, cell in enumerate(row) if cell), default=0)
    rows = [row[:width] for row in rows]
    return base_formats.Dataset([row + [""] * (width - len(row)) for row in rows])


class CSV(base_formats.CSV):
    """Delimited text with any delimiter and encoding."""

    def is_binary(self):
        return True  # the text is decoded in create_dataset

    def get_read_mode(self):
        return "rb"

    def create_dataset(self, data):
        return dataset(parse_rows(decode(data)))


class TSV(CSV):
    """Delimited text with the extension .tsv."""


class TXT(CSV):
    """Delimited text with the extension .txt, which Excel calls Unicode text."""


class XLSX(base_formats.XLSX):
    """The first sheet of an Excel workbook."""

    def create_dataset(self, data):
        found = super().create_dataset(data)
        return dataset([found.headers, *found])


# A cell, and a cell that is covered by a merged one.
CELLS = {f"{{{NAMESPACES['table']}}}{name}" for name in ("table-cell", "covered-table-cell")}


def element_text(element):
    """Return the text of an OpenDocument element; it stores repeated spaces as an element with a count."""
    text = element.text or ""
    for part in element:
        name = part.tag.removeprefix(f"{{{NAMESPACES['text']}}}")
        if name == "s":
            text += " " * min(int(part.get(f"{{{NAMESPACES['text']}}}c", 1)), MAX_COLUMNS)
        else:
            text += {"tab": "\t", "line-break": "\n"}.get(name, "") or element_text(part)
        text += part.tail or ""
    return text


class ODS(CSV):
    """The first sheet of a LibreOffice workbook."""

    def create_dataset(self, data):
        with ZipFile(BytesIO(data)) as archive:
            table = fromstring(archive.read("content.xml")).find(".//table:table", NAMESPACES)
        return dataset(map(self.cells, table.iterfind(".//table:table-row", NAMESPACES)))

    @staticmethod
    def cells(row):
        """Return the texts of the cells in a row; OpenDocument stores equal neighbours once, with a count."""
        found = []
        for cell in row:
            if cell.tag not in CELLS:
                continue
            text = "\n".join(map(element_text, cell.iterfind("text:p", NAMESPACES)))
            repeated = int(cell.get(f"{{{NAMESPACES['table']}}}number-columns-repeated", 1))
            found += [text] * min(repeated, MAX_COLUMNS - len(found))
        return found


TEXT = [CSV, TSV, TXT]
FORMATS = [CSV, XLSX, TSV, TXT, ODS]
READ_ERRORS = (
    BadZipFile, KeyError, ValueError, OSError, AttributeError, IndexError, csv.Error, ParseError, DefusedXmlException
)  # fmt: skip


class SpreadsheetImportForm(ImportForm):
    """Asks for a spreadsheet, and validates at the file field that it can be read.

    Wagtail would show the name of an exception, or continue with an empty table.
    """

    encoding = forms.ChoiceField(
        label=_("Encoding of a text file"),
        required=False,
        choices=[("", _("Recognise it")), *CHOICES],
        help_text=_("If letters are wrong in the table of the next step, come back and choose another one."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["import_file"].error_messages["empty"] = EMPTY

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        name, extension = splitext(file.name.strip())
        beginning = file.read(1024)
        if beginning.startswith(COMPOUND):
            refuse_compound(file, "xlsx")
        is_renamed = extension.lower() in (".csv", ".tsv", ".txt") and beginning.startswith(b"PK")
        if is_renamed and (format := kind_of(file, beginning)) in ("xlsx", "ods"):
            extension = f".{format}"  # some programs give a workbook the extension of a text file
        file.seek(0)
        file.name = f"{name}{extension.lower()}"  # Windows programs also write .CSV
        known = {format.__name__.lower(): format for format in FORMATS}
        self.format = known.get(extension.lower().lstrip("."))
        if not self.format:
            raise ValidationError(
                _("Choose a file of one of these kinds: %(kinds)s."), params={"kinds": ", ".join(known).upper()}
            )
        return file

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            self._read(cleaned)
        except ValidationError as error:
            self.add_error("import_file", error)
        return cleaned

    def _read(self, cleaned):
        """Parse the spreadsheet, or raise ValidationError; convert text to UTF-8, which the next steps expect."""
        data = cleaned["import_file"].read()
        try:
            if self.format in TEXT:
                data = decode(data, cleaned["encoding"]).encode("utf-8-sig")
            read = self.format().create_dataset(data)
        except READ_ERRORS as error:
            message = _("This file cannot be read as a sheet. Open it in your spreadsheet program and save it again.")
            raise ValidationError(message) from error
        if len(read.headers) < 2 or not read:
            raise ValidationError(_("The sheet needs two columns with headings, and a row below them."))
        cleaned["import_file"] = ContentFile(data, cleaned["import_file"].name)


def connect():
    """Replace the formats and the form of Wagtail's import of redirects, which has no setting for them."""
    base_formats.DEFAULT_FORMATS[:] = FORMATS
    views.ImportForm = SpreadsheetImportForm
