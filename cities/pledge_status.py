"""How the status of a pledge follows from its dates and reports: docs/decisions/pledge-status.md.

Each rule stands here once: for one pledge, for the database, and as the sentence that readers are told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solidarity.dates import format_partial_date


class PledgeStatus(TextChoices):
    """Derived from dates and progress, never typed in."""

    OPEN = "open", gettext_lazy("Open")
    UNDER_WAY = "under_way", gettext_lazy("Under way")
    FULFILLED = "fulfilled", gettext_lazy("Fulfilled")
    LAPSED = "lapsed", gettext_lazy("Lapsed")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


def withdrawn(today, prefix=""):
    """Return the condition that a pledge was withdrawn by a day; ``prefix`` is the path to the pledge."""
    return Q(**{f"{prefix}withdrawn_on__lte": today})


@dataclass(frozen=True)
class Rule:
    """When a pledge has a status, where no rule before it holds."""

    status: PledgeStatus
    holds: Callable  # of a Standing
    condition: Callable  # of a day: the same of pledges that were annotated by PledgeQuerySet.with_reached
    reason: Callable  # of a Standing: one sentence for readers


# In the order in which they are asked; the last one always holds.
RULES = (
    Rule(
        PledgeStatus.WITHDRAWN,
        lambda standing: bool(standing.pledge.withdrawn_on) and standing.pledge.withdrawn_on <= standing.today,
        withdrawn,
        lambda standing: _("Withdrawn on %(date)s.") % {"date": format_partial_date(standing.pledge.withdrawn_on)},
    ),
    Rule(
        PledgeStatus.FULFILLED,
        lambda standing: standing.fulfilled_by is not None,
        lambda today: Q(reported_done=True) | Q(number__gt=0, reached_number__gte=F("number")),
        lambda standing: (
            _("Fulfilled according to the report of %(date)s.")
            % {"date": format_partial_date(standing.fulfilled_by.date)}
        ),
    ),
    Rule(
        PledgeStatus.LAPSED,
        lambda standing: bool(standing.pledge.due_on) and standing.pledge.due_on < standing.today,
        lambda today: Q(due_on__lt=today),
        lambda standing: (
            _("It was to be fulfilled by %(date)s, and no report says that it was.")
            % {"date": format_partial_date(standing.pledge.due_on)}
        ),
    ),
    Rule(
        PledgeStatus.UNDER_WAY,
        lambda standing: bool(standing.reports),
        lambda today: Q(reported=True),
        lambda standing: (
            _("Last progress report: %(date)s.") % {"date": format_partial_date(standing.reports[-1].date)}
        ),
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
    """Where a pledge stands on a day, by what was reported up to it."""

    pledge: object
    today: date

    @cached_property
    def reports(self):
        """The progress reported up to the day, oldest first; what is not saved yet comes after what is."""
        known = (report for report in self.pledge.progress.all() if report.date <= self.today)
        return sorted(known, key=lambda report: (report.date, report.pk is None, report.pk or 0))

    @property
    def reached(self):
        """The last number reported, or None."""
        return next((report.number for report in reversed(self.reports) if report.number is not None), None)

    @cached_property
    def fulfilled_by(self):
        """The report since which the pledge is fulfilled, or None.

        A number below the one pledged undoes what was reported before. A report that says it is done holds for good.
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
        """Why the status is what it is, in one sentence."""
        return self.rule.reason(self)
