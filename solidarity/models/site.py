from itertools import count

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Page, Site
from wagtail.search import index

from solidarity import languages
from solidarity.fields import (
    TranslatedCharField,
    TranslatedTextField,
    column_name,
    column_names,
    content_language,
    require_one_language,
)
from solidarity.forms import SiteModelForm
from solidarity.generation import kept
from solidarity.licences import Licence
from solidarity.panels import RowsPanel, language_tabs, translated_panels
from solidarity.querysets import load_relations
from solidarity.text.slugs import slug_input, slug_of
from solidarity.typed_fields import LongURLField


class Topic(index.Indexed, models.Model):
    """A subject by which pages are gathered, such as housing or education."""

    name = TranslatedCharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("slug"),
        unique=True,
        blank=True,
        max_length=80,
        help_text=_("A short name of small letters and hyphens. Leave it empty: it is made from the name."),
    )

    base_form_class = SiteModelForm
    panels = [*(FieldPanel(name) for name in column_names("name")), FieldPanel("slug", widget=slug_input())]
    search_fields = [index.AutocompleteField(name) for name in column_names("name")]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self):
        return self.name or self.slug

    def clean(self):
        super().clean()
        require_one_language(self, "name", _("Write a name in at least one language."))
        if not self.slug:
            self.slug = self._free_slug()

    def _free_slug(self):
        """Return a slug made of the name that no other topic has."""
        name = getattr(self, column_name("name", content_language(self, "name", languages.DEFAULT_LANGUAGE)))
        base = slug_of(name, longest=70) or "topic"
        taken = set(Topic.objects.exclude(pk=self.pk).filter(slug__startswith=base).values_list("slug", flat=True))
        numbered = (f"{base}-{number}" for number in count(2))
        return base if base not in taken else next(slug for slug in numbered if slug not in taken)


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting, ClusterableModel):
    """What stands on every page: the name, the menus, the footer, how to reach us."""

    name = TranslatedCharField(_("name of the site"), max_length=80)
    strapline = TranslatedCharField(
        _("strapline"),
        max_length=160,
        help_text=_("One line that says what the initiative is, shown in the footer."),
    )
    footer_text = TranslatedTextField(_("text in the footer"), max_length=600)
    demonstration_notice = TranslatedTextField(
        _("notice that this is a demonstration"),
        max_length=300,
        help_text=_("Shown at the top of every page. Leave it empty on the real site."),
    )
    contact_email = models.EmailField(_("email address"), blank=True, help_text=_("Shown to everybody, in the footer."))
    contact_phone = models.CharField(
        _("telephone"), max_length=40, blank=True, help_text=_("With the code of the country, such as +32 2 000 00 00.")
    )
    postal_address = models.TextField(
        _("postal address"), blank=True, max_length=300, help_text=_("On several lines, as on an envelope.")
    )
    data_licence = models.CharField(
        _("licence of the open data"),
        max_length=20,
        choices=Licence,
        default=Licence.CC_BY,
        help_text=_(
            "The terms on which everybody may use the files of the data page. "
            "Data already downloaded stays under this licence."
        ),
    )

    translated = ["name", "strapline", "footer_text", "demonstration_notice"]
    edit_handler = TabbedInterface(
        [
            *language_tabs(translated),
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("contact_email"), FieldPanel("contact_phone"), FieldPanel("postal_address")],
                        heading=_("Contact"),
                    ),
                    RowsPanel("social_links", heading=_("Social networks"), label=_("Address")),
                    FieldPanel("data_licence"),
                ],
                heading=_("All languages"),
            ),
            ObjectList([RowsPanel("menu_items", heading=_("Menus"), label=_("Entry"))], heading=_("Menus")),
        ],
        base_form_class=SiteModelForm,
    )

    class Meta:
        verbose_name = _("site settings")
        # What a role sees of a page's form; see solidarity/roles.py.
        permissions = [
            ("translate_pages", _("Can write headings and texts for search engines")),
            ("edit_facts", _("Can edit what all languages share")),
            ("edit_everything", _("Can edit addresses, schedules and membership")),
        ]

    @classmethod
    def for_request(cls, request):
        """Return the settings of a request's site, with its social links. They are kept, and not to be changed."""
        name = cls.get_cache_attr_name()
        if not hasattr(request, name):
            site = Site.find_for_request(request)
            setattr(request, name, kept(f"settings of site {site and site.pk}", lambda: cls._with_links(site)))
        return getattr(request, name)

    @classmethod
    def _with_links(cls, site):
        settings = cls.for_site(site)
        load_relations(settings, ["social_links"])
        return settings

    @property
    def display_name(self):
        """The name of the site in the reader's language, or the initiative's own where none is written."""
        return self.name or settings.WAGTAIL_SITE_NAME

    @property
    def licence(self):
        """The Licence of the open data."""
        return Licence(self.data_licence)


class SocialLink(Orderable):
    """Where the initiative is found on a social network."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="social_links")
    name = models.CharField(_("network"), max_length=40, help_text=_("As the footer names it, such as 'LinkedIn'."))
    url = LongURLField(_("address"), help_text=_("Begins with https://."))

    panels = [FieldPanel("name"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("address on a social network")


class MenuItem(Orderable):
    """An entry of the main menu or of the footer's. It is left out while its page is not published."""

    class Place(models.TextChoices):
        MAIN = "main", _("Main menu")
        FOOTER = "footer", _("Footer")

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="menu_items")
    place = models.CharField(_("menu"), max_length=10, choices=Place, default=Place.MAIN)
    label = TranslatedCharField(
        _("text in the menu"), max_length=40, help_text=_("A word or two: there is little room.")
    )
    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The entry is left out while this page is not published."),
    )
    second_level = models.BooleanField(
        _("submenu of the entry above"), default=False, help_text=_("In the main menu only.")
    )

    panels = [FieldPanel("place"), FieldPanel("page"), FieldPanel("second_level"), *translated_panels("label")]

    class Meta(Orderable.Meta):
        verbose_name = _("menu entry")

    def clean(self):
        super().clean()
        require_one_language(self, "label", _("Write a label in at least one language."))
