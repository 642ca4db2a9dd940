"""The admin's views for staff who manage city officers: a report on all cities, and a page for each city."""

import django_filters
from django.contrib import messages
from django.db import transaction
from django.forms import ModelForm
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from cities.models import CityPage, CityTeam, Invitation


class OfficersFilterSet(WagtailFilterSet):
    """The filter of the report by the number of officers."""

    officers = django_filters.ChoiceFilter(
        label=gettext_lazy("Officers"),
        method="filter_officers",
        choices=[
            ("none", gettext_lazy("None")),
            ("one", gettext_lazy("One")),
            ("enough", gettext_lazy("Two or more")),
        ],
    )

    class Meta:
        model = CityTeam
        fields = []

    def filter_officers(self, teams, name, value):
        """Return the teams with no officer ("none"), with one ("one"), or with two and more ("enough")."""
        conditions = {"none": {"officers_count": 0}, "one": {"officers_count": 1}, "enough": {"officers_count__gte": 2}}
        return teams.filter(**conditions[value])


class OfficersColumn(Column):
    """The officers of a city, with a remark if they are too few."""

    cell_template_name = "cities/admin/officers_cell.html"


class InvitationsColumn(Column):
    """The open invitations of a city."""

    cell_template_name = "cities/admin/invitations_cell.html"


class DateOrNeverColumn(Column):
    """A date, or "never"."""

    cell_template_name = "cities/admin/date_cell.html"


class CitiesPaginator(WagtailPaginator):
    """Counts cities instead of teams in its summary; each city has one team."""

    model = CityPage


class CitiesAndOfficersView(ReportView):
    """The report on each city's officers and invitations, their last sign-in, and the last check of its page."""

    page_title = gettext_lazy("Cities and officers")
    header_icon = "group"
    index_url_name = "officers:report"
    index_results_url_name = "officers:report_results"
    filterset_class = OfficersFilterSet
    paginator_class = CitiesPaginator
    default_ordering = "city__title"
    table_classname = "listing wide-report"
    columns = [
        TitleColumn(
            "city",
            label=gettext_lazy("City"),
            sort_key="city__title",
            get_url=lambda team: reverse("officers:city", args=[team.city_id]),
        ),
        OfficersColumn("officers_listed", label=gettext_lazy("Officers"), sort_key="officers_count"),
        InvitationsColumn("open_invitations", label=gettext_lazy("Invitations")),
        DateOrNeverColumn("last_sign_in", label=gettext_lazy("Last sign-in"), sort_key="last_sign_in"),
        DateOrNeverColumn("last_checked", label=gettext_lazy("Page last checked"), sort_key="last_checked"),
    ]
    export_filename = "cities-and-officers"
    list_export = ["city", "officers_count", "officers_listed", "open_invitations", "last_sign_in", "last_checked"]
    export_headings = {
        "city": gettext_lazy("City"),
        "officers_count": gettext_lazy("Number of officers"),
        "officers_listed": gettext_lazy("Officers"),
        "open_invitations": gettext_lazy("Invitations"),
        "last_sign_in": gettext_lazy("Last sign-in"),
        "last_checked": gettext_lazy("Page last checked"),
    }

    custom_value_preprocess = {
        **ReportView.custom_value_preprocess,
        list: dict.fromkeys(ReportView.FORMATS, lambda people: ", ".join(str(person) for person in people)),
    }

    def get_base_queryset(self):
        return CityTeam.objects.with_overview()

    def get_filtered_queryset(self):
        teams = super().get_filtered_queryset()
        by_city = self.ordering.endswith("city__title")
        # Sorted in Python, since the database's collation is not that of the user's language.
        return teams.by_city(backwards=self.ordering.startswith("-")) if by_city else teams


class InvitationForm(ModelForm):
    """The form that invites an officer."""

    class Meta:
        model = Invitation
        fields = ["name", "email", "language"]


