"""Plain text helpers."""

import re
import unicodedata
from functools import cache

import nh3
from django.utils.translation import get_language
from icu import Collator, Locale

from solidarity import languages


@cache
def collator(language):
    """Return the order of names in a language: that of Unicode's CLDR, as dictionaries of the language have it."""
    return Collator.createInstance(Locale(language))


def collation_key(name):
    """Return what to sort a name by, so that the names stand as in a printed register of the reader's language.

    Århus and Łódź stand with A and L, ñ after n in Spanish, and a reader's own script before all others.
    """
    return collator(get_language() or languages.DEFAULT_LANGUAGE).getSortKey(name)

# What may stand neither in XML nor in a calendar: control characters and what is no character at all.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text):
    """Return text without the characters that a feed or a calendar cannot hold, such as those pasted from elsewhere."""
    return UNPRINTABLE.sub("", text)


def fold(text):
    """Return text without case and marks, so that Zürich is found as zurich, and Αθήνα as αθηνα."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


# What formatted text may hold: what the editor's buttons make, and the keys that the editor itself needs.
ALLOWED_TAGS = {"a", "b", "br", "em", "h3", "i", "li", "ol", "p", "strong", "ul"}
ALLOWED_ATTRIBUTES = {
    "a": {"href", "id", "linktype"},
    "h3": {"data-block-key"},
    "li": {"data-block-key"},
    "p": {"data-block-key"},
}


def clean_html(html):
    """Return formatted text with nothing in it but the tags and attributes that the editor makes.

    Whatever way it came in, no script, style, frame or strange address is left of it.
    """
    return nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
