"""The review of what officers submit, and what they ask for after publication."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.log_actions import log
from wagtail.models import AbstractGroupApprovalTask, Page


class ReasonForm(TaskStateCommentForm):
    """Asks for the reason, which goes to the officer."""

    comment = forms.CharField(
        label=_("What should be changed, and why"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The officer reads this in the mail and on the page."),
    )


class ReviewTask(AbstractGroupApprovalTask):
    """EUROCITIES staff approve a submission or ask for changes with a reason. Nobody reviews their own.

    An administrator may overrule that, and the page's log says so.
    """

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def get_actions(self, obj, user):
        return [] if self.is_own(obj, user) and not user.is_superuser else super().get_actions(obj, user)

    def is_own(self, obj, user):
        """Tell whether a user asked for the review of a page."""
        state = obj.current_workflow_state
        return bool(state) and state.requested_by_id == user.pk

    def get_form_for_action(self, action):
        return ReasonForm if action == "reject" else super().get_form_for_action(action)

    def on_action(self, task_state, user, action_name, comment="", **kwargs):
        page = task_state.workflow_state.content_object
        if self.is_own(page, user):
            if not user.is_superuser:
                raise PermissionDenied
            log(page, "cities.review_overruled", user=user, data={"action": action_name})
        if action_name == "reject" and not comment.strip():
            raise PermissionDenied  # the form asks for a reason; this did not come from it
        return super().on_action(task_state, user, action_name, comment=comment, **kwargs)

    @classmethod
    def get_description(cls):
        return _("Staff approve what a city sends, or ask for changes with a reason")


class WithdrawalRequest(models.Model):
    """A city asks that something published be taken back. It stays as it is until staff decide."""

    class Decision(models.TextChoices):
        GRANTED = "granted", _("Withdrawn")
        DECLINED = "declined", _("Declined")

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="withdrawal_requests")
    reason = models.TextField(_("reason"), max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        verbose_name = _("request for withdrawal")
        verbose_name_plural = _("requests for withdrawal")
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=models.Q(decision=""),
                name="withdrawal_asked_once",
                violation_error_message=_("Its withdrawal has been asked for already."),
            )
        ]

    def clean(self):
        super().clean()
        if self.decision == self.Decision.DECLINED and not self.answer:
            raise ValidationError({"answer": _("Say why, so that the city understands.")})
