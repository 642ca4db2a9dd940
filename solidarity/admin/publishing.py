"""Publishing without the editor's form: bulk actions, workflows, scheduled publishing and copies.

The form requires less of a draft, so a saved draft may lack what a published page must have. Wagtail validates too late
in these cases and raises an exception. Here the user is told the reasons, and either everything is published or
nothing.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from solidarity.forms.reasons import messages_by_field, not_publishable_message


def publishing_errors(page):
    """Return the messages that say why a page's latest revision cannot be published; an empty list if it can be."""
    if page.alias_of_id:
        return [_("It mirrors another page and is published with that one.")]
    latest = page.get_latest_revision_as_object()
    try:
        latest.full_clean()
    except ValidationError as error:
        return messages_by_field(error, type(latest))
    return []


@hooks.register("before_bulk_action")
def refuse_to_publish_invalid_pages(request, action_type, objects, action_class_instance):
    """Cancel a bulk action that would publish an invalid page, and redirect to the edit view of that page."""
    if action_type != "publish":
        return None
    below = action_class_instance.cleaned_form.cleaned_data["include_descendants"]
    for chosen in objects:
        drafts = chosen.get_descendants().not_live().defer_streamfields().specific() if below else ()
        for page in (chosen, *drafts):
            if (not page.live or page.has_unpublished_changes) and (reasons := publishing_errors(page)):
                messages.error(request, not_publishable_message(page, reasons))
                return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def redirect_with_errors(request, error):
    """Show why something cannot be saved or published, and redirect to the page that it concerns, if that is known.

    For views in which Wagtail saves without a form, such as the approval of a workflow task.
    """
    page = Page.objects.filter(pk=request.resolver_match.kwargs.get("page_id")).first()
    reasons = messages_by_field(error, page and page.specific_class)
    messages.error(request, _("Nothing was changed. %(reasons)s") % {"reasons": " ".join(reasons)})
    return redirect("wagtailadmin_pages:edit", page.pk) if page else redirect("wagtailadmin_home")
