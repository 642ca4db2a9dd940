"""Registers the guide for city officers in Wagtail's admin, and leads to it from the menu of help."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cities.admin.guide import GuideView


@hooks.register("register_admin_urls")
def guide_url():
    """Return the guide's address, which whoever may enter the admin may open."""
    return [path("guide/", GuideView.as_view(), name="officers_guide")]


@hooks.register("register_help_menu_item")
def guide_item():
    """Put the guide first into the menu of help."""
    return MenuItem(
        _("Guide for city officers"), reverse("officers_guide"), name="officers-guide", icon_name="help", order=500
    )
