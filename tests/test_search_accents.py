"""Accents, case and articles: what search takes for the same word, in every language."""

import pytest

from solidarity import languages
from solidarity.search.ranking import tier_of
from solidarity.text import fold, words
from tests import factories
from tests.factories import body
from tests.support.search import found, published

# Folding


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Zürich", "zurich"),
        ("Straße", "strasse"),
        ("ΜΌΝΑΧΟ", "μοναχο"),
        ("Οδυσσεύς", "οδυσσευσ"),
        ("Łódź", "lodz"),
        ("İzmir", "izmir"),
        ("Malmø", "malmo"),
        ("Flücht\u00adlinge", "fluchtlinge"),
        ("مُهَاجِر", "مهاجر"),
        ("لاجـــئ", "لاجي"),
        ("أثينا", "اثينا"),
        ("مدينة", "مدينه"),
    ],
)
def test_text_is_folded(written, folded):
    assert fold(written) == folded


def test_words_are_split_at_what_is_no_letter():
    assert words("l’asile: 12-14 (a_b)") == ["l", "asile", "12", "14", "a", "b"]


def test_the_arabic_article_is_no_part_of_a_word():
    assert words("المدينة والمدينة بالمدينة للمدينة") == words("مدينة") * 4
    assert words("ال") == ["ال"]


# Accents, in every language


ACCENTS = {
    "en": ("A naïve façade", "naive facade"),
    "fr": ("Réfugiés à l’hôtel", "refugies hotel"),
    "de": ("Die Straße nach Zürich", "strasse zurich"),
    "el": ("Στο Μόναχο, πρόσφυγες", "μοναχο ΠΡΟΣΦΥΓΕΣ"),
    "es": ("Educación en Málaga", "educacion malaga"),
    "it": ("La città è là", "citta"),
    "nl": ("Coördinatie van ideeën", "coordinatie ideeen"),
    "ar": ("استقبال مُهَاجِرين في أثينا", "مهاجرين اثينا"),
}


@pytest.mark.parametrize("language", languages.codes())
def test_accents_and_case_do_not_matter(site, language):
    text, asked = ACCENTS[language]
    for number, name in enumerate(("heading", "body")):
        value = text if name == "heading" else body(text)
        fields = {"heading_en": f"Number {number}", f"{name}_{language}": value}
        published(factories.NewsPageFactory(parent=site.news, **fields))
    assert len(found(asked, language)) == 2
    assert len(found(text, language)) == 2
    assert len(found(asked.upper(), language)) == 2


def test_a_word_is_found_as_it_is_written_without_the_keys_for_it(site):
    text = body("From Mu\u0308nchen to Århus")
    published(factories.NewsPageFactory(parent=site.news, heading_en="Munich", body_en=text))
    for typed in ("Muenchen", "munchen", "MÜNCHEN", "aarhus", "muenchen arhus"):
        assert found(typed) == ["Munich"], typed
    assert not found("muenech")
    published(factories.NewsPageFactory(parent=site.news, heading_en="Löwen in Köln"))
    assert found("loewen") == ["Löwen in Köln"]
    assert [tier_of("Löwen in Köln", [word]) for word in ("loewen", "lowen", "loew")] == [1, 1, 2]
