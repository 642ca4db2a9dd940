"""Translated model fields: django-modeltranslation makes a nullable column for each language.

docs/decisions/translation.md tells how a page carries its languages.
"""

import json
from functools import cache

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, override
from modeltranslation.utils import build_localized_fieldname, resolution_order
from wagtail.admin.telepath import JSContext
from wagtail.blocks import Block
from wagtail.blocks.base import BlockWidget
from wagtail.fields import RichTextField, StreamField

from solidarity import languages
from solidarity.redirects.page_links import with_page_links
from solidarity.text import clean_html, is_visible, is_visible_html, strip_unprintable, with_block_keys


def column_names(name):
    """Return the names of a translated field's columns, one per language, in the order of the languages."""
    return [build_localized_fieldname(name, code) for code in languages.codes()]


def column_name(name, language):
    """Return the name of a translated field's column in one language, such as heading_el."""
    return build_localized_fieldname(name, language)


def content_language(instance, name, language=None):
    """Return the code of the language in which a translated field is shown, or None if it is empty in all.

    That is ``language``, by default the active one, or else the first fallback that is filled.
    """
    for code in resolution_order(language or get_language() or languages.DEFAULT_LANGUAGE):
        if getattr(instance, column_name(name, code)):
            return code
    return None


class TextInLanguage(str):
    """Text with the code of its language, for text that is shown beside text in another one."""

    language = None

    @classmethod
    def of(cls, instance, name):
        """Return a translated field as the reader sees it."""
        return cls.written(getattr(instance, name) or "", content_language(instance, name))

    @classmethod
    def written(cls, text, language):
        """Return a text as a TextInLanguage."""
        made = cls(text)
        made.language = language
        return made

    def with_text(self, text):
        """Return another text in the same language."""
        return self.written(text, self.language)


def error_about(message, *names):
    """Return a ValidationError about several fields together, given their names.

    A form ignores it where one of these fields has an error of its own: then that value is not missing but refused, and
    what the instance still holds is not what the user typed.
    """
    return ValidationError(message, params={"about": names})


def require_one_language(instance, name, message):
    """Raise ValidationError at the default language's column if a translated field is empty in all languages."""
    if not any(getattr(instance, one) for one in column_names(name)):
        raise ValidationError(
            {column_name(name, languages.DEFAULT_LANGUAGE): error_about(message, *column_names(name))}
        )


class TextFormField(forms.CharField):
    """A text input that treats text without a visible character, such as a zero-width space, as empty."""

    is_visible = staticmethod(is_visible)

    def to_python(self, value):
        value = super().to_python(value)
        return value if value and self.is_visible(value) else self.empty_value


class VisibleTextFormMixin:
    """Treats text without a visible character as empty in all text fields of a form, as TextFormField does."""

    def _clean_fields(self):
        super()._clean_fields()
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if isinstance(field, forms.CharField) and isinstance(value, str) and value and not is_visible(value):
                self.cleaned_data[name] = field.empty_value
                if field.required:
                    self.add_error(name, field.error_messages["required"])


class RichTextFormField(TextFormField):
    """A rich text input. An emptied editor posts ``<p data-block-key="…"></p>``, which is treated as empty."""

    is_visible = staticmethod(is_visible_html)

    def to_python(self, value):
        # The editor's JSON can hold characters that no database stores; a browser's inputs cannot.
        return with_page_links(super().to_python(strip_unprintable(value or "")))


class TranslatedFieldMixin:
    """Keeps the original column at its default: only the columns of the languages hold content.

    Otherwise the original column would hold whatever language was active at the save, references would count twice, and
    old revisions would leak one language into another.
    """

    def __init__(self, *args, **kwargs):
        kwargs["blank"] = True  # a page may be written in any one language only
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        # Labels do not concern the database; a better help text would otherwise alter nine columns.
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {key: kwargs[key] for key in kwargs if key not in ("help_text", "verbose_name")}

    @property
    def is_original(self):
        """Whether this is the original field, not that of one language."""
        return getattr(self, "language", None) is None

    def pre_save(self, model_instance, add):
        if self.is_original:
            return self.get_default()
        value = super().pre_save(model_instance, add)
        if value and not self.shows(value):
            # An invisible value is no translation, but would keep the fallback from being shown.
            value = self.to_python("")
            setattr(model_instance, self.attname, value)
        return value

    def shows(self, value):
        """Tell whether a value that is not empty is visible to readers."""
        return is_visible(value)

    def formfield(self, **kwargs):
        # The admin may be right-to-left while the text is English, or the reverse.
        field = super().formfield(**kwargs)
        if not self.is_original:
            field.widget.attrs |= {"lang": self.language, "dir": languages.direction(self.language)}
        return field

    def value_to_string(self, obj):
        if self.is_original:
            return "[]" if isinstance(self, StreamField) else ""
        return super().value_to_string(obj)

    def extract_references(self, value):
        if not self.is_original and hasattr(super(), "extract_references"):
            yield from super().extract_references(value)


class TranslatedCharField(TranslatedFieldMixin, models.CharField):
    """A line of text in every language."""

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": TextFormField, **kwargs})


class TranslatedTextField(TranslatedFieldMixin, models.TextField):
    """Plain text of several lines in every language."""

    def formfield(self, **kwargs):
        # Wagtail uses this widget for Django's TextField only, not for its subclasses.
        from wagtail.admin.widgets import AdminAutoHeightTextInput

        return super().formfield(**{"form_class": TextFormField, "widget": AdminAutoHeightTextInput, **kwargs})


class TranslatedRichTextField(TranslatedFieldMixin, RichTextField):
    """Rich text in every language."""

    def shows(self, value):
        return is_visible_html(value)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": RichTextFormField, **kwargs})

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return with_block_keys(clean_html(value)) if value else value


def shows_anything(stored):
    """Tell whether the stored form of blocks, or a part of it, is visible to readers."""
    match stored:
        case str():
            return is_visible_html(stored)
        case bool() | None:
            return False
        case {"type": _, "value": value} | {"data": value}:  # a block; or a table
            return shows_anything(value)
        case dict():
            return any(map(shows_anything, stored.values()))
        case list():
            return any(map(shows_anything, stored))
    return True  # the primary key of an image, document or page


@cache
def packed_blocks(definition, language):
    """Return the media of a block definition in the editor, and its packed JSON with strings in a language."""
    context = JSContext()
    with override(language):
        return context, json.dumps(context.pack(Block.definition_registry[definition]))


class BodyWidget(BlockWidget):
    """The widget of a body in the editor.

    Wagtail serialises the definitions of all blocks for each of the eight bodies at each request, which takes most of
    the time of such a form. They are equal for all bodies, so they are cached here.
    """

    def _build_block_json(self):
        self._js_context, self._block_json = packed_blocks(self.block_def.definition_prefix, get_language())


class TranslatedStreamField(TranslatedFieldMixin, StreamField):
    """A body of blocks in every language.

    Migrations do not include the block definitions: with eight columns per page, each change of a block would be a
    migration of many models, while the stored JSON does not depend on it.
    """

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup")
        return name, path, [[]], kwargs

    def shows(self, value):
        return shows_anything(list(value.raw_data))

    def formfield(self, **kwargs):
        return super().formfield(widget=BodyWidget(self.stream_block), **kwargs)
