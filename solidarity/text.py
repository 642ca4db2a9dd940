"""Plain text helpers."""

import re
import unicodedata

import nh3

# Letters that Unicode does not take apart, by what they are read as. In Arabic these are the forms of alef and yeh and
# the marked heh that many writers leave out; the tatweel only stretches a word.
READ_AS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "",
}  # fmt: skip
WORD = re.compile(r"[^\W_]+")
# The article, which is written as part of the word, and what stands before it. It is left out where a word remains.
ARABIC_ARTICLE = re.compile(r"^[وف]?(?:[بك]?ال|لل)(?=\w{3})")


class Folding(dict):
    """What each letter becomes, by its number: nothing for a mark or an invisible sign. It fills itself."""

    def __missing__(self, number):
        letter = chr(number)
        ignored = unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Cf")
        self[number] = "" if ignored else READ_AS.get(letter, letter)
        return self[number]


FOLDING = Folding()


def fold(text):
    """Return text without case and marks, so that Zürich sorts and is found as zurich, and Αθήνα as αθηνα."""
    return unicodedata.normalize("NFKD", text.casefold()).translate(FOLDING)


def words(text):
    """Return the words of a text as search compares them: folded, in order, and in Arabic without the article."""
    return [ARABIC_ARTICLE.sub("", word) for word in WORD.findall(fold(text))]


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
