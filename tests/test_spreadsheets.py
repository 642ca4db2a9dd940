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

from solidarity.admin.encodings import CHOICES, decode
from solidarity.admin.spreadsheets import FORMATS, parse_rows
from solidarity.media.document_checks import COMPOUND, ENCRYPTED_PACKAGE
from solidarity.media.uploads import EMPTY
from solidarity.models import UnmatchedQuery
from tests import factories
from tests.support.people import officer_of, set_language
from tests.support.review import send_for_review
from tests.support.spreadsheets import BOM, spreadsheet_rows

# What is given

LISTINGS = ["list_cities:index", "list_statements:index", "list_pledges:index", "list_news:index"]
REPORTS = [
    "officers:report",
    "unmatched_queries:report",
    "wagtailadmin_reports:site_history",
    "wagtailredirects:index",
]


@pytest.fixture
def answered(site):
    """A form that somebody answered in Greek and Arabic."""
    page = factories.FormPageFactory(parent=site.home)
    names = [field.clean_name for field in page.get_form_fields()]
    answers = dict(zip(names, ("Αθηνά أثينا", "a@example.org", "Join"), strict=True))
    FormSubmission.objects.create(page=page, form_data=answers)
    return reverse("wagtailforms:list_submissions", args=[page.pk])


@pytest.mark.parametrize("name", [*LISTINGS, *REPORTS, "answers"])
def test_every_sheet_of_the_admin_says_that_it_is_utf_8(admin_client, site, team, answered, name):
    factories.CityPageFactory(parent=site.cities, heading_en="Αθήνα")
    UnmatchedQuery.objects.note("αθηνα", "el")
    Redirect.objects.create(old_path="/αθήνα", redirect_link="https://example.org/")
    response = admin_client.get(answered if name == "answers" else reverse(name), {"export": "csv"})
    assert response.status_code == 200
    content = response.getvalue().decode("utf-8")
    assert content.startswith(BOM)
    assert content.count(BOM) == 1
    if name == "answers":
        assert "Αθηνά أثينا" in content
        assert any("Αθηνά أثينا" in row for row in spreadsheet_rows(admin_client.get(answered, {"export": "xlsx"})))


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
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
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
    "without headings": ("a.csv", delimited(ROWS[1:], ";"), [["Column 1", "Column 2"], *ROWS[1:]]),
    "a workbook by another name": ("a.csv", workbook(ROWS), ROWS),
    "an open document by another name": ("a.txt", open_document(ROWS), ROWS),
    "Excel": ("a.xlsx", workbook(ROWS), ROWS),
    "Excel, numbers and blanks": ("A.XLSX", workbook([["Old", "New", None], ["/a", 2.0, 1.5], [None, None]]), None),
    "LibreOffice": ("a.ods", open_document(ROWS), ROWS),
}  # fmt: skip


def upload(client, name, content, **chosen):
    sent = {"import_file": SimpleUploadedFile(name, content), **chosen}
    return client.post(reverse("wagtailredirects:start_import"), sent, follow=True)


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
    assert json.dumps(parse_rows("a;1,5\nb;2,5")) == '[["a", "1,5"], ["b", "2,5"]]', "a comma stands in numbers"


# Words that people have in the paths of pages, in the encodings of their countries' programs.
PLACES = {
    "Czech": (["/třebíč", "/česká-města", "/plzeň", "/žďár"], ["cp1250", "iso8859_2", "mac_latin2"]),
    "Polish": (["/łódź", "/gdańsk", "/Wrocław", "/białystok"], ["cp1250", "cp852", "mac_latin2"]),
    "Hungarian": (["/győr", "/székesfehérvár", "/kőszeg", "/hódmezővásárhely"], ["cp1250"]),
    "Croatian": (["/Čakovec", "/poreč", "/šibenik", "/požega"], ["cp1250"]),
    "Romanian": (["/timişoara", "/iaşi", "/galaţi", "/bacău"], ["cp1250"]),
    "Latvian": (["/rīga", "/jūrmala", "/liepāja", "/rēzekne"], ["cp1257"]),
    "Lithuanian": (["/šiauliai", "/klaipėda", "/panevėžys"], ["cp1257"]),
    "Estonian": (["/põlva", "/võru", "/jõhvi", "/türi"], ["cp1252", "cp1257"]),
    "Turkish": (["/şanlıurfa", "/İstanbul", "/eskişehir", "/Çankırı"], ["cp1254", "cp857"]),
    "Bulgarian": (["/софия", "/Пловдив", "/варна"], ["cp1251"]),
    "Ukrainian": (["/київ", "/Львів", "/одеса"], ["cp1251"]),
    "Greek": (["/Αθήνα", "/θεσσαλονίκη", "/ΠΑΤΡΑ"], ["cp1253", "cp737", "mac_greek"]),
    "Arabic": (["/أثينا", "/برلين", "/من-نحن"], ["cp1256"]),
    "French": (["/orléans", "/besançon", "/Évry", "/L’Haÿ-les-“roses”"], ["cp1252", "mac_roman"]),
    "German": (["/köln", "/münchen", "/straße", "/Übersicht"], ["cp1252", "mac_roman", "cp850"]),
    "Spanish": (["/coruña", "/málaga", "/cádiz"], ["cp1252", "mac_roman", "cp850"]),
    "Italian": (["/città", "/perché", "/comunità"], ["cp1252", "mac_roman", "cp850"]),
    "Dutch": (["/oriëntatie", "/coöperatie", "/één"], ["cp1252", "mac_roman", "cp850"]),
    "Portuguese": (["/são-joão", "/évora", "/guimarães"], ["cp1252", "mac_roman"]),
    "Swedish": (["/malmö", "/göteborg", "/västerås"], ["cp1252", "mac_roman"]),
    "Danish": (["/århus", "/københavn", "/næstved"], ["cp1252", "mac_roman"]),
    "Icelandic": (["/ísafjörður", "/reykjavík", "/þingvellir"], ["cp1252"]),
}


