"""The overview of a city for its officers: its pages, their editorial states, and what is due."""

from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState, get_default_page_content_type

from cities.models.city import CityPage
from cities.models.pledge import PledgePage
from cities.models.statement import MayorStatementPage
from cities.officers.models import CityCheck
from cities.officers.review_models import WithdrawalRequest


class EditorialState(models.TextChoices):
    """The editorial state of a page's unpublished changes."""

    NONE = "none", _("Nothing to review")
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_ASKED = "changes_asked", _("Changes asked for")
    SCHEDULED = "scheduled", _("Approved, to be published later")


@dataclass
class PageState:
    """A page of a city with its review and its open withdrawal request, if any."""

    page: Page
    review: WorkflowState | None = None
    withdrawal: WithdrawalRequest | None = None

    @property
    def step(self):
        """The EditorialState of the page."""
        if self.review and self.review.status == WorkflowState.STATUS_IN_PROGRESS:
            return EditorialState.IN_REVIEW
        if self.review:
            return EditorialState.CHANGES_ASKED
        if self.page.live and not self.page.has_unpublished_changes:
            return EditorialState.NONE
        return EditorialState.SCHEDULED if self.page.approved_schedule else EditorialState.DRAFT

    @property
    def sent_on(self):
        """The day of the submission that is in review."""
        return timezone.localdate(self.review.current_task_state.started_at)

    @property
    def may_take_back(self):
        """The primary keys of the users who may cancel the review.

        Wagtail allows it to the user who requested it and to the page's owner.
        """
        return {self.review.requested_by_id, self.page.owner_id}

    @property
    def reason(self):
        """The reviewer's reason for requesting changes."""
        return self.review.current_task_state.comment

    @property
    def was_published(self):
        """Whether the page has been unpublished."""
        return not self.page.live and self.page.first_published_at is not None

    @property
    def can_be_withdrawn(self):
        """Whether a withdrawal can be requested."""
        return not self.withdrawal and not WithdrawalRequest.obstacle(self.page)


class CityOverview:
    """The pages of a city with their states. The number of queries does not depend on the number of pages."""

    def __init__(self, city, today=None):
        self.city, self.today = city, today or timezone.localdate()
        statements = MayorStatementPage.objects.child_of(city).defer_streamfields().annotate_approved_schedule()
        pledges = PledgePage.objects.child_of(city).defer_streamfields().annotate_approved_schedule()
        statements = list(statements.newest_first().prefetch_related("other_terms"))
        pledges = list(pledges.newest_first().prefetch_related("progress"))
        keys = [city.pk, *(page.pk for page in (*statements, *pledges))]
        reviews = WorkflowState.objects.active().filter(
            base_content_type=get_default_page_content_type(), object_id__in=[str(key) for key in keys]
        )
        self._reviews = {state.object_id: state for state in reviews.select_related("current_task_state")}
        self._withdrawals = {
            request.page_id: request for request in WithdrawalRequest.objects.open().filter(page__in=keys)
        }
        self.page = self._entry(city)
        self.statements = [self._entry(page) for page in statements]
        self.pledges = [self._entry(page) for page in pledges]

    def _entry(self, page):
        return PageState(page, self._reviews.get(str(page.pk)), self._withdrawals.get(page.pk))

    @cached_property
    def pledges_elsewhere(self):
        """The published pledges that the city signed and that are not below its page, so that staff edit them."""
        pledges = PledgePage.objects.live().of_city(self.city).not_descendant_of(self.city)
        return list(pledges.defer_streamfields().newest_first())

    @cached_property
    def last_check(self):
        """The latest CityCheck of the city's page, or None."""
        return CityCheck.objects.select_related("checked_by").last_of(self.city)

    @cached_property
    def is_due_for_check(self):
        """Whether the yearly check of the city's page is due."""
        return CityPage.objects.filter(pk=self.city.pk).due_for_check(self.today).exists()

    @property
    def can_be_checked(self):
        """Whether the page is published and has not been checked today."""
        return self.city.live and (not self.last_check or self.last_check.checked_on != self.today)

    @property
    def to_change(self):
        """The PageStates of pages for which a reviewer requested changes."""
        return [entry for entry in self._entries() if entry.step == EditorialState.CHANGES_ASKED]

    @property
    def term_over(self):
        """The newest published statement if all leaders have left office, else None.

        A draft by a leader in office counts, since the city is about to publish it.
        """
        current = [entry.page for entry in self.statements if not entry.was_published]
        if not current or not all(statement.has_left(self.today) for statement in current):
            return None
        return next((statement for statement in current if statement.live), None)

    @property
    def is_anything_due(self):
        """Whether the officers have anything to do: changes, the yearly check, or a new leader's statement."""
        return bool(self.to_change or self.is_due_for_check or self.term_over)

    @property
    def pledges_to_report(self):
        """The PageStates of the city's own pledges, except withdrawn ones, on which progress can be reported."""
        return [entry for entry in self.pledges if not entry.page.is_withdrawn]

    def _entries(self):
        return [self.page, *self.statements, *self.pledges]
