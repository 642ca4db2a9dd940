"""The rows of search, one for each published page and language: written when a page changes, or all of them anew."""

from collections import defaultdict

from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from wagtail.models import Page

from solidarity import languages
from solidarity.fields import content_language
from solidarity.models import SearchRow, SitePage
from solidarity.search import index, stemming

CHUNK = 100  # pages
WRITTEN = [field.name for field in SearchRow._meta.concrete_fields if not field.primary_key]


def page_kinds():
    """Return the models of all kinds of pages."""
    return [model for model in apps.get_models() if issubclass(model, SitePage)]


def chunks(numbers):
    """Return a sequence in parts, for databases take only so many parameters."""
    return [numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK)]


def make_row(page, language):
    """Return the row of a page, which was loaded by its ``loaded_for_search``, in a language."""
    with translation.override(language):
        title_language = content_language(page, "heading", language)
        cities = [city for city in page.search_cities() if city.live]
        topics = list(page.search_topics())
        names = [*page.search_names(), *(topic.name for topic in topics)]
        for city in cities:
            names += [city.heading, *city.search_names()]
        return SearchRow(
            id=SearchRow.key(page.pk, language),
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


def named(thing, field, name):
    """Return the name of a city or topic as a row keeps it: with its language, where that is not the reader's."""
    code = content_language(thing, field)
    return [name, code] if code and code != translation.get_language() else name


def write(pages):
    """Write the rows of pages of one kind that were loaded by ``loaded_for_search``."""
    with transaction.atomic():
        for language in languages.codes():
            rows = [make_row(page, language) for page in pages]
            SearchRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN)
            index.add(rows, language)


def refresh(numbers):
    """Make the rows of some pages, given by number, what they should be: those of unpublished ones are deleted."""
    for some in chunks(list(numbers)):
        kinds = defaultdict(list)
        pages = Page.objects.live().public().filter(pk__in=some).select_related("content_type")
        for page in pages:
            kinds[page.specific_class].append(page.pk)
        found = []
        for kind, keys in kinds.items():
            if kind and issubclass(kind, SitePage):
                write(kind.loaded_for_search(kind.objects.filter(pk__in=keys)))
                found += keys
        SearchRow.objects.filter(page__in=some).exclude(page__in=found).delete()


def delete(number):
    """Delete the rows of a page."""
    SearchRow.objects.filter(page=number).delete()


def names_of(number):
    """Return by what name a page is known in each language, for readers who find others by it."""
    rows = SearchRow.objects.filter(page=number).order_by("language")
    return list(rows.values_list("page__slug", "title_shown", "names"))


def refresh_page(page):
    """Make the rows of a page what they should be, and if its name changed those of the pages found by that."""
    before = names_of(page.pk)
    refresh([page.pk])
    if names_of(page.pk) != before:
        refresh_named_with(page)


def refresh_named_with(thing):
    """Write anew the rows of all pages that are found by the name of a city's page or a topic."""
    for kind in page_kinds():
        refresh(list(kind.found_by_name_of(thing).live().values_list("pk", flat=True)))


def refresh_below(page):
    """Make the rows of a page and of all below it what they should be."""
    refresh(list(Page.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True)))


def rebuild():
    """Write all rows anew and delete those of pages that are not there; return the number of pages."""
    count = 0
    for kind in page_kinds():
        numbers = list(kind.objects.live().order_by("pk").values_list("pk", flat=True))
        refresh(numbers)
        count += len(numbers)
    SearchRow.objects.exclude(page__in=Page.objects.live().public()).delete()
    SearchRow.objects.exclude(language__in=languages.codes()).delete()
    return count


def build_if_empty():
    """Write the rows where a language has none.

    Where PostgreSQL did not know yet how words are read here, all of the index is written anew, the admin's too.
    """
    if stemming.sync() and Page.objects.exists():
        call_command("wagtail_update_index", verbosity=0)
        rebuild()
    written = set(SearchRow.objects.values_list("language", flat=True).distinct())
    if not set(languages.codes()) <= written and any(kind.objects.live().exists() for kind in page_kinds()):
        rebuild()
