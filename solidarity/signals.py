"""Signal receivers that concern the site as a whole: redirects, and references to deleted pages."""

from django.db import transaction
from django.db.models.signals import post_delete, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_slug_changed, post_page_move
from wagtail.tasks import update_reference_index_task

from solidarity.redirects import canonical, redirect_old_urls


@receiver(page_slug_changed)
def redirect_old_slug(instance_before, instance, **kwargs):
    """Redirect the former URLs of a page and its descendants after a change of its slug."""
    redirect_old_urls.enqueue(instance.pk, instance_before.url_path, instance.url_path)


@receiver(post_page_move)
def redirect_moved_page(instance, url_path_before, url_path_after, **kwargs):
    """Redirect the former URLs of a page and its descendants after a move."""
    redirect_old_urls.enqueue(instance.pk, url_path_before, url_path_after)


@receiver(pre_save, sender=Redirect)
def normalize_old_path(instance, raw=False, **kwargs):
    """Store the path of a redirect in canonical form, however it was typed or imported."""
    if not raw:
        instance.old_path = canonical(instance.old_path)


@receiver(pre_delete, sender=Page)
def remember_referring_pages(instance, **kwargs):
    """Remember which pages refer to one that is about to be deleted."""
    references = ReferenceIndex.get_references_to(instance)
    instance.referring_pks = list(references.values_list("object_id", flat=True).distinct())


@receiver(post_delete, sender=Page)
def reindex_referring_pages(instance, **kwargs):
    """Reindex the references of those pages: Wagtail drops those to a deleted page, but staff see them in a report."""

    def index():
        for page in Page.objects.filter(pk__in=instance.referring_pks).specific().defer_streamfields():
            update_reference_index_task.enqueue(page._meta.app_label, page._meta.model_name, str(page.pk))

    transaction.on_commit(index)
