"""Every text of the site with the languages in which it is written: of its content, and of the interface."""

from babel.messages.pofile import read_po
from django.conf import settings
from django.db.models import CharField, TextField
from modeltranslation.manager import get_translatable_fields_for_model
from modeltranslation.translator import translator
from wagtail.models import Page

from solidarity import languages
from solidarity.fields import column_name
from tests.support.html_tree import parse


def runs_of(value):
    """Yield the runs of text in a stored value: plain or formatted text, or a body of blocks."""
    if isinstance(value, str):
        root, _elements, _slips = parse(value)
        yield from (words for words, _element in root.text_nodes())
    elif isinstance(value, dict):
        for inner in value.values():
            yield from runs_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from runs_of(inner)


def translated_models():
    """Return the models with translated fields, those that have a table."""
    return [model for model in translator.get_registered_models(abstract=False) if not model._meta.abstract]


def names_of_things(model):
    """Return the fields that hold names, such as an acronym, which are the same in every language."""
    translated = {
        column_name(name, code) for name in get_translatable_fields_for_model(model) for code in languages.codes()
    }
    pages = {field.name for field in Page._meta.get_fields()} | translated | {*get_translatable_fields_for_model(model)}
    texts = [field for field in model._meta.concrete_fields if isinstance(field, CharField | TextField)]
    return [field.name for field in texts if field.name not in pages and not field.choices]


def stored_texts():
    """Return the codes of the languages in which each text is written, by the text."""
    found = {}

    def note(words, code):
        found.setdefault(words, set()).add(code)

    for model in translated_models():
        for record in model._base_manager.all():
            for name in names_of_things(model):
                for words in runs_of(getattr(record, name)):
                    found.setdefault(words, set()).update(languages.codes())
            for name in get_translatable_fields_for_model(model):
                for code in languages.codes():
                    value = getattr(record, column_name(name, code))
                    for words in runs_of(getattr(value, "get_prep_value", lambda value=value: value)()):
                        note(words, code)
    for code in languages.codes():
        if code == languages.DEFAULT_LANGUAGE:
            continue
        with (settings.BASE_DIR / "locale" / code / "LC_MESSAGES" / "django.po").open("rb") as file:
            for message in read_po(file):
                for words in runs_of(message.string) if message.id else ():
                    note(words, code)
                for words in runs_of(message.id):
                    note(words, languages.DEFAULT_LANGUAGE)
    return found
