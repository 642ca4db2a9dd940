"""Sheets as spreadsheet programs save them, wherever one is imported: Wagtail's import of redirects.

Those of Europe write semicolons where a comma stands in numbers, text in UTF-8 with a mark, in UTF-16 or in the code
page of the country, and their own formats, .xlsx and .ods.
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
EXAMINED = 50  # rows
WIDEST = 1000  # columns
NAMESPACES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}


def rows_of_text(text):
    """Return the rows of delimited text. What stands between the cells is what divides most rows into as many."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    named, _newline, rest = text.partition("\n")
    if hint := re.fullmatch(r'"?sep=(.)"?', named, re.IGNORECASE):  # Excel's own
        return list(csv.reader(StringIO(rest), delimiter=hint[1]))

    def fits(separator):
        widths = [len(row) for row in islice(csv.reader(StringIO(text), delimiter=separator), EXAMINED) if row]
        widest = max(widths, default=1)
        return (widest > 1, widths.count(widest) / max(len(widths), 1), widest)

    return list(csv.reader(StringIO(text), delimiter=max(SEPARATORS, key=fits)))


def as_text(cell):
    """Return a cell as people read it: whole numbers without a point, nothing where there is nothing."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def dataset(rows):
    """Return rows as Wagtail's Dataset: trimmed, each as wide as the first, without empty ones."""
    rows = [[as_text(cell).strip().lstrip("\ufeff") for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if rows and any(cell.startswith(("/", "http://", "https://")) for cell in rows[0]):
        # No headings: what stands in their place would be left out.
        rows.insert(0, [gettext("Column %(number)s") % {"number": at + 1} for at in range(len(rows[0]))])
    width = max((at + 1 for row in rows for at, cell in enumerate(row) if cell), default=0)
    rows = [row[:width] for row in rows]
    return base_formats.Dataset([row + [""] * (width - len(row)) for row in rows])


class CSV(base_formats.CSV):
    """Delimited text, of whatever separator and encoding."""

    def is_binary(self):
        return True  # the text is decoded here

    def get_read_mode(self):
        return "rb"

    def create_dataset(self, data):
        return dataset(rows_of_text(decode(data)))


class TSV(CSV):
    """The same by another name."""


class TXT(CSV):
    """What Excel calls Unicode text."""


class XLSX(base_formats.XLSX):
    """The first sheet of a workbook of Excel."""

    def create_dataset(self, data):
        found = super().create_dataset(data)
        return dataset([found.headers, *found])


# A cell, and one that another one covers with which it was joined.
CELLS = {f"{{{NAMESPACES['table']}}}{name}" for name in ("table-cell", "covered-table-cell")}


def written(element):
    """Return the text of an element of an open document, with the spaces that it only counts."""
    text = element.text or ""
    for part in element:
        name = part.tag.removeprefix(f"{{{NAMESPACES['text']}}}")
        if name == "s":
            text += " " * min(int(part.get(f"{{{NAMESPACES['text']}}}c", 1)), WIDEST)
        else:
            text += {"tab": "\t", "line-break": "\n"}.get(name, "") or written(part)
        text += part.tail or ""
    return text


class ODS(CSV):
    """The first sheet of a workbook of LibreOffice."""

    def create_dataset(self, data):
        with ZipFile(BytesIO(data)) as archive:
            table = fromstring(archive.read("content.xml")).find(".//table:table", NAMESPACES)
        return dataset(map(self.cells, table.iterfind(".//table:table-row", NAMESPACES)))

    @staticmethod
    def cells(row):
        """Return the cells of a row; equal ones that follow each other are written once."""
        found = []
        for cell in row:
            if cell.tag not in CELLS:
                continue
            text = "\n".join(map(written, cell.iterfind("text:p", NAMESPACES)))
            times = int(cell.get(f"{{{NAMESPACES['table']}}}number-columns-repeated", 1))
            found += [text] * min(times, WIDEST - len(found))
        return found


TEXT = [CSV, TSV, TXT]
FORMATS = [CSV, XLSX, TSV, TXT, ODS]
UNREADABLE = (
    BadZipFile, KeyError, ValueError, OSError, AttributeError, IndexError, csv.Error, ParseError, DefusedXmlException
)  # fmt: skip


class SheetImportForm(ImportForm):
    """Asks for a sheet, and refuses beside its field what cannot be read as one.

    Wagtail would name an exception, or go on with an empty table.
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
        if is_renamed and (kind := kind_of(file, beginning)) in ("xlsx", "ods"):
            extension = f".{kind}"  # some programs name a workbook so
        file.seek(0)
        file.name = f"{name}{extension.lower()}"  # programs for Windows write .CSV, too
        known = {kind.__name__.lower(): kind for kind in FORMATS}
        self.kind = known.get(extension.lower().lstrip("."))
        if not self.kind:
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
        """Try to read the sheet, and make text UTF-8, which the next steps take without asking again."""
        data = cleaned["import_file"].read()
        try:
            if self.kind in TEXT:
                data = decode(data, cleaned["encoding"]).encode("utf-8-sig")
            read = self.kind().create_dataset(data)
        except UNREADABLE as error:
            message = _("This file cannot be read as a sheet. Open it in your spreadsheet program and save it again.")
            raise ValidationError(message) from error
        if len(read.headers) < 2 or not read:
            raise ValidationError(_("The sheet needs two columns with headings, and a row below them."))
        cleaned["import_file"] = ContentFile(data, cleaned["import_file"].name)


def connect():
    """Let Wagtail's import of redirects read sheets as they are read here; it has no setting for it."""
    base_formats.DEFAULT_FORMATS[:] = FORMATS
    views.ImportForm = SheetImportForm
