"""Tasks that follow a change, such as indexing for search: failures are logged and retried, and do not stop the change.

A page is published whatever happens to the search index, the references and the redirects: each task runs in its own
savepoint, so that its failure rolls back nothing else. Wagtail's own tasks use the same backend.
"""

import logging

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks.backends.immediate import ImmediateBackend

logger = logging.getLogger(__name__)


class SavepointBackend(ImmediateBackend):
    """A task backend that runs each task immediately, in a savepoint, and records one that fails."""

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
    """Retry the recorded tasks; return how many still fail."""
    from solidarity.models import UnfinishedTask

    for unfinished in UnfinishedTask.objects.order_by("pk"):
        result = import_string(unfinished.task).enqueue(*unfinished.args, **unfinished.kwargs)
        if result.status == TaskResultStatus.SUCCESSFUL:
            unfinished.delete()
    return UnfinishedTask.objects.give_up()
