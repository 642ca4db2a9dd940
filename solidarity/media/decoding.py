"""Decoding of uploaded images into plain pixels, as a browser would show them, whatever the file's colour model."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageMath, ImageOps
from pillow_heif import register_heif_opener

register_heif_opener()

# Pillow's names of the accepted formats, with their extensions, the preferred one first.
EXTENSIONS = {
    "AVIF": ("avif",),
    "GIF": ("gif",),
    "HEIF": ("heic", "heif"),
    "JPEG": ("jpg", "jpeg", "jpe", "jfif"),
    "PNG": ("png",),
    "WEBP": ("webp",),
}
LABELS = {"HEIF": "HEIC", "WEBP": "WebP"}  # where the common name is not Pillow's
MAGIC_NUMBERS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
# Brands of HEIF and AVIF files with still images, and of image sequences: ISO/IEC 23008-12.
STILL_BRANDS = {b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"mif1"}
SEQUENCE_BRANDS = {b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"}
# The factor by which Pillow scales the grey values of a PNG of few bits, though not the value of its transparent
# colour.
SPREAD = {"L;2": 85, "L;4": 17}
# The Pillow mode for each colour space of ICC profiles.
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


def decode(data: bytes, extension: str, max_pixels: int) -> tuple[Image.Image, str]:
    """Return an image from a file's bytes, upright and in plain colours, and Pillow's name of its format.

    Raises ValidationError, whose message says what to do, unless the file is a single still image that can be decoded.
    """
    try:
        with Image.open(BytesIO(data), formats=[*EXTENSIONS, "MPO"]) as picture:
            # Some phones append a second image to a JPEG file (MPO), which is ignored.
            kind = "JPEG" if picture.format == "MPO" else picture.format or ""
            if extension not in EXTENSIONS[kind]:
                params = {"format": LABELS.get(kind, kind), "extension": EXTENSIONS[kind][0]}
                raise ValidationError(MISNAMED, params=params)
            if picture.width * picture.height > max_pixels:
                raise Image.DecompressionBombError
            if is_animated(picture, kind, data):
                raise ValidationError(MOVING)
            raw_mode = str(picture.tile[0].args) if kind == "PNG" else None
            picture.load()
            upright = turned_upright(picture)
            return (as_still_gif(upright) if kind == "GIF" else with_plain_colours(upright, raw_mode)), kind
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise ValidationError(TOO_MANY_PIXELS, params={"millions": max_pixels // 1_000_000}) from error
    except Exception as error:
        # Decoders raise many exception types for a damaged file; the user gets one message.
        raise ValidationError(what_is_wrong(data[:12])) from error  # type: ignore[arg-type]  # a Promise of a text


def is_animated(picture: Image.Image, kind: str, data: bytes) -> bool:
    """Tell whether an image is animated. Several images in one HEIF file may be a burst, with a primary one."""
    if kind == "HEIF":
        return data[8:12] in SEQUENCE_BRANDS
    return kind != "JPEG" and getattr(picture, "n_frames", 1) > 1


def what_is_wrong(beginning: bytes) -> str | Promise:
    """Return the message about a file that could not be decoded, by its first twelve bytes."""
    if beginning[4:8] == b"ftyp" and beginning[8:12] in SEQUENCE_BRANDS:
        return MOVING
    return DAMAGED if looks_like_picture(beginning) else NO_PICTURE


def looks_like_picture(beginning: bytes) -> bool:
    """Tell whether a file begins like an image of an accepted format, whether or not it is complete."""
    is_boxed, brand = beginning[4:8] == b"ftyp", beginning[8:12]
    return beginning.startswith(MAGIC_NUMBERS) or (is_boxed and (brand in STILL_BRANDS or len(brand) < 4))


def is_named_as_picture(extension: str) -> bool:
    """Tell whether an extension is that of an accepted image format."""
    return any(extension in extensions for extensions in EXTENSIONS.values())


def turned_upright(picture: Image.Image) -> Image.Image:
    """Return an image rotated by its EXIF orientation; unchanged where that cannot be read."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # Pillow raises many exception types here
        return picture


def as_still_gif(picture: Image.Image) -> Image.Image:
    """Return a GIF image with its palette and transparent colour, and without any other metadata."""
    still = picture.copy()
    still.info = {name: picture.info[name] for name in ("transparency",) if name in picture.info}
    return still


def with_plain_colours(picture: Image.Image, raw_mode: str | None = None) -> Image.Image:
    """Return an image in mode L, RGB or RGBA with 8 bits per channel, without metadata other than an RGB profile.

    ``raw_mode`` is the pixel format of a PNG file, on which the value of its transparent colour depends.
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
    # A profile of another colour space is applied, since few browsers support it and the output is RGB. With
    # transparency an RGB profile is applied as well, since it is lost when the image is flattened on white.
    keeps_profile = picture.mode == "RGB" and described == "RGB " and is_opaque
    if not keeps_profile:
        fits = PROFILED.get(described or "") == picture.mode
        picture = in_srgb(picture, BytesIO(profile) if profile and fits else None)
    if alpha is not None and not is_opaque:
        picture = picture.convert("RGB")
        picture.putalpha(alpha)
    picture.info = {"icc_profile": profile} if keeps_profile else {}
    return picture


def mask_of_transparent_colour(picture: Image.Image, raw_mode: str | None) -> Image.Image | None:
    """Return the alpha channel of an image with one transparent colour, or None for a mode with a palette."""
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


def in_eight_bits(picture: Image.Image) -> Image.Image:
    """Return an image without transparency in a mode of 8 bits per channel to which a profile may apply."""
    if picture.mode in ("I", "I;16", "I;16B", "I;16L", "I;16N"):
        wide = picture.convert("I")
        return ImageMath.lambda_eval(lambda given: (given["wide"] * 255 + 32767) / 65535, wide=wide).convert("L")
    if picture.mode in ("1", "F"):
        return picture.convert("L")
    return picture if picture.mode in ("L", "CMYK", "LAB") else picture.convert("RGB")


def kind_of_colours(profile: bytes | None) -> str | None:
    """Return the colour space of an ICC profile, such as "RGB "; None where it cannot be read."""
    try:
        return ImageCms.ImageCmsProfile(BytesIO(profile)).profile.xcolor_space if profile else None
    except (OSError, ImageCms.PyCMSError):
        return None


def in_srgb(picture: Image.Image, source: BytesIO | None) -> Image.Image:
    """Return an image converted to sRGB, from its profile if it has one."""
    given = source or (ImageCms.createProfile("LAB") if picture.mode == "LAB" else None)
    if given:
        srgb = ImageCms.createProfile("sRGB")
        try:
            # None is returned only where the picture itself is changed.
            return ImageCms.profileToProfile(picture, given, srgb, outputMode="RGB")  # type: ignore[return-value]
        except ImageCms.PyCMSError:  # an incomplete profile
            return picture.convert("RGB")
    return picture if picture.mode == "L" else picture.convert("RGB")
