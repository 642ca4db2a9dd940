"""Parser of dates and times as people in Europe type them: day first, with names of months, in any digits; or ISO 8601.

What is ambiguous raises NotUnderstood, which says why. The parser guesses nothing: neither a year of two digits, nor
which of two numbers is the month, nor a missing part. Django's own formats read numbers only, and libraries that parse
any date guess.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from babel.core import Locale
from django.utils.translation import gettext_lazy as _

from solidarity import languages
from solidarity.dates import DatePrecision, PartialDate
from solidarity.text import fold

EXAMPLE = "31/12/2027"
EXAMPLE_TIME = "18:30"
MESSAGES = {
    "invalid": _("This date was not understood. Write day, month and year, such as %(example)s."),
    "incomplete": _("A part of the date is missing. Write day, month and year, such as %(example)s."),
    "short_year": _("Write the year with four digits, such as %(example)s."),
    "no_such_month": _("A year has twelve months. Write the day first, then the month, such as %(example)s."),
    "no_such_day": _("There is no such day in the calendar."),
    "other_weekday": _("This day falls on another day of the week. Correct the date, or leave out the weekday."),
    "invalid_time": _("The time was not understood. Write hours and minutes, such as %(time)s."),
    "no_time": _("Write the time as well, such as %(time)s."),
}

# Separators of a date's numbers, and words that may surround them without changing the date: endings of ordinal
# numbers, articles and prepositions of the site's languages, and the Arabic sign of the Gregorian calendar.
BETWEEN = r"[\s./,،\-‐‑‒–—−]+"
BESIDE = {
    fold(word)
    for word in (
        "st nd rd th er o a η ος the of le la el il de del di den der op van am στις την του من م"
        " vom dal from vanaf ab desde dès από"
    ).split()
}
# Besides CLDR's common Arabic names of months, there are those of the Levant and those of the Maghreb.
FURTHER_LOCALES = {"ar": ["ar_LB", "ar_MA", "ar_DZ"]}
FURTHER_MONTHS = {
    **dict(zip("I II III IV V VI VII VIII IX X XI XII".split(), range(1, 13), strict=True)),
    **{"sept": 9, "sett": 9, "genn": 1, "fév": 2, "marz": 3, "maerz": 3, "jänner": 1, "feber": 2, "setiembre": 9},
    **{"Γενάρης": 1, "Φλεβάρης": 2, "Μάρτης": 3, "Απρίλης": 4, "Μάης": 5, "Ιούνης": 6, "Ιούλης": 7, "Σεπτέμβρης": 9},
    **{"Γενάρη": 1, "Φλεβάρη": 2, "Μάρτη": 3, "Απρίλη": 4, "Μάη": 5, "Ιούνη": 6, "Ιούλη": 7, "Σεπτέμβρη": 9},
    **{"Οκτώβρης": 10, "Νοέμβρης": 11, "Δεκέμβρης": 12, "Οκτώβρη": 10, "Νοέμβρη": 11, "Δεκέμβρη": 12},
    **{"يونيه": 6, "يوليه": 7},
}
# The time that spreadsheets and other software append to a date.
MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?Z?$")
ORDINAL = re.compile(r"(\d{4})-(\d{3})")
LENGTH = 80  # characters, at most
FIRST_YEAR = 1000  # an earlier year is a typing error, and would have fewer digits

TIME = re.compile(
    r"(?P<date>.+?)(?:\s*,\s*|\s+)(?:και\s+)?(?:-|–|(?P<at>at|à|um|om|alle|dalle|(?:a\s)?las?|στις|الساعة)\b)?\s*"
    r"(?P<before>(?:ore\b|ora\b|ώρα\b|hora\b|heure\b|h)[.:]?)?\s*(?P<hour>\d{1,2})"
    r"(?:\s?(?:Uhr|uur|heures?|[:.hu])\s?(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?\s*(?P<after>[^\W\d][\w.\s]*)?",
    re.IGNORECASE,
)
MORNING = {"am", "πμ", "ص", "صباحا"}
AFTERNOON = {"pm", "μμ", "م", "مساء"}
O_CLOCK = {"h", "hrs", "uhr", "u", "uur", "ore", "horas", "heures", "ωρα"}


class NotUnderstood(ValueError):
    """A typed date or time that is invalid or ambiguous; ``code`` is a key of MESSAGES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class TypedMoment:
    """A parsed date and time; midnight where only a date was typed.

    It is naive, unless the text gives an offset from UTC, as ISO 8601 can.
    """

    moment: datetime
    has_time: bool = True


