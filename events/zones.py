"""Time zones: the choices of the editor, and the conversion between local times and UTC, in which times are stored."""

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

# The groups of choices in their order: the code of the region in CLDR (UN M49, for Antarctica ISO 3166), which gives
# its translated name, and the areas of the IANA time zone database that it comprises.
REGIONS = {
    "150": ("Europe", "Arctic"),
    "002": ("Africa",),
    "019": ("America",),
    "142": ("Asia",),
    "009": ("Australia", "Pacific"),
    "AQ": ("Antarctica",),
}
# Exceptions: zones in areas named after oceans, and zones that people expect in another region.
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
    """Return the IANA names of the time zones of all countries (zone.tab), and UTC."""
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
    name = name.rpartition("/")[2]  # the IANA name is the fallback if CLDR has no translation
    return "".join(sign for sign in name if unicodedata.category(sign) != "Cf")  # some names contain soft hyphens


def city_of_zone(zone):
    """Return the name of the exemplar city of a zone (CLDR) in the active language."""
    return UTC_ZONE if zone == UTC_ZONE else _city(zone, active_locale())


def zone_choices():
    """Return the choices of time zones, grouped by region, labelled and sorted by city name in the active language."""
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
    """Return the UTC datetime of a local time in a zone. The user's own time zone is ignored.

    Raises ValidationError if the local time does not exist, because daylight saving time begins.
    """
    return in_zone(typed, ZoneInfo(zone)).astimezone(UTC)


def shown_in_form(moment, zone):
    """Return an aware datetime as a naive local time in a zone, to the minute, for a form field."""
    return timezone.make_naive(moment, ZoneInfo(zone)).replace(second=0, microsecond=0)


def start_of_day(day, zone):
    """Return the start of a day in a zone, as a UTC datetime."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def end_of_day(day, zone):
    """Return the last second of a day in a zone, as a UTC datetime."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)
