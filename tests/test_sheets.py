"""Sheets: those of the admin open in Excel as they are meant, and those of Europe's programs can be imported."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from wagtail.contrib.forms.models import FormSubmission
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.utils import get_import_formats

from solidarity.models import SearchMiss
from solidarity.sheets import FORMATS, decode, rows_of_text
from tests import factories
from tests.sheets import BOM, sheet_rows

# What is given

LISTINGS = ["list_cities:index", "list_statements:index", "list_pledges:index", "list_news:index"]
OVERVIEWS = ["officers:report", "search_misses:report", "wagtailadmin_reports:site_history", "wagtailredirects:index"]


@pytest.fixture
def answered(site):
    """A form that somebody answered in Greek and Arabic."""
    page = factories.FormPageFactory(parent=site.home)
    names = [field.clean_name for field in page.get_form_fields()]
    answers = dict(zip(names, ("Αθηνά أثينا", "a@example.org", "Join"), strict=True))
    FormSubmission.objects.create(page=page, form_data=answers)
    return reverse("wagtailforms:list_submissions", args=[page.pk])


@pytest.mark.parametrize("name", [*LISTINGS, *OVERVIEWS, "answers"])
def test_every_sheet_of_the_admin_says_that_it_is_utf_8(admin_client, site, team, answered, name):
    factories.CityPageFactory(parent=site.cities, heading_en="Αθήνα")
    SearchMiss.objects.note("αθηνα", "el")
    Redirect.objects.create(old_path="/αθήνα", redirect_link="https://example.org/")
    response = admin_client.get(answered if name == "answers" else reverse(name), {"export": "csv"})
    assert response.status_code == 200
    content = response.getvalue().decode("utf-8")
    assert content.startswith(BOM)
    assert content.count(BOM) == 1
    if name == "answers":
        assert "Αθηνά أثينا" in content
        assert any("Αθηνά أثينا" in row for row in sheet_rows(admin_client.get(answered, {"export": "xlsx"})))


# What is taken

ROWS = [["Old path", "New address"], ["/zürich", "https://example.org/a,b"], ["/köln;1", "/en/cities/"]]
GREEK = [["Παλιά διεύθυνση", "Νέα διεύθυνση"], ["/αθήνα", "https://example.org/αθήνα"]]
ARABIC = [["العنوان القديم", "العنوان الجديد"], ["/أثينا", "https://example.org/"]]


def delimited(rows, separator, encoding="utf-8", end="\r\n", quote=True):
    lines = [separator.join(f'"{cell}"' if quote or separator in cell else cell for cell in row) for row in rows]
    return (end.join(lines) + end).encode(encoding)


def workbook(rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def open_document(rows):
    cells = "".join(
        "<t:table-row>" + "".join(f"<t:table-cell><x:p>{cell}</x:p></t:table-cell>" for cell in row)
        + '<t:table-cell t:number-columns-repeated="16382"/></t:table-row>'
        for row in rows
    )  # fmt: skip
    names = 'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    names += 'xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", f"<d {names}><t:table>{cells}</t:table></d>")
    return file.getvalue()


FILES = {
    "commas, UTF-8": ("a.csv", delimited(ROWS, ","), ROWS),
    "with a mark": ("a.csv", delimited(ROWS, ",", "utf-8-sig"), ROWS),
    "semicolons": ("a.csv", delimited(ROWS, ";", "utf-8-sig"), ROWS),
    "semicolons, bare": ("a.csv", delimited(ROWS, ";", "cp1252", quote=False), ROWS),
    "Western Windows": ("A.CSV", delimited(ROWS, ";", "cp1252"), ROWS),
    "Greek Windows": ("a.csv", delimited(GREEK, ";", "cp1253"), GREEK),
    "Arabic Windows": ("a.csv", delimited(ARABIC, ";", "cp1256"), ARABIC),
    "Central European Windows": ("a.csv", delimited([["stará", "nová"], ["/Ťahanovce", "/x"]], ";", "cp1250"), None),
    "Unicode text of Excel": ("a.txt", delimited(ROWS, "\t", "utf-16"), ROWS),
    "UTF-16 without a mark": ("a.csv", delimited(GREEK, ";", "utf-16-le", quote=False), GREEK),
    "UTF-16, the other way": ("a.csv", b"\xfe\xff" + delimited(ROWS, "\t", "utf-16-be"), ROWS),
    "tabs": ("a.tsv", delimited(ROWS, "\t"), ROWS),
    "lines of an old Mac": ("a.csv", delimited(ROWS, ";", end="\r"), ROWS),
    "said by Excel": ("a.csv", b"sep=;\r\n" + delimited(ROWS, ";"), ROWS),
    "empty lines and short ones": ("a.csv", delimited([ROWS[0], ["", ""], ["/a"], ROWS[1]], ";"), None),
    "Excel": ("a.xlsx", workbook(ROWS), ROWS),
    "Excel, numbers and blanks": ("A.XLSX", workbook([["Old", "New", None], ["/a", 2.0, 1.5], [None, None]]), None),
    "LibreOffice": ("a.ods", open_document(ROWS), ROWS),
}  # fmt: skip


def upload(client, name, content):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("wagtailredirects:start_import"), {"import_file": file}, follow=True)


@pytest.mark.parametrize("kind", FILES)
def test_what_spreadsheet_programs_save_is_read(admin_client, site, kind):
    name, content, rows = FILES[kind]
    response = upload(admin_client, name, content)
    assert response.status_code == 200
    read = response.context["dataset"]
    found = [read.headers, *read]
    if rows:
        assert found == rows
    assert {len(row) for row in found} == {len(read.headers)}
    assert all(isinstance(cell, str) for row in found for cell in row)


@pytest.mark.parametrize(
    "kind", ["Western Windows", "Unicode text of Excel", "LibreOffice", "empty lines and short ones"]
)
def test_a_sheet_becomes_redirects(admin_client, site, kind):
    name, content, _rows = FILES[kind]
    form = upload(admin_client, name, content).context["form"]
    sent = {field.html_name: field.value() for field in form if field.value()} | {"from_index": "0", "to_index": "1"}
    response = admin_client.post(reverse("wagtailredirects:process_import"), sent, follow=True)
    assert response.status_code == 200
    assert Redirect.objects.filter(redirect_link="https://example.org/a,b").count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7"),
        ("a.xlsx", b"no workbook"),
        ("a.ods", b"no workbook"),
        ("a.xlsx", open_document(ROWS)),
        ("a.ods", workbook(ROWS)),
        ("a.csv", b"one column\n/a\n"),
        ("a.csv", b"old;new\n"),
        ("a.csv", b"\xff\xfe"),
        ("a.csv", b'"' + b"x" * 200_000),
    ],
    ids=lambda value: value if isinstance(value, str) else "content",  # which holds the time of its making
)
def test_what_is_no_sheet_is_refused_beside_its_field(admin_client, site, name, content):
    response = upload(admin_client, name, content)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["import_file"]


def test_wagtail_reads_sheets_by_our_formats():
    assert get_import_formats() == FORMATS
    assert json.dumps(rows_of_text("a;1,5\nb;2,5")) == '[["a", "1,5"], ["b", "2,5"]]', "a comma stands in numbers"
    assert decode("/à Paris".encode("cp1252")) == "/à Paris", "a letter alone is not yet Greek"
