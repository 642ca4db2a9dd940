"""What a search finds in one language: every hit, the best first, and how many there are of each kind and year."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import compress
from operator import itemgetter
from pathlib import Path

from django.db.models.functions import Length

from solidarity import languages
from solidarity.fields import TextInLanguage
from solidarity.models.search import SearchEntry, language_mark
from solidarity.search import index
from solidarity.search.index import Hit, HitRow
from solidarity.text import transliterations, words

MARKS = {language_mark(code) for code in languages.codes()}
STOP_WORDS = Path(__file__).parent / "stop_words"
LONGEST = 200  # characters of what somebody types
MOST_WORDS = 10
LONGEST_WORD = 40
# As the beginning of a word in a title counts the last word typed, if it is so long.
SHORTEST_BEGINNING = 3
SHORTEST_PREFIX = 2  # of what is suggested while somebody types
SUGGESTIONS = 8
# Where more pages than this hold the words, how often each holds them says little, and would take long to find out.
RANKED = 1000
ELSEWHERE = 3
LAST_DAY = "9999-12-31"
FILTERS = ("kind", "city", "topic", "year")
# How the database is asked for what fits a filter.
LOOKUPS = {"kind": "kind", "city": "cities__has_key", "topic": "topics__has_key", "year": "date__year"}
KEY, DATE, TITLE = map(Hit._fields.index, ("key", "date", "title_shown"))
# A value of a filter, the words for it, and how many hits it gives.
Choice = tuple[str, str, int]
VALUE, YEAR = re.compile(r"[-\w]{1,255}", re.ASCII), re.compile("[12][0-9]{3}")


def query_words(typed: str) -> list[str]:
    """Return the words to search for out of what somebody typed: folded, each once, not too many or too long."""
    typed_words = dict.fromkeys(words(typed[:LONGEST]))
    # The mark of a language stands on every page in it, and nobody means it.
    return [word[:LONGEST_WORD] for word in typed_words if word not in MARKS][:MOST_WORDS]


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the words that say nothing in a search in a language, folded: solidarity/search/stop_words/."""
    file = STOP_WORDS / f"{language}.txt"
    return frozenset(words(file.read_text(encoding="utf-8"))) if file.exists() else frozenset()


def content_words(searched: list[str], language: str) -> list[str]:
    """Return the words to search for without stop words, or all of them where they are nothing else."""
    return [word for word in searched if word not in stop_words(language)] or searched


def find(asked: list[str], language: str) -> list[HitRow]:
    """Return the hits for words that are asked for (``query_words``), the best first."""
    searched = content_words(asked, language)
    if not searched:
        return []
    in_text, tiers, scores = index.search(searched, language), {}, {}
    hits = in_text.hits()
    if len(searched[-1]) >= SHORTEST_BEGINNING:
        titled = index.search_titles(searched, language).hits()
        tiers = {hit[KEY]: tier_of(hit[TITLE], searched, asked) for hit in titled}
        known = {hit[KEY] for hit in hits}
        hits += [hit for hit in titled if hit[KEY] not in known]
    if len(hits) <= RANKED:
        scores = in_text.scores()
    sort(hits, tiers, scores)
    return hits


def count_hits(asked: list[str], codes: Iterable[str], filters: Mapping[str, str] | None = None) -> Counter[str]:
    """Return how many pages a search for words finds in each of some languages, by code; in one query.

    ``filters`` are values by name: those alone are counted that fit them.
    """
    filters = filters or {}
    if not all((YEAR if name == "year" else VALUE).fullmatch(value) for name, value in filters.items()):
        return Counter()  # nor can the database be asked for every sign
    fitting = {LOOKUPS[name]: value for name, value in filters.items()}
    found = []
    for code in codes:
        if searched := content_words(asked, code):
            found.append(index.search(searched, code).entries.filter(**fitting))
            if len(searched[-1]) >= SHORTEST_BEGINNING:
                found.append(index.search_titles(searched, code).entries.filter(**fitting))
    if not found:
        return Counter()
    first, *others = (entries.order_by().values_list("language", "pk") for entries in found)
    return Counter(code for code, _key in first.union(*others))


