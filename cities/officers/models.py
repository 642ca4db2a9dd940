"""The models of city officers: the team of each city, invitations, and the yearly checks of the city's page."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Collection, Page
from wagtail.users.models import UserProfile

from cities.models.city import CityPage
from cities.officers.querysets import CheckQuerySet, InvitationQuerySet, TeamQuerySet
from solidarity import languages, mail, roles
from solidarity.database.alphabetical import by_name
from solidarity.models import User
from solidarity.text import normalize_email


class CityTeam(models.Model):
    """The officers of a city: their group of users, and the collection of the city's images and documents."""

    WANTED = 2  # the recommended number of officers, so that one can leave

    city = models.OneToOneField(CityPage, verbose_name=_("city"), on_delete=models.CASCADE, related_name="team")
    group = models.OneToOneField(
        Group, verbose_name=_("group"), null=True, on_delete=models.SET_NULL, related_name="team"
    )
    collection = models.OneToOneField(
        Collection, verbose_name=_("collection"), null=True, on_delete=models.SET_NULL, related_name="team"
    )
    asked_on = models.DateField(_("asked on"), null=True, editable=False)  # the last reminder of the yearly check

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        permissions = [("invite_officers", _("Can invite and remove city officers"))]

    def __str__(self):
        return self.name

    @classmethod
    def get_or_create_for(cls, city):
        """Return a city's team, created or repaired if necessary."""
        team, _made = cls.objects.get_or_create(city=city)
        team.sync()
        return team

    @property
    def name(self):
        """The name of the group and the collection. It is not translated, since both are stored once."""
        return f"Officers of {self.city.title}"[:140]

    def sync(self):
        """Create or rename the group and collection, and set the group's permissions to exactly those of officers."""
        if not self.collection:
            self.collection = Collection.get_first_root_node().add_child(name=self._available_name(Collection))
            self.save(update_fields=["collection"])
        if not self.group:
            self.group = Group.objects.create(name=self._available_name(Group))
            self.save(update_fields=["group"])
        for named in self._misnamed():
            named.name = self._available_name(type(named))
            named.save(update_fields=["name"])
        roles.grant(self.group, roles.OFFICERS, self.city, self.collection)

    @property
    def has_current_names(self):
        """Whether the group and the collection exist and have the city's name."""
        return bool(self.group and self.collection) and not self._misnamed()

    def _misnamed(self):
        names = (self.name, self._name_with_pk)
        return [named for named in (self.group, self.collection) if named.name not in names]

    @property
    def _name_with_pk(self):
        return f"{self.name} ({self.city.pk})"

    def _available_name(self, model):
        """Return the team's name, with the city's primary key if another object of the model has that name."""
        return self._name_with_pk if model.objects.filter(name=self.name).exists() else self.name

    @property
    def officers_listed(self):
        """The officers as a list. Needs ``TeamQuerySet.with_overview()``, which prefetches them."""
        return self.group.officers if self.group else []

    def officers(self):
        """Return the queryset of the team's active users, sorted by name."""
        officers = User.objects.filter(groups__team=self, is_active=True)
        return officers.order_by(*by_name())

    @classmethod
    def is_only_team_of(cls, user):
        """Return whether a user is an officer who may not edit all pages, so that the admin shows their city alone."""
        if not hasattr(user, "_is_only_officer"):  # cached, since hooks call this many times in a request
            user._is_only_officer = not user.has_perm(roles.EDIT_ALL) and cls.objects.of(user).exists()
        return user._is_only_officer

    @transaction.atomic
    def ask_for_check(self, today=None):
        """E-mail the officers that the yearly check is due, and return the number of e-mails.

        Nothing is sent if the check is not due, or if they have been asked for it already.
        """
        today = today or timezone.localdate()
        officers = list(self.officers()) if self.group else []
        waiting = CityTeam.objects.to_ask_for_check(today).filter(pk=self.pk)
        if not officers or not CityTeam.objects.filter(pk__in=waiting.values("pk")).update(asked_on=today):
            return 0
        for officer in officers:
            mail.send(
                "check_due",
                officer.email,
                officer.language,
                city=self.city,
                officer=officer,
                url=settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_home"),
            )
        return len(officers)

    @transaction.atomic
    def add(self, user, by):
        """Add a user to the team and log it, unless they are a member already."""
        if not user.groups.filter(pk=self.group_id).exists():
            user.groups.add(self.group)
            log(self.city, "cities.officer_added", user=by, data={"officer": user.email})

    def is_last_role_of(self, user):
        """Return whether an officer is in no other team and has no other role."""
        return not user.is_superuser and not user.groups.exclude(pk=self.group_id).exists()

    @transaction.atomic
    def remove(self, user, by):
        """Remove a user from the team and log it. The account is deactivated if this was the user's last role.

        Drafts stay below the city's page, so that a colleague can continue them.
        """
        if not user.groups.filter(pk=self.group_id).exists():
            return
        if self.is_last_role_of(user):
            user.is_active = False
            user.save(update_fields=["is_active"])
        user.groups.remove(self.group)
        log(self.city, "cities.officer_removed", user=by, data={"officer": user.email})


