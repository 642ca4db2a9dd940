from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, PageManager

from cities.models.city import AboutCitiesMixin, CityPage
from cities.models.filters import CityFilter
from cities.querysets import ProjectQuerySet
from solidarity.dates import PartialDate, precision_field
from solidarity.fields import TranslatedTextField, error_about
from solidarity.forms.filters import YearFilter
from solidarity.generation import kept
from solidarity.linked_data import jsonld, organization
from solidarity.models import BodyPage, ListingPage, SearchKind
from solidarity.panels import RowsPanel
from solidarity.typed_fields import LongURLField


class ProjectIndexPage(ListingPage):
    """The index of joint projects, filtered by the year of their start and by city."""

    subpage_types = ["cities.ProjectPage"]
    feed = "projects"

    class Meta:
        verbose_name = _("list of projects")

    def items(self):
        return ProjectPage.objects.child_of(self).live()

    def filters(self):
        projects = self.items()
        return {
            "year": YearFilter(projects, "starts"),
            "city": CityFilter(projects, "cities"),
        }

    def queryset(self, items, choices):
        return items.defer_streamfields().newest_first()


class ProjectPage(AboutCitiesMixin, BodyPage):
    """A joint project of several cities, limited in time and usually funded by a programme."""

    acronym = models.CharField(
        _("acronym"), max_length=40, blank=True, help_text=_("The short name, such as CITIES-GROW.")
    )
    programme = models.CharField(
        _("programme"), max_length=160, blank=True, help_text=_("The programme that the money comes from.")
    )
    funder = models.CharField(
        _("funder"), max_length=160, blank=True, help_text=_("Who pays, such as the European Commission.")
    )
    lead = models.CharField(
        _("lead partner"), max_length=160, blank=True, help_text=_("The organisation that leads the project.")
    )
    cities = ParentalManyToManyField(
        CityPage,
        verbose_name=_("partner cities"),
        blank=True,
        related_name="projects",
        help_text=_("The cities that take part and have a page on this site."),
    )
    starts = models.DateField(_("starts"), null=True, blank=True, help_text=_("Leave it empty if you do not know it."))
    ends = models.DateField(_("ends"), null=True, blank=True, help_text=_("Leave it empty if you do not know it."))
    dates_precision = precision_field()
    predecessor = models.ForeignKey(
        "self",
        verbose_name=_("predecessor"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="successors",
        help_text=_("The project that this one carries on."),
    )
    predecessors_note = TranslatedTextField(
        _("note on earlier projects"),
        max_length=400,
        help_text=_("For earlier projects that have no page on this site."),
    )
    website = LongURLField(_("website"), blank=True, help_text=_("The project's own site. Begins with https://."))

    parent_page_types = ["cities.ProjectIndexPage"]
    subpage_types = []
    partial_dates = {"starts": "dates_precision", "ends": "dates_precision"}
    translated = [*BodyPage.translated, "predecessors_note"]
    shared_panels = [
        FieldPanel("acronym"),
        FieldRowPanel([FieldPanel("programme"), FieldPanel("funder")]),
        FieldPanel("lead"),
        FieldPanel("cities"),
        RowsPanel("expert_partners", heading=_("Expert partners"), label=_("Partner")),
        FieldRowPanel([FieldPanel("starts"), FieldPanel("ends"), FieldPanel("dates_precision")]),
        FieldPanel("predecessor"),
        FieldPanel("website"),
        *BodyPage.image_panels,
    ]

    search_kind = SearchKind("project", _("Project"))
    searched = ["introduction", "body", "predecessors_note"]
    search_relations = ["cities", "expert_partners"]

    shown_relations = ["cities", "expert_partners", "predecessor"]

    objects = PageManager.from_queryset(ProjectQuerySet)()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        indexes = [models.Index(fields=["starts"])]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, "successors": kept(f"successors of {self.pk}", self._successors, in_memory=False)}

    def _successors(self):
        return list(self.successors.live().defer_streamfields()) if self.pk else []

    @property
    def has_facts(self):
        """Whether the page has anything to show in the box of facts beside the text."""
        known = [self.lead, self.programme, self.funder, self.starts, self.ends, self.website, self.predecessors_note]
        return any(known) or bool(self.predecessor and self.predecessor.live) or bool(self.expert_partners.all())

    def search_names(self):
        partners = [partner.name for partner in self.expert_partners.all()]
        return [self.acronym, self.programme, self.funder, self.lead, *partners]

    @property
    def subject_date(self):
        return self.start

    @property
    def start(self):
        """The first day, as a PartialDate."""
        return PartialDate(self.starts, self.dates_precision)

    @property
    def end(self):
        """The last day, as a PartialDate."""
        return PartialDate(self.ends, self.dates_precision)

    def linked_data(self, shown, request):
        """Return schema.org's Project as the page's main entity."""
        page = jsonld(self.linked_type, **self.linked_facts(shown))
        project = jsonld(
            "Project",
            **{"@id": shown.part("project")},
            name=self.heading,
            alternateName=self.acronym,
            url=self.website,
            funder=organization(self.funder),
        )
        return [page | {"mainEntity": {"@id": project["@id"]}}, project]

    def clean(self):
        super().clean()
        first, last = self.start.isoformat(), self.end.isoformat()
        if first and last and last < first:  # compared at their precision: both may be the same year
            raise ValidationError({"ends": error_about(_("The project ends before it begins."), "starts", "ends")})


class ExpertPartner(Orderable):
    """An organisation that contributes expertise to a project."""

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="expert_partners")
    name = models.CharField(_("name"), max_length=160, help_text=_("The organisation, not a person."))

    panels = [FieldPanel("name")]

    class Meta(Orderable.Meta):
        verbose_name = _("expert partner")
