"""Images and documents of the demonstration, in a collection of their own."""

from functools import cache
from pathlib import Path

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Collection
from wagtail.utils.file import hash_filelike

from demo.blocks import plain_body, plain_paragraphs
from demo.pdfs import report_pdf
from news.models import ReportFile
from solidarity.languages import LANGUAGES
from solidarity.models import SiteDocument, SiteImage

COLLECTION = "Demonstration"
PUBLISHER = "Solidarity Cities"
IMAGES = Path(__file__).parent / "pictures"
CREDIT = "Illustration: Solidarity Cities"
LICENCE = "CC BY 4.0"
# The focal area that every crop of a skyline must keep; all are composed alike. The x and y of its centre, its width
# and its height, as fractions of the image.
FOCAL_AREA = (0.5, 0.51, 0.44, 0.52)
# The note at the foot of every file, by language.
NOTES = {
    "en": "This file was made for the demonstration of this website. It is not the published document.",
    "fr": "Ce fichier a été créé pour la démonstration de ce site. Il ne s’agit pas du document publié.",
    "de": "Diese Datei entstand für die Demonstration dieser Website. Sie ist nicht das veröffentlichte Dokument.",
    "es": "Este archivo se creó para la demostración de este sitio web. No es el documento publicado.",
    "it": "Questo file è stato creato per la dimostrazione di questo sito. Non è il documento pubblicato.",
    "nl": "Dit bestand is gemaakt voor de demonstratie van deze website. Het is niet het gepubliceerde document.",
}


def demonstration_collection():
    """Return the demonstration's collection; create it if it is missing."""
    found = Collection.objects.filter(name=COLLECTION, depth=2).first()
    return found or Collection.get_first_root_node().add_child(name=COLLECTION)


@cache
def image_paths():
    """Return the path of each image by its name."""
    return {path.stem: path for path in sorted(IMAGES.glob("*.avif"))}


def read_image(name):
    """Return the file name, bytes, width and height of an image. Raises KeyError for an unknown name."""
    path = image_paths()[name]
    with Image.open(path) as image:
        return path.name, path.read_bytes(), *image.size


def file_fields(name, data):
    """Return the values of an image's or document's fields for its file and Wagtail's metadata of it."""
    file = ContentFile(data, name=name)
    return {"file": file, "file_size": len(data), "file_hash": hash_filelike(file)}


class Images:
    """A mapping of images by name, that of their file. An image whose title exists already is reused."""

    def __init__(self, titles, collection):
        """Take ``titles``, the title of each image by its name, and the collection."""
        self.titles = titles
        self.collection = collection
        self.images = {image.title: image for image in SiteImage.objects.filter(collection=collection)}
        self.kept = len(self.images)

    def __getitem__(self, name):
        title = self.titles[name]
        if title not in self.images:
            self.images[title] = self._create(name, title)
        return self.images[title]

    @property
    def added(self):
        """The number of images that were created."""
        return len(self.images) - self.kept

    def _create(self, name, title):
        file_name, data, width, height = read_image(name)
        x, y, focal_width, focal_height = FOCAL_AREA
        return SiteImage.objects.create(
            title=title,
            collection=self.collection,
            width=width,  # otherwise Wagtail decodes the file to get them
            height=height,
            focal_point_x=round(x * width),
            focal_point_y=round(y * height),
            focal_point_width=round(focal_width * width),
            focal_point_height=round(focal_height * height),
            credit=CREDIT,
            licence=LICENCE,
            **file_fields(file_name, data),
        )


class Documents:
    """PDF files made from the texts of a page. A document whose title exists already is reused."""

    def __init__(self, collection):
        self.collection = collection
        self.documents = {document.title: document for document in SiteDocument.objects.filter(collection=collection)}
        self.kept = len(self.documents)

    @property
    def added(self):
        """The number of documents that were created."""
        return len(self.documents) - self.kept

    def attach_to(self, page, item):
        """Attach its files to a page: a report's in each language, a pledge's letter, a visit's action plan."""
        for number, code in enumerate(item.file_languages):
            data = item.data
            heading = data["heading"][code]
            paragraphs = plain_paragraphs(data.get("introduction", {}).get(code, ""))
            paragraphs += plain_body(data.get("body", {}).get(code, []))
            match item.folder:
                case "reports":
                    document = self._document(item, code, heading, data.get("publisher", PUBLISHER), paragraphs)
                    page.files.add(ReportFile(language=code, document=document, sort_order=number))
                case "pledges":
                    page.letter = self._document(item, code, f"Letter: {heading}", PUBLISHER, paragraphs)
                case "visits":
                    for key in ("objectives", "outcome"):
                        paragraphs += plain_paragraphs(data.get(key, {}).get(code, ""))
                    page.action_plan = self._document(item, code, f"Action plan: {heading}", PUBLISHER, paragraphs)

    def _document(self, item, code, heading, publisher, paragraphs):
        title = f"{heading} ({dict(LANGUAGES)[code]})"
        if title not in self.documents:
            data = report_pdf(heading, publisher, code, paragraphs, NOTES[code])
            self.documents[title] = SiteDocument.objects.create(
                title=title, collection=self.collection, **file_fields(f"{item.slug}-{code}.pdf", data)
            )
        return self.documents[title]
