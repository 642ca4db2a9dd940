"""Words of titles and names that are written like one that was not found."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import partial

from solidarity.fields import TextInLanguage
from solidarity.generation import kept
from solidarity.models import SearchEntry
from solidarity.search.excerpts import WRITTEN_WORD
from solidarity.search.ranking import names_in
from solidarity.text import fold

SHORTEST = 4
MOST = 3
LIKENESS = 0.72
# By the folded word: how it is written, and in which language, if that is known.
Vocabulary = dict[str, tuple[str, str | None]]


def vocabulary(language: str) -> Vocabulary:
    """Return the words of all titles and names in a language, folded, with the way and language they are written in."""
    return kept(f"search vocabulary of {language}", partial(read_vocabulary, language))


def read_vocabulary(language: str) -> Vocabulary:
    """Read them from the entries of search."""
    asked = ("title_shown", "title_language", "names", "cities", "topics")
    # What no entry says the language of, what has fallen back, and what is the reader's own, which wins.
    unsaid: Vocabulary = {}
    foreign: Vocabulary = {}
    own: Vocabulary = {}
    for title, code, names, cities, topics in SearchEntry.objects.filter(language=language).values_list(*asked):
        labelled = [(name, name.language) for name in names_in({**cities, **topics}).values()]
        for text, said in [(names, None), *labelled, (title, code)]:
            place = own if said == language else foreign if said else unsaid
            place |= {fold(word): (word, said) for word in WRITTEN_WORD.findall(text)}
    return {
        folded: word
        for folded, word in {**unsaid, **foreign, **own}.items()
        if len(folded) >= SHORTEST and not folded.isdigit()
    }


def similar_words(searched: Iterable[str], language: str) -> list[TextInLanguage]:
    """Return up to three words that can be found and are like those searched for, as they are written there."""
    known = vocabulary(language)
    similar: list[str] = []
    for word in searched:
        if word in known or len(word) < SHORTEST:
            continue
        # Most differ at first sight; comparing all letters of each would take long.
        near = [
            other
            for other in known
            if abs(len(other) - len(word)) <= 2 and (other[0] == word[0] or other[-3:] == word[-3:])
        ]
        for other in get_close_matches(word, near, n=2 * MOST, cutoff=LIKENESS):
            # "Refugee" and "refugees" find the same.
            if not any(other.startswith(one) or one.startswith(other) for one in similar):
                similar.append(other)
    return [TextInLanguage.written(*known[word]) for word in similar[:MOST]]
