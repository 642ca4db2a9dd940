"""Who is told by mail what becomes of a submission. Wagtail's signals say when; its own mails would go to others.

Wagtail has no setting that turns its own off, so ours take the ids under which it connects them.
"""

from django.urls import reverse
from wagtail.models import AbstractGroupApprovalTask, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected
from wagtail.users.models import UserProfile

from cities.models import CityTeam
from cities.officers.review_models import submitted_revision
from solidarity import mail
from solidarity.models import User


def notify_reviewers(instance, user=None, **kwargs):
    """Tell the reviewers of a submission, but for who sent it and those who get one mail a day."""
    task = instance.task.specific
    if not isinstance(task, AbstractGroupApprovalTask):
        return
    reviewers = User.objects.filter(groups__in=task.groups.all(), daily_digest=False)
    send("submitted", set(reviewers) - {user}, instance.workflow_state, sender=instance.revision.user)


def notify_of_approval(instance, user=None, **kwargs):
    """Tell of an approval whom it concerns."""
    send("approved", recipients_of(instance, user), instance, comparison_path=comparison_path(instance))


def notify_of_rejection(instance, user=None, **kwargs):
    """Tell whom it concerns which changes a reviewer asks for."""
    comment = instance.current_task_state.specific.get_comment()
    send(
        "rejected", recipients_of(instance, user), instance, comparison_path=comparison_path(instance), comment=comment
    )


def recipients_of(workflow_state, user):
    """Return who sent a page last; where they have left, who sent it first, or their colleagues.

    ``user``, who has decided, knows the outcome already.
    """
    for sender in (submitted_revision(workflow_state).user, workflow_state.requested_by):
        if sender and sender.is_active:
            return {sender} - {user}
    team = CityTeam.objects.of_page(workflow_state.content_object)
    return (set(team.officers()) if team else set()) - {user}


def comparison_path(workflow_state):
    """Return the path of the page that compares what was submitted with what is there now; None if it is the same."""
    sent, latest = submitted_revision(workflow_state), workflow_state.content_object.latest_revision
    if latest is None or latest.pk == sent.pk:
        return None
    return reverse("wagtailadmin_pages:revisions_compare", args=[sent.object_id, sent.pk, latest.pk])


def send(outcome, recipients, workflow_state, **context):
    """Mail an outcome, each to those who can be written to and have not turned such mails off in their account."""
    page = workflow_state.content_object.specific
    for recipient in recipients:
        is_wanted = getattr(UserProfile.get_for_user(recipient), f"{outcome}_notifications")
        if recipient.is_active and recipient.email and is_wanted:
            mail.send(f"review_{outcome}", recipient.email, recipient.language, page=page, **context)


def connect():
    """Listen to the review in the place of Wagtail's notifiers: the first connected under an id is called."""
    task_submitted.connect(
        notify_reviewers, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
    )
    workflow_approved.connect(
        notify_of_approval, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification"
    )
    workflow_rejected.connect(
        notify_of_rejection, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
    )
