"""The names of countries: those of Unicode's CLDR, in every language.

``COUNTRIES_OVERRIDE`` takes them from there, for those of django-countries are long, old or misspelt in some of the
site's languages: Chipre rather than República de Chipre, Βόρεια Μακεδονία rather than a name that the country bears no
longer, إسبانيا with its hamza. So too that of Kosovo: ISO 3166-1 has no code for it; the EU and CLDR use XK.
"""

from functools import cache

from babel.core import Locale
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries.data import COUNTRIES

from solidarity import languages


@cache
def names(language):
    """Return the name of each territory in a language, by its code."""
    return Locale.parse(language, sep="-").territories


def name_of(code):
    """Return a country's name in the active language."""
    # English alone joins two parts of a name by a sign.
    return names(get_language() or languages.DEFAULT_LANGUAGE)[code].replace(" & ", " and ")


# CLDR's short names of these, which Babel leaves out, are what people say.
SHORT = {"HK": _("Hong Kong"), "MO": _("Macao"), "PS": _("Palestine")}
OVERRIDE = {**{code: lazy(name_of, str)(code) for code in [*COUNTRIES, "XK"]}, **SHORT}
