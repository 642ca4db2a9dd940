"""Receivers of the site as a whole: the generation, the search of the admin, redirects, references to deleted pages."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from modelsearch.signal_handlers import post_delete_signal_handler, post_save_signal_handler
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, ReferenceIndex
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move
from wagtail.tasks import update_reference_index_task

from solidarity import generation
from solidarity.models import SitePage, SiteRendition
from solidarity.models.revisions import is_of_draft
from solidarity.redirects import canonical, redirect_old_urls

# Models whose rows no reader sees, by app or label; all others make another generation. A new rendition shows nothing
# else than was shown before; a deleted one was an image's that has changed.
UNSEEN = {
    "admin", "auth", "axes", "contenttypes", "django_tasks_database", "migrations", "sessions", "taggit",
    "wagtailadmin", "wagtailembeds", "wagtailforms", "wagtailsearch", "wagtailusers",
    "cities.CityTeam", "cities.Invitation", "cities.ReviewTask", "cities.WithdrawalRequest",
    "solidarity.Generation", "solidarity.SiteRendition", "solidarity.UnfinishedTask", "solidarity.UnmatchedQuery",
    "solidarity.User",
    "wagtailcore.Comment", "wagtailcore.CommentReply", "wagtailcore.GroupApprovalTask",
    "wagtailcore.GroupCollectionPermission",
    "wagtailcore.GroupPagePermission", "wagtailcore.GroupSitePermission", "wagtailcore.ModelLogEntry",
    "wagtailcore.PageLogEntry", "wagtailcore.PageSubscription", "wagtailcore.ReferenceIndex",
    "wagtailcore.Revision", "wagtailcore.Task", "wagtailcore.TaskState", "wagtailcore.UploadedFile",
    "wagtailcore.Workflow", "wagtailcore.WorkflowContentType", "wagtailcore.WorkflowPage",
    "wagtailcore.WorkflowState", "wagtailcore.WorkflowTask",
}  # fmt: skip


def is_seen(sender, instance, update_fields=None):
    """Tell whether readers see the change of an object that was saved or deleted."""
    if sender._meta.app_label in UNSEEN or sender._meta.label in UNSEEN:
        return False
    if sender.__module__ == "__fake__":  # a migration's, before whose end the number may have no table
        return False
    if isinstance(instance, Page):
        return instance.live and not is_of_draft(update_fields)
    return True


@receiver([post_save, post_delete])
def object_changed(sender, instance, update_fields=None, **kwargs):
    """Begin another generation with what readers see; other signals tell of what was unpublished or moved."""
    if is_seen(sender, instance, update_fields):
        generation.advance()


@receiver(post_save)
def index_page(instance, update_fields=None, **kwargs):
    """Find a page in the admin by what it says now. A draft changes nothing of that."""
    if isinstance(instance, SitePage) and not is_of_draft(update_fields):
        post_save_signal_handler(instance, **kwargs)


@receiver(post_delete)
def unindex_page(instance, **kwargs):
    """Find a deleted page in the admin no more."""
    if isinstance(instance, SitePage):
        post_delete_signal_handler(instance, **kwargs)


@receiver(page_unpublished)
@receiver([post_save, post_delete], sender=PageViewRestriction)
def page_withdrawn(**kwargs):
    """Begin another generation without a page that readers may not see any more."""
    generation.advance(is_withdrawal=True)


@receiver(post_delete, sender=Page)
def page_deleted(instance, **kwargs):
    """The same without a page that was deleted while readers saw it."""
    if instance.live:
        generation.advance(is_withdrawal=True)


@receiver(post_page_move)
def page_moved(**kwargs):
    """Begin another generation without a page at its former URL."""
    generation.advance()


@receiver(post_delete, sender=SiteRendition)
def rendition_deleted(**kwargs):
    """Begin another generation without the file of a rendition."""
    generation.advance()


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
