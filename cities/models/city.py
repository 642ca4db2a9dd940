from urllib.parse import urlsplit

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import translation
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager

from cities import disambiguation
from cities.querysets import CityQuerySet
from solidarity import languages
from solidarity.blocks.extraction import passages
from solidarity.dates import PartialDate, precision_field
from solidarity.fields import TranslatedCharField, column_name, column_names
from solidarity.linked_data import jsonld
from solidarity.models import BodyPage, LimitsMixin, SearchKind, Topic
from solidarity.panels import RowsPanel, translated_panels
from solidarity.typed_fields import DegreesField, LargeNumberField, LongURLField


class CityPage(BodyPage):
    """A city that is a member of the initiative, supports it, or used to be a member."""

    class Status(models.TextChoices):
        """How the city belongs to the initiative."""

        MEMBER = "member", _("Member")
        SUPPORTER = "supporter", _("Supporter")
        FORMER = "former", _("Former member")

    country = CountryField(_("country"))
    latitude = DegreesField(
        _("latitude"),
        halves="NS",
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees, north of the equator positive, such as 37.9838."),
    )
    longitude = DegreesField(
        _("longitude"),
        halves="EW",
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees, east of Greenwich positive, such as 23.7275."),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.MEMBER,
        help_text=_("A former member keeps its page, which says so."),
    )
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    joined_on_precision = precision_field()
    population = LargeNumberField(
        _("population"),
        null=True,
        blank=True,
        help_text=_("Inhabitants, as a plain number such as 664046. Give its year and source as well."),
    )
    population_year = models.PositiveSmallIntegerField(
        _("year of the population figure"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
        help_text=_("The year to which the figure refers."),
    )
    population_source = TranslatedCharField(
        _("source of the population figure"),
        max_length=160,
        help_text=_("Who counted, such as the national statistical office."),
    )
    website = LongURLField(_("website"), blank=True, help_text=_("The city's own site. Begins with https://."))
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="+", help_text=_("What the city works on most.")
    )

    # Maps language codes to what distinguishes the city from published namesakes. Kept by cities/disambiguation.py.
    disambiguated_by = models.JSONField(default=dict, editable=False)

    parent_page_types = ["cities.CityIndexPage"]
    subpage_types = ["cities.MayorStatementPage", "cities.PledgePage"]
    partial_dates = {"joined_on": "joined_on_precision"}
    translated = [*BodyPage.translated, "population_source"]
    shared_panels = [
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldRowPanel([FieldPanel("joined_on"), FieldPanel("joined_on_precision")]),
            ],
            heading=_("Membership"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("country"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldRowPanel([FieldPanel("population"), FieldPanel("population_year")]),
                FieldPanel("website"),
            ],
            heading=_("The city"),
        ),
        RowsPanel("key_figures", heading=_("Key figures"), label=_("Figure"), max_num=6),
        FieldPanel("topics"),
        *BodyPage.image_panels,
    ]

    staff_fields = [
        "heading",
        *BodyPage.staff_fields,
        "status",
        "joined_on",
        "joined_on_precision",
        "country",
        "latitude",
        "longitude",
    ]

    search_kind = SearchKind("city", _("City"))
    search_relations = ["topics", "key_figures"]

    shown_relations = ["key_figures", "topics"]

    objects = PageManager.from_queryset(CityQuerySet)()

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")

    def derive_title(self):
        super().derive_title()
        others = CityPage.objects.exclude(pk=self.pk).only("pk", "country", *column_names("heading"))
        cities = [self, *others]
        names = disambiguation.names_by_language(cities)
        found = disambiguation.disambiguate(names, [city.pk for city in cities])[self.pk]
        self.title = self.draft_title = self.disambiguated_title(found.get(languages.DEFAULT_LANGUAGE))

    def disambiguated_title(self, disambiguated_by):
        """Return the title for the admin, with a suffix if other cities share the name.

        ``disambiguated_by`` is one of the constants of cities/disambiguation.py, or None.
        """
        language = self.heading_language
        if not language:
            return self.title
        with translation.override(languages.DEFAULT_LANGUAGE):
            title = getattr(self, column_name("heading", language)) + self._suffix(disambiguated_by)
        return title[: self._meta.get_field("title").max_length]

    @property
    def title_shown(self):
        """The title for search engines: the label, unless editors wrote a title for them."""
        return self.label if self.title_field == "heading" else super().title_shown

    @property
    def label_suffix(self):
        """The suffix that distinguishes a city from namesakes: its country, with its slug if that is shared too."""
        return self._suffix(self.disambiguated_by.get(get_language()))

    @property
    def name_in_country(self):
        """The name for places that show the country as well, with the slug if another city shares both."""
        by_slug = self.disambiguated_by.get(get_language()) == disambiguation.BY_SLUG
        return f"{self.heading} ({self.slug})" if by_slug else self.heading

    def _suffix(self, disambiguated_by):
        if not disambiguated_by:
            return ""
        # The distinguishing part comes first, since a narrow list may truncate the label.
        short_name = f" ({self.slug})" if disambiguated_by == disambiguation.BY_SLUG else ""
        return short_name + gettext(", ") + self.country.name

    def search_passages(self, language):
        yield from super().search_passages(language)
        for figure in self.key_figures.all():
            for code, label in passages(figure, ["label"], language):
                yield code, f"{figure.value} {label}"

    def search_names(self):
        return [self.country.name]

    def search_cities(self):
        return [self]

    def search_topics(self):
        return self.topics.all()

    @property
    def location_label(self):
        return self.country.name

    def linked_data(self, shown, request):
        """Return schema.org's City and the GovernmentOrganization, which is what is a member of the initiative."""
        page = jsonld(self.linked_type, **self.linked_facts(shown))
        page["mainEntity"] = {"@id": shown.part("city")}
        known_place = self.latitude is not None and self.longitude is not None
        city = jsonld(
            "City",
            **{"@id": shown.part("city")},
            name=self.heading,
            containedInPlace=jsonld("Country", name=self.country.name, identifier=self.country.code),
            geo=jsonld("GeoCoordinates", latitude=float(self.latitude), longitude=float(self.longitude))
            if known_place
            else None,
        )
        administration = jsonld(
            "GovernmentOrganization",
            **{"@id": shown.part("administration")},
            name=self.heading,
            url=self.website,
            areaServed={"@id": shown.part("city")},
            memberOf=shown.organization if self.status == self.Status.MEMBER else None,
        )
        return [page, city, administration]

    @property
    def website_shown(self):
        """The website's host name without "www.", as the text of the link."""
        return urlsplit(self.website).netloc.removeprefix("www.")

    @property
    def joined(self):
        """The date of joining, as a PartialDate."""
        return PartialDate(self.joined_on, self.joined_on_precision)


