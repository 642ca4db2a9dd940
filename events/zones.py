"""Times of a place: entered and shown in its zone, stored in UTC."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

# The zones of the places where the network meets, by their IANA names.
ZONES = [
    "Europe/Amsterdam",
    "Europe/Athens",
    "Europe/Berlin",
    "Europe/Brussels",
    "Europe/Bucharest",
    "Europe/Budapest",
    "Europe/Copenhagen",
    "Europe/Dublin",
    "Europe/Helsinki",
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Europe/Lisbon",
    "Europe/Ljubljana",
    "Europe/London",
    "Europe/Luxembourg",
    "Europe/Madrid",
    "Europe/Malta",
    "Europe/Oslo",
    "Europe/Paris",
    "Europe/Prague",
    "Europe/Riga",
    "Europe/Rome",
    "Europe/Sofia",
    "Europe/Stockholm",
    "Europe/Tallinn",
    "Europe/Vienna",
    "Europe/Vilnius",
    "Europe/Warsaw",
    "Europe/Zagreb",
    "Europe/Zurich",
    "Asia/Nicosia",
    "Atlantic/Reykjavik",
    "UTC",
]


def zone_choices():
    """Return the zones as choices, shown by the name of their city."""
    return [(name, name.split("/")[-1]) for name in ZONES]


def read_in_zone(moment, zone):
    """Return the moment at which a clock in a zone shows what an editor typed.

    Forms read a typed time in the editor's own zone; the digits are kept and the zone is changed.
    """
    typed = timezone.make_naive(moment)
    return typed.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def shown_in_form(moment, zone):
    """Return the moment that an editor's form will show as the digits of a clock in a zone."""
    return timezone.make_aware(moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None))


def start_of_day(day, zone):
    """Return the first moment of a day in a zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def end_of_day(day, zone):
    """Return the last second of a day in a zone."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)
