"""Hooks that adapt Wagtail's admin to the review, and answer requests that its buttons never send with a message."""

import json

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import PublishMenuItem
from wagtail.models import Page, WorkflowState

from cities.models import ReviewTask
from cities.officers.overview import EditorialState

EXTRA_DATA = "workflow-action-extra-data"
OWN_SUBMISSION = gettext_lazy("You sent this for review yourself, so a colleague decides. Your text is saved.")


@hooks.register("before_edit_page")
def validate_review_decision(request, page):
    """Refuse a decision with a message if the page is not in review, the user may not decide, or no reason is given."""
    if request.method != "POST" or "action-workflow-action" not in request.POST:
        return None
    task, action = page.current_workflow_task, request.POST.get("workflow-action-name")
    if task and action in [name for name, *_rest in task.get_actions(page, request.user)]:
        form = task.get_form_for_action(action)(posted_extra_data(request))
        if form.is_valid():
            # Wagtail passes the submitted JSON on unchecked, so it is replaced by the validated data.
            request.POST = request.POST.copy()
            request.POST[EXTRA_DATA] = json.dumps(form.cleaned_data)
            return None
        messages.error(request, _("Say what should be changed, and why."))
    else:
        messages.error(
            request, _("This page is not waiting for your decision. Somebody else may have decided already.")
        )
    return redirect("wagtailadmin_pages:edit", page.pk)


def posted_extra_data(request):
    """Return the JSON data submitted with a decision as a dict, which is empty if there is none or it is invalid."""
    try:
        sent = json.loads(request.POST.get(EXTRA_DATA, "{}"))
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


@hooks.register("after_edit_page")
def redirect_after_decision(request, page):
    """Show a message with the page's new state, and redirect the reviewer to the dashboard, which has the next page."""
    if "action-workflow-action" not in request.POST:
        return None
    page = Page.objects.get(pk=page.pk)  # reloaded, since the decision has changed it
    if page.current_workflow_state:
        outcome = EditorialState.CHANGES_ASKED.label
    else:
        outcome = EditorialState.SCHEDULED.label if page.approved_schedule else _("Published")
    messages.success(request, f"{outcome}{_(': ')}{page.get_admin_display_title()}")
    return redirect("wagtailadmin_home")


@hooks.register("before_edit_page")
def show_requested_changes(request, page):
    """Show the reviewer's reason in the editor while a page needs changes."""
    state = page.current_workflow_state
    if request.method == "GET" and state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        messages.warning(request, f"{_('EUROCITIES asks for changes:')} {state.current_task_state.comment}")


@hooks.register("construct_page_action_menu")
def remove_publish_during_review(items, request, context):
    """Remove the Publish item while a page is in review, so that reviewers approve instead, which ends the review."""
    page = context.get("page")
    if page and page.workflow_in_progress:
        items[:] = [item for item in items if not isinstance(item, PublishMenuItem)]


@hooks.register("before_publish_page")
def refuse_to_publish_own_submission(request, page):
    """Keep users other than administrators from publishing their own submission. Their changes have been saved."""
    if not ReviewTask.is_own(page, request.user) or request.user.is_superuser:
        return None
    messages.error(request, OWN_SUBMISSION)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def refuse_to_publish_own_submissions(request, action_type, objects, action_class_instance):
    """Keep them from publishing their own submissions by a bulk action, including one on an ancestor page."""
    if action_type != "publish" or request.user.is_superuser:
        return None
    below = action_class_instance.cleaned_form.cleaned_data["include_descendants"]
    for state in WorkflowState.objects.active().filter(requested_by=request.user):
        sent = state.content_object
        if any(sent == page or (below and sent.is_descendant_of(page)) for page in objects):
            messages.error(request, OWN_SUBMISSION)
            return redirect("wagtailadmin_pages:edit", sent.pk)
    return None
