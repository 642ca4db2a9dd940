"""The generation: one number that rises with everything that changes what readers see, and what is kept by it.

Whatever is made of what readers see can be kept under the number: after a change it is looked for under another one.
Two things make it rise: ``advance``, which signal receivers call for each change of an object that readers see, and the
clock, since a page says what is upcoming, lapsed or in office. So it is the sum of two times, in microseconds since
1970: that of the last change, which stands in the database that all processes share, and that of the last moment at
which the clock changed something. docs/decisions/generation.md has the reasons.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, NamedTuple, TypeVar

from django.apps import apps
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Site

from solidarity.outages import Outage

Kept = TypeVar("Kept")

# Sent once another generation has begun by a change in this process; a receiver that fails undoes nothing.
advanced = Signal()

# For so many seconds a process takes the number as it last read it. What is published is visible within this time in
# every process; the process that published it knows at once.
FRESH = 0.4
KEPT_FOR = 25 * 3600  # seconds; the generation ends at midnight at the latest
# What one process holds in memory, beside the cache that may be shared; beyond this number it begins anew.
MOST_IN_MEMORY = 2_000
MICROSECONDS = 1_000_000


class State(NamedTuple):
    """What a process knows of the generation."""

    number: int = 0  # the last change as it stands in the database, microseconds since 1970
    read_at: float = float("-inf")  # by the monotonic clock, seconds
    last_moment: int = 0  # when the clock last changed what readers see, microseconds since 1970
    next_moment: float = 0.0  # when it will do so next, seconds since 1970
    withdrawn: int = 0  # the number at which a page was last taken down
    is_confirmed: bool = False  # the database said so, rather than that it does not answer

    @property
    def generation(self) -> int:
        """The generation, which rises with either: the clocks of several machines need not agree."""
        return self.number + self.last_moment


class Memory(NamedTuple):
    """What is kept in this process, of one generation."""

    generation: int
    values: dict[tuple[str, str | int], Any]


_state = State()
_memory = Memory(0, {})
_moments: list[Callable[[datetime], Iterable[datetime | None]]] = []
_pending = threading.local()
_nothing_is_kept: ContextVar[bool] = ContextVar("nothing_is_kept", default=False)
_outage = Outage(
    logging.getLogger(__name__),
    "The generation could not be read; the last one known is used.",
    "The generation can be read again.",
)


def add_moments(moments: Callable[[datetime], Iterable[datetime | None]]) -> None:
    """Register when the clock changes what readers see.

    ``moments`` is given a datetime, and returns the last such moment up to it and the first one after it. Midnight
    need not be registered: what depends on dates alone may change at each.
    """
    _moments.append(moments)


def current() -> int:
    """Return the generation. While the database does not answer, it is the last that this process knew.

    Raises a DatabaseError if it knows none.
    """
    return known() or _read(_state).generation


def known() -> int:
    """Return the generation where this process need not ask the database for it, else 0."""
    state = _state
    if time.monotonic() - state.read_at > FRESH or time.time() >= state.next_moment:
        return 0
    return state.generation


def is_confirmed() -> bool:
    """Tell whether the database confirmed the generation when it was last asked."""
    return _state.is_confirmed


def withdrawn_at() -> int:
    """Return the number that a page had last when it was taken down: what was stored before may show it."""
    return _state.withdrawn


def changed_at() -> float:
    """Return when the current generation began, in seconds since 1970."""
    return max(_state.number, _state.last_moment) / MICROSECONDS


def seconds_left(number: int) -> int:
    """Return for how many seconds a generation goes on if nothing is changed; 0 where it is over, or may be."""
    try:
        if not number or current() != number:
            return 0
    except DatabaseError:
        return 0
    state = _state
    return max(0, int(state.next_moment - time.time())) if state.is_confirmed else 0


def _read(known: State) -> State:
    """Ask the database for the number, and after a change when the clock will make the next one."""
    global _state
    read_at = time.monotonic()
    try:
        number, withdrawn = apps.get_model("solidarity", "Generation").objects.numbers()
        if number == known.number and time.time() < known.next_moment:
            state = known._replace(read_at=read_at, is_confirmed=True)
        else:
            Site.clear_site_root_paths_cache()  # which Wagtail clears in the process alone that changed a site
            state = State(number, read_at, *_moments_around(timezone.now()), withdrawn, is_confirmed=True)
        _outage.recovered()
    except DatabaseError as error:
        if not known.number:
            raise
        _outage.failed(error)
        state = known._replace(read_at=read_at, is_confirmed=False)
    _state = state
    return state


def _moments_around(now: datetime) -> tuple[int, float]:
    """Return when the clock last changed what readers see, and when it will do so next."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    found = [midnight, midnight + timedelta(days=1)]
    for moments in _moments:
        found += [moment for moment in moments(now) if moment]
    last = max(moment for moment in found if moment <= now)
    return int(last.timestamp() * MICROSECONDS), min(moment for moment in found if moment > now).timestamp()


