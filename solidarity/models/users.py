from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from solidarity import languages
from solidarity.text import normalize_email


class UserManager(BaseUserManager):
    """Makes users known by their e-mail address."""

    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        """Make and save a user. Raises ValueError without an e-mail address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Make and save a user who may do everything."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)


class User(AbstractUser):
    """Somebody who signs in: EUROCITIES staff, a translator or a city's officer. The e-mail address is the name."""

    username = None
    email = models.EmailField(
        _("email address"),
        unique=True,
        error_messages={"unique": _("A user with this email address already exists.")},
    )

    daily_digest = models.BooleanField(
        _("one email a day"),
        default=False,
        help_text=_("Lists once a day what is waiting for review, instead of one email for each submission."),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            # Anna@example.org and anna@example.org are one mailbox to everybody but a database.
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_in_any_case",
                violation_error_message=_("A user with this email address already exists."),
            )
        ]

    def clean(self):
        super().clean()
        self.email = normalize_email(self.email)

    def __str__(self):
        return self.get_full_name() or self.email

    @property
    def language(self):
        """The code of the language that the user chose for the admin; mails are written in it."""
        profile = getattr(self, "wagtail_userprofile", None)
        return (profile and profile.preferred_language) or languages.DEFAULT_LANGUAGE
