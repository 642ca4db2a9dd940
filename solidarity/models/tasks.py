import json
import logging
from hashlib import sha256

from django.db import models

logger = logging.getLogger(__name__)


class UnfinishedTaskQuerySet(models.QuerySet):
    """Tasks that failed."""

    def note(self, task, args, kwargs, error):
        """Remember a task that failed, once for the same arguments, and how often it did."""
        key = sha256(json.dumps([task, args, kwargs], sort_keys=True).encode()).hexdigest()
        same, is_new = self.get_or_create(
            key=key, defaults={"task": task, "args": args, "kwargs": kwargs, "error": error}
        )
        if not is_new:
            self.filter(pk=same.pk).update(tries=models.F("tries") + 1, error=error)

    def give_up(self):
        """Delete what failed too often, with a word in the log; return how many are still to be tried."""
        for task in self.filter(tries__gte=UnfinishedTask.MOST_TRIES):
            logger.error("%s%r failed %d times and is given up.", task.task, tuple(task.args), task.tries)
            task.delete()
        return self.count()


class UnfinishedTask(models.Model):
    """Something that followed a change and failed; ``manage.py retry_tasks`` tries it again."""

    MOST_TRIES = 50

    key = models.CharField(max_length=64, unique=True)  # of the task and its arguments
    task = models.CharField(max_length=200)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    error = models.TextField(default="")
    tries = models.PositiveIntegerField(default=1)
    since = models.DateTimeField(auto_now_add=True)

    objects = UnfinishedTaskQuerySet.as_manager()

    def __str__(self):
        return f"{self.task}{tuple(self.args)}"