def advance(is_withdrawal: bool = False) -> None:
    """Begin another generation, once the current transaction is committed. To be called after each change.

    ``is_withdrawal`` if readers may not see any more what they saw before, not even while the site is down.
    """
    _pending.is_pending = True
    _pending.is_withdrawal = is_withdrawal or getattr(_pending, "is_withdrawal", False)
    transaction.on_commit(_advance, robust=True)  # the change itself is committed, whatever becomes of the number


def _advance() -> None:
    """Raise the number once for all changes of a transaction, which each registered this function."""
    global _state
    if not getattr(_pending, "is_pending", False):
        return
    is_withdrawal, _pending.is_pending, _pending.is_withdrawal = _pending.is_withdrawal, False, False
    apps.get_model("solidarity", "Generation").objects.advance(int(time.time() * MICROSECONDS), is_withdrawal)
    _state = State()  # so that this process reads it at once
    advanced.send_robust(None)


def may_keep() -> bool:
    """Tell whether anything may be kept: not in a transaction, which may see what others do not, nor in a preview."""
    return not connection.in_atomic_block and not _nothing_is_kept.get()


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Keep nothing, and use nothing that is kept, as in a preview."""
    token = _nothing_is_kept.set(True)
    try:
        yield
    finally:
        _nothing_is_kept.reset(token)


def kept(name: str, make: Callable[[], Kept], by_language: bool = False, in_memory: bool = True) -> Kept:
    """Return what ``make`` returns, which is called once in each generation.

    The value is the same for all readers; ``by_language`` if it differs by the active language. What many pages show
    stays in the memory of the process, where all requests share it: whoever is given it changes nothing in it. What a
    single page shows is large in all, and stays in the cache alone. It must be possible to pickle the value.
    """
    if not may_keep():
        return make()
    generation, key = current(), (name, get_language() or "" if by_language else "")
    if not in_memory:
        return _shared(generation, key, make)
    values = _values(generation)
    if key not in values:
        values[key] = _shared(generation, key, make)
    return values[key]


def kept_each(name: str, pks: Iterable[int], make: Callable[[set[int]], dict[int, Kept]]) -> dict[int, Kept]:
    """Return objects by primary key, of which each process makes those that it lacks at once, in each generation.

    ``make`` is given their primary keys, and returns a dict in which those that do not exist are missing.
    """
    pks = set(pks)
    if not may_keep():
        return make(pks) if pks else {}
    values = _values(current())
    if missing := {pk for pk in pks if (name, pk) not in values}:
        made = make(missing)
        values.update({(name, pk): made.get(pk) for pk in missing})
    return {pk: values[name, pk] for pk in pks if values[name, pk] is not None}


def _values(generation: int) -> dict[tuple[str, str | int], Any]:
    """Return what is in the memory of this process, of one generation."""
    global _memory
    if _memory.generation != generation or len(_memory.values) > MOST_IN_MEMORY:
        _memory = Memory(generation, {})
    return _memory.values


def _shared(generation: int, key: tuple[str, str], make: Callable[[], Kept]) -> Kept:
    """Return a value from the cache, or make it and store it there."""
    stored = f"kept:{generation}:{blake2b(repr(key).encode(), digest_size=12).hexdigest()}"
    found = cache.get(stored)
    if found is None:
        found = (make(),)  # None may be kept as well
        cache.set(stored, found, KEPT_FOR)
    return found[0]
