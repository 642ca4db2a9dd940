"""The quotation of a statement, in the languages of the site or in another one."""

from dataclasses import dataclass

from django.utils.translation import get_language

from solidarity import languages
from solidarity.fields import column_name, column_names
from solidarity.text.quotation_marks import without_enclosing_marks


@dataclass(frozen=True)
class Quotation:
    """A quotation as readers see it: the text and its language code, and the original if the text is a translation."""

    text: str
    language: str
    original: str = ""
    original_language: str = ""

    @property
    def is_translation(self):
        """Whether the text is in another language than the one it was given in."""
        return bool(self.original_language) and self.language != self.original_language


class QuotationMixin:
    """A quotation in translated columns and, in a language that the site does not offer, in ``quote_original``."""

    @property
    def original_quote(self):
        """The quotation in the language in which it was given, or the empty string."""
        if self.language_given in languages.codes():
            return getattr(self, column_name("quote", self.language_given)) or ""
        return self.quote_original

    @property
    def quotation(self):
        """The Quotation in the reader's language, else the original, else any translation, else None."""
        original, given = self.original_quote, self.language_given
        reader = get_language() or languages.DEFAULT_LANGUAGE
        if translated := getattr(self, column_name("quote", reader)):
            return Quotation(translated, reader, original, given)
        if original:
            return Quotation(original, given, original, given)
        for code in languages.codes():
            if text := getattr(self, column_name("quote", code)):
                return Quotation(text, code, "", given)
        return None

    def _drop_quotation_marks(self):
        """Remove the quotation marks around each quotation: the stylesheet adds those of its language."""
        for name in (*column_names("quote"), "quote_original"):
            typed = getattr(self, name)
            if typed and (bare := without_enclosing_marks(typed)) != typed:
                setattr(self, name, bare)
                self.removed_quotation_marks = True
