"""Questions asked of news and reports, in the words of the field."""

from django.db.models import Count

from cities.querysets import AboutCitiesAndTopicsQuerySet


class NewsQuerySet(AboutCitiesAndTopicsQuerySet):
    """News, press coverage included."""

    def newest_first(self):
        """Order by date, the newest first."""
        return self.order_by("-date", "-first_published_at", "pk")

    def counts_of(self, cities):
        """Return the number of items about each of some cities, in their order."""
        about = self.filter(cities__in=cities).order_by().values_list("cities")
        counts = dict(about.annotate(Count("pk", distinct=True)))
        return [counts.get(city.pk, 0) for city in cities]

    def years(self):
        """Return the years that have an item, newest first."""
        return [day.year for day in self.dates("date", "year", order="DESC")]


class ReportQuerySet(AboutCitiesAndTopicsQuerySet):
    """Reports and other documents."""

    day = "published_on"

    def newest_first(self):
        """Order by date, the newest first."""
        return self.order_by("-published_on", "pk")

    def years(self):
        """Return the years in which a report came out, newest first."""
        return [day.year for day in self.dates("published_on", "year", order="DESC")]
