"""Translated model fields: one nullable column per language, made by django-modeltranslation.

How a page carries its languages is told in docs/decisions/translation.md.
"""

import json
from functools import cache

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import get_language, override
from modeltranslation.utils import build_localized_fieldname, resolution_order
from wagtail.admin.telepath import JSContext
from wagtail.blocks import Block
from wagtail.blocks.base import BlockWidget
from wagtail.fields import RichTextField, StreamField

from solidarity import languages
from solidarity.text import clean_html


def columns(name):
    """Return the names of a translated field's columns, one per language, in order."""
    return [build_localized_fieldname(name, code) for code in languages.codes()]


def column(name, language):
    """Return the name of a translated field's column in one language, such as heading_el."""
    return build_localized_fieldname(name, language)


def content_language(instance, name, language=None):
    """Return the code of the language in which a translated field is shown, or None if it is empty.

    That is the reader's language (the active one unless given), or the one the field falls back to.
    """
    for code in resolution_order(language or get_language() or languages.DEFAULT_LANGUAGE):
        if getattr(instance, column(name, code)):
            return code
    return None


class TextInLanguage(str):
    """Text that knows the code of the language it is in, for where it is shown beside text in another."""

    language = None

    @classmethod
    def of(cls, instance, name):
        """Return a translated field as it is shown to the reader."""
        text = cls(getattr(instance, name) or "")
        text.language = content_language(instance, name)
        return text

    def with_text(self, text):
        """Return other text in the same language."""
        other = TextInLanguage(text)
        other.language = self.language
        return other


def require_one_language(instance, name, message):
    """Raise ValidationError, at the default language's column, unless a translated field is filled in some language."""
    if not any(getattr(instance, one) for one in columns(name)):
        raise ValidationError({column(name, languages.DEFAULT_LANGUAGE): message})


class RichTextFormField(forms.CharField):
    """A rich text input that stores text without a visible character as the empty string.

    An emptied editor posts ``<p data-block-key="…"></p>``, which would count as a translation.
    """

    def clean(self, value):
        value = super().clean(value)
        blank = not strip_tags(value or "").replace("\xa0", " ").strip() and "<embed" not in (value or "")
        if blank:
            self.validate("")
            return ""
        return value


class ColumnsOnly:
    """Keeps the original column at its default: only the per-language columns carry content.

    Otherwise the original takes whatever language was active at the save, references count double,
    and old revisions leak one language into another.
    """

    def __init__(self, *args, **kwargs):
        kwargs["blank"] = True  # a page may be written in one language only, whichever that is
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        # Words for editors do not concern the database; with them, a better help text would alter nine columns.
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {key: kwargs[key] for key in kwargs if key not in ("help_text", "verbose_name")}

    @property
    def is_original(self):
        return getattr(self, "language", None) is None

    def pre_save(self, model_instance, add):
        return self.get_default() if self.is_original else super().pre_save(model_instance, add)

    def formfield(self, **kwargs):
        # An editor may read the admin from right to left and write English, or the other way about.
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


class TranslatedCharField(ColumnsOnly, models.CharField):
    """A line of text in every language."""


class TranslatedTextField(ColumnsOnly, models.TextField):
    """Plain text of several lines in every language."""

    def formfield(self, **kwargs):
        # Wagtail gives this input to Django's own TextField only, not to fields made of it.
        from wagtail.admin.widgets import AdminAutoHeightTextInput

        return super().formfield(**{"widget": AdminAutoHeightTextInput, **kwargs})


class TranslatedRichTextField(ColumnsOnly, RichTextField):
    """Formatted text in every language."""

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": RichTextFormField, **kwargs})

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return clean_html(value) if value else value


@cache
def packed_blocks(definition, language):
    """Return the scripts that the blocks of a definition need in the editor, and what these are told in a language."""
    context = JSContext()
    with override(language):
        return context, json.dumps(context.pack(Block.definition_registry[definition]))


class BodyWidget(BlockWidget):
    """A body's blocks in the editor.

    Wagtail works out what its script must know of every block anew for each of the eight bodies at each request, which
    is most of what such a form takes; it is the same for all of them.
    """

    def _build_block_json(self):
        self._js_context, self._block_json = packed_blocks(self.block_def.definition_prefix, get_language())


class TranslatedStreamField(ColumnsOnly, StreamField):
    """A body of blocks in every language.

    Migrations do not carry the blocks: eight columns a page would make each change of a block a
    migration of many pages, and the stored JSON does not depend on it.
    """

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup")
        return name, path, [[]], kwargs

    def formfield(self, **kwargs):
        return super().formfield(widget=BodyWidget(self.stream_block), **kwargs)
