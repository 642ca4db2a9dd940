from http import HTTPMethod

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod

from solidarity import generation
from solidarity.blocks import BodyBlock
from solidarity.dates import require_date
from solidarity.fields import (
    TranslatedCharField,
    TranslatedStreamField,
    TranslatedTextField,
    column_name,
    column_names,
)
from solidarity.forms import SitePageCopyForm, SitePageForm
from solidarity.models.limits import LimitsMixin
from solidarity.models.metadata import MetadataMixin
from solidarity.models.multilingual import MultilingualMixin
from solidarity.models.permissions import SitePagePermissions
from solidarity.models.pictures import PictureMixin, picture_alt_field, picture_decorative_field
from solidarity.models.revisions import RevisionsMixin
from solidarity.models.searchable import SearchableMixin
from solidarity.models.slugs import SlugMixin
from solidarity.models.workflows import NearestWorkflowMixin
from solidarity.panels import (
    SEARCH_ENGINE_FIELDS,
    SLUG_AND_PLACE,
    page_edit_handler,
    translated_panels,
)
from solidarity.querysets import load_relations, with_pictures


class SitePage(
    SearchableMixin,
    MetadataMixin,
    PictureMixin,
    MultilingualMixin,
    RevisionsMixin,
    NearestWorkflowMixin,
    SlugMixin,
    LimitsMixin,
    Page,
):
    """What every page of the site has: a heading, an introduction and a picture, in all languages.

    Its title, which Wagtail lists it by, is made from the headings.
    """

    # solidarity/signals.py indexes pages for the search of the admin, but not after each draft.
    search_auto_update = False
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    # Whole public pages are cached, so none may depend on who asks.
    private_page_options = []
    # The parameters of the query string that its view reads; see solidarity/page_cache/.
    query_keys = ()
    # A draft that is being written, which saves itself: what one field asks of another need not be there yet.
    is_unfinished = False
    # Quotation marks around quotations were taken away at this save, which the editor is told.
    removed_quotation_marks = False
    # The dates that may be known in part, by the field that says how exactly; and which of them are asked for before
    # publication, unless that field says that they are not known.
    partial_dates = {}
    required_dates = {}

    heading = TranslatedCharField(
        _("heading"), max_length=200, help_text=_("The title of the page, and its name in lists.")
    )
    introduction = TranslatedTextField(
        _("introduction"),
        max_length=500,
        help_text=_("One or two sentences, shown in lists and by search engines."),
    )
    listing_image = models.ForeignKey(
        "solidarity.SiteImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown at the top of the page and in lists."),
    )
    listing_image_alt = picture_alt_field()
    listing_image_decorative = picture_decorative_field()
    picture_field = "listing_image"

    class Meta:
        abstract = True

    @property
    def slug_source(self):
        """The words that the page's slug is made of."""
        return self.title

    @property
    def label_suffix(self):
        """What follows the heading where others have the same one; empty where it is enough."""
        return ""

    @property
    def label(self):
        """What the page is called where one is chosen among many."""
        return f"{self.heading or self.title}{self.label_suffix}"

    @property
    def location_label(self):
        """The city or country that the page is about, as its drawn picture names it; empty where there is none."""
        return ""

    base_form_class = SitePageForm
    copy_form_class = SitePageCopyForm
    # The texts of a language's tab, in reading order; those for search engines come after them.
    translated = ["heading", "introduction"]
    image_panels = [
        MultiFieldPanel(
            [
                FieldPanel("listing_image"),
                FieldPanel("listing_image_decorative"),
                *translated_panels("listing_image_alt"),
            ],
            heading=_("Picture"),
        )
    ]
    shared_panels = image_panels
    # What city officers do not see of the form, and the whole of what they see where that is little.
    staff_fields = SEARCH_ENGINE_FIELDS
    officer_panels = ()
    settings_panels = SLUG_AND_PLACE

    # Of the editor's own search; that of readers is solidarity/search/.
    search_fields = [
        *Page.search_fields,
        *(index.AutocompleteField(name) for name in column_names("heading")),
        *(index.SearchField(name) for name in column_names("introduction")),
    ]

    @cached_classmethod
    def get_edit_handler(cls):
        """Return the editor's tabs: one per language, then what all share, then settings."""
        return page_edit_handler(cls).bind_to_model(cls)

    def full_clean(self, *args, **kwargs):
        self.derive_title()
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        if not self.is_unfinished:
            for date, precision in self.required_dates.items():
                require_date(self, date, precision)

    def minimal_clean(self):
        self.derive_title()
        super().minimal_clean()

    def derive_title(self):
        """Make the title from the headings, and the slug, if there is none, from the title."""
        if language := self.heading_language:
            self.title = self.draft_title = getattr(self, column_name("heading", language))
        self.make_slug()

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        response.query_keys = frozenset(self.query_keys)
        return response

    def get_view_restrictions(self):
        # No page is private; where one has been restricted by other means, that holds.
        if generation.kept("view restrictions", PageViewRestriction.objects.exists):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    def permissions_for_user(self, user):
        return SitePagePermissions(user, self)


class BodyPage(SitePage):
    """A page with a body of blocks."""

    body = TranslatedStreamField(BodyBlock(), verbose_name=_("text"))

    class Meta:
        abstract = True

    written_in = ("body",)
    searched = ["introduction", "body"]
    translated = [*SitePage.translated, "body"]
    # What the page's template reads of other tables, besides the picture. It is loaded before: no template starts a
    # query.
    shown_relations = []

    def get_context(self, request, *args, **kwargs):
        with_pictures([self])
        load_relations(self, self.shown_relations)
        return super().get_context(request, *args, **kwargs)
