"""Slugs: validation, and romanisation of text in any script.

Greek is romanised by ELOT 743, type 2, as in passports and on road signs; Latin, Cyrillic and Arabic letters by
anyascii; pictograms are removed. All rules are one list of regular expressions, which the editor's script applies as
well (as the "formatters" of ``SlugInput``), so that the form proposes the slug that the server would create.
"""

import re
import unicodedata
from functools import cache

from django.core import validators as django_validators
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import SlugInput

from solidarity.text import to_ascii

LONGEST = 200  # characters of a generated slug, to which a number may be appended
ADDRESSABLE = re.compile(r"[-a-zA-Z0-9_]+")
COMBINING = "\u0300-\u036f"
DIAERESIS = "\u0308"
GREEK_BLOCKS = (range(0x370, 0x400), range(0x1F00, 0x2000))
BLOCKS = (
    range(0xA0, 0x250),  # Latin
    range(0x1E00, 0x1F00),
    range(0x400, 0x460),  # Cyrillic
    range(0x600, 0x700),  # Arabic
    range(0x2000, 0x20A0),  # punctuation, superscripts and subscripts
    range(0x20A0, 0x20C1),  # currencies
    range(0x2100, 0x2200),  # letterlike symbols, fractions, Roman numerals, arrows
    range(0xFB00, 0xFB07),  # ligatures, as in PDF files
    range(0xFF01, 0xFF5F),  # fullwidth forms
)
GREEK_LETTERS = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch",
    "ψ": "ps", "ω": "o",
}  # fmt: skip


def is_addressable(slug):
    """Tell whether a slug works everywhere: in URL converters, feeds, calendars and other software."""
    return bool(ADDRESSABLE.fullmatch(slug))


def validate_slug(slug):
    """Raise ValidationError, with a valid example, for a slug that is not addressable."""
    if not is_addressable(slug):
        raise ValidationError(
            _("An address can hold only the letters a to z, digits, hyphens and underscores, such as “%(example)s”."),
            code="invalid",
            params={"example": slug_of(slug) or "athens"},
        )


def letters(base, plain=False):
    """Return a character class of a Greek letter in both cases, with and without accents.

    Forms with a diaeresis are excluded, since they are pronounced separately; ``plain`` excludes those with an accent
    too.
    """
    found = []
    for block in GREEK_BLOCKS:
        for letter in map(chr, block):
            first, *marks = unicodedata.normalize("NFKD", letter)
            if first.lower().replace("ς", "σ") != base or DIAERESIS in marks:
                continue
            if not plain or not {"\u0301", "\u0342", "\u0300"}.intersection(marks):
                found.append(letter)
    return f"[{''.join(found)}]"


def of_any(bases):
    """Return a character class of several Greek letters in all their forms."""
    return f"[{''.join(letters(base)[1:-1] for base in bases)}]"


def greek():
    """Return the expressions that romanise Greek digraphs, as pairs of pattern and replacement."""
    not_after = "\u0370-\u03ff\u1f00-\u1fffA-Za-z0-9" + COMBINING
    upsilon = letters("υ") + f"(?!{DIAERESIS})[{COMBINING}]*"
    voiced = of_any("αεηιουωβγδζλμνρ")
    rules = []
    for base, latin in (("α", "a"), ("ε", "e"), ("η", "i")):
        vowel = letters(base, plain=True)
        rules += [(f"{vowel}{upsilon}(?={voiced})", f"{latin}v"), (f"{vowel}{upsilon}", f"{latin}f")]
    rules.append((letters("ο", plain=True) + upsilon, "ou"))
    rules += [
        (letters("γ") + f"(?={of_any('γξχ')})", "n"),
        (f"(^|[^{not_after}]){letters('μ')}{letters('π')}", "$1b"),
        (f"{letters('μ')}{letters('π')}(?![{not_after}])", "b"),
    ]
    return rules


def table():
    """Return the expressions that romanise single letters, one for each replacement."""
    by_latin = {}
    for block in GREEK_BLOCKS:
        for letter in map(chr, block):
            base = unicodedata.normalize("NFKD", letter)[0].lower().replace("ς", "σ")
            if base in GREEK_LETTERS:
                by_latin.setdefault(GREEK_LETTERS[base], []).append(letter)
    for block in BLOCKS:
        for letter in map(chr, block):
            if latin := re.sub(r"[^-\w ]", "", to_ascii(letter).lower().replace("/", "-")):
                by_latin.setdefault(latin, []).append(letter)
    return [(f"[{re.escape(''.join(found))}]", latin) for latin, found in by_latin.items()]


FORMATTERS = [
    *greek(),
    *table(),
    (r"[/|·•]", "-"),  # as in 2015/2016
    (r"[^-\sA-Za-z0-9_]+", ""),
    (r"[-\s]+", "-"),
    (r"^[-_]+", ""),
    (rf"^([-A-Za-z0-9_]{{{LONGEST}}})[-A-Za-z0-9_]+$", "$1"),
    (r"[-_]+$", ""),
]


@cache
def compiled():
    """Return FORMATTERS as compiled expressions with Python's replacement syntax."""
    return [(re.compile(pattern), replacement.replace("$1", r"\1")) for pattern, replacement in FORMATTERS]


def slug_of(text, longest=LONGEST):
    """Return the slug of a text; empty if the text has neither letter nor digit.

    Scripts that the editor's script cannot romanise, such as Chinese, are romanised here, if nothing else is left.
    """
    slug = text
    for pattern, replacement in compiled():
        slug = pattern.sub(replacement, slug)
    return (slug.lower() or slugify("".join(map(to_ascii, text))))[:longest].strip("-_")


def with_slug_rule(field):
    """Replace Django's validators of a slug form field by that of the model; return the field."""
    own = (django_validators.validate_slug, django_validators.validate_unicode_slug)
    field.validators = [*(validator for validator in field.validators if validator not in own), validate_slug]
    return field


def slug_input():
    """Return the widget of a slug, whose script romanises as the server does."""
    return SlugInput(formatters=FORMATTERS)
