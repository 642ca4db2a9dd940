"""Files of one picture in every way that colours are stored: the left half one colour, the right another or none."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

register_heif_opener()

SIZE = WIDTH, HEIGHT = 64, 48
RED, BLUE, GREY, WHITE, BLACK = (200, 30, 40), (20, 60, 180), (120,) * 3, (255,) * 3, (0,) * 3
NOTHING = (0, 0, 0, 0)


def encoded(picture, kind="JPEG", **options):
    """Return a picture as the bytes of a file."""
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def halves(left, right, mode="RGB"):
    """Return a picture of two colours."""
    picture = Image.new(mode, SIZE, right)
    picture.paste(left, (0, 0, WIDTH // 2, HEIGHT))
    return picture


def chunk(kind, data):
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png(bits, colours, left, right, transparent=b""):
    """Return a PNG that Pillow does not write, of pixels given as whole rows of bytes, by PNG's numbers of its kind."""
    head = struct.pack(">IIBBBBB", *SIZE, bits, colours, 0, 0, 0)
    half = len(left) and WIDTH // 2 * bits * {0: 1, 2: 3}[colours] // 8 // len(left)
    rows = (b"\0" + left * half + right * half) * HEIGHT
    key = chunk(b"tRNS", transparent) if transparent else b""
    data = chunk(b"IHDR", head) + key + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data