class AboutCitiesMixin:
    """A page with the field ``cities``: search finds it by their names, and its social image names up to three."""

    def search_cities(self):
        return self.cities.all()

    @property
    def location_label(self):
        names = [city.heading for city in self.cities.all() if city.live]
        return gettext(", ").join(names) if len(names) <= 3 else ""


class AboutCitiesAndTopicsMixin(AboutCitiesMixin):
    """A page with the fields ``cities`` and ``topics``: both become part of its search entry."""

    def search_topics(self):
        return self.topics.all()


class KeyFigure(LimitsMixin, Orderable):
    """A figure about a city, with its year and source. ``value`` is text, since it may read "over 120"."""

    city = ParentalKey(CityPage, on_delete=models.CASCADE, related_name="key_figures")
    value = models.CharField(
        _("figure"), max_length=40, help_text=_("As it should be read, such as '12,000' or 'over 120'.")
    )
    label = TranslatedCharField(
        _("what it counts"), max_length=120, help_text=_("The words beside the figure, such as 'people given a home'.")
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
        help_text=_("The year to which the figure refers."),
    )
    source = TranslatedCharField(
        _("source"),
        max_length=160,
        help_text=_("Where the figure comes from. A figure without a source is better left out."),
    )

    panels = [FieldRowPanel([FieldPanel("value"), FieldPanel("year")]), *translated_panels("label", "source")]

    class Meta(Orderable.Meta):
        verbose_name = _("key figure")
