"""Redirects from old addresses in every language.

Wagtail makes them for the editor's language alone, since a page has one address there.
"""

from django.dispatch import receiver
from django.utils import translation
from wagtail.contrib.redirects.signal_handlers import (
    autocreate_redirects_on_page_move,
    autocreate_redirects_on_slug_change,
)
from wagtail.signals import page_slug_changed, post_page_move

from solidarity import languages


@receiver(page_slug_changed)
def redirect_old_slug(instance_before, instance, **kwargs):
    """Redirect each language's old address of a page, and of all below it, after a change of slug."""
    for code in languages.codes():
        with translation.override(code):
            autocreate_redirects_on_slug_change(instance_before, instance)


@receiver(post_page_move)
def redirect_old_place(instance, url_path_before, url_path_after, **kwargs):
    """Redirect each language's old address of a page, and of all below it, after a move."""
    for code in languages.codes():
        with translation.override(code):
            autocreate_redirects_on_page_move(instance, url_path_after, url_path_before)
