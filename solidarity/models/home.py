from urllib.parse import urljoin

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.templatetags.static import static
from django.urls import LocalePrefixPattern, NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, Page

from solidarity import languages
from solidarity.fields import (
    TranslatedCharField,
    TranslatedTextField,
    column_name,
    column_names,
    error_about,
)
from solidarity.generation import kept
from solidarity.linked_data import jsonld
from solidarity.models.base import SitePage
from solidarity.models.limits import LimitsMixin
from solidarity.models.pictures import PictureMixin, picture_alt_field, picture_decorative_field
from solidarity.models.site import SiteSettings
from solidarity.panels import RowsPanel, translated_panels
from solidarity.querysets import images_by_pk, moments_around, with_pictures
from solidarity.typed_fields import LongURLField


class HomePage(SitePage):
    """The front page: a carousel that staff fill, featured pages, then what is new."""

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    shared_panels = [
        RowsPanel("slides", heading=_("Carousel"), label=_("Slide")),
        RowsPanel("featured", heading=_("Featured pages"), label=_("Page"), max_num=6),
    ]

    class Meta:
        verbose_name = _("home page")

    @classmethod
    def taken_slugs(cls):
        """Return the slugs of what solidarity/urls.py puts beside pages, such as search: it comes before them."""
        views = next(urls for urls in get_resolver().url_patterns if isinstance(urls.pattern, LocalePrefixPattern))
        return super().taken_slugs() | {str(urls.pattern).lstrip("^").split("/")[0] for urls in views.url_patterns}

    def route(self, request, path_components):
        # In one step; Wagtail would load each page on the way, with all its languages.
        if not path_components:
            return super().route(request, path_components)
        # What is not the address of a page may be one that the page above it answers by itself.
        for found in (len(path_components), len(path_components) - 1):
            above, below = path_components[:found], path_components[found:]
            url_path = f"{self.url_path}{'/'.join(above)}/"
            page = Page.objects.filter(slug=above[-1], url_path=url_path).first() if above else None
            if page:
                return page.specific.route(request, below)
        raise Http404("There is no page of this address.")

    def get_context(self, request, *args, **kwargs):
        shown = kept("front page", lambda: {"slides": self.slides_shown(), "featured": self.featured_shown()})
        return {**super().get_context(request, *args, **kwargs), **shown}

    def linked_data(self, shown, request):
        """The front page tells of the site, how it is searched, and who the initiative is."""
        settings = SiteSettings.for_request(request)
        organization = {
            **shown.organization,
            "url": shown.site_url,
            "logo": urljoin(shown.site_url, static("img/icon-512.png")),
            "description": settings.strapline,
            "email": settings.contact_email,
            "telephone": settings.contact_phone,
            "sameAs": [link.url for link in settings.social_links.all()],
        }
        site = jsonld(
            "WebSite",
            **{"@id": f"{shown.site_url}#website"},
            name=shown.site_name,
            url=shown.url,
            inLanguage=shown.language,
            publisher={"@id": organization["@id"]},
            potentialAction=search_action(shown),
        )
        return [jsonld(organization.pop("@type"), **organization), site, *super().linked_data(shown, request)]

    def featured_shown(self):
        """Return the published ones of the featured pages, in order, with pictures loaded."""
        pks = [featured.page_id for featured in self.featured.all()]
        pages = Page.objects.live().filter(pk__in=pks).specific().defer_streamfields()
        return with_pictures(sorted(pages, key=lambda page: pks.index(page.pk)))

    def slides_shown(self, now=None):
        """Return the slides that are due at a moment (now unless given), in order, with pictures loaded."""
        now = now or timezone.now()
        slides = [slide for slide in self.slides.all() if slide.is_shown(now)]
        images = images_by_pk(slide.image_id for slide in slides if slide.image_id)
        pages = Page.objects.live().in_bulk({slide.page_id for slide in slides if slide.page_id})
        for slide in slides:
            slide.image = images.get(slide.image_id)
            slide.page = pages.get(slide.page_id)
        return slides


def search_action(shown):
    """Return how programs search the site; None while it has no search."""
    try:
        url = urljoin(shown.url, reverse("search"))
    except NoReverseMatch:
        return None
    template = jsonld("EntryPoint", urlTemplate=f"{url}?q={{search_term_string}}")
    return jsonld("SearchAction", target=template) | {"query-input": "required name=search_term_string"}


class HomeSlide(PictureMixin, LimitsMixin, Orderable):
    """One slide of the carousel: a picture and a panel of words that leads somewhere."""

    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="slides")
    heading = TranslatedCharField(_("heading"), max_length=90)
    text = TranslatedTextField(_("text"), max_length=250, help_text=_("A sentence or two below the heading."))
    link_label = TranslatedCharField(
        _("text of the link"),
        max_length=60,
        help_text=_("What the button says. Without it the button says 'Read more'."),
    )
    image = models.ForeignKey(
        "solidarity.SiteImage", verbose_name=_("picture"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    image_alt = picture_alt_field()
    image_decorative = picture_decorative_field()
    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Where the slide leads: choose a page, or give an address below."),
    )
    link_url = LongURLField(
        _("or another address"), blank=True, help_text=_("Begins with https://. Leave it empty if you chose a page.")
    )
    shown_from = models.DateTimeField(
        _("shown from"), null=True, blank=True, help_text=_("Leave it empty to show the slide at once.")
    )
    shown_until = models.DateTimeField(
        _("shown until"), null=True, blank=True, help_text=_("Leave it empty to show the slide without an end.")
    )

    panels = [
        FieldPanel("image"),
        FieldPanel("image_decorative"),
        FieldPanel("page"),
        FieldPanel("link_url"),
        FieldRowPanel([FieldPanel("shown_from"), FieldPanel("shown_until")]),
        *translated_panels("heading", "text", "link_label", "image_alt"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("slide")

    def clean(self):
        super().clean()
        errors = {}
        if not any(getattr(self, name) for name in column_names("heading")):
            message = _("Write a heading in at least one language.")
            errors[column_name("heading", languages.DEFAULT_LANGUAGE)] = error_about(message, *column_names("heading"))
        if bool(self.page_id) == bool(self.link_url):
            message = _("Choose a page or give an address, one of the two.")
            errors["link_url"] = error_about(message, "page", "link_url")
        if self.shown_from and self.shown_until and self.shown_until <= self.shown_from:
            message = _("This is before the slide is first shown.")
            errors["shown_until"] = error_about(message, "shown_from", "shown_until")
        errors |= self.picture_errors()
        if errors:
            raise ValidationError(errors)

    @classmethod
    def moments(cls, now):
        """Return the last and the next time at which a slide appears or disappears."""
        return [
            *moments_around(cls.objects.all(), "shown_from", now),
            *moments_around(cls.objects.all(), "shown_until", now),
        ]

    def is_shown(self, now):
        """Tell whether the slide is due at a moment."""
        started = self.shown_from is None or self.shown_from <= now
        return started and (self.shown_until is None or now < self.shown_until)

    @property
    def target(self):
        """Where the slide leads: the address, or the published page's; the empty string where neither is there."""
        return self.link_url or (self.page.url if self.page else "") or ""


class FeaturedPage(Orderable):
    """A page that staff put forward on the front page."""

    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured")
    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("featured page")
