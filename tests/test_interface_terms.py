"""The table of the interface's terms and the messages agree: one term for one thing in every language."""

import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from solidarity import languages

TABLE = Path(__file__).parent.parent / "docs" / "interface-terms.md"
NAMES = {name.casefold(): code for code, name in languages.LANGUAGES}


def rows():
    """Return the table of terms, as a mapping from an English term to its translations by language."""
    lines = [line for line in TABLE.read_text().split("\n## ")[0].splitlines() if line.startswith("| ")]
    heads, *others = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    codes = [NAMES[head.casefold()] for head in heads]
    assert codes == languages.codes()
    return {cells[0]: dict(zip(codes[1:], cells[1:], strict=True)) for cells in others}


TERMS = rows()


def spellings(term):
    """Return how a message may write a term: as it is, or with a capital."""
    return [term, term[0].upper() + term[1:]]


def test_the_table_holds_the_terms_of_the_interface():
    assert len(TERMS) >= 35
    assert {"statement", "pledge", "progress report", "review", "officers", "mentoring visit", "alias"} <= set(TERMS)


@pytest.mark.parametrize("term", TERMS)
def test_the_messages_translate_a_term_as_the_table_does(term):
    for code, translation in TERMS[term].items():
        with override(code):
            found = {gettext(spelling) for spelling in spellings(term)} - set(spellings(term))
        same = translation.casefold() == term.casefold()
        assert {text.casefold() for text in found} == (set() if same else {translation.casefold()}), code


def test_a_term_stands_for_one_thing_alone():
    for code in languages.codes()[1:]:
        words = [translations[code].casefold() for translations in TERMS.values()]
        assert sorted(words) == sorted(set(words)), code


def test_every_language_says_how_it_speaks():
    manners = TABLE.read_text().split("\n## ")[1]
    assert [
        name for _code, name in languages.LANGUAGES[1:] if not re.search(rf"^\| {name} \|", manners, re.M | re.I)
    ] == []
