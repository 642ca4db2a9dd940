from django.db import models
from django.db.models.functions import Greatest


class GenerationQuerySet(models.QuerySet):
    """The only row of its table."""

    def numbers(self):
        """Return the number, and what it was when a page was last taken down; 0 before the first of either."""
        return self.filter(pk=Generation.ONLY).values_list("number", "withdrawn").first() or (0, 0)

    def advance(self, now, is_withdrawal=False):
        """Raise the number to a time, in microseconds since 1970, or by one if it is later already."""
        number = Greatest(models.F("number") + 1, models.Value(now, models.BigIntegerField()))
        changes = {"number": number, "withdrawn": number} if is_withdrawal else {"number": number}
        if not self.filter(pk=Generation.ONLY).update(**changes):
            self.create(pk=Generation.ONLY, number=now)


class Generation(models.Model):
    """The number of solidarity/generation.py, in one row."""

    ONLY = 1

    number = models.BigIntegerField()  # microseconds since 1970
    withdrawn = models.BigIntegerField(db_default=0)  # the number when a page was last taken down

    objects = GenerationQuerySet.as_manager()

    def __str__(self):
        return str(self.number)
