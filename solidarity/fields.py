"""Translated model fields: django-modeltranslation makes a nullable column for each language.

docs/decisions/translation.md tells how a page carries its languages.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import get_language, override
from modeltranslation.utils import build_localized_fieldname, resolution_order
from wagtail.admin.telepath import JSContext
from wagtail.blocks import Block, StreamValue
from wagtail.blocks.base import BlockWidget
from wagtail.fields import RichTextField, StreamField

from solidarity import languages
from solidarity.redirects.page_links import with_page_links
from solidarity.text import clean_html, is_visible, is_visible_html, strip_unprintable, with_block_keys


def column_names(name: str) -> list[str]:
    """Return the names of a translated field's columns, one per language, in the order of the languages."""
    return [build_localized_fieldname(name, code) for code in languages.codes()]


@cache
def column_name(name: str, language: str) -> str:
    """Return the name of a translated field's column in one language, such as heading_el."""
    return build_localized_fieldname(name, language)


@cache
def languages_in_turn(language: str) -> tuple[str, ...]:
    """Return the languages in which a text is looked for, given the reader's: the first one that is filled is shown."""
    return tuple(resolution_order(language))


def content_language(instance: models.Model, name: str, language: str | None = None) -> str | None:
    """Return the code of the language in which a translated field is shown, or None if it is empty in all.

    That is ``language``, by default the active one, or else the first fallback that is filled.
    """
    for code in languages_in_turn(language or get_language() or languages.DEFAULT_LANGUAGE):
        if getattr(instance, column_name(name, code)):
            return code
    return None


class TextInLanguage(str):
    """Text with the code of its language, for text that is shown beside text in another one."""

    language: str | None = None

    @classmethod
    def of(cls, instance: models.Model, name: str) -> Self:
        """Return a translated field as the reader sees it."""
        return cls.written(getattr(instance, name) or "", content_language(instance, name))

    @classmethod
    def written(cls, text: str, language: str | None) -> Self:
        """Return a text as a TextInLanguage."""
        made = cls(text)
        made.language = language
        return made

    def with_text(self, text: str) -> Self:
        """Return another text in the same language."""
        return self.written(text, self.language)


def error_about(message: str | Promise, *names: str) -> ValidationError:
    """Return a ValidationError about several fields together, given their names.

    A form ignores it where one of these fields has an error of its own: then that value is not missing but refused, and
    what the instance still holds is not what the user typed.
    """
    return ValidationError(message, params={"about": names})  # type: ignore[arg-type]  # a Promise of a text


def require_one_language(instance: models.Model, name: str, message: str | Promise) -> None:
    """Raise ValidationError at the default language's column if a translated field is empty in all languages."""
    if not any(getattr(instance, one) for one in column_names(name)):
        raise ValidationError(
            {column_name(name, languages.DEFAULT_LANGUAGE): error_about(message, *column_names(name))}
        )


class TextFormField(forms.CharField):
    """A text input that treats text without a visible character, such as a zero-width space, as empty."""

    is_visible: Callable[[str], bool] = staticmethod(is_visible)

    def to_python(self, value: object) -> str | None:
        value = super().to_python(value)
        return value if value and self.is_visible(value) else self.empty_value


class VisibleTextFormMixin(forms.BaseForm):
    """Treats text without a visible character as empty in all text fields of a form, as TextFormField does."""

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # the stubs leave it out
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if isinstance(field, forms.CharField) and isinstance(value, str) and value and not is_visible(value):
                self.cleaned_data[name] = field.empty_value
                if field.required:
                    self.add_error(name, field.error_messages["required"])


class RichTextFormField(TextFormField):
    """A rich text input. An emptied editor posts ``<p data-block-key="…"></p>``, which is treated as empty."""

    is_visible = staticmethod(is_visible_html)

    def to_python(self, value: object) -> str | None:
        # The editor's JSON can hold characters that no database stores; a browser's inputs cannot.
        return with_page_links(super().to_python(strip_unprintable(value or "")))


