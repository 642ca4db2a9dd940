"""Functions on text: collation, folding, transliteration, visibility and cleaning."""

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
except ImportError:  # PyICU is not installed: solidarity/database/checks.py warns about it
    Collator = None


@cache
def collator(language):
    """Return ICU's collator for a language, with the order of CLDR."""
    return Collator.createInstance(Locale(language))


def collation_key(name):
    """Return the sort key of a name in the alphabetical order of the reader's language.

    Århus and Łódź sort with A and L, ñ after n in Spanish, and the reader's own script before all others. Without ICU
    only the first of these holds.
    """
    if Collator is None:
        return fold(name)
    return collator(get_language() or settings.LANGUAGE_CODE).getSortKey(name)


def normalize_email(email):
    """Return an e-mail address in the form in which it is stored and compared.

    Upper, then lower case: some letters are equal in one case only, and a database may take them for equal.
    """
    return email.strip().upper().lower()


# Characters that XML and iCalendar do not allow: control characters, surrogates and noncharacters.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def strip_unprintable(text):
    """Return text without the characters that feeds and calendars cannot hold, such as pasted control characters."""
    return UNPRINTABLE.sub("", text)


ARROWS = "\u2190"  # from this block on, Unicode's symbols are pictograms


def to_ascii(letter):
    """Return the ASCII spelling of a letter of any script; empty for a pictogram, for which anyascii has a name.

    An arrow becomes a dash rather than a less-than or greater-than sign; a fraction is separated from a preceding
    number.
    """
    category = unicodedata.category(letter)
    if category in ("Sm", "So") and "ARROW" in unicodedata.name(letter, ""):
        return "-"
    is_picture = category in ("So", "Cn") and letter >= ARROWS
    latin = "" if is_picture else anyascii(letter)
    if category == "No" and "/" in latin:
        return f" {latin}"
    return "" if re.fullmatch(r":\w+:", latin) else latin


# Characters without a glyph: control characters, white space, Unicode's Default_Ignorable_Code_Point (zero-width spaces
# and joiners, the soft hyphen, direction marks, fillers, variation selectors), the blank braille pattern, the null
# notehead, and the object replacement character that word processors leave for an image.
# https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt
NO_INK = re.compile(
    "[\\s\\x00-\\x1f\\x7f-\\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]*"
)


def is_visible(text):
    """Tell whether a text has a visible character."""
    return not NO_INK.fullmatch(text)


def is_visible_html(html):
    """Tell whether rich text has a visible character once it is cleaned."""
    return is_visible(unescape(strip_tags(clean_html(html))))


# Letters without a Unicode decomposition, and what search takes them for. In Arabic these are the forms of alef and yeh
# and teh marbuta, which many writers do not distinguish; the tatweel only stretches a word.
FOLDED_AS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "",
}  # fmt: skip
WORD = re.compile(r"[^\W_]+")
# The Arabic article with its prefixes, which are written as part of the word. It is removed if a word remains.
ARABIC_ARTICLE = re.compile(r"^[وف]?(?:[بك]?ال|لل)(?=\w{3})")


class Folding(dict):
    """A translation table that maps code points to folded letters, and diacritics and format characters to "".

    It computes an entry on first access.
    """

    def __missing__(self, number):
        letter = chr(number)
        ignored = unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Cf")
        self[number] = "" if ignored else FOLDED_AS.get(letter, letter)
        return self[number]


FOLDING = Folding()


def fold(text):
    """Return text without case and diacritics: Zürich becomes zurich, Αθήνα becomes αθηνα."""
    return unicodedata.normalize("NFKD", text.casefold()).translate(FOLDING)


def words(text):
    """Return the words of a text as search compares them: folded, in order, and in Arabic without the article."""
    return [ARABIC_ARTICLE.sub("", word) for word in WORD.findall(fold(text))]


# Letters with diacritics that many people type as two letters.
IN_TWO = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


def transliterations(text):
    """Return the words of a text with two letters for each one with a diacritic, such as muenchen for München.

    Words without such letters are left out.
    """
    marked = WORD.findall(unicodedata.normalize("NFC", text.casefold()))
    in_two = ((word, word.translate(IN_TWO)) for word in marked)
    return [other for word, written in in_two if written != word for other in words(written)]


# What rich text may contain: what the editor's buttons create, and the keys that the editor needs.
ALLOWED_TAGS = {"a", "b", "br", "em", "h3", "i", "li", "ol", "p", "strong", "ul"}
ALLOWED_ATTRIBUTES = {
    "a": {"href", "id", "linktype"},
    "h3": {"data-block-key"},
    "li": {"data-block-key"},
    "p": {"data-block-key"},
}


def clean_html(html):
    """Return rich text with only the tags and attributes that the editor creates.

    Wherever it comes from, it then contains no script, style, frame or unexpected URL scheme. Adjacent lists of the
    same type become one, as in the editor. A br element is closed, since the editor reads it only then.
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
    """Return rich text with links that have no href replaced by their text."""
    return DEAD_LINK.sub(r"\1", html)


BLOCK = re.compile(r"<(p|h3|li)(?![^>]*\bdata-block-key=)(?=[\s>])")
BLOCK_KEY = re.compile(r'data-block-key="([^"]*)"')
KEY_CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


def with_block_keys(html):
    """Return rich text with the data-block-key that the editor needs for each block.

    The editor would generate random keys for blocks without one, so that a page that was only opened would differ from
    what is stored. These keys depend on the text only.
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
    """Return a key of five characters, like those of the editor."""
    return "".join(KEY_CHARACTERS[number // 36**place % 36] for place in range(5))
