"""The models of the review of submissions and of withdrawal requests."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import AbstractGroupApprovalTask, Page

from cities.models.pledge import PledgePage
from cities.models.statement import MayorStatementPage
from cities.officers.forms import RequestChangesForm
from cities.officers.models import CityTeam
from cities.officers.querysets import WithdrawalQuerySet
from solidarity import mail, roles


def submitted_revision(workflow_state):
    """Return the revision that was submitted last, disregarding later revisions by reviewers."""
    return workflow_state.task_states.select_related("revision__user").latest("started_at").revision


class ReviewTask(AbstractGroupApprovalTask):
    """The workflow task in which staff approve a submission or request changes with a reason.

    Nobody reviews their own submission, except administrators, for whom the page's log records it.
    """

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def get_actions(self, obj, user):
        return [] if self.is_own(obj, user) and not user.is_superuser else super().get_actions(obj, user)

    @staticmethod
    def is_own(page, user):
        """Return whether a user made the first or the latest submission of a page's current review."""
        state = page.current_workflow_state
        return bool(state) and user in (state.requested_by, submitted_revision(state).user)

    def get_form_for_action(self, action):
        return RequestChangesForm if action == "reject" else super().get_form_for_action(action)

    def on_action(self, task_state, user, action_name, comment="", **kwargs):
        """Take an action. Raises PermissionDenied on one's own submission, or if a rejection has no reason."""
        page = task_state.workflow_state.content_object
        if self.is_own(page, user):
            if not user.is_superuser:
                raise PermissionDenied
            log(page, "cities.review_overruled", user=user, data={"action": action_name})
        if action_name == "reject" and not comment.strip():
            raise PermissionDenied  # the form requires a reason, so this request bypassed it
        return super().on_action(task_state, user, action_name, comment=comment, **kwargs)

    @classmethod
    def get_description(cls):
        return _("Staff approve what a city sends, or ask for changes with a reason")


class WithdrawalRequest(models.Model):
    """A city's request to withdraw a published statement or pledge, which stays unchanged until staff decide."""

    class Decision(models.TextChoices):
        """The decision of staff. An open request has none."""

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

    objects = WithdrawalQuerySet.as_manager()

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

    @property
    def asked_on(self):
        """The day of the request."""
        return timezone.localdate(self.asked_at)

    @classmethod
    def obstacle(cls, page):
        """Return the reason why the withdrawal of a page cannot be requested, or the empty string if it can."""
        if not isinstance(page, MayorStatementPage | PledgePage):
            return _("Only statements and pledges are withdrawn.")
        if not page.live:
            return _("This is not published, so there is nothing to withdraw.")
        return _("This has been withdrawn already.") if page.is_withdrawn else ""

    @classmethod
    def may_ask(cls, user, page):
        """Return whether a user is an officer of the city that a page belongs to."""
        return CityTeam.objects.of(user).of_page(page) is not None

    @classmethod
    @transaction.atomic
    def ask(cls, page, by, reason):
        """Create a request, log it, and e-mail the editors. Raises ValidationError if it cannot be requested."""
        page = Page.objects.select_for_update().get(pk=page.pk).specific  # serializes double clicks
        if obstacle := cls.obstacle(page):
            raise ValidationError(obstacle)
        request = cls(page=page, reason=reason, asked_by=by)
        request.full_clean()
        request.save()
        log(page, "cities.withdrawal_asked", user=by, data={"reason": reason})
        editors = get_user_model().objects.filter(groups__name=roles.EDITORS.name, is_active=True)
        for editor in editors.exclude(pk=by.pk):
            request._notify(editor, "asked", reverse("cities_decide_withdrawal", args=[request.pk]))
        return request

    def may_decide(self, user):
        """Return whether a user may publish the page, which includes deciding this."""
        return self.page.permissions_for_user(user).can_publish()

    @transaction.atomic
    def grant(self, by):
        """Withdraw the page: a statement is unpublished, a pledge stays published as withdrawn. Nothing is deleted.

        Raises ValidationError if the request has been decided or the page is invalid, and PermissionDenied if the page
        is locked.
        """
        self._decide(self.Decision.GRANTED, by)
        page = Page.objects.get(pk=self.page_id).specific  # reloaded
        if page.live and not page.is_withdrawn:  # staff may have withdrawn it themselves
            page.withdraw(by)
        log(page, "cities.withdrawal_granted", user=by, data={"reason": self.reason})
        self._notify_officers("granted")

    @transaction.atomic
    def decline(self, by, answer):
        """Decline the request and e-mail the answer.

        Raises ValidationError if the answer is empty or the request has been decided.
        """
        self._decide(self.Decision.DECLINED, by, answer)
        log(self.page.specific, "cities.withdrawal_declined", user=by, data={"reason": answer})
        self._notify_officers("declined")

    def _decide(self, decision, by, answer=""):
        self.decision, self.answer, self.decided_by, self.decided_at = decision, answer, by, timezone.now()
        self.full_clean()
        decided = {name: getattr(self, name) for name in ("decision", "answer", "decided_by", "decided_at")}
        # An atomic UPDATE of open requests, since another user may decide at the same time.
        if not WithdrawalRequest.objects.open().filter(pk=self.pk).update(**decided):
            raise ValidationError(_("This has been decided already."))

    def _notify_officers(self, outcome):
        """E-mail the decision to the officer who asked, or to the team if that account is inactive.

        The user who decided gets no e-mail.
        """
        team = CityTeam.objects.of_page(self.page)
        requester = self.asked_by if self.asked_by and self.asked_by.is_active else None
        recipients = [requester] if requester else team.officers() if team else []
        for officer in set(recipients) - {self.decided_by}:
            self._notify(officer, outcome, reverse("wagtailadmin_home"))

    def _notify(self, user, outcome, path):
        url = settings.WAGTAILADMIN_BASE_URL + path
        mail.send(f"withdrawal_{outcome}", user.email, user.language, withdrawal=self, page=self.page.specific, url=url)
