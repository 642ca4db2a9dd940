"""Uploads: pictures are decoded and encoded again before they are kept, documents are looked at."""

from io import BytesIO
from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from solidarity.fields import VisibleTextFormMixin
from solidarity.media.decoding import EXTENSIONS, LABELS, NO_PICTURE, decode

# What keeps the quality of each format when it is written again.
ENCODINGS = {
    "AVIF": {"quality": 90},
    "GIF": {},
    "JPEG": {"quality": 92, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 92},
}
EMPTY = _("The file is empty: nothing of it was sent. Check that it opens on your computer, and upload it again.")
DOCUMENT_TOO_LARGE = _(
    "The file is too big: at most {most} can be taken. "
    "Save it with smaller pictures or in several parts, and upload those."
)
TOO_LARGE = _("The file is too big: at most {most} can be taken. Make the picture smaller, and upload that.")


def reencoded(upload, max_pixels):
    """Return an uploaded picture decoded and written again, without its metadata.

    A camera notes where a picture was taken, and a file may carry more than its picture. Raises ValidationError
    where the file is not one still picture that can be shown.
    """
    name = PurePath(upload.name)
    extension = name.suffix.lower().removeprefix(".")
    upload.seek(0)
    picture, kind = decode(upload.read(), extension, max_pixels)
    if kind == "HEIF":  # which few browsers show
        kind = "PNG" if picture.mode == "RGBA" else "JPEG"
    if extension not in EXTENSIONS[kind][:2]:  # servers know no others
        name = name.with_suffix(f".{EXTENSIONS[kind][0]}")
    out = BytesIO()
    picture.save(out, kind, **ENCODINGS[kind], **picture.info)
    return SimpleUploadedFile(str(name), out.getvalue(), content_type=PillowImage.MIME[kind])


class DocumentField(WagtailDocumentField):
    """Takes a document that is there and not too big; what it must be besides is the model's to say."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Wagtail's own words would stay in the language in which this module was loaded.
        most = lazy(filesizeformat, str)(self.max_upload_size)
        formats = ", ".join(settings.WAGTAILDOCS_EXTENSIONS).upper()
        self.help_text = format_lazy(_("{formats}; at most {most}."), formats=formats, most=most)
        self.error_messages |= {
            "empty": EMPTY,
            "file_too_large_unknown_size": format_lazy(DOCUMENT_TOO_LARGE, most=most),
        }

    def check_document_file_size(self, upload):
        if upload.size > self.max_upload_size:
            raise ValidationError(self.error_messages["file_too_large_unknown_size"], code="file_too_large")


class KeptFileMixin(VisibleTextFormMixin):
    """Asks for no file where Wagtail's form is of a file that was kept when several were sent.

    A field that a class declares is in all forms made of it. One of a file that was not looked at yet does ask again.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        is_asked = "file" in self._meta.fields and "file" not in (self._meta.exclude or ())
        if self.instance.pk and not is_asked:
            del self.fields["file"]


class DocumentForm(KeptFileMixin, BaseDocumentForm):
    """Takes a document with a word of what to do where it cannot be taken."""

    file = DocumentField(label=_("File"), widget=BaseDocumentForm.Meta.widgets["file"])  # which proposes the title


class PictureField(WagtailImageField):
    """Takes a picture only decoded and encoded again, or says in one message what to do."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Wagtail's own words would stay in the language in which this module was loaded.
        most = lazy(filesizeformat, str)(self.max_upload_size)
        formats = ", ".join(LABELS.get(kind, kind) for kind in EXTENSIONS)
        self.help_text = format_lazy(_("{formats}; at most {most}."), formats=formats, most=most)
        too_large = format_lazy(TOO_LARGE, most=most)
        # Two of these are what the browser says of several files chosen at once.
        self.error_messages |= {
            "empty": EMPTY,
            "file_too_large_unknown_size": too_large,
            "invalid_image_extension": NO_PICTURE,
        }

    def to_python(self, data):
        upload = forms.FileField.to_python(self, data)
        if upload is None:
            return None
        if upload.size > self.max_upload_size:
            raise ValidationError(self.error_messages["file_too_large_unknown_size"], code="file_too_large")
        return reencoded(upload, self.max_image_pixels)


class ImageForm(KeptFileMixin, BaseImageForm):
    """Takes a picture only after decoding and encoding it again."""

    file = PictureField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])  # which proposes the title


class AvatarForm(AvatarPreferencesForm):
    """Takes the picture of an account as it takes any other."""

    avatar = PictureField(label=AvatarPreferencesForm.base_fields["avatar"].label, required=False)
