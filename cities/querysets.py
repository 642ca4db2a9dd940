"""The querysets of cities, statements, pledges and projects: the domain's filters, orderings and counts."""

from functools import reduce
from operator import and_

from django.apps import apps
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Left, Length
from django.utils import timezone
from django_countries import countries
from wagtail.models import PageQuerySet

from cities.pledge_status import RULES, withdrawn
from solidarity.fields import column_names
from solidarity.querysets import years_of
from solidarity.text import collation_key


class CityQuerySet(PageQuerySet):
    """The queryset of cities."""

    def countries(self):
        """Return the countries of the cities as choices of code and name, sorted by name in the reader's language."""
        codes = self.order_by().values_list("country", flat=True).distinct()
        return sorted(((code, countries.name(code)) for code in codes), key=lambda country: collation_key(country[1]))

    def with_pledges(self, pillar=None):
        """Return the cities that signed a published pledge which is not withdrawn, of any pillar or of a given one."""
        signed = apps.get_model("cities", "PledgeSignatory").objects.standing().filter(city=OuterRef("pk"))
        if pillar:
            signed = signed.filter(pledge__pillar=pillar)
        return self.filter(Exists(signed))

    def named_in_pledges_outside(self, page):
        """Return the cities at or below a page that are signatories of a pledge which is not below it."""
        signatory = apps.get_model("cities", "PledgeSignatory")
        signed = signatory.objects.filter(city=OuterRef("pk")).exclude(pledge__path__startswith=page.path)
        return self.descendant_of(page, inclusive=True).filter(Exists(signed))

    def names_only(self):
        """Load no more of the cities than links to them need: names, countries and URLs."""
        named = ["country", "disambiguated_by", *column_names("heading")]
        return self.only("url_path", "path", "depth", "slug", "live", *named)

    def due_for_check(self, today=None):
        """Return the published cities without a CityCheck within the last year."""
        checks = apps.get_model("cities", "CityCheck")
        recent = (today or timezone.localdate()) - checks.EVERY
        return self.live().exclude(Exists(checks.objects.filter(city=OuterRef("pk"), checked_on__gt=recent)))

    def by_country_and_name(self):
        """Return a list of the cities, sorted by country and label in the reader's language."""
        return sorted(self, key=lambda city: (collation_key(city.country.name), collation_key(city.label)))

    def by_name(self):
        """Return a list of the cities, sorted by label in the reader's language."""
        return sorted(self, key=lambda city: collation_key(city.label))

    def by_joining(self, newest_first=False):
        """Return a list of the cities, sorted by their date of joining; those of unknown date come last."""
        direction = -1 if newest_first else 1
        cities = self.by_name()
        known = [city for city in cities if city.joined_on]
        unknown = [city for city in cities if not city.joined_on]
        return sorted(known, key=lambda city: direction * city.joined_on.toordinal()) + unknown


class AboutCitiesQuerySet(PageQuerySet):
    """The queryset of pages with the field ``cities``."""

    def of_city(self, city):
        """Return the pages about a city. The city's page and its feed show those of all types that have this method."""
        if city.pk is None:  # a preview of a city that was never saved
            return self.none()
        return self.filter(cities=city)


class AboutCitiesAndTopicsQuerySet(AboutCitiesQuerySet):
    """The queryset of pages with the fields ``cities`` and ``topics``. ``day`` names the model's date field."""

    day = "date"

    def related_to(self, page):
        """Return other pages that share a city or topic with a page: first those that share most, then the newest."""
        cities, topics = Q(cities__in=page.cities.all()), Q(topics__in=page.topics.all())
        return (
            self.exclude(pk=page.pk)
            .filter(cities | topics)
            .annotate(
                shared=Count("cities", filter=cities, distinct=True) + Count("topics", filter=topics, distinct=True)
            )
            .order_by("-shared", F(self.day).desc(nulls_last=True), "pk")
        )


class StatementQuerySet(PageQuerySet):
    """The queryset of statements."""

    def of_city(self, city):
        """Return the statements of a city's leaders."""
        return self.child_of(city)

    def of_published_cities(self):
        """Return the statements of published cities, annotated with the city's slug as ``city_name``."""
        cities = apps.get_model("cities", "CityPage").objects.live().order_by()
        above = cities.filter(path=Left(OuterRef("path"), Length(OuterRef("path")) - self.model.steplen))
        return self.annotate(city_name=Subquery(above.values("slug")[:1])).filter(city_name__isnull=False)

    def with_content(self):
        """Return the statements with a quotation, a video or at least an introduction."""
        written = ["quote_original", "video_url", *column_names("quote"), *column_names("introduction")]
        empty = (Q(**{name: ""}) | Q(**{f"{name}__isnull": True}) for name in written)
        return self.exclude(reduce(and_, empty))

    def without_sign_off(self):
        """Return the statements without a recorded approval by the mayor's office."""
        return self.filter(approved_on__isnull=True)

    def perhaps_outdated(self, today=None):
        """Return the statements whose leader has been shown as in office, without an end, for more than five years.

        The years count from the beginning of the term or, if that is unknown, from the date of the statement.
        """
        today = today or timezone.localdate()
        long_ago = today.replace(year=today.year - 5, day=min(today.day, 28))
        since = Q(in_office_from__lte=long_ago) | Q(in_office_from__isnull=True, date__lte=long_ago)
        others = apps.get_model("cities", "OtherTerm").objects.filter(statement=OuterRef("pk"), last_day__isnull=True)
        return self.filter(
            Q(since, ~Exists(others), in_office_until__isnull=True) | Exists(others.filter(first_day__lte=long_ago))
        )

    def newest_first(self):
        """Order by the date of the statement, the newest first; those of unknown date come last, by publication."""
        return self.order_by(F("date").desc(nulls_last=True), "-first_published_at", "pk")

    def of_other_cities(self, statement):
        """Exclude the statements of the same city's leaders."""
        return self.exclude(path__startswith=statement.path[: -statement.steplen])


