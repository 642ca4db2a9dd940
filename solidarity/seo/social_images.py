"""The Open Graph image of a page, 1200 by 630 pixels: its photograph, or its title in the colours of the site.

It is generated on the first request and kept in the cache, whose size is limited; only published pages have one, in the
languages of the site.
"""

from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from unicodedata import category, normalize

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from PIL import Image, ImageDraw, ImageFont, ImageOps
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from solidarity import languages
from solidarity.fields import content_language
from solidarity.generation import kept_each
from solidarity.media.decoding import with_plain_colours
from solidarity.models import SitePage, SiteSettings
from solidarity.text import to_ascii

SIZE = WIDTH, HEIGHT = 1200, 630
FONT = Path(__file__).parent / "fonts" / "solidarity-pictures.ttf"
# The values in static/css/tokens.css.
BLUE, PAPER, SUN = "#173f73", "#fbfaf7", "#f0b23c"
EDGE = 84
# The vertical extent of the title, and its font sizes, in pixels.
TITLE_FROM, TITLE_UNTIL = 236, 570
LARGEST, SMALLEST_WHOLE, SMALLEST = 112, 44, 20
# The shapes of static/img/mark.svg.
HOUSES = [[(0, 48), (0, 24), (8, 16), (16, 24), (16, 48)], [(32, 48), (32, 24), (40, 16), (48, 24), (48, 48)]]
ROOF = [(24, 0), (38.5, 14.5), (32.5, 20.5), (24, 12), (15.5, 20.5), (9.5, 14.5)]
CONTROLS = {"Cc", "Cs", "Zl", "Zp"}  # Unicode's general categories of control characters and line separators
# The version of the drawing code: another number gives every image a new URL.
DRAWING = 2
MAX_AGE = 30 * 24 * 3600  # seconds, in the cache and in browsers


def version(page):
    """Return the part of an image's URL that changes when the page is published again."""
    return sha256(f"{DRAWING} {page.pk} {page.last_published_at}".encode()).hexdigest()[:10]


def picture_url(page):
    """Return the URL of a page's image in the active language, relative to the root."""
    return reverse("share_picture", args=[page.pk, version(page)])


class Published(NamedTuple):
    """What is to be known of a page to answer whoever has its image already."""

    version: str
    at: datetime | None


def published(pk):
    """Return a page's Published by its primary key, in a dict; an empty one unless the page has an image."""
    page = Page.objects.live().filter(pk=pk, depth__gt=1).first()
    if page is None or not issubclass(page.specific_class or Page, SitePage):
        return {}
    return {pk: Published(version(page), page.last_published_at)}


def share_picture(request, pk, requested):
    """Respond with the image of a page in the language of the URL; ``pk`` is the page's primary key.

    An outdated version is redirected to the current one; who has the current one is told so without drawing it. Raises
    Http404 unless the page is published.
    """
    found = kept_each("share picture", [pk], lambda _missing: published(pk)).get(pk)
    if found is None:
        raise Http404("There is no page with this primary key.")
    if requested != found.version:
        return redirect(reverse("share_picture", args=[pk, found.version]))
    headers = {"Cache-Control": f"public, max-age={MAX_AGE}", "ETag": quote_etag(f"{requested}-{get_language()}")}
    changed_at = found.at and int(found.at.timestamp())
    if changed_at:
        headers["Last-Modified"] = http_date(changed_at)
    response = get_conditional_response(request, headers["ETag"], changed_at)
    response = response or HttpResponse(content_of(request, pk, requested), "image/jpeg")
    for name, value in headers.items():
        response[name] = value
    return response


def content_of(request, pk, requested):
    """Return the image of a page in the active language as a JPEG file, from the cache or drawn anew."""
    key = f"share-picture:{pk}:{get_language()}:{requested}"
    content = cache.get(key)
    if content is None:
        page = get_object_or_404(Page, pk=pk).specific
        site_name = SiteSettings.for_request(request).display_name
        content = as_jpeg(photograph(page) or draw_image(page, site_name))
        if not hasattr(request, "baked_on"):  # a copy as plain files asks for each once
            cache.set(key, content, MAX_AGE)
    return content


def as_jpeg(image):
    """Return an image as the bytes of a JPEG file."""
    file = BytesIO()
    profile = image.info.get("icc_profile")
    image.save(file, "JPEG", quality=86, subsampling=0, optimize=True, icc_profile=profile)
    return file.getvalue()


def photograph(page):
    """Return the page's listing image as a PIL image of SIZE; None if it has none or its file is missing."""
    if not page.listing_image:
        return None
    try:
        rendition = page.listing_image.get_rendition(f"fill-{WIDTH}x{HEIGHT}|format-jpeg")
        with rendition.file.open() as file:
            plain = with_plain_colours(Image.open(file)).convert("RGB")
            return ImageOps.fit(plain, SIZE)  # small images are enlarged
    except (SourceImageIOError, OSError):
        return None


