from dataclasses import dataclass
from http import HTTPMethod

from django.contrib.admin.utils import get_fields_from_path
from django.db import models
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import resolution_order
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod

from solidarity import languages, linked_data, roles
from solidarity.blocks import BodyBlock
from solidarity.blocks.extraction import passages
from solidarity.dates import DatePrecision, require_date
from solidarity.fields import (
    TranslatedCharField,
    TranslatedStreamField,
    TranslatedTextField,
    column_name,
    column_names,
    content_language,
)
from solidarity.forms import SitePageCopyForm, SitePageForm
from solidarity.models.limits import LimitsMixin
from solidarity.models.slugs import SlugMixin
from solidarity.panels import (
    BESIDE_THE_PICTURE,
    SEARCH_ENGINE_FIELDS,
    SLUG_AND_PLACE,
    page_edit_handler,
    translated_panels,
)
from solidarity.querysets import load_relations


def translated_columns(model):
    """Return the names of all columns of a model that carry one language, or none if it is not translated."""
    try:
        options = translator.get_options_for_model(model)
    except NotRegistered:
        return []
    return [name for field in options.fields for name in column_names(field)]


def keep_unknown_columns(live, restored, content):
    """Give an object restored from a revision the live value of each column that the revision never knew.

    A revision that is older than a language would otherwise empty that language when it is published.
    """
    for name in translated_columns(type(live)):
        if name not in content:
            setattr(restored, name, getattr(live, name))
    for relation in get_all_child_relations(type(live)):
        name = relation.get_accessor_name()
        living = {child.pk: child for child in getattr(live, name).all()}
        contents = {child["pk"]: child for child in content.get(name, [])}
        for child in getattr(restored, name).all():
            if child.pk in living and child.pk in contents:
                keep_unknown_columns(living[child.pk], child, contents[child.pk])


class SitePagePermissions(PagePermissionTester):
    """What a user may do with a page.

    Who does not decide on addresses neither moves nor copies it, and nobody deletes what they could not have added:
    an officer's drafts are theirs, the city's page is not, and translators add nothing.
    """

    def can_move(self):
        return self.user.has_perm(roles.EDIT_ALL) and super().can_move()

    def can_copy(self):
        return self.user.has_perm(roles.EDIT_ALL) and super().can_copy()

    def can_delete(self, ignore_bulk=False):
        return super().can_delete(ignore_bulk) and (self.user.is_superuser or self._could_add())

    def _could_add(self):
        """Tell whether the user may add pages where this one stands."""
        return any(
            given.permission.codename == "add_page"
            and self.page.path.startswith(given.page.path)
            and self.page.path != given.page.path
            for given in self.permission_policy.get_cached_permissions_for_user(self.user)
        )


@dataclass(frozen=True)
class SearchKind:
    """What search calls pages of a kind: a word for the address, and one for readers."""

    code: str
    label: str


