"""Upload fields and forms: images are decoded and encoded again, documents are validated."""

from io import BytesIO
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
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

# Pillow's options that preserve the quality of each format when it is encoded again.
ENCODINGS: dict[str, dict[str, Any]] = {
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


def reencoded(upload: File, max_pixels: int) -> SimpleUploadedFile:
    """Return an uploaded image decoded and encoded again, without metadata.

    A camera records where a picture was taken, and a file may contain more than its image. Raises ValidationError
    unless the file is a single still image that can be decoded.
    """
    name = PurePath(upload.name or "")
    extension = name.suffix.lower().removeprefix(".")
    upload.seek(0)
    picture, kind = decode(upload.read(), extension, max_pixels)
    if kind == "HEIF":  # few browsers support it
        kind = "PNG" if picture.mode == "RGBA" else "JPEG"
    if extension not in EXTENSIONS[kind][:2]:  # servers know no media type for the others
        name = name.with_suffix(f".{EXTENSIONS[kind][0]}")
    out = BytesIO()
    picture.save(out, kind, **ENCODINGS[kind], **picture.info)  # type: ignore[misc]  # its names are str
    return SimpleUploadedFile(str(name), out.getvalue(), content_type=PillowImage.MIME[kind])


class DocumentField(WagtailDocumentField):
    """A file field that refuses empty and too large files; the model validates the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Lazy: Wagtail's messages would keep the language in which this module was imported.
        most = lazy(filesizeformat, str)(self.max_upload_size)
        formats = ", ".join(settings.WAGTAILDOCS_EXTENSIONS).upper()
        self.help_text = format_lazy(_("{formats}; at most {most}."), formats=formats, most=most)
        self.error_messages |= {
            "empty": EMPTY,
            "file_too_large_unknown_size": format_lazy(DOCUMENT_TOO_LARGE, most=most),
        }

    def check_document_file_size(self, upload: UploadedFile) -> None:
        if upload.size > self.max_upload_size:
            raise ValidationError(self.error_messages["file_too_large_unknown_size"], code="file_too_large")


class KeptFileMixin(VisibleTextFormMixin, forms.BaseModelForm):
    """Removes the file field where Wagtail's form edits a file that was stored in an upload of several.

    A declared field is part of all form classes derived from this one. A file that was refused is asked for again.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_asked = "file" in (self._meta.fields or ()) and "file" not in (self._meta.exclude or ())
        if self.instance.pk and not is_asked:
            del self.fields["file"]


class DocumentForm(KeptFileMixin, BaseDocumentForm):
    """The form of a document, with error messages that say what to do."""

    file = DocumentField(label=_("File"), widget=BaseDocumentForm.Meta.widgets["file"])  # it proposes the title


class PictureField(WagtailImageField):
    """An image field that encodes each upload again, or shows one message that says what to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Lazy: Wagtail's messages would keep the language in which this module was imported.
        most = lazy(filesizeformat, str)(self.max_upload_size)
        formats = ", ".join(LABELS.get(kind, kind) for kind in EXTENSIONS)
        self.help_text = format_lazy(_("{formats}; at most {most}."), formats=formats, most=most)
        too_large = format_lazy(TOO_LARGE, most=most)
        # Wagtail's script shows two of these when several files are chosen at once.
        self.error_messages |= {
            "empty": EMPTY,
            "file_too_large_unknown_size": too_large,
            "invalid_image_extension": NO_PICTURE,
        }

    def to_python(self, data: File | None) -> SimpleUploadedFile | None:
        upload = forms.FileField.to_python(self, data)
        if upload is None:
            return None
        if upload.size > self.max_upload_size:
            raise ValidationError(self.error_messages["file_too_large_unknown_size"], code="file_too_large")
        return reencoded(upload, self.max_image_pixels)


class ImageForm(KeptFileMixin, BaseImageForm):
    """The form of an image."""

    file = PictureField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])  # it proposes the title


class AvatarForm(AvatarPreferencesForm):
    """The form of a user's avatar, validated like any other image."""

    avatar = PictureField(label=AvatarPreferencesForm.base_fields["avatar"].label, required=False)
