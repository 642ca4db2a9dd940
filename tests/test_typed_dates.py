"""What is typed as a date: read as people in Europe mean it, in any of the languages, or refused with the reason."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from babel.core import Locale
from babel.dates import format_date
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from solidarity import languages
from solidarity.dates import DatePrecision
from solidarity.dates.typed import (
    FURTHER_LOCALES,
    MESSAGES,
    NotUnderstood,
    names_of_months,
    read_date,
    read_moment,
    read_whole_date,
)

THAT_DAY = date(2026, 10, 15)
WRITTEN = [
    *("15/10/2026", "15.10.2026", "15-10-2026", "15 10 2026", "15 / 10 / 2026", "15. 10. 2026", "15‐10‐2026"),
    *("2026-10-15", "20261015", "2026/10/15", "2026.10.15", "2026-W42-4", "  2026-10-15 "),
    *("15 October 2026", "15th of October 2026", "October 15, 2026", "15-OCT-2026", "Thursday, 15 October 2026"),
    *(
        "15. Oktober 2026",
        "Donnerstag, den 15. Okt. 2026",
        "15 octobre 2026",
        "jeudi 15 oct. 2026",
        "15 DE OCTUBRE 2026",
    ),
    *("15 de octubre de 2026", "15 ottobre 2026", "giovedì 15 ott 2026", "15 oktober 2026", "do 15 okt. 2026"),
    *("15 Οκτωβρίου 2026", "15 Οκτώβριος 2026", "15 ΟΚΤ 2026", "Πέμπτη 15 Οκτωβριου 2026"),
    *("١٥/١٠/٢٠٢٦", "١٥‏/١٠‏/٢٠٢٦", "۱۵/۱۰/۲۰۲۶", "15 أكتوبر 2026", "الخميس ١٥ أكتوبر ٢٠٢٦ م", "15 تشرين الأول 2026"),
    *("Do, 15.10.2026", "jeudi 15/10/2026", "Thurs 15/10/2026", "Donnerstag, den 15.10.2026", "gio. 15-10-2026"),
    *("Πέμπτη 15/10/2026", "الخميس ١٥/١٠/٢٠٢٦", "١٥/١٠/٢٠٢٦ م", "15.10.2026 (Do.)", "le 15/10/2026", "Thu 2026-10-15"),
    *("15.X.2026", "15 X 2026", "15 Οκτώβρη 2026", "vom 15.10.2026", "dal 15 ottobre 2026", "2026-288"),
    *("15 تشرين الأول/أكتوبر 2026", "2026-10-15T00:00", "15/10/2026 00:00:00", "2026-10-15 00:00:00.000"),
    *("15 di ottobre 2026", "15 di ottobre del 2026", "giovedì 15 di ottobre 2026", "do. 15 oktober 2026"),
    *("15\u00a0octobre\u202f2026", "\ufeff15/10/2026\u200b", "１５／１０／２０２６"),
]
REFUSED = {
    "15/10/26": "short_year",
    "15.10.'26": "short_year",
    "15 Oct 26": "short_year",
    "15/10/0026": "short_year",
    "10/15/2026": "no_such_month",
    "2026-15-10": "no_such_month",
    "31/02/2026": "no_such_day",
    "29 February 2027": "no_such_day",
    "0/10/2026": "no_such_day",
    # It is a Thursday.
    "Friday 15 October 2026": "other_weekday",
    "Fr, 15.10.2026": "other_weekday",
    "mar. 15/10/2026": "other_weekday",
    "Παρασκευή 15/10/2026": "other_weekday",
    "15/10/2026 الجمعة": "other_weekday",
    "Thursday": "invalid",
    "Thursday 15/10/26": "short_year",
    "Thursday 15/10": "incomplete",
    "15/10": "incomplete",
    "15 October": "incomplete",
    "October": "incomplete",
    "October 2026": "incomplete",
    "10/2026": "incomplete",
    "2026": "incomplete",
    "today": "invalid",
    "in spring 2026": "invalid",
    "15102026": "invalid",
    "15/10/2026 and 16/10/2026": "invalid",
    "15 Muharram 1448": "invalid",
    "2026-366": "no_such_day",
    "2026-000": "no_such_day",
    "15 يناير/أكتوبر 2026": "invalid",
    "15/10/2026 00:01": "invalid",
    "15 rue Octobre 2026": "invalid",
    "15/10/20266": "invalid",
    "½/10/2026": "invalid",
    "9" * 5000: "invalid",
    "15/10/2026\x00": "invalid",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_date_is_read_however_it_is_written(text):
    assert read_whole_date(text) == THAT_DAY


@pytest.mark.parametrize(("text", "code"), REFUSED.items(), ids=lambda value: value[:30])
def test_what_is_not_a_whole_date_is_refused_with_the_reason(text, code):
    with pytest.raises(NotUnderstood) as refused:
        read_whole_date(text)
    assert refused.value.code == code
    assert code in MESSAGES


def test_of_two_numbers_the_first_is_the_day():
    assert read_whole_date("05/06/2027") == date(2027, 6, 5)
    assert read_whole_date("5.6.2027") == date(2027, 6, 5)


@pytest.mark.parametrize("language", languages.codes())
def test_each_language_reads_the_dates_that_it_writes(language):
    with override("en"):  # somebody may type in one language and read the admin in another
        for month in range(1, 13):
            day = date(2026, month, 28)
            for width in ("full", "long", "medium", "short"):
                written = format_date(day, width, locale="en_GB" if language == "en" else language)
                if "2026" in written or "٢٠٢٦" in written:
                    assert read_whole_date(written) == day, written


def test_no_name_of_a_month_means_another_one_elsewhere():
    names = names_of_months()
    for code in languages.codes():
        for locale in [code, *FURTHER_LOCALES.get(code, [])]:
            for number, name in Locale.parse(locale).months["format"]["wide"].items():
                assert read_whole_date(f"3 {name} 2026").month == number, (locale, name)
    assert set(names.values()) == set(range(1, 13))


@pytest.mark.parametrize("language", languages.codes())
def test_each_weekday_is_known_in_each_language_before_figures_and_names(language):
    locale = Locale.parse(language)
    for width in ("wide", "abbreviated"):
        for number, name in locale.days["format"][width].items():
            day = date(2026, 10, 12 + number)  # of the week that begins on Monday 12
            assert read_whole_date(f"{name} {day:%d/%m/%Y}") == day, name
            written = format_date(day, "long", locale=language)
            assert read_whole_date(f"{name}, {written}") == day, name
            with pytest.raises(NotUnderstood) as refused:
                read_whole_date(f"{name} {day + timedelta(days=1):%d/%m/%Y}")
            assert refused.value.code == "other_weekday", name


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2017", date(2017, 1, 1), DatePrecision.YEAR),
        ("٢٠١٧", date(2017, 1, 1), DatePrecision.YEAR),
        ("March 2017", date(2017, 3, 1), DatePrecision.MONTH),
        ("Μάρτιος 2017", date(2017, 3, 1), DatePrecision.MONTH),
        ("mars 2017", date(2017, 3, 1), DatePrecision.MONTH),
        ("fév. 2017", date(2017, 2, 1), DatePrecision.MONTH),
        ("Μάης 2017", date(2017, 5, 1), DatePrecision.MONTH),
        ("يونيه 2017", date(2017, 6, 1), DatePrecision.MONTH),
        ("3/2017", date(2017, 3, 1), DatePrecision.MONTH),
        ("2017-03", date(2017, 3, 1), DatePrecision.MONTH),
        ("1/3/2017", date(2017, 3, 1), DatePrecision.DAY),
    ],
)
def test_a_date_may_be_known_in_part(text, day, precision):
    found = read_date(text)
    assert (found.day, found.precision) == (day, precision)


EVENING = datetime(2026, 10, 15, 18, 30)
TIMES = {
    "15/10/2026 18:30": EVENING,
    "15.10.2026, 18.30 Uhr": EVENING,
    "15. Oktober 2026 um 18:30 Uhr": EVENING,
    "15 octobre 2026 à 18h30": EVENING,
    "15 October 2026 at 6:30 p.m.": EVENING,
    "15 Οκτωβρίου 2026 στις 6:30 μ.μ.": EVENING,
    "15 de octubre de 2026 a las 18:30": EVENING,
    "15 ottobre 2026 alle 18.30": EVENING,
    "15 ottobre 2026, ore 18.30": EVENING,
    "15 ottobre 2026 alle ore 18:30": EVENING,
    "giovedì 15/10/2026 ore 18.30": EVENING,
    "15/10/2026 h 18:30": EVENING,
    "15/10/2026 h18:30": EVENING,
    "15 oktober 2026 om 18u30": EVENING,
    "15/10/2026 18u30": EVENING,
    "15/10/2026 ٦:٣٠ مساءً": EVENING,
    "15 Οκτωβρίου 2026 και ώρα 18:30": EVENING,
    "15 ottobre 2026 alle 18": EVENING.replace(minute=0),
    "15 octobre 2026 à 18 h": EVENING.replace(minute=0),
    "15. Oktober 2026 um 18": EVENING.replace(minute=0),
    "Πέμπτη 15/10/2026, ώρα 18:30": EVENING,
    "Do, 15.10.2026, 18 Uhr 30": EVENING,
    "15.10.2026 18.30 UHR": EVENING,
    "jeudi 15/10/2026 à 18 heures 30": EVENING,
    "١٥/١٠/٢٠٢٦ ١٨:٣٠": EVENING,
    "15 أكتوبر 2026 6:30 م": EVENING,
    "2026-10-15 18:30": EVENING,
    "2026-10-15T18:30": EVENING,
    "2026-10-15T18:30:00Z": EVENING.replace(tzinfo=UTC),
    "2026-10-15T18:30+02:00": EVENING.replace(tzinfo=timezone(timedelta(hours=2))),
    "15/10/2026 18 Uhr": EVENING.replace(minute=0),
    "15/10/2026 6 pm": EVENING.replace(minute=0),
    "15/10/2026 12:10 am": datetime(2026, 10, 15, 0, 10),
    "15/10/2026 24:00": datetime(2026, 10, 16),
    "2026-10-15 24:00": datetime(2026, 10, 16),
}


@pytest.mark.parametrize(("text", "moment"), TIMES.items())
def test_a_time_is_read_however_it_is_written(text, moment):
    found = read_moment(text)
    assert found.moment == moment
    assert found.has_time


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("15/10/2026 25:00", "invalid_time"),
        ("15/10/2026 18:75", "invalid_time"),
        ("15/10/2026 13:00 pm", "invalid_time"),
        ("15/10/2026 18:30 sharp", "invalid_time"),
        ("15/10/26 18:30", "short_year"),
        ("31/02/2026 18:30", "no_such_day"),
        ("2026-02-31T18:30", "no_such_day"),
        ("now", "invalid"),
    ],
)
def test_a_time_that_is_none_is_refused_with_the_reason(text, code):
    with pytest.raises(NotUnderstood) as refused:
        read_moment(text)
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["15/10/2026", "15 10 2026", "2026-10-15", "15 October 2026"])
def test_a_date_alone_has_no_time(text):
    assert not read_moment(text).has_time


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_and_nothing_else(text):
    for read in (read_date, read_moment):
        with suppress(NotUnderstood):
            assert read(text)
