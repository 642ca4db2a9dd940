"""What stands around an input in a form, which each process renders once.

An editor's form in eight languages has 150 fields, and most of its time went into templates which render the same at
each request: an input's attributes, its label, its help text. What they made of the same values in the same language is
kept, with a hole where the content belongs.
"""

import threading
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from cachetools import LRUCache
from django.forms.renderers import DjangoTemplates
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

MOST = 8_000  # frames; one has about a thousand characters
HOLE = mark_safe("[the content of this frame]")
# Inputs whose templates place their value once, as text.
TEXT_INPUTS = {
    "django/forms/widgets/hidden.html",
    "django/forms/widgets/text.html",
    "django/forms/widgets/textarea.html",
    "wagtailadmin/widgets/draftail_rich_text_area.html",
}

_frames: LRUCache = LRUCache(MOST)
_lock = threading.Lock()


def framed(template: str, values: Mapping[str, Any], content: object, render: Callable[[], str]) -> SafeString:
    """Return a content in its frame: what ``render`` returned for these values of the template, now or before.

    ``render`` is to place ``HOLE`` where the content belongs. Where it places none, there is no content.
    """
    key = (template, get_language(), *((name, comparable(value)) for name, value in values.items()))
    with _lock:
        frame = _frames.get(key)
    if frame is None:
        before, hole, after = render().partition(HOLE)
        frame = (before, hole, after)
        with _lock:
            _frames[key] = frame
    before, hole, after = frame
    # The frame comes from a template, which escaped what stands in it.
    return mark_safe(f"{before}{conditional_escape(content) if hole else ''}{after}")  # noqa: S308


def comparable(value: Any) -> Hashable:
    """Return a value of a template so that two are equal only if the template renders them alike.

    Text that is safe is not escaped, 1 is not True, and what is translated by the template is so already.
    """
    kind = type(value)
    if kind is str or value is None:
        return value
    if isinstance(value, Promise):
        return comparable(str(value))
    if isinstance(value, Mapping):
        return tuple((name, comparable(one)) for name, one in value.items())
    return (kind, value if isinstance(value, Hashable) else repr(value))


class FrameRenderer(DjangoTemplates):
    """Renders forms as Django does, and each text input once: afterwards only its value changes."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        if template_name not in TEXT_INPUTS:
            return super().render(template_name, context, request)
        widget = context["widget"]
        value = widget["value"]
        if value:
            context = {**context, "widget": {**widget, "value": HOLE}}
        return framed(
            template_name, context, value, lambda: super(FrameRenderer, self).render(template_name, context, request)
        )
