"""What a search finds in one language: every hit, the best first, and how many there are of each kind and year."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date as Date

from django.db.models import TextField
from django.db.models.functions import Cast, Length

from solidarity.search import index
from solidarity.text import spelt_out, words

LONGEST = 200  # characters of what somebody types
MOST_WORDS = 10
LONGEST_WORD = 40
# As the beginning of a word in a title counts the last word typed, if it is so long.
SHORTEST_BEGINNING = 3
SHORTEST_PREFIX = 2  # of what is suggested while somebody types
SUGGESTIONS = 8
# Where more pages than this hold the words, how often each holds them says little, and would take long to find out.
RANKED = 1000
# As text: to read each hit's names would take longer than all the rest.
COLUMNS = ("pk", "kind", "date", Cast("cities", TextField()), Cast("topics", TextField()))
FILTERS = ("kind", "city", "topic", "year")


def query_words(typed):
    """Return the words to search for out of what somebody typed: folded, each once, not too many or too long."""
    return [word[:LONGEST_WORD] for word in dict.fromkeys(words(typed[:LONGEST]))][:MOST_WORDS]


@dataclass(slots=True)
class Hit:
    """A row that was found, with what filters ask of it: cities and topics as they are stored."""

    key: str
    kind: str
    date: Date | None
    cities: str
    topics: str
    # 0 where the title is what was typed, 1 where it holds all the words, 2 where one of them only begins so,
    # 3 where they stand elsewhere.
    tier: int = 3
    score: float = 0

    @property
    def marks(self):
        """What filters ask, in short: most hits share it with others."""
        return self.kind, self.cities, self.topics, self.date.year if self.date else None

    @property
    def order(self):
        """The best first, and of those that are as good the newest; what has no date is not of yesterday."""
        return self.tier, -self.score, -(self.date or Date.max).toordinal(), self.key


def find(typed, language):
    """Return the Hits for what somebody typed, the best first."""
    searched = query_words(typed)
    if not searched:
        return []
    in_text = index.search(searched, language)
    hits = {row[0]: Hit(*row) for row in in_text.rows.values_list(*COLUMNS)}
    if len(searched[-1]) >= SHORTEST_BEGINNING:
        in_titles = index.search_titles(searched, language)
        for *row, title in in_titles.rows.values_list(*COLUMNS, "title_shown"):
            hits.setdefault(row[0], Hit(*row)).tier = tier_of(title, searched)
    if len(hits) <= RANKED:
        for key, score in in_text.scores:
            if key in hits:
                hits[key].score = score
    return sorted(hits.values(), key=lambda hit: hit.order)


def tier_of(title, searched):
    """Return the tier of a row with a title in which all words stand, the last at least as a beginning."""
    titled = words(title)
    if titled == searched:
        return 0
    return 1 if set(searched) <= {*titled, *spelt_out(title)} else 2


def narrow(hits, chosen):
    """Return the hits that fit all filters that are set, and what each filter can be set to.

    ``chosen`` holds the values of the filters that are set, by name. The choices are, by name, a value, the words for
    it, and how many hits it gives with the other filters.
    """
    fitting, labels, counts = set(), {name: {} for name in FILTERS}, {name: Counter() for name in FILTERS}
    for marks, number in Counter(hit.marks for hit in hits).items():
        values = filter_values(*marks)
        against = [name for name, value in chosen.items() if value not in values[name]]
        if not against:
            fitting.add(marks)
        for name in FILTERS:
            labels[name].update(values[name])
            if not against or against == [name]:
                counts[name].update(dict.fromkeys(values[name], number))
    choices = {name: [(value, label, counts[name][value]) for value, label in labels[name].items()] for name in FILTERS}
    return [hit for hit in hits if hit.marks in fitting], choices


def filter_values(kind, cities, topics, year):
    """Return the values by which hits with these marks are filtered, with the words for them, by the filter's name."""
    return {
        "kind": {kind: kind},
        "city": json.loads(cities),
        "topic": json.loads(topics),
        "year": {str(year): str(year)} if year else {},
    }


def suggest(typed, language):
    """Return the rows of pages whose title holds what somebody has typed so far, the shortest titles first."""
    searched = query_words(typed)
    if not searched or len(searched[-1]) < SHORTEST_PREFIX:
        return []
    first = index.search_titles(searched, language).rows.order_by(Length("title_shown"), "pk")[:SUGGESTIONS]
    return first.defer("passages", "names", "cities", "topics").select_related("page")
