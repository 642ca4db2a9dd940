"""Plain text helpers."""

import unicodedata

import nh3


def fold(text):
    """Return text without case and marks, so that Zürich sorts and is found as zurich, and Αθήνα as αθηνα."""
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
