"""The backends of ``django.core.cache`` beside memory. One that does not answer is a cache with nothing in it."""

import logging
import pickle
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import Error, connection, transaction
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from solidarity.outages import Outage

logger = logging.getLogger(__name__)

TIMEOUT = 0.05  # seconds that one request waits for the server at most
PAUSE = 5.0  # seconds for which the server is not asked again after it failed
# What a value that an earlier release stored may raise, whose classes have changed.
OUTDATED = (pickle.UnpicklingError, AttributeError, ImportError, TypeError)


class ResilientCache(BaseCache):
    """A cache whose failure is a miss: the site is slower meanwhile, and works."""

    failures: tuple[type[Exception], ...]  # what the backend raises while it does not answer

    # One for all threads, each of which Django gives a backend of its own.
    outage = Outage(logger, "The cache does not answer, and the site works without it.", "The cache answers again.")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._asked_again_at = 0.0  # by the monotonic clock

    def _or_nothing(self, ask: Callable[[], Any], nothing: Any) -> Any:
        """Return the backend's answer, or what stands for none."""
        before = self._asked_again_at
        if time.monotonic() < before:
            return nothing
        try:
            found = ask()
        except self.failures as error:
            self._asked_again_at = time.monotonic() + PAUSE
            self.outage.failed(error)
            return nothing
        if self._asked_again_at == before:  # one method may call another, which failed
            self.outage.recovered()
        return found

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._or_nothing(lambda: super(ResilientCache, self).add(key, value, timeout, version), True)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            return self._or_nothing(lambda: super(ResilientCache, self).get(key, default, version), default)
        except OUTDATED:
            return default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._or_nothing(lambda: super(ResilientCache, self).set(key, value, timeout, version), None)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._or_nothing(lambda: super(ResilientCache, self).touch(key, timeout, version), False)

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._or_nothing(lambda: super(ResilientCache, self).delete(key, version), False)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        try:
            return self._or_nothing(lambda: super(ResilientCache, self).get_many(keys, version), {})
        except OUTDATED:
            return {}

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._or_nothing(lambda: super(ResilientCache, self).has_key(key, version), False)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number. Raises ValueError where it is not there, or the backend does not answer."""
        found = self._or_nothing(lambda: super(ResilientCache, self).incr(key, delta, version), None)
        if found is None:
            raise ValueError(f"Key '{key}' not found")
        return found

    def set_many(self, data: dict[str, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[str]:
        return self._or_nothing(lambda: super(ResilientCache, self).set_many(data, timeout, version), list(data))

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        self._or_nothing(lambda: super(ResilientCache, self).delete_many(keys, version), None)

    def clear(self) -> None:
        self._or_nothing(lambda: super(ResilientCache, self).clear(), None)


class ResilientRedisCache(ResilientCache, RedisCache):
    """A cache on Redis or Valkey."""

    failures = (RedisError, OSError)

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT, "retry": Retry(NoBackoff(), 0)}
        params["OPTIONS"] = options | params.get("OPTIONS", {})
        super().__init__(server, params)


class ResilientDatabaseCache(ResilientCache, DatabaseCache):
    """A cache in a table of the site's database, which ``manage.py createcachetable`` makes."""

    failures = (Error,)

    def _or_nothing(self, ask: Callable[[], Any], nothing: Any) -> Any:
        """Return the table's answer. One that fails leaves a transaction around it as it was."""

        def ask_within() -> Any:
            with transaction.atomic():
                return ask()

        return super()._or_nothing(ask_within if connection.in_atomic_block else ask, nothing)
