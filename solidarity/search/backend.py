"""Wagtail's search in the database, for what people type and however a list was filtered before.

It compares words as the readers' search does, so that every database finds the same: without case, marks and endings.
The backends of both databases, of which the settings name one, are made of these parts: backend_sqlite.py and
backend_postgresql.py.
"""

from collections.abc import Iterable
from copy import copy
from functools import cache
from typing import Any

from django.db.models import Model
from django.utils.encoding import force_str
from django.utils.functional import SimpleLazyObject
from wagtail.search.backends.base import BaseIndex, BaseSearchBackend, BaseSearchQueryCompiler, BaseSearchResults
from wagtail.search.index import AutocompleteField, BaseField, Indexed, RelatedFields, SearchField
from wagtail.search.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery
from wagtail.search.utils import MAX_QUERY_STRING_LENGTH

from solidarity.text import transliterations, words


def with_words(query: str | SearchQuery) -> str | SearchQuery:
    """Return a query in which each text is its words as they are compared; "" where no word is left of it.

    The explorer's search is made of what was typed and of phrases in quotation marks.
    """
    match query:
        case str():
            return " ".join(words(query))[:MAX_QUERY_STRING_LENGTH]
        case PlainText() | Phrase() | Fuzzy():
            changed = copy(query)
            changed.query_string = with_words(query.query_string)
            return changed if changed.query_string else ""
        case And() | Or():
            changed = copy(query)
            changed.subqueries = [kept for one in query.subqueries if (kept := with_words(one))]
            return changed if changed.subqueries else ""
        case Boost() | Not():
            changed = copy(query)
            changed.subquery = with_words(query.subquery)
            return changed if changed.subquery else ""
    return query


class FoldedQueryMixin(BaseSearchBackend):
    """Takes no more of a query than its words: a quotation mark alone is an error in SQLite's own language."""

    def __init__(self, params: dict[str, Any]) -> None:
        # On PostgreSQL the database's own language, which drops some words, unless another is asked for.
        super().__init__({"SEARCH_CONFIG": "simple", **params})

    def _search(
        self, query_compiler_class: type[BaseSearchQueryCompiler], query: str | SearchQuery, *args: Any, **kwargs: Any
    ) -> BaseSearchResults:
        return super()._search(query_compiler_class, with_words(query), *args, **kwargs)


class AnyFilterMixin:
    """Searches in any list, such as pictures of one tag, though the index does not know by what it was filtered."""

    def check(self) -> None:
        pass


class FoldedIndexMixin(BaseIndex):
    """Takes the words of objects as they are compared."""

    def add_items(self, model: type[Model], objs: Iterable[Model]) -> None:
        super().add_items(model, [folded_object(obj) for obj in objs])


class FoldedObject(SimpleLazyObject):
    """An object that tells the index its words as they are compared."""

    def get_search_fields(self) -> list[BaseField | RelatedFields]:
        return folded_fields(self.__class__)  # type: ignore[arg-type]  # the object's own class, a key that stays


def folded_object(obj: Model) -> FoldedObject:
    """Return an object that gives the index folded words."""
    return FoldedObject(lambda: obj)


@cache
def folded_fields(model: type[Indexed]) -> list[BaseField | RelatedFields]:
    """Return the fields of a model that the index takes, with folded words in place of their values."""
    return [folded(field) for field in model.get_search_fields()]


def folded(field: BaseField | RelatedFields) -> BaseField | RelatedFields:
    """Return a copy of a field of the index that gives folded words."""
    made = copy(field)
    if isinstance(field, RelatedFields):
        made.fields = [folded(one) for one in field.fields]
    elif isinstance(field, SearchField | AutocompleteField):
        made.get_value = lambda obj: folded_words(as_text(field.get_value(obj)))
    return made


def as_text(value: object) -> str:
    """Return the value of a field, which may be several, as a text; what is empty is not the word "None"."""
    match value:
        case None:
            return ""
        case dict():
            return as_text([*value.values()])
        case list():
            return ", ".join(map(as_text, value))
    return force_str(value)


def folded_words(text: str) -> str:
    """Return the words of a text as they are compared."""
    return " ".join([*words(text), *transliterations(text)])
