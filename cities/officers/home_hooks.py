"""Hooks that reduce Wagtail's admin to what officers need: their city's page first, few menu items, plain labels."""

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import (
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SaveDraftMenuItem,
    SubmitForModerationMenuItem,
)
from wagtail.admin.menu import DismissibleMenuItem, MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.models import WorkflowState

from cities.models import CityTeam, WithdrawalRequest
from cities.officers import checks, home_panels, withdrawals

AFTER_ALL = 1000  # the hook order after all other hooks
NEW_TAB = {"target": "_blank", "rel": "noreferrer"}


@hooks.register("register_admin_urls")
def register_urls():
    """Return the URL patterns of the yearly check and of withdrawals."""
    return [
        path("cities/<int:city>/check/", checks.confirm, name="cities_check"),
        path("cities/withdraw/<int:page>/", withdrawals.ask, name="cities_ask_withdrawal"),
        path("cities/withdrawals/<int:withdrawal>/", withdrawals.decide, name="cities_decide_withdrawal"),
    ]


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """Register the log actions of checks and withdrawals, for the page's history."""
    actions.register_action("cities.checked", _("Check"), _("Found correct in the yearly check"))
    for action, label, message in (
        ("asked", _("Ask for withdrawal"), _("Withdrawal asked for: “%(reason)s”")),
        ("granted", _("Withdraw"), _("Withdrawn as the city asked: “%(reason)s”")),
        ("declined", _("Decline withdrawal"), _("Withdrawal declined: “%(reason)s”")),
    ):
        formatter = type("Formatter", (WithdrawalLogFormatter,), {"label": label, "message": message})
        actions.register_action(f"cities.withdrawal_{action}")(formatter)


class WithdrawalLogFormatter(LogFormatter):
    """Formats a log entry with the reason for the request or decision."""

    def format_message(self, log_entry):
        return self.message % {"reason": log_entry.data.get("reason", "")}


@hooks.register("construct_homepage_panels", order=AFTER_ALL)
def replace_home_panels(request, panels):
    """Reduce the dashboard to the city's panel for officers, and add open withdrawal requests for staff."""
    if CityTeam.is_only_team_of(request.user):
        panels[:] = [home_panels.YourCityPanel()]
    elif WithdrawalRequest.objects.to_decide_by(request.user).exists():
        panels.append(home_panels.WithdrawalsPanel())


@hooks.register("construct_main_menu", order=AFTER_ALL)
def reduce_main_menu(request, items):
    """Reduce the main menu for officers to their city, its images and documents, and help."""
    if not CityTeam.is_only_team_of(request.user):
        return
    kept = {item.name: item for item in items if item.name in ("images", "documents", "help")}
    if images := kept.get("images"):
        # A new item, since Wagtail's own is shared by all users and must not be changed.
        kept["images"] = MenuItem(_("Pictures"), images.url, name="images", icon_name=images.icon_name, order=300)
    your_city = MenuItem(_("Your city"), reverse("wagtailadmin_home"), name="your-city", icon_name="home", order=1)
    items[:] = [your_city, *kept.values()]


@hooks.register("construct_help_menu", order=AFTER_ALL)
def reduce_help_menu(request, items):
    """Remove the news about Wagtail's releases from the Help menu of officers."""
    if not CityTeam.is_only_team_of(request.user):
        return
    items[:] = [
        # A plain item has no badge for unread news.
        MenuItem(item.label, item.url, name=item.name, icon_name=item.icon_name, attrs=NEW_TAB, order=item.order)
        if isinstance(item, DismissibleMenuItem)
        else item
        for item in items
        if not item.name.startswith("whats-new")
    ]


class SubmitMenuItem(SubmitForModerationMenuItem):
    """Wagtail's item that submits a page for review, with a label for officers."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        page = context.get("page")
        review = page.current_workflow_state if page else None
        is_resubmission = review and review.status == WorkflowState.STATUS_NEEDS_CHANGES
        context["label"] = _("Send to EUROCITIES again") if is_resubmission else _("Send to EUROCITIES")
        return context


class SaveAndSubmitMenuItem(SaveDraftMenuItem):
    """Wagtail's item that saves a draft, with the button that submits it beside it instead of in the menu."""

    template_name = "cities/admin/save_and_submit.html"

    def __init__(self, submit_item, **kwargs):
        self.submit_item = submit_item
        super().__init__(**kwargs)

    def get_context_data(self, parent_context):
        return {**super().get_context_data(parent_context), "submit_item": self.submit_item.render_html(parent_context)}


class CancelReviewMenuItem(CancelWorkflowMenuItem):
    """Wagtail's item that cancels a review, with a label for officers."""

    label = _("Take it back from EUROCITIES")


@hooks.register("construct_page_action_menu", order=AFTER_ALL)
def replace_action_menu_items(items, request, context):
    """Replace the items of the action menu by those for officers, and remove the one that restarts a review."""
    if not CityTeam.is_only_team_of(request.user):
        return
    replacements = {SubmitForModerationMenuItem: SubmitMenuItem, CancelWorkflowMenuItem: CancelReviewMenuItem}
    items[:] = [
        replacements[type(item)](order=item.order) if type(item) in replacements else item
        for item in items
        if not isinstance(item, RestartWorkflowMenuItem)
    ]
    submit_item = next((item for item in items if isinstance(item, SubmitMenuItem)), None)
    if submit_item and isinstance(items[0], SaveDraftMenuItem):
        items[0] = SaveAndSubmitMenuItem(submit_item, order=items[0].order)
        items.remove(submit_item)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def redirect_after_submission(request, page):
    """Redirect an officer who has submitted a page to their city's page of the admin."""
    if "action-submit" in request.POST and CityTeam.is_only_team_of(request.user):
        return redirect("wagtailadmin_home")
    return None


@hooks.register("after_delete_page")
def redirect_after_deletion(request, page):
    """Redirect an officer who has deleted a draft to their city's page of the admin."""
    return redirect("wagtailadmin_home") if CityTeam.is_only_team_of(request.user) else None
