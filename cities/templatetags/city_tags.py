"""Cities, statements, pledges and projects, for pages that show some of them."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext

from cities.map import Locator
from cities.models import (
    CityCheck,
    CityIndexPage,
    CityPage,
    MayorStatementPage,
    PledgeIndexPage,
    PledgePage,
    ProjectPage,
    unit_name,
    with_cities,
)
from solidarity.templatetags.language_tags import lang_of
from solidarity.text import collation_key

register = template.Library()


@register.simple_tag
def voices(count=3, apart_from=None):
    """Return statements of leaders of different cities, the newest first, with their cities."""
    statements = MayorStatementPage.objects.live().that_say_something().defer_streamfields().newest_first()
    if apart_from:
        statements = statements.of_others(apart_from)
    return with_cities(one_per_city(statements[: count * 4], count))


@register.simple_tag
def city_statements(city):
    """Return what the leaders of a city said."""
    statements = MayorStatementPage.objects.child_of(city).live().that_say_something()
    return with_cities(statements.defer_streamfields().newest_first())


def one_per_city(statements, count):
    """Return the first statement of each city, up to a count."""
    first = {}
    for statement in statements:
        first.setdefault(statement.path[: -statement.steplen], statement)
    return list(first.values())[:count]


@register.simple_tag
def pledges_in_numbers():
    """Return what was pledged and what was kept, counted on the server."""
    return PledgePage.objects.live().in_numbers()


@register.simple_tag
def last_check(city):
    """Return the last time somebody found a city's page correct, or None."""
    return CityCheck.objects.last_of(city)


@register.simple_tag
def city_locator(city):
    """Return where a city lies on the map, or None where the map cannot show it."""
    return Locator.of(city)


@register.simple_tag
def city_pledges(city):
    """Return the pledges that a city made, alone or with others."""
    pledges = PledgePage.objects.live().of_city(city).defer_streamfields().newest_first()
    return list(pledges.prefetch_related("progress", "signatories__city"))


@register.simple_tag
def city_projects(city):
    """Return the projects in which a city is a partner."""
    return list(ProjectPage.objects.live().of_city(city).defer_streamfields().newest_first())


@register.simple_tag
def cities_by_country():
    """Return all published cities in the order of a directory."""
    return CityPage.objects.live().defer_streamfields().by_country_and_name()


@register.simple_tag
def cities_by_name():
    """Return all published cities in the reader's alphabetical order."""
    return linked_cities(CityPage.objects.live().defer_streamfields())


@register.simple_tag
def linked_cities(cities):
    """Return cities with what a link needs of them, in the reader's alphabetical order."""
    return sorted((city for city in cities if city.live), key=lambda city: collation_key(city.label))


@register.simple_tag
def pledged_unit(total):
    """Return what a total of PledgeQuerySet.totals counts, in words."""
    return gettext("%(unit)s promised in all") % {"unit": unit_name(total["unit"], total["pledged"])}


@register.simple_tag
def city_label(city):
    """Return a city's label as HTML. Its name may have fallen back to another language, the country has not."""
    attributes = lang_of(city, "heading")
    name = format_html("<span {}>{}</span>", attributes, city.heading) if attributes else city.heading
    return format_html("{}{}", name, city.label_suffix)


@register.simple_tag
def city_index():
    """Return the list of cities, or None."""
    return CityIndexPage.objects.live().first()


@register.simple_tag
def pledge_index():
    """Return the list of pledges, or None."""
    return PledgeIndexPage.objects.live().first()
