"""Events and mentoring visits in the feeds: each stands there from the day it is announced."""

from django.db.models.functions import TruncDate
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from events.models import EventIndexPage, EventPage, MentoringVisitPage
from solidarity.feeds.sources import FeedSource, register


def with_days(page, summary, language):
    """Return a summary that begins with when and where, or with why not then, in its own language."""
    with translation.override(language or translation.get_language()):
        parts = [page.change_of_plan, page.days_shown, page.hours_shown, page.venue]
    return "\n".join(filter(None, [" · ".join(str(part) for part in parts if part), summary]))


@register
class Events(FeedSource):
    name = "events"
    title = _("Events")
    model = EventPage
    listing = EventIndexPage
    day = "first_day"

    def own_day(self):
        return TruncDate("starts")

    def summary(self, page):
        summary, language = super().summary(page)
        return with_days(page, summary, language), language

    def author(self, page):
        return page.organiser


@register
class Visits(FeedSource):
    name = "visits"
    title = _("Mentoring visits")
    model = MentoringVisitPage
    listing = EventIndexPage
    day = "first_day"

    def summary(self, page):
        summary, language = super().summary(page)
        return with_days(page, summary, language), language
