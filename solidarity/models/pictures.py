"""A picture of something, with its alternative text in every language unless it is decorative."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from solidarity.fields import TranslatedCharField, column_names, content_language, error_about


def picture_alt_field():
    """Return the field of a picture's alternative text, which is called as the picture's field and ``_alt``."""
    return TranslatedCharField(
        _("description of the picture"),
        max_length=250,
        help_text=_("What the picture shows, for those who cannot see it."),
    )


def picture_decorative_field():
    """Return the field that says that a picture needs no such text, called as its field and ``_decorative``."""
    return models.BooleanField(
        _("the picture is decorative"),
        default=False,
        help_text=_("It adds nothing to the text, and screen readers may skip it."),
    )


class PictureMixin:
    """Has a picture that is described in some language or said to be decorative."""

    # The foreign key of the picture.
    picture_field = "image"

    @property
    def picture_alt(self):
        """What the picture says to those who do not see it; empty where it is decorative."""
        return "" if self._picture_decorative else getattr(self, f"{self.picture_field}_alt")

    @property
    def picture_alt_language(self):
        """The code of the language of ``picture_alt``."""
        return content_language(self, f"{self.picture_field}_alt")

    @property
    def _picture_decorative(self):
        return getattr(self, f"{self.picture_field}_decorative")

    def picture_errors(self):
        """Return an error by its field where there is a picture that is neither described nor decorative."""
        descriptions = column_names(f"{self.picture_field}_alt")
        if (
            not getattr(self, f"{self.picture_field}_id")
            or self._picture_decorative
            or any(getattr(self, name) for name in descriptions)
        ):
            return {}
        message = _("Describe the picture in at least one language, or mark it as decorative.")
        return {f"{self.picture_field}_decorative": error_about(message, self.picture_field, *descriptions)}
