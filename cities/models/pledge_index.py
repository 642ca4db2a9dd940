from django.utils.translation import gettext_lazy as _

from cities.charts import PledgeCharts
from cities.models.filters import CityFilter
from cities.models.pledge import PledgePage
from solidarity.forms.filters import Filter, YearFilter
from solidarity.generation import kept
from solidarity.models import ListingPage
from solidarity.querysets import with_pictures


class StatusFilter(Filter):
    """The filter of pledges by status, which is derived and no column of the table."""

    def __init__(self):
        super().__init__(_("Status"), _("Any status"), PledgePage.Status.choices, None)

    def filter(self, items, choice):
        return items.with_status(choice)

    def counts(self, items):
        return items.count_by_status()


class PledgeIndexPage(ListingPage):
    """The index of all pledges, including those below cities, with filters and with charts of the totals."""

    subpage_types = ["cities.PledgePage"]

    class Meta:
        verbose_name = _("list of pledges")

    def items(self):
        return PledgePage.objects.live()

    def filters(self):
        pledges = self.items()
        return {
            "pillar": Filter(_("Pillar"), _("All pillars"), PledgePage.Pillar.choices, "pillar"),
            "status": StatusFilter(),
            "year": YearFilter(pledges, "made_on"),
            "city": CityFilter(pledges, "signatories__city"),
        }

    def queryset(self, items, choices):
        return items.defer_streamfields().newest_first()

    def with_related(self, items):
        return with_pictures(items.prefetch_related("progress", "signatories__city"))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # Charts cover all pledges or are left out: a joint number cannot be assigned to one city, and a chart of one
        # pillar would have a single bar.
        if not context["choices"] and context["page_obj"].number == 1:
            context["charts"] = kept("pledge charts", lambda: PledgeCharts.loaded(self.items()), by_language=True)
        return context
