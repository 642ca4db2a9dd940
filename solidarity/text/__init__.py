"""Plain text helpers."""

import re
import unicodedata
from functools import cache
from html import unescape
from zlib import crc32

import nh3
from anyascii import anyascii
from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import get_language

try:
    from icu import Collator, Locale
except ImportError:  # no build for this machine: names sort without marks, and solidarity/database/checks.py says so
    Collator = None


@cache
def collator(language):
    """Return the order of names in a language: that of Unicode's CLDR, as dictionaries of the language have it."""
    return Collator.createInstance(Locale(language))


def collation_key(name):
    """Return what to sort a name by, so that the names stand as in a printed register of the reader's language.

    Århus and Łódź stand with A and L, ñ after n in Spanish, and a reader's own script before all others. Without ICU
    only the first of these holds.
    """
    if Collator is None:
        return fold(name)
    return collator(get_language() or settings.LANGUAGE_CODE).getSortKey(name)


def normalize_email(email):
    """Return an e-mail address in the one spelling in which it is kept and compared.

    There and back: some letters are alike in one case only, and a database may take them for the same.
    """
    return email.strip().upper().lower()


# What may stand neither in XML nor in a calendar: control characters and what is no character at all.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def strip_unprintable(text):
    """Return text without the characters that a feed or a calendar cannot hold, such as those pasted from elsewhere."""
    return UNPRINTABLE.sub("", text)


ARROWS = "\u2190"  # where Unicode's blocks of signs begin: after them come those of pictures


def to_ascii(letter):
    """Return how a letter of any script is spelt in ASCII; nothing for a pictogram, which anyascii calls by a name.

    An arrow is a dash, not a sign for less or more, and a fraction stands apart from the number before it.
    """
    category = unicodedata.category(letter)
    if category in ("Sm", "So") and "ARROW" in unicodedata.name(letter, ""):
        return "-"
    is_picture = category in ("So", "Cn") and letter >= ARROWS
    latin = "" if is_picture else anyascii(letter)
    if category == "No" and "/" in latin:
        return f" {latin}"
    return "" if re.fullmatch(r":\w+:", latin) else latin


# What takes up no ink: control characters, spaces of every width, Unicode's Default_Ignorable_Code_Point (zero-width
# spaces and joiners, the soft hyphen, direction marks, fillers, variation selectors), the braille cell without a dot,
# the musical sign that stands for no note, and the mark that word processors leave where a picture was.
# https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt
NO_INK = re.compile(
    "[\\s\\x00-\\x1f\\x7f-\\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]*"
)


def is_visible(text):
    """Tell whether a reader sees anything of a text."""
    return not NO_INK.fullmatch(text)


def is_visible_html(html):
    """Tell whether a reader sees anything of formatted text, once it is cleaned."""
    return is_visible(unescape(strip_tags(clean_html(html))))


# Letters that Unicode does not take apart, by what they are read as. In Arabic these are the forms of alef and yeh and
# the marked heh that many writers leave out; the tatweel only stretches a word.
FOLDED_AS = {
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
        self[number] = "" if ignored else FOLDED_AS.get(letter, letter)
        return self[number]


FOLDING = Folding()


def fold(text):
    """Return text without case and marks, so that Zürich sorts and is found as zurich, and Αθήνα as αθηνα."""
    return unicodedata.normalize("NFKD", text.casefold()).translate(FOLDING)


def words(text):
    """Return the words of a text as search compares them: folded, in order, and in Arabic without the article."""
    return [ARABIC_ARTICLE.sub("", word) for word in WORD.findall(fold(text))]


# Marked letters that many write as two where they have no key for them.
IN_TWO = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


def transliterations(text):
    """Return those words of a text that are also written without their marks in another way: Muenchen for München."""
    marked = WORD.findall(unicodedata.normalize("NFC", text.casefold()))
    in_two = ((word, word.translate(IN_TWO)) for word in marked)
    return [other for word, written in in_two if written != word for other in words(written)]


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

    Whatever way it came in, no script, style, frame or strange address is left of it. A list goes on where nothing
    stands between it and the next of its kind, as it does in the editor, which reads a break only if it is closed.
    """
    clean = nh3.clean(
        strip_unprintable(html),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return BETWEEN_LISTS.sub("", clean).replace("<br>", "<br/>")


BETWEEN_LISTS = re.compile(r"</(ol|ul)>\s*<\1>")
DEAD_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)


def without_dead_links(html):
    """Return formatted text in which the words of a link that leads nowhere stand as words."""
    return DEAD_LINK.sub(r"\1", html)


BLOCK = re.compile(r"<(p|h3|li)(?![^>]*\bdata-block-key=)(?=[\s>])")
BLOCK_KEY = re.compile(r'data-block-key="([^"]*)"')
KEY_CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


def with_block_keys(html):
    """Return formatted text in which each block has the key that the editor knows it by.

    The editor makes a key for each block that has none, another one each time, and what was only opened would differ
    from what is stored. The keys made here depend on nothing but the text.
    """
    used = set(BLOCK_KEY.findall(html))

    def add_key(match):
        number = crc32(f"{match.start()} {html}".encode())
        while (key := _block_key(number)) in used:
            number += 1
        used.add(key)
        return f'<{match[1]} data-block-key="{key}"'

    return BLOCK.sub(add_key, html)


def _block_key(number):
    """Return a key of five characters, as the editor's are."""
    return "".join(KEY_CHARACTERS[number // 36**place % 36] for place in range(5))
