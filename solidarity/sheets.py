"""Sheets as spreadsheet programs save them, wherever one is imported: Wagtail's import of redirects.

Those of Europe write semicolons where a comma stands in numbers, text in UTF-8 with a mark, in UTF-16 or in Windows's
code page of the country, and their own formats, .xlsx and .ods.
"""

import codecs
import csv
import re
import unicodedata
from io import BytesIO, StringIO
from itertools import islice
from os.path import splitext
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects import base_formats
from wagtail.contrib.redirects.forms import ImportForm

MARKS = {  # the longer ones first: that of UTF-16 begins that of UTF-32
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Windows's code pages of other scripts than Latin; then those of Latin letters, of which the second has what the first
# leaves undefined.
OTHER_SCRIPTS = {"cp1253": "GREEK", "cp1256": "ARABIC"}
LATIN = ("cp1252", "cp1250", "latin-1")
WORD = re.compile(r"[^\W\d_]+")
SEPARATORS = ";\t,|"
EXAMINED = 50  # rows
WIDEST = 1000  # columns
NAMESPACES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}


def decode(data):
    """Return the text of a file, whatever encoding a spreadsheet program chose."""
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\0" in data:  # in no other text: it is the empty one of the two bytes of commas, letters and ends of lines
        return data.decode("utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be", "replace")
    for encoding in ("utf-8", *(code for code, script in OTHER_SCRIPTS.items() if is_in(data, code, script)), *LATIN):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("Latin-1 takes every byte")


def is_in(data, encoding, script):
    """Tell whether bytes are words of a script in a code page: letters of other scripts stand in no word with them."""
    found = False
    for word in WORD.findall(data.decode(encoding, "ignore")):
        letters = [unicodedata.name(letter, "").startswith(script) for letter in word]
        if any(letters):
            if not all(letters):
                return False
            found = found or len(letters) > 2
    return found


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
    width = max(map(len, rows), default=0)
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
        for cell in row.iterfind("table:table-cell", NAMESPACES):
            text = "\n".join("".join(line.itertext()) for line in cell.iterfind("text:p", NAMESPACES))
            times = int(cell.get(f"{{{NAMESPACES['table']}}}number-columns-repeated", 1))
            found += [text] * min(times, WIDEST - len(found))
        return found


FORMATS = [CSV, XLSX, TSV, TXT, ODS]
UNREADABLE = (
    BadZipFile, KeyError, ValueError, OSError, AttributeError, IndexError, csv.Error, ParseError, DefusedXmlException
)  # fmt: skip


def clean_import_file(form):
    """Refuse what cannot be read beside its field; Wagtail would name an exception, or go on with an empty table."""
    file = form.cleaned_data["import_file"]
    name, extension = splitext(file.name)
    file.name = f"{name}{extension.lower()}"  # programs for Windows write .CSV, too
    known = {kind.__name__.lower(): kind for kind in FORMATS}
    if extension.lower().lstrip(".") not in known:
        raise ValidationError(
            _("Choose a file of one of these kinds: %(kinds)s."), params={"kinds": ", ".join(known).upper()}
        )
    try:
        read = known[extension.lower().lstrip(".")]().create_dataset(file.read())
    except UNREADABLE as error:
        message = _("This file cannot be read as a sheet. Open it in your spreadsheet program and save it again.")
        raise ValidationError(message) from error
    finally:
        file.seek(0)
    if len(read.headers) < 2 or not read:
        raise ValidationError(_("The sheet needs two columns with headings, and a row below them."))
    return file


def connect():
    """Let Wagtail's import of redirects read sheets as they are read here; it has no setting for it."""
    base_formats.DEFAULT_FORMATS[:] = FORMATS
    ImportForm.clean_import_file = clean_import_file
