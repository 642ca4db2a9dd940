"""Slugs are made of words in any script: Greek as ELOT 743 has it, and pictograms are left out."""

import re

import pytest

from solidarity.models import Topic
from solidarity.text.slugs import FORMATTERS, is_addressable, slug_of

GREEK = {
    "Δούκας": "doukas",
    "Αθήνα": "athina",
    "ΟΥΡΑΝΟΣ": "ouranos",
    "Ταύρος": "tavros",  # αυ before a voiced consonant
    "Ναυτιλία": "naftilia",  # and before a voiceless one
    "αυγή": "avgi",
    "Σταυ": "staf",  # and at the end of a word
    "Ευαγγελισμός": "evangelismos",
    "Ευθύμιος": "efthymios",
    "Εύβοια": "evvoia",
    "εφηύρε": "efivre",
    "άυλος": "aylos",  # an accent on the first, or a diaeresis, takes the two apart
    "αϋπνία": "aypnia",
    "πραΰς": "prays",
    "Μαΐου": "maiou",
    "Μπακογιάννης": "bakogiannis",  # at the beginning of a word
    "Λαμπρίδη": "lampridi",  # within
    "Εξ Μπομπ": "ex-bob",  # at both ends
    "Άγγελος": "angelos",
    "Γκίκας": "gkikas",
    "έλεγξα": "elenxa",
    "άγχος": "anchos",
    "Χανιά": "chania",
    "Ψυχή": "psychi",
    "Ξάνθη": "xanthi",
    "Ιωάννης": "ioannis",
    "Πειραιάς": "peiraias",
    "Ντίνος": "ntinos",
    "Ἀθῆναι": "athinai",  # with the accents of before 1982
    "οὐρανός": "ouranos",
    "Δου\u0301κας": "doukas",  # as some systems write accents
    "Ευ\u0301βοια": "evvoia",
    "Οι δήμοι – 2026": "oi-dimoi-2026",
}
OTHERS = {
    "Straße nach Łódź": "strasse-nach-lodz",
    "Où aller ?": "ou-aller",
    "Cafe\u0301": "cafe",
    "İstanbul ışık": "istanbul-isik",
    "Gdańsk’s it's": "gdansks-its",
    "أثينا": "thyn",
    "Київ": "kiiv",
    "中国": "zhongguo",
    "한국": "hangug",
    "ไทย": "aithy",
    "5 € – 10 %": "5-eur-10",
    "– Athens –": "athens",
    "_under_": "under",
    "½ price, 1½ years": "1-2-price-1-1-2-years",
    "Athens → Berlin": "athens-berlin",
    "➡ Here ←": "here",
    "ａｔｈｅｎｓ　２０２７": "athens-2027",
    "Chapter Ⅳ, № 5": "chapter-iv-no-5",
    "А/Б": "a-b",
    "Oﬃce ﬁnance ﬂow": "office-finance-flow",
    "CO₂-neutral, H₂O, m²": "co2-neutral-h2o-m2",
    "Report 2015/2016 | Athens · Berlin": "report-2015-2016-athens-berlin",
    "🏠 Home 🇬🇷 sweet 👩‍👩‍👧 home ❤️": "home-sweet-home",
    "1️⃣ one": "1-one",
    "中国 🏠": "zhongguo",
}
NOTHING = ["", " ", "🏠", "🇬🇷🇩🇪", "❤️", "\u200b\u00ad\ufeff", "…—“”", "\u202e", "↔", "🪼"]


@pytest.mark.parametrize(("words", "slug"), (GREEK | OTHERS).items(), ids=ascii)
def test_words_give_a_slug_that_can_be_read_aloud(words, slug):
    assert slug_of(words) == slug


@pytest.mark.parametrize("words", NOTHING, ids=ascii)
def test_what_holds_no_letter_gives_none(words):
    assert slug_of(words) == ""


@pytest.mark.parametrize("words", ["ψ" * 200, "ﷺ" * 200, "a-" * 300, "Χ" * 199 + " ΨΨ", "中" * 200], ids=ascii)
def test_a_slug_is_never_too_long_nor_ends_in_a_hyphen(words):
    slug = slug_of(words)
    assert 100 < len(slug) <= 200
    assert is_addressable(slug)
    assert not slug.endswith("-")


def test_any_letter_gives_a_slug_that_can_be_addressed():
    """Every character that there is, in runs of a hundred and between two letters."""
    characters = [chr(code) for code in [*range(0x3400), *range(0xA000, 0xD800), *range(0xF900, 0x20000)]]
    for start in range(0, len(characters), 100):
        slug = slug_of(f"x{''.join(characters[start : start + 100])}x")
        assert re.fullmatch("[a-z0-9_-]+", slug), (start, slug)


def test_the_list_says_everything_in_what_python_and_browsers_both_understand():
    """No look-behind, no property classes, no flags: the editor's script takes the same expressions."""
    for pattern, replacement in FORMATTERS:
        assert not re.search(r"\(\?<|\\p|\(\?[a-z]", pattern), pattern
        assert replacement.isascii(), replacement


@pytest.mark.parametrize(
    ("name", "slug"), [("Στέγαση", "stegasi"), ("🏠", "topic"), ("住房", "zhufang"), ("Ψ" * 80, "ps" * 35)], ids=ascii
)
def test_topics_are_named_likewise(db, name, slug):
    topic = Topic(name_el=name)
    topic.full_clean()
    assert topic.slug == slug