class SitePage(SlugMixin, LimitsMixin, Page):
    """What every page of the site has: a heading, an introduction and a picture, in all languages.

    Its title, which Wagtail lists it by, is made from the headings.
    """

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    # Whole public pages are cached, so none may depend on who asks.
    private_page_options = []
    # A draft that is being written, which saves itself: what one field asks of another need not be there yet.
    is_unfinished = False
    # Quotation marks around quotations were taken away at this save, which the editor is told.
    lost_marks = False

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
    listing_image_alt = TranslatedCharField(
        _("description of the picture"),
        max_length=250,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    listing_image_decorative = models.BooleanField(
        _("the picture is decorative"),
        default=False,
        help_text=_("It adds nothing to the text, and screen readers may skip it."),
    )
    meta_title = TranslatedCharField(
        _("title for search engines"), max_length=120, help_text=_("If it is to differ from the heading.")
    )
    meta_description = TranslatedTextField(
        _("description for search engines"),
        max_length=320,
        help_text=_("If it is to differ from the introduction."),
    )

    class Meta:
        abstract = True

    base_form_class = SitePageForm
    copy_form_class = SitePageCopyForm
    written_in = ()
    # The dates that may be known in part, by the field that says how exactly; and which of them are asked for before
    # publication, unless that field says that they are not known.
    partial_dates = {}
    required_dates = {}
    # What a page of this kind is to programs: for Open Graph, and as a thing of schema.org.
    shared_as = "website"
    linked_type = "WebPage"
    translated = ["heading", "introduction", "listing_image_alt", "meta_title", "meta_description"]
    image_panels = [
        MultiFieldPanel(
            [
                FieldPanel("listing_image"),
                FieldPanel("listing_image_decorative"),
                *translated_panels(*BESIDE_THE_PICTURE),
            ],
            heading=_("Picture"),
        )
    ]
    shared_panels = image_panels
    # What city officers do not see of the form, and the whole of what they see where that is little.
    staff_fields = SEARCH_ENGINE_FIELDS
    officer_panels = ()
    settings_panels = SLUG_AND_PLACE

    search_kind = SearchKind("page", _("Page"))
    # The translated fields that search finds the page by, in the order in which it looks for words to show.
    searched = ["introduction"]
    # The paths to what the page is found by the name of: cities and topics, and all else that the methods below read.
    search_relations = []

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

    @property
    def slug_source(self):
        """The words that the page's slug is made of."""
        return self.title

    @property
    def heading_language(self):
        """The language of the heading that names the page to editors: the default one, or the first there is."""
        return content_language(self, "heading", languages.DEFAULT_LANGUAGE)

    @property
    def label_suffix(self):
        """What follows the heading where others have the same one; empty where it is enough."""
        return ""

    @property
    def label(self):
        """What the page is called where one is chosen among many."""
        return f"{self.heading or self.title}{self.label_suffix}"

    @property
    def available_languages(self):
        """The codes of the languages in which the page really is written.

        It is where its heading is, and its text (``written_in``) if it has one in any language.
        """
        needed = ["heading", *(name for name in self.written_in if content_language(self, name))]
        return [code for code in languages.codes() if all(getattr(self, column_name(name, code)) for name in needed)]

    @property
    def language_shown(self):
        """The code of the language of the text that a reader is shown, which is that of the page it is shown as.

        It is the first in which the page is written, in the order of falling back; else the one that its text is in.
        """
        reader, written = get_language() or languages.DEFAULT_LANGUAGE, self.available_languages
        if found := next((code for code in resolution_order(reader) if code in written), None):
            return found
        texts = [*self.written_in, "heading"]
        return next((code for name in texts if (code := content_language(self, name))), reader)

    @property
    def picture_alt(self):
        """What the picture says to those who do not see it; empty where it is decorative."""
        return "" if self.listing_image_decorative else self.listing_image_alt

    @property
    def picture_alt_language(self):
        """The code of the language of ``picture_alt``."""
        return content_language(self, "listing_image_alt")

    @property
    def title_field(self):
        """The name of the field that search engines take the title from.

        It is the one made for them only where it is in the language in which the page itself is shown.
        """
        return self._made_for_search_engines("meta_title", "heading")

    @property
    def description_field(self):
        """The name of the field that search engines take the description from; see ``title_field``."""
        return self._made_for_search_engines("meta_description", "introduction")

    def _made_for_search_engines(self, name, otherwise):
        language = content_language(self, name)
        return name if language and language == content_language(self, otherwise) else otherwise

    @property
    def title_shown(self):
        """What a search engine shows as the page's title."""
        return getattr(self, self.title_field)

    @property
    def description(self):
        """What a search engine shows of the page, as plain text."""
        return strip_tags(getattr(self, self.description_field))

    @classmethod
    def loaded_for_search(cls, pages):
        """Return pages of this kind as a list, with all that the methods below read."""
        return list(pages.prefetch_related(*cls.search_relations))

    @classmethod
    def found_by_name_of(cls, thing):
        """Return the pages of this kind that search finds by the name of a city's page or a topic."""
        condition = models.Q(pk__in=[])
        for path in cls.search_relations:
            if get_fields_from_path(cls, path)[-1].related_model is type(thing):
                condition |= models.Q(**{path: thing})
        return cls.objects.filter(condition).distinct()

    def search_passages(self, language):
        """Yield what the page says to a reader of a language, as pairs of the text's own language and plain text."""
        yield from passages(self, self.searched, language)

    def search_names(self):
        """Return other names that the page is found by, in the active language."""
        return []

    def search_cities(self):
        """Return the pages of the cities that the page is about."""
        return []

    def search_topics(self):
        """Return the topics of the page."""
        return []

    @property
    def search_date(self):
        """The date of what the page is about, or None, and how exactly it is known."""
        return None, DatePrecision.DAY

    def permissions_for_user(self, user):
        return SitePagePermissions(user, self)

    @property
    def preview_modes(self):
        return languages.LANGUAGES

    @property
    def default_preview_mode(self):
        return content_language(self, "heading") or get_language() or languages.DEFAULT_LANGUAGE

    def make_preview_request(self, original_request=None, preview_mode=None, extra_request_attrs=None):
        # serve_preview would be too late: LocaleMiddleware reads the language from the address.
        with translation.override(preview_mode or self.default_preview_mode):
            return super().make_preview_request(original_request, preview_mode, extra_request_attrs)

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """Save a version. One that was sent for review, or is published, is kept: no other takes its place."""
        if overwrite_revision and (
            overwrite_revision.pk == self.live_revision_id or overwrite_revision.task_states.exists()
        ):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def with_content_json(self, content):
        page = super().with_content_json(content)
        keep_unknown_columns(self, page, content)
        return page

    @property
    def location_label(self):
        """The city or country that the page is about, as its drawn picture names it; empty where there is none."""
        return ""

    def linked_data(self, shown, request):
        """Return what the page says to programs about what it shows, as things of schema.org.

        Each kind of page states its own. ``shown`` is a linked_data.Shown.
        """
        return [linked_data.jsonld(self.linked_type, **self.linked_facts(shown))]

    def linked_facts(self, shown):
        """Return what every page says to programs of itself."""
        return {
            "@id": shown.url,
            "url": shown.url,
            "name": self.heading,
            "description": self.description,
            "inLanguage": shown.language,
            "image": shown.picture,
            "datePublished": linked_data.isoformat(self.first_published_at),
            "dateModified": linked_data.isoformat(self.last_published_at),
            "publisher": shown.organization,
        }


class BodyPage(SitePage):
    """A page with a body of blocks."""

    body = TranslatedStreamField(BodyBlock(), verbose_name=_("text"))

    class Meta:
        abstract = True

    written_in = ("body",)
    searched = ["introduction", "body"]
    translated = [
        "heading",
        "introduction",
        "listing_image_alt",
        "body",
        "meta_title",
        "meta_description",
    ]
    # What the page's template reads of other tables. It is loaded before: no template starts a query.
    shown_relations = ["listing_image"]

    def get_context(self, request, *args, **kwargs):
        load_relations(self, self.shown_relations)
        return super().get_context(request, *args, **kwargs)
