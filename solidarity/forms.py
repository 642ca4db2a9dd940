"""The editor's form of a page: what every page must have."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from solidarity import languages
from solidarity.fields import column, columns


class SitePageForm(WagtailAdminPageForm):
    """Asks for a heading in at least one language, and for a picture's alternative text."""

    def clean(self):
        cleaned = super().clean()
        first = column("heading", languages.DEFAULT_LANGUAGE)
        if first in self.fields and not any(cleaned.get(name) for name in columns("heading")):
            self.add_error(first, _("Write a heading in at least one language."))
        if (
            not self.is_deferred_validation
            and cleaned.get("listing_image")
            and not cleaned.get("listing_image_decorative")
            and not any(cleaned.get(name) for name in columns("listing_image_alt"))
        ):
            self.add_error(
                "listing_image_decorative",
                _("Describe the picture in at least one language, or mark it as decorative."),
            )
        return cleaned
