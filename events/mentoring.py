"""The filter of the city index by the part that cities took in mentoring visits."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import MentoringVisitPage
from solidarity.forms.filters import Filter


class MentoringFilter(Filter):
    """The filter of cities that were hosts or mentors of a published mentoring visit."""

    class Part(models.TextChoices):
        """The part of a city in a visit."""

        ANY = "any", _("Took part in a visit")
        HOST = "host", _("Was visited")
        MENTOR = "mentor", _("Advised another city")

    def __init__(self):
        super().__init__(_("Mentoring"), _("With or without"), self.Part.choices)

    def filter(self, items, choice):
        visits = MentoringVisitPage.objects.live()
        hosts = Q(pk__in=visits.hosts())
        mentors = Q(pk__in=visits.mentors())
        return items.filter({self.Part.HOST: hosts, self.Part.MENTOR: mentors}.get(choice, hosts | mentors))

    def counts(self, items):
        visits = MentoringVisitPage.objects.live()
        hosts = set(items.filter(pk__in=visits.hosts()).values_list("pk", flat=True))
        mentors = set(items.filter(pk__in=visits.mentors()).values_list("pk", flat=True))
        return {self.Part.ANY: len(hosts | mentors), self.Part.HOST: len(hosts), self.Part.MENTOR: len(mentors)}
