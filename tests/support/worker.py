"""The worker of the tasks that wait in the database, as in production."""

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult


def work():
    """Do what waits and is due, as ``manage.py db_worker --backend mail --batch`` does."""
    worker = Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        backend_name="mail",
        batch=True,
        interval=0,
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
    )
    # Not run(), which closes the connection that the test's own transaction is open on.
    for result in DBTaskResult.objects.ready().filter(backend_name="mail"):
        worker.run_task(result)
