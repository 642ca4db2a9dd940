from dataclasses import dataclass


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
