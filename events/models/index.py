from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cities.models import CityPage, city_choices
from events.models.event import EventPage
from events.models.visit import MentoringVisitPage
from events.querysets import AgendaQuerySet
from solidarity.forms.filters import Filter, topic_choices, year_choices
from solidarity.models import ListingPage, Topic
from solidarity.querysets import with_pictures


class Period(models.TextChoices):
    """The choices of the period besides a year. Without a choice the index lists upcoming events."""

    PAST = "past", _("Past")
    ALL = "all", _("Past and upcoming")


class PeriodFilter(Filter):
    """The filter by period: upcoming (the default), past, all, or a year of the start."""

    def __init__(self, items):
        super().__init__(
            _("When"), _("Upcoming"), lambda: [*Period.choices, *year_choices(items.count_by_year())], None
        )

    def filter(self, items, choice):
        match choice:
            case Period.ALL:
                return items
            case Period.PAST:
                return items.past()
            case year:
                return items.of_year(int(year))

    def counts(self, items):
        upcoming, in_all = items.count_upcoming_and_past()
        return {"": upcoming, Period.PAST: in_all - upcoming, Period.ALL: in_all, **items.count_by_year()}


class PageTypeFilter(Filter):
    """The filter by page type: events or mentoring visits."""

    class PageType(models.TextChoices):
        """The page types, as values of the query parameter."""

        EVENTS = "events", _("Events")
        VISITS = "visits", _("Mentoring visits")

    def __init__(self):
        super().__init__(_("Kind"), _("Events and visits"), self.PageType.choices, None)

    def filter(self, items, choice):
        return items.visits() if choice == self.PageType.VISITS else items.events()

    def counts(self, items):
        return items.order_by().aggregate(
            **{
                self.PageType.EVENTS: models.Count("eventpage"),
                self.PageType.VISITS: models.Count("mentoringvisitpage"),
            }
        )


class AgendaTopicFilter(Filter):
    """The filter of events and visits by topic."""

    def __init__(self):
        def choices():
            named = [kind.objects.live().values("topics") for kind in (EventPage, MentoringVisitPage)]
            return topic_choices(Topic.objects.filter(models.Q(pk__in=named[0]) | models.Q(pk__in=named[1])))

        super().__init__(_("Topic"), _("All topics"), choices, None)

    def filter(self, items, choice):
        return items.about_topic(choice)

    def counts(self, items):
        return items.count_by_topic()


class AgendaCityFilter(Filter):
    """The filter of events and visits by city: an event's cities, a visit's host and mentors."""

    def __init__(self):
        def choices():
            events, visits = EventPage.objects.live(), MentoringVisitPage.objects.live()
            named = [events.values("cities"), visits.hosts(), visits.mentors()]
            condition = models.Q(pk__in=named[0]) | models.Q(pk__in=named[1]) | models.Q(pk__in=named[2])
            return city_choices(CityPage.objects.filter(condition))

        super().__init__(_("City"), _("All cities"), choices, None)

    def filter(self, items, choice):
        return items.in_city(choice)

    def counts(self, items):
        return items.count_by_city()


class EventIndexPage(ListingPage):
    """The index of events and mentoring visits, which lists upcoming ones unless another period is chosen."""

    subpage_types = ["events.EventPage", "events.MentoringVisitPage"]

    class Meta:
        verbose_name = _("list of events")

    def items(self):
        return AgendaQuerySet(Page).child_of(self).live()

    def filters(self):
        return {
            "period": PeriodFilter(self.items()),
            "kind": PageTypeFilter(),
            "topic": AgendaTopicFilter(),
            "city": AgendaCityFilter(),
        }

    def filtered(self, filters, choices, apart_from=None):
        items = super().filtered(filters, choices, apart_from)
        return items if "period" in choices or apart_from == "period" else items.upcoming()

    def queryset(self, items, choices):
        return items.latest_first() if "period" in choices else items.next_first()

    def relaxed_filters(self, form, filters, choices):
        relaxed = super().relaxed_filters(form, filters, choices)
        if choices and "period" not in choices and (count := super().filtered(filters, choices).count()):
            when = form.fields["period"]
            at_any_time = urlencode({**choices, "period": Period.ALL.value})
            upcoming = dict(when.choices)[""]
            relaxed.append({"filter": when.label, "choice": upcoming, "query": at_any_time, "count": count})
        return relaxed

    def with_related(self, items):
        pages = list(items.specific().defer_streamfields())
        models.prefetch_related_objects([page for page in pages if isinstance(page, MentoringVisitPage)], "host_city")
        return with_pictures(pages)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, "period": context["choices"].get("period", "")}