def profile(kind, *tags, connection=b"XYZ "):
    """Return an ICC profile of a kind of colours: https://www.color.org/specification/ICC1v43_2010-12.pdf."""
    offset, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, data in tags:
        table += name + struct.pack(">II", offset + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    white = struct.pack(">iii", 63190, 65536, 54061)
    head = struct.pack(">I4sI4s4s4s12s4s", offset + len(body), b"\0" * 4, 0x02400000, b"prtr", kind, connection,
                       bytes(12), b"acsp")  # fmt: skip
    return (head + bytes(28) + white).ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


# In which the grey value 128 is half of all light, which is 188 in the colours of the web.
LINEAR_GREY = profile(
    b"GRAY",
    (b"wtpt", b"XYZ \0\0\0\0" + struct.pack(">iii", 63190, 65536, 54061)),
    (b"kTRC", b"curv\0\0\0\0" + struct.pack(">I", 0)),
)


def odd_inks():
    """Return a profile in which black ink is black, magenta a middle grey, and all else as white as the paper."""
    even = bytes(range(256))
    identity = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    corners = b"".join(bytes([0 if number & 1 else 128 if number & 4 else 255, 128, 128]) for number in range(16))
    table = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + identity + even * 4 + corners + even * 3
    return profile(b"CMYK", (b"A2B0", table), connection=b"Lab ")


def swapped():
    """Return a profile in which red and blue have changed places."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = data.index(b"rXYZ"), data.index(b"bXYZ")
    data[red : red + 4], data[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(data)


def palette(**options):
    return encoded(halves(RED, BLUE).quantize(2), options.pop("kind", "PNG"), **options)


def index_of(colour):
    """Return where the palette of the pictures of two colours has one of them."""
    picture = halves(RED, BLUE).quantize(2)
    return picture.getpixel((0, 0) if colour == RED else (WIDTH - 1, 0))


def turned(kind, **options):
    """Return a file whose picture lies on its side, with a note that says so."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(halves(RED, BLUE).transpose(Image.Transpose.ROTATE_90), kind, exif=exif.tobytes(), **options)


LOSSLESS = {"lossless": True}
ONE_OF_TWO = bytes([0 if index_of(BLUE) == index else 255 for index in range(2)])
# By what is odd about each: the file, the end of its name, and the colours of both halves as a browser shows them.
FILES = {
    "1": (encoded(halves(0, 255, "1"), "PNG"), "png", BLACK, WHITE),
    "1, one transparent": (png(1, 0, b"\x00", b"\xff", b"\0\1"), "png", BLACK, NOTHING),
    "two bits of grey, one transparent": (png(2, 0, b"\x55", b"\xaa", b"\0\2"), "png", (85,) * 3, NOTHING),
    "four bits of grey, one transparent": (png(4, 0, b"\x77", b"\x33", b"\0\3"), "png", (119,) * 3, NOTHING),
    "L": (encoded(halves(120, 255, "L"), "PNG"), "png", GREY, WHITE),
    "L, one transparent": (encoded(halves(120, 7, "L"), "PNG", transparency=7), "png", GREY, NOTHING),
    "LA": (encoded(halves((120, 255), (9, 0), "LA"), "PNG"), "png", GREY, NOTHING),
    "sixteen bits of grey": (png(16, 0, b"\x78\x78", b"\xff\xff"), "png", GREY, WHITE),
    "sixteen bits of grey, one transparent": (png(16, 0, b"\x78\x78", b"\1\2", b"\1\2"), "png", GREY, NOTHING),
    "P": (palette(), "png", RED, BLUE),
    "P, transparent by index": (palette(transparency=index_of(BLUE)), "png", RED, NOTHING),
    "P, transparent by bytes": (palette(transparency=ONE_OF_TWO), "png", RED, NOTHING),
    "RGB": (encoded(halves(RED, BLUE), "PNG"), "png", RED, BLUE),
    "RGB, one transparent": (encoded(halves(RED, BLUE), "PNG", transparency=BLUE), "png", RED, NOTHING),
    "sixteen bits of RGB, one transparent": (
        png(16, 2, b"\xc8\1\x1e\2\x28\3", b"\1\2\3\4\5\6", b"\1\2\3\4\5\6"), "png", RED, NOTHING
    ),
    "RGBA": (encoded(halves((*RED, 255), NOTHING, "RGBA"), "PNG"), "png", RED, NOTHING),
    "half transparent": (encoded(halves((*RED, 255), (*BLUE, 128), "RGBA"), "PNG"), "png", RED, (*BLUE, 128)),
    "GIF": (palette(kind="GIF"), "gif", RED, BLUE),
    "GIF, one transparent": (palette(kind="GIF", transparency=index_of(BLUE)), "gif", RED, NOTHING),
    "grey GIF, one transparent": (encoded(halves(120, 7, "L"), "GIF", transparency=7), "gif", GREY, NOTHING),
    "grey JPEG": (encoded(halves(120, 255, "L"), "JPEG"), "jpg", GREY, WHITE),
    "JPEG": (encoded(halves(RED, BLUE), "JPEG", subsampling=0), "jpg", RED, BLUE),
    "CMYK": (encoded(halves((0, 0, 0, 0), (0, 0, 0, 255), "CMYK"), "JPEG"), "jpg", WHITE, BLACK),
    "WebP": (encoded(halves(RED, BLUE), "WEBP", **LOSSLESS), "webp", RED, BLUE),
    "WebP with transparency": (encoded(halves((*RED, 255), NOTHING, "RGBA"), "WEBP", **LOSSLESS), "webp", RED, NOTHING),
    "AVIF": (encoded(halves(RED, BLUE), "AVIF"), "avif", RED, BLUE),
    "AVIF with transparency": (encoded(halves((*RED, 255), NOTHING, "RGBA"), "AVIF"), "avif", RED, NOTHING),
    "HEIC": (encoded(halves(RED, BLUE), "HEIF", quality=95), "heic", RED, BLUE),
    "HEIC with transparency": (
        encoded(halves((*RED, 255), NOTHING, "RGBA"), "HEIF", quality=95), "heif", RED, NOTHING
    ),
    "RGB with a profile": (encoded(halves(RED, BLUE), "PNG", icc_profile=swapped()), "png", RED[::-1], BLUE[::-1]),
    "palette with a profile": (palette(icc_profile=swapped()), "png", RED[::-1], BLUE[::-1]),
    "transparency and a profile": (
        encoded(halves((*RED, 255), NOTHING, "RGBA"), "PNG", icc_profile=swapped()), "png", RED[::-1], NOTHING
    ),
    "grey with a profile": (
        encoded(halves(128, 255, "L"), "JPEG", icc_profile=LINEAR_GREY), "jpg", (188,) * 3, WHITE
    ),
    "grey and transparency with a profile": (
        encoded(halves((128, 255), (9, 0), "LA"), "PNG", icc_profile=LINEAR_GREY), "png", (188,) * 3, NOTHING
    ),
    "CMYK with a profile": (
        encoded(halves((0, 0, 255, 0), (0, 255, 0, 0), "CMYK"), "JPEG", icc_profile=odd_inks()),
        "jpg", WHITE, (119,) * 3
    ),
    "a profile of other colours": (
        encoded(halves(RED, BLUE), "JPEG", subsampling=0, icc_profile=LINEAR_GREY), "jpg", RED, BLUE
    ),
    "a profile that is none": (
        encoded(halves(RED, BLUE), "JPEG", subsampling=0, icc_profile=b"no profile"), "jpg", RED, BLUE
    ),
    "an unfinished profile": (
        encoded(halves(120, 255, "L"), "JPEG", icc_profile=profile(b"GRAY")), "jpg", GREY, WHITE
    ),
    "a note that is none": (
        encoded(halves(RED, BLUE), "JPEG", subsampling=0, exif=b"Exif\0\0no note"), "jpg", RED, BLUE
    ),
    "JPEG on its side": (turned("JPEG", subsampling=0), "jfif", RED, BLUE),
    "PNG on its side": (turned("PNG"), "png", RED, BLUE),
    "WebP on its side": (turned("WEBP", **LOSSLESS), "webp", RED, BLUE),
    "AVIF on its side": (turned("AVIF"), "avif", RED, BLUE),
    "HEIC on its side": (turned("HEIF", quality=95), "heic", RED, BLUE),
}  # fmt: skip
