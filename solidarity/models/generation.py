from django.db import models
from django.db.models.functions import Greatest


class GenerationQuerySet(models.QuerySet):
    """The only row of its table."""

    def number(self):
        """Return the number; 0 before the first change."""
        return self.filter(pk=Generation.ONLY).values_list("number", flat=True).first() or 0

    def advance(self, now):
        """Raise the number to a time, in microseconds since 1970, or by one if it is later already."""
        number = Greatest(models.F("number") + 1, models.Value(now, models.BigIntegerField()))
        if not self.filter(pk=Generation.ONLY).update(number=number):
            self.create(pk=Generation.ONLY, number=now)


class Generation(models.Model):
    """The number of solidarity/generation.py, in one row."""

    ONLY = 1

    number = models.BigIntegerField()  # microseconds since 1970

    objects = GenerationQuerySet.as_manager()

    def __str__(self):
        return str(self.number)
