"""The languages that people speak, all of ISO 639: their names, and how one is found by what somebody types.

Unicode's CLDR names the better known ones in each of the site's languages; ISO 639-3 has the others, in English.
"""

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
    """Return the code of each language by its folded names: in English, in the site's languages and in its own."""
    found = {}
    names = [english_names(), *map(_in_cldr, languages.codes())]
    names.append({code: own_name_of(code) or "" for code in sorted(_spoken_in_cldr())})
    for some in names:
        for code, name in some.items():
            found.setdefault(fold(name), code)
    return found


def find(typed):
    """Return the code of the language that somebody names, by code or by name, or None."""
    typed = typed.strip()
    if is_known(typed.lower()):
        return typed.lower()
    if len(typed) == 3 and (found := pycountry.languages.get(alpha_3=typed.lower())):
        return getattr(found, "alpha_2", found.alpha_3)
    # What is named in the editor's own language goes before what is called so in another.
    own = {fold(name): code for code, name in _in_cldr(get_language() or languages.DEFAULT_LANGUAGE).items()}
    return own.get(fold(typed)) or _codes_by_name().get(fold(typed))


class LanguageInput(forms.TextInput):
    """An input that offers every language while somebody types; script fetches them once, when they are needed."""

    def __init__(self, attrs=None):
        offered = {"data-languages": reverse_lazy("spoken_languages"), "autocomplete": "off"}
        super().__init__({**offered, **(attrs or {})})

    @property
    def media(self):
        return Media(js=[versioned_static("js/languages.js")])


@cache_control(private=True, max_age=86_400)
def choices(request):
    """Return the names of all languages in the reader's language as JSON, in their order; with their own, if any."""
    names = sorted(map(name_of, english_names()), key=collation_key)
    return JsonResponse({"languages": list(dict.fromkeys(names))})
