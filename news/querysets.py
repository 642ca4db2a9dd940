"""Questions asked of news and reports, in the words of the field."""

from django.db.models import Count, Q
from wagtail.models import PageQuerySet


class NewsQuerySet(PageQuerySet):
    """News, press coverage included."""

    def newest_first(self):
        """Order by date, the newest first."""
        return self.order_by("-date", "-first_published_at", "pk")

    def of_city(self, city):
        """Return the items about a city."""
        if city.pk is None:  # a preview of a city that was never saved
            return self.none()
        return self.filter(cities=city)

    def counts_of(self, cities):
        """Return the number of items about each of some cities, in their order."""
        about = self.filter(cities__in=cities).order_by().values_list("cities")
        counts = dict(about.annotate(Count("pk", distinct=True)))
        return [counts.get(city.pk, 0) for city in cities]

    def years(self):
        """Return the years that have an item, newest first."""
        return [day.year for day in self.dates("date", "year", order="DESC")]

    def related_to(self, item):
        """Return other items that share a city or a topic, those that share most first."""
        shared = Q(cities__in=item.cities.all()) | Q(topics__in=item.topics.all())
        return (
            self.exclude(pk=item.pk)
            .filter(shared)
            .annotate(
                shared=Count("cities", filter=Q(cities__in=item.cities.all()), distinct=True)
                + Count("topics", filter=Q(topics__in=item.topics.all()), distinct=True)
            )
            .order_by("-shared", "-date", "pk")
        )


class ReportQuerySet(PageQuerySet):
    """Reports and other documents."""

    def newest_first(self):
        """Order by date, the newest first."""
        return self.order_by("-published_on", "pk")

    def of_city(self, city):
        """Return the reports about a city."""
        if city.pk is None:  # a preview of a city that was never saved
            return self.none()
        return self.filter(cities=city)

    def years(self):
        """Return the years in which a report came out, newest first."""
        return [day.year for day in self.dates("published_on", "year", order="DESC")]
