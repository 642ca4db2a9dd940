from dataclasses import dataclass


@dataclass(frozen=True)
class Quotation:
    """Words as they are shown: their language, and the original where they are a translation."""

    text: str
    language: str
    original: str = ""
    original_language: str = ""

    @property
    def is_translation(self):
        return bool(self.original_language) and self.language != self.original_language
