"""The languages that people speak, all of ISO 639: their names, and how one is found by what somebody types.

Unicode's CLDR names the better known ones in each of the site's languages; ISO 639-3 has the others, in English.
"""

import re
from functools import cache

import pycountry
from babel import Locale
from django import forms
from django.forms import Media
from django.http import JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from wagtail.admin.staticfiles import versioned_static

from solidarity import languages
from solidarity.text import collation_key, fold

# What people call a language besides CLDR's names and those of ISO 639-3: by the name index of ISO 639-3
# (https://iso639-3.sil.org/code_tables/download_tables), and in the languages themselves.
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
# Letters that Arabic writes otherwise than Persian and Kurdish, whichever keyboard was at hand.
ARABIC_LETTERS = str.maketrans("كيى", "کیی")


def _key(name):
    return fold(name).translate(ARABIC_LETTERS).replace("-", " ").strip()


@cache
def _in_cldr(language):
    """Return CLDR's names of languages in a language, by code; those of a country or script are left out."""
    return {code: name for code, name in Locale.parse(language).languages.items() if code.isalpha()}


@cache
def english_names():
    """Return the English name of every language, by the code that HTML's lang takes: of two letters where there is."""
    others = {getattr(one, "alpha_2", one.alpha_3): one.name for one in pycountry.languages}
    return {**others, **_in_cldr("en")}


def is_known(code):
    """Tell whether a code is that of a language."""
    return code in english_names()


def name_of(code):
    """Return a language's name in the reader's language, else in English, else its code."""
    return _in_cldr(get_language() or languages.DEFAULT_LANGUAGE).get(code) or english_names().get(code, code)


def own_name_of(code):
    """Return a language's name in itself, where CLDR has it."""
    return Locale.parse(code).languages.get(code) if code in _spoken_in_cldr() else None


@cache
def _spoken_in_cldr():
    """Return the codes of the languages that CLDR itself speaks."""
    from babel.localedata import locale_identifiers

    return set(locale_identifiers()) & english_names().keys()


@cache
def _codes_by_name():
    """Return the code of each language by its names; a name of several is that of the first that has it.

    That is: in English, in the site's languages, in itself; then what else it is called, here or in a country, without
    what stands in brackets.
    """
    own = {code: own_name_of(code) for code in sorted(_spoken_in_cldr())}
    names = [item for some in (english_names(), *map(_in_cldr, languages.codes()), own) for item in some.items()]
    names += [(code, name) for code, further in FURTHER_NAMES.items() for name in further]
    names += [(getattr(one, "alpha_2", one.alpha_3), one.name) for one in pycountry.languages]
    for language in languages.codes():
        names += [(code.split("_")[0], name) for code, name in Locale.parse(language).languages.items()]
    names += [(code, part) for code, name in names for part in _without_brackets(name)]
    found = {}
    for code, name in names:
        if name and is_known(code):
            found.setdefault(_key(name), code)
    return found


def _without_brackets(name):
    """Return what stands before brackets and in them, as in Persian (Farsi); nothing where there are none."""
    parts = re.fullmatch(r"(.+?)\s*[(（](.+)[)）]\s*", name or "")
    return parts.groups() if parts else ()


def find(typed):
    """Return the code of the language that somebody names, by code or by name, or None."""
    typed = typed.strip()
    if is_known(typed.lower()):
        return typed.lower()
    if len(typed) == 3 and (found := pycountry.languages.get(alpha_3=typed.lower())):
        return getattr(found, "alpha_2", found.alpha_3)
    # What is named in the editor's own language goes before what is called so in another.
    own = {_key(name): code for code, name in _in_cldr(get_language() or languages.DEFAULT_LANGUAGE).items()}
    known = [
        own.get(_key(name)) or _codes_by_name().get(_key(name)) for name in (typed, *reversed(_without_brackets(typed)))
    ]
    return next(filter(None, known), None)


class LanguageInput(forms.TextInput):
    """An input that offers every language while somebody types; script fetches them once, when they are needed."""

    def __init__(self, attrs=None):
        offered = {"data-languages": reverse_lazy("spoken_languages"), "autocomplete": "off"}
        super().__init__({**offered, **(attrs or {})})

    @property
    def media(self):
        return Media(js=[versioned_static("js/language-suggestions.js")])


@cache_control(private=True, max_age=86_400)
def choices(request):
    """Return the names of all languages in the reader's language as JSON, in their order; with their own, if any."""
    names = sorted(map(name_of, english_names()), key=collation_key)
    return JsonResponse({"languages": list(dict.fromkeys(names))})
