"""Uploaded pictures, decoded: whatever way a file states its colours, the pixels become those that a browser shows."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageMath, ImageOps
from pillow_heif import register_heif_opener

register_heif_opener()

# Pillow's name of each format that an upload may have, with the extensions of such files, the usual one first.
EXTENSIONS = {
    "AVIF": ("avif",),
    "GIF": ("gif",),
    "HEIF": ("heic", "heif"),
    "JPEG": ("jpg", "jpeg", "jpe", "jfif"),
    "PNG": ("png",),
    "WEBP": ("webp",),
}
LABELS = {"HEIF": "HEIC", "WEBP": "WebP"}  # where people know a format by another name than Pillow does
MAGIC_NUMBERS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
# The brands of HEIF and AVIF files, and those of HEIF files that hold a film of pictures: ISO/IEC 23008-12.
STILL_BRANDS = {b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"mif1"}
SEQUENCE_BRANDS = {b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"}
# How far the decoder spreads the grey values of a PNG of few bits, but not the value of its transparent colour.
SPREAD = {"L;2": 85, "L;4": 17}
# The modes whose colours a profile may describe, by the profile's own name of its kind of colours.
PROFILED = {"CMYK": "CMYK", "GRAY": "L", "Lab ": "LAB", "RGB ": "RGB"}

NO_PICTURE = _("This file is no picture that the site can take. Save it as JPEG or PNG, and upload that.")
MISNAMED = _(
    "This is a %(format)s picture, but the file's extension is not .%(extension)s. "
    "Give it that extension, and upload it again."
)
MOVING = _(
    "This picture is animated, and the site shows still pictures only. "
    "Save one frame of it as JPEG or PNG, and upload that."
)
TOO_MANY_PIXELS = _(
    "The picture has too many pixels: at most %(millions)s million can be taken. "
    "Make it smaller in a picture program, and upload that."
)
DAMAGED = _(
    "The picture is damaged: it could not be read to its end. "
    "Save it once more in a picture program or ask for another copy, and upload that."
)


def decode(data, extension, max_pixels):
    """Return the picture in a file's bytes, upright and in plain colours, and Pillow's name of the file's format.

    Raises ValidationError, which says what to do, where it is not one still picture that can be shown.
    """
    try:
        with Image.open(BytesIO(data), formats=[*EXTENSIONS, "MPO"]) as picture:
            # Some phones write a JPEG with a second picture behind it, which is left out.
            kind = "JPEG" if picture.format == "MPO" else picture.format
            if extension not in EXTENSIONS[kind]:
                params = {"format": LABELS.get(kind, kind), "extension": EXTENSIONS[kind][0]}
                raise ValidationError(MISNAMED, params=params)
            if picture.width * picture.height > max_pixels:
                raise Image.DecompressionBombError
            if is_animated(picture, kind, data):
                raise ValidationError(MOVING)
            raw_mode = picture.tile[0].args if kind == "PNG" else None
            picture.load()
            upright = turned_upright(picture)
            return (as_still_gif(upright) if kind == "GIF" else with_plain_colours(upright, raw_mode)), kind
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise ValidationError(TOO_MANY_PIXELS, params={"millions": max_pixels // 1_000_000}) from error
    except Exception as error:
        # Decoders raise many kinds of errors on a damaged file; to the sender they are one.
        raise ValidationError(what_is_wrong(data[:12])) from error


def is_animated(picture, kind, data):
    """Tell whether a picture moves; several in one HEIF file may be a burst, of which the file itself names one."""
    if kind == "HEIF":
        return data[8:12] in SEQUENCE_BRANDS
    return kind != "JPEG" and getattr(picture, "n_frames", 1) > 1


def what_is_wrong(beginning):
    """Return what to say of a file that could not be decoded, by its first twelve bytes."""
    if beginning[4:8] == b"ftyp" and beginning[8:12] in SEQUENCE_BRANDS:
        return MOVING
    return DAMAGED if looks_like_picture(beginning) else NO_PICTURE


def looks_like_picture(beginning):
    """Tell whether a file begins as a picture of a kind that is taken, whole or not."""
    is_boxed, brand = beginning[4:8] == b"ftyp", beginning[8:12]
    return beginning.startswith(MAGIC_NUMBERS) or (is_boxed and (brand in STILL_BRANDS or len(brand) < 4))


def is_named_as_picture(extension):
    """Tell whether an extension is one of the pictures that are taken."""
    return any(extension in extensions for extensions in EXTENSIONS.values())


def turned_upright(picture):
    """Return a picture turned as the camera noted it; as it is where the note cannot be read."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # as many kinds as a decoder has
        return picture


