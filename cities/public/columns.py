"""The columns of public records that several page types share, and helpers for columns of cities."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from cities.models import CityPage
from solidarity.api.fields import PublishedPagesField, TopicsField
from solidarity.models import Topic
from solidarity.open_data import ListColumn, TextColumn

# ``in_api=False``: the read API has the heading of every page already.
HEADING = TextColumn("heading", _("The heading of the page."), translated=True, in_api=False)
TOPICS = ListColumn(
    "topics",
    _("Short names of the topics."),
    lambda page: sorted(topic.slug for topic in page.topics.all()),
    api=TopicsField(),
)
CITIES = ListColumn(
    "cities",
    _("Short names of the cities."),
    lambda page: names_of(page.cities.all()),
    refers_to="cities.slug",
    api=PublishedPagesField(),
)
TOPICS_PREFETCHED = Prefetch("topics", Topic.objects.only("slug"))


def names_of(cities):
    """Return the slugs of cities, sorted."""
    return sorted(city.slug for city in cities)


def published_cities(lookup):
    """Return the Prefetch of a relation to cities that fetches the published ones alone, with their slugs."""
    return Prefetch(lookup, CityPage.objects.live().only("slug"))
