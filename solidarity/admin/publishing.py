"""Publishing past the editor's form: many pages at once, by a review, by the clock or as a copy.

The form asks for less while a page is a draft, so what was saved may lack what a published page must have. Wagtail
finds that out when it is too late, and fails; here whoever publishes is told, and nothing is done by halves.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from solidarity.forms.reasons import cannot_be_published, reasons_in


def reasons_against(page):
    """Return what keeps the latest version of a page from being published as it stands; nothing if it can be."""
    if page.alias_of_id:
        return [_("It mirrors another page and is published with that one.")]
    latest = page.get_latest_revision_as_object()
    try:
        latest.full_clean()
    except ValidationError as error:
        return reasons_in(error, type(latest))
    return []


@hooks.register("before_bulk_action")
def refuse_what_cannot_be_published(request, action_type, objects, action_class_instance):
    """Publish none of several pages where one cannot be published, and lead to that one."""
    if action_type != "publish":
        return None
    below = action_class_instance.cleaned_form.cleaned_data["include_descendants"]
    for chosen in objects:
        drafts = chosen.get_descendants().not_live().defer_streamfields().specific() if below else ()
        for page in (chosen, *drafts):
            if (not page.live or page.has_unpublished_changes) and (reasons := reasons_against(page)):
                messages.error(request, cannot_be_published(page, reasons))
                return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def answer_to_invalid(request, error):
    """Say what keeps something from being saved or published, and lead to the page that it is about, if that is known.

    For where Wagtail saves without asking a form, such as when a review approves a draft.
    """
    page = Page.objects.filter(pk=request.resolver_match.kwargs.get("page_id")).first()
    reasons = reasons_in(error, page and page.specific_class)
    messages.error(request, _("Nothing was changed. %(reasons)s") % {"reasons": " ".join(reasons)})
    return redirect("wagtailadmin_pages:edit", page.pk) if page else redirect("wagtailadmin_home")