@pytest.mark.parametrize(
    ("language", "encoding"), [(language, one) for language, (_words, several) in PLACES.items() for one in several]
)
def test_words_are_read_in_the_encoding_of_their_country(language, encoding):
    text = "".join(f"{word};https://example.org/\r\n" for word in PLACES[language][0])
    assert decode(text.encode(encoding)) == text
    assert decode(text.encode()) == text
    assert decode(text.encode("utf-16")) == text


def test_a_letter_alone_is_not_yet_a_word_of_another_script():
    assert decode("/à Paris".encode("cp1252")) == "/à Paris"
    assert decode(b"") == ""


def test_who_sees_wrong_letters_chooses_the_encoding(admin_client, site):
    one_word = "stara;nova\r\n/plzeň;https://example.org/\r\n".encode("cp1250")
    assert upload(admin_client, "a.csv", one_word).context["dataset"][0][0] == "/plzeò", "one word may be of several"
    for encoding, _name in CHOICES:
        content = "stara;nova\r\n/x;https://example.org/\r\n".encode(encoding)
        assert upload(admin_client, "a.csv", content, encoding=encoding).context["dataset"][0][0] == "/x"
    chosen = upload(admin_client, "a.csv", one_word, encoding="cp1250")
    assert chosen.context["dataset"][0][0] == "/plzeň"
    sent = {field.html_name: field.value() for field in chosen.context["form"] if field.value()}
    sent |= {"from_index": "0", "to_index": "1"}
    admin_client.post(reverse("wagtailredirects:process_import"), sent, follow=True)
    assert Redirect.objects.get().old_path == "/plzeň"


def test_a_sheet_speaks_the_language_of_who_asked_in_every_line(admin_client, admin_user, athens):
    set_language(admin_user, "de")
    send_for_review(factories.MayorStatementPageFactory(parent=athens, live=False), officer_of(athens))
    Redirect.objects.create(old_path="/old", redirect_link="https://example.org/")
    headings = {
        "wagtailadmin_reports:workflow": "Angefragt von",
        "wagtailadmin_reports:workflow_tasks": "Gestartet am",
        "wagtailadmin_reports:site_history": "Benutzer",
        "wagtailredirects:index": "Von",
        "list_statements:index": "Freigegeben",
    }
    for name, heading in headings.items():
        for kind in ("csv", "xlsx"):
            first, row, *_more = spreadsheet_rows(admin_client.get(reverse(name), {"export": kind}))
            assert heading in first, (name, kind, first)
            assert not [text for text in first if "_" in text], "a name of the code"
        if "workflow" in name:
            assert "Stellungnahme" in row


def test_a_list_without_columns_to_export_is_shown_when_a_sheet_is_asked_for(admin_client, site):
    for name in ("wagtailusers_users:index", "wagtaildocs:index", "wagtailsites:index", "wagtailadmin_explore_root"):
        for kind in ("csv", "xlsx"):
            response = admin_client.get(reverse(name), {"export": kind, "q": "a"})
            assert (response.status_code, response.headers["Location"]) == (302, f"{reverse(name)}?q=a")


def test_a_workbook_with_a_password_or_of_an_old_program_says_so(admin_client, site):
    for content, said in ((COMPOUND + ENCRYPTED_PACKAGE, "password"), (COMPOUND, "old office program")):
        for name in ("a.xlsx", "a.csv"):
            [error] = upload(admin_client, name, content).context["form"].errors["import_file"]
            assert said in error
    [error] = upload(admin_client, "a.csv", b"").context["form"].errors["import_file"]
    assert error == EMPTY


def test_cells_of_an_open_document_keep_their_spaces_and_places(admin_client, site):
    cells = "<t:table-row><t:table-cell><x:p>/a<x:s x:c='2'/>b</x:p></t:table-cell><t:covered-table-cell/>"
    cells += "<t:table-cell><x:p>https://<x:span>example</x:span>.org/<x:tab/></x:p></t:table-cell></t:table-row>"
    with zipfile.ZipFile(io.BytesIO(open_document([["Old", "", "New"]]))) as archive:
        table = archive.read("content.xml").decode().replace("</t:table>", f"{cells}</t:table>")
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        archive.writestr("content.xml", table)
    read = upload(admin_client, "a.ods", changed.getvalue()).context["dataset"]
    assert list(read) == [["/a  b", "", "https://example.org/"]]
