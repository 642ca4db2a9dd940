from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager

from cities.forms import StatementForm
from cities.models.city import CityPage
from cities.models.quotation import QuotationMixin
from cities.models.terms import ENDS_FIRST, Term, TermsMixin, in_order, in_words, is_former
from cities.querysets import StatementQuerySet
from solidarity import languages
from solidarity.dates import PartialDate, precision_field
from solidarity.fields import TranslatedCharField, TranslatedTextField, column_name, column_names, error_about
from solidarity.generation import kept
from solidarity.linked_data import jsonld
from solidarity.media.video import parse_video, validate_film
from solidarity.models import BodyPage, SearchKind
from solidarity.panels import LanguageGroup, RowsPanel
from solidarity.querysets import with_pictures
from solidarity.text import fold
from solidarity.typed_fields import LanguageField, LongURLField

OTHER_TERMS = RowsPanel(
    "other_terms",
    heading=_("Other terms of office"),
    label=_("Term"),
    help_text=_("If the speaker held the office several times: the terms besides the one above."),
)


class MayorStatementPage(QuotationMixin, TermsMixin, BodyPage):
    """A statement of a city's leader on receiving refugees: of a mayor, or of the holder of another office."""

    speaker = models.CharField(
        _("speaker"), max_length=120, help_text=_("First and last name, as the page should show it.")
    )
    office = TranslatedCharField(
        _("office"), max_length=120, help_text=_("Such as mayor, governing mayor, deputy mayor or vice-president.")
    )
    in_office_from = models.DateField(
        _("in office from"),
        null=True,
        blank=True,
        help_text=_("The first day of the term. Leave it empty if you do not know it."),
    )
    in_office_until = models.DateField(
        _("in office until"), null=True, blank=True, help_text=_("Leave it empty while the leader is in office.")
    )
    portrait = models.ForeignKey(
        "solidarity.SiteImage",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A picture of the speaker, shown beside the words."),
    )
    portrait_consent = models.BooleanField(
        _("the person shown agrees that the portrait is published"),
        default=False,
    )
    quote = TranslatedTextField(
        _("quotation"),
        max_length=3000,
        help_text=_(
            "Leave it empty if the statement is a film only. "
            "Do not type quotation marks: they are added for each language."
        ),
    )
    language_given = LanguageField(
        _("language it was given in"),
        blank=True,
        help_text=_("The quotation in any other language is shown as a translation."),
    )
    quote_original = models.TextField(
        _("quotation in a language not offered by the site"),
        max_length=3000,
        blank=True,
        help_text=_("If it was given in a language without a tab here, such as Turkish or Catalan."),
    )
    date = models.DateField(_("date"), null=True, blank=True, help_text=_("When it was said, if that is known."))
    date_precision = precision_field()
    video_url = LongURLField(
        _("address of the film"),
        blank=True,
        validators=[validate_film],
        help_text=_("The film's page at YouTube or Vimeo."),
    )
    approved_by = models.CharField(
        _("approved by"), max_length=120, blank=True, help_text=_("Who in the mayor's office approved this text.")
    )
    approved_on = models.DateField(
        _("approved on"), null=True, blank=True, help_text=_("The day on which they approved it.")
    )

    parent_page_types = ["cities.CityPage"]
    subpage_types = []
    shared_as = "article"
    partial_dates = {"date": "date_precision"}
    translated = ["heading", "office", "introduction", "quote", "body"]
    shared_panels = [
        FieldPanel("speaker"),
        FieldPanel("portrait"),
        FieldPanel("portrait_consent"),
        FieldRowPanel([FieldPanel("in_office_from"), FieldPanel("in_office_until")], heading=_("Term of office")),
        OTHER_TERMS,
        MultiFieldPanel(
            [
                FieldPanel("language_given"),
                FieldPanel("quote_original"),
                FieldRowPanel([FieldPanel("date"), FieldPanel("date_precision")]),
                FieldPanel("video_url"),
            ],
            heading=_("The statement"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("approved_by"), FieldPanel("approved_on")])],
            heading=_("Approval by the mayor's office"),
        ),
        *BodyPage.image_panels,
    ]

    staff_fields = [
        *BodyPage.staff_fields,
        "listing_image",
        "listing_image_alt",
        "listing_image_decorative",
    ]
    officer_panels = [
        MultiFieldPanel(
            [
                FieldPanel("speaker"),
                FieldRowPanel([FieldPanel("in_office_from"), FieldPanel("in_office_until")]),
            ],
            heading=_("Who speaks"),
        ),
        OTHER_TERMS,
        MultiFieldPanel(
            [
                FieldPanel("language_given"),
                FieldRowPanel([FieldPanel("date"), FieldPanel("date_precision")]),
                FieldPanel("video_url"),
            ],
            heading=_("The statement"),
            help_text=_(
                "Write the office and the quotation in the language it was given in. Open another language only "
                "if you have a translation."
            ),
        ),
        *(LanguageGroup(["office", "quote"], code) for code in languages.codes()),
        MultiFieldPanel([FieldPanel("quote_original")], heading=_("Another language"), classname="collapsed"),
        MultiFieldPanel(
            [FieldPanel("portrait"), FieldPanel("portrait_consent")],
            heading=_("Portrait"),
            help_text=_("The picture needs a credit: who took it."),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("approved_by"), FieldPanel("approved_on")])],
            heading=_("Approval by the mayor's office"),
            help_text=_("You can save without it, but not send the statement to EUROCITIES."),
        ),
    ]
    base_form_class = StatementForm
    written_in = ("body", "quote")
    search_kind = SearchKind("statement", _("Statement"))
    searched = ["introduction", "quote", "office", "body"]

    shown_relations = ["other_terms"]

    objects = PageManager.from_queryset(StatementQuerySet)()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        indexes = [models.Index(fields=["date"])]

    def clean(self):
        super().clean()
        errors = {}
        if self.in_office_from and self.in_office_until and self.in_office_until < self.in_office_from:
            errors["in_office_until"] = error_about(ENDS_FIRST, "in_office_from", "in_office_until")
        if self.quote_original and self.language_given in languages.codes():
            message = _("Write the quotation in the tab of the language it was given in.")
            errors["quote_original"] = error_about(message, "quote_original", "language_given")
        if self.approved_on and self.approved_on > timezone.localdate():
            errors["approved_on"] = _("Nobody can have approved the text on a day to come.")
        if not self.is_unfinished:
            errors |= self._what_is_missing()
        if errors:
            raise ValidationError(errors)

    def _what_is_missing(self):
        """Return a dict of field names and errors, for each empty field that another field requires."""
        errors = {}
        if not self.language_given and (
            self.quote_original or any(getattr(self, name) for name in column_names("quote"))
        ):
            message = _("Say in which language the quotation was given.")
            errors["language_given"] = error_about(message, "language_given")
        if bool(self.approved_by) != bool(self.approved_on):
            lacking = "approved_on" if self.approved_by else "approved_by"
            message = _("Give both who approved the text and when.")
            errors[lacking] = error_about(message, "approved_by", "approved_on")
        return errors

    def derive_title(self):
        self._drop_quotation_marks()
        for code in languages.codes():
            if not getattr(self, column_name("heading", code)):
                setattr(self, column_name("heading", code), self.auto_heading(code))
        super().derive_title()
        if not self.heading_language:  # a draft without an office
            self.title = self.draft_title = self.speaker or capfirst(self._meta.verbose_name)

    def auto_heading(self, language):
        """Return the heading derived from office, city and speaker; empty if the office has no such translation."""
        office = getattr(self, column_name("office", language))
        if not (self.path and self.speaker and office):
            return ""
        with translation.override(language):
            heading = _("%(office)s of %(city)s %(speaker)s on Solidarity Cities") % {
                "office": office,
                "city": self.get_parent().specific.heading,
                "speaker": self.speaker,
            }
        return heading[: self._meta.get_field("heading").max_length]

    def reset_auto_heading(self):
        """Clear the derived headings, so that the next save derives them from the current fields."""
        for code in languages.codes():
            if getattr(self, column_name("heading", code)) == self.auto_heading(code):
                setattr(self, column_name("heading", code), "")

    @property
    def slug_source(self):
        return self.speaker

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        city = self.get_parent().specific
        with_pictures([self], "portrait")
        if not self.portrait:
            with_pictures([city])
        statements = MayorStatementPage.objects.child_of(city).live().defer_streamfields().newest_first()
        statements = kept(f"all statements of {city.pk}", lambda: with_cities(statements), in_memory=False)
        same_city, today = [other for other in statements if other.pk != self.pk], timezone.localdate()
        # Another statement of the speaker may record a term that began after this statement was made.
        others = [term for other in same_city if other.is_by_same_speaker(self) for term in other.terms]
        terms = in_order([*self.terms, *others])
        return {
            **context,
            "city": city,
            "same_city": [other for other in same_city if other.speaks or other.introduction],
            "term": in_words(terms, today),
            "is_former": is_former(terms, today),
        }

    @property
    def location_label(self):
        return self.get_parent().specific.heading

    def linked_data(self, shown, request):
        """Return schema.org's Quotation and its speaker, a Person with the terms of office as OrganizationRoles."""
        page = jsonld(self.linked_type, **self.linked_facts(shown))
        city = self.get_parent().specific
        administration, today = (
            jsonld("GovernmentOrganization", name=city.heading, url=city.website),
            timezone.localdate(),
        )
        roles = [
            # Years only: readers see no more of a term either.
            jsonld(
                "OrganizationRole",
                roleName=self.office,
                startDate=str(term.first.year) if term.first else None,
                endDate=str(term.last.year) if term.is_over(today) else None,
                worksFor=administration,
            )
            for term in self.terms or [Term(None, None)]
        ]
        held = roles if len(roles) > 1 else roles[0]
        speaker = jsonld("Person", **{"@id": shown.part("speaker")}, name=self.speaker, worksFor=held)
        if not (quotation := self.quotation):
            return [page | {"mainEntity": {"@id": speaker["@id"]}}, speaker]
        words = jsonld(
            "Quotation",
            **{"@id": shown.part("quotation")},
            text=quotation.text,
            inLanguage=quotation.language,
            dateCreated=self.subject_date.isoformat(),
            creator={"@id": speaker["@id"]},
            translationOfWork=jsonld("Quotation", inLanguage=quotation.original_language)
            if quotation.is_translation
            else None,
        )
        return [page | {"mainEntity": {"@id": words["@id"]}}, words, speaker]

    def withdraw(self, by):
        """Unpublish the statement, which stays in the admin as a draft, and cancel its review if there is one."""
        if review := self.current_workflow_state:
            review.cancel(user=by)
        self.unpublish(user=by)

    @property
    def is_withdrawn(self):
        """Whether the statement is unpublished."""
        return not self.live

    @classmethod
    def loaded_for_search(cls, pages):
        statements = list(pages)
        cities = CityPage.objects.live().defer_streamfields()
        by_path = {city.path: city for city in cities.filter(path__in=[page.path_of_city for page in statements])}
        for statement in statements:
            statement.city = by_path.get(statement.path_of_city)
        return statements

    @classmethod
    def found_by_name_of(cls, instance):
        return cls.objects.child_of(instance) if isinstance(instance, CityPage) else cls.objects.none()

    def search_passages(self, language):
        yield from super().search_passages(language)
        if self.quote_original:
            yield self.language_given, self.quote_original

    def search_names(self):
        return [self.speaker]

    def search_cities(self):
        return [self.city] if self.city else []

    @property
    def subject_date(self):
        return PartialDate(self.date, self.date_precision)

    @property
    def path_of_city(self):
        """The treebeard path of the parent, the city's page."""
        return self.path[: -self.steplen]

    @property
    def portrait_alt(self):
        """The alternative text of the portrait."""
        return _("Portrait of %(speaker)s") % {"speaker": self.speaker}

    @property
    def speaks(self):
        """Whether the page has the leader's own words, as a quotation or a video."""
        return bool(self.quotation or self.film)

    @property
    def film(self):
        """The statement's video as ``parse_video()`` returns it, or None."""
        return parse_video(self.video_url)

    def is_by_same_speaker(self, other):
        """Return whether another statement of the same city has the same speaker, ignoring case and accents."""
        return fold(self.speaker) == fold(other.speaker)


def with_cities(statements):
    """Return statements as a list, each with its ``city`` set, and with the images of both prefetched.

    Statements of unpublished cities are left out.
    """
    statements = with_pictures(statements, "portrait")
    models.prefetch_related_objects(statements, "other_terms")
    paths = {statement.path_of_city for statement in statements}
    cities = with_pictures(CityPage.objects.live().filter(path__in=paths).defer_streamfields())
    by_path = {city.path: city for city in cities}
    for statement in statements:
        statement.city = by_path.get(statement.path_of_city)
    return [statement for statement in statements if statement.city]
