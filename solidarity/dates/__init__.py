"""Dates that are known to the day, the month or the year only, and spans of days, in the reader's language."""

import re
from datetime import UTC
from functools import cache

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from solidarity import languages
from solidarity.fields import error_about

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
    """How exactly a date is known. The parts that are not known hold the first day or month; without any it is None."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")
    NONE = "none", _("not at all")


# What HTML's <time datetime> takes for each precision.
MACHINE_FORMATS = {DatePrecision.DAY: "%Y-%m-%d", DatePrecision.MONTH: "%Y-%m", DatePrecision.YEAR: "%Y"}


def precision_field(may_be_unknown=False):
    """Return the model field that says how exactly the date before it is known, or that it may not be at all."""
    return models.CharField(
        _("the date is known"),
        max_length=5,
        choices=DatePrecision.choices if may_be_unknown else DatePrecision.choices[:-1],
        default=DatePrecision.DAY,
        help_text=_("How exactly the date is shown."),
    )


def require_date(instance, date, precision):
    """Raise ValidationError unless a date is given, or said not to be known, but not both.

    ``date`` and ``precision`` are the names of the two fields. No day is taken for one that nobody gave.
    """
    given, known = getattr(instance, date), getattr(instance, precision) != DatePrecision.NONE
    if known and not given:
        message = _("Give the date or, beside it, say that it is not known.")
        raise ValidationError({date: error_about(message, date, precision)})
    if given and not known:
        message = _("There is a date: say how exactly it is known, or delete it.")
        raise ValidationError({precision: error_about(message, date, precision)})


def format_partial_date(day, precision=DatePrecision.DAY):
    """Return a date in the reader's language, without the parts that are not known."""
    if day is None:
        return gettext("date not known")
    match precision:
        case DatePrecision.YEAR:
            return str(day.year)
        case DatePrecision.MONTH:
            return format_skeleton("yMMMM", day, locale=active_locale())
        case _:
            return format_date(day, "long", locale=active_locale())


def iso_partial_date(day, precision=DatePrecision.DAY):
    """Return a date as HTML's <time datetime> takes it, without the parts that are not known; "" without any."""
    return "" if day is None else day.strftime(MACHINE_FORMATS[precision])


def iso_datetime(moment):
    """Return a moment as files of data hold it: to the second, in UTC, as ISO 8601 writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def active_locale():
    """Return Babel's locale of the active language; English is that of Europe, with the day first."""
    return _locale(get_language() or languages.DEFAULT_LANGUAGE)


@cache
def _locale(language):
    return Locale.parse("en-GB" if language == "en" else language, sep="-")


def format_range(first, last):
    """Return a span of days in the reader's language, with no part said twice: "26–29 June 2017"."""
    if first == last:
        return format_partial_date(first)
    locale = active_locale()
    # CLDR's patterns for spans that differ in the year, the month or the day alone. Where it has none with the
    # month's full name, the one with the short name serves.
    patterns = locale.interval_formats.get("yMMMMd") or locale.interval_formats["yMMMd"]
    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    start, end = (re.sub("M{3,}", "MMMM", pattern).replace("dd", "d") for pattern in patterns[differs])
    return format_date(first, start, locale=locale) + format_date(last, end, locale=locale)


def datetime_at(shown, zone):
    """Return the moment at which a clock in a zone shows a time, given without a zone, or None where it never does.

    In the night in which the clock is put back it shows some times twice: then it is the first moment.
    """
    moment = shown.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == shown else None
