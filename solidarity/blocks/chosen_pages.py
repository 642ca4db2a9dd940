"""Pages and pictures that are chosen in a form. The editor loads those of all languages and rows at once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from wagtail.blocks import PageChooserBlock
from wagtail.models import Page

# What was loaded in this request, by model and primary key; None where nobody loads anything.
_loaded: ContextVar[dict[tuple[type[Model], int], Model] | None] = ContextVar("chosen_pages", default=None)
# The names under which a form sends the pages of the blocks below, and those of the blocks in what is stored.
SENT = re.compile(r"-(?:page|pages-\d+-value)$")
ONE, MANY = "page", "pages"
# A link to a page in rich text, as it is stored.
LINK = re.compile(r'<a [^>]*\blinktype="page"[^>]*\bid="(\d{1,18})"')


@contextmanager
def loaded_once() -> Iterator[None]:
    """Remember what is loaded within, which is one request."""
    token = _loaded.set({})
    try:
        yield
    finally:
        _loaded.reset(token)


def load(pks: Iterable[int], model: type[Model] = Page) -> None:
    """Load objects of a model all at once; those that are loaded already, not again."""
    loaded = _loaded.get()
    if loaded is None:
        return
    missing = {pk for pk in pks if (model, pk) not in loaded}
    if missing:
        found = pages_with_parents(missing) if model is Page else model._default_manager.filter(pk__in=missing)
        loaded.update({(model, one.pk): one for one in found})


def pages_with_parents(pks: Iterable[int]) -> list[Page]:
    """Return pages as their own types, without what they hold besides any page, and with their parents: two queries."""
    pages = [page.specific_deferred for page in Page.objects.filter(pk__in=pks)]
    above = {page.path[: -page.steplen] for page in pages}
    parents = {page.path: page for page in Page.objects.filter(path__in=above)}
    for page in pages:
        page._cached_parent_obj = parents.get(page.path[: -page.steplen])  # which get_parent() returns
    return pages


def loaded(value: Any, model: type[Model] = Page) -> Any:
    """Return the object of a primary key if it was loaded, else None."""
    known, pk = _loaded.get(), pk_of(value)
    return known.get((model, pk)) if known and pk else None


def stored_in(value: Any) -> Iterator[int]:
    """Yield the primary keys of the pages that are chosen or linked to in a body or rich text, as it is stored."""
    if isinstance(value, str):
        yield from (int(pk) for pk in LINK.findall(value))
    elif isinstance(value, Mapping):
        if isinstance(pk := value.get(ONE), int):
            yield pk
        if isinstance(items := value.get(MANY), list):
            yield from (
                item["value"] for item in items if isinstance(item, dict) and isinstance(item.get("value"), int)
            )
        for part in value.values():
            yield from stored_in(part)
    elif isinstance(value, Iterable):
        for part in value:
            yield from stored_in(part)


def sent_in(data: Mapping[str, str]) -> Iterator[int]:
    """Yield the primary keys of the pages that are chosen in the blocks of a form that was sent."""
    for name, value in data.items():
        if SENT.search(name) and (pk := pk_of(value)):
            yield pk


def pk_of(value: Any) -> int | None:
    """Return a primary key that was sent or stored, or None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    return value if isinstance(value, int) else None


class ChosenPageBlock(PageChooserBlock):
    """A page that is chosen. Where it has been loaded already, no query is started."""

    def bulk_to_python(self, values: list[int | None]) -> list[Page | None]:
        found = [loaded(value) for value in values]
        if all(page or value is None for page, value in zip(found, values, strict=True)):
            return found
        return super().bulk_to_python(values)

    def value_from_form(self, value: Any) -> Page | None:
        return loaded(value) or super().value_from_form(value)

    def get_form_state(self, value: Any) -> dict[str, Any] | None:
        page = loaded(value.pk) if isinstance(value, Page) else None
        if page is None:
            return super().get_form_state(value)
        # The same page is often chosen in each language; to find where it is edited takes long.
        if not hasattr(page, "chosen_state"):
            page.chosen_state = super().get_form_state(page)
        return page.chosen_state

    def clean(self, value: Any) -> Page | None:
        known = loaded(value.pk) if isinstance(value, Page) else None
        return known or super().clean(value)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Stand in migrations as Wagtail's own block."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, kwargs
