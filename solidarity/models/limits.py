"""What every consumer of a model can hold: calendars, feeds, spreadsheets, JSON, and both databases."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils.translation import gettext_lazy as _

from solidarity.dates import year_error


def number_error(field, number):
    """Return what is said of a whole number that only one of the databases could hold, or None."""
    if number in (None, ""):
        return None
    _least, most = BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()]
    # JavaScript, and so whatever reads our JSON, counts exactly up to 2 to the power of 53.
    most = min(most, 2**53)
    if number <= most:
        return None
    return ValidationError(_("Give a number of at most %(most)s."), code="max_value", params={"most": most})


class LimitsMixin(models.Model):
    """Refuses, beside the field, a date or number that some consumer could not hold once it is published."""

    class Meta:
        abstract = True

    def clean_fields(self, exclude=None):
        errors = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for field in self._meta.concrete_fields:
            if field.name in errors or field.name in (exclude or ()) or field.is_relation:
                continue
            value = getattr(self, field.attname)
            error = None
            if isinstance(field, models.DateField):  # and so DateTimeField
                error = year_error(value)
            elif isinstance(field, models.IntegerField) and not isinstance(field, models.AutoField):
                error = number_error(field, value)
            if error:
                errors[field.name] = [error]
        if errors:
            raise ValidationError(errors)
