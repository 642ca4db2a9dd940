"""The interface speaks every language of the site: each message file is complete."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from solidarity import languages

LOCALE = Path(settings.LOCALE_PATHS[0])
TRANSLATED = [code for code in languages.codes() if code != languages.DEFAULT_LANGUAGE]
# How many plural forms a file may have. Romance languages have a third for round millions, which a file may leave out.
PLURAL_FORMS = {"fr": {2, 3}, "de": {2}, "el": {2}, "es": {2, 3}, "it": {2, 3}, "nl": {2}, "ar": {6}}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def catalogue(code):
    with (LOCALE / code / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=code)


def texts(message):
    """Return the translations of a message, one or one for each plural form."""
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def test_every_language_of_the_site_has_a_file():
    found = {path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/django.po")}
    assert found == set(TRANSLATED)
    assert set(PLURAL_FORMS) == set(TRANSLATED)


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_file_is_complete(code):
    messages = [message for message in catalogue(code) if message.id]
    assert len(messages) > 100, "the file holds next to nothing"
    assert [message.id for message in messages if not all(texts(message))] == []
    assert [message.id for message in messages if message.fuzzy] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_plurals_have_as_many_forms_as_the_language(code):
    file = catalogue(code)
    forms = int(re.search(r"nplurals\s*=\s*(\d+)", dict(file.mime_headers)["Plural-Forms"])[1])
    assert forms in PLURAL_FORMS[code]
    plurals = [message for message in file if message.id and message.pluralizable]
    assert len(plurals) > 5
    assert [message.id for message in plurals if len(texts(message)) != forms] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_translations_keep_what_is_filled_in(code):
    wrong = []
    for message in catalogue(code):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple | list) else [message.id]
        wanted = set(PLACEHOLDER.findall(ids[-1]))
        for at, text in enumerate(texts(message)):
            # "One" and "two" may say the number in words; the other forms may not leave it out.
            spoken = message.pluralizable and at < len(texts(message)) - 1
            found = set(PLACEHOLDER.findall(text))
            if text and (found - wanted or (wanted - found and not spoken)):
                wrong.append((message.id, text))
    assert wrong == []


def test_the_files_agree_on_what_there_is_to_translate():
    ids = {code: {(message.context, message.id) for message in catalogue(code) if message.id} for code in TRANSLATED}
    for code in TRANSLATED:
        assert ids[code] == ids[TRANSLATED[0]], code


def test_what_is_counted_has_plural_forms():
    counted = re.compile(r"%(\(\w+\))?d|%\((count|days|hours|minutes|months|weeks|years)\)s")
    messages = [message for message in catalogue("ar") if message.id]
    assert any(message.pluralizable and counted.search(message.id[1]) for message in messages)
    assert [m.id for m in messages if not m.pluralizable and counted.search(m.id)] == []
