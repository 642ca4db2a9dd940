"""Permissions that Wagtail's admin does not check: which of its views are closed, and to whom.

Wagtail checks permissions on pages and collections in almost every view. This module names the few views that check
nothing, or less than solidarity/roles.py promises; tests/test_roles.py requests every URL of the admin.
"""

from django.contrib import messages
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_denied
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from solidarity.blocks import chosen_pages
from solidarity.media.usage import is_in_use, may_use
from solidarity.middleware import is_below_admin
from solidarity.roles import EDIT_ALL

# Views for staff only: reports on the whole site, workflows and lists of all files; moving a page, which changes
# published URLs; converting an alias into a page of its own; and bulk actions, which reveal the names of pages that the
# user may not touch and check nothing for descendants.
STAFF_ONLY = {
    "wagtail_bulk_action",
    "wagtailadmin_api:documents:listing",
    "wagtailadmin_api:documents:detail",
    "wagtailadmin_api:documents:find",
    "wagtailadmin_api:images:listing",
    "wagtailadmin_api:images:detail",
    "wagtailadmin_api:images:find",
    "wagtailadmin_pages:convert_alias",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_pages:type_use_results",
    "wagtailadmin_pages:move",
    "wagtailadmin_pages:move_confirm",
}
STAFF_ONLY_NAMESPACES = {"wagtailadmin_reports", "wagtailadmin_workflows", "wagtailforms"}
CLOSED = {
    "wagtailadmin_error_test",  # crashes on purpose
    # No button of the admin sends this request, and it calls no hook, such as the one that keeps users from publishing
    # their own submissions.
    "wagtailadmin_api:pages:action",
    "wagtailimages:create_multiple_from_uploaded_image",  # stores an image unchanged: solidarity/media/uploads.py
}
FILE_MODELS = {"wagtailimages": get_image_model, "wagtaildocs": get_document_model}
FILE_CHANGING_VIEWS = ("edit", "delete", "edit_multiple", "delete_multiple")


class AdminAccessMiddleware:
    """Middleware that denies access to the views named in this module, with 403 or 404.

    Pages that are chosen in blocks are loaded once for a request of the admin.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_below_admin(request):
            return self.get_response(request)
        with chosen_pages.loaded_once():
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if match.view_name in CLOSED:
            raise Http404
        if match.view_name == "wagtailadmin_choose_page_external_link" and request.method == "POST":
            # Wagtail's view fails on a form without this field.
            return None if "external-link-chooser-url" in request.POST else HttpResponseBadRequest()
        if not is_in_admin(request):
            return None
        if request.user.has_perm(EDIT_ALL):
            return None
        if match.view_name in STAFF_ONLY or STAFF_ONLY_NAMESPACES.intersection(match.namespaces):
            return permission_denied(request)
        if match.view_name == "wagtailadmin_pages:confirm_workflow_cancellation":
            return None if may_edit(request.user, kwargs["page_id"]) else permission_denied(request)
        if match.view_name == "wagtailadmin_choose_page_chosen_multiple":
            return None if all(map(may_choose(request.user), request.GET.getlist("id"))) else permission_denied(request)
        if match.view_name == "wagtailimages_chooser:select_format":
            return None if may_use_image(request.user, kwargs["image_id"]) else permission_denied(request)
        return self.protect_file_in_use(request, match, kwargs)

    def protect_file_in_use(self, request, match, kwargs):
        """Refuse to replace or delete a file that is published or under review; return None where it may be changed.

        Otherwise the file behind a reviewed page could be exchanged without a review.
        """
        model = FILE_MODELS.get(match.namespaces[0]) if match.namespaces else None
        if request.method != "POST" or not model or match.url_name not in FILE_CHANGING_VIEWS:
            return None
        file = model().objects.filter(pk=next(iter(kwargs.values()))).first()
        if not file or not is_in_use(file):
            return None
        with translation.override(request.user.language):
            messages.error(
                request,
                _(
                    "This file is used on a page that is published, in review or approved. "
                    "Upload a new file and choose it on that page; staff will review it."
                ),
            )
        return redirect(f"{match.namespaces[0]}:index")


def is_in_admin(request):
    """Tell whether a signed-in user requests a URL of the admin."""
    return request.path.startswith("/admin/") and request.user.is_authenticated


def may_edit(user, page_id):
    """Tell whether a user may edit the page with a primary key."""
    page = Page.objects.filter(pk=page_id).first()
    return bool(page) and page.specific.permissions_for_user(user).can_edit()


def may_choose(user):
    """Return a function that tells whether a user may link to a page, given its primary key as text.

    Users may link to published pages and to pages that they may edit.
    """

    def check(pk):
        is_pk = pk.isdecimal() and len(pk) < 20  # Python refuses to convert a string of thousands of digits
        return is_pk and (Page.objects.live().filter(pk=pk).exists() or may_edit(user, pk))

    return check


def may_use_image(user, image_id):
    """Tell whether the image chooser offers a user the image with a primary key."""
    image = get_image_model().objects.filter(pk=image_id).first()
    return bool(image) and may_use(user, image)
