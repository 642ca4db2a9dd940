"""The review of what officers and translators submit: its workflow, and who is told."""

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import translation
from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask
from wagtail.signals import page_published, task_submitted, workflow_approved, workflow_rejected

from cities.models import CityTeam, ReviewTask
from cities.officers.review_models import submitted
from solidarity import languages, mail, roles
from solidarity.models import User

NAME = "EUROCITIES review"


def sync():
    """Make the workflow, its one task and its place where they are missing; Wagtail's own gives way to it."""
    root = Page.get_first_root_node()
    if not root:
        return
    task, _made = ReviewTask.objects.get_or_create(name=NAME)
    task.groups.set(Group.objects.filter(name=roles.EDITORS.name))
    workflow, _made = Workflow.objects.get_or_create(name=NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    Workflow.objects.filter(name="Moderators approval", workflow_states__isnull=True).delete()


def waiting():
    """Return the TaskStates of what waits for review, oldest first."""
    return TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__reviewtask__isnull=False).order_by(
        "started_at"
    )


def send_digest():
    """Mail each reviewer who chose one mail a day what waits, if anything does; return how many mails that were."""
    states = list(waiting().select_related("revision__user"))
    rows = [(state.workflow_state.content_object, state.revision.user, state.started_at) for state in states]
    if not rows:
        return 0
    reviewers = User.objects.filter(groups__name=roles.EDITORS.name, is_active=True, daily_digest=True).distinct()
    for reviewer in reviewers:
        mail.send("review_digest", reviewer.email, reviewer.language, rows=rows, count=len(rows))
    return len(reviewers)


def changes_address(workflow_state):
    """Return the path of the page that compares what was submitted with what is there now; None if it is the same."""
    sent, latest = submitted(workflow_state), workflow_state.content_object.latest_revision
    if latest is None or latest.pk == sent.pk:
        return None
    return reverse("wagtailadmin_pages:revisions_compare", args=[sent.object_id, sent.pk, latest.pk])


class RecipientLanguageMixin:
    """Writes to those who chose no language in the site's first one; Wagtail takes that of whoever clicked."""

    def __call__(self, *args, **kwargs):
        with translation.override(languages.DEFAULT_LANGUAGE):
            return super().__call__(*args, **kwargs)


class SubmissionNotifier(RecipientLanguageMixin, GroupApprovalTaskStateSubmissionEmailNotifier):
    """Tells the reviewers of a submission, but for those who get one mail a day."""

    def get_recipient_users(self, task_state, **kwargs):
        return super().get_recipient_users(task_state, **kwargs).filter(daily_digest=False)

    def get_context(self, task_state, **kwargs):
        return {**super().get_context(task_state, **kwargs), "sender": task_state.revision.user}


class OutcomeNotifier(RecipientLanguageMixin):
    """Tells who sent a page last what became of it; where they have left, who sent it first, or their colleagues.

    Who decided it knows already.
    """

    def get_recipient_users(self, workflow_state, user=None, **kwargs):
        for sender in (submitted(workflow_state).user, workflow_state.requested_by):
            if sender and sender.is_active:
                return {sender} - {user}
        team = CityTeam.objects.of_page(workflow_state.content_object)
        return (set(team.officers()) if team else set()) - {user}

    def get_context(self, workflow_state, **kwargs):
        return {
            **super().get_context(workflow_state, **kwargs),
            "changes_address": changes_address(workflow_state),
        }


class ApprovalNotifier(OutcomeNotifier, WorkflowStateApprovalEmailNotifier):
    pass


class RejectionNotifier(OutcomeNotifier, WorkflowStateRejectionEmailNotifier):
    pass


# Signals hold their receivers weakly.
NOTIFIERS = (SubmissionNotifier(), ApprovalNotifier(), RejectionNotifier())


def end_with_publication(instance, revision, **kwargs):
    """End the review of a page that was published past it, and tell who sent it; Wagtail would end it without a word.

    It goes on where what was published is older than what was sent, such as a version approved for a later day.
    """
    state = instance.current_workflow_state
    if state and revision.pk >= submitted(state).pk:
        user = get_active_log_context().user
        state.cancel(user=user)
        _submission, approval, _rejection = NOTIFIERS
        approval(instance=state, user=user)


def connect():
    """Listen to publications, and take the place of Wagtail's notifiers: the first connected under an id is called."""
    page_published.connect(end_with_publication, dispatch_uid="end_review_with_publication")
    submission, approval, rejection = NOTIFIERS
    task_submitted.connect(
        submission, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
    )
    workflow_approved.connect(approval, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification")
    workflow_rejected.connect(
        rejection, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
    )
