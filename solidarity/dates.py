"""Dates that are known to the day, the month or the year only, and spans of days, in the reader's language."""

import re
from functools import cache

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from solidarity import languages

# A spreadsheet knows no day before them; and in none of them does a time zone lead beyond what Python can count.
YEARS = range(1900, 2101)


def year_error(day):
    """Return what is said of a date or moment that some consumer cannot hold, or None."""
    if not day or day.year in YEARS:
        return None
    return ValidationError(
        _("Give a year between %(first)s and %(last)s."),
        code="year",
        params={"first": YEARS[0], "last": YEARS[-1]},
    )


class DatePrecision(models.TextChoices):
    """How exactly a date is known. The parts that are not known hold the first day or month."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


# What HTML's <time datetime> takes for each precision.
MACHINE_FORMATS = {DatePrecision.DAY: "%Y-%m-%d", DatePrecision.MONTH: "%Y-%m", DatePrecision.YEAR: "%Y"}


def precision_field():
    """Return the model field that says how exactly the date before it is known."""
    return models.CharField(
        _("the date is known"),
        max_length=5,
        choices=DatePrecision,
        default=DatePrecision.DAY,
        help_text=_("Readers see no more of the date than this."),
    )


def dated(day, precision=DatePrecision.DAY):
    """Return a date in the reader's language, without the parts that are not known."""
    match precision:
        case DatePrecision.YEAR:
            return str(day.year)
        case DatePrecision.MONTH:
            return format_skeleton("yMMMM", day, locale=active_locale())
        case _:
            return format_date(day, "long", locale=active_locale())


def machine_date(day, precision=DatePrecision.DAY):
    """Return a date as HTML's <time datetime> takes it, without the parts that are not known."""
    return day.strftime(MACHINE_FORMATS[precision])


def active_locale():
    """Return Babel's locale of the active language; English is that of Europe, with the day first."""
    return _locale(get_language() or languages.DEFAULT_LANGUAGE)


@cache
def _locale(language):
    return Locale.parse("en-GB" if language == "en" else language, sep="-")


def span(first, last):
    """Return a span of days in the reader's language, with no part said twice: "26–29 June 2017"."""
    if first == last:
        return dated(first)
    locale = active_locale()
    # CLDR's patterns for spans that differ in the year, the month or the day alone. Where it has none with the
    # month's full name, the one with the short name serves.
    patterns = locale.interval_formats.get("yMMMMd") or locale.interval_formats["yMMMd"]
    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    start, end = (re.sub("M{3,}", "MMMM", pattern).replace("dd", "d") for pattern in patterns[differs])
    return format_date(first, start, locale=locale) + format_date(last, end, locale=locale)
