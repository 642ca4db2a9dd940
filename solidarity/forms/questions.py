"""Questions of visitors' forms: their types, autocomplete tokens, and error messages that name the question."""

from copy import copy
from functools import cache

from django import forms
from django.db import models
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from wagtail.contrib.forms.forms import BaseForm
from wagtail.contrib.forms.models import FORM_FIELD_CHOICES
from wagtail.models import Page

from solidarity import languages
from solidarity.fields import VisibleTextFormMixin
from solidarity.forms.filters import FilterSelect
from solidarity.generation import kept
from solidarity.text import collation_key, fold

QUESTION_TYPES = (*FORM_FIELD_CHOICES, ("country", _("Country")))


class Autocomplete(models.TextChoices):
    """Autofill tokens of HTML: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill."""

    NAME = "name", _("the visitor's name")
    EMAIL = "email", _("the visitor's email address")
    PHONE = "tel", _("the visitor's telephone number")
    ORGANISATION = "organization", _("the visitor's organisation")
    ROLE = "organization-title", _("the visitor's role there")
    STREET = "street-address", _("the visitor's street address")
    POSTCODE = "postal-code", _("the visitor's postcode")
    CITY = "address-level2", _("the visitor's city")
    COUNTRY = "country-name", _("the visitor's country")
    WEBSITE = "url", _("the visitor's website")


# The autocomplete token of a question type, where the editor sets none.
ASKED_BY_TYPE = {"email": Autocomplete.EMAIL, "country": Autocomplete.COUNTRY, "url": Autocomplete.WEBSITE}

CHOOSE = _("Choose an answer to “%(label)s”.")
# Error messages for a missing and for an invalid answer, by question type.
MISSING = {
    "checkbox": _("Tick “%(label)s” to go on."),
    **dict.fromkeys(("dropdown", "radio", "checkboxes", "multiselect", "country"), CHOOSE),
}
FILL_IN = _("Fill in “%(label)s”.")
WRONG = {
    "email": _("Write “%(label)s” as an address such as name@example.org."),
    "url": _("Write “%(label)s” as a web address that begins with https://."),
    "number": _("Write “%(label)s” as a number in digits."),
}


class VisitorForm(VisibleTextFormMixin, BaseForm):
    """A form whose error messages name their question: they are also listed apart from the fields."""

    @property
    def has_required(self):
        """Whether any question is required."""
        return any(field.required for field in self.fields.values())

    def full_clean(self):
        super().full_clean()
        for name, errors in self._errors.items():
            if name in self.fields:
                label = str(self.fields[name].label)
                errors.data = [text if label in text else f"{label}{gettext(': ')}{text}" for text in map(str, errors)]


def country_field(options):
    """Return the form field of a country: options in the reader's language, values in the default language."""
    with override(languages.DEFAULT_LANGUAGE):
        stored = dict(countries)
    named = sorted(dict(countries).items(), key=lambda country: collation_key(country[1]))
    choices = [("", gettext("Please choose")), *((stored[code], name) for code, name in named)]
    return forms.ChoiceField(**options, choices=choices, widget=FilterSelect)


def stored_country(name):
    """Return a country's name in the default language, given its name in any of the site's languages; else None."""
    return _stored_countries().get(fold(name.strip()))


@cache
def _stored_countries():
    """Return the name of each country in the default language, by its folded name in every language."""
    with override(languages.DEFAULT_LANGUAGE):
        stored = dict(countries)
    found = {}
    for language in languages.codes():
        with override(language):
            found |= {fold(shown): stored[code] for code, shown in countries}
    return found


def prepare(question, field):
    """Set the error messages and the autocomplete token of a question's form field."""
    label = {"label": field.label}
    field.error_messages["required"] = MISSING.get(question.field_type, FILL_IN) % label
    if question.field_type in WRONG:
        words = WRONG[question.field_type] % label
        field.error_messages["invalid"] = words
        # Copied, since Django shares one e-mail validator among all form fields.
        field.validators = [copy(validator) for validator in field.validators]
        for validator in field.validators:
            if getattr(validator, "code", "") == "invalid":
                validator.message = words
    elif question.field_type in MISSING:
        field.error_messages["invalid_choice"] = field.error_messages["required"]
    if purpose := question.autocomplete or ASKED_BY_TYPE.get(question.field_type):
        field.widget.attrs["autocomplete"] = str(purpose)


def linked_pages(questions):
    """Return the published pages that questions link to, by primary key."""
    keys = {question.linked_page_id for question in questions} - {None}
    if not keys:
        return {}

    def make():
        pages = Page.objects.live().public().filter(pk__in=keys)
        return {page.pk: page for page in pages.specific().defer_streamfields()}

    return kept(f"pages linked from questions {sorted(keys)}", make, in_memory=False)
