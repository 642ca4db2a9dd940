"""Purging of the cache in front of the site, once another generation has begun."""

import logging
import math
import threading
import time
import traceback
from typing import Any

from django.conf import settings
from django.db import Error, connections
from django.dispatch import receiver
from django_tasks import task
from wagtail.contrib.frontend_cache.utils import get_backends

from solidarity import generation
from solidarity.models import UnfinishedTask
from solidarity.outages import Outage

# How long after a change the cache is purged, in seconds. First when every process knows of it, since the cache would
# keep again what one that does not is asked for meanwhile; then once more, for what such a one was still sending.
DELAYS = (generation.FRESH + 0.1, 5.0)
TOGETHER = 0.1  # seconds; what changes within is purged once

outage = Outage(
    logging.getLogger(__name__),
    "The cache in front of the site could not be purged; `manage.py retry_tasks` tries again.",
    "The cache in front of the site is purged again.",
)


@task()
def purge_all() -> None:
    """Drop all that the cache in front of the site holds. Raises an OSError where it does not do that."""
    for backend in get_backends().values():
        backend.purge_all()


class Purger:
    """Purges in a thread of its own, which lives as long as there is something to purge: no editor waits for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._due: set[float] = set()  # by the monotonic clock, in whole steps of TOGETHER
        self.thread: threading.Thread | None = None

    def ask(self) -> None:
        """Have the cache purged after each of DELAYS."""
        now = time.monotonic()
        with self._lock:
            self._due |= {math.ceil((now + delay) / TOGETHER) * TOGETHER for delay in DELAYS}
            if self.thread is None:
                self.thread = threading.Thread(target=self._run, name="purger")  # the process waits for it at its end
                self.thread.start()

    def _run(self) -> None:
        try:
            while (due := self._next()) is not None:
                time.sleep(max(0.0, due - time.monotonic()))
                begun = max(due, time.monotonic())
                purge()
                with self._lock:
                    self._due = {other for other in self._due if other > begun}
        finally:
            connections.close_all()

    def _next(self) -> float | None:
        """Return when to purge next; None, and this thread ends, if there is nothing to purge."""
        with self._lock:
            if not self._due:
                self.thread = None
                return None
            return min(self._due)


def purge() -> None:
    """Purge, and note where that fails what is to be tried again."""
    try:
        purge_all.call()
        outage.recovered()
    except Exception as error:  # a backend may raise anything, and nobody above could handle it
        outage.failed(error)
        note(traceback.format_exc())


def note(error: str) -> None:
    """Leave it to ``manage.py retry_tasks`` to purge."""
    try:
        UnfinishedTask.objects.note(purge_all.module_path, [], {}, error)
    except Error as failure:  # the database does not answer either
        outage.failed(failure)


purger = Purger()


@receiver(generation.advanced)
def generation_advanced(**kwargs: Any) -> None:
    """Purge what was made in the generation before."""
    if settings.WAGTAILFRONTENDCACHE:
        purger.ask()
