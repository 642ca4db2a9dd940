"""What is said of an upload that is refused: one message, true, which says what to do, wherever it is sent."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents.forms import get_document_form
from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

from solidarity.models import SiteDocument, SiteImage
from tests import factories
from tests.factories import small_pdf
from tests.support.document_files import REFUSED, TAKEN, office
from tests.support.image_files import encoded

pytestmark = pytest.mark.django_db


def named(value):
    return "" if isinstance(value, bytes) else None  # a PDF tells when it was made


@pytest.fixture
def form(admin_user):
    """The form of a document, sent with a file."""

    def make(data, name, **options):
        upload = SimpleUploadedFile(name, data)
        sent = {"title": "A document", "collection": 1}
        return get_document_form(SiteDocument)(sent, {"file": upload}, user=admin_user, **options)

    return make


@pytest.mark.parametrize(("word", "data", "name"), REFUSED, ids=named)
def test_a_document_is_refused_with_one_message(form, word, data, name):
    [message] = form(data, name).errors["file"]
    assert word in message
    assert message.count(". ") + message.count(": ") >= 1, "it says what to do, too"


@pytest.mark.parametrize(("data", "name"), TAKEN, ids=named)
def test_what_readers_can_open_is_taken(form, data, name):
    assert form(data, name).errors == {}


def test_a_document_that_is_too_big_is_told_the_limit(form, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
    sent = form(small_pdf(), "report.pdf")
    sent.files["file"].size = 60 * 1024 * 1024
    [message] = sent.errors["file"]
    assert "50.0" in message
    assert "smaller pictures" in message


def test_no_file_is_one_message(admin_user):
    errors = get_document_form(SiteDocument)({"title": "A", "collection": 1}, {}, user=admin_user).errors
    assert errors == {"file": ["This field is required."]}


def test_another_title_needs_no_file(admin_user):
    document = factories.SiteDocumentFactory()
    sent = {"title": "Another", "collection": 1}
    changed = get_document_form(SiteDocument)(sent, {}, instance=document, user=admin_user)
    assert changed.errors == {}


PICTURES = [
    ("is empty", b"", "photo.jpg"),
    ("damaged", encoded(Image.effect_noise((90, 90), 60).convert("RGB"))[:900], "photo.jpg"),
    (".png", encoded(Image.new("RGB", (9, 9)), "PNG"), "photo.jpg"),
    (".jpg", encoded(Image.new("RGB", (9, 9))), "photo"),
    (".heic", encoded(Image.new("RGB", (64, 64)), "HEIF"), "photo.jpg"),
    ("no picture", small_pdf(), "photo.jpg"),
    ("no picture", office("word"), "photo.docx"),
    ("no picture", encoded(Image.new("RGB", (9, 9)), "TIFF"), "photo.tif"),
    ("no picture", encoded(Image.new("RGB", (9, 9)), "BMP"), "photo.bmp"),
    ("no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.svg"),
]
DOCUMENTS = [REFUSED[0], REFUSED[3], REFUSED[6], next(one for one in REFUSED if one[0] == "macros")]


def sent_everywhere(client, kind, data, name):
    """Send a file to each place that takes it; return the messages of each."""
    model, chooser, field = {
        "image": ("wagtailimages", "wagtailimages_chooser:create", "image-chooser-upload"),
        "document": ("wagtaildocs", "wagtaildocs_chooser:create", "document-chooser-upload"),
    }[kind]

    def upload():
        return SimpleUploadedFile(name, data)

    one = {"title": "A file", "collection": 1, "file": upload()}
    yield messages_of(client.post(reverse(f"{model}:add"), one).text)
    several = {"files[]": upload(), "collection": 1}
    headers = {"X-Requested-With": "XMLHttpRequest"}
    answer = client.post(reverse(f"{model}:add_multiple"), several, headers=headers).json()
    assert not answer["success"]
    yield answer["error_message"].split("\n")
    chosen = {f"{field}-title": "A file", f"{field}-collection": 1, f"{field}-file": upload()}
    answer = json.loads(client.post(reverse(chooser), chosen).text)
    yield messages_of(answer["htmlFragment"])
    kept = factories.SiteImageFactory() if kind == "image" else factories.SiteDocumentFactory()
    one = {"title": "A file", "collection": 1, "file": upload()}
    yield messages_of(client.post(reverse(f"{model}:edit", args=[kept.pk]), one).text)
    kept.delete()


def messages_of(html):
    return [message.get_text(strip=True) for message in BeautifulSoup(html, "lxml").select(".error-message")]


@pytest.mark.parametrize(
    ("kind", "word", "data", "name"),
    [*(("image", *picture) for picture in PICTURES), *(("document", *document) for document in DOCUMENTS)],
    ids=named,
)
def test_it_is_said_once_in_every_place(admin_client, site, kind, word, data, name):
    said = list(sent_everywhere(admin_client, kind, data, name))
    assert len(said) == 4
    for messages in said:
        [message] = messages
        assert word in message
    assert not SiteImage.objects.exists()
    assert not SiteDocument.objects.exists()


@pytest.mark.parametrize(("kind", "data", "word"), [("image", b"", "leer"), ("document", b"", "leer")])
def test_it_is_said_in_the_language_of_who_sent_it(admin_client, admin_user, site, kind, data, word):
    UserProfile.objects.create(user=admin_user, preferred_language="de")
    for messages in sent_everywhere(admin_client, kind, data, "a.jpg"):
        assert word in messages[0]
    add = reverse({"image": "wagtailimages:add", "document": "wagtaildocs:add"}[kind])
    assert "höchstens" in admin_client.get(add).text


@pytest.mark.parametrize(("kind", "model"), [("image", SiteImage), ("document", SiteDocument)])
def test_what_was_sent_among_several_is_given_its_title(admin_client, site, kind, model):
    name, data = {"image": ("a.png", encoded(Image.new("RGB", (9, 9)), "PNG")), "document": ("a.pdf", small_pdf())}[
        kind
    ]
    app = {"image": "wagtailimages", "document": "wagtaildocs"}[kind]
    headers = {"X-Requested-With": "XMLHttpRequest"}
    sent = {"files[]": SimpleUploadedFile(name, data), "collection": 1}
    answer = admin_client.post(reverse(f"{app}:add_multiple"), sent, headers=headers).json()
    assert 'type="file"' not in answer["form"]
    kept, prefix = model.objects.get(), {"image": "image", "document": "doc"}[kind]
    stored = kept.file.name
    titled = {f"{prefix}-{kept.pk}-title": "A title", f"{prefix}-{kept.pk}-collection": 1}
    answer = admin_client.post(reverse(f"{app}:edit_multiple", args=[kept.pk]), titled, headers=headers).json()
    assert answer["success"]
    kept.refresh_from_db()
    assert (kept.title, kept.file.name) == ("A title", stored)


def test_a_document_is_not_taken_as_it_was_sent_by_way_of_a_wrong_collection(admin_client, team):
    sent = {"files[]": SimpleUploadedFile("report.pdf", small_pdf()), "collection": "abc"}
    admin_client.post(reverse("wagtaildocs:add_multiple"), sent, headers={"X-Requested-With": "XMLHttpRequest"})
    kept = UploadedFile.objects.get()
    form = {f"uploaded-document-{kept.pk}-title": "A title", f"uploaded-document-{kept.pk}-collection": 1}
    answer = admin_client.post(reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[kept.pk]), form)
    assert not answer.json()["success"]
    assert not SiteDocument.objects.exists()
