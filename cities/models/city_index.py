from django.db import models
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from wagtail.url_routing import RouteResult

from cities.comparison import Comparison
from cities.map import CityMap
from cities.models.city import CityPage
from cities.models.pledge import PledgePage, PledgeSignatory
from solidarity.forms.filters import Filter, TopicFilter, choice_filter
from solidarity.generation import kept
from solidarity.models import ListingPage
from solidarity.query_strings import redirect_without_empty


class PillarFilter(Filter):
    """The filter of cities by pillar: those that signed a pledge of the pillar which is not withdrawn."""

    def __init__(self):
        super().__init__(_("Pledged"), _("Any pillar or none"), PledgePage.Pillar.choices)

    def filter(self, items, choice):
        return items.with_pledges(choice)

    def counts(self, items):
        return PledgeSignatory.objects.standing().filter(city__in=items.order_by().values("pk")).count_by_pillar()


# The countries whose English name takes the article after "in": "9 cities in the Netherlands".
WITH_ARTICLE = frozenset("AE BS CD CF CG DO FO GB GM IM KM MV NL PH US".split())


def country_phrase(code):
    """Return a country's name in the reader's language, in the form that "9 cities in Germany" needs.

    ``code`` is an ISO 3166-1 alpha-2 code.
    """
    name = countries.name(code)
    return f"the {name}" if get_language() == "en" and code in WITH_ARTICLE else name


class CityIndexPage(ListingPage):
    """The index of cities: a list, a map of the same cities, and on a route of its own a table to compare some."""

    class Order(models.TextChoices):
        """The orders of the list besides the default one, which is by country and name."""

        NAME = "name", _("Name")
        NEWEST = "newest", _("Newest members first")
        OLDEST = "oldest", _("First members first")

    COMPARE = "compare"
    subpaths = (f"{COMPARE}/",)

    subpage_types = ["cities.CityPage"]
    items_per_page = 60
    _offered = {}

    class Meta:
        verbose_name = _("list of cities")

    @classmethod
    def offer_filter(cls, name, make):
        """Register a filter of another app, which this app may not import.

        ``name`` is the query parameter, ``make`` a callable that returns the Filter.
        """
        cls._offered[name] = make

    def items(self):
        return CityPage.objects.child_of(self).live()

    def filters(self):
        cities = self.items()
        return {
            "country": Filter(_("Country"), _("All countries"), cities.countries, "country"),
            "status": Filter(_("Status"), _("Any status"), CityPage.Status.choices, "status"),
            "pillar": PillarFilter(),
            "topic": TopicFilter(cities),
            **{name: make() for name, make in self._offered.items()},
        }

    def filter_form(self, filters, data):
        form = super().filter_form(filters, data)
        form.fields["sort"] = choice_filter(_("Order"), _("Country"), self.Order.choices)
        return form

    def queryset(self, items, choices):
        cities = items.defer_streamfields()
        match choices.get("sort"):
            case self.Order.NAME:
                found = cities.by_name()
            case self.Order.NEWEST | self.Order.OLDEST as order:
                found = cities.by_joining(newest_first=order == self.Order.NEWEST)
            case _country:
                found = cities.by_country_and_name()
        signed = kept("pledges signed by city", lambda: PledgeSignatory.objects.standing().count_by_city())
        for city in found:
            city.pledges_signed = signed.get(city.pk, 0)
        return found

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        cities, choices = context["page_obj"].paginator.object_list, context["choices"]
        return {
            **context,
            "map": CityMap(cities, is_framed=bool(context["chosen"])),
            "country": country_phrase(choices["country"]) if "country" in choices else "",
        }

    def route(self, request, path_components):
        if self.live and path_components == [self.COMPARE]:
            return RouteResult(self, kwargs={"compare": True})
        return super().route(request, path_components)

    def serve(self, request, *args, compare=False, **kwargs):
        if not compare:
            return super().serve(request, *args, **kwargs)
        if tidied := redirect_without_empty(request):
            return tidied
        comparison = Comparison(self.items(), request.GET.getlist("city"))
        context = {
            # Skips the context of ListingPage and of this class, which belongs to the list.
            **super(ListingPage, self).get_context(request),
            "comparison": comparison,
            "below": f"{self.COMPARE}/",
            "query_shown": urlencode([("city", city.slug) for city in comparison.cities]),
            # There are too many combinations for crawlers.
            "noindex": bool(comparison.requested_slugs),
        }
        response = TemplateResponse(request, "cities/compare.html", context)
        response.query_keys = frozenset(["city"])
        response.is_stored = not comparison.requested_slugs
        if comparison.requested_slugs:
            response["X-Robots-Tag"] = "noindex"
        return response
