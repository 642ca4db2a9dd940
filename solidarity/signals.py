"""What happens elsewhere and concerns the site as a whole."""

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.signals import page_slug_changed, post_page_move

from solidarity.old_addresses import canonical, redirect_old_addresses


@receiver(page_slug_changed)
def redirect_old_slug(instance_before, instance, **kwargs):
    """Redirect the old addresses of a page, and of all below it, after a change of slug."""
    redirect_old_addresses.enqueue(instance.pk, instance_before.url_path, instance.url_path)


@receiver(post_page_move)
def redirect_old_place(instance, url_path_before, url_path_after, **kwargs):
    """Redirect the old addresses of a page, and of all below it, after a move."""
    redirect_old_addresses.enqueue(instance.pk, url_path_before, url_path_after)


@receiver(pre_save, sender=Redirect)
def store_in_one_way(instance, raw=False, **kwargs):
    """Store what is redirected as it is looked up, however it was typed or imported."""
    if not raw:
        instance.old_path = canonical(instance.old_path)
