"""The review of submissions by officers and translators: its workflow, and the notifications."""

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
    """Create the workflow and its task if missing, and assign it to the page tree in place of Wagtail's default one."""
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
    """Return the queryset of the TaskStates of submissions that wait for review, the oldest first."""
    return TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__reviewtask__isnull=False).order_by(
        "started_at"
    )


def send_digest():
    """E-mail the waiting submissions to each reviewer who chose the daily digest. Return the number of e-mails."""
    states = list(waiting().select_related("revision__user"))
    rows = [(state.workflow_state.content_object, state.revision.user, state.started_at) for state in states]
    if not rows:
        return 0
    reviewers = User.objects.filter(groups__name=roles.EDITORS.name, is_active=True, daily_digest=True).distinct()
    for reviewer in reviewers:
        mail.send("review_digest", reviewer.email, reviewer.language, rows=rows, count=len(rows))
    return len(reviewers)


def changes_address(workflow_state):
    """Return the path of the view that compares the submitted with the latest revision, or None if they are equal."""
    sent, latest = submitted(workflow_state), workflow_state.content_object.latest_revision
    if latest is None or latest.pk == sent.pk:
        return None
    return reverse("wagtailadmin_pages:revisions_compare", args=[sent.object_id, sent.pk, latest.pk])


class RecipientLanguageMixin:
    """Sends in the site's default language to users without a preferred one, not in that of the acting user."""

    def __call__(self, *args, **kwargs):
        with translation.override(languages.DEFAULT_LANGUAGE):
            return super().__call__(*args, **kwargs)


class SubmissionNotifier(RecipientLanguageMixin, GroupApprovalTaskStateSubmissionEmailNotifier):
    """Notifies the reviewers of a submission, except those who chose the daily digest."""

    def get_recipient_users(self, task_state, **kwargs):
        return super().get_recipient_users(task_state, **kwargs).filter(daily_digest=False)

    def get_context(self, task_state, **kwargs):
        return {**super().get_context(task_state, **kwargs), "sender": task_state.revision.user}


class OutcomeNotifier(RecipientLanguageMixin):
    """Notifies the user who submitted a page last of the decision.

    If that account is inactive, the user who submitted it first is notified, else the city's officers. The user who
    decided is never notified.
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
    """Notifies of an approval."""


class RejectionNotifier(OutcomeNotifier, WorkflowStateRejectionEmailNotifier):
    """Notifies of a request for changes."""


# Kept in a module variable, since signals hold only weak references to their receivers.
NOTIFIERS = (SubmissionNotifier(), ApprovalNotifier(), RejectionNotifier())


def end_with_publication(instance, revision, **kwargs):
    """Cancel the review of a page that was published directly, and notify its submitter, which Wagtail does not do.

    The review continues if the published revision is older than the submitted one, such as a scheduled revision.
    """
    state = instance.current_workflow_state
    if state and revision.pk >= submitted(state).pk:
        user = get_active_log_context().user
        state.cancel(user=user)
        _submission, approval, _rejection = NOTIFIERS
        approval(instance=state, user=user)


def connect():
    """Connect the receivers, those of e-mails under Wagtail's dispatch_uids.

    A signal ignores a second receiver with the same dispatch_uid, so these replace Wagtail's own, which connect later.
    """
    page_published.connect(end_with_publication, dispatch_uid="end_review_with_publication")
    submission, approval, rejection = NOTIFIERS
    task_submitted.connect(
        submission, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
    )
    workflow_approved.connect(approval, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification")
    workflow_rejected.connect(
        rejection, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
    )
