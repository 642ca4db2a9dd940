"""The filter by city, for index pages of other page types."""

from django.utils.translation import gettext_lazy as _

from cities.models.city import CityPage
from solidarity.fields import TextInLanguage
from solidarity.forms.filters import Filter


class CityFilter(Filter):
    """The filter of items by city. ``field`` is the items' lookup path to cities; published ones become choices."""

    def __init__(self, items, field):
        super().__init__(_("City"), _("All cities"), lambda: city_choices(items.values(field)), f"{field}__slug")


def city_choices(pks):
    """Return published cities as choices of slug and label, sorted by label in the reader's language.

    ``pks`` is a queryset of the cities' primary keys.
    """
    cities = CityPage.objects.live().filter(pk__in=pks.order_by()).defer_streamfields()
    return [(city.slug, TextInLanguage.of(city, "heading").with_text(city.label)) for city in cities.by_name()]
