"""How each language is written: no-break spaces, quotation marks, one form of address, one word for one thing.

What the files hold is read, not the pages that show it: each text is visited once, wherever it is shown."""

import re
import tomllib
from pathlib import Path

import pytest

from solidarity import languages
from tests.support.project_texts import Text, texts

AVOIDED = tomllib.loads((Path(__file__).parent / "data" / "avoided_words.toml").read_text())
NO_BREAK, NARROW = "\u00a0", "\u202f"
# The marks around a quotation; in Dutch the closing one is the apostrophe as well.
QUOTATION_MARKS = {"fr": "«»", "de": "„“", "el": "«»", "es": "«»", "it": "«»", "nl": "‘’", "ar": "«»"}


def wrong(code, pattern, place=None, of=Text.words.fget):
    """Return where a pattern is found among the texts of a language."""
    found = [text for text in texts(code) if place in (None, text.place)]
    return [f"{text.file}: {text.text}" for text in found if re.search(pattern, of(text))]


@pytest.mark.parametrize("code", languages.codes())
def test_texts_of_every_kind_are_visited(code):
    counts = {place: sum(text.place == place for text in texts(code)) for place in ("messages", "guide", "content")}
    assert counts["messages"] > 1000
    assert counts["guide"] > 15
    assert counts["content"] > 400, counts


@pytest.mark.parametrize("code", languages.codes())
def test_words_that_a_language_avoids_are_not_used(code):
    words = AVOIDED[code]
    patterns = [(pattern, None) for pattern in words if pattern != "messages"]
    patterns += [(pattern, "messages") for pattern in words.get("messages", {})]
    assert patterns
    assert {pattern: found for pattern, place in patterns if (found := wrong(code, pattern, place))} == {}


# Each mark without its space: no-break before a colon that ends a word, narrow before ; ! and ?, no-break within « ».
FRENCH_SPACES = "|".join(
    [
        rf"(?<!{NO_BREAK})(?<!\d):(?!//)(?!\S)",
        rf"(?<!{NARROW})[;!?](?!\S*=)",
        rf"«(?!{NO_BREAK})",
        rf"(?<!{NO_BREAK})»",
    ]
)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (f"Le titre{NO_BREAK}: oui", True),
        ("Le titre : oui", False),
        ("Le titre: oui", False),
        (f"Oui{NARROW}? Non{NARROW}!", True),
        (f"Oui{NO_BREAK}?", False),
        ("Oui ?", False),
        ("Oui?", False),
        (f"«{NO_BREAK}oui{NO_BREAK}»", True),
        ("« oui »", False),
        ("«oui»", False),
        ("de 10:30 à 11:00; à lundi", False),
        ("de 10:30 à 11:00", True),
    ],
)
def test_the_rule_of_french_spaces_knows_right_from_wrong(text, right):
    assert (re.search(FRENCH_SPACES, text) is None) == right


def test_french_has_its_no_break_spaces():
    assert wrong("fr", FRENCH_SPACES) == []


@pytest.mark.parametrize("code", languages.codes()[1:])
def test_quotation_marks_are_the_languages_own(code):
    opening, closing = QUOTATION_MARKS[code]
    foreign = set('"«»“”„‟') - {opening, closing}
    assert wrong(code, f"[{''.join(sorted(foreign))}]") == []
    for text in texts(code):
        left, right = text.words.count(opening), text.words.count(closing)
        assert left == right or (code == "nl" and left < right), text


@pytest.mark.parametrize("code", languages.codes()[1:])
def test_apostrophes_between_letters_are_typographic(code):
    assert wrong(code, r"[^\W\d_]'[^\W\d_]") == []
