from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from events.models.event import EventPage
from events.models.visit import MentoringVisitPage
from events.zones import start_of_day
from solidarity.models import FilterForm, ListingPage, choice_filter, with_pictures


class EventIndexPage(ListingPage):
    """All events and mentoring visits: those to come, or on demand those that are over."""

    class Period(models.TextChoices):
        UPCOMING = "upcoming", _("Upcoming")
        PAST = "past", _("Past")

    class Kind(models.TextChoices):
        EVENTS = "events", _("Events")
        VISITS = "visits", _("Mentoring visits")

    subpage_types = ["events.EventPage", "events.MentoringVisitPage"]

    class Meta:
        verbose_name = _("list of events")

    def filter_form(self, data):
        return FilterForm(
            data,
            period=choice_filter(_("When"), _("Upcoming"), [(self.Period.PAST.value, self.Period.PAST.label)]),
            kind=choice_filter(_("Kind"), _("Events and visits"), self.Kind.choices),
        )

    def listed(self, choices):
        """Return the numbers of the pages in the order of their days; their rows are loaded a page at a time."""
        past = choices.get("period") == self.Period.PAST
        moments = []
        if choices.get("kind") != self.Kind.VISITS:
            events = EventPage.objects.child_of(self).live()
            events = events.past() if past else events.upcoming()
            moments += [(starts, pk) for pk, starts in events.values_list("pk", "starts")]
        if choices.get("kind") != self.Kind.EVENTS:
            visits = MentoringVisitPage.objects.child_of(self).live()
            visits = visits.past() if past else visits.upcoming()
            moments += [(start_of_day(day, "UTC"), pk) for pk, day in visits.values_list("pk", "first_day")]
        return [pk for _moment, pk in sorted(moments, reverse=past)]

    def prepared(self, items):
        order = list(items)
        pages = list(Page.objects.filter(pk__in=order).specific().defer_streamfields())
        models.prefetch_related_objects([page for page in pages if isinstance(page, MentoringVisitPage)], "host_city")
        return with_pictures(sorted(pages, key=lambda page: order.index(page.pk)))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, "past_shown": context["choices"].get("period") == self.Period.PAST}
