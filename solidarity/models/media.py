from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from solidarity.media.document_checks import check_document


class SiteImage(AbstractImage):
    """A picture with who made it and on what terms.

    What it says to a reader who cannot see it belongs to each use, not to the picture.
    """

    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made the picture, as it should be named beside it, such as 'Photo: Maria Rossi'."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=100,
        blank=True,
        help_text=_("The terms on which we may show it, such as 'CC BY 4.0' or 'with permission of the city'."),
    )

    admin_form_fields = (
        *(name for name in WagtailImage.admin_form_fields if name != "description"),
        "credit",
        "licence",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    @property
    def default_alt_text(self):
        """Nothing: a picture's title says little of what it shows in a given place."""
        return ""

    @property
    def credit_line(self):
        """Credit and licence in one line, or the empty string."""
        return ", ".join(part for part in (self.credit, self.licence) if part)


class SiteRendition(AbstractRendition):
    """A picture cut and encoded for one place on a page."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class SiteDocument(AbstractDocument):
    """A file to read or download, such as a report or a letter. It is of the kind that the end of its name says."""

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    def clean(self):
        if not self.file:
            return  # which the form says
        if not self.file._committed:  # it is new
            try:
                check_document(self.file, self.file_extension.lower())
            except ValidationError as error:
                raise ValidationError({"file": error}) from error
        super().clean()
