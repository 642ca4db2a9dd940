"""The languages of the site, in one place: names, direction, fallback, fonts and stemming.

To add a language, add a line to LANGUAGES, run ``manage.py makemigrations`` (it creates AddField operations only) and
``manage.py makemessages -l CODE``: see docs/decisions/languages.md.
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

# Right-to-left languages by code. They include others than the site's, since a quotation may be in any language: the
# spoken varieties of Arabic, Aramaic, Divehi, Hebrew and Yiddish, N'Ko, Rohingya, and the languages of Iran,
# Afghanistan, Pakistan and their neighbours that use the Arabic script.
RIGHT_TO_LEFT = frozenset(
    """
    ar aao acm acq acw acx aeb aec afb ajp apc apd arb arq ars ary arz auz ayh ayl ayn ayp shu arc aii cld syc syr tru
    dv he hbo yi ydd nqo rhg
    fa pes prs haz azb bal bcc bgn bqi brh ckb glk khw ks lah lki lrc luz mzn pbt pbu pnb prd ps rmt sd sdh skr
    ug ur uzs trw
    """.split()
)

# Codes of the EU's authority table of languages, which DCAT-AP refers to:
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
# Countries of Open Graph's locales, where they differ from the code of the language.
COUNTRIES = {"el": "GR", "en": "GB"}

# The font file of a language's headings, which pages preload.
HEADING_FONTS = {
    "ar": "fonts/noto-naskh-arabic-700.woff2",
    "el": "fonts/solidarity-serif-greek-600.woff2",
}
LATIN_HEADING_FONT = "fonts/solidarity-serif-latin-600.woff2"

# PostgreSQL's text search configurations, which stem words; a language without one is searched by whole words.
# https://www.postgresql.org/docs/current/textsearch-dictionaries.html
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


def codes() -> list[str]:
    """Return the codes of the site's languages, in order."""
    return [code for code, _name in LANGUAGES]


def choices() -> list[tuple[str, str]]:
    """Return the languages as choices of a model field; a function, so that a new language alters no field."""
    return LANGUAGES


def direction(code: str) -> str:
    """Return "rtl" or "ltr", the value of HTML's dir attribute, for a BCP 47 code."""
    return "rtl" if code.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def open_graph_locale(code: str) -> str:
    """Return a language's Open Graph locale, such as el_GR: https://ogp.me/#optional."""
    return f"{code}_{COUNTRIES.get(code, code.upper())}"


def fallback_order() -> dict[str, tuple[str, ...]]:
    """Return modeltranslation's fallback setting: the default language first, then all others in order.

    A text that exists in one language only is shown in that language rather than not at all.
    """
    others = [code for code in codes() if code != DEFAULT_LANGUAGE]
    return {"default": (DEFAULT_LANGUAGE, *others)}


def urls(name: str) -> dict[str, str]:
    """Return the URL of a view in each language, by language code."""
    found = {}
    for code in codes():
        with override(code):
            found[code] = reverse(name)
    return found
