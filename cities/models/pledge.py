from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, PageManager

from cities.models.city import CityPage
from cities.pledge_status import PledgeStatus, Standing
from cities.querysets import PledgeQuerySet, SignatoryQuerySet
from solidarity.blocks.extraction import passages
from solidarity.dates import PartialDate, precision_field
from solidarity.fields import TranslatedTextField, error_about
from solidarity.models import BodyPage, LimitsMixin, SearchKind
from solidarity.panels import RowsPanel, translated_panels
from solidarity.text import collation_key
from solidarity.typed_fields import LargeNumberField, LongURLField


class PledgePage(BodyPage):
    """A pledge of one or more cities. The number pledged belongs to all signatories together.

    It is never divided among the cities, and every total counts it once.
    """

    class Pillar(models.TextChoices):
        """The four areas of the initiative's work."""

        KNOWLEDGE = "knowledge", _("Exchange of knowledge")
        ADVOCACY = "advocacy", _("Advocacy")
        ASSISTANCE = "assistance", _("Help from city to city")
        RECEPTION = "reception", _("Reception of asylum seekers")

    class Unit(models.TextChoices):
        """What the number of a pledge counts. Numbers of different units are never added."""

        PLACES = "places", _("places")
        PEOPLE = "people", _("people")
        HOMES = "homes", _("homes")
        SCHOLARSHIPS = "scholarships", _("scholarships")
        EUROS = "euros", _("euros")

    Status = PledgeStatus

    pillar = models.CharField(
        _("pillar"),
        max_length=10,
        choices=Pillar,
        help_text=_("The part of the initiative's work that the pledge belongs to."),
    )
    made_on = models.DateField(_("date made"), null=True, blank=True)
    made_on_precision = precision_field(may_be_unknown=True)
    due_on = models.DateField(
        _("to be fulfilled by"),
        null=True,
        blank=True,
        help_text=_("After this day an unfulfilled pledge counts as lapsed."),
    )
    number = LargeNumberField(
        _("number pledged"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Of all signatories together."),
    )
    unit = models.CharField(_("unit"), max_length=12, choices=Unit, blank=True, help_text=_("What the number counts."))
    addressees = TranslatedTextField(_("addressees"), max_length=400, help_text=_("To whom the pledge was made."))
    letter = models.ForeignKey(
        "solidarity.SiteDocument",
        verbose_name=_("letter"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The letter in which the pledge was made. Everybody can read it here."),
    )
    withdrawn_on = models.DateField(
        _("withdrawn on"),
        null=True,
        blank=True,
        help_text=_("Only if the pledge was withdrawn. It stays on the site, marked as withdrawn."),
    )
    withdrawal_reason = TranslatedTextField(
        _("reason for the withdrawal"), max_length=400, help_text=_("Shown with a pledge that was withdrawn.")
    )

    parent_page_types = ["cities.PledgeIndexPage", "cities.CityPage"]
    subpage_types = []
    partial_dates = {"made_on": "made_on_precision"}
    required_dates = partial_dates
    translated = [*BodyPage.translated, "addressees", "withdrawal_reason"]
    shared_panels = [
        FieldPanel("pillar"),
        FieldRowPanel([FieldPanel("made_on"), FieldPanel("made_on_precision"), FieldPanel("due_on")]),
        FieldRowPanel([FieldPanel("number"), FieldPanel("unit")]),
        RowsPanel("signatories", heading=_("Signatories"), label=_("City")),
        FieldPanel("letter"),
        RowsPanel(
            "progress",
            heading=_("Progress"),
            label=_("Progress report"),
            help_text=_("Add each progress report below the earlier ones, and leave those as they are."),
            attrs={"data-contentpath": "progress"},  # the target of links with this contentpath in their fragment
        ),
        FieldPanel("withdrawn_on"),
        *BodyPage.image_panels,
    ]

    staff_fields = [*BodyPage.staff_fields, "withdrawn_on", "withdrawal_reason"]

    search_kind = SearchKind("pledge", _("Pledge"))
    searched = ["introduction", "body", "addressees", "withdrawal_reason"]
    search_relations = ["signatories__city", "progress"]

    shown_relations = ["letter"]

    objects = PageManager.from_queryset(PledgeQuerySet)()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        indexes = [models.Index(fields=["made_on"])]

    def clean(self):
        super().clean()
        errors = {}
        if self.due_on and self.made_on and self.due_on < self.made_on:
            errors["due_on"] = error_about(_("This is before the pledge was made."), "due_on", "made_on")
        if self.withdrawn_on and self.made_on and self.withdrawn_on < self.made_on:
            errors["withdrawn_on"] = error_about(_("This is before the pledge was made."), "withdrawn_on", "made_on")
        if self.number and not self.unit and not self.is_unfinished:
            errors["unit"] = error_about(_("Say what the number counts."), "number", "unit")
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        # A pledge below a city's page without signatories belongs to that city.
        if not self.signatories.all():
            parent = self.get_parent()
            if parent and issubclass(parent.specific_class, CityPage):
                self.signatories.add(PledgeSignatory(city_id=parent.pk))
        return super().save(*args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        # Cached on the instance, saved or previewed, since the properties below read these relations repeatedly.
        self.progress.get_object_list()
        signatories = self.signatories.get_object_list()
        cities = CityPage.objects.live().defer_streamfields().in_bulk([signatory.city_id for signatory in signatories])
        published = [signatory for signatory in signatories if signatory.city_id in cities]
        for signatory in published:
            signatory.city = cities[signatory.city_id]
        published.sort(key=lambda signatory: collation_key(signatory.city.heading))
        return {**super().get_context(request, *args, **kwargs), "signatories": published}

    def search_passages(self, language):
        yield from super().search_passages(language)
        for report in self.progress.all():
            yield from passages(report, ["note"], language)

    def search_names(self):
        return [self.get_pillar_display()]

    def search_cities(self):
        return [signatory.city for signatory in self.signatories.all()]

    @property
    def subject_date(self):
        return PartialDate(self.made_on, self.made_on_precision)

    @property
    def location_label(self):
        parent = self.get_parent().specific
        return parent.heading if isinstance(parent, CityPage) else ""

    def withdraw(self, by):
        """Mark the pledge as withdrawn today, in the published revision and in a newer draft. It stays published.

        A review in progress is cancelled; the draft has to be submitted again.
        """
        if review := self.current_workflow_state:
            review.cancel(user=by)
        today = timezone.localdate()
        draft = self.get_latest_revision_as_object() if self.has_unpublished_changes else None
        self.withdrawn_on = today
        # Publishes the live content with the new date, not the draft, which has not been reviewed.
        self.save_revision(user=by).publish(user=by)
        if draft:
            draft.withdrawn_on = today
            draft.save_revision(user=by, clean=False)

    @property
    def is_withdrawn(self):
        """Whether the pledge is withdrawn today."""
        return self.status_on() == self.Status.WITHDRAWN

    def standing_on(self, today=None):
        """Return the Standing on a day, by default today. ``PledgeQuerySet.with_state`` is its query counterpart."""
        return Standing(self, today or timezone.localdate())

    def reports(self, today=None):
        """Return the progress reports up to a day, by default today, the oldest first."""
        return self.standing_on(today).reports

    def reached_on(self, today=None):
        """Return the last number reported up to a day, by default today, or None."""
        return self.standing_on(today).reached

    def status_on(self, today=None):
        """Return the Status on a day, by default today."""
        return self.standing_on(today).status

    @property
    def status(self):
        """The Status today."""
        return self.status_on()

    @property
    def reached(self):
        """The last number reported, or None."""
        return self.reached_on()

    @property
    def share_reached(self):
        """The share of the number pledged that is reached, in per cent, rounded down; None without a number."""
        if not self.number:
            return None
        return min(100, 100 * (self.reached or 0) // self.number)

    @property
    def status_reason(self):
        """The reason for the status, as one sentence for readers."""
        return self.standing_on().reason

    @property
    def published_signatories(self):
        """The signatories whose city is published."""
        return [signatory for signatory in self.signatories.all() if signatory.city.live]

    @property
    def is_joint(self):
        """Whether several cities made the pledge together."""
        return len(self.signatories.all()) > 1

    @property
    def unit_name(self):
        """The unit's name in the grammatical number of the number pledged."""
        return unit_name(self.unit, self.number or 0)


def unit_name(unit, number):
    """Return a unit's name in the plural form for a number in the reader's language."""
    names = {
        PledgePage.Unit.PLACES: ngettext("place", "places", number),
        PledgePage.Unit.PEOPLE: ngettext("person", "people", number),
        PledgePage.Unit.HOMES: ngettext("home", "homes", number),
        PledgePage.Unit.SCHOLARSHIPS: ngettext("scholarship", "scholarships", number),
        PledgePage.Unit.EUROS: ngettext("euro", "euros", number),
    }
    return names.get(unit, "")


class PledgeSignatory(LimitsMixin, Orderable):
    """A city that signs a pledge. ``share`` is set only if each signatory pledged a number of its own."""

    pledge = ParentalKey(PledgePage, on_delete=models.CASCADE, related_name="signatories")
    city = models.ForeignKey(CityPage, verbose_name=_("city"), on_delete=models.RESTRICT, related_name="+")
    share = LargeNumberField(
        _("share"),
        null=True,
        blank=True,
        help_text=_("Only where each signatory promised a number of its own. Never divide a joint number."),
    )

    panels = [FieldPanel("city"), FieldPanel("share")]

    objects = SignatoryQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("signatory")
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "city"],
                name="pledge_signed_once",
                violation_error_message=_("This city is named already."),
            )
        ]


class PledgeProgress(LimitsMixin, models.Model):
    """A progress report: what has been reached of a pledge up to a day."""

    pledge = ParentalKey(PledgePage, on_delete=models.CASCADE, related_name="progress")
    date = models.DateField(_("date"), help_text=_("The day up to which this report covers progress."))
    number = LargeNumberField(
        _("number reached"),
        null=True,
        blank=True,
        help_text=_("In all up to this day, in the pledge's unit, not since the last report."),
    )
    completes = models.BooleanField(
        _("this fulfils the pledge"), default=False, help_text=_("For pledges without a number.")
    )
    note = TranslatedTextField(_("note"), max_length=500, help_text=_("What was reached, in a sentence or two."))
    evidence = LongURLField(_("evidence"), blank=True, help_text=_("Where it can be checked."))

    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("number"), FieldPanel("completes")]),
        FieldPanel("evidence"),
        *translated_panels("note"),
    ]

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("progress report")

    def clean(self):
        super().clean()
        errors = {}
        if self.date and self.date > timezone.localdate():
            errors["date"] = _("Progress cannot be reported for a day to come.")
        if self.completes and self.number is not None:
            message = _("Where a number is reported, the number says whether the pledge is fulfilled.")
            errors["completes"] = error_about(message, "completes", "number")
        if errors:
            raise ValidationError(errors)
