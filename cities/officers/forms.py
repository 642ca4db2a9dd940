"""The forms of a review and of a withdrawal."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm


class RequestChangesForm(TaskStateCommentForm):
    """The form that asks an officer for changes. It makes Wagtail's comment required, as the reason for them."""

    comment = forms.CharField(
        label=_("What should be changed, and why"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The officer reads this in the email and on the page."),
    )


class WithdrawalForm(forms.Form):
    """The form in which an officer requests a withdrawal."""

    reason = forms.CharField(
        label=_("Why should it be withdrawn?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("EUROCITIES staff read this."),
    )


class WithdrawalDecisionForm(forms.Form):
    """The form in which staff decide on a withdrawal. Declining it requires an answer."""

    answer = forms.CharField(
        label=_("Answer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Required if you decline. The officer who asked will receive it by email."),
    )

    def clean(self):
        cleaned = super().clean()
        if "decline" in self.data and "answer" not in self.errors and not cleaned.get("answer"):
            self.add_error("answer", gettext("Say why, so that the city understands."))
        return cleaned
