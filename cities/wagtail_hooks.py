"""The hooks of the cities app: it registers those of its subpackages, and protects cities that other pages name."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction

from cities.models import CityPage


def protect_from_deletion(protected_cities):
    """Register hooks that refuse to delete a page if pages outside it refer to cities at or below it.

    Those pages would lose a part of their record. ``protected_cities`` takes a page and returns the queryset of these
    cities, which the error message lists.
    """

    def before_delete(request, page):
        names = ", ".join(city.title for city in protected_cities(page))
        if not names:
            return None
        messages.error(
            request,
            _(
                "%(cities)s: named in pledges or visits, which would lose a part of what was promised or done. "
                "Unpublish the page instead."
            )
            % {"cities": names},
        )
        return redirect("wagtailadmin_explore", page.get_parent().pk)

    def before_bulk_delete(request, action_type, objects, action_class_instance):
        if not isinstance(action_class_instance, DeleteBulkAction):  # images and documents have bulk actions as well
            return None
        return next(filter(None, (before_delete(request, page) for page in objects)), None)

    hooks.register("before_delete_page", before_delete)
    hooks.register("before_bulk_action", before_bulk_delete)


protect_from_deletion(CityPage.objects.named_in_pledges_outside)

# Importing each module registers its hooks.
from cities.admin import editor_hooks, guide_hooks, staff_hooks  # noqa: E402, F401
from cities.officers import home_hooks, review_hooks  # noqa: E402, F401
from cities.officers import hooks as officers_hooks  # noqa: E402, F401
