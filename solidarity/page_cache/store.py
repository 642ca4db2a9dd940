"""Where stored responses are kept: in the memory of the process, and behind it in a cache that processes share."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b

from cachetools import LRUCache
from django.conf import settings
from django.core.cache import cache

from solidarity.page_cache.stored import StoredResponse

KEPT_FOR = 25 * 3600  # seconds; a generation ends at midnight at the latest
# For so long one process waits for another that makes the same page, in seconds, and looks for it so often.
PATIENCE, INTERVAL = 5.0, 0.02
# Backends of django.core.cache that other processes do not see.
OF_ONE_PROCESS = ("locmem.LocMemCache", "dummy.DummyCache")

Key = tuple[str, ...]


class Store:
    """The responses by key. Each holds its generation; one of an earlier generation is kept until it is made again."""

    def __init__(self) -> None:
        self._responses: LRUCache = LRUCache(settings.PAGE_CACHE_MEMORY, getsizeof=lambda stored: stored.size)
        self._lock = threading.Lock()
        self._locks: dict[Key, threading.Lock] = {}
        self._is_shared = not settings.CACHES["default"]["BACKEND"].endswith(OF_ONE_PROCESS)

    def get(self, key: Key, generation: int) -> StoredResponse | None:
        """Return the response of a generation, or else the last one of an earlier generation, or None."""
        with self._lock:
            stored = self._responses.get(key)
        if self._is_shared and (stored is None or stored.generation < generation):
            shared = cache.get(_name(key))
            if shared and (stored is None or shared.generation > stored.generation):
                self._remember(key, shared)
                return shared
        return stored

    def set(self, key: Key, stored: StoredResponse) -> None:
        """Keep a response."""
        self._remember(key, stored)
        if self._is_shared:
            cache.set(_name(key), stored, KEPT_FOR)

    def _remember(self, key: Key, stored: StoredResponse) -> None:
        with self._lock:
            if stored.size <= self._responses.maxsize:
                self._responses[key] = stored

    def is_being_made(self, key: Key) -> bool:
        """Tell whether another thread of this process makes a response."""
        return key in self._locks

    @contextmanager
    def making(self, key: Key, generation: int) -> Iterator[StoredResponse | None]:
        """Let one thread of all processes make a response, and give it to those who waited for it.

        The one that is given None makes it, and calls ``set`` within.
        """
        with self._lock:
            making = self._locks.setdefault(key, threading.Lock())
        is_ours = making.acquire(timeout=PATIENCE)
        lock = f"{_name(key)}:{generation}"
        found = None
        try:
            found = self.get(key, generation)
            if not found or found.generation < generation:
                found = self._made_elsewhere(key, generation, lock)
            yield found
        finally:
            if self._is_shared and not found:
                cache.delete(lock)  # whether it was made or not: others need not wait any more
            if is_ours:
                making.release()
            with self._lock:
                if not making.locked():
                    self._locks.pop(key, None)

    def _made_elsewhere(self, key: Key, generation: int, lock: str) -> StoredResponse | None:
        """Wait for another process that makes the response, if there is one. None if this one has to make it."""
        if not self._is_shared or cache.add(lock, True, PATIENCE):
            return None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            time.sleep(INTERVAL)
            found = self.get(key, generation)
            if found and found.generation >= generation:
                return found
            if cache.add(lock, True, PATIENCE):  # the other process failed
                return None
        return None


def _name(key: Key) -> str:
    """Return the key of a response in the shared cache."""
    return f"page:{blake2b(repr(key).encode(), digest_size=16).hexdigest()}"
