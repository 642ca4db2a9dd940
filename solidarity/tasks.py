"""What follows a change, such as writing what search finds: a failure is logged and made good later, and stops nobody.

Whoever publishes a page has published it, whatever becomes of the search, the references and the redirects: each runs
as a task in a savepoint of its own, so that its failure undoes nothing else. Wagtail's own tasks take the same way.
"""

import logging

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks.backends.immediate import ImmediateBackend

logger = logging.getLogger(__name__)


class SavepointBackend(ImmediateBackend):
    """Runs each task at once, and keeps note of one that fails."""

    def _execute_task(self, task_result):
        with transaction.atomic():
            super()._execute_task(task_result)
            if failed := task_result.status == TaskResultStatus.FAILED:
                transaction.set_rollback(True)
        if failed:
            self._note(task_result)

    def _note(self, task_result):
        from solidarity.models import UnfinishedTask

        path, [error] = task_result.task.module_path, task_result.errors
        logger.error("%s%r failed and will be tried again:\n%s", path, tuple(task_result.args), error.traceback)
        UnfinishedTask.objects.note(path, task_result.args, task_result.kwargs, error.traceback)


def finish():
    """Try again what failed; return how many tasks still fail."""
    from solidarity.models import UnfinishedTask

    for unfinished in UnfinishedTask.objects.order_by("pk"):
        result = import_string(unfinished.task).enqueue(*unfinished.args, **unfinished.kwargs)
        if result.status == TaskResultStatus.SUCCESSFUL:
            unfinished.delete()
    return UnfinishedTask.objects.give_up()
