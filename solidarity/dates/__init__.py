"""Dates known to the day, the month or the year, and ranges of days, for readers and for machines."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cache

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from solidarity import languages
from solidarity.fields import error_about

# Spreadsheets know no date before 1900; and no time zone moves these years out of Python's range.
YEARS = range(1900, 2101)


def year_error(day: date | None) -> ValidationError | None:
    """Return a ValidationError for a date or datetime outside YEARS, or None."""
    if not day or day.year in YEARS:
        return None
    return ValidationError(
        _("Give a year between %(first)s and %(last)s."),
        code="year",
        params={"first": YEARS[0], "last": YEARS[-1]},
    )


class DatePrecision(models.TextChoices):
    """The precision of a date. Its unknown parts hold the first month or day; at NONE the date itself is None."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")
    NONE = "none", _("not at all")


# The formats of ISO 8601, which HTML's <time datetime> takes too, by precision.
ISO_FORMATS = {DatePrecision.DAY: "%Y-%m-%d", DatePrecision.MONTH: "%Y-%m", DatePrecision.YEAR: "%Y"}


@dataclass(frozen=True)
class PartialDate:
    """A date as exactly as it is known; true if anything of it is known.

    ``str()`` is for readers, in the active language; ``isoformat()`` is for machines. Of a ``day`` that is not known to
    the day, the unknown parts hold the first month or day; it is None if nothing is known.
    """

    day: date | None
    precision: DatePrecision = DatePrecision.DAY

    def __bool__(self) -> bool:
        return self.day is not None

    def __str__(self) -> str:
        if self.day is None:
            return gettext("date not known")
        match self.precision:
            case DatePrecision.YEAR:
                return str(self.day.year)
            case DatePrecision.MONTH:
                return format_skeleton("yMMMM", self.day, locale=active_locale())
            case _:
                return format_day(self.day)

    def isoformat(self) -> str:
        """Return the known parts in ISO 8601, such as "2017-06"; an empty string if nothing is known."""
        return "" if self.day is None else self.day.strftime(ISO_FORMATS[self.precision])


def precision_field(may_be_unknown: bool = False) -> models.CharField:
    """Return the model field that holds the precision of a date; with NONE among its choices if it may be unknown."""
    return models.CharField(
        _("the date is known"),
        max_length=5,
        choices=DatePrecision.choices if may_be_unknown else DatePrecision.choices[:-1],
        default=DatePrecision.DAY,
        help_text=_("How exactly the date is shown."),
    )


def require_date(instance: models.Model, date: str, precision: str) -> None:
    """Raise ValidationError unless either a date is given or its precision is NONE.

    ``date`` and ``precision`` are the names of the two fields. A date that nobody gave is never filled in.
    """
    given, known = getattr(instance, date), getattr(instance, precision) != DatePrecision.NONE
    if known and not given:
        message = _("Give the date or, beside it, say that it is not known.")
        raise ValidationError({date: error_about(message, date, precision)})
    if given and not known:
        message = _("There is a date: say how exactly it is known, or delete it.")
        raise ValidationError({precision: error_about(message, date, precision)})


def format_day(day: date) -> str:
    """Return a date in the reader's language, such as "26 June 2017"."""
    return format_date(day, "long", locale=active_locale())


def iso_datetime(moment: datetime) -> str:
    """Return an aware datetime in ISO 8601 as the files of open data hold it: in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def active_locale() -> Locale:
    """Return Babel's Locale of the active language; for English that of Great Britain, with the day first."""
    return _locale(get_language() or languages.DEFAULT_LANGUAGE)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse("en-GB" if language == "en" else language, sep="-")


def format_range(first: date, last: date) -> str:
    """Return a range of days in the reader's language, without repeated parts: "26–29 June 2017"."""
    if first == last:
        return format_day(first)
    locale = active_locale()
    # CLDR's interval patterns for ranges that differ in the year, the month or the day. Where it has none with the full
    # name of the month, the one with the short name is changed.
    patterns = locale.interval_formats.get("yMMMMd") or locale.interval_formats["yMMMd"]
    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    start, end = (re.sub("M{3,}", "MMMM", pattern).replace("dd", "d") for pattern in patterns[differs])
    return format_date(first, start, locale=locale) + format_date(last, end, locale=locale)


def datetime_at(shown: datetime, zone: tzinfo) -> datetime | None:
    """Return the UTC datetime at which a zone's clock shows a naive one, or None where it never does.

    In the night in which clocks are put back some times occur twice: then it is the first.
    """
    moment = shown.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == shown else None
