from mimetypes import guess_type
from urllib.parse import urljoin

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager

from cities.models import AboutCitiesAndTopicsMixin, CityFilter, CityPage
from news.querysets import NewsQuerySet, ReportQuerySet
from solidarity import languages
from solidarity.dates import PartialDate, precision_field
from solidarity.fields import TranslatedCharField, error_about
from solidarity.forms.filters import Filter, TopicFilter, YearFilter
from solidarity.generation import kept
from solidarity.linked_data import jsonld, organization
from solidarity.media.video import parse_video, validate_film
from solidarity.models import BodyPage, ListingPage, SearchKind, Topic
from solidarity.panels import RowsPanel
from solidarity.querysets import with_pictures
from solidarity.typed_fields import LongURLField


class NewsIndexPage(ListingPage):
    """The index of news, filtered by kind, year, topic and city."""

    subpage_types = ["news.NewsPage"]
    feed = "news"

    class Meta:
        verbose_name = _("list of news")

    def items(self):
        return NewsPage.objects.child_of(self).live()

    def filters(self):
        news = self.items()
        return {
            "kind": Filter(_("Kind"), _("All kinds"), NewsPage.Kind.choices, "kind"),
            "year": YearFilter(news, "date"),
            "topic": TopicFilter(news),
            "city": CityFilter(news, "cities"),
        }

    def queryset(self, items, choices):
        return items.defer_streamfields().newest_first()


class NewsPage(AboutCitiesAndTopicsMixin, BodyPage):
    """A news item: news, a story, an open letter, press coverage, or a video."""

    class Kind(models.TextChoices):
        """The kind of a news item."""

        NEWS = "news", _("News")
        STORY = "story", _("Story")
        LETTER = "letter", _("Open letter")
        COVERAGE = "coverage", _("Press coverage")
        FILM = "film", _("Film")

    date = models.DateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_("The day it happened or, for press coverage, the day it was published."),
    )
    date_precision = precision_field(may_be_unknown=True)
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind,
        default=Kind.NEWS,
        help_text=_("Press coverage needs the name of the outlet below."),
    )
    cities = ParentalManyToManyField(
        CityPage,
        verbose_name=_("cities"),
        blank=True,
        related_name="news",
        help_text=_("The cities it is about. Their pages show it."),
    )
    topics = ParentalManyToManyField(
        Topic,
        verbose_name=_("topics"),
        blank=True,
        related_name="+",
        help_text=_("What it is about. Pages that share a topic link to each other."),
    )
    outlet = models.CharField(_("outlet"), max_length=120, blank=True, help_text=_("The newspaper, station or site."))
    source_url = LongURLField(
        _("address of the article"), blank=True, help_text=_("Where the original can be read. Begins with https://.")
    )
    reprint_note = TranslatedCharField(
        _("reprint note"), max_length=250, help_text=_("Who gave permission to reprint the text here.")
    )
    video_url = LongURLField(
        _("address of the film"),
        blank=True,
        validators=[validate_film],
        help_text=_("The film's page at YouTube or Vimeo."),
    )

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types = []
    shared_as = "article"
    linked_type = "NewsArticle"
    partial_dates = {"date": "date_precision"}
    required_dates = partial_dates
    translated = [*BodyPage.translated, "reprint_note"]
    shared_panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("date_precision"), FieldPanel("kind")]),
        FieldPanel("cities"),
        FieldPanel("topics"),
        MultiFieldPanel([FieldPanel("outlet"), FieldPanel("source_url")], heading=_("Press coverage")),
        FieldPanel("video_url"),
        *BodyPage.image_panels,
    ]

    search_kind = SearchKind("news", _("News"))
    search_relations = ["cities", "topics"]

    shown_relations = ["cities", "topics"]

    objects = PageManager.from_queryset(NewsQuerySet)()

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        indexes = [models.Index(fields=["date"])]

    def clean(self):
        super().clean()
        if (self.kind == self.Kind.COVERAGE or self.source_url) and not self.outlet:
            message = _("Name the outlet that the article appeared in.")
            raise ValidationError({"outlet": error_about(message, "outlet", "source_url")})

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        related = NewsPage.objects.live().related_to(self).defer_streamfields()[:4]
        related = kept(f"related to {self.pk}", lambda: list(related), in_memory=False)
        return {**context, "related": with_pictures(related)}

    def search_names(self):
        return [self.outlet, self.get_kind_display()]

    @property
    def subject_date(self):
        return PartialDate(self.date, self.date_precision)

    def linked_facts(self, shown):
        facts = super().linked_facts(shown)
        return {
            **facts,
            "datePublished": self.subject_date.isoformat(),  # to its known precision, or left out
            "headline": self.heading,
            "mainEntityOfPage": shown.url,
            "author": organization(self.outlet) or shown.organization,
            "isBasedOn": self.source_url,
        }

    @property
    def film(self):
        """The item's video as ``parse_video()`` returns it, or None."""
        return parse_video(self.video_url)


