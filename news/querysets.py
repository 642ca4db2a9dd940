"""Questions asked of news and reports, in the words of the field."""

from django.db.models import Count, F

from cities.querysets import AboutCitiesAndTopicsQuerySet
from solidarity.querysets import years_of


class NewsQuerySet(AboutCitiesAndTopicsQuerySet):
    """News, press coverage included."""

    def newest_first(self):
        """Order by date, the newest first; those of unknown date come last."""
        return self.order_by(F("date").desc(nulls_last=True), "-first_published_at", "pk")

    def counts_of(self, cities):
        """Return the number of items about each of some cities, in their order."""
        about = self.filter(cities__in=cities).order_by().values_list("cities")
        counts = dict(about.annotate(Count("pk", distinct=True)))
        return [counts.get(city.pk, 0) for city in cities]

    def years(self):
        """Return the years that have an item, newest first, and last None if one is of unknown date."""
        return years_of(self, "date")


class ReportQuerySet(AboutCitiesAndTopicsQuerySet):
    """Reports and other documents."""

    day = "published_on"

    def newest_first(self):
        """Order by date, the newest first; those of unknown date come last."""
        return self.order_by(F("published_on").desc(nulls_last=True), "pk")

    def years(self):
        """Return the years in which a report came out, newest first, and last None if that of one is unknown."""
        return years_of(self, "published_on")
