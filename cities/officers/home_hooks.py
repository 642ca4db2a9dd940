"""What officers see of Wagtail's admin: their city first, and no more of the rest than they need."""

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
from cities.officers import checks, withdrawals
from cities.officers import home_panels as home

LAST = 1000  # after all others have added theirs
NEW_TAB = {"target": "_blank", "rel": "noreferrer"}


@hooks.register("register_admin_urls")
def urls():
    """The addresses of the yearly check and of withdrawals."""
    return [
        path("cities/<int:city>/check/", checks.confirm, name="cities_check"),
        path("cities/withdraw/<int:page>/", withdrawals.ask, name="cities_ask_withdrawal"),
        path("cities/withdrawals/<int:withdrawal>/", withdrawals.decide, name="cities_decide_withdrawal"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions):
    """Register what a page's history says of checks and withdrawals."""
    actions.register_action("cities.checked", _("Check"), _("Found correct in the yearly check"))
    for action, label, message in (
        ("asked", _("Ask for withdrawal"), _("Withdrawal asked for: “%(reason)s”")),
        ("granted", _("Withdraw"), _("Withdrawn as the city asked: “%(reason)s”")),
        ("declined", _("Decline withdrawal"), _("Withdrawal declined: “%(reason)s”")),
    ):
        formatter = type("Formatter", (WithReason,), {"label": label, "message": message})
        actions.register_action(f"cities.withdrawal_{action}")(formatter)


class WithReason(LogFormatter):
    """Says in a page's history what was asked or decided, and why."""

    def format_message(self, log_entry):
        return self.message % {"reason": log_entry.data.get("reason", "")}


@hooks.register("construct_homepage_panels", order=LAST)
def first_page(request, panels):
    """Show an officer their city and nothing else, and staff what they are asked to withdraw."""
    if CityTeam.is_only_team_of(request.user):
        panels[:] = [home.YourCityPanel()]
    elif WithdrawalRequest.objects.to_decide_by(request.user).exists():
        panels.append(home.WithdrawalsPanel())


@hooks.register("construct_main_menu", order=LAST)
def officers_menu(request, items):
    """Show an officer their city, its pictures and documents, and help."""
    if not CityTeam.is_only_team_of(request.user):
        return
    kept = {item.name: item for item in items if item.name in ("images", "documents", "help")}
    if images := kept.get("images"):
        # Another item than Wagtail's own, which all users share.
        kept["images"] = MenuItem(_("Pictures"), images.url, name="images", icon_name=images.icon_name, order=300)
    your_city = MenuItem(_("Your city"), reverse("wagtailadmin_home"), name="your-city", icon_name="home", order=1)
    items[:] = [your_city, *kept.values()]


@hooks.register("construct_help_menu", order=LAST)
def officers_help(request, items):
    """Leave the news about Wagtail to those who run the site."""
    if not CityTeam.is_only_team_of(request.user):
        return
    items[:] = [
        # Without the mark that counts what is new.
        MenuItem(item.label, item.url, name=item.name, icon_name=item.icon_name, attrs=NEW_TAB, order=item.order)
        if isinstance(item, DismissibleMenuItem)
        else item
        for item in items
        if not item.name.startswith("whats-new")
    ]


class SendItem(SubmitForModerationMenuItem):
    """Wagtail's button that submits a page for review, in an officer's words."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        page = context.get("page")
        review = page.current_workflow_state if page else None
        again = review and review.status == WorkflowState.STATUS_NEEDS_CHANGES
        context["label"] = _("Send to EUROCITIES again") if again else _("Send to EUROCITIES")
        return context


class SaveAndSendItem(SaveDraftMenuItem):
    """Wagtail's button that saves, and beside it the one that sends, for which nobody should have to open a menu."""

    template_name = "cities/admin/save_and_submit.html"

    def __init__(self, send, **kwargs):
        self.send = send
        super().__init__(**kwargs)

    def get_context_data(self, parent_context):
        return {**super().get_context_data(parent_context), "send": self.send.render_html(parent_context)}


class TakeBackItem(CancelWorkflowMenuItem):
    """Wagtail's button that ends a review, in an officer's words."""

    label = _("Take it back from EUROCITIES")


@hooks.register("construct_page_action_menu", order=LAST)
def officers_actions(items, request, context):
    """Name what an officer can do with a page in their own words, and leave out starting a review over."""
    if not CityTeam.is_only_team_of(request.user):
        return
    words = {SubmitForModerationMenuItem: SendItem, CancelWorkflowMenuItem: TakeBackItem}
    items[:] = [
        words[type(item)](order=item.order) if type(item) in words else item
        for item in items
        if not isinstance(item, RestartWorkflowMenuItem)
    ]
    send = next((item for item in items if isinstance(item, SendItem)), None)
    if send and isinstance(items[0], SaveDraftMenuItem):
        items[0] = SaveAndSendItem(send, order=items[0].order)
        items.remove(send)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def after_sending(request, page):
    """Lead an officer who has sent a page for review to their city."""
    if "action-submit" in request.POST and CityTeam.is_only_team_of(request.user):
        return redirect("wagtailadmin_home")
    return None


@hooks.register("after_delete_page")
def after_deleting(request, page):
    """Lead an officer who has deleted a draft to their city."""
    return redirect("wagtailadmin_home") if CityTeam.is_only_team_of(request.user) else None
