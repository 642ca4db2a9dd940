"""Form fields for visitors' forms that editors build: in the reader's language, and without preselected answers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.contrib.forms.forms import FormBuilder

from solidarity import languages
from solidarity.dates.fields import TypedDateField, TypedDateTimeField
from solidarity.fields import column_name, content_language
from solidarity.forms.questions import VisitorForm, country_field, linked_pages, prepare, stored_country

WITH_CHOICES = {"checkboxes", "dropdown", "multiselect", "radio"}
SEVERAL_ANSWERS = {"checkboxes", "multiselect"}


class ChoicesSelect(forms.Select):
    """A select that begins without an answer. Options in another language than the reader's have a lang attribute."""

    choices_language = ""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value and self.choices_language and self.choices_language != get_language():
            option["attrs"] |= {"lang": self.choices_language, "dir": languages.direction(self.choices_language)}
        return option


class TranslatedFormBuilder(FormBuilder):
    """Builds the form in the reader's language; fields know the language of each text, which may be a fallback.

    Choices are stored in the default language, so that submissions can be compared. Times are naive: by the visitor's
    clock.
    """

    def create_date_field(self, field, options):
        return TypedDateField(**options)

    def create_datetime_field(self, field, options):
        formfield = TypedDateTimeField(**options)
        formfield.by_wall_clock = True
        return formfield

    def create_country_field(self, field, options):
        return country_field(options)

    def get_form_class(self):
        return type("VisitorForm", (VisitorForm,), self.formfields)

    @property
    def formfields(self):
        formfields, pages = super().formfields, linked_pages(self.fields)
        for field, formfield in zip(self.fields, formfields.values(), strict=True):
            formfield.label_language = content_language(field, "label")
            formfield.help_language = content_language(field, "help_text")
            formfield.linked_page = pages.get(field.linked_page_id)
            prepare(field, formfield)
            choices_language = content_language(field, "choices")
            if isinstance(formfield.widget, ChoicesSelect):
                formfield.widget.choices_language = choices_language
            elif choices_language:
                formfield.widget.attrs["lang"] = choices_language
                formfield.widget.attrs["dir"] = languages.direction(choices_language)
        return formfields

    def get_field_options(self, field):
        options = super().get_field_options(field)
        # A hidden field cannot be filled in, and without choices none can be chosen.
        if field.field_type == "hidden" or (field.field_type in WITH_CHOICES and not stored_choices(field)):
            options["required"] = False
        if field.field_type == "checkbox":
            options["initial"] = False  # only the visitor ticks it
        if field.field_type == "country":
            options["initial"] = stored_country(field.default_value) or ""
        if field.field_type in WITH_CHOICES:
            answers = default_answers(field)
            options["initial"] = answers if field.field_type in SEVERAL_ANSWERS else next(iter(answers), "")
        return options

    def create_dropdown_field(self, field, options):
        """Begin with an empty option: otherwise a browser sends the first choice for visitors who skip the question."""
        options["widget"] = ChoicesSelect
        formfield = super().create_dropdown_field(field, options)
        formfield.choices = [("", _("Please choose")), *formfield.choices]
        return formfield

    def get_formatted_field_initial(self, field):
        return default_answers(field)

    def get_formatted_field_choices(self, field):
        shown = (field.choices or "").splitlines()
        stored = stored_choices(field)
        if len(stored) != len(shown):
            stored = shown
        return [(value.strip(), label.strip()) for value, label in zip(stored, shown, strict=True) if value.strip()]


def stored_choices(field):
    """Return a question's choices as they are stored, one per line."""
    language = content_language(field, "choices", languages.DEFAULT_LANGUAGE)
    return getattr(field, column_name("choices", language)).splitlines() if language else []


def default_answers(field):
    """Return the stored choices that a question's default value names, one per line, in any language."""
    stored = [choice.strip() for choice in stored_choices(field)]
    known = dict(zip(stored, stored, strict=True))
    for code in languages.codes():
        written = [choice.strip() for choice in (getattr(field, column_name("choices", code)) or "").splitlines()]
        if len(written) == len(stored):
            known |= {choice: answer for choice, answer in zip(written, stored, strict=True) if choice not in known}
    named = [line.strip() for line in field.default_value.splitlines()]
    return [known[name] for name in named if known.get(name)]


def check_question(row):
    """Add an error to the form of a question that nobody could answer, or whose default value is no valid answer."""
    field = row.instance
    if field.field_type in WITH_CHOICES and not any(choice.strip() for choice in stored_choices(field)):
        row.add_error(column_name("choices", languages.DEFAULT_LANGUAGE), _("Write the choices, one on each line."))
        return
    if not field.default_value.strip():
        return
    if field.field_type == "checkbox":
        row.add_error("default_value", _("Only visitors tick this themselves. Leave the default value empty."))
        return
    if field.field_type in WITH_CHOICES:
        named = [line for line in field.default_value.splitlines() if line.strip()]
        answers = default_answers(field)
        if len(answers) != len(named) or (len(answers) > 1 and field.field_type not in SEVERAL_ANSWERS):
            row.add_error("default_value", _("This is none of the choices. Write it as it stands there."))
        return
    if field.field_type == "country":
        if not stored_country(field.default_value):
            row.add_error("default_value", _("This is none of the choices. Write it as it stands there."))
        return
    builder = TranslatedFormBuilder([field])
    create_field = builder.get_create_field_function(field.field_type)
    try:
        create_field(field, builder.get_field_options(field)).clean(field.default_value)
    except ValidationError as error:
        row.add_error("default_value", error)
