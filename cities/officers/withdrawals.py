"""The views in which officers request a withdrawal and staff decide on it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.models import Page

from cities.models import WithdrawalRequest
from cities.officers.forms import WithdrawalDecisionForm, WithdrawalForm


def ask(request, page):
    """Show or process the form that requests the withdrawal of a statement or pledge of the officer's city."""
    page = Page.objects.filter(pk=page).specific().first()
    if not page:
        return home_with_error(request, _("This page no longer exists."))
    if not WithdrawalRequest.may_ask(request.user, page):
        return permission_denied(request)
    if obstacle := WithdrawalRequest.obstacle(page):
        return home_with_error(request, obstacle)
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        try:
            WithdrawalRequest.ask(page, request.user, form.cleaned_data["reason"])
        except ValidationError as error:
            return home_with_error(request, " ".join(error.messages))
        messages.success(request, _("EUROCITIES has been asked. The page stays as it is until they decide."))
        return redirect("wagtailadmin_home")
    return render(request, "cities/admin/request_withdrawal.html", {"page": page, "form": form})


def decide(request, withdrawal):
    """Show or process the form that grants or declines a withdrawal request."""
    withdrawal = WithdrawalRequest.objects.filter(pk=withdrawal).select_related("page", "asked_by").first()
    if not withdrawal:
        return home_with_error(request, _("This request no longer exists."))
    if not withdrawal.may_decide(request.user):
        return permission_denied(request)
    if withdrawal.decision:
        return home_with_error(request, _("This has been decided already."))
    form = WithdrawalDecisionForm(request.POST or None)
    if form.is_valid() and ("grant" in request.POST or "decline" in request.POST):
        try:
            if "grant" in request.POST:
                withdrawal.grant(request.user)
                messages.success(request, _("It has been withdrawn, and the officer has been told."))
            else:
                withdrawal.decline(request.user, form.cleaned_data["answer"])
                messages.success(request, _("The request has been declined, and the officer has been told."))
        except ValidationError as error:
            return home_with_error(request, " ".join(error.messages))
        except PermissionDenied:  # raised by Wagtail if a colleague has locked the page
            return home_with_error(request, _("A colleague has locked this page. Ask them to unlock it."))
        return redirect("wagtailadmin_home")
    context = {"withdrawal": withdrawal, "page": withdrawal.page.specific, "form": form}
    return render(request, "cities/admin/decide_withdrawal.html", context)


def home_with_error(request, message):
    """Redirect to the dashboard with an error message."""
    messages.error(request, message)
    return redirect("wagtailadmin_home")
