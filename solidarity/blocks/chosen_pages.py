"""Pages that are chosen in blocks. The editor's form loads those of all languages together, once for a request."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.blocks import PageChooserBlock
from wagtail.models import Page

# The pages that were loaded in this request, by primary key; None where nobody loads any.
_loaded: ContextVar[dict[int, Page] | None] = ContextVar("chosen_pages", default=None)
# The names under which a form sends the pages of the blocks below, and those of the blocks in what is stored.
SENT = re.compile(r"-(?:page|pages-\d+-value)$")
ONE, MANY = "page", "pages"


@contextmanager
def loaded_once() -> Iterator[None]:
    """Remember pages that are loaded within, which is one request."""
    token = _loaded.set({})
    try:
        yield
    finally:
        _loaded.reset(token)


def load(pks: Iterable[int]) -> None:
    """Load pages as their own types, with their parents, all at once; those that are loaded already, not again."""
    loaded = _loaded.get()
    if loaded is None:
        return
    missing = set(pks) - loaded.keys()
    if not missing:
        return
    pages = list(Page.objects.filter(pk__in=missing).specific().defer_streamfields())
    above = {page.path[: -page.steplen] for page in pages}
    parents = {page.path: page for page in Page.objects.filter(path__in=above)}
    for page in pages:
        page._cached_parent_obj = parents.get(page.path[: -page.steplen])  # which get_parent() returns
        loaded[page.pk] = page


def stored_in(value: Any) -> Iterator[int]:
    """Yield the primary keys of the pages that are chosen in a body, as it is stored."""
    if isinstance(value, Mapping):
        if isinstance(pk := value.get(ONE), int):
            yield pk
        if isinstance(items := value.get(MANY), list):
            yield from (
                item["value"] for item in items if isinstance(item, dict) and isinstance(item.get("value"), int)
            )
        for part in value.values():
            yield from stored_in(part)
    elif isinstance(value, Iterable) and not isinstance(value, str | bytes):
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

    def _loaded(self, value: Any) -> Page | None:
        loaded = _loaded.get()
        pk = pk_of(value)
        return loaded.get(pk) if loaded and pk else None

    def bulk_to_python(self, values: list[int | None]) -> list[Page | None]:
        found = [self._loaded(value) for value in values]
        if all(page or value is None for page, value in zip(found, values, strict=True)):
            return found
        return super().bulk_to_python(values)

    def value_from_form(self, value: Any) -> Page | None:
        return self._loaded(value) or super().value_from_form(value)

    def clean(self, value: Any) -> Page | None:
        known = self._loaded(value.pk) if isinstance(value, Page) else None
        return known or super().clean(value)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Stand in migrations as Wagtail's own block."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, kwargs
