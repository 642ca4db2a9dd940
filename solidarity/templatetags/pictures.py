"""Template tags for responsive images in the shapes of the design, as AVIF and WebP in several widths."""

from collections import Counter

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language
from wagtail.images.models import Filter, Picture
from wagtail.images.shortcuts import get_renditions_or_not_found

from solidarity import languages
from solidarity.generation import kept

register = template.Library()

# On phones with three pixels to a dot, two to each are as sharp as the eye sees, and weigh half: the sizes for them are
# two thirds of what the picture takes.
DENSE_PHONE = "(max-width: 30em) and (min-resolution: 2.5dppx)"
# What small pictures of lists take: a column of three, of two columns on smaller screens.
COLUMN = "(min-width: 84em) 18rem, (min-width: 64em) 22vw, (min-width: 48em) 30vw"
# Shape: Wagtail's filters for each width and format, and HTML's sizes attribute, which is as wide as the styles make
# the picture. AVIF is worth its slow encoding only for large images.
SHAPES = {
    "slide": (
        "fill-{480x320,720x480,960x640}|format-{avif,webp}",
        f"{DENSE_PHONE} 61vw, (min-width: 84em) 45rem, (min-width: 48em) 53vw, 91vw",
    ),
    "hero": (
        "fill-{720x315,1280x560}|format-{avif,webp}",
        f"{DENSE_PHONE} 61vw, (min-width: 84em) 76rem, 91vw",
    ),
    "head": (
        "fill-{480x320,720x480,960x640}|format-webp",
        f"{DENSE_PHONE} 61vw, (min-width: 48em) 18rem, (min-width: 33em) 30rem, 91vw",
    ),
    "lead": (
        "fill-{480x320,720x480,960x640}|format-{avif,webp}",
        f"{DENSE_PHONE} 61vw, (min-width: 84em) 37rem, (min-width: 48em) 45vw, 91vw",
    ),
    "row": ("fill-{240x160,480x320}|format-webp", f"{DENSE_PHONE} 18vw, {COLUMN}, 28vw"),
    "card": ("fill-{240x160,360x240,480x320}|format-webp", f"{DENSE_PHONE} 29vw, {COLUMN}, 44vw"),
    "voice": ("fill-{240x300,480x600}|format-webp", f"{DENSE_PHONE} 4rem, {COLUMN}, 5.5rem"),
    "portrait": ("fill-{240x300,480x600}|format-webp", "(min-width: 48em) 18rem, 14rem"),
    "body": ("width-{480,720,960}|format-{avif,webp}", f"{DENSE_PHONE} 61vw, (min-width: 48em) 42rem, 91vw"),
}


def renditions_in(image, shape):
    """Return the renditions of an image in a shape, by filter; placeholders where its file is missing."""
    specs, _sizes = SHAPES[shape]
    return get_renditions_or_not_found(image, Filter.expand_spec(specs.split("|")))


@register.simple_tag(takes_context=True)
def picture(context, image, shape, alt="", eager=False, alt_language=None):
    """Return a <picture> of an image in one of the SHAPES, and record its credit for the foot of the page.

    It is loaded lazily, unless ``eager`` marks it as the first one that a reader sees. ``alt_language`` is the code of
    the language of ``alt``, which may be a fallback.
    """
    if not image:
        return ""
    note_credit(context, image)
    attributes = {"alt": alt or "", "sizes": SHAPES[shape][1]}
    if alt and alt_language and alt_language != get_language():
        attributes |= {"lang": alt_language, "dir": languages.direction(alt_language)}
    attributes |= {"fetchpriority": "high"} if eager else {"loading": "lazy", "decoding": "async"}
    name = f"picture {image.pk} {shape} {attributes}"
    return kept(name, lambda: Picture(renditions_in(image, shape), attributes).__html__())


def note_credit(context, image):
    """Record that a page shows an image, so that its foot can name the author."""
    credits = context["request"].__dict__.setdefault("picture_credits", Counter())
    if image.credit_line:
        credits[image.credit_line] += 1


@register.simple_tag(takes_context=True)
def picture_credits(context):
    """Return the credits of images on this page that no caption has shown, without duplicates."""
    credits = context["request"].__dict__.get("picture_credits", Counter())
    return [line for line, pictures in credits.items() if pictures > 0]


@register.simple_tag(takes_context=True)
def credit(context, image):
    """Return the credit as a caption of the image just shown, or an empty string."""
    if not image or not image.credit_line:
        return ""
    context["request"].picture_credits[image.credit_line] -= 1
    return format_html('<small class="credit">{}</small>', image.credit_line)
