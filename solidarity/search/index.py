"""The index of the readers' search, written and asked in one language: docs/decisions/search.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from solidarity.database.full_text import WordsQuery, indexed, scores
from solidarity.models.search import SearchEntry, language_mark
from solidarity.search import stemming

WRITTEN = [field.name for field in SearchEntry._meta.concrete_fields if not field.primary_key]


class Hit(NamedTuple):
    """What is asked of a page found. Dates and names stay text: to parse them would take longer than the search.

    Lists of hits hold plain tuples in this order: Python's collector goes over instances of a class again and again,
    which for thousands of them takes longer than to make them. ``Hit._make`` names the parts of one.
    """

    key: int
    date: str | None
    kind: str
    cities: str
    topics: str
    title_shown: str


HitRow = tuple[Any, ...]  # in the order of Hit
_KEY, *ASKED = Hit._fields


def write(entries: list[SearchEntry]) -> None:
    """Store entries in the place of those of the same pages and languages."""
    for entry in entries:
        config = stemming.config(entry.language)
        entry.title_words = indexed(entry.words_of_title(), config)
        entry.words = indexed(entry.words_of_page(), config)
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["page", "language"], update_fields=WRITTEN
    )


def search(words: Iterable[str], language: str) -> "SearchResult":
    """Return the SearchResult for folded words that all stand somewhere on a page."""
    return SearchResult("words", _query(words, language))


def search_titles(words: Iterable[str], language: str) -> "SearchResult":
    """Return the SearchResult for folded words that all stand in the title, the last one at least as a beginning."""
    return SearchResult("title_words", _query(words, language, prefix=True))


def of_kind(kind: str, language: str) -> list[HitRow]:
    """Return each page of a kind in a language as a hit."""
    return _hits(SearchEntry.objects.filter(kind=kind, language=language))


def _query(words: Iterable[str], language: str, prefix: bool = False) -> WordsQuery:
    # The mark comes first, for the last word is the one that may be a beginning.
    return WordsQuery((language_mark(language), *words), stemming.config(language), prefix)


def _hits(entries: QuerySet[SearchEntry]) -> list[HitRow]:
    return list(entries.values_list("pk", *(Cast(name, TextField()) for name in ASKED)))


@dataclass(frozen=True)
class SearchResult:
    """The entries that a search finds, in no order."""

    field: str
    query: WordsQuery

    @property
    def entries(self) -> QuerySet[SearchEntry]:
        """The queryset of the entries."""
        return SearchEntry.objects.filter(**{f"{self.field}__matches": self.query})

    def hits(self) -> list[HitRow]:
        """Return each entry as a hit, a plain tuple in the order of Hit."""
        return _hits(self.entries)

    def scores(self) -> dict[int, float]:
        """Return how well each entry fits, by primary key: the greater the better."""
        return scores(self.entries, self.field, self.query)
