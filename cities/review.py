"""The workflow in which staff review what officers and translators submit."""

from django.contrib.auth.models import Group
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from cities.models import ReviewTask
from solidarity import roles

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
