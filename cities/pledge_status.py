"""The rules that derive the status of a pledge from its dates and progress reports: docs/decisions/pledge-status.md.

Each rule is declared once, in three forms: as Python for one pledge, as a query expression, and as a sentence for
readers. A test compares the first two for every combination.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solidarity.dates import format_day


class PledgeStatus(TextChoices):
    """The status of a pledge. It is derived from dates and progress reports and never stored."""

    OPEN = "open", gettext_lazy("Open")
    UNDER_WAY = "under_way", gettext_lazy("Under way")
    FULFILLED = "fulfilled", gettext_lazy("Fulfilled")
    LAPSED = "lapsed", gettext_lazy("Lapsed")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


def withdrawn(today, prefix=""):
    """Return the Q object for pledges withdrawn on or before a day; ``prefix`` is the lookup path to the pledge."""
    return Q(**{f"{prefix}withdrawn_on__lte": today})


@dataclass(frozen=True)
class Rule:
    """The condition under which a pledge has a status, provided that no earlier rule holds."""

    status: PledgeStatus
    holds: Callable  # takes a Standing, returns a bool
    condition: Callable  # takes a date, returns a Q for pledges annotated by PledgeQuerySet.with_reached
    reason: Callable  # takes a Standing, returns one sentence for readers


# In order of evaluation: the first rule that holds wins, and the last one always holds.
RULES = (
    Rule(
        PledgeStatus.WITHDRAWN,
        lambda standing: bool(standing.pledge.withdrawn_on) and standing.pledge.withdrawn_on <= standing.today,
        withdrawn,
        lambda standing: _("Withdrawn on %(date)s.") % {"date": format_day(standing.pledge.withdrawn_on)},
    ),
    Rule(
        PledgeStatus.FULFILLED,
        lambda standing: standing.fulfilled_by is not None,
        lambda today: Q(reported_done=True) | Q(number__gt=0, reached_number__gte=F("number")),
        lambda standing: (
            _("Fulfilled according to the report of %(date)s.") % {"date": format_day(standing.fulfilled_by.date)}
        ),
    ),
    Rule(
        PledgeStatus.LAPSED,
        lambda standing: bool(standing.pledge.due_on) and standing.pledge.due_on < standing.today,
        lambda today: Q(due_on__lt=today),
        lambda standing: (
            _("It was to be fulfilled by %(date)s, and no report says that it was.")
            % {"date": format_day(standing.pledge.due_on)}
        ),
    ),
    Rule(
        PledgeStatus.UNDER_WAY,
        lambda standing: bool(standing.reports),
        lambda today: Q(reported=True),
        lambda standing: _("Last progress report: %(date)s.") % {"date": format_day(standing.reports[-1].date)},
    ),
    Rule(
        PledgeStatus.OPEN,
        lambda standing: True,
        lambda today: Q(reported=False),
        lambda standing: _("No progress has been reported yet."),
    ),
)


@dataclass(frozen=True)
class Standing:
    """The state of a pledge on a day, by the progress reported on or before it."""

    pledge: object
    today: date

    @cached_property
    def reports(self):
        """The progress reports up to the day, oldest first; within a date, unsaved ones come last."""
        known = (report for report in self.pledge.progress.all() if report.date <= self.today)
        return sorted(known, key=lambda report: (report.date, report.pk is None, report.pk or 0))

    @property
    def reached(self):
        """The number in the latest report that has one, or None."""
        return next((report.number for report in reversed(self.reports) if report.number is not None), None)

    @cached_property
    def fulfilled_by(self):
        """The report that first showed the pledge as fulfilled, or None if it is not fulfilled.

        A later report with a number below the number pledged revokes this; a report with ``completes`` is final.
        """
        since = None
        for report in self.reports:
            if report.completes:
                return since or report
            if self.pledge.number and report.number is not None:
                since = (since or report) if report.number >= self.pledge.number else None
        return since

    @cached_property
    def rule(self):
        """The first rule that holds."""
        return next(rule for rule in RULES if rule.holds(self))

    @property
    def status(self):
        """The PledgeStatus."""
        return self.rule.status

    @property
    def reason(self):
        """The reason for the status, as one sentence for readers."""
        return self.rule.reason(self)
