"""The editor speaks every language of the site: what the packages leave in English stands in locale/wagtail."""

import json
import re

import pytest
import wagtail
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from solidarity import languages
from solidarity.admin import wagtail_catalogs
from solidarity.admin.wagtail_catalogs import translations

TRANSLATED = [code for code in languages.codes() if code != languages.DEFAULT_LANGUAGE]
FILES = sorted(wagtail_catalogs.FOLDER.glob("*/LC_MESSAGES/*.po"))
PINNED = re.search(r"^wagtail==(\S+)$", (settings.BASE_DIR / "requirements.txt").read_text(), re.MULTILINE)[1]
# The files are those of the pinned version. Another one, which the site is only tried with, has other words.
of_the_pinned_version = pytest.mark.skipif(
    wagtail.__version__ != PINNED, reason=f"locale/wagtail holds the words of Wagtail {PINNED}"
)
FILLED_IN = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w+\}")
MARKUP = re.compile(r"</?\w+|\w[\w-]*=\"[^\"]*\"|&\w+;")


def name(file):
    return str(file.relative_to(wagtail_catalogs.FOLDER))


def messages(file):
    with file.open("rb") as source:
        return [message for message in read_po(source, locale=file.parts[-3]) if message.id]


@of_the_pinned_version
@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("domain", wagtail_catalogs.DOMAINS)
def test_every_word_of_the_editor_is_translated(code, domain):
    said = wagtail_catalogs.source_messages(domain)
    assert len(said) > {"django": 1500, "djangojs": 70}[domain], "next to nothing was looked at"
    ours = {
        key for key, message in wagtail_catalogs.project_messages(code, domain).items() if all(translations(message))
    }
    missing = said.keys() - wagtail_catalogs.translated_keys(code, domain) - ours
    print(f"{code}: {len(said)} messages of {domain}, {len(ours)} of them ours")
    assert sorted(missing, key=str) == [], "manage.py make_wagtail_messages adds them; translate them"


@of_the_pinned_version
@pytest.mark.parametrize("code", languages.codes())
@pytest.mark.parametrize("domain", wagtail_catalogs.DOMAINS)
def test_no_word_of_ours_is_superfluous(code, domain):
    said, translated = wagtail_catalogs.source_messages(domain), wagtail_catalogs.translated_keys(code, domain)
    superfluous = [
        key
        for key, message in wagtail_catalogs.project_messages(code, domain).items()
        if key not in said or (key in translated and not message.user_comments)
    ]
    assert superfluous == [], "manage.py make_wagtail_messages drops them"


@of_the_pinned_version
def test_the_command_changes_nothing_where_all_is_collected(monkeypatch, tmp_path, capsys):
    before = {name(file): file.read_bytes() for file in FILES}
    assert before
    for path, content in before.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    monkeypatch.setattr(wagtail_catalogs, "FOLDER", tmp_path)
    call_command("make_wagtail_messages")
    assert {str(file.relative_to(tmp_path)): file.read_bytes() for file in tmp_path.rglob("*.po")} == before
    assert capsys.readouterr().out.splitlines() == [f"{code}: 0 to be translated." for code in languages.codes()]


def test_the_command_adds_what_is_missing_and_keeps_only_what_is_needed(monkeypatch, tmp_path):
    monkeypatch.setattr(wagtail_catalogs, "FOLDER", tmp_path)
    theirs = sorted(
        wagtail_catalogs.translated_keys("ar", "djangojs") & wagtail_catalogs.source_messages("djangojs").keys(),
        key=str,
    )
    on_purpose, superfluous, missing = [text for context, text in theirs if context is None and "%" not in text][:3]
    left = wagtail_catalogs.translated_keys("ar", "djangojs") - {
        (None, missing)
    }  # whatever this version lacks, and one more
    monkeypatch.setattr(wagtail_catalogs, "translated_keys", lambda code, domain: left)
    file = wagtail_catalogs.catalog_path(tmp_path, "ar", "djangojs")
    file.parent.mkdir(parents=True)
    file.write_text(
        f'msgid "No package says this"\nmsgstr "نص"\n\nmsgid "{superfluous}"\nmsgstr "نص"\n\n'
        f'# Said otherwise on purpose.\nmsgid "{on_purpose}"\nmsgstr "نص"\n',
        encoding="utf-8",
    )
    wanting = wagtail_catalogs.collect("ar", "djangojs")
    own = wagtail_catalogs.project_messages("ar", "djangojs")
    assert [key for key, message in own.items() if all(translations(message))] == [(None, on_purpose)]
    assert (None, missing) in own
    assert own.keys() == {(None, on_purpose)} | (wagtail_catalogs.source_messages("djangojs").keys() - left)
    assert wanting == len(own) - 1
    assert "nplurals=6" in file.read_text(encoding="utf-8")


def test_there_are_files_for_every_language():
    assert {file.parts[-3] for file in FILES} == set(languages.codes())


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_file_is_whole(file):
    found = messages(file)
    assert found
    assert [message.id for message in found if message.fuzzy or not all(translations(message))] == []
    forms = int(re.search(r"nplurals=(\d)", file.read_text())[1])
    assert [m.id for m in found if m.pluralizable and len(translations(m)) != forms] == []


@pytest.mark.parametrize("file", FILES, ids=name)
def test_translations_keep_what_is_filled_in_and_the_markup(file):
    wrong = []
    for message in messages(file):
        ids = message.id if message.pluralizable else [message.id]
        for at, text in enumerate(translations(message)):
            source = ids[min(at, 1)] if message.pluralizable else message.id
            spoken = message.pluralizable and at < len(translations(message)) - 1
            wanted, found = sorted(FILLED_IN.findall(source)), sorted(FILLED_IN.findall(text))
            allowed = {*FILLED_IN.findall(ids[0]), *FILLED_IN.findall(ids[-1])}
            # "One" and "two" may say a named number in words.
            may_lack = {one for one in wanted if one.startswith("%(")} if spoken else set()
            if set(found) - allowed or set(wanted) - set(found) - may_lack:
                wrong.append((source, text))
            if sorted(MARKUP.findall(source)) != sorted(MARKUP.findall(text)):
                wrong.append((source, text))
    assert wrong == []


@pytest.mark.parametrize("code", languages.codes())
def test_a_submission_is_in_review_not_in_moderation(code):
    with translation.override(code):
        assert translation.gettext("In Moderation") == translation.gettext("In review")


@pytest.mark.parametrize("code", ["el", "es", "ar"])
def test_the_scripts_of_the_editor_get_our_words(client, code):
    ours = wagtail_catalogs.project_messages(code, "djangojs")
    catalogue = client.get("/admin/jsi18n/", headers={"accept-language": code}).content.decode()
    words = [text for message in ours.values() for text in translations(message)]
    assert len(words) > 5
    assert [text for text in words if json.dumps(text) not in catalogue] == []
