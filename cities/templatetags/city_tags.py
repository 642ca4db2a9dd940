"""Template tags that fetch cities, statements, pledges and projects for the templates of other pages."""

from itertools import groupby

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext
from wagtail.models import Site

from cities.map import Locator
from cities.models import (
    CityCheck,
    CityPage,
    MayorStatementPage,
    PledgePage,
    ProjectPage,
    unit_name,
    with_cities,
)
from solidarity.generation import kept
from solidarity.querysets import FirstOfMany
from solidarity.templatetags.language_tags import lang_of
from solidarity.text import collation_key

register = template.Library()


@register.simple_tag
def recent_statements(count=3, apart_from=None):
    """Return the newest published statements, at most one per city, as a list with each statement's ``city`` loaded.

    ``apart_from`` is a statement whose city is left out.
    """

    def make():
        statements = MayorStatementPage.objects.live().with_content().defer_streamfields().newest_first()
        if apart_from:
            statements = statements.of_other_cities(apart_from)
        return with_cities(one_per_city(statements[: count * 4], count))

    city = apart_from.path_of_city if apart_from else ""
    return kept(f"recent statements {count} {city}", make, in_memory=not city)


@register.simple_tag
def city_statements(city, count=6):
    """Return the newest published statements of a city's leaders, as FirstOfMany."""

    def make():
        statements = MayorStatementPage.objects.child_of(city).live().with_content()
        found = FirstOfMany.of(statements.defer_streamfields().newest_first(), count)
        found[:] = with_cities(found)
        return found

    return kept(f"statements of {city.pk} {count}", make, in_memory=False)


def one_per_city(statements, count):
    """Return the first statement of each city, at most ``count`` of them."""
    first = {}
    for statement in statements:
        first.setdefault(statement.path[: -statement.steplen], statement)
    return list(first.values())[:count]


@register.simple_tag
def pledges_in_numbers():
    """Return the totals of the published pledges; see ``PledgeQuerySet.in_numbers``."""
    return kept("pledges in numbers", lambda: PledgePage.objects.live().in_numbers())


@register.simple_tag
def last_check(city):
    """Return the latest CityCheck of a city, or None."""
    return kept(f"check of {city.pk}", lambda: CityCheck.objects.last_of(city), in_memory=False)


@register.simple_tag
def city_locator(city):
    """Return the Locator of a city, or None if the map cannot show the city."""
    return Locator.of(city)


@register.simple_tag
def city_pledges(city, count=6):
    """Return the newest published pledges of a city, its own and the joint ones, as FirstOfMany."""

    def make():
        pledges = PledgePage.objects.live().of_city(city).defer_streamfields().newest_first()
        return FirstOfMany.of(pledges.prefetch_related("progress", "signatories__city"), count)

    return kept(f"pledges of {city.pk} {count}", make, in_memory=False)


@register.simple_tag
def city_projects(city, count=6):
    """Return the newest published projects in which a city is a partner, as FirstOfMany."""

    def make():
        return FirstOfMany.of(ProjectPage.objects.live().of_city(city).defer_streamfields().newest_first(), count)

    return kept(f"projects of {city.pk} {count}", make, in_memory=False)


@register.simple_tag(takes_context=True)
def cities_by_country(context):
    """Return all published cities, sorted by country and name in the reader's language, as links within countries.

    Dicts of the ``country`` and its ``cities``, dicts with ``url``, ``name`` and ``attributes`` of the name.
    """
    request = context["request"]

    def make():
        by_country = groupby(published_cities().by_country_and_name(), key=lambda city: city.country.name)
        return [
            {"country": country, "cities": [city_link(city, request) for city in cities]}
            for country, cities in by_country
        ]

    return kept(f"cities by country {Site.find_for_request(request)}", make, by_language=True)


def city_link(city, request):
    """Return what a link to a city shows, as a dict."""
    return {"url": city.get_url(request), "name": city.name_in_country, "attributes": lang_of(city, "heading")}


@register.simple_tag
def cities_by_name():
    """Return all published cities as a list, sorted by label in the reader's language."""
    return kept("cities by name", lambda: published_cities().by_name(), by_language=True)


def published_cities():
    """Return the published cities, as much of them as links need."""
    return CityPage.objects.live().names_only()


@register.simple_tag
def linked_cities(cities):
    """Return the published ones of some cities, which can be linked to, sorted by label in the reader's language."""
    return sorted((city for city in cities if city.live), key=lambda city: collation_key(city.label))


@register.simple_tag
def pledged_unit(total):
    """Return the words beside a number of ``PledgeQuerySet.totals``, such as "homes promised in all"."""
    return gettext("%(unit)s promised in all") % {"unit": unit_name(total["unit"], total["pledged"])}


@register.simple_tag
def city_label(city):
    """Return a city's label as HTML, with a ``lang`` attribute on the name if it fell back to another language."""
    attributes = lang_of(city, "heading")
    name = format_html("<span {}>{}</span>", attributes, city.heading) if attributes else city.heading
    return format_html("{}{}", name, city.label_suffix)