def cleaned(text: str) -> str:
    """Return a text with ASCII digits and single spaces, without invisible characters.

    Raises NotUnderstood for a text that is too long for a date.
    """
    text = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in unicodedata.normalize("NFKC", text)
        if unicodedata.category(sign) not in ("Cf", "Mn")  # diacritics of Arabic words, such as مساءً
    )
    text = " ".join(text.split())
    if len(text) > LENGTH:
        raise NotUnderstood("invalid")
    return text


@cache
def names_of_months() -> dict[str, int]:
    """Return the number of each month by its folded names, full and abbreviated, in all languages of the site."""
    return _names("months")


@cache
def names_of_weekdays() -> dict[str, int]:
    """Return the number of each weekday, 0 for Monday, by its folded names."""
    return _names("days")


def _names(kind: str) -> dict[str, int]:
    found = {}
    for code in languages.codes():
        for name in [*FURTHER_LOCALES.get(code, []), code]:
            by_context = getattr(Locale.parse(name), kind)
            for context in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    for number, word in by_context[context][width].items():
                        found[" ".join(re.findall(r"[^\W\d_]+", fold(word)))] = number
    # CLDR has one abbreviation of each; people use more.
    if kind == "months":
        found |= {fold(name): number for name, number in FURTHER_MONTHS.items()}
    else:
        found |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    return found


def read_date(text: str) -> PartialDate:
    """Return a text as a PartialDate, or raise NotUnderstood."""
    text = MIDNIGHT.sub("", cleaned(text))
    if ordinal := ORDINAL.fullmatch(text):  # an ordinal date of ISO 8601
        return _day_of_year(*map(int, ordinal.groups()))
    if re.match(r"\d{4}", text) and len(text) > len("2027-12"):
        try:
            return PartialDate(_checked(date.fromisoformat(text)))
        except ValueError as error:
            if isinstance(error, NotUnderstood):
                raise
    words = _words(text)
    if not words:
        return _numeric(text)
    found = _numeric_beside(text) if _say_no_month(words, text) else _worded(text, words)
    weekday = _weekday(text)
    if found.day and found.precision == DatePrecision.DAY and weekday not in (None, found.day.weekday()):
        raise NotUnderstood("other_weekday")
    return found


def _day_of_year(year: int, number: int) -> PartialDate:
    day = _day(year, 1, 1) + timedelta(days=number - 1)
    if not number or day.year != year:
        raise NotUnderstood("no_such_day")
    return PartialDate(day)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", fold(re.sub(r"\d+", " ", text)))


def _say_no_month(words: list[str], text: str) -> bool:
    """Tell whether the words of a date are only weekdays, articles and prepositions, so that its month is a number.

    Some weekdays are also abbreviations of months, such as mar for mardi and for marzo.
    """
    weekdays, months = names_of_weekdays(), names_of_months()
    has_three = len(re.findall(r"\d+", text)) == 3
    return all(word in BESIDE or (word in weekdays and (has_three or word not in months)) for word in words)


def _weekday(text: str) -> int | None:
    """Return the number of the weekday that a date names, or None; "di" is one before the day, "of" after it."""
    weekdays = names_of_weekdays()
    before = _words(re.split(r"\d", text, maxsplit=1)[0])
    words = before + [word for word in _words(text)[len(before) :] if word not in BESIDE]
    named = [word for word in words if word in weekdays]
    sure = [word for word in named if word not in names_of_months()]
    if not sure and _say_no_month(_words(text), text):
        sure = named
    return weekdays[sure[0]] if sure else None


def _checked(day: date) -> date:
    if day.year < FIRST_YEAR:
        raise NotUnderstood("short_year")
    return day


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise NotUnderstood("no_such_month")
    try:
        return _checked(date(year, month, day))
    except ValueError as error:
        raise error if isinstance(error, NotUnderstood) else NotUnderstood("no_such_day") from error


def _numeric_beside(text: str) -> PartialDate:
    """Parse a date in numbers that has words around it."""
    figures = re.search(r"\d(?:.*\d)?", text)
    if not figures:
        raise NotUnderstood("invalid")
    return _numeric(figures[0])


