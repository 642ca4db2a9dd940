"""The querysets of teams, invitations, checks and withdrawal requests."""

from django.apps import apps
from django.db.models import (
    Count,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone
from wagtail.permissions import page_permission_policy

from solidarity.database.alphabetical import alphabetically, by_name
from solidarity.text import collation_key


class TeamQuerySet(QuerySet):
    """The queryset of the teams of officers."""

    def of(self, user):
        """Return the teams of a user, sorted by the title of their cities."""
        return self.filter(group__user=user).select_related("city").order_by(alphabetically("city__title"))

    def of_page(self, page):
        """Return the team of the city that a page is or is below, or None."""
        return self.filter(
            city__path__in=[page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
        ).first()

    def to_ask_for_check(self, today=None):
        """Return the teams whose city is due for its yearly check, except those reminded of it within the last year."""
        today = today or timezone.localdate()
        cities = apps.get_model("cities", "CityPage").objects.due_for_check(today)
        reminded = Q(asked_on__gt=today - apps.get_model("cities", "CityCheck").EVERY)
        return self.filter(city__in=cities.values("pk")).exclude(reminded).select_related("city", "group")

    def by_city(self, backwards=False):
        """Return a list of the teams, sorted by the title of their cities in the user's language."""
        return sorted(self, key=lambda team: collation_key(team.city.title), reverse=backwards)

    def with_officers(self):
        """Annotate with the number of active officers as ``officers_count``."""
        return self.annotate(officers_count=Count("group__user", filter=Q(group__user__is_active=True), distinct=True))

    def with_overview(self):
        """Annotate and prefetch what the report shows.

        These are ``officers_count``, ``last_sign_in``, ``last_checked``, ``open_invitations``, and the group's
        ``officers``.
        """
        check, invitation, city, user = (
            apps.get_model(name)
            for name in ("cities.CityCheck", "cities.Invitation", "cities.CityPage", "solidarity.User")
        )
        checks = check.objects.filter(city=OuterRef("city")).order_by("-checked_on")
        officers = user.objects.filter(is_active=True).order_by(*by_name())
        return (
            self.with_officers()
            .annotate(
                last_sign_in=Max("group__user__last_login", filter=Q(group__user__is_active=True)),
                last_checked=Subquery(checks.values("checked_on")[:1]),
            )
            .select_related("group")
            .prefetch_related(
                Prefetch("city", city.objects.defer_streamfields()),
                Prefetch("group__user_set", officers, to_attr="officers"),
                Prefetch("invitations", invitation.objects.open(), to_attr="open_invitations"),
            )
        )


class InvitationQuerySet(QuerySet):
    """The queryset of invitations."""

    def open(self):
        """Return the invitations that have not been accepted, including expired ones."""
        return self.filter(accepted_at__isnull=True)


class CheckQuerySet(QuerySet):
    """The queryset of the yearly checks of cities' pages."""

    def last_of(self, city):
        """Return the latest check of a city, or None."""
        if city.pk is None:  # a preview of a city that was never saved
            return None
        return self.filter(city=city).order_by("-checked_on", "-pk").first()


class WithdrawalQuerySet(QuerySet):
    """The queryset of withdrawal requests."""

    def open(self):
        """Return the undecided requests, the oldest first."""
        return self.filter(decision="").order_by("asked_at", "pk")

    def to_decide_by(self, user):
        """Return the open requests for pages that a user may publish."""
        pages = page_permission_policy.instances_user_has_permission_for(user, "publish")
        return self.open().filter(page__in=pages.values("pk")).select_related("page", "asked_by")
