"""Template filters for numbers and dates in the reader's language, and for rich text."""

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.units import format_unit
from django import template
from django.utils.safestring import mark_safe

from solidarity.dates import active_locale, format_day
from solidarity.text import clean_html, without_dead_links

register = template.Library()


@register.filter
def number(value):
    """Return a number with the digit grouping of the reader's language: 5,500 or 5.500."""
    return "" if value is None else format_decimal(value, locale=active_locale())


@register.filter
def file_size(count):
    """Return a size in bytes in the reader's language, such as 3.1 kB or 3,1 kB; an empty string if it is unknown."""
    if not count:
        return ""
    unit, size = ("megabyte", 10**6) if count >= 10**6 else ("kilobyte", 10**3) if count >= 10**3 else ("byte", 1)
    return format_unit(round(count / size, 1), f"digital-{unit}", length="short", locale=active_locale())


@register.filter(expects_localtime=True)
def long_date(day):
    """Return a date with the month in words; of a datetime, the date in the current time zone."""
    return "" if day is None else format_day(day)


@register.filter
def day_number(day):
    """Return the day of the month."""
    return day.day


@register.filter
def short_month(day):
    """Return the abbreviated month of a date in the reader's language."""
    return format_date(day, "LLL", locale=active_locale())


@register.filter
def cleaned(html):
    """Return rich text as safe HTML, whatever is stored."""
    return mark_safe(without_dead_links(clean_html(html)))
