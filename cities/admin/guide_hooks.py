"""Registers the guide for city officers in Wagtail's admin, with an item in the Help menu."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cities.admin.guide import GuideView


@hooks.register("register_admin_urls")
def register_guide_url():
    """Return the guide's URL pattern, which is open to every user of the admin."""
    return [path("guide/", GuideView.as_view(), name="officers_guide")]


@hooks.register("register_help_menu_item")
def register_guide_menu_item():
    """Return the guide's item, the first one of the Help menu."""
    return MenuItem(
        _("Guide for city officers"), reverse("officers_guide"), name="officers-guide", icon_name="help", order=500
    )