class TeamMixin(WagtailAdminTemplateMixin):
    """The base of the views about the officers of one city, which the URL names by primary key."""

    header_icon = "group"

    @cached_property
    def team(self):
        """The CityTeam, renamed first if its city has been renamed. Raises Http404 if there is none."""
        teams = CityTeam.objects.select_related("city", "group", "collection")
        team = get_object_or_404(teams, city_id=self.kwargs["city_id"])
        if not team.has_current_names:
            team.sync()
        return team

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("officers:report"), "label": _("Cities and officers")},
            {"url": self.city_url, "label": _("Officers of %(city)s") % {"city": self.team.city.title}},
        ]

    @property
    def city_url(self):
        """The URL of the page of the city's officers."""
        return reverse("officers:city", args=[self.team.city_id])

    def get_context_data(self, **kwargs):
        return super().get_context_data(team=self.team, city=self.team.city, city_url=self.city_url, **kwargs)


class OfficersView(TeamMixin, FormView):
    """The officers of a city, its open invitations, and the form that invites an officer."""

    template_name = "cities/admin/officers.html"
    form_class = InvitationForm

    def get_page_title(self):
        return self.get_breadcrumbs_items()[-1]["label"]

    @transaction.atomic
    def post(self, *args, **kwargs):
        CityTeam.objects.select_for_update().get(pk=self.team.pk)  # a double submission is accepted once
        return super().post(*args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": Invitation(team=self.team)}

    def form_valid(self, form):
        invitation = form.instance
        account = invitation.account
        invitation.send(by=self.request.user)
        days = invitation.VALID_FOR.days
        words = {"name": invitation.name, "city": self.team.city.title, "days": days}
        if account and account.is_active:
            text = _("%(name)s already has an account and is now an officer of %(city)s. An email tells them so.")
        else:
            text = _("%(name)s has been invited.")
            if account:
                text += " " + _(
                    "The closed account will be reopened when the invitation is accepted, for %(city)s alone."
                )
            text += " " + ngettext(
                "The link in the email is valid for %(days)d day.",
                "The link in the email is valid for %(days)d days.",
                days,
            )
        messages.success(self.request, text % words)
        return redirect(self.city_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            officers=self.team.officers(), invitations=self.team.invitations.open(), **kwargs
        )


class RemoveView(TeamMixin, TemplateView):
    """The confirmation page for the removal of an officer, which states the consequences."""

    template_name = "cities/admin/remove_officer.html"
    page_title = gettext_lazy("Remove an officer")

    def dispatch(self, request, *args, **kwargs):
        self.officer = self.team.officers().filter(pk=kwargs["user_id"]).first()
        if not self.officer:
            messages.warning(request, _("This person is not an officer of %(city)s.") % {"city": self.team.city.title})
            return redirect(self.city_url)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.team.remove(self.officer, by=request.user)
        words = {"name": self.officer, "city": self.team.city.title}
        messages.success(request, _("%(name)s is no longer an officer of %(city)s.") % words)
        return redirect(self.city_url)

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        is_last_role = self.team.is_last_role_of(self.officer)
        return super().get_context_data(officer=self.officer, is_last_role=is_last_role, **kwargs)


@require_POST
@transaction.atomic
def send_again(request, city_id, invitation_id):
    """Send an open invitation again."""
    if invitation := open_invitation(request, city_id, invitation_id):
        invitation.renew(by=request.user)
        messages.success(request, _("The invitation has been sent again. The previous link is no longer valid."))
    return redirect("officers:city", city_id)


@require_POST
@transaction.atomic
def withdraw(request, city_id, invitation_id):
    """Withdraw an open invitation."""
    if invitation := open_invitation(request, city_id, invitation_id):
        invitation.withdraw(by=request.user)
        messages.success(request, _("The invitation of %(name)s has been withdrawn.") % {"name": invitation.name})
    return redirect("officers:city", city_id)


def open_invitation(request, city_id, pk):
    """Return an open invitation, locked until the transaction ends, or None with a message if it is not open."""
    invitation = Invitation.objects.open().select_for_update().filter(team__city=city_id, pk=pk).first()
    if not invitation:
        messages.warning(request, _("This invitation has been accepted or withdrawn in the meantime."))
    return invitation
