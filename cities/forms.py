"""The page editor's form of a statement, with the fields that an officer must fill in before submitting it."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from solidarity import languages
from solidarity.fields import column_name, column_names, error_about
from solidarity.forms import SitePageForm
from solidarity.roles import EDIT_ALL, EDIT_FACTS, TRANSLATE


class StatementForm(SitePageForm):
    """The form of a statement.

    An officer can submit it only with a quotation or a video, an office, the approval of the mayor's office, and a
    credit and consent for the portrait. Drafts and the forms of staff are exempt.
    """

    def clean(self):
        self._reset_derived()
        cleaned = super().clean()
        asked = self.for_user.has_perm(EDIT_FACTS) and not self.for_user.has_perm(EDIT_ALL)
        if asked and not self.is_deferred_validation:  # translators are exempt: their form lacks these fields
            self._refuse_incomplete(cleaned)
        return cleaned

    def _reset_derived(self):
        """Clear the derived headings and slug, so that they are derived again from the submitted data."""
        if not self.for_user.has_perm(TRANSLATE):  # officers: their form has no heading
            self.instance.reset_auto_heading()
        for code in languages.codes():
            name = column_name("heading", code)
            if self.cleaned_data.get(name) and self.cleaned_data[name] == self.instance.auto_heading(code):
                self.cleaned_data[name] = ""
        if self.instance.slug and self.cleaned_data.get("slug") == self.instance.slug:
            self.instance.reset_auto_slug()
            self.cleaned_data["slug"] = self.instance.slug

    def _lacks_heading(self):
        offices = [self.cleaned_data.get(name) for name in column_names("office")]
        return not self.is_deferred_validation and super()._lacks_heading() and not any(offices)

    def _ask_for_heading(self):
        # The heading is derived from the office, the city and the speaker.
        message = _("Say in at least one language what office the speaker holds.")
        self.add_error(column_name("office", languages.DEFAULT_LANGUAGE), error_about(message, *column_names("office")))

    def _refuse_incomplete(self, cleaned):
        """Add an error to each field that must be filled in before the statement can be submitted."""
        written_in = cleaned.get("language_given")
        language = written_in if written_in in languages.codes() else get_language()
        words = [*column_names("quote"), "quote_original", "video_url"]
        if not any(cleaned.get(name) for name in words if name in self.fields):
            message = _("Write the quotation in its language, or give the address of a film.")
            self.add_error(column_name("quote", language), error_about(message, *words))
        if not any(cleaned.get(name) for name in column_names("office")):
            message = _("Say in at least one language what office the speaker holds.")
            self.add_error(column_name("office", language), error_about(message, *column_names("office")))
        sign_off = ("approved_by", "approved_on")
        if lacking := [name for name in sign_off if not cleaned.get(name)]:
            message = _("Say who in the mayor's office approved the statement, and when.")
            self.add_error(lacking[0], error_about(message, *sign_off))
        if (portrait := cleaned.get("portrait")) and not portrait.credit:
            self.add_error("portrait", _("Give the picture a credit: who took it."))
        if portrait and not cleaned.get("portrait_consent"):
            self.add_error("portrait_consent", _("A portrait is published only if the person shown agrees."))
