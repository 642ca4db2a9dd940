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

# Shape: Wagtail's filters for each width and format, and HTML's sizes attribute. AVIF is worth its slow encoding only
# for large images.
SHAPES = {
    "slide": ("fill-{480x320,960x640}|format-{avif,webp}", "(min-width: 64em) 58vw, 100vw"),
    "hero": ("fill-{640x280,1280x560}|format-{avif,webp}", "(min-width: 80em) 76rem, 100vw"),
    "head": ("fill-{480x320,960x640}|format-webp", "(min-width: 64em) 18rem, 100vw"),
    "lead": ("fill-{480x320,960x640}|format-{avif,webp}", "(min-width: 64em) 36rem, 100vw"),
    "row": ("fill-{240x160,480x320}|format-webp", "(min-width: 48em) 18rem, 30vw"),
    "portrait": ("fill-{240x300,480x600}|format-webp", "(min-width: 48em) 22rem, 60vw"),
    "body": ("width-{480,960}|format-{avif,webp}", "(min-width: 48em) 42rem, 100vw"),
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
