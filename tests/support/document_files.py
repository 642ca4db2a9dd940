"""Documents of every kind that people send, whole and with what is wrong with them."""

from io import BytesIO
from zipfile import ZipFile

from fpdf import FPDF
from fpdf.enums import EncryptionMethod
from PIL import Image

from tests.factories import small_pdf
from tests.support.image_files import encoded

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2040)
HTML = b"<!doctype html><p>No document</p>"


def zipped(*names, **contents):
    """Return a ZIP file of files of some names, with the contents given by theirs."""
    out = BytesIO()
    with ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, contents.get(name, "<p/>"))
    return out.getvalue()


def office(folder, *more):
    """Return a document of an office program by the folder in which its text stands."""
    return zipped("[Content_Types].xml", f"{folder}/document.xml", *more)


def open_document(kind, *more, manifest="<manifest/>"):
    contents = {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "META-INF/manifest.xml": manifest}
    return zipped("mimetype", "META-INF/manifest.xml", "content.xml", *more, **contents)


def locked_zip():
    """Return a ZIP file whose entry says that it needs a password."""
    data = bytearray(zipped("word/document.xml"))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def locked_pdf(method, **passwords):
    pdf = FPDF()
    pdf.set_encryption(owner_password="owner", encryption_method=method, **passwords)
    pdf.add_page()
    return bytes(pdf.output())


# What is wrong, as the message says it in a few words; the file; its name.
REFUSED = [
    ("is empty", b"", "report.pdf"),
    ("is empty", b"", "letter.docx"),
    ("is empty", b"", "list.csv"),
    ("by a password", locked_pdf(EncryptionMethod.RC4, user_password="x"), "report.pdf"),
    ("by a password", locked_pdf(EncryptionMethod.AES_128, user_password="x"), "report.pdf"),
    ("by a password", locked_pdf(EncryptionMethod.AES_256, user_password="x"), "report.pdf"),
    ("by a password", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "letter.docx"),
    ("by a password", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "list.xlsx"),
    ("by a password", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "talk.pptx"),
    ("by a password", open_document("text", manifest="<encryption-data/>"), "letter.odt"),
    ("by a password", open_document("spreadsheet", manifest="<x:encryption-data/>"), "list.ods"),
    ("by a password", locked_zip(), "letter.docx"),
    ("breaks off", small_pdf()[: len(small_pdf()) // 2], "report.pdf"),
    ("breaks off", office("word")[:-30], "letter.docx"),
    ("breaks off", open_document("spreadsheet")[:100], "list.ods"),
    ("macros", office("word", "word/vbaProject.bin"), "letter.docx"),
    ("macros", office("xl", "xl/vbaProject.bin"), "list.xlsx"),
    ("macros", open_document("text", "Basic/Standard/Module1.xml"), "letter.odt"),
    ("as .docx without macros", office("word", "word/vbaProject.bin"), "letter.docm"),
    ("as .xlsx without macros", office("xl"), "list.xlsm"),
    ("as .pptx without macros", office("ppt"), "talk.pptm"),
    ("as .docx or PDF", COMPOUND, "letter.doc"),
    ("as .xlsx or PDF", COMPOUND, "list.xls"),
    ("as .pptx or PDF", COMPOUND, "talk.ppt"),
    ("as .xlsx or PDF", COMPOUND, "list.xlsx"),
    ("of the kind .pdf", small_pdf(), "letter.docx"),
    ("of the kind .pdf", small_pdf(), "list.csv"),
    ("of the kind .docx", office("word"), "report.pdf"),
    ("of the kind .docx", office("word"), "letter.odt"),
    ("of the kind .xlsx", office("xl"), "letter.docx"),
    ("of the kind .xlsx", office("xl"), "list.csv"),
    ("of the kind .odt", open_document("text"), "letter.docx"),
    ("of the kind .ods", open_document("spreadsheet"), "letter.odt"),
    ("does not match its extension .odt", open_document("presentation"), "letter.odt"),
    ("does not match its extension .pdf", HTML, "report.pdf"),
    ("does not match its extension .docx", HTML, "letter.docx"),
    ("does not match its extension .csv", zipped("list.txt"), "list.csv"),
    ("picture", encoded(Image.new("RGB", (9, 9))), "photo.jpg"),
    ("picture", encoded(Image.new("RGB", (9, 9)), "PNG"), "report.pdf"),
    ("no extension", small_pdf(), "report"),
    ("extension .html cannot be taken", HTML, "page.html"),
    ("extension .svg cannot be taken", b"<svg/>", "drawing.svg"),
    ("extension .zip cannot be taken", zipped("a.txt"), "all.zip"),
    ("extension .exe cannot be taken", b"MZ", "setup.exe"),
]
TAKEN = [
    (small_pdf(), "report.pdf"),
    (b"\xef\xbb\xbf\r\n" + small_pdf(), "report.PDF"),
    (small_pdf() + b"\n" * 500, "report.pdf"),
    (locked_pdf(EncryptionMethod.RC4), "report.pdf"),
    (locked_pdf(EncryptionMethod.AES_128), "report.pdf"),
    (locked_pdf(EncryptionMethod.AES_256), "report.pdf"),
    (office("word"), "letter.docx"),
    (office("xl"), "list.xlsx"),
    (office("ppt"), "talk.pptx"),
    (open_document("text"), "letter.odt"),
    (open_document("text", "Basic/Standard/script-lb.xml"), "letter.odt"),
    (open_document("text-template"), "letter.odt"),
    (open_document("spreadsheet"), "list.ods"),
    ("Πόλη;1\n".encode(), "list.csv"),
    ("Πόλη\t1\n".encode("utf-16"), "list.csv"),
    (b"Words", "note.txt"),
]
