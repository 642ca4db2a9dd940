"""Template tags that fetch news and reports for the templates of other pages."""

from django import template

from news.models import NewsPage, ReportPage
from solidarity.generation import kept
from solidarity.querysets import with_pictures

register = template.Library()


@register.simple_tag
def latest_news(count=5):
    """Return the newest published items as a list."""

    def make():
        return list(NewsPage.objects.live().defer_streamfields().newest_first()[:count])

    return with_pictures(kept(f"latest news {count}", make))


@register.simple_tag
def city_news(city, count=5):
    """Return the newest published items about a city as a list."""

    def make():
        return list(NewsPage.objects.live().of_city(city).defer_streamfields().newest_first()[:count])

    return with_pictures(kept(f"news of {city.pk} {count}", make, in_memory=False))


@register.simple_tag
def news_counts(cities):
    """Return a list of the number of published items about each of some cities, in the order of the cities."""
    return NewsPage.objects.live().counts_of(cities)


@register.simple_tag
def city_reports(city, count=5):
    """Return the newest published reports about a city as a list."""

    def make():
        reports = ReportPage.objects.live().of_city(city).prefetch_related("files").defer_streamfields()
        return list(reports.newest_first()[:count])

    return with_pictures(kept(f"reports of {city.pk} {count}", make, in_memory=False))