def as_still_gif(picture):
    """Return a picture of a GIF with its palette and transparent colour as they were, and nothing else."""
    still = picture.copy()
    still.info = {name: picture.info[name] for name in ("transparency",) if name in picture.info}
    return still


def with_plain_colours(picture, raw_mode=None):
    """Return a picture in grey, RGB or RGBA of eight bits, with nothing beside it but a profile of RGB colours.

    ``raw_mode`` is how a PNG stores its pixels, by which its transparent colour is to be read.
    """
    profile = picture.info.get("icc_profile")
    alpha = mask_of_transparent_colour(picture, raw_mode) if "transparency" in picture.info else None
    if picture.mode in ("P", "PA", "RGBa"):
        picture = picture.convert("RGBA")
    elif picture.mode == "La":
        picture = picture.convert("LA")
    if "A" in picture.getbands() and picture.mode != "LAB":
        alpha = picture.getchannel("A")
        picture = picture.getchannel("L") if picture.mode == "LA" else picture.convert("RGB")
    picture = in_eight_bits(picture)
    described = kind_of_colours(profile)
    is_opaque = alpha is None or alpha.getextrema() == (255, 255)
    # A profile of other colours than RGB is applied: browsers know few others, and the outputs are in RGB. With
    # transparency it is applied too, for it is lost where a picture is laid on white.
    keeps_profile = picture.mode == "RGB" and described == "RGB " and is_opaque
    if not keeps_profile:
        picture = in_srgb(picture, BytesIO(profile) if PROFILED.get(described) == picture.mode else None)
    if not is_opaque:
        picture = picture.convert("RGB")
        picture.putalpha(alpha)
    picture.info = {"icc_profile": profile} if keeps_profile else {}
    return picture


def mask_of_transparent_colour(picture, raw_mode):
    """Return the opacity of each pixel of a picture of which one colour is transparent; None where it has a palette."""
    key = picture.info["transparency"]
    if picture.mode == "I;16":
        return ImageMath.lambda_eval(
            lambda given: given["convert"](given["grey"] != key, "L") * 255, grey=picture.convert("I")
        ).convert("L")
    if picture.mode not in ("1", "L", "RGB"):
        return None
    if raw_mode == "RGB;16B":
        key = tuple(value >> 8 for value in key)
    elif raw_mode in SPREAD:
        key *= SPREAD[raw_mode]
    keyed = picture.copy()
    keyed.info = {"transparency": key}
    return keyed.convert("RGBA").getchannel("A")


def in_eight_bits(picture):
    """Return a picture without transparency in a mode of eight bits of which a profile may speak."""
    if picture.mode in ("I", "I;16", "I;16B", "I;16L", "I;16N"):
        wide = picture.convert("I")
        return ImageMath.lambda_eval(lambda given: (given["wide"] * 255 + 32767) / 65535, wide=wide).convert("L")
    if picture.mode in ("1", "F"):
        return picture.convert("L")
    return picture if picture.mode in ("L", "CMYK", "LAB") else picture.convert("RGB")


def kind_of_colours(profile):
    """Return what kind of colours a profile describes, such as "RGB "; None where it cannot be read."""
    try:
        return ImageCms.ImageCmsProfile(BytesIO(profile)).profile.xcolor_space if profile else None
    except (OSError, ImageCms.PyCMSError):
        return None


def in_srgb(picture, source):
    """Return a picture in the colours of the web, by the file of its profile where it has one."""
    if picture.mode == "LAB":
        source = source or ImageCms.createProfile("LAB")
    if source:
        try:
            return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except ImageCms.PyCMSError:  # of an unfinished profile
            return picture.convert("RGB")
    return picture if picture.mode == "L" else picture.convert("RGB")
