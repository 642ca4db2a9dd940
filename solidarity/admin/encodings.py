"""Detect the encoding of a text that does not declare it, by the alphabets of the languages of Europe.

Programs save text in the code page of the country, or in an older one. The encoding is taken to be the one in which the
words consist of the letters of one language. Libraries that detect encodings are trained on prose, and mistake a short
list of places: docs/decisions/encodings.md.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

BOMS = {  # longest first: the BOM of UTF-32 starts with that of UTF-16
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True)
class Alphabet:
    """The lower-case letters of a language other than those of ASCII.

    ``never`` matches what occurs in no word of the language; ``is_latin`` tells whether ASCII letters occur beside the
    others in a word.
    """

    letters: str
    never: re.Pattern = field(default=re.compile(r"(?!)"))
    is_latin: bool = True


# Compiled from CLDR's exemplar characters, which are not installed with the site:
# https://cldr.unicode.org/translation/core-data
WESTERN = [
    Alphabet("àâæçéèêëîïôœùûüÿ", re.compile("ç(?![aouâôû])")),  # French
    Alphabet("äöüß"),
    Alphabet("áéíñóúü"),  # Spanish, Galician, Basque
    Alphabet("àèéìíòóùú"),  # Italian
    Alphabet("áèéêëíïóöúü"),  # Dutch
    Alphabet("áàâãçéêíóôõú", re.compile("ç(?![aouâãôõ])|õ(?!e)")),  # Portuguese
    Alphabet("àçèéíïòóúü", re.compile("ç(?![aou]|$)")),  # Catalan
    Alphabet("åäöé"),  # Swedish
    Alphabet("æøåéö"),  # Danish, Norwegian
    Alphabet("åäöõüšž"),  # Finnish, Estonian
]
CENTRAL = [
    Alphabet("ąćęłńóśźż"),  # Polish
    Alphabet("áčďéěíňóřšťúůýž"),  # Czech
    Alphabet("áäčďéíĺľňóôŕšťúýž"),  # Slovak
    Alphabet("áéíóöőúüű"),  # Hungarian
    Alphabet("čćđšž"),  # Slovenian, Croatian, Bosnian
    Alphabet("ăâîşţ"),  # Romanian, as code pages have it
    Alphabet("çë"),  # Albanian
]
BALTIC = [Alphabet("ąčęėįšųūž"), Alphabet("āčēģīķļņšūž"), Alphabet("äõöüšž")]  # Lithuanian, Latvian, Estonian
TURKISH = [Alphabet("çğıöşüâîû")]
ICELANDIC = [Alphabet("áðéíóúýþæö")]
CYRILLIC = [
    Alphabet("абвгдежзийклмнопрстуфхцчшщъыьэюяё", is_latin=False),  # Bulgarian, Russian
    Alphabet("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", is_latin=False),  # Ukrainian
    Alphabet("абвгдђѓежзѕијќкљлмнњопрстћуфхцчџш", is_latin=False),  # Serbian, Macedonian
    Alphabet("абвгдеёжзійклмнопрстуўфхцчшыьэюя", is_latin=False),  # Belarusian
]
GREEK = [Alphabet("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ", is_latin=False)]
ARABIC = [Alphabet("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ", is_latin=False)]
# The more common first: of two candidates that fit equally well, the first is taken.
CANDIDATES = [
    ("cp1252", WESTERN),
    ("cp1253", GREEK),
    ("cp1256", ARABIC),
    ("cp1250", CENTRAL),
    ("cp1251", CYRILLIC),
    ("cp1257", BALTIC),
    ("cp1254", TURKISH),
    ("cp1252", ICELANDIC),
    ("mac_roman", WESTERN),
    ("mac_latin2", CENTRAL),
    ("iso8859_2", CENTRAL),
    ("cp850", WESTERN),
    ("cp852", CENTRAL),
    ("cp737", GREEK),
    ("mac_greek", GREEK),
    ("cp857", TURKISH),
]
# The choices of the form, for when the detection was wrong.
CHOICES = [
    ("utf-8", "Unicode (UTF-8)"),
    ("cp1252", _("Western Europe (Windows-1252)")),
    ("cp1250", _("Central Europe (Windows-1250)")),
    ("cp1257", _("Baltic countries (Windows-1257)")),
    ("cp1253", _("Greek (Windows-1253)")),
    ("cp1251", _("Cyrillic (Windows-1251)")),
    ("cp1254", _("Turkish (Windows-1254)")),
    ("cp1256", _("Arabic (Windows-1256)")),
    ("mac_roman", _("Western Europe (Macintosh)")),
    ("mac_latin2", _("Central Europe (Macintosh)")),
    ("cp850", _("Western Europe (MS-DOS)")),
    ("cp852", _("Central Europe (MS-DOS)")),
    ("iso8859_2", _("Central Europe (ISO 8859-2)")),
    ("cp737", _("Greek (MS-DOS)")),
    ("mac_greek", _("Greek (Macintosh)")),
    ("cp857", _("Turkish (MS-DOS)")),
]
RUN = re.compile(rb"[A-Za-z\x80-\xff]+")  # bytes that form a word, in whatever encoding
BETWEEN_WORDS = ("P", "Z", "C")  # Unicode's general categories of punctuation, separators and control characters
MAX_RUNS = 2000  # words


def decode(data, encoding=""):
    """Return bytes decoded to text: with the encoding of their BOM, else the one given, else the most likely one.

    What cannot be decoded becomes U+FFFD.
    """
    for bom, encoding_of_bom in BOMS.items():
        if data.startswith(bom):
            return data.decode(encoding_of_bom, "replace")
    if b"\0" in data:  # only UTF-16 holds NUL: it is the upper byte of commas, letters and line ends
        return data.decode("utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be", "replace")
    return data.decode(encoding or detect(data), "replace")


def detect(data):
    """Return the most likely encoding of bytes, by its name in Python."""
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    runs = [run for run in RUN.findall(data) if not run.isascii()][:MAX_RUNS]
    encoding, _alphabets = max(CANDIDATES, key=lambda candidate: score(runs, *candidate))
    return encoding


def score(runs, encoding, alphabets):
    """Return a sort key for how well runs of bytes decode to words of one of some languages.

    The first item counts the words that fit any of the languages, the second those that fit the same one.
    """
    words = [word for run in runs for word in words_in(run, encoding)]
    fitting = [[is_word(word, alphabet) for word in words] for alphabet in alphabets]
    return sum(map(any, zip(*fitting, strict=True))), max(map(sum, fitting))


def words_in(run, encoding):
    """Return the words in a run of bytes that tell something about its encoding: neither ASCII nor a single letter."""
    try:
        text = run.decode(encoding)
    except UnicodeDecodeError:
        return []
    characters = [" " if unicodedata.category(character).startswith(BETWEEN_WORDS) else character for character in text]
    return [word for word in "".join(characters).split() if len(word) > 1 and not word.isascii()]


def is_word(word, alphabet):
    """Tell whether a word could belong to a language, by its letters and by where its capitals are."""
    lower = word.replace("İ", "i").lower()
    foreign = (letter for letter in lower if letter not in alphabet.letters)
    if not all(alphabet.is_latin and letter.isascii() and letter.isalpha() for letter in foreign):
        return False
    has_capitals_within = any(letter.isupper() and not letter.isascii() for letter in word[1:])
    return not alphabet.never.search(lower) and (word.isupper() or not has_capitals_within)
