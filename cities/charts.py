"""Totals of pledges by pillar and by year, as bar charts rendered on the server and as tables of the same numbers.

Withdrawn pledges are excluded. A joint number counts once. Numbers of different units are never added.
"""

from collections import defaultdict

from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cities.models.pledge import PledgePage
from solidarity.generation import kept

# The statuses of pledges in force, in the order of the segments of a bar.
STATUSES_IN_FORCE = [
    PledgePage.Status.FULFILLED,
    PledgePage.Status.UNDER_WAY,
    PledgePage.Status.OPEN,
    PledgePage.Status.LAPSED,
]
# In a shorter span of years, those without a pledge are shown as well.
LONGEST_SPAN = 40


class BarSegment:
    """A segment of a bar: what it stands for, its start and its length, as CSS percentages of the longest bar."""

    def __init__(self, kind, number, before, most):
        self.kind = kind
        self.start, self.length = (f"{100 * value / most:.3f}%" for value in (before, number))


class Bar:
    """A bar, and the row of the table with the same numbers. ``last`` is in the table only."""

    def __init__(self, label, numbers, last):
        self.label, self.numbers, self.last = label, numbers, last
        self.parts = []

    @property
    def cells(self):
        """The numbers of the table row."""
        return [*self.numbers, self.last]

    @property
    def length(self):
        """The sum of the bar's segments."""
        return sum(self.numbers)

    def draw(self, kinds, most):
        """Lay out the segments of the bar one after the other. ``most`` is the number of the chart's longest bar."""
        before = 0
        for kind, number in zip(kinds, self.numbers, strict=True):
            if number:
                self.parts.append(BarSegment(kind, number, before, most))
            before += number


class Chart:
    """A bar chart, by pillar or by year, with its table."""

    def __init__(self, caption, heads, kinds, rows, by_year):
        self.caption, self.heads, self.rows, self.by_year = caption, heads, rows, by_year
        most = max((row.length for row in rows), default=0)
        for row in rows:
            row.draw(kinds, most)

    @property
    def sums(self):
        """The sums of the columns, for the last row of the table."""
        return [sum(column) for column in zip(*(row.cells for row in self.rows), strict=True)]


class PledgeCharts:
    """The figures and charts of the pledge index. ``pledges`` is a PledgeQuerySet."""

    def __init__(self, pledges):
        self.pledges = pledges
        self.kinds = STATUSES_IN_FORCE

    @classmethod
    def loaded(cls, pledges):
        """Return the charts with all that is shown, so that a template that reads them starts no query."""
        charts = cls(pledges)
        shown = ("withdrawn", "counts", "units") if charts.numbers["count"] else ()
        for name in shown:
            getattr(charts, name)
        del charts.pledges
        return charts

    @cached_property
    def numbers(self):
        """The totals of ``PledgeQuerySet.in_numbers``."""
        return kept("pledge charts: numbers", self.pledges.in_numbers)

    @cached_property
    def withdrawn(self):
        """The number of withdrawn pledges, which all other figures exclude."""
        return kept("pledge charts: withdrawn", self.pledges.with_status(PledgePage.Status.WITHDRAWN).count)

    @cached_property
    def counts(self):
        """The charts of the number of pledges of each status, by pillar and by year."""
        by_pillar, by_year = (defaultdict(lambda: dict.fromkeys(STATUSES_IN_FORCE, 0)) for _chart in range(2))
        counts = self.pledges.standing().count_by_pillar_and_year()
        for pillar, year, status, number in kept("pledge charts: counts", lambda: list(counts)):
            by_pillar[pillar][status] += number
            by_year[year][status] += number

        def row(label, found):
            return Bar(label, list(found.values()), sum(found.values()))

        heads = [*(status.label for status in STATUSES_IN_FORCE), _("In all")]
        pillars = [row(pillar.label, by_pillar[pillar]) for pillar in PledgePage.Pillar]
        years = [row(year_label(year), by_year[year]) for year in years_shown(by_year)]
        return [
            Chart(_("Pledges by pillar"), [_("Pillar"), *heads], STATUSES_IN_FORCE, pillars, by_year=False),
            Chart(_("Pledges by year"), [_("Year"), *heads], STATUSES_IN_FORCE, years, by_year=True),
        ]

    @cached_property
    def units(self):
        """The numbers pledged in each unit: the total of ``PledgeQuerySet.totals``, and charts by pillar and by year.

        ``single`` is true if each chart has one bar only, which says no more than the total.
        """
        by_pillar, by_year = (defaultdict(lambda: defaultdict(lambda: (0, 0))) for _chart in range(2))
        sums = self.pledges.standing().totals_by_pillar_and_year()
        for unit, pillar, year, number, pledges in kept("pledge charts: sums", lambda: list(sums)):
            for found, key in ((by_pillar[unit], pillar), (by_year[unit], year)):
                found[key] = (found[key][0] + number, found[key][1] + pledges)
        totals = {total["unit"]: total for total in self.numbers["totals"]}
        units = []
        for unit in PledgePage.Unit:
            if unit in totals:
                charts = unit_charts(unit, by_pillar[unit], by_year[unit])
                single = all(len(chart.rows) == 1 for chart in charts)
                units.append({"total": totals[unit], "charts": charts, "single": single})
        return units


def unit_charts(unit, by_pillar, by_year):
    """Return the two charts of the numbers pledged in a unit.

    ``by_pillar`` and ``by_year`` map pillars and years to pairs of the number pledged and the number of pledges.
    """
    heads = [capfirst(str(unit.label)), _("Pledges")]
    pillars = [
        Bar(pillar.label, [by_pillar[pillar][0]], by_pillar[pillar][1])
        for pillar in PledgePage.Pillar
        if pillar in by_pillar
    ]
    years = [Bar(year_label(year), [by_year[year][0]], by_year[year][1]) for year in years_shown(by_year)]
    in_unit = {"unit": unit.label}
    return [
        Chart(_("By pillar (%(unit)s)") % in_unit, [_("Pillar"), *heads], ["pledged"], pillars, by_year=False),
        Chart(_("By year (%(unit)s)") % in_unit, [_("Year"), *heads], ["pledged"], years, by_year=True),
    ]


def years_shown(years):
    """Return the years in order, with the gaps filled if their span is short. None, for an unknown year, comes last."""
    known, unknown = sorted(set(years) - {None}), [None] if None in years else []
    if known and known[-1] - known[0] < LONGEST_SPAN:
        known = range(known[0], known[-1] + 1)
    return [*known, *unknown]


def year_label(year):
    """Return the label of a year; None is the year of pledges of unknown date."""
    return _("Not known") if year is None else str(year)