class Invitation(models.Model):
    """An invitation by e-mail to become an officer of a city. The link in the e-mail expires after ``VALID_FOR``."""

    VALID_FOR = timedelta(days=14)
    signer = TimestampSigner(salt="cities.invitation")

    team = models.ForeignKey(CityTeam, verbose_name=_("city"), on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email address"))
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=languages.choices,
        default=languages.DEFAULT_LANGUAGE,
        help_text=_("For the email, and for the editor when they first sign in."),
    )
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                "team",
                Lower("email"),
                condition=models.Q(accepted_at__isnull=True),
                name="invited_once",
                violation_error_message=_("This person has been invited already."),
            )
        ]

    def __str__(self):
        return f"{self.name} <{self.email}>"

    def clean(self):
        super().clean()
        self.email = normalize_email(self.email)
        if self.team.officers().filter(email__iexact=self.email).exists():
            raise ValidationError({"email": _("This person is an officer of this city already.")})
        others = Invitation.objects.open().exclude(pk=self.pk)
        if others.filter(team=self.team, email__iexact=self.email).exists():
            raise ValidationError(
                {"email": _("This person has been invited already. You can send that invitation again.")}
            )

    @property
    def account(self):
        """The user with the invited e-mail address, active or not, or None."""
        return User.objects.filter(email__iexact=self.email).first()

    @property
    def creates_account(self):
        """Whether accepting creates or reactivates an account, since no active user has the e-mail address."""
        account = self.account
        return account is None or not account.is_active

    @property
    def url(self):
        """The absolute URL of the link in the e-mail."""
        return settings.WAGTAILADMIN_BASE_URL + reverse("invitation", args=[self.token])

    @property
    def expires_at(self):
        """The time at which the link in the e-mail expires."""
        return self.sent_at + self.VALID_FOR

    @property
    def has_expired(self):
        """Whether the link has expired without having been accepted."""
        return self.accepted_at is None and timezone.now() >= self.expires_at

    @property
    def token(self):
        """The signed token in the link. It contains the time of sending, so that a new link invalidates the old one."""
        return self.signer.sign(f"{self.pk}.{int(self.sent_at.timestamp())}")

    @classmethod
    def from_token(cls, token):
        """Return the invitation of a token, or None if it is forged, superseded, or its invitation is deleted."""
        try:
            pk, _dot, sent = cls.signer.unsign(token).partition(".")
        except (BadSignature, SignatureExpired):
            return None
        invitation = cls.objects.filter(pk=pk).select_related("team__city").first()
        return invitation if invitation and sent == str(int(invitation.sent_at.timestamp())) else None

    @transaction.atomic
    def send(self, by):
        """Save the invitation and e-mail it. A person with an active account becomes an officer at once instead."""
        account = self.account
        if account and account.is_active:
            self.team.add(account, by)
            mail.send("officer_added", account.email, self.language, name=account, city=self.team.city, by=by)
            return
        self.invited_by = by
        self.save()
        self._log("cities.invited", by)
        self._mail()

    @transaction.atomic
    def renew(self, by=None):
        """Send the invitation again with a new link, which invalidates the old one.

        ``by`` is None if the invited person requested it.
        """
        self.sent_at = timezone.now()
        self.save(update_fields=["sent_at"])
        self._log("cities.invitation_renewed", by)
        self._mail()

    @transaction.atomic
    def withdraw(self, by):
        """Withdraw the invitation: log and delete it, which invalidates its link."""
        self._log("cities.invitation_withdrawn", by)
        self.delete()

    @transaction.atomic
    def accept(self, name="", password=None):
        """Make the invited person an officer and return the user, or None if the invitation is no longer open.

        ``name`` and ``password`` are for an account that is created or reactivated; an active account keeps its own.
        """
        # Locks all invitations of the e-mail address, so that two concurrent requests do not create two accounts.
        if self not in Invitation.objects.open().select_for_update().filter(email__iexact=self.email):
            return None
        user = self._open_account(name, password) if self.creates_account else self.account
        CityTeam.get_or_create_for(self.team.city).add(user, by=user)
        self.accepted_at, self.accepted_by = timezone.now(), user
        self.save(update_fields=["accepted_at", "accepted_by"])
        self._log("cities.invitation_accepted", user)
        return user

    def _open_account(self, name, password):
        """Return the invited person's account, created, or reactivated without its former permissions."""
        user = self.account or User(email=self.email)
        user.first_name, _space, user.last_name = name.strip().partition(" ")
        user.set_password(password)
        user.is_active, user.is_staff, user.is_superuser = True, False, False
        user.save()
        user.groups.clear()
        user.user_permissions.clear()
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = self.language
        profile.save(update_fields=["preferred_language"])
        return user

    def _mail(self):
        mail.send("invitation", self.email, self.language, invitation=self, city=self.team.city)

    def _log(self, action, by):
        log(self.team.city, action, user=by, data={"officer": self.email})


class CityCheck(models.Model):
    """A yearly check: an officer's confirmation that the content of a city's page is still correct."""

    EVERY = timedelta(days=365)

    city = models.ForeignKey(CityPage, verbose_name=_("city"), on_delete=models.CASCADE, related_name="checks")
    checked_on = models.DateField(_("checked on"), default=timezone.localdate)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_on", "-pk"]
        get_latest_by = ["checked_on", "pk"]
        verbose_name = _("check")
        verbose_name_plural = _("checks")

    @classmethod
    @transaction.atomic
    def confirm(cls, city, by):
        """Record today's check of a city's page and return it. A second one on the same day changes nothing."""
        Page.objects.select_for_update().get(pk=city.pk)  # serializes double clicks
        check, is_new = cls.objects.get_or_create(
            city=city, checked_on=timezone.localdate(), defaults={"checked_by": by}
        )
        if is_new:
            log(city, "cities.checked", user=by)
        return check

    @property
    def next_on(self):
        """The day on which the next check is due."""
        return self.checked_on + self.EVERY
