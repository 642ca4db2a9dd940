"""When the entries of search are written: as pages and topics change."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from solidarity.models import SitePage, Topic
from solidarity.search import indexing, tasks


@receiver(page_published)
def page_changed(instance: Page, **kwargs: object) -> None:
    """Find a page by what it says now."""
    if isinstance(instance, SitePage):
        tasks.refresh_page.enqueue(instance._meta.label, instance.pk)


@receiver(page_unpublished)
def page_taken_down(instance: Page, **kwargs: object) -> None:
    """Find a page no more, nor others by its name. One about to be deleted comes here while it is still there."""
    if isinstance(instance, SitePage):
        tasks.delete.enqueue(instance.pk)
        label, pk = instance._meta.label, instance.pk
        transaction.on_commit(lambda: tasks.name_changed.enqueue(label, pk))


@receiver(post_page_move)
def page_moved(instance: Page, **kwargs: object) -> None:
    """Follow a move: a statement is found by the name of the city under which it stands."""
    tasks.refresh_below.enqueue(instance.pk)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restriction_changed(instance: PageViewRestriction, raw: bool = False, **kwargs: object) -> None:
    """Hide what only some may see, and all below it, and show it again."""
    if not raw:
        tasks.refresh_below.enqueue(instance.page_id)


@receiver(post_save, sender=Topic)
def topic_renamed(instance: Topic, raw: bool = False, created: bool = False, **kwargs: object) -> None:
    """Find pages by the new name of their topic."""
    if not (raw or created):
        tasks.name_changed.enqueue(instance._meta.label, instance.pk)


@receiver(pre_delete)
def remember_related(instance: Model, **kwargs: object) -> None:
    """Note which pages are found by the name of what is about to be deleted: afterwards nothing tells."""
    if isinstance(instance, SitePage | Topic):
        instance.named_by = [
            pk
            for kind in indexing.page_kinds()
            for pk in kind.found_by_name_of(instance).live().values_list("pk", flat=True)
        ]


@receiver(post_delete)
def reindex_related(instance: Model, **kwargs: object) -> None:
    """Find pages no longer by the name of what is gone, once all that goes with it is gone, as its own entries are."""
    if isinstance(instance, SitePage | Topic) and instance.named_by:
        pks = instance.named_by
        transaction.on_commit(lambda: tasks.refresh.enqueue(pks))


@contextmanager
def defer_indexing() -> Iterator[None]:
    """Write all entries once, when many pages have been published, rather than at each of them."""
    page_published.disconnect(page_changed)
    try:
        yield
    finally:
        page_published.connect(page_changed)
    indexing.rebuild()
