"""Words of titles and names that are written like one that was not found."""

from difflib import get_close_matches

from django.core.cache import cache

from solidarity.models import SearchRow
from solidarity.search.excerpts import WRITTEN_WORD
from solidarity.text import fold

KEPT = 600  # seconds; a word of a new title is offered no later
SHORTEST = 4
MOST = 3
LIKENESS = 0.72


def vocabulary(language):
    """Return the words of all titles and names in a language, folded, with the way they are written."""
    key = f"search-vocabulary-{language}"
    known = cache.get(key)
    if known is None:
        rows = SearchRow.objects.filter(language=language).values_list("title_shown", "names")
        texts = (text for row in rows.iterator() for text in row)
        known = {fold(word): word for text in texts for word in WRITTEN_WORD.findall(text)}
        known = {folded: word for folded, word in known.items() if len(folded) >= SHORTEST and not folded.isdigit()}
        cache.set(key, known, KEPT)
    return known


def similar_words(searched, language):
    """Return up to three words that can be found and are like those searched for, as they are written there."""
    known = vocabulary(language)
    similar = []
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
    return [known[word] for word in similar[:MOST]]
