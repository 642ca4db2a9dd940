"""Terms of office, of which one person may have had several."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from solidarity.fields import error_about
from solidarity.models import LimitsMixin

ENDS_FIRST = gettext_lazy("The term of office ends before it begins.")


@dataclass(frozen=True)
class Term:
    """A term of office. A first day of None is unknown; a last day of None means that the term is not over."""

    first: date | None
    last: date | None

    def is_over(self, today):
        """Return whether the term had ended before a day."""
        return self.last is not None and self.last < today

    def has_begun(self, today):
        """Return whether the term had begun on or before a day; an unknown first day counts as past."""
        return self.first is None or self.first <= today

    @property
    def interval(self):
        """The term as an interval of ISO 8601-2, with ".." for an open or unknown end."""
        return "/".join(day.isoformat() if day else ".." for day in (self.first, self.last))

    def completes(self, other):
        """Return whether this term is the same as ``other``, of which one day is unknown."""
        if other.first and other.last:
            return False
        return self.first == other.first if other.first else self.last == other.last

    def words(self, today):
        """Return the term in years: "2011–2019", "since 2011", "until 2019"; empty if no day is known."""
        if self.is_over(today):
            if not self.first:
                return _("until %(year)s") % {"year": self.last.year}
            first, last = self.first.year, self.last.year
            return str(first) if first == last else f"{first}–{last}"
        if not self.first:
            return ""
        words = _("since %(year)s") if self.has_begun(today) else _("from %(year)s")
        return words % {"year": self.first.year}


def in_order(terms):
    """Return the terms with a known day, without duplicates, the earliest first."""
    known = {term for term in terms if term.first or term.last}
    # Statements overlap: one may give both days of a term, another only one of them.
    whole = [term for term in known if not any(other != term and other.completes(term) for other in known)]
    return sorted(whole, key=lambda term: (term.first or term.last, term.last or date.max))


def is_former(terms, today):
    """Return whether the person has held the office and no longer does on a day."""
    begun = [term for term in terms if term.has_begun(today)]
    return bool(begun) and all(term.is_over(today) for term in begun)


def in_words(terms, today):
    """Return terms in years, such as "2007–2014, since 2023"."""
    return _(", ").join(words for term in terms if (words := term.words(today)))


class TermsMixin:
    """The terms of office of a speaker: the one in the page's own fields, and those in ``other_terms``."""

    @property
    def terms(self):
        """The Terms of office that the statement records, the earliest first."""
        own = Term(self.in_office_from, self.in_office_until)
        return in_order([own, *(other.term for other in self.other_terms.all())])

    def has_left(self, today=None):
        """Return whether the leader's last term of office is over on a day, by default today."""
        return is_former(self.terms, today or timezone.localdate())

    @property
    def left_on(self):
        """The last day in office, of a leader who has left. Raises ValueError if no term has a last day."""
        return max(term.last for term in self.terms if term.last)

    @property
    def in_office_since(self):
        """The first day of the current term, or None if it is unknown."""
        today = timezone.localdate()
        return max((term.first for term in self.terms if term.first and not term.is_over(today)), default=None)

    @property
    def is_former(self):
        """Whether the leader is no longer in office today."""
        return self.has_left()

    @property
    def term(self):
        """The terms of office in years, such as "2007–2014, since 2023"; empty if none is recorded."""
        return in_words(self.terms, timezone.localdate())


class OtherTerm(LimitsMixin, Orderable):
    """A further term of office of a statement's speaker, besides the one in the statement's own fields."""

    statement = ParentalKey("cities.MayorStatementPage", on_delete=models.CASCADE, related_name="other_terms")
    first_day = models.DateField(
        gettext_lazy("in office from"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The first day of the term. Leave it empty if you do not know it."),
    )
    last_day = models.DateField(
        gettext_lazy("in office until"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Leave it empty while the leader is in office."),
    )

    panels = [FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")])]

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("other term of office")

    def clean(self):
        super().clean()
        if not (self.first_day or self.last_day):
            message = _("Give the first or the last day of this term.")
            raise ValidationError({"first_day": error_about(message, "first_day", "last_day")})
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": error_about(ENDS_FIRST, "first_day", "last_day")})

    @property
    def term(self):
        """The two days as a Term."""
        return Term(self.first_day, self.last_day)