def _numeric(text: str) -> PartialDate:
    """Parse day, month and year; or year, month and day, where the year is the one with four digits."""
    if not re.fullmatch(rf"\d+(?:{BETWEEN}['’]?\d+)*\.?", text):
        raise NotUnderstood("invalid")
    numbers = re.findall(r"\d+", text)
    match [len(number) for number in numbers]:
        case [4, (1 | 2), (1 | 2)]:
            year, month, day = map(int, numbers)
        case [(1 | 2), (1 | 2), 4]:
            day, month, year = map(int, numbers)
        case [(1 | 2), (1 | 2), (1 | 2)]:
            raise NotUnderstood("short_year")
        case [4]:
            return PartialDate(_day(int(numbers[0]), 1, 1), DatePrecision.YEAR)
        case [4, (1 | 2)]:
            return PartialDate(_day(int(numbers[0]), int(numbers[1]), 1), DatePrecision.MONTH)
        case [(1 | 2), 4]:
            return PartialDate(_day(int(numbers[1]), int(numbers[0]), 1), DatePrecision.MONTH)
        case [(1 | 2), (1 | 2)] | [1 | 2]:
            raise NotUnderstood("incomplete")
        case _other:
            raise NotUnderstood("invalid")
    return PartialDate(_day(year, month, day))


def _worded(text: str, words: list[str]) -> PartialDate:
    """Parse a date whose month is a name, in any order of its parts."""
    months, weekdays = names_of_months(), names_of_weekdays()
    words = [word for word in words if word not in BESIDE and (word in months or word not in weekdays)]
    name = " ".join(words)
    if name not in months:  # a word beside it may also be the abbreviation of a weekday
        name = " ".join(word for word in words if word not in weekdays)
    if name not in months:  # two names of one month, as the Levant writes it
        pairs = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
        name = next((one for one, other in pairs if months.get(one, 0) == months.get(other)), name)
    if name not in months:
        raise NotUnderstood("invalid")
    month = months[name]
    numbers = sorted(re.findall(r"\d+", text), key=len)
    match [len(number) for number in numbers]:
        case [(1 | 2), 4]:
            return PartialDate(_day(int(numbers[1]), month, int(numbers[0])))
        case [4]:
            return PartialDate(_day(int(numbers[0]), month, 1), DatePrecision.MONTH)
        case [(1 | 2), (1 | 2)]:
            raise NotUnderstood("short_year")
        case [] | [(1 | 2)]:
            raise NotUnderstood("incomplete")
        case _other:
            raise NotUnderstood("invalid")


def read_whole_date(text: str) -> date:
    """Return a text as a date with day, month and year, or raise NotUnderstood."""
    found = read_date(text)
    if found.day is None or found.precision != DatePrecision.DAY:
        raise NotUnderstood("incomplete")
    return found.day


def read_moment(text: str) -> TypedMoment:
    """Return a text as a TypedMoment, or raise NotUnderstood."""
    text = cleaned(text)
    if re.match(r"\d{4}-?\d\d-?\d\d[T ]\d", text):
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            pass  # such as the time 24:00, or an error that is reported below
        else:
            _checked(found.date())
            return TypedMoment(found)
    parts = TIME.fullmatch(text.replace("T", " ", 1) if re.match(r"[\d-]+T\d", text) else text)
    after = fold(re.sub(r"[.\s]", "", parts["after"] or "")) if parts else ""
    # A number by itself may be a year or a day: it is an hour only where something marks it as one.
    says_hour = parts and (parts["minute"] or parts["before"] or parts["at"])
    if not parts or not (says_hour or after in MORNING | AFTERNOON | O_CLOCK):
        if ":" in text:
            raise NotUnderstood("invalid_time")
        return TypedMoment(datetime.combine(read_whole_date(text), time.min), has_time=False)
    day = read_whole_date(parts["date"].rstrip(", "))
    return _at(day, int(parts["hour"]), int(parts["minute"] or 0), int(parts["second"] or 0), after)


def _at(day: date, hour: int, minute: int, second: int, after: str) -> TypedMoment:
    if after not in {"", *MORNING, *AFTERNOON, *O_CLOCK}:
        raise NotUnderstood("invalid_time")
    if after in MORNING | AFTERNOON:
        if not 1 <= hour <= 12:
            raise NotUnderstood("invalid_time")
        hour = hour % 12 + (12 if after in AFTERNOON else 0)
    try:
        if (hour, minute, second) == (24, 0, 0):  # the end of the day
            return TypedMoment(datetime.combine(day, time.min) + timedelta(days=1))
        return TypedMoment(datetime.combine(day, time(hour, minute, second)))
    except (ValueError, OverflowError) as error:
        raise NotUnderstood("invalid_time") from error
