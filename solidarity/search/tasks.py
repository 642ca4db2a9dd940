"""The tasks that write the rows of search; see solidarity/tasks.py for what becomes of one that fails."""

from django.apps import apps
from django_tasks import task
from wagtail.models import Page

from solidarity.search import indexing


def _found(label, number):
    """Return an object of a model, by its key; None where it is gone meanwhile."""
    return apps.get_model(label)._default_manager.filter(pk=number).only("pk").first()


@task()
def refresh_page(label, number):
    """Make the rows of a page what they should be, and if its name changed those of the pages found by that."""
    if page := _found(label, number):
        indexing.refresh_page(page)


@task()
def refresh_named_with(label, number):
    """Write anew the rows of all pages that are found by the name of a page or topic."""
    if thing := _found(label, number):
        indexing.refresh_named_with(thing)


@task()
def refresh_below(number):
    """Make the rows of a page and of all below it what they should be."""
    if page := Page.objects.filter(pk=number).first():
        indexing.refresh_below(page)


@task()
def refresh(numbers):
    """Make the rows of some pages what they should be."""
    indexing.refresh(numbers)


@task()
def delete(number):
    """Delete the rows of a page."""
    indexing.delete(number)
