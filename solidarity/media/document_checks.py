"""Validation of uploaded documents: what is wrong, in one message that says what to do."""

import re
from typing import IO
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from solidarity.media.decoding import is_named_as_picture, looks_like_picture

BEFORE_PDF = b"\xef\xbb\xbf\0 \t\r\n"  # bytes that some programs write before the signature, and readers skip
PDF_ENDS_WITHIN = 4096  # bytes from the end of the file, within which its end marker must be
PDF_ENCRYPTION = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
# Office documents are ZIP files; their type follows from the folder of the content, or from the file "mimetype".
FOLDERS = {"word": "docx", "xl": "xlsx", "ppt": "pptx"}
OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
OFFICE = {*FOLDERS.values(), *OPEN_DOCUMENTS.values()}
# The signature of Compound File Binary: formats of Office before 2007, and later ones encrypted with a password.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# Extensions of old formats and of formats with macros, and the extension to save the document as instead.
OLD = {"doc": "docx", "dot": "docx", "xls": "xlsx", "xlt": "xlsx", "ppt": "pptx", "pps": "pptx"}
WITH_MACROS = {
    **dict.fromkeys(("docm", "dotm"), "docx"),
    **dict.fromkeys(("xlsm", "xltm", "xlsb", "xlam"), "xlsx"),
    **dict.fromkeys(("pptm", "potm", "ppsm", "ppam"), "pptx"),
}
MACROS = re.compile(r"(?:.*/)?vbaProject\.bin|Basic/[^/]+/(?!script-lb\.xml)[^/]+\.xml|Scripts/.+", re.IGNORECASE)
LONGEST_MANIFEST = 1024 * 1024

PASSWORD = _(
    "The document is protected by a password, so readers could not open it. "
    "Save it without the password, and upload that."
)
BROKEN_OFF = _(
    "The document is damaged: it breaks off before its end. "
    "Open it in its program and save it again, or ask for another copy, and upload that."
)
HOLDS_MACROS = _(
    "The document can hold macros, which are programs and could do harm. "
    "Save it as .%(extension)s without macros, or as PDF, and upload that."
)
OLD_FORMAT = _(
    "The document is in the format of an old office program. "
    "Open it and save it as .%(extension)s or PDF, and upload that."
)
MISNAMED = _(
    "The file is of the kind .%(kind)s, but its extension is .%(extension)s. "
    "Give it the extension .%(kind)s, and upload it again."
)
MISMATCH = _(
    "The file's content does not match its extension .%(extension)s. Save it once more as that kind, and upload that."
)
PICTURE = _("This is a picture. Upload it among the images, or save it as PDF and upload that.")
NO_EXTENSION = _("The file's name has no extension. Add the one of its kind, such as .pdf, and upload it again.")
UNTAKEN = _(
    "Documents with the extension .%(extension)s cannot be taken. "
    "Save it as PDF or as one of %(extensions)s, and upload that."
)


def check_document(file: IO[bytes], extension: str) -> None:
    """Raise ValidationError, whose message says what to do, unless a document can be opened under its extension."""
    if extension not in settings.WAGTAILDOCS_EXTENSIONS:
        refuse_extension(extension)
    file.seek(0)
    beginning = file.read(1024)
    if beginning.startswith(COMPOUND):
        refuse_compound(file, extension)
    kind = kind_of(file, beginning)
    if kind == "picture":
        raise ValidationError(PICTURE)
    if kind in settings.WAGTAILDOCS_EXTENSIONS and kind != extension:
        raise ValidationError(MISNAMED, params={"kind": kind, "extension": extension})
    is_text = extension not in ("pdf", *OFFICE)
    if kind in ("other", "zip") or bool(kind) == is_text:
        raise ValidationError(MISMATCH, params={"extension": extension})
    if extension == "pdf":
        check_pdf(file)
    elif extension in OFFICE:
        check_office(file, extension)


def refuse_extension(extension: str) -> None:
    """Raise ValidationError for an extension that is not accepted."""
    if not extension:
        raise ValidationError(NO_EXTENSION)
    if extension in WITH_MACROS:
        raise ValidationError(HOLDS_MACROS, params={"extension": WITH_MACROS[extension]})
    if extension in OLD:
        raise ValidationError(OLD_FORMAT, params={"extension": OLD[extension]})
    if is_named_as_picture(extension):
        raise ValidationError(PICTURE)
    taken = ", ".join(settings.WAGTAILDOCS_EXTENSIONS)
    raise ValidationError(UNTAKEN, params={"extension": extension, "extensions": taken})


def refuse_compound(file: IO[bytes], extension: str) -> None:
    """Raise ValidationError for a Compound File: an old office format, or a new one with a password."""
    file.seek(0)
    if ENCRYPTED_PACKAGE in file.read():
        raise ValidationError(PASSWORD)
    raise ValidationError(OLD_FORMAT, params={"extension": extension if extension in OFFICE else "docx"})


def kind_of(file: IO[bytes], beginning: bytes) -> str:
    """Return the type of a file by its content: an extension, "picture", "zip", "other", or "" for text.

    Raises ValidationError for a damaged ZIP file.
    """
    if beginning.lstrip(BEFORE_PDF).startswith(b"%PDF-"):
        return "pdf"
    if looks_like_picture(beginning):
        return "picture"
    if not beginning.startswith(b"PK"):
        return ""
    try:
        with ZipFile(file) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return OPEN_DOCUMENTS.get(archive.read("mimetype").strip().removesuffix(b"-template"), "other")
    except (BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise ValidationError(BROKEN_OFF) from error
    folders = {name.split("/")[0] for name in names if "/" in name}
    return next((kind for folder, kind in FOLDERS.items() if folder in folders), "zip")


def check_pdf(file: IO[bytes]) -> None:
    """Raise ValidationError for a PDF file that is truncated or needs a password to be opened.

    Many PDF files are encrypted only to restrict changes: these open with the empty password.
    """
    file.seek(0)
    data = file.read()
    if b"%%EOF" not in data[-PDF_ENDS_WITHIN:]:
        raise ValidationError(BROKEN_OFF)
    if not PDF_ENCRYPTION.search(data):
        return
    try:
        file.seek(0)
        reader = PdfReader(file)
        is_locked = reader.is_encrypted and not reader.decrypt("")
    except (PyPdfError, ValueError, KeyError, TypeError, NotImplementedError):
        return  # encrypted in a way that other software may support
    if is_locked:
        raise ValidationError(PASSWORD)


def check_office(file: IO[bytes], extension: str) -> None:
    """Raise ValidationError for an office document with macros or a password."""
    with ZipFile(file) as archive:
        if any(entry.flag_bits & 1 for entry in archive.infolist()):
            raise ValidationError(PASSWORD)
        if any(MACROS.fullmatch(name) for name in archive.namelist()):
            raise ValidationError(HOLDS_MACROS, params={"extension": extension})
        manifest = "META-INF/manifest.xml"
        if manifest in archive.namelist() and archive.getinfo(manifest).file_size < LONGEST_MANIFEST:
            if b"encryption-data" in archive.read(manifest):
                raise ValidationError(PASSWORD)
