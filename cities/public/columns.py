"""The published columns that several types of page have, and what the columns about cities need."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from cities.models import CityPage
from solidarity.api.fields import PublishedPagesField, TopicsField
from solidarity.models import Topic
from solidarity.open_data import ListColumn, TextColumn

# The read API gives it of every page.
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
    """Return the short names of cities, in order."""
    return sorted(city.slug for city in cities)


def published_cities(lookup):
    """Return the lookup that fetches of published cities what their short names need."""
    return Prefetch(lookup, CityPage.objects.live().only("slug"))
