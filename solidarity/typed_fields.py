"""Model fields for values that people type in many forms: long URLs, large numbers, coordinates and languages."""

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from solidarity.languages import spoken


class LongURLFormField(forms.URLField):
    """Reports only the length of a URL that is too long: Django calls one of over 2,048 characters invalid."""

    def run_validators(self, value):
        if len(value) > self.max_length:
            MaxLengthValidator(self.max_length)(value)
        super().run_validators(value)


class LongURLField(models.URLField):
    """A URL of up to LONGEST characters: URLs of videos, forms and shared files often have over 200."""

    LONGEST = 2000

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": self.LONGEST, **kwargs})

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": LongURLFormField, **kwargs})


# Digits, or groups of three with a space, point, comma or apostrophe as separator.
GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[ .,'’٬])\d{3}(?:(?P=mark)\d{3})*)?")


class LargeNumberFormField(forms.IntegerField):
    """A whole number as any of the site's languages writes it: 664046, 664 046, 664.046, 664,046."""

    widget = forms.TextInput({"inputmode": "numeric"})
    default_error_messages = {"invalid": _("Write a whole number in digits, such as 664046.")}

    def to_python(self, value):
        if isinstance(value, str):
            value = " ".join(unicodedata.normalize("NFKC", value).split())
            if GROUPED.fullmatch(value):
                value = "".join(re.findall(r"\d", value))
        return super().to_python(value)


class LargeNumberField(models.PositiveBigIntegerField):
    """A number of people or euros, also above two thousand million.

    Its maximum is the same on every database, and so far below theirs that millions of values can be summed.
    """

    GREATEST = 10**12 - 1
    default_validators = [MaxValueValidator(GREATEST)]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": LargeNumberFormField, **kwargs})


# Variants of minus signs, decimal separators, and the symbols of degrees, minutes and seconds.
SIGNS = str.maketrans(
    {"−": "-", "–": "-", ",": ".", "٫": ".", "º": "°", "˚": "°", "’": "'", "′": "'", "”": '"', "″": '"'}
)
# Cardinal directions in words; O by itself may be west or, in German, east.
HALVES = {
    **dict.fromkeys("nord north norte noord".split(), "N"),
    **dict.fromkeys("süd sud sur south zuid".split(), "S"),
    **dict.fromkeys("est ost este east oost".split(), "E"),
    **dict.fromkeys("ouest west oeste ovest".split(), "W"),
}
HALF = re.compile("|".join(sorted(HALVES, key=len, reverse=True)), re.IGNORECASE)
PAIR = re.compile(r"-?\d+(?:\.\d+)?\s*[,;\s]\s*-?\d+\.\d+")
DEGREES = re.compile(
    r"""(?P<before>[NSEW])?\s*(?:(?P<minus>-)|\+)?\s*(?P<degrees>\d+(?:\.\d*)?|\.\d+)
    (?:\s*°(?:\s*(?P<minutes>\d+(?:\.\d+)?)\s*'(?:\s*(?P<seconds>\d+(?:\.\d+)?)\s*(?:"|''))?)?)?
    \s*(?P<after>[NSEW])?""",
    re.IGNORECASE | re.VERBOSE,
)


def parse_degrees(text, halves):
    """Return a coordinate as a Decimal: 37.9838, 37,983810, −8.6291, 37° 59′ 1″ N. Raises ValueError for other text.

    ``halves`` are the letters of the two hemispheres, such as NS; the second one has negative values.
    """
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf").translate(SIGNS)
    match = DEGREES.fullmatch(HALF.sub(lambda found: HALVES[found[0].lower()], text).strip())
    if not match or (match["before"] and match["after"]):
        raise ValueError(text)
    half = (match["before"] or match["after"] or "").upper()
    minutes, seconds = (Decimal(match[name] or 0) for name in ("minutes", "seconds"))
    if (half and (half not in halves or match["minus"])) or minutes >= 60 or seconds >= 60:
        raise ValueError(text)
    degrees = Decimal(match["degrees"]) + minutes / 60 + seconds / 3600
    return -degrees if match["minus"] or half == halves[1] else degrees


class DegreesFormField(forms.CharField):
    """A coordinate in any common notation."""

    def prepare_value(self, value):
        return format(value, "f") if isinstance(value, Decimal) else value

    def to_python(self, value):
        return self.model_field.to_python(super().to_python(value) or None)

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class DegreesField(models.DecimalField):
    """A coordinate in degrees, rounded to four decimal places, about eleven metres."""

    default_error_messages = {
        "invalid": _("Write the coordinate in degrees, such as 37.9838."),
        "pair": _("These are two coordinates. Write one of them here, and the other beside it."),
    }

    def __init__(self, *args, halves="NS", **kwargs):
        self.halves = halves
        super().__init__(*args, **{"max_digits": 7, "decimal_places": 4, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "halves": self.halves}

    def to_python(self, value):
        if isinstance(value, str):
            try:
                value = parse_degrees(value, self.halves)
            except ValueError as error:
                code = "pair" if PAIR.fullmatch(value.strip()) else "invalid"
                raise ValidationError(self.error_messages[code], code=code) from error
        value = super().to_python(value)
        if value is None or value.adjusted() >= self.max_digits - self.decimal_places:
            return value  # the maximum is lower, and its validator reports it
        rounded = value.quantize(Decimal(1).scaleb(-self.decimal_places), ROUND_HALF_EVEN)
        return rounded + 0  # normalises -0.0000

    def formfield(self, **kwargs):
        # Not Django's number input, which does not accept a comma or a degree sign.
        field = models.Field.formfield(self, **{"form_class": DegreesFormField, **kwargs})
        field.model_field = self
        field.widget.attrs |= {"dir": "ltr"}
        return field


class LanguageFormField(forms.CharField):
    """A language by its name in any of the site's languages or in itself, or by its code."""

    widget = spoken.LanguageInput
    default_error_messages = {
        "unknown": _("We know no language of this name. Write its name as in the list, or its ISO 639 code."),
    }

    def prepare_value(self, value):
        return spoken.name_of(value) if spoken.is_known(value) else value

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return ""
        if code := spoken.find(text):
            return code
        raise ValidationError(self.error_messages["unknown"], code="unknown")

    def has_changed(self, initial, data):
        return (spoken.find(data or "") or data or "") != (initial or "")


class LanguageField(models.CharField):
    """The code of a spoken language, any of ISO 639, not only the site's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 10, **kwargs})

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if value and not spoken.is_known(value):
            raise ValidationError(LanguageFormField.default_error_messages["unknown"], code="unknown")

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": LanguageFormField, **kwargs})
