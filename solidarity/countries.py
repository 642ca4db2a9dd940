"""Country names that django-countries has long, old or misspelt in one of the site's languages.

``COUNTRIES_OVERRIDE`` takes them from Unicode's CLDR instead, in every language: Chipre rather than República de
Chipre, Βόρεια Μακεδονία rather than a name that the country no longer bears, إسبانيا with its hamza. So too that of
Kosovo: ISO 3166-1 has no code for it; XK, which it leaves to its users, is what the EU and CLDR use.
"""

from babel.core import Locale
from django.utils.functional import lazy
from django.utils.translation import get_language

from solidarity import languages

FROM_CLDR = ("AD", "BY", "CY", "CZ", "EE", "ES", "LU", "LV", "MD", "MK", "XK")


def name_of(code):
    """Return a country's name in the active language."""
    return Locale.parse(get_language() or languages.DEFAULT_LANGUAGE, sep="-").territories[code]


OVERRIDE = {code: lazy(name_of, str)(code) for code in FROM_CLDR}
