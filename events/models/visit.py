from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable, Page, PageManager

from cities.models import CityPage
from events.models.calendar_file import CalendarFileMixin
from events.querysets import VisitQuerySet
from solidarity.blocks.extraction import passages
from solidarity.dates import PartialDate, format_range
from solidarity.fields import TranslatedCharField, TranslatedRichTextField, error_about
from solidarity.generation import kept
from solidarity.linked_data import jsonld, organization
from solidarity.models import BodyPage, SearchKind, Topic
from solidarity.panels import RowsPanel, translated_panels

FEATURES = ["bold", "italic", "ol", "ul", "link"]


class MentoringVisitPage(CalendarFileMixin, BodyPage):
    """A visit of mentor cities to a host city, which drafts an action plan and has it tested and endorsed."""

    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    dates_note = TranslatedCharField(
        _("note on the dates"), max_length=200, help_text=_("For example where sources differ.")
    )
    host_city = models.ForeignKey(
        CityPage,
        verbose_name=_("host city"),
        null=True,
        on_delete=models.RESTRICT,
        related_name="visits_hosted",
        help_text=_("The city that is visited."),
    )
    mentor_cities = ParentalManyToManyField(
        CityPage,
        verbose_name=_("mentor cities"),
        related_name="visits_mentored",
        help_text=_("The cities that come to give advice."),
    )
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="+", help_text=_("What the visit is about.")
    )
    objectives = TranslatedRichTextField(
        _("objectives"), features=FEATURES, help_text=_("What the visit is to achieve.")
    )
    people_met = TranslatedRichTextField(
        _("people met"), features=FEATURES, help_text=_("Whom the visitors met, by organisation or office.")
    )
    outcome = TranslatedRichTextField(_("outcome"), features=FEATURES, help_text=_("What came of the visit."))
    funder = models.CharField(_("funder"), max_length=200, blank=True, help_text=_("Who pays for the visit."))
    method = models.CharField(
        _("method"), max_length=160, blank=True, help_text=_("How cities advise each other, such as ImpleMentoring.")
    )
    action_plan = models.ForeignKey(
        "solidarity.SiteDocument",
        verbose_name=_("action plan"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The plan that the host made. Everybody can read it here."),
    )
    report = models.ForeignKey(
        Page,
        verbose_name=_("report"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The page of the report on this visit, if there is one."),
    )

    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []
    linked_type = "Event"
    translated = ["heading", "introduction", "dates_note", "objectives", "people_met", "outcome", "body"]
    shared_panels = [
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
        FieldPanel("host_city"),
        FieldPanel("mentor_cities"),
        FieldPanel("topics"),
        RowsPanel("delegation", heading=_("Delegation"), label=_("Member")),
        FieldRowPanel([FieldPanel("method"), FieldPanel("funder")]),
        FieldPanel("action_plan"),
        PageChooserPanel("report", page_type="news.ReportPage"),
        *BodyPage.image_panels,
    ]

    search_kind = SearchKind("visit", _("Mentoring visit"))
    searched = ["introduction", "objectives", "people_met", "outcome", "body", "dates_note"]
    search_relations = ["host_city", "mentor_cities", "topics", "delegation"]

    shown_relations = ["host_city", "mentor_cities", "topics", "delegation", "action_plan"]

    objects = PageManager.from_queryset(VisitQuerySet)()

    class Meta:
        verbose_name = _("mentoring visit")
        verbose_name_plural = _("mentoring visits")
        indexes = [models.Index(fields=["first_day"]), models.Index(fields=["last_day"])]

    # Attributes of EventPage that templates and calendars read of both types.
    all_day = True
    change_of_plan = hours_shown = venue = organiser = ""

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        report = self.report.specific if self.report and self.report.live else None
        visits = MentoringVisitPage.objects.live().select_related("host_city").defer_streamfields()
        related = kept(f"related to {self.pk}", lambda: list(visits.related_to(self)[:4]), in_memory=False)
        return {**context, "report": report, "related": related}

    def clean(self):
        super().clean()
        errors = {}
        if self.first_day and self.last_day and self.last_day < self.first_day:
            errors["last_day"] = error_about(_("The visit ends before it begins."), "first_day", "last_day")
        if self.report and self.report.specific_class is not apps.get_model("news", "ReportPage"):
            errors["report"] = _("Choose the page of a report.")
        if errors:
            raise ValidationError(errors)

    def search_passages(self, language):
        yield from super().search_passages(language)
        for member in self.delegation.all():
            yield from passages(member, ["role"], language)

    def search_names(self):
        delegation = [text for member in self.delegation.all() for text in (member.name, member.organisation)]
        return [self.funder, self.method, *delegation]

    def search_cities(self):
        hosts = [self.host_city] if self.host_city else []
        return [*hosts, *self.mentor_cities.all()]

    def search_topics(self):
        return self.topics.all()

    @property
    def subject_date(self):
        return PartialDate(self.first_day)

    @property
    def end(self):
        """The last day, as a PartialDate."""
        return PartialDate(self.last_day)

    @property
    def location_label(self):
        return self.host_city.heading if self.host_city and self.host_city.live else ""

    def linked_facts(self, shown):
        about_page = super().linked_facts(shown)
        facts = {name: about_page[name] for name in ("@id", "url", "name", "description", "inLanguage", "image")}
        place = None
        if city := self.host_city:
            address = jsonld("PostalAddress", addressLocality=city.heading, addressCountry=city.country.code)
            place = jsonld("Place", name=city.heading, address=address)
        return {
            **facts,
            "startDate": self.first_day.isoformat(),
            "endDate": self.last_day.isoformat(),
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "location": place,
            "organizer": shown.organization,
            "funder": organization(self.funder),
        }

    @property
    def days_shown(self):
        """The days in the reader's language."""
        return format_range(self.first_day, self.last_day)

    @property
    def is_past(self):
        """Whether the visit is over."""
        return self.last_day < timezone.localdate()


class DelegationMember(Orderable):
    """A member of a visit's delegation, whose participation may be unconfirmed."""

    visit = ParentalKey(MentoringVisitPage, on_delete=models.CASCADE, related_name="delegation")
    name = models.CharField(_("name"), max_length=120)
    role = TranslatedCharField(_("role"), max_length=120, help_text=_("What they do, such as head of department."))
    organisation = models.CharField(
        _("organisation"), max_length=160, blank=True, help_text=_("The city or organisation that they work for.")
    )
    confirmed = models.BooleanField(
        _("confirmed"), default=True, help_text=_("If this is not ticked, the page says that they are to be confirmed.")
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("organisation"), FieldPanel("confirmed")]),
        *translated_panels("role"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("member of the delegation")