class SignatoryQuerySet(QuerySet):
    """The queryset of signatories of pledges."""

    def standing(self, today=None):
        """Return the signatories of published pledges that are not withdrawn on a day, by default today."""
        return self.filter(pledge__live=True).exclude(withdrawn(today or timezone.localdate(), "pledge__"))

    def count_by_city(self):
        """Return a dict of cities' primary keys and the number of pledges each signed. Joint ones count for each."""
        return dict(self.order_by().values_list("city").annotate(Count("pledge")))

    def count_by_pillar(self):
        """Return a dict of pillars and the number of cities that signed a pledge of each."""
        return dict(self.order_by().values_list("pledge__pillar").annotate(Count("city", distinct=True)))


class PledgeQuerySet(PageQuerySet):
    """The queryset of pledges. A number belongs to all signatories together, so no method sums numbers by city."""

    def of_city(self, city):
        """Return the pledges that a city signed, alone or with others, and those below its page."""
        if city.pk is None:  # a preview of a city that was never saved
            return self.none()
        signed = apps.get_model("cities", "PledgeSignatory").objects.filter(pledge=OuterRef("pk"), city=city)
        return self.filter(Exists(signed) | Q(path__startswith=city.path))

    def with_reached(self, today=None):
        """Annotate with the progress reported up to a day, by default today.

        ``reached_number`` is the last number reported, ``reported_done`` whether a report says that the pledge is
        fulfilled, ``reported`` whether there is any report.
        """
        progress = apps.get_model("cities", "PledgeProgress").objects.filter(
            pledge=OuterRef("pk"), date__lte=today or timezone.localdate()
        )
        numbered = progress.filter(number__isnull=False).order_by("-date", "-pk")
        return self.annotate(
            reached_number=Subquery(numbered.values("number")[:1]),
            reported_done=Exists(progress.filter(completes=True)),
            reported=Exists(progress),
        )

    def with_state(self, today=None):
        """Annotate with the status as ``state``, by the query conditions of the rules of ``PledgePage.status_on``."""
        today = today or timezone.localdate()
        cases = [When(rule.condition(today), then=Value(rule.status)) for rule in RULES]
        return self.with_reached(today).annotate(state=Case(*cases, output_field=CharField()))

    def with_status(self, status, today=None):
        """Return the pledges of a status."""
        return self.with_state(today).filter(state=status)

    def standing(self, today=None):
        """Exclude the pledges that are withdrawn on a day, by default today."""
        return self.exclude(withdrawn(today or timezone.localdate()))

    def totals(self):
        """Return the number pledged in each unit, as dicts with ``unit``, ``pledged`` and ``pledges``.

        A joint number counts once. The unit of most pledges comes first, since numbers of different units cannot be
        compared.
        """
        return (
            self.filter(number__isnull=False)
            .order_by()
            .values("unit")
            .annotate(pledged=Sum("number"), pledges=Count("pk"))
            .order_by("-pledges", "-pledged")
        )

    def count_by_pillar(self):
        """Return a dict of the pillars with pledges and their number."""
        return dict(self.order_by().values_list("pillar").annotate(Count("pk")))

    def count_by_status(self):
        """Return a dict of the statuses with pledges and their number."""
        return dict(self.with_state().order_by().values_list("state").annotate(Count("pk")))

    def count_by_pillar_and_year(self):
        """Return rows of pillar, year, status and number of pledges."""
        return self.with_state().order_by().values_list("pillar", "made_on__year", "state").annotate(Count("pk"))

    def totals_by_pillar_and_year(self):
        """Return rows of unit, pillar, year, number pledged and number of pledges. A joint number counts once."""
        numbered = self.filter(number__isnull=False).order_by()
        return numbered.values_list("unit", "pillar", "made_on__year").annotate(Sum("number"), Count("pk"))

    def in_numbers(self):
        """Return a dict of the totals: pledges, fulfilled ones, cities, numbers by unit, and counts by pillar.

        A joint number counts once; withdrawn pledges are excluded.
        """
        pledges = self.standing()
        signatory = apps.get_model("cities", "PledgeSignatory")
        signed = signatory.objects.filter(pledge__in=pledges.order_by().values("pk"), city__live=True)
        made = pledges.count_by_pillar()
        kept = self.with_status("fulfilled").count_by_pillar()
        return {
            "count": sum(made.values()),
            "fulfilled": sum(kept.values()),
            "cities": signed.aggregate(cities=Count("city", distinct=True))["cities"],
            "totals": list(pledges.totals()),
            "pillars": [
                {
                    "pillar": pillar,
                    "count": made.get(pillar.value, 0),
                    "fulfilled": kept.get(pillar.value, 0),
                    "most": max(made.values(), default=0),
                }
                for pillar in self.model.Pillar
            ],
        }

    def years(self):
        """Return the years in which pledges were made, the newest first; None, for an unknown year, comes last."""
        return years_of(self, "made_on")

    def newest_first(self):
        """Order by date, the newest first; those of unknown date come last."""
        return self.order_by(F("made_on").desc(nulls_last=True), "pk")


class ProjectQuerySet(AboutCitiesQuerySet):
    """The queryset of joint projects."""

    def years(self):
        """Return the years in which projects began, the newest first; None, for an unknown year, comes last."""
        return years_of(self, "starts")

    def newest_first(self):
        """Order by start, the newest first; those of unknown date come last."""
        return self.order_by(F("starts").desc(nulls_last=True), "pk")
