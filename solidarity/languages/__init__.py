"""The languages of the site, in one place: their names, direction and fallback.

To add a language, add a line to LANGUAGES, run ``manage.py makemigrations`` (it yields only
AddField operations) and ``manage.py makemessages -l CODE``: see docs/decisions/languages.md.
"""

from django.urls import reverse
from django.utils.translation import override

# Code (BCP 47) and the language's name in the language itself; the order is the order of menus and tabs.
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("es", "Español"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
    ("ar", "العربية"),
]
DEFAULT_LANGUAGE = "en"

# The languages written from right to left, by code; more than the site's own, for a quotation may stand in any:
# Arabic as it is spoken from place to place, Aramaic, Divehi, Hebrew and Yiddish, N'Ko, Rohingya, and the languages of
# Iran, Afghanistan, Pakistan and their neighbours that have Arabic letters.
RIGHT_TO_LEFT = frozenset(
    """
    ar aao acm acq acw acx aeb aec afb ajp apc apd arb arq ars ary arz auz ayh ayl ayn ayp shu arc aii cld syc syr tru
    dv he hbo yi ydd nqo rhg
    fa pes prs haz azb bal bcc bgn bqi brh ckb glk khw ks lah lki lrc luz mzn pbt pbu pnb prd ps rmt sd sdh skr
    ug ur uzs trw
    """.split()
)

# The codes by which the EU's list of languages knows them, which the catalogue of open data names:
# https://op.europa.eu/en/web/eu-vocabularies/dataset/-/resource?uri=http://publications.europa.eu/resource/dataset/language
THREE_LETTERS = {
    "ar": "ara",
    "de": "deu",
    "el": "ell",
    "en": "eng",
    "es": "spa",
    "fr": "fra",
    "it": "ita",
    "nl": "nld",
}
# Open Graph names a language with a country; where it is not the language's own code.
COUNTRIES = {"el": "GR", "en": "GB"}

# The font file in which a language's headings begin; it is asked for before the styles are read.
HEADING_FONTS = {
    "ar": "fonts/noto-naskh-arabic-700.woff2",
    "el": "fonts/solidarity-serif-greek-600.woff2",
}
LATIN_HEADING_FONT = "fonts/solidarity-serif-latin-600.woff2"

# PostgreSQL's configurations of text search, which find the stems of words; a language without one is searched by whole
# words. https://www.postgresql.org/docs/current/textsearch-dictionaries.html
STEMMING = {
    "ar": "arabic",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
}


def codes():
    """Return the codes of the site's languages, in order."""
    return [code for code, _name in LANGUAGES]


def choices():
    """Return the languages as choices of a field; as a function, so that another language alters no field."""
    return LANGUAGES


def direction(code):
    """Return "rtl" or "ltr", the value of HTML's dir attribute, for a language code."""
    return "rtl" if code.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def open_graph_locale(code):
    """Return a language as Open Graph names it, such as el_GR: https://ogp.me/#optional."""
    return f"{code}_{COUNTRIES.get(code, code.upper())}"


def fallback_order():
    """Return modeltranslation's fallback setting: English first, then every language in order.

    A text that exists in one language only is shown in that language rather than not at all.
    """
    others = [code for code in codes() if code != DEFAULT_LANGUAGE]
    return {"default": (DEFAULT_LANGUAGE, *others)}


def urls(name):
    """Return the address of a view in each language, by the language's code."""
    found = {}
    for code in codes():
        with override(code):
            found[code] = reverse(name)
    return found
