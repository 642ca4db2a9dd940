"""The querysets of news and reports: the domain's filters, orderings and counts."""

from django.db.models import Count, F

from cities.querysets import AboutCitiesAndTopicsQuerySet
from solidarity.querysets import years_of


class NewsQuerySet(AboutCitiesAndTopicsQuerySet):
    """The queryset of news, including press coverage."""

    def newest_first(self):
        """Order by date, the newest first; items of unknown date come last."""
        return self.order_by(F("date").desc(nulls_last=True), "-first_published_at", "pk")

    def counts_of(self, cities):
        """Return a list of the number of items about each of some cities, in the order of the cities."""
        about = self.filter(cities__in=cities).order_by().values_list("cities")
        counts = dict(about.annotate(Count("pk", distinct=True)))
        return [counts.get(city.pk, 0) for city in cities]

    def years(self):
        """Return the years that have an item, the newest first; None, for an unknown year, comes last."""
        return years_of(self, "date")


class ReportQuerySet(AboutCitiesAndTopicsQuerySet):
    """The queryset of reports and other publications."""

    day = "published_on"

    def newest_first(self):
        """Order by publication date, the newest first; reports of unknown date come last."""
        return self.order_by(F("published_on").desc(nulls_last=True), "pk")

    def years(self):
        """Return the years of publication, the newest first; None, for an unknown year, comes last."""
        return years_of(self, "published_on")