def of_kind(kind: str, language: str) -> list[HitRow]:
    """Return all pages of a kind as hits, the newest first."""
    hits = index.of_kind(kind, language)
    sort(hits, {}, {})
    return hits


def sort(hits: list[HitRow], tiers: Mapping[int, int], scores: Mapping[int, float]) -> None:
    """Sort hits: the best first, and of those that are as good the newest; what has no date is not of yesterday.

    One sort after the other, the last by what counts most: for thousands that takes less than one by all of it.
    """
    hits.sort(key=itemgetter(KEY))
    hits.sort(key=lambda hit: hit[DATE] or LAST_DAY, reverse=True)
    if scores:
        hits.sort(key=lambda hit: scores.get(hit[KEY], 0), reverse=True)
    if tiers:
        hits.sort(key=lambda hit: tiers.get(hit[KEY], ELSEWHERE))


def tier_of(title: str, searched: list[str], asked: Iterable[str] = ()) -> int:
    """Return how good a title is in which all words stand, the last at least as a beginning; the less the better.

    0 where it is what was typed, with the stop words that were ``asked`` for or without; 1 where it holds all the
    words, 2 where the last only begins so. What has the words ELSEWHERE comes last.
    """
    titled = words(title)
    if titled in (searched, list(asked)):
        return 0
    return 1 if set(searched) <= {*titled, *transliterations(title)} else 2


def filter_hits(hits: list[HitRow], chosen: Mapping[str, str]) -> tuple[list[HitRow], dict[str, list[Choice]]]:
    """Return the hits that fit all filters that are set, and what each filter can be set to.

    ``chosen`` holds the values of the filters that are set, by name. The choices are, by name, a value, the words for
    it, and how many hits it gives with the other filters.
    """
    _keys, days, kinds, cities, topics, _titles = zip(*hits, strict=True) if hits else [()] * len(Hit._fields)
    columns = {"kind": kinds, "city": cities, "topic": topics, "year": [(day or "")[:4] for day in days]}
    # There are far fewer different values than hits: each is read once.
    values = {name: {stored: VALUES[name](stored) for stored in dict.fromkeys(columns[name])} for name in FILTERS}
    fits = {
        name: [value in own for own in map(values[name].__getitem__, columns[name])] for name, value in chosen.items()
    }
    choices = {}
    for name in FILTERS:
        others = [fits[other] for other in fits if other != name]
        stored = compress(columns[name], map(all, zip(*others, strict=True))) if others else columns[name]
        labels: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for own in values[name].values():
            labels.update(own)
        for one, number in Counter(stored).items():
            counts.update(dict.fromkeys(values[name][one], number))
        choices[name] = [(value, label, counts[value]) for value, label in labels.items()]
    fitting = list(compress(hits, map(all, zip(*fits.values(), strict=True)))) if fits else hits
    return fitting, choices


def names_in(stored: Mapping[str, str | list[str]]) -> dict[str, TextInLanguage]:
    """Return the names of cities or topics by slug, as an entry keeps them, each with its language."""
    names = {}
    for slug, kept in stored.items():
        name, code = kept if isinstance(kept, list) else (kept, None)
        names[slug] = TextInLanguage.written(name, code)
    return names


# The values of a filter in what is stored, with the words for them.
VALUES: dict[str, Callable[[str], Mapping[str, str]]] = {
    "kind": lambda kind: {kind: kind},
    "city": lambda stored: names_in(json.loads(stored)),
    "topic": lambda stored: names_in(json.loads(stored)),
    "year": lambda year: {year: year} if year else {},
}


def suggest(typed: str, language: str) -> Iterable[SearchEntry]:
    """Return the entries of pages whose title holds what somebody has typed so far, the shortest titles first."""
    searched = query_words(typed)
    if not searched or len(searched[-1]) < SHORTEST_PREFIX:
        return []
    first = index.search_titles(searched, language).entries.order_by(Length("title_shown"), "pk")[:SUGGESTIONS]
    return first.defer("passages", "names", "cities", "topics", "title_words", "words").select_related("page")
