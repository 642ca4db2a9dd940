"""The entries of search, one for each published page and language: written when a page changes, or all of them anew."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import get_fields_from_path
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model
from django.utils import translation
from wagtail.models import Page

from solidarity import generation, languages
from solidarity.fields import content_language
from solidarity.models import SearchEntry, SitePage
from solidarity.search import index, stemming

CHUNK = 100  # pages


def page_kinds() -> list[type[SitePage]]:
    """Return the models of all kinds of pages."""
    return [model for model in apps.get_models() if issubclass(model, SitePage)]


def chunks(pks: list[int]) -> list[list[int]]:
    """Return a list in parts, for databases take only so many parameters."""
    return [pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK)]


def make_entry(page: SitePage, language: str) -> SearchEntry:
    """Return the entry of a page, which was loaded by its ``loaded_for_search``, in a language."""
    with translation.override(language):
        title_language = content_language(page, "heading", language)
        cities = [city for city in page.search_cities() if city.live]
        topics = list(page.search_topics())
        names = [*page.search_names(), *(topic.name for topic in topics)]
        for city in cities:
            names += [city.heading, *city.search_names()]
        return SearchEntry(
            page_id=page.pk,
            language=language,
            kind=page.search_kind.code,
            title_shown=page.label,
            title_language=title_language or language,
            passages=[[code, text] for code, text in page.search_passages(language) if text],
            names="\n".join(dict.fromkeys(str(name) for name in names if name)),
            cities={city.slug: named(city, "heading", city.label) for city in cities},
            topics={topic.slug: named(topic, "name", str(topic)) for topic in topics},
            date=page.subject_date.day,
            date_precision=page.subject_date.precision,
        )


def named(instance: Model, field: str, name: str) -> str | list[str]:
    """Return the name of a city or topic as an entry keeps it: with its language, where that is not the reader's."""
    code = content_language(instance, field)
    return [name, code] if code and code != translation.get_language() else name


def write(pages: Sequence[SitePage]) -> None:
    """Write the entries of pages of one kind that were loaded by ``loaded_for_search``."""
    with transaction.atomic():
        index.write([make_entry(page, language) for language in languages.codes() for page in pages])
        generation.advance()  # no signal tells of what is written in bulk


def refresh(pks: Iterable[int]) -> None:
    """Make the entries of some pages, given their keys, what they should be: those of unpublished ones are deleted."""
    for some in chunks(list(pks)):
        kinds = defaultdict(list)
        pages = Page.objects.live().public().filter(pk__in=some).select_related("content_type")
        for page in pages:
            kinds[page.specific_class].append(page.pk)
        found = []
        for kind, keys in kinds.items():
            if kind and issubclass(kind, SitePage):
                write(kind.loaded_for_search(kind.objects.filter(pk__in=keys)))
                found += keys
        SearchEntry.objects.filter(page__in=some).exclude(page__in=found).delete()


def delete(pk: int) -> None:
    """Delete the entries of a page, given its primary key."""
    SearchEntry.objects.filter(page=pk).delete()


def names_of(pk: int) -> list[tuple[str, str, str]]:
    """Return by what name a page is known in each language, for readers who find others by it."""
    entries = SearchEntry.objects.filter(page=pk).order_by("language")
    return list(entries.values_list("page__slug", "title_shown", "names"))


def refresh_page(pk: int) -> bool:
    """Make the entries of a page what they should be, given its key; tell whether its name changed."""
    before = names_of(pk)
    refresh([pk])
    return names_of(pk) != before


@cache
def naming_models() -> set[Any]:
    """Return the models of what search finds pages by the name of, such as a city's page."""
    return {
        get_fields_from_path(kind, path)[-1].related_model for kind in page_kinds() for path in kind.search_relations
    }


def refresh_named_with(instance: Model) -> None:
    """Write anew the entries of all pages that are found by the name of a city's page or a topic."""
    for kind in page_kinds():
        refresh(list(kind.found_by_name_of(instance).live().values_list("pk", flat=True)))


def refresh_below(page: Page) -> None:
    """Make the entries of a page and of all below it what they should be."""
    refresh(list(Page.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True)))


def rebuild() -> int:
    """Write all entries anew and delete those of pages that are not there; return the number of pages."""
    count = 0
    for kind in page_kinds():
        pks = list(kind.objects.live().order_by("pk").values_list("pk", flat=True))
        refresh(pks)
        count += len(pks)
    SearchEntry.objects.exclude(page__in=Page.objects.live().public()).delete()
    SearchEntry.objects.exclude(language__in=languages.codes()).delete()
    return count


def build_if_empty() -> None:
    """Write the entries where a language has none.

    Where PostgreSQL did not know yet how words are read here, all of the index is written anew, the admin's too.
    """
    if stemming.sync() and Page.objects.exists():
        call_command("wagtail_update_index", verbosity=0)
        rebuild()
    written = set(SearchEntry.objects.values_list("language", flat=True).distinct())
    if not set(languages.codes()) <= written and any(kind.objects.live().exists() for kind in page_kinds()):
        rebuild()
