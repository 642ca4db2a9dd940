"""An officer asks that something be withdrawn; staff decide."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.models import Page

from cities.models import WithdrawalRequest


class ReasonForm(forms.Form):
    """Why something is to be withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Why should it be withdrawn?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("EUROCITIES staff read this."),
    )


class DecisionForm(forms.Form):
    """What staff answer; a refusal needs one."""

    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("Required if you decline. The officer who asked will receive it by email."),
    )

    def clean(self):
        cleaned = super().clean()
        if "decline" in self.data and "answer" not in self.errors and not cleaned.get("answer"):
            self.add_error("answer", _("Say why, so that the city understands."))
        return cleaned


def ask(request, page):
    """Ask for the withdrawal of a published statement or pledge of the officer's city."""
    page = Page.objects.filter(pk=page).specific().first()
    if not page:
        return home_with_error(request, _("This page no longer exists."))
    if not WithdrawalRequest.may_ask(request.user, page):
        return permission_denied(request)
    if obstacle := WithdrawalRequest.obstacle(page):
        return home_with_error(request, obstacle)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            WithdrawalRequest.ask(page, request.user, form.cleaned_data["reason"])
        except ValidationError as error:
            return home_with_error(request, " ".join(error.messages))
        messages.success(request, _("EUROCITIES has been asked. The page stays as it is until they decide."))
        return redirect("wagtailadmin_home")
    return render(request, "cities/admin/request_withdrawal.html", {"page": page, "form": form})


def decide(request, withdrawal):
    """Grant or decline a request for withdrawal."""
    withdrawal = WithdrawalRequest.objects.filter(pk=withdrawal).select_related("page", "asked_by").first()
    if not withdrawal:
        return home_with_error(request, _("This request no longer exists."))
    if not withdrawal.may_decide(request.user):
        return permission_denied(request)
    if withdrawal.decision:
        return home_with_error(request, _("This has been decided already."))
    form = DecisionForm(request.POST or None)
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
        except PermissionDenied:  # Wagtail's answer where a colleague has locked the page
            return home_with_error(request, _("A colleague has locked this page. Ask them to unlock it."))
        return redirect("wagtailadmin_home")
    context = {"withdrawal": withdrawal, "page": withdrawal.page.specific, "form": form}
    return render(request, "cities/admin/decide_withdrawal.html", context)


def home_with_error(request, message):
    """Lead to the first page of the admin, where a message says why nothing happened."""
    messages.error(request, message)
    return redirect("wagtailadmin_home")
