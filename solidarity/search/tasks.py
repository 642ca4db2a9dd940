"""The tasks that write the entries of search; see solidarity/tasks.py for what becomes of one that fails."""

from typing import Any

from django.apps import apps
from django_tasks import task
from wagtail.models import Page

from solidarity.search import indexing


def _found(label: str, pk: int) -> Any:
    """Return an object of a model, by its key; None where it is gone meanwhile."""
    return apps.get_model(label)._default_manager.filter(pk=pk).only("pk").first()


@task()
def refresh_page(label: str, pk: int) -> None:
    """Make the entries of a page what they should be, and if its name changed soon those of the pages found by that."""
    if indexing.refresh_page(pk) and apps.get_model(label) in indexing.naming_models():
        name_changed.enqueue(label, pk)


@task(backend="mail")
def name_changed(label: str, pk: int) -> None:
    """Find pages by the new name of a page or topic.

    Hundreds may be found by the name of a city, for which no editor waits: the worker that sends the mails writes their
    entries. It hands them on to a task of the other kind, so that a failure is noted and tried again.
    """
    refresh_named_with.enqueue(label, pk)


@task()
def refresh_named_with(label: str, pk: int) -> None:
    """Write anew the entries of all pages that are found by the name of a page or topic."""
    if instance := _found(label, pk):
        indexing.refresh_named_with(instance)


@task()
def refresh_below(pk: int) -> None:
    """Make the entries of a page and of all below it what they should be."""
    if page := Page.objects.filter(pk=pk).first():
        indexing.refresh_below(page)


@task()
def refresh(pks: list[int]) -> None:
    """Make the entries of some pages what they should be."""
    indexing.refresh(pks)


@task()
def delete(pk: int) -> None:
    """Delete the entries of a page."""
    indexing.delete(pk)
