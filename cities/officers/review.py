"""The review of what officers and translators submit: its workflow, and the daily mail of what waits."""

from django.contrib.auth.models import Group
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, TaskState, Workflow, WorkflowPage, WorkflowTask
from wagtail.signals import page_published

from cities.models import ReviewTask
from cities.officers import notifications
from cities.officers.review_models import submitted_revision
from solidarity import mail, roles
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


def pending_states():
    """Return the queryset of the TaskStates of submissions that wait for review, the oldest first."""
    return TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__reviewtask__isnull=False).order_by(
        "started_at"
    )


def send_digest():
    """E-mail the waiting submissions to each reviewer who chose the daily digest. Return the number of e-mails."""
    states = list(pending_states().select_related("revision__user"))
    rows = [(state.workflow_state.content_object, state.revision.user, state.started_at) for state in states]
    if not rows:
        return 0
    reviewers = User.objects.filter(groups__name=roles.EDITORS.name, is_active=True, daily_digest=True).distinct()
    for reviewer in reviewers:
        mail.send("review_digest", reviewer.email, reviewer.language, rows=rows, count=len(rows))
    return len(reviewers)


def end_review_on_publication(instance, revision, **kwargs):
    """Cancel the review of a page that was published directly, and notify its submitter, which Wagtail does not do.

    The review continues if the published revision is older than the submitted one, such as a scheduled revision.
    """
    state = instance.current_workflow_state
    if state and revision.pk >= submitted_revision(state).pk:
        user = get_active_log_context().user
        state.cancel(user=user)
        notifications.notify_of_approval(instance=state, user=user)


def connect():
    """Listen to publications."""
    page_published.connect(end_review_on_publication, dispatch_uid="end_review_with_publication")