class ReportIndexPage(ListingPage):
    """The index of reports, filtered by type, year, topic and city."""

    subpage_types = ["news.ReportPage"]
    feed = "reports"

    class Meta:
        verbose_name = _("list of reports")

    def items(self):
        return ReportPage.objects.child_of(self).live()

    def filters(self):
        reports = self.items()
        return {
            "document_type": Filter(_("Type"), _("All types"), ReportPage.DocumentType.choices, "document_type"),
            "year": YearFilter(reports, "published_on"),
            "topic": TopicFilter(reports),
            "city": CityFilter(reports, "cities"),
        }

    def queryset(self, items, choices):
        return items.defer_streamfields().newest_first()

    def with_related(self, items):
        return with_pictures(items.prefetch_related("files__document"))


class ReportPage(AboutCitiesAndTopicsMixin, BodyPage):
    """A publication: a report, a position paper, an open letter, a toolkit or an infographic, with its files."""

    class DocumentType(models.TextChoices):
        """The type of a publication."""

        REPORT = "report", _("Report")
        STATEMENT = "statement", _("Position paper")
        LETTER = "letter", _("Open letter")
        TOOLKIT = "toolkit", _("Toolkit")
        INFOGRAPHIC = "infographic", _("Infographic")

    document_type = models.CharField(_("type"), max_length=12, choices=DocumentType, default=DocumentType.REPORT)
    published_on = models.DateField(_("publication date"), null=True, blank=True)
    date_precision = precision_field(may_be_unknown=True)
    edition = TranslatedCharField(_("edition"), max_length=80, help_text=_("Such as 'second edition' or 'summary'."))
    publisher = models.CharField(
        _("publisher"), max_length=120, blank=True, help_text=_("The organisation that published it.")
    )
    cities = ParentalManyToManyField(
        CityPage,
        verbose_name=_("cities"),
        blank=True,
        related_name="reports",
        help_text=_("The cities it is about. Their pages show it."),
    )
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="+", help_text=_("What it is about.")
    )

    parent_page_types = ["news.ReportIndexPage"]
    subpage_types = []
    shared_as = "article"
    linked_type = "Report"
    partial_dates = {"published_on": "date_precision"}
    required_dates = partial_dates
    translated = [*BodyPage.translated, "edition"]
    shared_panels = [
        FieldPanel("document_type"),
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("date_precision")]),
        FieldPanel("publisher"),
        RowsPanel("files", heading=_("Files"), label=_("File")),
        FieldPanel("cities"),
        FieldPanel("topics"),
        *BodyPage.image_panels,
    ]

    search_kind = SearchKind("report", _("Report"))
    searched = ["introduction", "edition", "body"]
    search_relations = ["cities", "topics", "files__document"]

    shown_relations = ["cities", "topics"]

    objects = PageManager.from_queryset(ReportQuerySet)()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["published_on"])]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        related = ReportPage.objects.live().related_to(self).prefetch_related("files").defer_streamfields()[:4]
        related = kept(f"related to {self.pk}", lambda: list(related), in_memory=False)
        return {**context, "related": with_pictures(related)}

    def search_names(self):
        files = [file.document.title for file in self.files.all()]
        return [self.publisher, self.get_document_type_display(), *files]

    @property
    def subject_date(self):
        return PartialDate(self.published_on, self.date_precision)

    def linked_facts(self, shown):
        models.prefetch_related_objects([self], "files__document")  # the template uses them as well
        files = [
            jsonld(
                "MediaObject",
                contentUrl=urljoin(shown.url, file.document.url),
                inLanguage=file.language,
                encodingFormat=guess_type(file.document.filename)[0],
            )
            for file in self.files.all()
        ]
        return {
            **super().linked_facts(shown),
            "headline": self.heading,
            "datePublished": self.subject_date.isoformat(),
            "version": self.edition,
            "publisher": organization(self.publisher) or shown.organization,
            "encoding": files,
        }


class ReportFile(Orderable):
    """The file of a report in one language."""

    report = ParentalKey(ReportPage, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=languages.choices,
        default=languages.DEFAULT_LANGUAGE,
        help_text=_("The language that this file is written in. One file for each language."),
    )
    document = models.ForeignKey(
        "solidarity.SiteDocument", verbose_name=_("file"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("language"), FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = _("file of a report")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "language"],
                name="report_file_per_language",
                violation_error_message=_("There is a file in this language already."),
            )
        ]
