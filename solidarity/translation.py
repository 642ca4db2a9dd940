"""What django-modeltranslation translates in this app."""

from modeltranslation.translator import TranslationOptions, register

from solidarity.models import (
    ContentPage,
    FormField,
    FormPage,
    HomePage,
    HomeSlide,
    MenuItem,
    SiteSettings,
    Topic,
)


class SitePageTranslation(TranslationOptions):
    """The translated fields of every page; features' own registrations add theirs."""

    fields = ("heading", "introduction", "listing_image_alt", "meta_title", "meta_description")


class BodyPageTranslation(SitePageTranslation):
    fields = ("body",)


@register(HomePage)
class HomePageTranslation(SitePageTranslation):
    pass


@register(HomeSlide)
class HomeSlideTranslation(TranslationOptions):
    fields = ("heading", "text", "link_label", "image_alt")


@register(ContentPage)
class ContentPageTranslation(BodyPageTranslation):
    pass


@register(FormPage)
class FormPageTranslation(BodyPageTranslation):
    fields = ("thanks",)


@register(FormField)
class FormFieldTranslation(TranslationOptions):
    fields = ("label", "help_text", "choices")


@register(SiteSettings)
class SiteSettingsTranslation(TranslationOptions):
    fields = ("name", "strapline", "footer_text", "demonstration_notice")


@register(MenuItem)
class MenuItemTranslation(TranslationOptions):
    fields = ("label",)


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name",)
