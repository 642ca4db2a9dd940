"""The languages in which a page is written, shown and previewed."""

from django.utils import translation
from django.utils.translation import get_language

from solidarity import generation, languages
from solidarity.fields import column_name, content_language, languages_in_turn


class MultilingualMixin:
    """A page that is written in some of the languages and shown in the best of them for its reader."""

    # The translated fields that hold the page's text.
    written_in = ()

    @property
    def heading_language(self):
        """The language of the heading that names the page to editors: the default one, or the first there is."""
        return content_language(self, "heading", languages.DEFAULT_LANGUAGE)

    @property
    def available_languages(self):
        """The codes of the languages in which the page really is written.

        It is where its heading is, and its text (``written_in``) if it has one in any language.
        """
        needed = ["heading", *(name for name in self.written_in if content_language(self, name))]
        return [code for code in languages.codes() if all(getattr(self, column_name(name, code)) for name in needed)]

    @property
    def language_shown(self):
        """The code of the language of the text that a reader is shown, which is that of the page it is shown as.

        It is the first in which the page is written, in the order of falling back; else the one that its text is in.
        """
        reader, written = get_language() or languages.DEFAULT_LANGUAGE, self.available_languages
        if found := next((code for code in languages_in_turn(reader) if code in written), None):
            return found
        texts = [*self.written_in, "heading"]
        return next((code for name in texts if (code := content_language(self, name))), reader)

    @property
    def preview_modes(self):
        return languages.LANGUAGES

    @property
    def default_preview_mode(self):
        return content_language(self, "heading") or get_language() or languages.DEFAULT_LANGUAGE

    def make_preview_request(self, original_request=None, preview_mode=None, extra_request_attrs=None):
        # serve_preview would be too late: LocaleMiddleware reads the language from the address.
        with generation.nothing_kept(), translation.override(preview_mode or self.default_preview_mode):
            return super().make_preview_request(original_request, preview_mode, extra_request_attrs)
