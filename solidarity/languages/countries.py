"""Names of countries from Unicode's CLDR, in every language of the site.

``COUNTRIES_OVERRIDE`` uses them, since the names of django-countries are long, outdated or misspelt in some languages:
Chipre rather than República de Chipre, Βόρεια Μακεδονία rather than a former name, إسبانيا with its hamza. It also adds
Kosovo, which has no code in ISO 3166-1; the EU and CLDR use XK.
"""

from collections.abc import Mapping
from functools import cache

from babel.core import Locale
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries.data import COUNTRIES

from solidarity import languages


@cache
def names(language: str) -> Mapping[str, str]:
    """Return the names of territories in a language, by code."""
    return Locale.parse(language, sep="-").territories


def name_of(code: str) -> str:
    """Return a country's name in the active language."""
    # Only the English names contain an ampersand.
    return names(get_language() or languages.DEFAULT_LANGUAGE)[code].replace(" & ", " and ")


# CLDR's short names, which are the common ones; Babel does not include them.
SHORT = {"HK": _("Hong Kong"), "MO": _("Macao"), "PS": _("Palestine")}
OVERRIDE = {**{code: lazy(name_of, str)(code) for code in [*COUNTRIES, "XK"]}, **SHORT}
