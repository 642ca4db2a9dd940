"""News and reports, for pages that show some of them."""

from django import template

from news.models import NewsIndexPage, NewsPage, ReportPage
from solidarity.querysets import with_pictures

register = template.Library()


@register.simple_tag
def latest_news(count=5):
    """Return the newest items."""
    return with_pictures(NewsPage.objects.live().defer_streamfields().newest_first()[:count])


@register.simple_tag
def city_news(city, count=5):
    """Return the newest items about a city."""
    return with_pictures(NewsPage.objects.live().of_city(city).defer_streamfields().newest_first()[:count])


@register.simple_tag
def news_counts(cities):
    """Return the number of items about each of some cities, in their order."""
    return NewsPage.objects.live().counts_of(cities)


@register.simple_tag
def city_reports(city, count=5):
    """Return the newest reports about a city."""
    reports = ReportPage.objects.live().of_city(city).prefetch_related("files").defer_streamfields()
    return with_pictures(reports.newest_first()[:count])


@register.simple_tag
def news_index():
    """Return the list of news, or None."""
    return NewsIndexPage.objects.live().first()
