"""Template tags that fetch news and reports for the templates of other pages."""

from django import template

from news.models import NewsIndexPage, NewsPage, ReportPage
from solidarity.querysets import with_pictures

register = template.Library()


@register.simple_tag
def latest_news(count=5):
    """Return the newest published items as a list."""
    return with_pictures(NewsPage.objects.live().defer_streamfields().newest_first()[:count])


@register.simple_tag
def city_news(city, count=5):
    """Return the newest published items about a city as a list."""
    return with_pictures(NewsPage.objects.live().of_city(city).defer_streamfields().newest_first()[:count])


@register.simple_tag
def news_counts(cities):
    """Return a list of the number of published items about each of some cities, in the order of the cities."""
    return NewsPage.objects.live().counts_of(cities)


@register.simple_tag
def city_reports(city, count=5):
    """Return the newest published reports about a city as a list."""
    reports = ReportPage.objects.live().of_city(city).prefetch_related("files").defer_streamfields()
    return with_pictures(reports.newest_first()[:count])


@register.simple_tag
def news_index():
    """Return the published NewsIndexPage, or None."""
    return NewsIndexPage.objects.live().first()