class TranslatedFieldMixin(models.Field):
    """Keeps the original column at its default: only the columns of the languages hold content.

    Otherwise the original column would hold whatever language was active at the save, references would count twice, and
    old revisions would leak one language into another.
    """

    language: str  # which modeltranslation sets on the columns of the languages, and not on the original

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["blank"] = True  # a page may be written in any one language only
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        # Labels do not concern the database; a better help text would otherwise alter nine columns.
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {key: kwargs[key] for key in kwargs if key not in ("help_text", "verbose_name")}

    @property
    def is_original(self) -> bool:
        """Whether this is the original field, not that of one language."""
        return getattr(self, "language", None) is None

    def pre_save(self, model_instance: models.Model, add: bool) -> object:
        if self.is_original:
            return self.get_default()
        value = super().pre_save(model_instance, add)
        if value and not self.shows(value):
            # An invisible value is no translation, but would keep the fallback from being shown.
            value = self.to_python("")
            setattr(model_instance, self.attname, value)
        return value

    def shows(self, value: Any) -> bool:
        """Tell whether a value that is not empty is visible to readers."""
        return is_visible(value)

    def form_options(self) -> dict[str, Any]:
        """Return options of the form field, which others override."""
        return {}

    def formfield(self, **kwargs: Any) -> forms.Field | None:  # type: ignore[override]  # all are given by name
        field = super().formfield(**{**self.form_options(), **kwargs})
        # The admin may be right-to-left while the text is English, or the reverse.
        if field and not self.is_original:
            field.widget.attrs |= {"lang": self.language, "dir": languages.direction(self.language)}
        return field

    def value_to_string(self, obj: models.Model) -> str:
        if self.is_original:
            return "[]" if isinstance(self, StreamField) else ""
        return super().value_to_string(obj)

    def extract_references(self, value: object) -> Iterator[tuple[type[models.Model], str, str, str]]:
        if not self.is_original and hasattr(super(), "extract_references"):
            yield from super().extract_references(value)  # type: ignore[misc]  # of Wagtail's fields


class TranslatedCharField(TranslatedFieldMixin, models.CharField):
    """A line of text in every language."""

    def form_options(self) -> dict[str, Any]:
        return {"form_class": TextFormField}


class TranslatedTextField(TranslatedFieldMixin, models.TextField):
    """Plain text of several lines in every language."""

    def form_options(self) -> dict[str, Any]:
        # Wagtail uses this widget for Django's TextField only, not for its subclasses.
        from wagtail.admin.widgets import AdminAutoHeightTextInput

        return {"form_class": TextFormField, "widget": AdminAutoHeightTextInput}


class TranslatedRichTextField(TranslatedFieldMixin, RichTextField):
    """Rich text in every language."""

    def shows(self, value: str) -> bool:
        return is_visible_html(value)

    def form_options(self) -> dict[str, Any]:
        return {"form_class": RichTextFormField}

    def get_prep_value(self, value: str | None) -> str | None:
        value = super().get_prep_value(value)
        return with_block_keys(clean_html(value)) if value else value


def shows_anything(stored: object) -> bool:
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
def packed_blocks(definition: str, language: str | None) -> tuple[JSContext, str]:
    """Return the media of a block definition in the editor, and its packed JSON as HTML, in a language."""
    context = JSContext()
    with override(language):
        # It stands in an attribute of each body.
        return context, escape(json.dumps(context.pack(Block.definition_registry[definition])))


class BodyWidget(BlockWidget):
    """The widget of a body in the editor.

    Wagtail serialises the definitions of all blocks for each of the eight bodies at each request, which takes most of
    the time of such a form. They are equal for all bodies, so they are cached here.
    """

    def _build_block_json(self) -> None:
        self._js_context, self._block_json = packed_blocks(self.block_def.definition_prefix, get_language())


class TranslatedStreamField(TranslatedFieldMixin, StreamField):
    """A body of blocks in every language.

    Migrations do not include the block definitions: with eight columns per page, each change of a block would be a
    migration of many models, while the stored JSON does not depend on it.
    """

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup")
        return name, path, [[]], kwargs

    def shows(self, value: StreamValue) -> bool:
        return shows_anything(list(value.raw_data))

    def form_options(self) -> dict[str, Any]:
        return {"widget": BodyWidget(self.stream_block)}
