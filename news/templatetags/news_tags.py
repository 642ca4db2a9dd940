"""Template tags that fetch news and reports for the templates of other pages."""

from django import template

from news.models import NewsPage, ReportPage
from solidarity.generation import kept
from solidarity.querysets import FirstOfMany, with_pictures

register = template.Library()


@register.simple_tag
def latest_news(count=5):
    """Return the newest published items as a list."""

    def make():
        return list(NewsPage.objects.live().defer_streamfields().newest_first()[:count])

    return with_pictures(kept(f"latest news {count}", make))


@register.simple_tag
def city_news(city, count=5):
    """Return the newest published items about a city, as FirstOfMany."""

    def make():
        return FirstOfMany.of(NewsPage.objects.live().of_city(city).defer_streamfields().newest_first(), count)

    found = kept(f"news of {city.pk} {count}", make, in_memory=False)
    with_pictures(found)
    return found


@register.simple_tag
def news_counts(cities):
    """Return a list of the number of published items about each of some cities, in the order of the cities."""
    return NewsPage.objects.live().counts_of(cities)


@register.simple_tag
def city_reports(city, count=5):
    """Return the newest published reports about a city, as FirstOfMany."""

    def make():
        reports = ReportPage.objects.live().of_city(city).prefetch_related("files").defer_streamfields()
        return FirstOfMany.of(reports.newest_first(), count)

    found = kept(f"reports of {city.pk} {count}", make, in_memory=False)
    with_pictures(found)
    return found
