"""The translated fields of this app's models, for django-modeltranslation."""

from modeltranslation.translator import TranslationOptions, register

from cities.models import (
    CityIndexPage,
    CityPage,
    KeyFigure,
    MayorStatementPage,
    PledgeIndexPage,
    PledgePage,
    PledgeProgress,
    ProjectIndexPage,
    ProjectPage,
)
from solidarity.translation import BodyPageTranslation, SitePageTranslation


@register([CityIndexPage, PledgeIndexPage, ProjectIndexPage])
class IndexTranslation(SitePageTranslation):
    pass


@register(CityPage)
class CityPageTranslation(BodyPageTranslation):
    fields = ("population_source",)


@register(KeyFigure)
class KeyFigureTranslation(TranslationOptions):
    fields = ("label", "source")


@register(MayorStatementPage)
class MayorStatementPageTranslation(BodyPageTranslation):
    fields = ("office", "quote")


@register(PledgePage)
class PledgePageTranslation(BodyPageTranslation):
    fields = ("addressees", "withdrawal_reason")


@register(PledgeProgress)
class PledgeProgressTranslation(TranslationOptions):
    fields = ("note",)


@register(ProjectPage)
class ProjectPageTranslation(BodyPageTranslation):
    fields = ("predecessors_note",)
