"""Numbers and dates in the reader's language, and formatted text."""

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.units import format_unit
from django import template
from django.utils.safestring import mark_safe

from solidarity.dates import DatePrecision, active_locale, format_partial_date, iso_partial_date
from solidarity.text import clean_html, without_dead_links

register = template.Library()


@register.filter
def number(value):
    """Return a number grouped as the reader's language groups it: 5,500 or 5.500."""
    return "" if value is None else format_decimal(value, locale=active_locale())


@register.filter
def file_size(count):
    """Return a size in bytes in the reader's language: 3.1 kB or 3,1 kB; nothing where it is not known."""
    if not count:
        return ""
    unit, size = ("megabyte", 10**6) if count >= 10**6 else ("kilobyte", 10**3) if count >= 10**3 else ("byte", 1)
    return format_unit(round(count / size, 1), f"digital-{unit}", length="short", locale=active_locale())


@register.filter(expects_localtime=True)
def date_known(day, precision=DatePrecision.DAY):
    """Return a date without the parts that are not known; of a moment, the day that it is here."""
    return format_partial_date(day, precision)


@register.filter
def machine_date_known(day, precision=DatePrecision.DAY):
    """Return a date for HTML's <time datetime>, without the parts that are not known."""
    return iso_partial_date(day, precision)


@register.filter
def day_number(day):
    """Return the day of the month, as a date block shows it."""
    return day.day


@register.filter
def short_month(day):
    """Return the short name of a date's month in the reader's language."""
    return format_date(day, "LLL", locale=active_locale())


@register.filter
def cleaned(html):
    """Return formatted text fit to stand on a page, whatever is stored."""
    return mark_safe(without_dead_links(clean_html(html)))
