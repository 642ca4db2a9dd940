"""The editor's form of a statement: what a city officer must give before it can be sent for review."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from solidarity import languages
from solidarity.fields import column, columns
from solidarity.forms import SitePageForm
from solidarity.roles import EDIT_ALL, EDIT_FACTS, TRANSLATE


class StatementForm(SitePageForm):
    """A statement. An officer's is complete when it speaks, is approved, and its portrait may be shown."""

    def clean(self):
        cleaned = super().clean()
        if not self.for_user.has_perm(TRANSLATE):
            self.instance.forget_made_headings()
        asked = self.for_user.has_perm(EDIT_FACTS) and not self.for_user.has_perm(EDIT_ALL)
        if asked and not self.is_deferred_validation:  # not translators, whose form has no such fields
            self._refuse_incomplete(cleaned)
        return cleaned

    def _refuse_incomplete(self, cleaned):
        """Add an error beside each field that a statement lacks to be sent."""
        written_in = cleaned.get("language_given")
        language = written_in if written_in in languages.codes() else get_language()
        words = [*columns("quote"), "quote_original", "film_address"]
        if not any(cleaned.get(name) for name in words if name in self.fields):
            self.add_error(
                column("quote", language), _("Write the quotation in its language, or give the address of a film.")
            )
        if not any(cleaned.get(name) for name in columns("office")):
            self.add_error(column("office", language), _("Say in at least one language what office the speaker holds."))
        if not cleaned.get("approved_by") or not cleaned.get("approved_on"):
            self.add_error("approved_by", _("Say who in the mayor's office approved the statement, and when."))
        if (portrait := cleaned.get("portrait")) and not portrait.credit:
            self.add_error("portrait", _("Give the picture a credit: who took it."))
        if portrait and not cleaned.get("portrait_consent"):
            self.add_error("portrait_consent", _("A portrait is published only if the person shown agrees."))
