"""The translated fields of this app's models, for django-modeltranslation."""

from modeltranslation.translator import register

from news.models import NewsIndexPage, NewsPage, ReportIndexPage, ReportPage
from solidarity.translation import BodyPageTranslation, SitePageTranslation


@register([NewsIndexPage, ReportIndexPage])
class IndexTranslation(SitePageTranslation):
    pass


@register(NewsPage)
class NewsPageTranslation(BodyPageTranslation):
    fields = ("reprint_note",)


@register(ReportPage)
class ReportPageTranslation(BodyPageTranslation):
    fields = ("edition",)
