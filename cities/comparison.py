"""The comparison of cities side by side, which shows missing facts as missing."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Q, prefetch_related_objects

from cities.models.city import CityPage
from cities.models.pledge import PledgePage
from cities.models.project import ProjectPage
from cities.models.statement import MayorStatementPage
from cities.officers.models import CityCheck


@dataclass
class SignedPledge:
    """A pledge from the point of view of one of its signatories."""

    pledge: PledgePage
    share: int | None  # the city's own number, if each signatory pledged one
    others: int  # the number of the other signatories


@dataclass
class CityColumn:
    """The content of one city's column of the table."""

    city: CityPage
    pledges: list = field(default_factory=list)
    statements: list = field(default_factory=list)
    projects: list = field(default_factory=list)
    checked_on: date | None = None

    @property
    def in_office(self):
        """The statements whose speaker has a recorded term of office that is not over."""
        return [statement for statement in self.statements if statement.term and not statement.is_former]

    @property
    def is_term_missing(self):
        """Whether any statement lacks a term of office, so that its speaker may still be in office."""
        return any(not statement.term for statement in self.statements)

    def pledges_of(self, pillar):
        """Return the city's pledges of one pillar."""
        return [signed for signed in self.pledges if signed.pledge.pillar == pillar]


class Comparison:
    """Two to four cities that a reader compares, and the cities to choose from.

    ``cities`` is the queryset of choices, ``requested_slugs`` the list from the query; unknown slugs are dropped. The
    number of queries does not depend on the number of cities.
    """

    FEWEST, MOST = 2, 4

    def __init__(self, cities, requested_slugs):
        self.choices = cities.defer_streamfields().by_name()
        by_slug = {city.slug: city for city in self.choices}
        self.requested_slugs = list(dict.fromkeys(slug for slug in requested_slugs if slug))
        known = [by_slug[slug] for slug in self.requested_slugs if slug in by_slug]
        self.unknown = len(self.requested_slugs) - len(known)
        self.too_many = len(known) > self.MOST
        self.cities = known[: self.MOST]
        self.columns = self._columns() if len(self.cities) >= self.FEWEST else []

    @property
    def slots(self):
        """The initial value of each field of the form: a city, or None."""
        return [*self.cities, *[None] * (self.MOST - len(self.cities))]

    @property
    def pillars(self):
        """The rows of pledges: pairs of a pillar and a list with the pledges of each column's city."""
        return [(pillar, [column.pledges_of(pillar) for column in self.columns]) for pillar in PledgePage.Pillar]

    def _columns(self):
        prefetch_related_objects(self.cities, "topics")
        columns = {city.pk: CityColumn(city) for city in self.cities}
        pledges = PledgePage.objects.live().filter(signatories__city__in=self.cities).distinct()
        for pledge in pledges.defer_streamfields().newest_first().prefetch_related("progress", "signatories"):
            signatories = pledge.signatories.all()
            for signatory in signatories:
                if signatory.city_id in columns:
                    signed = SignedPledge(pledge, signatory.share, len(signatories) - 1)
                    columns[signatory.city_id].pledges.append(signed)
        below = Q(*(("path__startswith", city.path) for city in self.cities), _connector=Q.OR)
        statements = MayorStatementPage.objects.live().filter(below).defer_streamfields().newest_first()
        statements = statements.prefetch_related("other_terms")
        by_path = {column.city.path: column for column in columns.values()}
        for statement in statements:
            by_path[statement.path[: -statement.steplen]].statements.append(statement)
        projects = ProjectPage.objects.live().filter(cities__in=self.cities).distinct()
        for project in projects.defer_streamfields().newest_first().prefetch_related("cities"):
            for city in project.cities.all():
                if city.pk in columns:
                    columns[city.pk].projects.append(project)
        checks = CityCheck.objects.filter(city__in=self.cities).order_by().values_list("city")
        for city, checked_on in checks.annotate(Max("checked_on")):
            columns[city].checked_on = checked_on
        return list(columns.values())
