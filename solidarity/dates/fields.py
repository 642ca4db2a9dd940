"""Form fields that parse typed dates with solidarity/dates/typed.py, wherever a date is typed.

Importing this module registers them with Wagtail's editor and with the filters of its listings; solidarity/apps.py does
so before any form is created. Visitors' forms use them through their form builder.
"""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_filters.fields import DateRangeField
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from solidarity.dates import DatePrecision, datetime_at
from solidarity.dates.typed import (
    EXAMPLE,
    EXAMPLE_TIME,
    MESSAGES,
    NotUnderstood,
    cleaned,
    read_date,
    read_moment,
    read_whole_date,
)

NO_SUCH_TIME = _("The clock shows no such time on this day: it is put forward then. Write another time.")


def refusal(code: str) -> ValidationError:
    """Return the ValidationError for a key of MESSAGES."""
    return ValidationError(MESSAGES[code], code=code, params={"example": EXAMPLE, "time": EXAMPLE_TIME})


class OrderMixin(forms.Field):
    """Appends to a field's help text in which order the parts of a date are typed, in the user's language."""

    @property
    def order(self) -> str | Promise:
        """The sentence on the order of the parts, with places for examples."""
        return _("Day, month, year, such as %(example)s.")

    @property
    def order_hint(self) -> str:
        """The sentence on the order of the parts."""
        return str(self.order) % {"example": EXAMPLE, "time": EXAMPLE_TIME}

    @property
    def help_text(self) -> str:
        return f"{self.help_alone} {self.order_hint}".strip()

    @help_text.setter
    def help_text(self, text: str | Promise) -> None:
        self.help_alone = text


class TypedDateField(OrderMixin, forms.DateField):
    """A date as people type it.

    Where it ``takes_partial`` dates, ``typed_precision`` holds the DatePrecision of the last one parsed.
    """

    takes_partial = False
    typed_precision = DatePrecision.DAY

    @property
    def order(self) -> str | Promise:
        if self.takes_partial:
            return _("Day, month, year, such as %(example)s. If less is known, write the month and year, or the year.")
        return super().order

    def to_python(self, value: str | date | None) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        self.typed_precision = DatePrecision.DAY
        try:
            if not cleaned(value):
                return None
            if not self.takes_partial:
                return read_whole_date(value)
            found = read_date(value)
        except NotUnderstood as error:
            raise refusal(error.code) from error
        self.typed_precision = found.precision
        return found.day


class TypedDateTimeField(OrderMixin, forms.DateTimeField):
    """A date and time as people type them: in the current time zone or, with ``by_wall_clock``, naive.

    A date without a time is refused, unless the field ``takes_date_alone``; ``is_date_alone`` then tells that one was
    typed.
    """

    order = _("Day, month, year and time, such as %(example)s %(time)s.")
    by_wall_clock = False
    takes_date_alone = False
    is_date_alone = False

    def to_python(self, value: str | date | None) -> datetime | None:
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            if not cleaned(value):
                return None
            typed = read_moment(value)
        except NotUnderstood as error:
            raise refusal(error.code) from error
        self.is_date_alone = not typed.has_time
        if self.is_date_alone and not self.takes_date_alone:
            raise refusal("no_time")
        return typed.moment if self.by_wall_clock else in_zone(typed.moment, timezone.get_current_timezone())


def in_zone(typed: datetime, zone: tzinfo) -> datetime:
    """Return a datetime with a time zone applied; raises ValidationError where that zone's clock skips the time."""
    if timezone.is_aware(typed):
        return typed
    try:
        moment = datetime_at(typed, zone)
    except OverflowError as error:
        raise refusal("no_such_day") from error
    if moment is None:
        raise ValidationError(NO_SUCH_TIME, code="no_such_time")
    return moment


class TypedDateRangeField(DateRangeField):
    """The first and the last day of a range, in the filter of a listing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super(DateRangeField, self).__init__((TypedDateField(), TypedDateField()), *args, **kwargs)
        for widget in self.widget.widgets:
            widget.attrs["placeholder"] = format_lazy("{} ({})", widget.attrs.get("placeholder", ""), EXAMPLE)

    def compress(self, days: Sequence[date | None]) -> slice | None:
        try:
            return super().compress(days)
        except OverflowError as error:
            raise refusal("no_such_day") from error


class DayOrMomentField(TypedDateTimeField):
    """A date, with a time or without, in the filter of a listing."""

    takes_date_alone = True


register_form_field_override(models.DateField, override={"form_class": TypedDateField, "widget": AdminDateInput})
register_form_field_override(
    models.DateTimeField, override={"form_class": TypedDateTimeField, "widget": AdminDateTimeInput}
)
# Wagtail has no setting for the form fields of its filters; django-filter declares them as class attributes.
django_filters.DateFromToRangeFilter.field_class = TypedDateRangeField
django_filters.DateFilter.field_class = TypedDateField
django_filters.DateTimeFilter.field_class = DayOrMomentField
