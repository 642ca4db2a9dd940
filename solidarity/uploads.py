"""Uploaded pictures: decoded, bounded and encoded again before they are kept."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage
from PIL import ImageOps
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

# Pillow's name of each format that an upload may have, with what keeps its quality when it is written again.
ENCODINGS = {
    "AVIF": {"quality": 90},
    "GIF": {},
    "JPEG": {"quality": 92, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 92},
}
DAMAGED = _("The picture is damaged: it could not be read to its end.")


def reencoded(upload):
    """Return an uploaded picture decoded and written again, without its metadata.

    A camera notes where a picture was taken, and a file may carry more than its picture. Raises
    ValidationError where the file cannot be decoded to its last pixel.
    """
    try:
        upload.seek(0)
        with PillowImage.open(upload) as picture:
            # Some phones write a JPEG with a second picture behind it, which is left out.
            kind = "JPEG" if picture.format == "MPO" else picture.format
            upright = ImageOps.exif_transpose(picture)
            upright.load()
    except Exception as error:
        # Decoders raise many kinds of errors on a damaged file; to the sender they are one.
        raise ValidationError(DAMAGED) from error
    if kind not in ENCODINGS:
        raise ValidationError(_("Pictures in this format are not accepted."))
    # A new picture has the pixels and, since colours depend on it, the colour profile; nothing else.
    clean = PillowImage.new(upright.mode, upright.size)
    if upright.mode == "P":
        clean = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
    else:
        clean.paste(upright)
    profile = upright.info.get("icc_profile")
    out = BytesIO()
    if kind == "GIF":
        clean = clean.quantize()
    clean.info = {}
    clean.save(out, kind, **ENCODINGS[kind], **({"icc_profile": profile} if profile else {}))
    return SimpleUploadedFile(upload.name, out.getvalue(), content_type=PillowImage.MIME[kind])


class PictureField(WagtailImageField):
    """Wagtail's field, which decodes a picture to measure it, without the decoder's errors that it lets pass."""

    def to_python(self, data):
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except PillowImage.DecompressionBombError as error:
            # Wagtail counts the pixels too, of pictures that Pillow opens at all.
            raise ValidationError(_("The picture has far too many pixels. Save it smaller.")) from error
        except Exception as error:
            raise ValidationError(DAMAGED) from error


class ImageForm(BaseImageForm):
    """Takes a picture only after decoding and encoding it again."""

    file = PictureField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])  # which proposes the title

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if "file" not in self.changed_data or not hasattr(upload, "image"):
            return upload
        return reencoded(upload)


class AvatarForm(AvatarPreferencesForm):
    """Takes the picture of an account as it takes any other."""

    avatar = PictureField(label=AvatarPreferencesForm.base_fields["avatar"].label, required=False)

    def clean_avatar(self):
        if self.cleaned_data.get("avatar") and "avatar" in self.changed_data:
            self.cleaned_data["avatar"] = reencoded(self.cleaned_data["avatar"])
        return super().clean_avatar()
