"""Events and mentoring visits in the feeds: each stands there from the day it is announced."""

from django.db.models.functions import TruncDate
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from events.models import EventIndexPage, EventPage, MentoringVisitPage
from solidarity.feeds import Kind, register


def with_days(page, summary, language):
    """Return a summary that begins with when and where, in its own language."""
    with translation.override(language or translation.get_language()):
        when_and_where = [str(page.days_shown), getattr(page, "hours_shown", ""), getattr(page, "venue", "")]
    return "\n".join(line for line in [" · ".join(filter(None, when_and_where)), summary] if line)


@register
class Events(Kind):
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
class Visits(Kind):
    name = "visits"
    title = _("Mentoring visits")
    model = MentoringVisitPage
    listing = EventIndexPage
    day = "first_day"

    def summary(self, page):
        summary, language = super().summary(page)
        return with_days(page, summary, language), language
