"""A picture is shown in the colours in which it was sent: as it is kept, and in each format that it is cut to."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from wagtail.images.forms import get_image_form

from solidarity.media.decoding import EXTENSIONS, decode, with_plain_colours
from solidarity.models import SiteImage
from solidarity.seo.social_images import as_jpeg, photograph
from tests.support.image_files import BLUE, FILES, GREY, HEIGHT, NOTHING, RED, SIZE, WIDTH, encoded, halves, swapped

LIMIT = 1_000_000
NEAR = 14  # how far a colour may be from the one that was sent, of 255: the formats are lossy


def seen(picture):
    """Return the colours in the middle of both halves as a browser shows them, with how opaque they are."""
    shown = picture.convert("RGBA")
    if profile := picture.info.get("icc_profile"):
        srgb = ImageCms.createProfile("sRGB")
        colours = ImageCms.profileToProfile(shown.convert("RGB"), BytesIO(profile), srgb)
        colours.putalpha(shown.getchannel("A"))
        shown = colours
    width, height = shown.size
    return [shown.getpixel((across, height // 2)) for across in (width // 4, width * 3 // 4)]


def on_white(colour):
    """Return a colour as it is where no pixel can be transparent."""
    *levels, opacity = (*colour, 255)[:4]
    return tuple(255 - (255 - level) * opacity // 255 for level in levels)


def same(found, expected):
    """Tell whether a colour is the one expected; where nothing is to be seen, its own value does not matter."""
    expected = (*expected, 255)[:4]
    compared = range(3, 4) if expected[3] == 0 else range(4)
    return all(abs(found[at] - expected[at]) <= NEAR for at in compared)


@pytest.fixture
def sent(admin_user):
    """Send a file as a picture; return the picture that was kept."""

    def send(data, name):
        form = get_image_form(SiteImage)(
            {"title": "Picture", "collection": 1}, {"file": SimpleUploadedFile(name, data)}, user=admin_user
        )
        assert form.is_valid(), form.errors
        return form.save()

    return send


def opened(file):
    with file.open() as source:
        picture = Image.open(BytesIO(source.read()))
        picture.load()
    return picture


@pytest.mark.parametrize("oddity", FILES)
def test_colours_are_those_that_were_sent(sent, oddity):
    data, extension, *expected = FILES[oddity]
    image = sent(data, f"picture.{extension}")
    assert (image.width, image.height) == SIZE
    width, height = WIDTH // 2, HEIGHT // 2
    found = {"kept": seen(opened(image.file))}
    for output in ("webp", "avif", "png", "jpeg"):
        rendition = image.get_rendition(f"fill-{width}x{height}|format-{output}")
        found[output] = seen(opened(rendition.file))
    shared = as_jpeg(photograph(SimpleNamespace(listing_image=image)))
    found["shared"] = seen(Image.open(BytesIO(shared)))
    for output, colours in found.items():
        wanted = map(on_white, expected) if output in ("jpeg", "shared") else expected
        assert all(map(same, colours, wanted)), (output, colours)


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (halves(RED, BLUE).convert("YCbCr"), (RED, BLUE)),
        (halves(RED, BLUE).convert("HSV"), (RED, BLUE)),
        (halves(RED, BLUE).convert("RGBX"), (RED, BLUE)),
        (halves((*RED, 255), NOTHING, "RGBA").convert("RGBa"), (RED, NOTHING)),
        (halves((120, 255), (9, 0), "LA").convert("La"), (GREY, NOTHING)),
        (halves((*RED, 255), NOTHING, "RGBA").convert("PA"), (RED, NOTHING)),
        (halves(120.0, 255.0, "F"), (GREY, (255,) * 3)),
        (halves(120 * 257, 65535, "I"), (GREY, (255,) * 3)),
        (halves(120 * 257, 65535, "I;16"), (GREY, (255,) * 3)),
        (halves(120 * 257, 65535, "I;16B"), (GREY, (255,) * 3)),
        (
            ImageCms.profileToProfile(
                halves(RED, BLUE), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
            ),
            (RED, BLUE),
        ),
    ],
    ids=lambda value: value.mode if isinstance(value, Image.Image) else "",
)
def test_no_mode_of_the_decoder_is_beyond_us(picture, expected):
    plain = with_plain_colours(picture)
    assert plain.mode in ("L", "RGB", "RGBA")
    assert all(map(same, seen(plain), expected))


def test_every_mode_of_the_decoder_is_tried():
    assert {with_plain_colours(Image.new(mode, SIZE)).mode for mode in Image.MODES} <= {"L", "RGB", "RGBA"}


def test_what_is_opaque_takes_no_room_for_transparency():
    assert with_plain_colours(halves((*RED, 255), (*BLUE, 255), "RGBA")).mode == "RGB"


def test_a_wide_gamut_is_kept(sent):
    profile = swapped()  # once: it holds the second of its making
    image = sent(encoded(halves(RED, BLUE), "PNG", icc_profile=profile), "picture.png")
    assert opened(image.file).info["icc_profile"] == profile


@pytest.mark.parametrize(
    ("kind", "extension", "kept_as"),
    [
        ("JPEG", "jfif", "jpg"),
        ("JPEG", "jpe", "jpg"),
        ("JPEG", "JPEG", "JPEG"),
        ("HEIF", "heic", "jpg"),
        ("HEIF", "HEIF", "jpg"),
    ],
)
def test_a_name_that_servers_do_not_know_is_mended(sent, kind, extension, kept_as):
    image = sent(encoded(halves(RED, BLUE), kind), f"picture.{extension}")
    assert image.file.name.endswith(f".{kept_as}")


def test_the_settings_name_what_is_taken(settings):
    assert sorted(settings.WAGTAILIMAGES_EXTENSIONS) == sorted(sum(EXTENSIONS.values(), ()))


def refusal(data, extension):
    """Return what is said of a file that is no picture to be shown."""
    with pytest.raises(ValidationError) as refused:
        decode(data, extension, LIMIT)
    [message] = refused.value.messages
    return message


def frames(kind):
    """Return a file whose picture moves."""
    first, *others = (halves((shade, 0, 0), (0, shade, 0)) for shade in (60, 120, 180))
    return encoded(first, kind, save_all=True, append_images=others)


def heif_sequence():
    data = bytearray(frames("HEIF"))
    data[8:12] = b"hevc"
    return bytes(data)


@pytest.mark.parametrize("kind", ["AVIF", "GIF", "PNG", "WEBP"])
def test_what_moves_is_told_from_what_is_damaged(kind):
    moving = frames(kind)
    assert "animated" in refusal(moving, EXTENSIONS[kind][0])
    assert "damaged" in refusal(encoded(Image.effect_noise(SIZE, 60), kind)[:-40], EXTENSIONS[kind][0])


def test_a_sequence_is_told_from_a_burst():
    assert "animated" in refusal(heif_sequence(), "heic")
    assert "animated" in refusal(heif_sequence()[:300], "heic")
    picture, _kind = decode(frames("HEIF"), "heic", LIMIT)
    assert picture.size == SIZE


def test_one_frame_does_not_move():
    for kind in ("GIF", "PNG", "WEBP"):
        picture, _kind = decode(encoded(halves(RED, BLUE), kind, save_all=True), EXTENSIONS[kind][0], LIMIT)
        assert all(map(same, seen(picture), (RED, BLUE)))
