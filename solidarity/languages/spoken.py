"""Spoken languages, all of ISO 639: their names, and the language that a typed name stands for.

CLDR has names of the better known ones in each of the site's languages; ISO 639-3 has English names of all others.
"""

import re
from collections.abc import Mapping
from functools import cache

import pycountry
from babel import Locale
from django import forms
from django.forms import Media
from django.http import HttpRequest, JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from wagtail.admin.staticfiles import versioned_static

from solidarity import languages
from solidarity.text import collation_key, fold

# Further names, in addition to those of CLDR and ISO 639-3: from the name index of ISO 639-3
# (https://iso639-3.sil.org/code_tables/download_tables) and from the languages themselves.
FURTHER_NAMES = {
    "aii": ["Assyrian", "Suret", "Sureth"],
    "apc": ["Levantine", "Shami"],
    "ary": ["Darija", "Moroccan"],
    "arz": ["Masri", "Egyptian"],
    "az": ["Azeri", "Azerbaidjani"],
    "be": ["Belorussian", "Byelorussian", "Weissrussisch"],
    "ca": ["Valencian", "Valencià", "Valenciano", "Valencien", "Valencianisch", "Balearic"],
    "ckb": ["Sorani", "سورانی", "سۆرانی"],
    "cnr": ["crnogorski", "црногорски", "Montenegrinisch", "monténégrin", "montenegrino", "Montenegrijns"],
    "es": ["Castilian", "castellano", "castillan", "Kastilisch", "castigliano", "Castiliaans"],
    "fa": ["Farsi", "Fārsi", "Parsi"],
    "fy": ["Frisian", "Fries", "Friesisch", "frison", "frisón", "frisone"],
    "gd": ["Gaelic", "Scots Gaelic"],
    "gsw": ["Schwyzerdütsch", "Schwiizertüütsch", "Schwyzertütsch", "Mundart"],
    "km": ["Cambodian"],
    "kmr": ["Kurmanji", "Kurmancî", "Kurmandschi", "Kurmandji", "Badini"],
    "ku": ["Kurdî", "کوردی", "kurdi"],
    "lb": ["Letzebuergesch", "Luxemburgish"],
    "lo": ["Laotian"],
    "my": ["Myanmar"],
    "nb": ["Bokmål", "bokmal"],
    "nds": ["Plattdeutsch", "Plattdüütsch", "Plattdütsch"],
    "nl": ["Flemish", "Vlaams", "Nederduits", "Hollands", "Holländisch"],
    "nn": ["Nynorsk"],
    "no": ["Norsk"],
    "om": ["Afaan Oromo", "Oromiffa"],
    "ro": ["Moldovan", "Moldavian", "moldovenească", "moldave", "moldavo", "Moldauisch", "Moldavisch", "Μολδαβικά"],
    "rom": ["Romani", "Romanes", "Rromani", "Rromanes", "romani čhib", "romani chib"],
    "se": ["Sámi", "Saami", "Sami", "Sámegiella", "Samisch", "same"],
    "sh": ["Serbo-Croat", "BCMS", "BKS", "naški"],
    "tl": ["Filipino", "Pilipino"],
    "ug": ["Uighur", "Uygur"],
    "zgh": ["Tamazight", "Amazigh", "Berber", "Berbère"],
    "zh": ["Mandarin", "Putonghua", "Standard Chinese", "普通话", "汉语", "國語"],
}
# Letters with different code points in Arabic and in Persian or Kurdish, unified for any keyboard.
ARABIC_LETTERS = str.maketrans("كيى", "کیی")


def _key(name: str) -> str:
    return fold(name).translate(ARABIC_LETTERS).replace("-", " ").strip()


@cache
def _in_cldr(language: str) -> dict[str, str]:
    """Return CLDR's names of languages in a language, by code, without variants of a country or script."""
    return {code: name for code, name in Locale.parse(language).languages.items() if code.isalpha()}


@cache
def english_names() -> dict[str, str]:
    """Return the English name of every language by its BCP 47 code, which has two letters where ISO 639-1 has one."""
    others = {getattr(language, "alpha_2", language.alpha_3): language.name for language in pycountry.languages}
    return {**others, **_in_cldr("en")}


def is_known(code: str) -> bool:
    """Tell whether a code is that of a language."""
    return code in english_names()


def name_of(code: str) -> str:
    """Return a language's name in the active language, else in English, else its code."""
    return _in_cldr(get_language() or languages.DEFAULT_LANGUAGE).get(code) or english_names().get(code, code)


def own_name_of(code: str) -> str | None:
    """Return a language's name in itself, or None where CLDR has none."""
    return Locale.parse(code).languages.get(code) if code in _spoken_in_cldr() else None


@cache
def _spoken_in_cldr() -> set[str]:
    """Return the codes of the languages that CLDR has a locale for."""
    from babel.localedata import locale_identifiers

    return set(locale_identifiers()) & english_names().keys()


@cache
def _codes_by_name() -> dict[str, str]:
    """Return the code of each language by its folded names. The first language with a name keeps it.

    The order is: names in English, in the site's languages, in the language itself; then further names, those of
    regional variants, and names without their brackets.
    """
    own = {code: own_name_of(code) or "" for code in sorted(_spoken_in_cldr())}
    names = [item for some in (english_names(), *map(_in_cldr, languages.codes()), own) for item in some.items()]
    names += [(code, name) for code, further in FURTHER_NAMES.items() for name in further]
    names += [(getattr(language, "alpha_2", language.alpha_3), language.name) for language in pycountry.languages]
    for language in languages.codes():
        names += [(code.split("_")[0], name) for code, name in Locale.parse(language).languages.items()]
    names += [(code, part) for code, name in names for part in _without_brackets(name)]
    found: dict[str, str] = {}
    for code, name in names:
        if name and is_known(code):
            found.setdefault(_key(name), code)
    return found


def _without_brackets(name: str) -> tuple[str, ...]:
    """Return the parts of a name before and in brackets, as in Persian (Farsi); empty if it has no brackets."""
    parts = re.fullmatch(r"(.+?)\s*[(（](.+)[)）]\s*", name)
    return parts.groups() if parts else ()


def find(typed: str) -> str | None:
    """Return the code of a language, given its code or one of its names, or None."""
    typed = typed.strip()
    if is_known(typed.lower()):
        return typed.lower()
    if len(typed) == 3 and (found := pycountry.languages.get(alpha_3=typed.lower())):
        return getattr(found, "alpha_2", found.alpha_3)
    # Names in the editor's own language take precedence over those of other languages.
    own = {_key(name): code for code, name in _in_cldr(get_language() or languages.DEFAULT_LANGUAGE).items()}
    known = [
        own.get(_key(name)) or _codes_by_name().get(_key(name)) for name in (typed, *reversed(_without_brackets(typed)))
    ]
    return next(filter(None, known), None)


class LanguageInput(forms.TextInput):
    """A text input with suggestions of all languages, which a script fetches once, on first use."""

    def __init__(self, attrs: Mapping[str, object] | None = None) -> None:
        offered = {"data-languages": reverse_lazy("spoken_languages"), "autocomplete": "off"}
        super().__init__({**offered, **(attrs or {})})

    @property
    def media(self) -> Media:
        return Media(js=[versioned_static("js/language-suggestions.js")])


@cache_control(private=True, max_age=86_400)
def choices(request: HttpRequest) -> JsonResponse:
    """Respond with the names of all languages as JSON, in the active language and in its alphabetical order."""
    names = sorted(map(name_of, english_names()), key=collation_key)
    return JsonResponse({"languages": list(dict.fromkeys(names))})
