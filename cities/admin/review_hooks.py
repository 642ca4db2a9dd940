"""What the review adds to Wagtail's admin: clear answers to what no button sends."""

import json

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("before_edit_page")
def refuse_impossible_decision(request, page):
    """Answer clearly to a decision that cannot be taken: not in review any more, not theirs, or without its reason."""
    if request.method != "POST" or "action-workflow-action" not in request.POST:
        return None
    task, action = page.current_workflow_task, request.POST.get("workflow-action-name")
    if task and action in [name for name, *_rest in task.get_actions(page, request.user)]:
        if action != "reject" or reason(request):
            return None
        messages.error(request, _("Say what should be changed, and why."))
    else:
        messages.error(request, _("This page is not waiting for your decision. Perhaps somebody else has decided."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def reason(request):
    """Return the reason that goes with a decision; empty where there is none or it cannot be read."""
    try:
        return json.loads(request.POST.get("workflow-action-extra-data", "{}")).get("comment", "").strip()
    except (ValueError, AttributeError):
        return ""


@hooks.register("before_publish_page")
def refuse_to_publish_own_submission(request, page):
    """Keep from publishing past the review whoever asked for it; what they typed has been saved."""
    state = page.current_workflow_state
    if not state or state.requested_by_id != request.user.pk or request.user.is_superuser:
        return None
    messages.error(request, _("You sent this for review yourself, so a colleague decides. Your text is saved."))
    return redirect("wagtailadmin_pages:edit", page.pk)
