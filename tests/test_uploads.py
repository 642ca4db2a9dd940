"""Uploads, with real files: what is no picture is refused, what is one is kept without its metadata."""

import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents.forms import get_document_form
from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

from solidarity.models import SiteDocument, SiteImage
from tests.factories import small_pdf
from tests.support.image_files import chunk, encoded

KINDS = {"AVIF": "avif", "GIF": "gif", "JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'


def plain(mode="RGB", size=(60, 40)):
    return Image.new(mode, size, "navy")


def png_of(width, height):
    """Return a PNG of one colour: a small file, however large the picture in it."""

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x01\x00\x00\x00\x00"
    pixels = zlib.compress(bytes(height * (1 + (width + 7) // 8)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.fixture
def upload(admin_client, site):
    """Send a file to the admin's form for pictures; return the picture, or the form's errors."""

    def send(data, name="picture.jpg"):
        response = admin_client.post(
            "/admin/images/add/",
            {"title": "A picture", "file": SimpleUploadedFile(name, data), "collection": 1},
            follow=False,
        )
        if response.status_code == 200:
            assert not SiteImage.objects.exists()
            return response.context["form"].errors
        return SiteImage.objects.get()

    return send


def kept(image):
    """Return the picture that was kept, decoded."""
    with image.file.open() as file:
        picture = Image.open(BytesIO(file.read()))
        picture.load()
        return picture


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("picture.jpg", b"<script>alert(1)</script>"),
        ("picture.jpg", b""),
        ("picture.svg", SVG),
        ("picture.png", SVG),
        ("picture.jpg", small_pdf()),
        ("picture.png", b"\x89PNG\r\n\x1a\n"),
    ],
    # A PDF holds the moment it was made: as part of a name it would differ between the processes of a run.
    ids=["page", "script", "nothing", "svg", "svg under another name", "pdf", "head of a png"],
)
def test_what_is_no_picture_is_refused(upload, name, data):
    assert "file" in upload(data, name)


def test_a_picture_of_a_kind_that_is_not_taken_is_refused_under_any_name(upload):
    assert "file" in upload(encoded(plain(), "BMP"), "picture.bmp")
    assert "file" in upload(encoded(plain(), "BMP"), "picture.png")
    assert "file" in upload(encoded(plain(), "TIFF"), "picture.jpg")


@pytest.mark.parametrize("size", [(7_100, 7_100), (20_000, 20_000)])
def test_absurd_sizes_are_refused_before_they_fill_the_memory(upload, size):
    assert "too many pixels" in str(upload(png_of(*size), "picture.png")["file"])


def test_a_heavy_file_is_refused(upload, settings):
    errors = upload(encoded(plain()) + b"\x00" * settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    assert "file" in errors


def test_a_picture_that_breaks_off_is_refused(upload):
    picture = Image.effect_noise((300, 300), 90).convert("RGB")
    whole = encoded(picture, quality=90)
    assert "file" in upload(whole[: len(whole) // 2])


def test_where_a_picture_was_taken_is_forgotten(upload):
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 58.0, 45.0), 3: "E", 4: (23.0, 43.0, 0.0)})
    data = encoded(plain(), exif=exif)
    assert Image.open(BytesIO(data)).getexif().get_ifd(0x8825), "the test's file has no place"

    image = upload(data)

    assert dict(kept(image).getexif()) == {}
    with image.file.open() as file:
        assert b"A camera" not in file.read()


def test_what_else_a_file_carries_is_forgotten(upload):
    image = upload(encoded(plain()) + b"<?php echo 1; ?>")
    with image.file.open() as file:
        assert b"php" not in file.read()


def test_a_picture_taken_sideways_is_put_upright(upload):
    picture = plain(size=(60, 40))
    picture.paste("red", (0, 0, 10, 40))  # a red left edge
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter, clockwise

    image = upload(encoded(picture, exif=exif, quality=95))

    assert (image.width, image.height) == (40, 60)
    red, green, blue = kept(image).getpixel((20, 3))
    assert red > 150 > blue, "the red edge is on top now"


@pytest.mark.parametrize(("kind", "extension"), KINDS.items())
def test_each_kind_comes_back_as_what_it_was(upload, kind, extension):
    image = upload(encoded(plain(), kind), f"picture.{extension}")
    picture = kept(image)
    assert (picture.format, picture.size) == (kind, (60, 40))
    assert (image.width, image.height) == (60, 40)
    red, green, blue = picture.convert("RGB").getpixel((30, 20))
    assert (red < 20, green < 20, 110 < blue < 150) == (True, True, True), "navy"


@pytest.mark.parametrize(("kind", "extension"), [("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif")])
def test_transparency_is_kept(upload, kind, extension):
    picture = Image.new("RGBA", (60, 40), (0, 0, 128, 0))
    picture.paste((255, 0, 0, 255), (0, 0, 30, 40))
    image = kept(upload(encoded(picture, kind), f"picture.{extension}"))
    assert image.mode == "RGBA"
    assert image.getpixel((10, 20))[3] == 255
    assert image.getpixel((50, 20))[3] == 0


@pytest.mark.parametrize(("kind", "extension"), [("PNG", "png"), ("GIF", "gif")])
def test_a_picture_with_a_palette_keeps_its_colours(upload, kind, extension):
    picture = plain()
    picture.paste("red", (0, 0, 30, 40))
    image = kept(upload(encoded(picture.convert("P", palette=Image.Palette.ADAPTIVE), kind), f"picture.{extension}"))
    assert image.convert("RGB").getpixel((10, 20))[0] > 230
    assert image.convert("RGB").getpixel((50, 20))[0] < 25


@pytest.mark.parametrize("mode", ["L", "CMYK", "1", "I;16", "LA"])
def test_unusual_kinds_of_colour_are_taken(upload, mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture = Image.new(mode, (60, 40))
    image = upload(encoded(picture, kind), f"picture.{KINDS[kind]}")
    assert kept(image).size == (60, 40)


def test_renditions_are_made_of_what_was_kept(upload):
    image = upload(encoded(plain()))
    for spec in ("fill-30x20|format-webp", "fill-30x20|format-avif"):
        assert (image.get_rendition(spec).width, image.get_rendition(spec).height) == (30, 20)


def test_a_file_proposes_the_title(admin_client, site):
    form = BeautifulSoup(admin_client.get("/admin/images/add/").content, "lxml")
    assert form.select("[name=file][data-controller=w-sync][data-w-sync-target-value='#id_title']")


def test_editing_a_picture_without_a_new_file_leaves_the_file_alone(admin_client, upload):
    image = upload(encoded(plain()))
    name = image.file.name
    admin_client.post(f"/admin/images/{image.pk}/", {"title": "Another title", "collection": 1})
    image.refresh_from_db()
    assert (image.title, image.file.name) == ("Another title", name)


def test_a_document_that_runs_in_browsers_is_refused(admin_client, site):
    for name in ("page.html", "picture.svg", "script.js"):
        file = SimpleUploadedFile(name, SVG)
        response = admin_client.post("/admin/documents/add/", {"title": "A document", "file": file, "collection": 1})
        assert "file" in response.context["form"].errors
    assert not SiteDocument.objects.exists()


def zipped(text, name="content.xml"):
    """Return a ZIP file of one file, as the documents of office programs are."""
    out = BytesIO()
    with ZipFile(out, "w") as file:
        file.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "taken"),
    [
        ("report.pdf", small_pdf(), True),
        ("report.PDF", b"\xef\xbb\xbf\r\n" + small_pdf(), True),
        ("report.pdf", b"<html><script>alert(1)</script>", False),
        ("report.PDF", b"<html><script>alert(1)</script>", False),
        ("report.pdf", b"<script>alert(1)</script>" + small_pdf(), False),
        ("report.pdf", zipped("<p/>"), False),
        ("letter.docx", zipped("<p/>", "word/document.xml"), True),
        ("letter.docx", zipped("<p/>"), False),
        ("letter.docx", b"PK\x05\x06" + bytes(18), False),
        ("letter.odt", small_pdf(), False),
        ("letter.docx", b"<html>" + zipped("<p/>"), False),
        ("letter.docx", zipped("<p/>")[:-30], False),
        ("list.csv", "Πόλη;1\n".encode(), True),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,  # a PDF tells when it was made
)
def test_a_document_is_what_its_name_says(admin_client, site, name, data, taken):
    sent = {"title": "A document", "file": SimpleUploadedFile(name, data), "collection": 1}
    response = admin_client.post("/admin/documents/add/", sent)
    assert SiteDocument.objects.exists() == taken
    if taken:
        with SiteDocument.objects.get().file.open() as kept:
            assert kept.read() == data
    else:
        assert len(response.context["form"].errors["file"]) == 1
        assert 'value="A document"' in response.content.decode()


@pytest.mark.parametrize("route", ["wagtaildocs:add_multiple", "wagtaildocs_chooser:create"])
def test_a_document_is_looked_at_wherever_it_is_sent(admin_client, site, route):
    for name, data, taken in (("a.pdf", b"<html>", 0), ("a.pdf", small_pdf(), 1)):
        files = {field: SimpleUploadedFile(name, data) for field in ("files[]", "document-chooser-upload-file")}
        form = {"document-chooser-upload-title": "A", "document-chooser-upload-collection": 1, "collection": 1}
        admin_client.post(reverse(route), {**form, **files}, headers={"X-Requested-With": "XMLHttpRequest"})
        assert SiteDocument.objects.count() == taken


def test_a_picture_is_not_taken_as_it_was_sent_by_way_of_a_wrong_collection(admin_client, team):
    sent = {"files[]": SimpleUploadedFile("picture.jpg", encoded(plain()) + b"<?php"), "collection": "abc"}
    admin_client.post(reverse("wagtailimages:add_multiple"), sent, headers={"X-Requested-With": "XMLHttpRequest"})
    kept = UploadedFile.objects.get()
    another = SimpleUploadedFile("other.jpg", encoded(plain()))
    form = {"title": "A picture", "collection": team.collection_id, "file": another}
    form = {f"uploaded-image-{kept.pk}-{name}": value for name, value in form.items()}
    url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[kept.pk])
    admin_client.post(url, form)
    assert not SiteImage.objects.exists()


def test_a_document_of_any_size_is_not_taken(admin_user):
    upload = SimpleUploadedFile("report.pdf", small_pdf())
    for size, refused in ((20 * 1024 * 1024, False), (200 * 1024 * 1024, True)):
        upload.size = size
        form = get_document_form(SiteDocument)({"title": "Report"}, {"file": upload}, user=admin_user)
        assert ("file" in form.errors) == refused


# The picture of an account


@pytest.fixture
def send_face(admin_client, admin_user, site):
    """Send a picture for one's account; return what was kept of it, or the form's errors."""

    def send(data, name="me.jpg"):
        response = admin_client.post(
            reverse("wagtailadmin_account"),
            {
                "name_email-first_name": "Anna",
                "name_email-last_name": "Admin",
                "theme-theme": "system",
                "theme-contrast": "system",
                "theme-density": "default",
                "avatar-avatar": SimpleUploadedFile(name, data),
            },
        )
        if response.status_code == 200:
            form = BeautifulSoup(response.content, "lxml")
            return [message.get_text(strip=True) for message in form.select(".error-message")]
        return UserProfile.objects.get(user=admin_user).avatar

    return send


@pytest.mark.parametrize("size", [(60, 40), (900, 600)])
def test_the_picture_of_an_account_is_kept_without_where_it_was_taken(send_face, size):
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    with send_face(encoded(plain(size=size), exif=exif)).open() as file:
        data = file.read()
    assert b"A camera" not in data
    assert max(Image.open(BytesIO(data)).size) <= 400


def test_a_bad_picture_of_an_account_is_refused(send_face):
    whole = encoded(Image.effect_noise((600, 600), 90).convert("RGB"), quality=90)
    for data, name, word in (
        (whole[: len(whole) // 2], "me.jpg", "damaged"),
        (png_of(7_100, 7_100), "me.png", "too many pixels"),
        (SVG, "me.png", "no picture"),
        (small_pdf(), "me.png", "no picture"),
        (b"", "me.png", "empty"),
        (encoded(plain(), "TIFF"), "me.tiff", "no picture"),
        (encoded(plain(), "GIF"), "me.png", ".gif"),
    ):
        [message] = send_face(data, name)
        assert word in message


def test_the_picture_of_an_account_may_come_from_a_telephone(send_face):
    with send_face(encoded(plain(size=(900, 600)), "HEIF"), "me.heic").open() as file:
        assert Image.open(file).format == "JPEG"
