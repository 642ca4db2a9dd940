"""Filters of lists by what cities are about."""

from django.utils.translation import gettext_lazy as _

from cities.models.city import CityPage
from solidarity.fields import TextInLanguage
from solidarity.forms.filters import Filter


class CityFilter(Filter):
    """A filter by city, among the published cities that the items name in a field."""

    def __init__(self, items, field):
        super().__init__(_("City"), _("All cities"), lambda: city_choices(items.values(field)), f"{field}__slug")


def city_choices(keys):
    """Return the published cities of some keys as pairs of slug and name, in the reader's alphabetical order."""
    cities = CityPage.objects.live().filter(pk__in=keys.order_by()).defer_streamfields()
    return [(city.slug, TextInLanguage.of(city, "heading").with_text(city.label)) for city in cities.by_name()]
