"""Times of a place: entered and shown in its zone, stored in UTC; and the zones of the world."""

import unicodedata
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from django.utils import timezone

from solidarity.dates import active_locale
from solidarity.dates.fields import in_zone
from solidarity.text import collation_key

# The regions of the world by the code that CLDR names them by (UN M49, for Antarctica ISO 3166), in the order of the
# list, with the areas of the IANA time zone database that they take in.
REGIONS = {
    "150": ("Europe", "Arctic"),
    "002": ("Africa",),
    "019": ("America",),
    "142": ("Asia",),
    "009": ("Australia", "Pacific"),
    "AQ": ("Antarctica",),
}
# Areas named after oceans belong to none; and some zones belong where people look for them.
ELSEWHERE = {
    "150": "Asia/Famagusta Asia/Nicosia Atlantic/Azores Atlantic/Canary Atlantic/Faroe Atlantic/Madeira "
    "Atlantic/Reykjavik Africa/Ceuta",
    "002": "Atlantic/Cape_Verde Atlantic/St_Helena Indian/Antananarivo Indian/Comoro Indian/Mahe Indian/Mauritius "
    "Indian/Mayotte Indian/Reunion",
    "019": "Atlantic/Bermuda Atlantic/South_Georgia Atlantic/Stanley",
    "142": "Indian/Chagos Indian/Maldives",
    "009": "Indian/Christmas Indian/Cocos",
    "AQ": "Indian/Kerguelen",
}
UTC_ZONE = "UTC"


@cache
def zones():
    """Return the IANA names of the zones of all countries, and UTC."""
    lines = files("tzdata.zoneinfo").joinpath("zone.tab").read_text().splitlines()
    return [*(line.split("\t")[2] for line in lines if line and not line.startswith("#")), UTC_ZONE]


@cache
def _region_of(zone):
    for region, elsewhere in ELSEWHERE.items():
        if zone in elsewhere.split():
            return region
    return next((region for region, areas in REGIONS.items() if zone.split("/")[0] in areas), None)


@cache
def _city(zone, locale):
    name = get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True)
    name = name.rpartition("/")[2]  # where CLDR has no name of its own
    return "".join(sign for sign in name if unicodedata.category(sign) != "Cf")  # some are hyphenated


def city_of_zone(zone):
    """Return the name of the city whose clock a zone is, in the reader's language."""
    return UTC_ZONE if zone == UTC_ZONE else _city(zone, active_locale())


def zone_choices():
    """Return the zones as choices by region, Europe first, shown by the name of their city in the user's language."""
    locale = active_locale()
    groups = {region: [] for region in REGIONS}
    for zone in zones():
        if region := _region_of(zone):
            groups[region].append((zone, city_of_zone(zone)))
    return [
        *(
            (locale.territories[region], sorted(cities, key=lambda choice: collation_key(choice[1])))
            for region, cities in groups.items()
        ),
        (UTC_ZONE, UTC_ZONE),
    ]


def read_in_zone(typed, zone):
    """Return the moment at which the clock of a zone shows what was typed, in UTC.

    Raises ValidationError where it never does. The clock of who types has no part in this.
    """
    return in_zone(typed, ZoneInfo(zone)).astimezone(UTC)


def shown_in_form(moment, zone):
    """Return what a clock in a zone shows at a moment, without a zone, to the minute, as a form shows it."""
    return timezone.make_naive(moment, ZoneInfo(zone)).replace(second=0, microsecond=0)


def start_of_day(day, zone):
    """Return the first moment of a day in a zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def end_of_day(day, zone):
    """Return the last second of a day in a zone."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)