def draw_image(page, site_name):
    """Return a PIL image of a page's title, its place, and the site's mark and name."""
    language = content_language(page, "heading") or get_language()
    image = Image.new("RGB", SIZE, BLUE)
    draw = ImageDraw.Draw(image)
    right_to_left = languages.direction(get_language()) == "rtl"
    draw.rectangle([(0, HEIGHT - 18), (WIDTH, HEIGHT)], fill=SUN)
    image.paste(*draw_logo(88, WIDTH - EDGE - 88 if right_to_left else EDGE, 72))
    # The names are aligned to the start of the page's direction, the title to the start of its own language's.
    beside_mark = WIDTH - EDGE - 88 - 28 if right_to_left else EDGE + 88 + 28
    site_line, place = readable(site_name), readable(page.location_label)
    draw_text(
        draw, site_line, beside_mark, 116 if not place else 92, load_font(42), PAPER, get_language(), right_to_left
    )
    if place:
        font = next(
            load_font(size) for size in range(36, 11, -2) if text_width(place, load_font(size)) <= 900 or size == 12
        )
        draw_text(draw, place, beside_mark, 146, font, SUN, get_language(), right_to_left)
    title_right = languages.direction(language) == "rtl"
    edge = WIDTH - EDGE if title_right else EDGE
    font, lines = fitted(readable(page.heading) or readable(page.search_kind.label), language)
    top = TITLE_FROM + (TITLE_UNTIL - TITLE_FROM - len(lines) * leading(font, language)) / 2
    for number, line in enumerate(lines):
        middle = top + (number + 0.5) * leading(font, language)
        draw_text(draw, line, edge, middle, font, PAPER, language, title_right)
    return image


def draw_logo(size, x, y):
    """Return the arguments of ``Image.paste`` for the site's mark: the image, its position and its mask."""
    large = Image.new("RGBA", (48 * 16, 48 * 16))  # scaled down later, for smooth edges
    draw = ImageDraw.Draw(large)
    for shape, colour in [*((house, PAPER) for house in HOUSES), (ROOF, SUN)]:
        draw.polygon([(16 * across, 16 * down) for across, down in shape], fill=colour)
    mark = large.resize((size, size), Image.Resampling.LANCZOS)
    return mark, (x, y), mark


def draw_text(draw, text, x, y, font, colour, language, right_to_left):
    """Draw a line of text from a horizontal edge, centred vertically on ``y``."""
    draw.text(
        (x, y),
        text,
        font=font,
        fill=colour,
        anchor="rm" if right_to_left else "lm",
        direction="rtl" if right_to_left else "ltr",
        language=language,
    )


@lru_cache(maxsize=32)
def load_font(size):
    """Return the font in a size in pixels."""
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.RAQM)


def leading(font, language):
    """Return the line height of a font, in pixels; Arabic needs more."""
    return font.size * (1.45 if language == "ar" else 1.18)


def text_width(text, font, language=None):
    """Return the width of a line in pixels."""
    return font.getlength(text, language=language)


def fitted(text, language):
    """Return the largest font in which a title fits, and its lines.

    Words are only broken where the title would otherwise be too small to read.
    """
    height = TITLE_UNTIL - TITLE_FROM
    for broken, smallest in ((False, SMALLEST_WHOLE), (True, SMALLEST)):
        for size in range(LARGEST, smallest - 1, -4):
            font = load_font(size)
            lines = wrapped(text, font, language, broken)
            if lines and len(lines) * leading(font, language) <= height:
                return font, lines
    return font, lines


def wrapped(text, font, language, broken):
    """Return a text in lines that fit the width; an empty list if a word does not fit and must not be ``broken``."""
    width, lines = WIDTH - 2 * EDGE, []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", font, language) <= width:
            lines[-1] += f" {word}"
            continue
        while text_width(word, font, language) > width:
            if not broken:
                return []
            # Arabic has no hyphen; the joined form of the letters shows that the word goes on.
            hyphen = "" if languages.direction(language) == "rtl" else "-"
            fitting = (
                at for at in range(len(word) - 1, 1, -1) if text_width(word[:at] + hyphen, font, language) <= width
            )
            count = next(fitting, 1)
            lines.append(word[:count] + hyphen)
            word = word[count:]
        lines.append(word)
    return lines


def readable(text):
    """Return a text on one line, with letters that the font lacks replaced by others."""
    letters = (" " if category(letter) in CONTROLS else letter for letter in normalize("NFC", str(text)))
    return " ".join("".join(map(drawable, letters)).split())


def drawable(letter):
    """Return a letter if the font has it, else its base letter, else its spelling in ASCII."""
    bare = normalize("NFD", letter)[0]
    return next((candidate for candidate in (letter, bare) if has_letter(candidate)), None) or to_ascii(letter)


@lru_cache(maxsize=2048)
def has_letter(letter):
    """Tell whether the font has a letter, by comparing it with the glyph for a missing one."""
    font = load_font(40)
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))


def picture_url_in(page, language):
    """Return the URL of a page's image in a language."""
    with translation.override(language):
        return picture_url(page)
