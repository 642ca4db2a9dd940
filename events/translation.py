"""The translated fields of this app's models, for django-modeltranslation."""

from modeltranslation.translator import TranslationOptions, register

from events.models import DelegationMember, EventIndexPage, EventPage, MentoringVisitPage
from solidarity.translation import BodyPageTranslation, SitePageTranslation


@register(EventIndexPage)
class EventIndexPageTranslation(SitePageTranslation):
    pass


@register(EventPage)
class EventPageTranslation(BodyPageTranslation):
    fields = ("audience",)


@register(MentoringVisitPage)
class MentoringVisitPageTranslation(BodyPageTranslation):
    fields = ("dates_note", "objectives", "people_met", "outcome")


@register(DelegationMember)
class DelegationMemberTranslation(TranslationOptions):
    fields = ("role",)
